"""What a question demands beyond its words, as a tree: phrases, exclusions, alternatives, and whether a record meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus import text
from indices.protocol import Record

Terms = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that need not stand together; demanded only inside an alternative or an exclusion."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand one after the other."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A named value (loai:"Thông báo"); `test` says whether a record has it."""

    name: str
    value: str
    test: Callable[[Record], bool]


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be."""

    part: Clause


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Clause, ...]


Clause = Words | Phrase | Field | Not | All | Any


class Reading:
    """The words of one record, cut up once for all that is asked of them."""

    def __init__(self, record: Record) -> None:
        self.record = record

    @cached_property
    def _runs(self) -> list[list[str]]:
        record = self.record
        places = (record.text, " ".join(record.heading_path), record.title, record.symbol)
        return [[token.text for token in text.syllables(place)] for place in places if place]

    @cached_property
    def _plain(self) -> list[list[str]]:
        return [[text.fold(key) for key in run] for run in self._runs]

    def holds(self, words: str) -> bool:
        """Whether all the words stand somewhere."""
        every = {key for run in (*self._runs, *self._plain) for key in run}
        return all(key in every for key in _keys(words))

    def says(self, phrase: str) -> bool:
        """Whether the words stand one after the other; those typed without marks match any marks."""
        keys = _keys(phrase)
        return any(_within(keys, run, plain) for run, plain in zip(self._runs, self._plain, strict=True))


def meets(clause: Clause, reading: Reading) -> bool:
    """Whether a record meets a demand."""
    if isinstance(clause, Words):
        return reading.holds(clause.text)
    if isinstance(clause, Phrase):
        return reading.says(clause.text)
    if isinstance(clause, Field):
        return clause.test(reading.record)
    if isinstance(clause, Not):
        return not meets(clause.part, reading)
    together = all if isinstance(clause, All) else any
    return together(meets(part, reading) for part in clause.parts)


def must(clauses: Sequence[Clause]) -> tuple[Terms, ...]:
    """What must occur in the index for the demands to hold: necessary, not sufficient."""
    return tuple(dict.fromkeys(group for clause in clauses for group in _groups(clause)))


def must_not(clauses: Sequence[Clause]) -> Terms:
    """What may not occur: exclusions of a single word."""
    keys = [_keys(clause.part.text) for clause in clauses if isinstance(clause, Not) and isinstance(clause.part, Words | Phrase)]
    return tuple(("folded" if key == text.fold(key) else "syllables", key) for row in keys if len(row) == 1 for key in row)


def texts(clause: Clause) -> Iterator[str]:
    """The words that a demand asks for, excluded ones apart."""
    if isinstance(clause, Words | Phrase):
        yield clause.text
    elif isinstance(clause, Field) and clause.name == "number" and not set(",;") & set(clause.value):
        yield clause.value  # several are a list, not words to rank by
    elif isinstance(clause, All | Any):
        for part in clause.parts:
            yield from texts(part)


def _groups(clause: Clause) -> Iterator[Terms]:
    if isinstance(clause, Words | Phrase):
        for key in _keys(clause.text):
            plain = text.fold(key)
            yield ("folded", plain), ("title", plain)
    elif isinstance(clause, All):
        for part in clause.parts:
            yield from _groups(part)
    elif isinstance(clause, Any):
        firsts = [next(_groups(part), ()) for part in clause.parts]
        if all(firsts):
            yield tuple(term for group in firsts for term in group)


def _within(keys: tuple[str, ...], run: Sequence[str], plain: Sequence[str]) -> bool:
    size = len(keys)
    for at, folded in enumerate(plain[: len(plain) - size + 1]):
        if folded in (keys[0], text.fold(keys[0])) and all(key in (run[at + i], plain[at + i]) for i, key in enumerate(keys)):
            return True
    return False


@lru_cache(maxsize=1 << 10)
def _keys(words: str) -> tuple[str, ...]:
    return tuple(token.text for token in text.syllables(words))
