"""Scores headers on the labelled records of the portal and lists every difference."""

from __future__ import annotations

import json
import lzma
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Block, Header, Reading
from corpus.text import fold
from ingest.normalise import normalise
from ingest.parse.furniture import furniture
from ingest.parse.header import header

TARGETS = {"number": 0.97, "issued": 0.97, "doc_type": 0.97, "issuer": 0.93, "title": 0.90}
FIELDS = {"number": "symbol", "issued": "issued", "doc_type": "type", "issuer": "issuer", "title": "subject"}
TITLE_F1 = 0.9


@dataclass(frozen=True, slots=True)
class Outcome:
    """One labelled field of one record: what was expected, what was read, whether they agree."""

    record: str
    half: int
    field: str
    expected: str
    read: str
    right: bool


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes of a run, with its size and time."""

    outcomes: tuple[Outcome, ...]
    records: int
    characters: int
    seconds: float

    def share(self, field: str, half: int | None = None) -> float:
        """Share of right answers for a field, over all records or one half (0 even, 1 odd)."""
        chosen = [o.right for o in self.outcomes if o.field == field and half in {None, o.half}]
        return sum(chosen) / len(chosen) if chosen else 1.0


def labelled(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a .jsonl.xz file that have labels."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "labels" in record:
                yield record


def evaluate(path: Path) -> Report:
    """Read the header of every labelled record and compare."""
    outcomes: list[Outcome] = []
    seconds, characters, records = 0.0, 0, 0
    for number, record in enumerate(labelled(path)):
        text = normalise(Reading("txt", tuple(Block(line) for line in record["text"].split("\n"))))
        begin = time.perf_counter()
        found = header(text, furniture=furniture(text))
        seconds += time.perf_counter() - begin
        characters += len(text.text)
        records += 1
        outcomes += list(_compare(str(record["_id"]), number % 2, record["labels"], found))
    return Report(tuple(outcomes), records, characters, seconds)


def _compare(record: str, half: int, labels: dict[str, str | None], found: Header) -> Iterator[Outcome]:
    for field, attribute in FIELDS.items():
        expected = _title(labels) if field == "title" else labels.get(field)
        if not expected:
            continue
        value = getattr(found, attribute)
        read = str(value.value) if value else ""
        yield Outcome(record, half, field, expected, read, agree(field, expected, read))


def _title(labels: dict[str, str | None]) -> str:
    """The title without the type and number of the document itself, which some labels put before or after it."""
    title = labels.get("title") or ""
    number = re.escape(labels.get("number") or "-")
    title = re.sub(rf"\s*\bsố:?\s*{number}\s*", " ", title, flags=re.IGNORECASE).strip()
    kind = labels.get("doc_type") or ""
    return (
        title[len(kind) :].strip()
        if kind and title.casefold().startswith(kind.casefold() + " ") and title != labels.get("title")
        else title
    )


def agree(field: str, expected: str, read: str) -> bool:
    """Equal after folding; an issuer also if one contains the other; a title if the token F1 is at least .9."""
    if not read:
        return False
    if field == "title":
        return token_f1(expected, read) >= TITLE_F1
    left, right = _squeezed(expected), _squeezed(read)
    return left == right or (field == "issuer" and (left in right or right in left))


def token_f1(expected: str, read: str) -> float:
    """F1 over folded words, each counted as often as it occurs."""
    left, right = Counter(_words(expected)), Counter(_words(read))
    shared = sum((left & right).values())
    return 2 * shared / (left.total() + right.total()) if left or right else 1.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def render(report: Report) -> str:
    """The table and the confusion list, in Vietnamese."""
    speed = report.characters / 1e6 / report.seconds if report.seconds else 0.0
    lines = [
        f"{report.records} văn bản, {report.characters / 1e6:.1f} triệu ký tự, {report.seconds:.2f} giây ({speed:.1f} triệu ký tự/giây)",
        "",
    ]
    lines.append("| trường | số nhãn | đúng | tỷ lệ | chẵn | lẻ | mục tiêu |")
    lines.append("|---|---|---|---|---|---|---|")
    for field, target in TARGETS.items():
        chosen = [o for o in report.outcomes if o.field == field]
        right = sum(o.right for o in chosen)
        shares = f"{report.share(field):.3f} | {report.share(field, 0):.3f} | {report.share(field, 1):.3f}"
        lines.append(f"| {field} | {len(chosen)} | {right} | {shares} | {target:.2f} |")
    wrong = [o for o in report.outcomes if not o.right]
    lines += ["", f"Sai khác ({len(wrong)}):"]
    lines += [f"- {o.record} {o.field}\n    nhãn: {o.expected}\n    đọc:  {o.read or '(không có)'}" for o in wrong]
    return "\n".join(lines)
