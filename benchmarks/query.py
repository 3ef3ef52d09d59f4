"""How long does a question take, where, and in how much memory?

    python -m benchmarks.query FOLDER [--split dev] [--questions 300]

FOLDER is a collection of search.evaluation, whose index is used (and built if need be).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.stopwatch import Stopwatch, machine, peak_memory, table
from corpus.settings import ROOT, Settings
from indices.encoder import open_encoder
from search import fuse, searcher, snippet
from search.evaluation.collection import collection
from search.evaluation.measures import percentile
from search.evaluation.prepare import prepared_index
from search.query import Query

COLD = 5  # fresh processes for each start-up time


def main() -> None:
    """Print the tables."""
    options = _options()
    settings = Settings.from_env()
    given = collection(options.folder, split=options.split)
    index, place = prepared_index(given, settings, open_encoder(settings))
    index.close()
    print(f"{machine()}\n")
    print(_warm(place, [question.text for question in given.questions[: options.questions]]))
    print(f"\n{_starts(place, given.questions[0].text)}")


def _warm(place: Settings, questions: list[str]) -> str:
    watch = Stopwatch()
    start = time.perf_counter()
    answering = searcher.open_searcher(place)
    answering.search(Query(questions[0]))
    opened = time.perf_counter() - start
    _watch(watch, answering)
    whole = []
    for question in questions:
        start = time.perf_counter()
        with watch.stage("phần còn lại"):
            answering.search(Query(question))
        whole.append(time.perf_counter() - start)
    rows = [(stage, *_percentiles(_each(calls, len(questions)))) for stage, calls in watch.calls.items()]
    body = table(("giai đoạn (ms)", "p50", "p95"), [*rows, ("cả câu hỏi", *_percentiles(whole))])
    held = answering.index.count()
    return f"{held:,} đoạn, {len(questions)} câu hỏi, mở trong {opened:.2f} giây, bộ nhớ cao nhất {peak_memory():.0f} MB\n{body}"


def _watch(watch: Stopwatch, answering: searcher.Searcher) -> None:
    watch.watch(searcher, "understand", "phân tích")
    watch.watch(answering.index, "match", "khớp chữ")
    watch.watch(answering.encoder, "encode_queries", "véc-tơ câu hỏi (bên cạnh)")
    watch.watch(answering.index, "nearest", "gần nghĩa")
    watch.watch(fuse, "weighted", "trộn")
    watch.watch(answering.index, "get", "lấy đoạn")
    watch.watch(snippet.Marker, "spans", "tô")
    watch.watch(snippet, "snippet", "trích")


def _each(calls: list[float], count: int) -> list[float]:
    """Seconds a question, of a stage called the same number of times, or some number of times, in each."""
    if len(calls) % count:
        return [sum(calls) / count] * count  # uneven: only the mean is known
    size = len(calls) // count
    return [sum(calls[i : i + size]) for i in range(0, len(calls), size)]


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    return percentile(seconds, 0.5) * 1000, percentile(seconds, 0.95) * 1000


def _starts(place: Settings, question: str) -> str:
    environ = {**os.environ, "VANKIEN_DATA_DIR": str(place.data_dir), "VANKIEN_MODEL_DIR": str(place.model_dir)}  # noqa: TID251
    commands = {"--help": ["-m", "search", "--help"], "một câu hỏi": ["-m", "search", question], "trống (python -c '')": ["-c", ""]}
    rows = [(name, *_timed(partial(_run, arguments, environ))) for name, arguments in commands.items()]
    return table(("từ đầu (giây)", "ít nhất", "nhiều nhất"), rows)


def _run(arguments: list[str], environ: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environ, capture_output=True, check=True)


def _timed(action: Callable[[], None]) -> tuple[float, float]:
    times = []
    for _ in range(COLD):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times), max(times)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--questions", type=int, default=300)
    return parser.parse_args()


if __name__ == "__main__":
    main()
