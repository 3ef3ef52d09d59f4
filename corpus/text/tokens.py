"""Cuts text into words, numbers, dates and document numbers, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.document import Span
from corpus.text.letters import fold, word_key

if TYPE_CHECKING:
    from corpus.symbol import Symbol

WORD, NUMBER, SYMBOL, MARK = range(4)

_PIECE = re.compile(
    r"(\d+(?:[.,/]\d+)*\ ?%"  # 95,6%   70 %
    r"|\d{1,2}([-./])\d{1,2}\2(?:19|20)\d\d(?!\d)"  # 15/12/2021   5.1.2021
    r"|\d+(?:[.,/]\d+)+)"  # 10.800   28/6   145/145   3.1
    r"|([^\W_]+)"  # công   7c   GDĐT
    r"|(\n|[^\w\s]|_)"  # a break or a sign: no word runs across it
)
_PARTS = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DAY = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_LONG_DAY = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as the index knows it, and where it stands in the text."""

    text: str
    span: Span


# A token before it is anyone's: key in mark_key form, start, end, kind. A plain tuple: millions are made.
Piece = tuple[str, int, int, int]


def pieces(text: str, symbols: Sequence[Symbol] = ()) -> list[Piece]:
    """The text cut up, in order, signs and line breaks included; the spans of `symbols` are kept whole."""
    found: list[Piece] = []
    at = 0
    for symbol in symbols:
        if symbol.span is None or symbol.span.start < at:
            continue
        found.extend(_cut(text, at, symbol.span.start))
        found.append(("".join(symbol.canonical.lower().split()), symbol.span.start, symbol.span.end, SYMBOL))
        at = symbol.span.end
    found.extend(_cut(text, at, len(text)))
    return found


def _cut(text: str, start: int, end: int) -> Iterator[Piece]:
    for match in _PIECE.finditer(text, start, end):
        kind = match.lastindex
        if kind == 3:
            yield word_key(match[0]), *match.span(), WORD
        elif kind == 4:
            yield match[0], *match.span(), MARK
        else:
            yield match[0].replace(" ", ""), *match.span(), NUMBER


def folded_pieces(text: str, found: Sequence[Piece]) -> Iterator[tuple[str, int, int]]:
    """The folded keys with their places: of every word, of every number whole and in its other forms."""
    plain = fold(text)
    for key, start, end, kind in found:
        if kind == WORD:
            yield plain[start:end], start, end
        elif kind == NUMBER:
            yield key, start, end
            yield from ((form, start, end) for form in _number_forms(key))
        elif kind == SYMBOL:
            yield fold(key), start, end
            yield from ((part[0], part.start(), part.end()) for part in _PARTS.finditer(plain, start, end))
    yield from _long_days(plain)


def _number_forms(number: str) -> Iterator[str]:
    """What else one may type for a number: 95,6% -> 95,6; 10.800 -> 10800; 5/1/2021 -> 2021-01-05, 5, 1, 2021."""
    bare = number.removesuffix("%")
    if bare != number:
        yield bare
    if _THOUSANDS.fullmatch(bare):
        yield bare.replace(".", "")
        return
    day = _DAY.fullmatch(bare)
    if day:
        yield _iso(day[1], day[3], day[4])
    if day or "/" in bare:
        yield from _PARTS.findall(bare)


def _long_days(plain: str) -> Iterator[tuple[str, int, int]]:
    """Ngày 05 tháng 01 năm 2021 -> 2021-01-05."""
    if "thang" in plain:
        for day in _LONG_DAY.finditer(plain):
            yield _iso(day[1], day[2], day[3]), day.start(), day.end()


def _iso(day: str, month: str, year: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"
