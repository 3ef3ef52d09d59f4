"""Reads document numbers: one from a field of its own (lenient), or all of them in running text (strict, in linear time)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Span
from corpus.symbol.arrange import Arranged, arrange
from corpus.symbol.codes import type_code
from corpus.symbol.evidence import credible
from corpus.symbol.groups import Group, groups_at
from corpus.symbol.letters import DASHES, tidy
from corpus.symbol.value import Symbol

# "409", "7c", "66.13", "1.409"; not inside a word, a date, a decimal or a standard (QCVN 16:2023/BXD), but after a glued "số"
# (it begins with a digit, which the engine can scan for; what stands before it is looked at after)
_NUMBER = r"(?P<number>\d(?:(?<![\w/]\d)(?<!\d[.,:\-–]\d)|(?<=[sS][ốỐ]\d))\d{0,4}(?:\.\d{1,3})?[a-zđ]?)"
_YEAR = rf"(?:(?P<year>(?:1[89]|20)\d\d)\s{{0,3}}[/{DASHES}]\s{{0,3}})?"
_CODE_NEXT = r"(?=[A-ZĐÐƉƯА-Я]|[a-zđ]{1,8}[-/–\d])"
_CANDIDATE = re.compile(
    rf"{_NUMBER}(?:\s{{0,6}}(?P<separator>[/{DASHES}])\s{{0,6}}|(?P<space>[ ]{{1,2}})(?=[A-ZĐÐ][A-ZĐÐa-z]{{1,3}}[/-])){_YEAR}{_CODE_NEXT}"
)
# "Số:      /KH-LĐLĐ", "Số: ..../2026/TT-BTC": the number is still to be filled in
_BLANK = re.compile(rf"[sS][ốỐ]\s{{0,3}}:?[\s.…_]{{0,40}}(?P<separator>/)\s{{0,3}}{_YEAR}{_CODE_NEXT}")
_LAST_YEAR = re.compile(r"/((?:19|20)\d\d)(?![\d/])")
_LEAD = re.compile(r"^.{0,40}?\b(?:số|so|no)(?:\b|(?=\d))\s*[:.]?\s*(?=[\d/.…_IlOo])|^[\s“\"'(]+", re.IGNORECASE)
_TAIL = re.compile(r"[\s.;,:/)”\"'…-]+$")
# digits as OCR leaves them: I2, l5, 1Š, 4O9
_SLIPS = str.maketrans({"I": "1", "l": "1", "|": "1", "i": "1", "O": "0", "o": "0", "Š": "5", "š": "5", "S": "5"})
_FIELD = re.compile(
    r"(?P<number>[\dIl|OoŠšS]{1,5}(?:\.\d{1,3})?[a-zđ]?|[.…_ ]*)(?P<separator> ?[/-] ?| (?=[^\W\d_]))"
    r"(?:(?P<year>(?:1[89]|20)\d\d) ?[/ -] ?)?(?P<rest>[^\W\d_].*)"
)
_SPLIT = re.compile(r" ?([/._-]|(?<=\w) (?=\w)) ?")


def find(text: str, *, blanks: bool = False) -> list[Symbol]:
    """Every document number in running text, with exact spans; `blanks` adds those whose number is not filled in yet.

    Dates, fractions, quantities, list markers, forms ("Mẫu số 01/ĐGTĐ-BHM") and standards (QCVN) are left out.
    """
    found = [symbol for match in _CANDIDATE.finditer(text) if (symbol := _read(text, match))]
    if blanks:
        found += [symbol for match in _BLANK.finditer(text) if (symbol := _read(text, match))]
        found.sort(key=_start)
    return list(_apart(found))


def parse(raw: str) -> Symbol | None:
    """The number in a field: spaces, dashes, small letters, Ð, wrong separators and slips of OCR are put right; None if it is none."""
    field = _TAIL.sub("", _LEAD.sub("", tidy(raw).strip(), count=1))
    match = _FIELD.fullmatch(re.sub(r"\s+", " ", field))
    symbol = _read_field(match, raw) if match else None
    if symbol:
        return symbol
    inside = find(tidy(raw))
    return inside[0] if len(inside) == 1 else None


def canonical(raw: str) -> str | None:
    """The canonical spelling of the number in a field, or None."""
    symbol = parse(raw)
    return symbol.canonical if symbol else None


def _start(symbol: Symbol) -> int:
    return symbol.span.start if symbol.span else -1


def _apart(found: list[Symbol]) -> Iterator[Symbol]:
    end = -1
    for symbol in found:
        if symbol.span and symbol.span.start >= end:
            end = symbol.span.end
            yield symbol


def _read(text: str, match: re.Match[str]) -> Symbol | None:
    number = match.groupdict().get("number") or ""
    start = match.start("number") if number else match.start("separator")
    groups = groups_at(text, match.end())
    if not groups:
        return None
    separator = "-" if (match["separator"] or " ") in DASHES else match["separator"] or " "
    arranged = arrange(groups, separator)
    last = _LAST_YEAR.match(text, groups[-1].end) if not match["year"] and not groups[-1].last else None
    if not credible(text, start, arranged, groups=groups, separator=separator, year=match["year"] or (last and last[1])):
        return None
    end = last.end() if last else groups[-1].end
    return _symbol(number, arranged, year=match["year"], last_year=last[1] if last else None, raw=text[start:end], span=Span(start, end))


def _read_field(match: re.Match[str], raw: str) -> Symbol | None:
    number, repaired = _repaired(match["number"].strip(" .…_"))
    rest, last_year = match["rest"], None
    last = re.search(r" ?/ ?((?:19|20)\d\d)$", rest)
    if last and not match["year"]:
        rest, last_year = rest[: last.start()], last[1]
    groups = _field_groups(rest)
    if not groups:
        return None
    separator = match["separator"].strip() or " "
    arranged = arrange(groups, separator)
    if not _plausible(arranged, separator, bool(match["year"])):
        return None
    return _symbol(number, arranged, year=match["year"], last_year=last_year, raw=raw, repaired=repaired)


def _field_groups(rest: str) -> list[Group]:
    parts = _SPLIT.split(rest)
    letters = parts[::2]
    if any(not re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[&+])*\d{0,2}", part) or len(part) > 20 for part in letters):
        return []
    return [Group(part, "" if index == 0 else parts[2 * index - 1], 0) for index, part in enumerate(letters)]


def _plausible(arranged: Arranged, separator: str, has_year: bool) -> bool:
    """A field is a number if a slash or hyphen says so, or if a known type stands in it (409 tb ldld)."""
    known = bool(arranged.type_code and type_code(arranged.type_code))
    if separator == " ":
        return known and bool(arranged.organ)
    return known or has_year or arranged.organ is None or len(arranged.organ) > 1


def _repaired(number: str) -> tuple[str, bool]:
    """Digits for the letters OCR puts in their place: I2 -> 12, 1Š -> 15; a letter suffix (7c) stays."""
    head, suffix = (number[:-1], number[-1]) if number and number[-1].islower() and number[-1] not in "lo" else (number, "")
    mended = head.translate(_SLIPS)
    return mended + suffix, mended != head


def _symbol(
    number: str,
    arranged: Arranged,
    *,
    year: str | None,
    last_year: str | None,
    raw: str,
    span: Span | None = None,
    repaired: bool = False,
) -> Symbol:
    if len(number.split(".")[-1]) == 3 and "." in number:  # "1.409" is one thousand four hundred and nine
        number = number.replace(".", "")
    form = "year last" if last_year and arranged.form == "state" else arranged.form
    return Symbol(
        number=number,
        year=year or last_year,
        type_code=arranged.type_code,
        organ=arranged.organ,
        system=arranged.system,
        raw=raw,
        span=span,
        form=form,
        repaired=repaired,
    )
