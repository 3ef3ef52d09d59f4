"""How fast is a text understood, stage by stage, and does the time grow with the text and not faster?

    python -m benchmarks.understand PATH.jsonl.xz [--limit 100]    records of {"_id", "text"}; without a path only the made-up texts

Processor time of one core; MB are UTF-8. The made-up texts are one endless line and a dense plan, each in two sizes: four
times the text should take about four times the time.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.stopwatch import machine, table
from corpus.document import Block, Reading, Text
from ingest.extract.citations import citations
from ingest.extract.directives import directives
from ingest.normalise import normalise
from ingest.parse.furniture import furniture
from ingest.parse.header import header
from ingest.parse.outline import outline
from ingest.pipeline import collector_paused

T = TypeVar("T")
STAGES = ("furniture", "header", "outline", "citations", "directives")
TIMES = 4
LINE = "Giao Sở Y tế chủ trì, phối hợp với UBND các huyện thực hiện Kế hoạch số 12/KH-UBND, báo cáo trước ngày 15/6; "
TASKS = (
    "- Giao Sở Y tế chủ trì, phối hợp với UBND các huyện rà soát, báo cáo trước ngày 15/6, đạt ít nhất 95% số xã.",
    "- Tăng cường tuyên truyền, phổ biến pháp luật lao động cho đoàn viên trong các khu công nghiệp.",
    "- Công đoàn cơ sở tổ chức hội nghị người lao động theo Kế hoạch số 35/KH-LĐLĐ ngày 12/01/2022 của Liên đoàn Lao động tỉnh.",
    "- Đến hết năm 2025 có 80% doanh nghiệp ký thỏa ước lao động tập thể.",
)


def main() -> None:
    """Print the tables."""
    options = _options()
    print(machine())
    seconds(text_of(["KẾ HOẠCH", *TASKS]))  # patterns are built before the clock starts
    if options.path:
        print(f"\n{_speeds(options.path, options.limit)}")
    print(f"\n{_growth('one line, characters', endless_line, options.line)}")
    print(f"\n{_growth('plan, lines', plan, options.lines)}")


def text_of(lines: Sequence[str]) -> Text:
    """A text with one block a line."""
    return normalise(Reading("txt", tuple(Block(line) for line in lines)))


def endless_line(size: int) -> Text:
    """About so many characters of orders in a single line."""
    return text_of(["KẾ HOẠCH", "II. NHIỆM VỤ", LINE * (size // len(LINE))])


def plan(lines: int) -> Text:
    """A plan of so many tasks, each with an owner, a number or a time of its own."""
    tasks = (TASKS[at % len(TASKS)].replace("15/6", f"{at % 28 + 1}/6").replace("95%", f"{at % 90 + 10}%") for at in range(lines))
    return text_of(["KẾ HOẠCH", "Công tác năm 2022", "II. NHIỆM VỤ", *tasks])


def seconds(text: Text) -> dict[str, float]:
    """Processor seconds of each stage, as ingest.pipeline goes through them."""
    with collector_paused():
        return _seconds(text)


def _seconds(text: Text) -> dict[str, float]:
    taken: list[float] = []

    def timed(work: Callable[[], T]) -> T:
        start = time.process_time()
        result = work()
        taken.append(time.process_time() - start)
        return result

    hidden = timed(lambda: furniture(text))
    head = timed(lambda: header(text, furniture=hidden))
    sections = timed(lambda: outline(text, header=head, furniture=hidden))
    cited = timed(lambda: citations(text, header=head, furniture=hidden))
    timed(lambda: directives(text, header=head, sections=sections, furniture=hidden, citations=cited))
    return dict(zip(STAGES, taken, strict=True))


def _speeds(path: Path, limit: int | None) -> str:
    total, size = dict.fromkeys(STAGES, 0.0), 0.0
    for text in _records(path, limit):
        size += _megabytes(text)
        for stage, taken in seconds(text).items():
            total[stage] += taken
    rows: list[list[object]] = [[stage, total[stage], size / total[stage]] for stage in STAGES]
    whole = sum(total.values())
    return table([f"{size:.1f} MB of records", "s", "MB/s"], [*rows, ["all", whole, size / whole]])


def _records(path: Path, limit: int | None) -> Iterator[Text]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            if limit is not None and at >= limit:
                return
            yield text_of(json.loads(line)["text"].split("\n"))


def _growth(name: str, make: Callable[[int], Text], most: int) -> str:
    few, many = make(most // TIMES), make(most)
    first, second = seconds(few), seconds(many)
    first["all"], second["all"] = sum(first.values()), sum(second.values())
    heads = [f"{name}: {most // TIMES} and {most}", "s", "s", "times", "MB/s"]
    rows = [
        [stage, first[stage], second[stage], second[stage] / max(first[stage], 1e-4), _megabytes(many) / second[stage]] for stage in first
    ]
    return table(heads, rows)


def _megabytes(text: Text) -> float:
    return len(text.text.encode()) / 1e6


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.understand", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, help="records to understand, .jsonl.xz")
    parser.add_argument("--limit", type=int, help="read only so many records")
    parser.add_argument("--line", type=int, default=3_600_000, help="characters of the endless line (3,600,000 are 5 MB)")
    parser.add_argument("--lines", type=int, default=20_000, help="lines of the plan")
    return parser.parse_args()


if __name__ == "__main__":
    main()
