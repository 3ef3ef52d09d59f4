"""Reads a question as it was meant: restores tone marks that were not typed and mends slips, by what stands in the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from corpus import lexicon, text
from corpus.document import Span
from corpus.text.tokens import WORD, pieces
from indices.vocabulary import Vocabulary
from indices.vocabulary.value import BREAK, UNKNOWN, Scores
from search.expand import abbreviates, other_letter
from search.glued import Parted, parted
from search.numbers import number_spans
from search.slips import meant
from search.speech import said, spelled

_LEFT_OUT = np.log([0.002, 0.5, 1.0])
"""log chance that a mark was left out, by who types: all marks, half of them, none. Which of them it was, the question itself says."""
_PUT = np.log([0.998, 0.5, 1e-4])
"""log chance that a mark was put, by who types."""

_SPOKEN = 6.0  # how much a word with its marks that stands in the texts, or is a word of Vietnamese, is to be left alone
_NEVER = -1e9
MANY = 2
"""Words with marks to one without, from which on the one was meant as it stands: 2 and 3 spoil least, and mend as much as none."""
_SELDOM = 2e-6  # share of all syllables below which a word is asked whether it is a slip
_VOWELS = frozenset("aeiouy")
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
    apart = parted(question, vocabulary)
    if not apart:
        return _restored(question, vocabulary)
    reading = _restored(_rewritten(question, [Change(one.span, one.span.of(question), one.words) for one in apart]), vocabulary)
    return Reading(reading.text, _joined(question, apart, reading.changes))


def _joined(question: str, apart: Sequence[Parted], changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, with places in the question as it was typed: words that were taken apart count as one."""
    found, shift = [], 0
    rest = list(changes)
    for one in apart:
        start, end = one.span.start + shift, one.span.start + shift + len(one.words)
        found += [_moved(change, -shift) for change in rest if change.span.end <= start]
        within = [_moved(change, -start) for change in rest if start <= change.span.start < end]
        rest = [change for change in rest if change.span.start >= end]
        found.append(Change(one.span, one.span.of(question), _rewritten(one.words, within)))
        shift += len(one.words) - (one.span.end - one.span.start)
    return (*found, *(_moved(change, -shift) for change in rest))


def _moved(change: Change, by: int) -> Change:
    return replace(change, span=Span(change.span.start + by, change.span.end + by))


def _restored(question: str, vocabulary: Vocabulary) -> Reading:
    places = _left_alone(_places(question, vocabulary), vocabulary)
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
    numbers = number_spans(question)
    shouting = question.upper() == question
    places = [_Place(Span(0, 0), "", {BREAK: 0.0})]
    for at, (key, start, end, kind) in enumerate(found):
        span = Span(start, end)
        part = _covered(span, numbers) and (text.fold(key) not in _said_types() or _coded(question, span))
        fixed = kind != WORD or part or _sign(key) or (_capitals(question[start:end]) and not shouting)
        before = found[at - 1][0] if at else ""
        after = found[at + 1][0] if at + 1 < len(found) else ""
        choices = {} if fixed else _choices(key, (before, after), vocabulary)
        places.append(_Place(span, key, choices or {_own(key, kind, vocabulary): 0.0}))
    return places


def _left_alone(places: list[_Place], vocabulary: Vocabulary) -> list[_Place]:
    """The places, those of words without marks settled where the question was plainly typed with them.

    That is where every word typed is one of Vietnamese, and those with marks are MANY times as many: «thi vào công chức» means
    no «thì», though the texts may hold «thì vào» more often.
    """
    words = [place for place in places if place.typed and any(map(str.isalpha, place.typed))]
    bare = [place for place in words if _bare(place.typed)]
    if not bare or len(words) - len(bare) < MANY * len(bare) or not all(place.typed in spelled() for place in words):
        return places
    return [replace(place, choices={_own(place.typed, WORD, vocabulary): 0.0}) if place in bare else place for place in places]


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


def _coded(question: str, span: Span) -> bool:
    """Whether a word is joined to its neighbours as the codes of a number are: tu in 15-nq/tu, thong in nothing."""
    return question[span.start - 1 : span.start] in ("-", "/", "_", ".") or question[span.end : span.end + 1] in ("-", "/", "_")


def _capitals(word: str) -> bool:
    """An abbreviation: CĐCS, BHXH."""
    return len(word) > 1 and word.isupper()


def _sign(key: str) -> bool:
    """What is no word: 7c, m2."""
    return key[0].isdigit() or (any(map(str.isdigit, key)) and not _VOWELS & set(text.fold(key)))


