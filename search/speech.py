"""How people ask: phrases of questions, which texts seldom hold, added to the words of the texts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from corpus import text
from corpus.text.segment import segmenter
from indices.vocabulary import Vocabulary, counted, merged

_PHRASES = Path(__file__).with_name("questions.txt")
_SHARE = 20_000  # each phrase counts once for so many syllables of the texts


def spoken(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary of the texts and of those who ask for them; an empty one stays empty."""
    if not vocabulary:
        return vocabulary
    times = max(2, int(vocabulary.counts.sum()) // _SHARE)
    phrases = _phrases()
    heavier = replace(phrases, counts=phrases.counts * times, together=phrases.together * times)
    return merged([vocabulary, heavier])


@cache
def said() -> frozenset[str]:
    """The syllables with marks that questions are made of: never slips of others."""
    return frozenset(syllable for syllable in _phrases().syllables if syllable != text.fold(syllable))


@cache
def spelled() -> frozenset[str]:
    """The syllables, with their marks, that the words of Vietnamese are made of, as pyvi's lexicon has them."""
    known = segmenter()
    return frozenset(syllable for words in (known.words, known.triples) for word in words for syllable in word.split())


@cache
def sounds() -> frozenset[str]:
    """The same without marks: what can be read aloud, «ban» but not «ubnd»."""
    return frozenset(text.fold("\n".join(spelled())).split("\n"))


@cache
def _phrases() -> Vocabulary:
    phrases = counted(_PHRASES.read_text(encoding="utf-8").splitlines())
    return replace(phrases, phrases=phrases.phrases[:0], times=phrases.times[:0])
