"""How do time, memory and disk grow with the number of passages, on the engine without a server?

    python -m benchmarks.growth FOLDER [--sizes 10000,100000,1000000] [--real 20000] [--questions 200] [--keep DIRECTORY]

FOLDER is a collection of search.evaluation. Passages from all over it (--real so many) are repeated with other numbers in their
text, cut at random places, their vectors moved by noise, until there are as many as asked for; its questions are asked. With
--keep the index stays there, and a run that was broken off goes on after the last hundred thousand passages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.repeated import Repeated
from benchmarks.stopwatch import machine, table
from corpus.settings import ROOT, Settings
from indices.embedded import EmbeddedIndex
from indices.encoder import open_encoder
from indices.protocol import Vectors
from search.evaluation.collection import collection
from search.evaluation.measures import percentile
from search.evaluation.runs import rankings
from search.searcher import Searcher

PORTION = 1_000  # passages made and put at a time
COMMIT = 100_000  # passages a commit, so that no more is lost when a run is broken off
DEPTH = 200  # neighbours asked for
COMPARED = 20  # questions whose neighbours are compared with those found in full
STAGES = ("lexical", "nearest", "dense", "hybrid", "answer")
HEADS = ("passages", "put/s", "disk (MB)", "own memory (MB)", "mapped (MB)", *(f"{stage} p50 p95 (cpu)" for stage in STAGES), "recall")


def main() -> None:
    """Print one table, a line for each size."""
    options = _options()
    if options.asked:
        print(json.dumps(_asked(options)))
        return
    print(f"{machine()}\n", flush=True)
    with tempfile.TemporaryDirectory() as place:
        folder = options.keep or Path(place)
        rows = []
        for size in options.sizes:
            rate = _grown(folder, size, options)
            command = [sys.executable, "-m", "benchmarks.growth", str(options.folder), "--asked", "--keep", str(folder)]
            done = subprocess.run([*command, f"--questions={options.questions}"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
            rows.append((f"{size:,}", rate, _disk(folder), *json.loads(done.stdout)))
            print(f"{machine()}\n{table(HEADS, rows)}\n", flush=True)


def _grown(folder: Path, size: int, options: argparse.Namespace) -> float:
    """Put what is missing up to this size; passages a second, commits included, their making not (0 where nothing was missing)."""
    index = EmbeddedIndex(folder)
    before = held = index.count()
    source = Repeated(options.folder, Settings.from_env(), options.real) if held < size else None
    spent = 0.0
    while source and held < size:
        records, vectors = source.portion(held, min(PORTION, size - held))
        began = time.perf_counter()
        index.put(records, vectors)
        held += len(records)
        if held % COMMIT == 0 or held == size:
            index.commit()
            print(f"{held:,}/{size:,}", file=sys.stderr, flush=True)
        spent += time.perf_counter() - began
    index.close()
    return (held - before) / spent if spent else 0.0


def _asked(options: argparse.Namespace) -> list[object]:
    """Memory, times and recall of a process of its own that asks."""
    settings = Settings.from_env()
    encoder = open_encoder(settings)
    searcher = Searcher(EmbeddedIndex(options.keep), encoder)
    questions = [question.text for question in collection(options.folder, split="dev").questions[: options.questions]]
    vectors = dict(zip(questions, encoder.encode_queries(questions), strict=True))
    runs: dict[str, Callable[[str], object]] = {**rankings(searcher)}
    runs["nearest"] = lambda question: searcher.index.nearest(vectors[question], limit=DEPTH)
    times = [_times(runs[stage], questions) for stage in STAGES]
    memory = [_memory(kind) for kind in ("RssAnon", "RssFile")]
    return [*memory, *times, f"{_recall(searcher.index, list(vectors.values())[:COMPARED]):.4f}"]  # type: ignore[arg-type]


def _times(run: Callable[[str], object], questions: Sequence[str]) -> str:
    """Milliseconds, and those of the processor, which other work on the machine hardly changes; the first questions warm the caches."""
    for question in questions[:10]:
        run(question)
    taken, worked = [], time.process_time()
    for question in questions:
        began = time.perf_counter()
        run(question)
        taken.append((time.perf_counter() - began) * 1000)
    worked = (time.process_time() - worked) * 1000 / len(questions)
    return f"{percentile(taken, 0.5):.1f} {percentile(taken, 0.95):.1f} ({worked:.1f})"


def _recall(index: EmbeddedIndex, vectors: Sequence[Vectors]) -> float:
    """The share of the nearest that was found, of those whose cosine is beyond that of the last by what four digits show."""
    snapshot = index._snapshot
    assert snapshot is not None
    right = wanted = 0
    for vector in vectors:
        exact = np.concatenate([rows @ vector for part in snapshot.segments for rows in _single(part.vectors)])
        best = np.flatnonzero(exact > np.partition(exact, -DEPTH)[-DEPTH] + 1e-4)
        found = {match.id for match in index.nearest(vector, limit=DEPTH)}
        wanted += len(best)
        right += len(found & set(snapshot._ids(best)))
    return right / wanted


def _single(vectors: np.ndarray[tuple[int, int], np.dtype[np.float16]]) -> list[Vectors]:
    return [vectors[low : low + PORTION].astype(np.float32) for low in range(0, len(vectors), PORTION)]


def _memory(kind: str) -> float:
    """MB of this process, of its own (RssAnon) or of files (RssFile)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))


def _disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--real", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--asked", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
