"""Words that were typed without the spaces between them, taken apart where the texts have their syllables side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from corpus import text
from corpus.document import Span
from corpus.text.tokens import WORD, pieces
from indices.vocabulary import Vocabulary
from indices.vocabulary.value import BREAK
from search.numbers import number_spans
from search.slips import meant
from search.speech import sounds

_LONGEST = 60  # letters of what is looked at
_LETTERS = re.compile(r"([^\W\d_]{4,})(\d*)")  # tietkiemdien, thongbao409
_SYLLABLE = 7  # letters of one: nghiêng
_Step = tuple[float, str]  # how likely the best way here is, and its syllables, spaces between


@dataclass(frozen=True, slots=True)
class Parted:
    """A word of the question and its syllables, with spaces between them."""

    span: Span
    words: str


def parted(question: str, vocabulary: Vocabulary) -> tuple[Parted, ...]:
    """The words of a question (NFC) that are several run together; a word that stands in the texts, or is a slip away from one, is not."""
    found = []
    for key, start, end, kind in pieces(question):
        letters = _LETTERS.fullmatch(key) if kind == WORD and end - start <= _LONGEST else None
        if letters and _unknown(letters[1], vocabulary) and _unknown(key, vocabulary):
            words = _syllables(letters[1], vocabulary)
            span = Span(start, end)
            if words and not any(number.start <= start and end <= number.end for number in number_spans(question)):
                found.append(Parted(span, f"{words} {letters[2]}".strip()))
    return tuple(found)


def _unknown(key: str, vocabulary: Vocabulary) -> bool:
    """Whether a word can neither be read aloud nor stands in the texts, nor is a slip away from one that does."""
    folded = text.fold(key)
    return folded not in sounds() and not vocabulary.known(folded) and not meant(key, vocabulary)


def _syllables(key: str, vocabulary: Vocabulary) -> str:
    """The likeliest way to cut a word up, "" where none has all its neighbours side by side in the texts."""
    best: list[dict[str, _Step]] = [{} for _ in range(len(key) + 1)]  # by where a syllable ends, by that syllable
    for start in range(len(key)):
        for last in range(start + 1, min(start + _SYLLABLE, len(key)) + 1):
            syllable = key[start:last]
            ways = list(_ways(best[start], syllable, vocabulary)) if start else [(_alone(syllable, vocabulary), syllable)]
            likeliest = max(ways, default=(-inf, ""))
            if likeliest[0] > -inf:
                best[last][syllable] = likeliest
    return max(best[-1].values(), default=(-inf, ""))[1]


def _ways(before: dict[str, _Step], syllable: str, vocabulary: Vocabulary) -> Iterator[_Step]:
    right = _forms(syllable, vocabulary)
    for left, (likely, words) in before.items():
        lefts = _forms(left, vocabulary)
        if right and any(vocabulary.pair(one, other) > 0 for one in lefts for other in right):
            yield likely + float(vocabulary.likelihoods(lefts, right).max()), f"{words} {syllable}"


def _alone(syllable: str, vocabulary: Vocabulary) -> float:
    forms = _forms(syllable, vocabulary)
    return float(vocabulary.alone(forms).max()) if forms else -inf


def _forms(syllable: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """The syllables of the texts that this may be: the same one where it has marks."""
    folded = text.fold(syllable)
    if folded not in sounds():
        return ()
    own = vocabulary.number(syllable)
    return vocabulary.forms(folded) if syllable == folded else (own,) if own > BREAK else ()
