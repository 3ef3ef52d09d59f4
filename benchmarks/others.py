"""How do we compare with what one would pick instead? Same passages, same vectors, same questions, one machine, one run.

    python -m venv /tmp/others-venv && /tmp/others-venv/bin/pip install numpy rank_bm25 lancedb chromadb
    python -m benchmarks.others FOLDER [--split dev] [--articles N] [--venv /tmp/others-venv]

FOLDER is a collection of search.evaluation, whose index is used (and built if need be). The others run in a venv of their own, as
nothing here needs them; what is not installed there is left out, and said. Where vectors are used, times count the question's own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.peers import PEERS
from benchmarks.stopwatch import machine, table
from corpus import text
from corpus.settings import Settings
from indices.embedded import EmbeddedIndex
from indices.encoder import open_encoder
from indices.record import embedding_text, unpacked
from search.evaluation.collection import Question, collection
from search.evaluation.measures import ndcg, percentile, recall
from search.evaluation.prepare import prepared_index
from search.evaluation.runs import WARM_UP
from search.searcher import Searcher

HEADS = ("", "nDCG@10", "R@10", "p50 (ms)", "p95 (ms)", "build (s)", "questions")
SCRIPT = Path(__file__).with_name("peers.py")


def main() -> None:
    """Print one table."""
    options = _options()
    settings = Settings.from_env()
    encoder = open_encoder(settings)
    given = collection(options.folder, split=options.split, limit=options.articles)
    index, _ = prepared_index(given, settings, encoder)
    assert isinstance(index, EmbeddedIndex)
    print(f"{machine()}; {index.count():,} passages of {len(given.articles):,} articles", flush=True)
    searcher = Searcher(index, encoder)
    rows = [_ours(searcher, given.questions)]
    print(table(HEADS, rows), flush=True)
    with tempfile.TemporaryDirectory() as place:
        encoding = _exported(Path(place), index, searcher, given.questions)
        for name in PEERS:
            rows.append(_peer(name, Path(place), options.venv, given.questions, encoding))
            print(table(HEADS, rows[-1:]), flush=True)
    print(f"\n{machine()}\n{table(HEADS, rows)}")


def _ours(searcher: Searcher, questions: Sequence[Question]) -> tuple[object, ...]:
    """The fused ranking, the question's analysis and its vector included."""
    found, times = [], []
    for question in (*questions[:WARM_UP], *questions):
        began = time.perf_counter()
        matches = searcher.candidates(searcher.understand(text.nfc(question.text)))
        times.append((time.perf_counter() - began) * 1000)
        found.append([match.id for match in matches])
    return _row("Văn Kiện, hybrid", found[WARM_UP:], times[WARM_UP:], questions, "")


def _exported(place: Path, index: EmbeddedIndex, searcher: Searcher, questions: Sequence[Question]) -> list[float]:
    """Put passages, questions and vectors into files that need none of our code; milliseconds to encode each question."""
    assert index._snapshot is not None
    held = index._snapshot.segments
    with (place / "passages.jsonl").open("w", encoding="utf-8") as lines:
        for part in held:
            for record in (unpacked(part.packed(row)) for row in range(len(part))):
                lines.write(json.dumps({"id": record.id, "text": embedding_text(record)}, ensure_ascii=False) + "\n")
    np.save(place / "passages.npy", np.concatenate([part.vectors for part in held]).astype(np.float32))
    vectors, times = [], []
    for question in questions:
        began = time.perf_counter()
        vectors.append(searcher.encoder.encode_queries([question.text])[0])
        times.append((time.perf_counter() - began) * 1000)
    np.save(place / "questions.npy", np.stack(vectors))
    (place / "questions.json").write_text(json.dumps([text.nfc(question.text) for question in questions]), encoding="utf-8")
    return times


def _peer(name: str, place: Path, venv: Path, questions: Sequence[Question], encoding: Sequence[float]) -> tuple[object, ...]:
    """One of the others, in a process of its own."""
    done = subprocess.run([venv / "bin" / "python", SCRIPT, name, place], capture_output=True, text=True, check=False)
    if done.returncode:
        return name, *[""] * 5, f"left out: {(done.stderr.strip().splitlines() or ['?'])[-1]}"
    told = json.loads(done.stdout.splitlines()[-1])
    times = [taken + (spent if told["vectors"] else 0.0) for taken, spent in zip(told["times"], encoding, strict=False)]
    return _row(name, told["found"], times, questions, f"{told['build']:.1f}")


def _row(
    name: str, found: Sequence[Sequence[str]], times: Sequence[float], questions: Sequence[Question], build: str
) -> tuple[object, ...]:
    """`found` holds ids of passages, best first, of the first questions."""
    ranked = [list(dict.fromkeys(id.rpartition(":")[0] for id in ids)) for ids in found]  # documents, each where its best passage is
    pairs = [(ids, question.relevant) for ids, question in zip(ranked, questions, strict=False)]
    good = fmean(ndcg(ids, relevant) for ids, relevant in pairs), fmean(recall(ids, relevant, 10) for ids, relevant in pairs)
    return name, *(f"{value:.3f}" for value in good), percentile(times, 0.5), percentile(times, 0.95), build, len(found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--articles", type=int, help="the first articles only")
    parser.add_argument("--venv", type=Path, default=Path("/tmp/others-venv"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
