"""Scores citations and directives against the hand-made gold: what was right, wrong, left out or too much, line by line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from corpus.document import Citation, Deadline, Directive, Document, Target, Text
from corpus.text import fold
from ingest.evaluation.agree import organ_key, overlap, same_clause, same_deadline, same_number, same_target, same_words
from ingest.evaluation.gold import GoldCitation, GoldDeadline, GoldDirective, GoldDocument, GoldTarget, located

RIGHT, WRONG, MISSED, EXTRA = "right", "wrong", "missed", "extra"
CITATION, LINK, CLAUSE = "citation", "link", "clause"
LINE, KIND, OWNER, PARTNER, DEADLINE, TARGET = "line", "kind", "owner", "partner", "deadline", "target"
WORDS = 8  # of a quote in a report


@dataclass(frozen=True, slots=True)
class Outcome:
    """One judgement: of which document and measure, on which line, about what, and how it went."""

    document: str
    split: str
    measure: str
    line: int
    label: str
    verdict: str
    note: str = ""


def score(one: GoldDocument, read: Document) -> tuple[list[Outcome], list[str]]:
    """Every judgement on one document as it was understood, and the quotes of the gold that its text no longer holds."""
    one, lost = located(one, read.text)
    outcomes = list(_citations(one, read.text, _within(one, read.text, read.citations)))
    return [*outcomes, *_directives(one, _within(one, read.text, read.directives))], lost


Item = TypeVar("Item", Citation, Directive)


def _within(one: GoldDocument, text: Text, items: Sequence[Item]) -> list[tuple[int, Item]]:
    """The items that begin on an annotated line, each with its line number."""
    starts = [line.span.start for line in text.lines]
    numbered = ((bisect_right(starts, item.span.start), item) for item in items)
    return [(line, item) for line, item in numbered if one.lines[0] <= line <= one.lines[1]]


# --- citations


def _citations(one: GoldDocument, text: Text, found: list[tuple[int, Citation]]) -> Iterator[Outcome]:
    places = _places(one.citations, text)
    pairs = _paired(places, [citation for _, citation in found])
    for (expected, _), citation in zip(places, pairs.expected, strict=True):
        if not expected.optional:
            yield from _judged(one, expected, citation)
    for index, (line, citation) in enumerate(found):
        if index in pairs.used or _harmless(citation, places):
            continue
        yield Outcome(one.name, one.split, CITATION, line, short(citation.text), EXTRA, citation.symbol or "")
        if citation.form == "short" and not same_number(None, citation.symbol):
            yield Outcome(one.name, one.split, LINK, line, short(citation.text), WRONG, citation.symbol or "")


def _judged(one: GoldDocument, expected: GoldCitation, citation: Citation | None) -> Iterator[Outcome]:
    verdict = MISSED if citation is None else RIGHT if agrees(expected, citation) else WRONG
    note = (
        ""
        if citation is None or verdict == RIGHT
        else f"{citation.symbol or citation.type or '?'} ≠ {expected.symbols[0] or expected.type}"
    )
    place = (one.name, one.split)
    yield Outcome(*place, CITATION, expected.line, expected.quote, verdict, note)
    if citation is None:
        return
    if citation.form == "short" or expected.form == "short":
        linked = any(same_number(symbol, citation.symbol) for symbol in (None, *expected.symbols))
        yield Outcome(*place, LINK, expected.line, expected.quote, RIGHT if linked else WRONG, citation.symbol or "")
    if expected.clause:
        same = same_clause(expected.clause, citation.clause)
        yield Outcome(*place, CLAUSE, expected.line, expected.quote, RIGHT if same else WRONG, citation.clause or "")


def agrees(expected: GoldCitation, citation: Citation) -> bool:
    """The exact number; for a mention without one, no number and the same type."""
    if not any(same_number(symbol, citation.symbol) for symbol in expected.symbols):
        return False
    return citation.symbol is not None or citation.type is None or same_words(expected.type, citation.type)


Place = tuple[GoldCitation, tuple[int, int]]


def _places(rows: Sequence[GoldCitation], text: Text) -> list[Place]:
    """Each citation of the gold with its offsets; the same quote again on a line is its next occurrence there."""
    after: dict[tuple[int, str], int] = {}
    places: list[Place] = []
    for row in rows:
        span = text.lines[row.line - 1].span
        key = (row.line, row.quote)
        start = text.text.find(row.quote, after.get(key, span.start), span.end)
        start = start if start >= 0 else text.text.find(row.quote, span.start, span.end)
        after[key] = start + len(row.quote)
        places.append((row, (start, start + len(row.quote))))
    return places


@dataclass(frozen=True, slots=True)
class _Pairs:
    expected: list[Citation | None]
    used: frozenset[int]


def _paired(places: list[Place], found: list[Citation]) -> _Pairs:
    """Gold and citations one to one where they overlap: those that agree first, then strict gold before optional gold."""
    chosen: list[Citation | None] = [None] * len(places)
    used: set[int] = set()
    for must_agree, optional in ((True, False), (False, False), (True, True), (False, True)):
        for index, (expected, place) in enumerate(places):
            if chosen[index] is not None or expected.optional is not optional:
                continue
            for number, citation in enumerate(found):
                if number not in used and _meet(place, citation) and (not must_agree or agrees(expected, citation)):
                    chosen[index] = citation
                    used.add(number)
                    break
    return _Pairs(chosen, frozenset(used))


def _meet(place: tuple[int, int], citation: Citation) -> bool:
    return citation.span.start < place[1] and place[0] < citation.span.end


def _harmless(citation: Citation, places: list[Place]) -> bool:
    """A mention of the document itself ("Quyết định này"), one that may be found or not, or a right one found twice."""
    if fold(citation.text).rstrip(" .,;").endswith(" nay"):
        return True
    return any(_meet(place, citation) and (expected.optional or agrees(expected, citation)) for expected, place in places)


# --- directives


def _directives(one: GoldDocument, found: list[tuple[int, Directive]]) -> Iterator[Outcome]:
    expected = {row.line: row for row in one.directives}
    by_line: dict[int, list[Directive]] = {}
    for line, directive in found:
        by_line.setdefault(line, []).append(directive)
    for line in sorted({*expected, *by_line}):
        row, here = expected.get(line), by_line.get(line, [])
        if row is None:
            yield Outcome(one.name, one.split, LINE, line, short(here[0].text), EXTRA)
        elif not row.optional:
            yield Outcome(one.name, one.split, LINE, line, row.quote, RIGHT if here else MISSED)
            for measure, label, verdict in _fields(row, here):
                yield Outcome(one.name, one.split, measure, line, label, verdict)


def _fields(row: GoldDirective, here: list[Directive]) -> Iterator[tuple[str, str, str]]:
    """Who, until when and how much: owners on matched lines only, time limits and figures on every line of the gold."""
    deadlines = [deadline for one in here for deadline in one.deadlines if deadline.recurrence != "continuous" or deadline.date]
    targets = [target for one in here for target in one.targets]
    yield from _compared(DEADLINE, row.deadlines, deadlines, same_deadline)
    yield from _compared(TARGET, row.targets, targets, same_target)
    if not here:
        return
    yield KIND, row.quote, RIGHT if any(one.kind == row.kind for one in here) else WRONG
    named = [name for one in here for name in (*one.owners, *one.inherited_owners)]
    # Where the line names its owner, the one who governs the list may be given too, and need not.
    pardoned = (*row.optional_owners, *(row.inherited_owners if row.owners else ()))
    yield from _organs(OWNER, row.owners or row.inherited_owners, named, pardoned)
    yield from _organs(PARTNER, row.partners, [name for one in here for name in one.partners])


def _organs(measure: str, expected: Sequence[str], found: Sequence[str], pardoned: Sequence[str] = ()) -> Iterator[tuple[str, str, str]]:
    left = {organ_key(name): name for name in found}
    for names in expected:
        key = next((organ_key(name) for name in names.split("|") if organ_key(name) in left), None)
        yield measure, short(names.split("|")[0]), MISSED if key is None else RIGHT
        left.pop(key or "", None)
    allowed = {organ_key(name) for names in pardoned for name in names.split("|")}
    for key, name in left.items():
        if key not in allowed:
            yield measure, short(name), EXTRA


Value = TypeVar("Value", GoldDeadline, GoldTarget)
Read = TypeVar("Read", Deadline, Target)


def _compared(
    measure: str, expected: Sequence[Value], found: Sequence[Read], same: Callable[[Value, Read], bool]
) -> Iterator[tuple[str, str, str]]:
    """Each expected value with one found value that is the same; what is left over counts unless it may be found or not."""
    left = list(found)
    for one in expected:
        if one.optional:
            continue
        match = next((index for index, other in enumerate(left) if same(one, other)), None)
        yield measure, _label(one), MISSED if match is None else RIGHT
        if match is not None:
            left.pop(match)
    pardoned = [one.text for one in expected if one.optional]
    for other in left:
        if not any(overlap(text, other.text) for text in pardoned):
            yield measure, _label(other), EXTRA


def _label(value: Any) -> str:
    if hasattr(value, "operator"):
        return f"{value.operator}{'…' if value.value is None else f'{value.value:g}'} {value.unit}"
    date = value.dates[0] if hasattr(value, "dates") else value.date
    return f"{short(value.text)} → {date or value.recurrence or '?'}"


def short(text: str) -> str:
    """The first words of a text."""
    words = text.split()
    return " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")
