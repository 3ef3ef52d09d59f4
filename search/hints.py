"""What a question says beside its topic - a year, an organ, a type, a day - taken as a hint: it lifts what agrees and hides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus import lexicon, text
from corpus.document import Span
from indices.protocol import Record
from search.fields import expanded

LIFT = 0.06
"""Added to the fused score (0..1) of a record for each hint it agrees with."""

_YEAR = re.compile(r"\bnam ((?:19|20)\d\d)\b(?!\s*-)")
# "trước ngày 20/12", "chậm nhất là 25/3/2022", "đến hết ngày 30/6"
_DAY = re.compile(r"\b(truoc|cham nhat(?: la)?|den het|sau|tu|den)(?: ngay)? (\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\b")
_OF = re.compile(r"\b(?:cua|do|boi)\s+")
_ASKING = re.compile(r"^(?:cac |nhung |tim )?(?:van ban )?")
_LABELS = {"truoc": "trước", "sau": "sau", "tu": "từ", "den": "đến", "den het": "đến hết"}


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint: `key` names it for removal ("year:2022"), `label` shows it, `span` is where it stands in the question."""

    key: str
    kind: str
    value: str
    label: str
    span: Span
    test: Callable[[Record], bool]


def hints(question: str, issuers: Sequence[str] = ()) -> tuple[Hint, ...]:
    """The hints of a question (NFC, as it was read), one of each key."""
    plain = text.fold(question)
    found = [*_years(question, plain), *_days(question, plain), *_organs(question, plain, issuers), *_types(question, plain)]
    return tuple({hint.key: hint for hint in found}.values())


def lift(record: Record, given: Sequence[Hint]) -> float:
    """What a record gains."""
    return LIFT * sum(hint.test(record) for hint in given)


def _years(question: str, plain: str) -> Iterator[Hint]:
    for match in _YEAR.finditer(plain):
        year = int(match[1])
        yield Hint(f"year:{year}", "year", match[1], f"năm {year}", Span(*match.span()), _of_year(year))


def _days(question: str, plain: str) -> Iterator[Hint]:
    for match in _DAY.finditer(plain):
        day, month = int(match[2]), int(match[3])
        if 1 <= day <= 31 and 1 <= month <= 12:
            value = "/".join(part for part in (f"{day}", f"{month}", match[4]) if part)
            yield Hint(f"day:{value}", "deadline", value, question[match.start() : match.end()], Span(*match.span()), _with_day(day, month))


def _organs(question: str, plain: str, issuers: Sequence[str]) -> Iterator[Hint]:
    for match in _OF.finditer(plain):
        rest = plain[match.end() :]
        name = _organ_names().match(rest)
        if name:
            span = Span(match.end(), match.end() + name.end())
            shown = question[span.start : span.end]
            held = tuple(issuer for issuer in issuers if f" {expanded(shown)} " in f" {expanded(issuer)} ")
            if held:
                yield Hint(f"issuer:{name[0]}", "issuer", shown, f"của {shown}", span, _by(frozenset(held)))


def _types(question: str, plain: str) -> Iterator[Hint]:
    """A question that begins with a type asks for documents of it: «thông báo về tết», «các nghị quyết về …»."""
    start = _ASKING.match(plain)
    name = _type_names().match(plain, start.end() if start else 0)
    if name and name.end() < len(plain):
        kind = _names_of_types()[name[0]]
        yield Hint(f"type:{name[0]}", "type", kind, f"loại: {kind}", Span(*name.span()), _of_type(kind))


def _of_year(year: int) -> Callable[[Record], bool]:
    return lambda record: record.year == year


def _of_type(kind: str) -> Callable[[Record], bool]:
    return lambda record: record.type.startswith(kind)


def _by(names: frozenset[str]) -> Callable[[Record], bool]:
    return lambda record: record.issuer in names


def _with_day(day: int, month: int) -> Callable[[Record], bool]:
    said = re.compile(rf"(?<![\d/])0?{day}\s?[/.-]\s?0?{month}(?!\d)|ngày 0?{day} tháng 0?{month}\b")
    return lambda record: said.search(record.text) is not None


@cache
def _organ_names() -> re.Pattern[str]:
    names = {text.fold(name) for organ in lexicon.organs() if organ.system != "unit" for name in (organ.name, *organ.aliases)}
    names |= {text.fold(one.abbreviation) for one in lexicon.expansions() if one.group.endswith("org") and len(one.abbreviation) > 2}
    return re.compile("(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?![^\W_])")


@cache
def _names_of_types() -> dict[str, str]:
    return {text.fold(kind.name): kind.name for kind in lexicon.document_types() if " " in kind.name}


@cache
def _type_names() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(_names_of_types(), key=len, reverse=True)) + r")(?![^\W_])")
