"""The document numbers in a question, however they were typed or read by a scanner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus import lexicon, symbol, text
from corpus.document import Span
from corpus.symbol import QueryNumber, Symbol

_ALONE = 40  # characters of a question that may be nothing but a number
_SLIPS = str.maketrans({"I": "1", "l": "1", "|": "1", "i": "1", "O": "0", "o": "0", "Š": "5", "š": "5", "S": "5"})
_DIGIT = r"[\dIlOoŠšS|i]"
# I2/HD-TLĐ, 4O9/TB-LĐLĐ, l5/2026/NĐ-CP: letters that a scanner puts for digits, before a stroke and a code or a year
_SCANNED = re.compile(rf"(?<![^\W_]){_DIGIT}{{1,5}}(?=\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?[A-ZĐÐa-zđð]{{1,8}}[-/])")
# NĐ60/2026, NQ66.4/2025: a code that sticks to a number with a year
_GLUED = re.compile(r"(?<![^\W_])([^\W\d_]{2,5})(?=\d{1,4}(?:\.\d{1,2})?/(?:19|20)\d\d(?!\d))")
# NQ 66.4/2025, nghị quyết số 66.4/2025: a number with a point, which elsewhere is a day or a share
_POINTED = re.compile(
    r"(?<![^\W_])(?P<code>(?:[^\W\d_]{1,8}\s){0,3}?[^\W\d_]{2,8})\s?(?:số\s|so\s)?(?P<number>\d{1,3}\.\d{1,3}/(?:19|20)\d\d)(?![\d/])"
)
# 409.TB.LĐLĐ, 409_TB_LĐLĐ: as files are named
_FILED = re.compile(r"(?<![^\W_])(\d{1,5})([._])([A-Za-zĐÐđð]{2,6})\2([A-Za-zĐÐđð]{2,10})(?![^\W_]|[._]\w)")
_SAID = re.compile(r"^(?:số|so|sô)\s*[:.]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """The keys (of `corpus.symbol.variants`) of all numbers typed, those that name type and organ, and the first as it is spelled.

    `exact` is the key of that first number with all its parts and no others: 69/NĐ-CP is not 69/2006/NĐ-CP.
    """

    keys: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    symbol: str | None = None
    exact: str = ""


def typed(question: str) -> Typed:
    """The numbers of a question (NFC)."""
    if not any(map(str.isdigit, question)) and not _SCANNED.search(question):
        return Typed()
    mended = _GLUED.sub(r"\1 ", _written(question))
    found = symbol.find_in_query(mended)
    complete = frozenset(number.key for number in found if number.kind == "full")
    alone = symbol.parse(_SAID.sub("", mended)) if len(mended) <= _ALONE else None
    if alone and ("/" in mended or not complete):
        complete |= _whole(alone)
    spelled = _in_words(found)
    first = next((one.canonical for one in symbol.find(mended) if one.type_code or not spelled), None)
    first = first or (alone.canonical if alone and not spelled else None)
    pointed = {code + match["number"] for match in _POINTED.finditer(mended) for code in _codes(match["code"])}
    exact = "".join(text.fold(first).split()) if first and complete else ""
    return Typed(frozenset(number.key for number in found) | complete | pointed, complete, first or spelled, exact)


def _codes(lead: str) -> Iterator[str]:
    """The codes, folded, of the type whose code or name ends the words before a number: «theo nghị quyết» is nq."""
    words = text.fold(lead).split()
    for size in range(len(words), 0, -1):
        if codes := _folded_codes().get(" ".join(words[-size:])):
            yield from codes
            return


@cache
def _folded_codes() -> dict[str, tuple[str, ...]]:
    """Folded name or code of a type -> its codes, folded."""
    held: dict[str, tuple[str, ...]] = {}
    for kind in lexicon.document_types():
        codes = tuple(text.fold(code) for code in (*kind.codes, *kind.party_codes))
        for said in (text.fold(kind.name), *codes):
            held[said] = tuple(dict.fromkeys((*held.get(said, ()), *(codes if said not in codes else (said,)))))
    return held


def _in_words(found: Sequence[QueryNumber]) -> str | None:
    """The one number that was said in words; None where its type has two codes."""
    spelled = {number.spelled for number in found if number.spelled}
    return spelled.pop() if len(spelled) == 1 else None


def number_spans(question: str) -> list[Span]:
    """Where numbers stand in a question."""
    return [number.span for number in symbol.find_in_query(_written(question))] if any(map(str.isdigit, question)) else []


def _written(question: str) -> str:
    """The question with its numbers as they are written, letter for letter in the same places: I2/HD-TLĐ, 409.TB.LĐLĐ."""
    scanned = _SCANNED.sub(lambda match: match[0].translate(_SLIPS), question)
    return _FILED.sub(r"\1/\3-\4", scanned)


def _whole(number: Symbol) -> frozenset[str]:
    """The keys that hold all of a number: «100/byt-tt», «100byttt»; of 26/2025/NĐ-CP none without its year."""
    if not (number.organ and number.number):
        return frozenset()
    keys = symbol.variants(number)
    whole = [key for key in keys[1:] if number.year and key.startswith(text.fold(number.number.lstrip("0") + number.year))]
    return frozenset("".join(text.fold(key).split()) for key in (keys[0], *(whole if number.year else keys[1:2])))
