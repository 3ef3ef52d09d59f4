"""How people ask: phrases of questions and everyday words, which texts seldom hold, added to the words of the texts.

`python -m search.speech` counts anew the questions that were written for this project (indices/training/written*.tsv).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from corpus import text
from corpus.text.segment import segmenter
from indices.vocabulary import Vocabulary, counted, merged
from indices.vocabulary.value import BREAK

_PHRASES, _SYNONYMS, ASKED = (Path(__file__).with_name(name) for name in ("questions.txt", "synonyms.tsv", "speech.npz"))
_SHARE = 20_000  # each phrase counts once for so many syllables of the texts
_EVERYDAY_SHARE = 200_000  # and each everyday word: «so do» may be sổ đỏ, but is sơ đồ where texts say that often

_ASKED_SHARE = 1_000_000
"""And the written questions: chosen on the officers' train and dev questions and on zalo's train, typed without marks; 500,000 to
2,000,000 read as many words right."""


def spoken(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary of the texts and of those who ask for them; an empty one stays empty."""
    if not vocabulary:
        return vocabulary
    size = int(vocabulary.counts.sum())
    said = ((_phrases(), 2, _SHARE), (_everyday(), 1, _EVERYDAY_SHARE), (_asked(), 1, _ASKED_SHARE))
    return merged([vocabulary, *(_times(words, max(least, size // share)) for words, least, share in said)])


def _times(phrases: Vocabulary, times: int) -> Vocabulary:
    return replace(phrases, counts=phrases.counts * times, together=phrases.together * times)


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
    return _counted(_PHRASES.read_text(encoding="utf-8").splitlines())


@cache
def _everyday() -> Vocabulary:
    """The words of several syllables that people say for those of texts: tiệm net, sổ đỏ. They stand anywhere in a question,
    so that nothing is said of what begins or ends one."""
    words = _counted(other for _, *others in synonyms() for other in others if " " in other)
    within = (words.pairs >> 32 > BREAK) & (words.pairs & 0xFFFFFFFF > BREAK)
    counts = words.counts.copy()
    counts[BREAK] = 0
    return replace(words, counts=counts, pairs=words.pairs[within], together=words.together[within])


@cache
def _asked() -> Vocabulary:
    """Whole questions in the words of those who have not read the texts: «ma chay», «tiền công tác phí cho cán bộ xã»."""
    with np.load(ASKED) as file:
        return Vocabulary(tuple(str(file["syllables"]).split("\n")), file["counts"], file["pairs"], file["together"])


def ask(lines: Iterable[str], place: Path = ASKED) -> Vocabulary:
    """Count questions and keep the counts at `place`; what was kept."""
    words = _counted(lines)
    with place.open("wb") as file:
        np.savez_compressed(
            file, syllables=np.array("\n".join(words.syllables)), counts=words.counts, pairs=words.pairs, together=words.together
        )
    return words


def _counted(lines: Iterable[str]) -> Vocabulary:
    phrases = counted(lines)
    return replace(phrases, phrases=phrases.phrases[:0], times=phrases.times[:0])


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that people use for one another; the first is the form that texts prefer."""
    lines = _SYNONYMS.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    from indices.training.pairs import questions

    print(f"{ASKED}: {int(ask(questions()).counts[1:].sum()):,} âm tiết")
