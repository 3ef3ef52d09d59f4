"""Laws and codes by name: «Luật Công đoàn năm 2012», «Bộ luật Lao động», «Pháp lệnh Thủ đô»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus import lexicon, text
from ingest.extract.citations.value import Mention

_OPENER = re.compile(r"(?<!\w)(?P<type>Bộ\s+luật|Luật|Pháp\s+lệnh)\s+(?=[A-ZĐÀ-ỸƯƠĂÂÊÔ])")
"""«Luật » before a capital; «pháp luật», «luật sư» and «dự án luật» are no names."""

_YEAR = re.compile(
    r"(?:\s+Việt Nam)?(?:\s+(?:sửa đổi(?:,\s*bổ sung)?))?(?:,?\s+năm\s*(?P<year>(?:19|20)\d\d)|\s+(?P<bare>(?:19|20)\d\d))?(?![\d/])"
)
"""« năm 2012», « 2024», « Việt Nam năm 2019», « sửa đổi»."""

_WORD = re.compile(
    r"\s+(?!(?:này|số|ngày|năm|về|đã|được|có|là|và|hoặc|thì|theo|tại|do|của|quy|để|khi|nếu|với|cho|trong|sửa)(?!\w))[a-zà-ỹđươăâêô]+"
)
_NEXT_LAW = re.compile(r"\s*(?:,|và|hoặc)?\s*(?=(?:Bộ luật|Luật)\s)")


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Folded first word -> folded names that begin with it, longest first."""
    rows = (Path(lexicon.__file__).parent / "laws.tsv").read_text(encoding="utf-8").splitlines()[1:]
    known: dict[str, list[str]] = {}
    for row in rows:
        if not row.startswith("#"):
            name = text.fold(row.split("\t")[1])
            known.setdefault(name.split()[0].strip(","), []).append(name)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in known.items()}


def laws(source: str) -> Iterator[Mention]:
    """Every law cited by name, with its year where it is said right after the name."""
    for opener in _OPENER.finditer(source):
        end = _name_end(source, opener.end())
        if end is None:
            continue
        name = " ".join(source[opener.start() : end].split())
        year = _YEAR.match(source, end)
        said = (year.group("year") or year.group("bare")) if year else None
        stop = year.end() if year and said else end
        yield Mention(opener.start(), stop, "law", type=_type(opener), issued=said, confidence=0.95, number=name)


def _type(opener: re.Match[str]) -> str:
    return " ".join(opener.group("type").split())


def _name_end(source: str, start: int) -> int | None:
    """Where the name that starts here ends: the longest known one, else a capital and at most five small words."""
    window = " ".join(source[start : start + 160].split())
    plain = text.fold(window)
    first = plain.split(" ", 1)[0].strip(",;.")
    for name in names().get(first, ()):
        if plain.startswith(name) and not plain[len(name) : len(name) + 1].isalnum():
            return _advance(source, start, len(name))
    return _unknown_end(source, start)


def _advance(source: str, start: int, letters: int) -> int:
    """The offset in `source` after `letters` characters of its white-space-collapsed form."""
    at, seen = start, 0
    while seen < letters:
        step = 1
        if source[at].isspace():
            while at + step < len(source) and source[at + step].isspace():
                step += 1
        at, seen = at + step, seen + 1
    return at


def _unknown_end(source: str, start: int) -> int | None:
    first = re.compile(r"[\w]+").match(source, start)
    if first is None or (first.group().isupper() and len(first.group()) > 4):
        return None
    end = first.end()
    for _ in range(5):
        word = _WORD.match(source, end)
        if word is None or "\n" in word.group():
            break
        end = word.end()
    return end if end > first.end() else None