def _choices(key: str, around: tuple[str, str], vocabulary: Vocabulary) -> dict[int, float]:
    """What a word may have been meant to be; nothing when there is nothing better than the word itself."""
    if key in said():
        return {}
    if abbreviates(key):  # lđlđ is no slip of hđlđ, but ldld may be lđlđ
        return dict.fromkeys(vocabulary.forms(key), 0.0) if _bare(key) else {}
    return _unmarked(key, vocabulary) if _bare(key) else _marked(key, around, vocabulary)


def _marked(key: str, around: tuple[str, str], vocabulary: Vocabulary) -> dict[int, float]:
    """What a word typed with marks may have been meant to be: seldom another one, if it is a word at all."""
    own = vocabulary.number(key)
    if own == UNKNOWN:
        if (twin := vocabulary.number(other_letter(key))) != UNKNOWN:
            return {twin: 0.0}
        itself = {BREAK: _strange(vocabulary) + _SPOKEN} if key in spelled() else {}
        return meant(key, vocabulary) | itself
    return {own: 0.0} if _sure(own, around, vocabulary) else meant(key, vocabulary) | {own: _SPOKEN}


def _unmarked(key: str, vocabulary: Vocabulary) -> dict[int, float]:
    """What a word typed without marks may have been meant to be: any of its forms, a slip, or a word that stands nowhere."""
    forms = dict.fromkeys(vocabulary.forms(key), 0.0)
    itself = {BREAK: _strange(vocabulary)} if vocabulary.number(key) == UNKNOWN else {}
    if forms and vocabulary.share(next(iter(forms))) >= _SELDOM:
        return forms | itself
    return meant(key, vocabulary) | forms | itself


def _strange(vocabulary: Vocabulary) -> float:
    """How much less likely a word that stands in no text is than a break, in whose place it is reckoned."""
    return -float(np.log(2.0 * max(1, int(vocabulary.counts[BREAK]))))


def _bare(key: str) -> bool:
    return key == text.fold(key)


def _sure(own: int, around: tuple[str, str], vocabulary: Vocabulary) -> bool:
    """Whether a word with its marks is surely meant: it is common, and stands beside one of its neighbours elsewhere."""
    if vocabulary.share(own) < _SELDOM:
        return False
    before, after = (vocabulary.number(key) for key in around)
    return (before > BREAK and vocabulary.pair(before, own) >= _TRUSTED) or (after > BREAK and vocabulary.pair(own, after) >= _TRUSTED)


def _changed(place: _Place, vocabulary: Vocabulary) -> bool:
    return any(number != BREAK and vocabulary.syllables[number] != place.typed for number in place.choices)


def _likeliest(places: Sequence[_Place], vocabulary: Vocabulary) -> list[int]:
    """One number for each place: the path with the highest sum of log probabilities (Viterbi), as the likeliest typist typed it."""
    numbers = [list(place.choices) for place in places]
    score = _chances(places[0], vocabulary)
    back = []
    for before, place in zip(numbers, places[1:], strict=False):
        here = list(place.choices)
        if len(before) == len(here) == 1:  # nothing to choose: what it adds is the same for every path
            back.append(np.zeros((len(score), 1), np.int64))
            score = score + _chances(place, vocabulary)
            continue
        steps = score[:, :, None] + vocabulary.likelihoods(before, here)
        back.append(steps.argmax(axis=1))
        score = steps.max(axis=1) + _chances(place, vocabulary)
    typist = int(score.max(axis=1).argmax())
    at = int(score[typist].argmax())
    path = [numbers[-1][at]]
    for step, before in zip(reversed(back), reversed(numbers[:-1]), strict=True):
        at = int(step[typist][at])
        path.append(before[at])
    return path[::-1]


def _chances(place: _Place, vocabulary: Vocabulary) -> Scores:
    """log probability that what was meant came out as it was typed: (typists, choices).

    Who puts no marks at all is never taken to mean a word that stands nowhere: any of its forms is likelier.
    """
    slips = np.asarray(list(place.choices.values()))[None, :]
    if not _bare(place.typed):
        return slips + _PUT[:, None]
    marked = [number != BREAK and not _bare(vocabulary.syllables[number]) for number in place.choices]
    found: Scores = slips + np.where(marked, _LEFT_OUT[:, None], 0.0)
    if len(marked) > 1 and BREAK in place.choices:
        found[-1, list(place.choices).index(BREAK)] = _NEVER
    return found


def _rewritten(question: str, changes: Sequence[Change]) -> str:
    for change in reversed(changes):
        read = change.read.capitalize() if change.typed[:1].isupper() else change.read
        read = change.read.upper() if len(change.typed) > 1 and change.typed.isupper() else read
        question = question[: change.span.start] + read + question[change.span.end :]
    return question
