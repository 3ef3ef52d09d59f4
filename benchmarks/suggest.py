"""How long do suggestions take while a question is being typed?

    python -m benchmarks.suggest FOLDER [--split dev] [--questions 100]

FOLDER is a collection of search.evaluation. Its articles stand for documents, with their titles and a number that is made up for each.
Every beginning of every question is asked for, as the page does it, those of every second question without marks. Both the time on the
clock and that of the processor are told, as the machine may have other things to do.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.stopwatch import machine, table
from indices.vocabulary import Named, Vocabulary
from search.evaluation.collection import Collection, collection
from search.evaluation.measures import percentile
from search.evaluation.readings import words_of
from search.evaluation.variants import unmarked
from search.suggest import Suggester
from search.understand import Knowledge

ORGANS = ("Chính phủ", "Bộ Tài chính", "Bộ Nội vụ", "Tổng Liên đoàn Lao động Việt Nam", "Ban Chấp hành Trung ương")
CODES = ("QĐ-UBND", "TB-LĐLĐ", "NQ/TW", "KH-BCH", "NĐ-CP")


def main() -> None:
    """Print the table."""
    options = _options()
    given = collection(options.folder, split=options.split)
    suggester = Suggester(Knowledge(_held(given)))
    start = time.perf_counter()
    suggester.suggest("công đoàn 1")
    first = time.perf_counter() - start
    prefixes = list(_prefixes([question.text for question in given.questions[: options.questions]]))
    clock, processor = zip(*(_timed(suggester, prefix) for prefix in prefixes), strict=True)
    print(f"{machine()}\n\n{len(given.articles):,} văn bản, {len(prefixes):,} lần gõ; lần đầu {first:.2f} giây")
    print(table(("gợi ý (ms)", "p50", "p95", "chậm nhất"), [_row("đồng hồ", clock), _row("bộ xử lý", processor)]))
    print(f"chậm nhất: «{prefixes[processor.index(max(processor))]}»")


def _timed(suggester: Suggester, prefix: str) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.thread_time()
    suggester.suggest(prefix)
    return 1000 * (time.perf_counter() - clock), 1000 * (time.thread_time() - processor)


def _row(name: str, times: Sequence[float]) -> tuple[str, float, float, float]:
    return name, percentile(times, 0.5), percentile(times, 0.95), max(times)


def _held(given: Collection) -> Vocabulary:
    named = (
        Named(
            article.id,
            f"{at % 4000 + 1}/{CODES[at % 5]}",
            "Nghị định",
            ORGANS[at % 5],
            f"20{at % 25:02}-01-15",
            "".join(article.headings[-1:]),
        )
        for at, article in enumerate(given.articles)
    )
    return replace(words_of(given), documents=tuple(named))


def _prefixes(questions: list[str]) -> Iterator[str]:
    for at, question in enumerate(questions):
        typed = unmarked(question) if at % 2 else question
        yield from (typed[:size] for size in range(1, len(typed) + 1))
    for number in range(1, 500):
        yield from (f"{number}", f"tb {number}", f"{number}/qđ")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--questions", type=int, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    main()
