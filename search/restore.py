"""Reads a question as it was meant: restores tone marks that were not typed and mends slips, by what stands in the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from corpus import lexicon, text
from corpus.document import Span
from corpus.text.segment import segmenter
from corpus.text.tokens import WORD, pieces
from indices.vocabulary import Vocabulary
from indices.vocabulary.value import BREAK, UNKNOWN
from search.numbers import number_spans
from search.slips import meant
from search.speech import said

_KEPT = 3.0
"""How much a word without marks is to be left alone where other words of the question have marks (log probability)."""

_SPOKEN = 6.0  # how much a word that does stand in the texts, or in any Vietnamese text, is to be left alone
_SELDOM = 2e-6  # share of all syllables below which a word is asked whether it is a slip
_TRUSTED = 3  # times a pair stands in the texts to be beyond doubt


@dataclass(frozen=True, slots=True)
class Change:
    """A word that was read as another one; the span is in the question as typed."""

    span: Span
    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood: its text, and what was changed in it."""

    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A word or a break of the question, with what it may have been meant to be: number -> log probability."""

    span: Span
    typed: str
    choices: dict[int, float]


def restore(question: str, vocabulary: Vocabulary) -> Reading:
    """The likeliest reading of a question (NFC); words of the texts typed with their marks stay as they are."""
    if not vocabulary:
        return Reading(question)
    places = _places(question, vocabulary)
    if all(len(place.choices) < 2 and not _changed(place, vocabulary) for place in places):
        return Reading(question)
    path = _likeliest(places, vocabulary)
    changes = []
    for place, number in zip(places, path, strict=True):
        form = vocabulary.syllables[number]
        if number != BREAK and form != place.typed:
            changes.append(Change(place.span, question[place.span.start : place.span.end], form))
    return Reading(_rewritten(question, changes), tuple(changes))


def _places(question: str, vocabulary: Vocabulary) -> list[_Place]:
    found = pieces(question)
    words = [(key, Span(start, end)) for key, start, end, kind in found if kind == WORD]
    numbers = number_spans(question)
    marked = any(key != text.fold(key) for key, _ in words)
    shouting = question.upper() == question
    places = [_Place(Span(0, 0), "", {BREAK: 0.0})]
    for at, (key, start, end, kind) in enumerate(found):
        span = Span(start, end)
        part = _covered(span, numbers) and text.fold(key) not in _said_types()
        fixed = kind != WORD or key[0].isdigit() or part or (_capitals(question[start:end]) and not shouting)
        before = found[at - 1][0] if at else ""
        after = found[at + 1][0] if at + 1 < len(found) else ""
        choices = {} if fixed else _choices(key, (before, after), vocabulary, marked=marked)
        places.append(_Place(span, key, choices or {_own(key, kind, vocabulary): 0.0}))
    return places


def _own(key: str, kind: int, vocabulary: Vocabulary) -> int:
    number = vocabulary.number(key) if kind == WORD else BREAK
    return BREAK if number == UNKNOWN else number


@cache
def _said_types() -> frozenset[str]:
    """The words of the names of types, which may stand in a number that is typed: «thong bao so 409»."""
    names = (kind.name for kind in lexicon.document_types() if " " in kind.name)
    return frozenset({"so", *(word for name in names for word in text.fold(name).split())})


def _covered(span: Span, numbers: Sequence[Span]) -> bool:
    return any(number.start <= span.start and span.end <= number.end for number in numbers)


def _capitals(word: str) -> bool:
    """An abbreviation: CĐCS, BHXH."""
    return len(word) > 1 and word.isupper()


def _choices(key: str, around: tuple[str, str], vocabulary: Vocabulary, *, marked: bool) -> dict[int, float]:
    """What a word may have been meant to be; nothing when there is nothing better than the word itself."""
    own = vocabulary.number(key)
    if key in said():
        return {}
    if key != text.fold(key):
        if own == UNKNOWN:
            return {} if key in segmenter().syllables else meant(key, vocabulary)
        return {own: 0.0} if _sure(own, around, vocabulary) else meant(key, vocabulary) | {own: _SPOKEN}
    forms = dict.fromkeys(vocabulary.forms(key), 0.0)
    if own != UNKNOWN:
        forms[own] = _KEPT if marked else 0.0
    if forms and vocabulary.share(next(iter(forms))) >= _SELDOM:
        return forms
    return meant(key, vocabulary) | forms


def _sure(own: int, around: tuple[str, str], vocabulary: Vocabulary) -> bool:
    """Whether a word with its marks is surely meant: it is common, and stands beside one of its neighbours elsewhere."""
    if vocabulary.share(own) < _SELDOM:
        return False
    before, after = (vocabulary.number(key) for key in around)
    return (before > BREAK and vocabulary.pair(before, own) >= _TRUSTED) or (after > BREAK and vocabulary.pair(own, after) >= _TRUSTED)


def _changed(place: _Place, vocabulary: Vocabulary) -> bool:
    return any(number != BREAK and vocabulary.syllables[number] != place.typed for number in place.choices)


def _likeliest(places: Sequence[_Place], vocabulary: Vocabulary) -> list[int]:
    """One number for each place: the path with the highest sum of log probabilities (Viterbi)."""
    numbers = [list(place.choices) for place in places]
    score = np.asarray(list(places[0].choices.values()))
    back = []
    for before, place in zip(numbers, places[1:], strict=False):
        here = list(place.choices)
        if len(before) == len(here) == 1:  # nothing to choose: what it adds is the same for every path
            back.append(np.zeros(1, np.int64))
            continue
        steps = score[:, None] + vocabulary.likelihoods(before, here)
        back.append(steps.argmax(axis=0))
        score = steps.max(axis=0) + np.asarray(list(place.choices.values()))
    at = int(score.argmax())
    path = [numbers[-1][at]]
    for step, before in zip(reversed(back), reversed(numbers[:-1]), strict=True):
        at = int(step[at])
        path.append(before[at])
    return path[::-1]


def _rewritten(question: str, changes: Sequence[Change]) -> str:
    for change in reversed(changes):
        read = change.read.capitalize() if change.typed[:1].isupper() else change.read
        read = change.read.upper() if len(change.typed) > 1 and change.typed.isupper() else read
        question = question[: change.span.start] + read + question[change.span.end :]
    return question
