"""What do the two engines cost for the same passages: time to take them in, to answer, memory and disk?

    python -m benchmarks.engines [--passages 100000] [--questions 200] [--clients 16] [--heap 1024]

Passages and vectors are invented (benchmarks.invented); the Elasticsearch is that of the tests, one node on this machine.
A question is what search asks of an index: whether anything changed, its two rankings (words and vectors at the same time),
and the records of a page.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.invented import Invented
from benchmarks.stopwatch import machine, peak_memory, table
from corpus.settings import ENGINES, ROOT, Settings
from indices import listed, open_index
from indices.protocol import Index, TextQuery, Vectors
from search.evaluation.measures import percentile
from search.gather import rankings
from search.match import Asked
from tests.servers.elasticsearch import Node, node

PORTION = 504  # whole documents of twelve
WARM = 30  # questions asked before time is taken, for caches and Java's compiler
SHOWN = 30  # records of a page: three of each of ten documents
DEPTHS = (100, 10)  # neighbours that are compared with the exact ones
RIGHT = tuple(f"lân cận đúng, {depth}" for depth in DEPTHS)
HEADS = ("", "đoạn/giây", "p50 (ms)", "p95 (ms)", "p50 × N", "p95 × N", "câu/giây × N", "bộ nhớ (MB)", "đĩa (MB)", *RIGHT)


@dataclass
class Measured:
    """One engine: passages taken in a second, milliseconds alone and in a crowd, what it holds, and what it found nearest."""

    rate: float
    alone: tuple[float, float]
    crowded: tuple[float, float]
    answers: float
    memory: float
    disk: float
    nearest: list[list[str]]

    def row(self, name: str, exact: list[list[str]]) -> tuple[object, ...]:
        """A line of the table; the embedded engine's neighbours are the exact ones."""
        shares = [f"{_shared(self.nearest, exact, depth):.3f}" for depth in DEPTHS]
        return name, self.rate, *self.alone, *self.crowded, self.answers, self.memory, self.disk, *shares


def _shared(found: list[list[str]], exact: list[list[str]], depth: int) -> float:
    right = sum(len({*mine[:depth]} & {*theirs[:depth]}) for mine, theirs in zip(found, exact, strict=True))
    return right / sum(len(theirs[:depth]) for theirs in exact)


def main() -> None:
    """Print one table, each engine measured in a process of its own."""
    options = _options()
    if options.alone:
        settings = Settings(data_dir=options.folder, engine=options.alone, elasticsearch_url=options.url)
        print(json.dumps(asdict(_measured(options, settings))))
        return
    print(f"{machine()}; {options.passages:,} đoạn, {options.questions} câu hỏi, N = {options.clients} người hỏi cùng lúc\n")
    with tempfile.TemporaryDirectory() as place:
        embedded = _apart("embedded", options, place)
        rows = [embedded.row("nhúng", embedded.nearest)]
        print(table(HEADS, rows), flush=True)
        one = node(heap_mb=options.heap, measured=True)
        try:
            one.start()
            elastic = _apart("elasticsearch", options, place, url=one.url)
            elastic.memory = _resident(one)
            rows.append(elastic.row("Elasticsearch", embedded.nearest))
        finally:
            one.remove()
    print(f"\n{table(HEADS, rows)}")


def _apart(engine: str, options: argparse.Namespace, place: str, *, url: str = "") -> Measured:
    numbers = [f"--{name}={getattr(options, name)}" for name in ("passages", "questions", "clients")]
    command = [sys.executable, "-m", "benchmarks.engines", "--alone", engine, "--folder", f"{place}/{engine}", "--url", url, *numbers]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Measured(**json.loads(done.stdout))


def _measured(options: argparse.Namespace, settings: Settings) -> Measured:
    """One engine, in this process."""
    invented = Invented()
    index = open_index(settings)
    rate = _filled(index, invented, options.passages)
    questions = list(zip(invented.questions(options.questions), invented.vectors(options.questions), strict=True))
    for question in questions[:WARM]:
        _ask(index, question)
    alone = [_ask(index, question) for question in questions]
    began = time.perf_counter()
    with ThreadPoolExecutor(options.clients) as clients:
        crowded = list(clients.map(lambda question: _ask(index, question), questions * 2))
    each = len(crowded) / (time.perf_counter() - began)
    nearest = [[match.id for match in index.nearest(vector, limit=max(DEPTHS))] for _, vector in questions]
    index.close()
    return Measured(rate, _percentiles(alone), _percentiles(crowded), each, peak_memory(), _disk(settings), nearest)


def _filled(index: Index, invented: Invented, count: int) -> float:
    """Take the passages in; how many in a second, commit included, their making not."""
    spent = 0.0
    for done, (records, vectors) in enumerate(invented.records(count, PORTION), 1):
        began = time.perf_counter()
        index.put(records, vectors)
        spent += time.perf_counter() - began
        if done % 20 == 0:
            print(f"{done * PORTION:,}/{count:,}: {done * PORTION / spent:.0f}/s", file=sys.stderr, flush=True)
    began = time.perf_counter()
    index.commit()
    return index.count() / (spent + time.perf_counter() - began)


def _ask(index: Index, question: tuple[TextQuery, Vectors]) -> float:
    """Seconds."""
    began = time.perf_counter()
    query, vector = question
    index.refresh()
    found = rankings(index, lambda: vector, Asked("", query, frozenset(), frozenset(), None))
    index.get([match.id for match in found.fused[:SHOWN]])
    return time.perf_counter() - began


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    return percentile(seconds, 0.5) * 1000, percentile(seconds, 0.95) * 1000


def _disk(settings: Settings) -> float:
    """MB of the index; on the server as it says itself."""
    if settings.engine == "elasticsearch":
        return sum(float(line.rpartition(",")[2].split()[0]) for line in listed(settings))
    return sum(path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file()) / 1e6


def _resident(one: Node) -> float:
    """MB held by the server's processes."""
    assert one.process is not None
    group = os.getpgid(one.process.pid)
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _group(path) == group]
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _group(process: Path) -> int:
    try:
        return os.getpgid(int(process.name))
    except ProcessLookupError:
        return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("passages", 100_000), ("questions", 200), ("clients", 16), ("heap", 1024)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--alone", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
