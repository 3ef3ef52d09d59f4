"""Laws, codes and ordinances by name: «Luật Công đoàn năm 2012», «Bộ luật Lao động», «Pháp lệnh Thủ đô»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from corpus import lexicon, text
from corpus.dates import DateFound
from ingest.extract.citations.dated import date_after
from ingest.extract.citations.patterns import any_case
from ingest.extract.citations.value import Mention

NAME_WINDOW = 160
"""Characters in which the name of a law ends."""

_LAWS = any_case((r"Bộ[ \t]+luật", "Luật", r"Pháp[ \t]+lệnh"))
_OPENER = re.compile(rf"(?P<type>{_LAWS})[ \t]+(?=\w)")
"""«Luật » before a word."""

_NO_LAW_AFTER = re.compile(r"(?:pháp|học|trường|cấp|phần)[ \t]+$", re.IGNORECASE)
"""«pháp luật», «Trường Đại học Luật Hà Nội»: no law begins there."""
_NO_SMALL_LAW_AFTER = re.compile(r"(?:kỷ|kỉ|quy|qui|định|dự|tiền|ngành|khoa|sư|vô|án)[ \t]+$", re.IGNORECASE)
"""«kỷ luật», «quy luật», «dự án luật»: nor there, in small letters."""

_AMENDING = re.compile(
    r"sửa\s+đổi\s*,?\s*(?:và\s+)?bổ\s+sung(?:\s+một\s+số\s+điều)?"
    r"(?P<many>\s+của\s+(?:các|\d{1,2})\s+(?:bộ\s+)?luật(?:\s+[^\W\d]+){0,14}?(?=\s+(?:số|ngày|năm)\s*\d|[,;.]))?",
    re.IGNORECASE,
)
"""«sửa đổi, bổ sung một số điều | của Luật …», «sửa đổi, bổ sung một số điều của 11 luật có liên quan đến quy hoạch»."""

_YEAR = re.compile(
    r"(?:\s{1,3}Việt Nam)?(?:\s{1,3}\(?sửa đổi(?:,\s{0,3}bổ sung)?\)?)?"
    r"(?:,?\s{1,3}(?:ban hành\s)?năm\s{0,3}(?P<year>(?:19|20)\d\d)|\s{1,3}(?P<bare>(?:19|20)\d\d))?(?![\d/])"
)
"""« năm 2012», « 2024», « Việt Nam năm 2019», « sửa đổi», « ban hành năm 2003»."""

_END = (
    "này số ngày năm về đã được có là và hoặc thì theo tại trong do của quy để khi nếu với cho sửa ban hiện mới cũ nêu trên"
    " bị còn phải cần sẽ vào ra từ gồm"
)
_WORD = re.compile(rf"[ \t]{{1,3}}(?!(?:{'|'.join(_END.split())})(?!\w))[a-zà-ỹđươăâêô]+")
"""One small word of a name; «Luật Đầu tư | và», «Luật Nhà ở | năm»."""

_DATED = re.compile(r"(?:[ \t]{1,3}[^\W\d]+|,[ \t]{1,3}chống){1,10}?(?=,?[ \t]{1,3}(?:ngày|năm|số)[ \t]{0,3}:?[ \t]{0,3}\d)")
"""« cơ yếu | ngày 26 …»: a name in small letters is sure where a date, a year or a number follows."""


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


def laws(source: str, days: Mapping[int, DateFound]) -> Iterator[Mention]:
    """Every law cited by name, with the year or the date said right after the name."""
    for opener in _OPENER.finditer(source):
        end, name = _named(source, opener)
        if end is None:
            continue
        year = _YEAR.match(source, end)
        said = (year.group("year") or year.group("bare")) if year else None
        stop = year.end() if year and said else end
        if said is None:
            stop, said = date_after(source, year.end() if year else end, days, otherwise=end)
        yield Mention(opener.start(), stop, "law", type=_type(opener), issued=said, confidence=0.95, name=name, name_end=end)


def _type(opener: re.Match[str]) -> str:
    return {"b": "Bộ luật", "l": "Luật", "p": "Pháp lệnh"}[opener.group("type")[0].lower()]


def _named(source: str, opener: re.Match[str]) -> tuple[int | None, str]:
    """Where the name ends and its folded form; no end where no law is named. An amending law has the name «»."""
    written, before = opener.group("type"), (max(0, opener.start() - 12), opener.start())
    if _NO_LAW_AFTER.search(source, *before) or (written[0].islower() and _NO_SMALL_LAW_AFTER.search(source, *before)):
        return None, ""
    if not written[0].islower() and (amending := _AMENDING.match(source, opener.end())):
        return amending.end(), ""
    if source.startswith("được ", opener.end()):
        return None, ""  # folded it would be «Luật Dược»
    end = _known_end(source, opener.end())
    if end is None and not (written[0].islower() or written.isupper()):
        end = _unknown_end(source, opener.end())
    elif end is not None and not _sure(source, opener, end):
        end = None
    return end, "" if end is None else name_key(source[opener.end() : end])


def name_key(name: str) -> str:
    """A law's name for comparing: folded, without commas and double spaces."""
    return " ".join(text.fold(name).replace(",", " ").split())


def _sure(source: str, opener: re.Match[str], end: int) -> bool:
    """In small letters only names of two words and more; in capitals not at the start of a line (a title of its own)."""
    written = opener.group("type")
    if written[0].islower():
        return " " in source[opener.end() : end].strip()
    return not written.isupper() or (opener.start() > 0 and source[opener.start() - 1] not in "\n")


def _known_end(source: str, start: int) -> int | None:
    window = " ".join(source[start : start + NAME_WINDOW].split())
    plain = text.fold(window)
    first = plain.split(" ", 1)[0].strip(",;.")
    for name in names().get(first, ()):
        if plain.startswith(name) and not plain[len(name) : len(name) + 1].isalnum():
            return _advance(source, start, len(name))
    return None


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
    """A capital and at most five small words; in small letters only up to a date, a year or a number."""
    first = re.compile(r"[^\W\d]+").match(source, start)
    if first is None or (first.group().isupper() and len(first.group()) > 4):
        return None
    if first.group()[0].islower():
        dated = _DATED.match(source, start - 1, start + NAME_WINDOW)
        return dated.end() if dated and first.group() not in _END.split() else None
    end = first.end()
    for _ in range(5):
        word = _WORD.match(source, end)
        if word is None:
            break
        end = word.end()
    return end if end > first.end() else None
