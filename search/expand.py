"""Other words for those of a question: what an abbreviation stands for, the short form of a name, synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus import lexicon, text
from corpus.document import Span
from indices.vocabulary import Vocabulary
from indices.vocabulary.value import BREAK
from search.speech import sounds, synonyms

MEANING, SHORT, FORMAL, SYNONYM, SPELLING = "abbreviation", "short", "formal", "synonym", "spelling"
WEIGHTS = {MEANING: 0.6, SHORT: 0.3, FORMAL: 0.5, SYNONYM: 0.15, SPELLING: 0.8}
"""Share of the weight of a typed word that another word for it gets; FORMAL is what texts say for a word that they hardly use
themselves («tiệm net»)."""

_FIELDS = {
    MEANING: ("words", "syllables", "folded", "title"),
    SHORT: ("words", "title"),
    FORMAL: ("words", "pairs", "title"),
    SYNONYM: ("words", "title"),
    SPELLING: ("words", "syllables", "pairs", "folded", "title"),
}
_NUMBERED = "document"  # the group of abbreviations that stand before a number: NĐ 30/2020, CV 356
_EITHER = re.compile(r"(h|k|l|m|qu|s|t|v)([iíìỉĩịyýỳỷỹỵ])")
_SWAPPED = str.maketrans("iíìỉĩịyýỳỷỹỵ", "yýỳỷỹỵiíìỉĩị")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST = 12  # other words for one question
_HARDLY = 0.2  # share of its formal word's occurrences that an everyday word has at most


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words that are searched beside those typed: `typed` at `span` of the question means `meaning`; `kind` as in WEIGHTS."""

    span: Span
    typed: str
    meaning: str
    kind: str


def expansions(question: str, vocabulary: Vocabulary) -> tuple[Expansion, ...]:
    """What else to search for, abbreviations first; a meaning whose words stand nowhere in the texts is left out."""
    tokens = text.syllables(question)
    found = [
        *_meanings(question, tokens, vocabulary),
        *_spellings(question, tokens, vocabulary),
        *_names(question, tokens, vocabulary),
    ]
    kept = [one for one in dict.fromkeys(found) if _held(one.meaning, vocabulary)]
    return tuple(kept[:_MOST])


def spelled_out(question: str, found: Sequence[Expansion]) -> str:
    """The question as a model of meaning reads it best: abbreviations written out, everyday words with the formal ones behind them."""
    for one in sorted(found, key=lambda one: -one.span.start):
        if one.kind == MEANING:
            question = _with(question, one)
        elif one.kind == FORMAL:
            question = _with(question, replace(one, meaning=f"{one.typed} ({one.meaning})"))
    return question


def terms(question: str, found: Sequence[Expansion], weights: dict[str, float]) -> tuple[tuple[str, str, float], ...]:
    """(field, token, weight) of all expansions, by the weights of the fields; the highest weight of a term counts."""
    best: dict[tuple[str, str], float] = {}
    for one in found:
        tokens = text.query_tokens(one.meaning) if one.kind != SPELLING else _new_tokens(question, one)
        for field in _FIELDS[one.kind]:
            weight = weights.get(field, 0.0) * WEIGHTS[one.kind]
            for token in tokens[field]:
                best[field, token] = max(best.get((field, token), 0.0), weight)
    return tuple((field, token, weight) for (field, token), weight in best.items() if weight > 0)


def _new_tokens(question: str, one: Expansion) -> dict[str, list[str]]:
    """What the question says newly in the other spelling; its other words are searched already."""
    own, other = (text.query_tokens(words) for words in (question, _with(question, one)))
    return {field: [token for token in tokens if token not in own[field]] for field, tokens in other.items()}


def _with(question: str, one: Expansion) -> str:
    return question[: one.span.start] + one.meaning + question[one.span.end :]


def abbreviates(key: str) -> bool:
    """Whether a word in small letters is an abbreviation: lđlđ, ubnd; those that could be words (ban, tu) are not."""
    return _short(key) and text.fold(key) in _abbreviations()


def _held(meaning: str, vocabulary: Vocabulary) -> bool:
    if not vocabulary:
        return True
    return all(vocabulary.known(text.fold(token.text)) for token in text.syllables(meaning) if token.text.isalpha())


def _meanings(question: str, tokens: Sequence[text.Token], vocabulary: Vocabulary) -> Iterator[Expansion]:
    """What the abbreviations of a question stand for, each by what stands around it."""
    for at, token in enumerate(tokens):
        typed = question[token.span.start : token.span.end]
        meanings = _abbreviations().get(text.fold(typed), ()) if _short(typed) else ()
        exact = tuple(one for one in meanings if one.abbreviation.lower() == typed.lower())
        chosen = _fitting(exact or meanings, tokens, at, vocabulary)
        if chosen:
            yield Expansion(token.span, typed, chosen.words, MEANING)


def _spellings(question: str, tokens: Sequence[text.Token], vocabulary: Vocabulary) -> Iterator[Expansion]:
    """The syllables that are written with i or with y, where the texts have the other one too: tỉ lệ, tỷ lệ."""
    for at, token in enumerate(tokens):
        other = other_letter(token.text)
        around = [one.text for one in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
        if other != token.text and _beside(other, around, vocabulary):
            yield Expansion(token.span, question[token.span.start : token.span.end], other, SPELLING)


def other_letter(syllable: str) -> str:
    """A syllable that ends in i alone with y, and the other way round: tỉ, tỷ; any other one as it is."""
    found = _EITHER.fullmatch(syllable)
    return found[1] + found[2].translate(_SWAPPED) if found else syllable


def _beside(syllable: str, around: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a syllable stands beside one of these in the texts, or just stands there where there are none."""
    own, numbers = vocabulary.number(syllable), [vocabulary.number(one) for one in around]
    pairs = (vocabulary.pair(own, other) + vocabulary.pair(other, own) for other in numbers if other > BREAK)
    return own > BREAK and (not around or any(pairs))


def _short(typed: str) -> bool:
    """CĐCS, cdcs and ubnd may be abbreviations, «ban» and «tu» are words."""
    return len(typed) > 1 and typed.isalpha() and (typed.isupper() or text.fold(typed) not in sounds())


def _fitting(
    meanings: Sequence[lexicon.Expansion], tokens: Sequence[text.Token], at: int, vocabulary: Vocabulary
) -> lexicon.Expansion | None:
    """The meaning for this place: before a number the type of a document, else the one whose words go with the neighbours."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    before = tokens[at - 1].text if at else ""
    numbered = (after[:1].isdigit() and not _YEAR.fullmatch(after)) or after == "số"
    fitting = [one for one in meanings if (one.group == _NUMBERED) == numbered] or list(meanings)
    if not fitting:
        return None
    return max(fitting, key=lambda one: _together(before, one.words, after, vocabulary))


def _together(before: str, words: str, after: str, vocabulary: Vocabulary) -> int:
    """How often the words of a meaning stand beside its neighbours in the texts; 0 for all keeps the usual one."""
    keys = [token.text for token in text.syllables(words)]
    pairs = ((before, keys[0]), (keys[-1], after)) if keys else ()
    numbers = [(vocabulary.number(left), vocabulary.number(right)) for left, right in pairs]
    return sum(vocabulary.pair(left, right) for left, right in numbers if left > BREAK and right > BREAK)


def _names(question: str, tokens: Sequence[text.Token], vocabulary: Vocabulary) -> Iterator[Expansion]:
    """Short forms and synonyms of the longest phrases of a question, from left to right."""
    keys = [token.text for token in tokens]
    words = [word.span for word in text.words(question)]
    starts, ends = {span.start for span in words}, {span.end for span in words}
    at = 0
    while at < len(keys):
        # «của công» is none in «của công dân», nor «phí» in «kinh phí»
        whole = tokens[at].span.start in starts
        size = next((size for size in _sizes(keys, at) if whole and tokens[at + size - 1].span.end in ends), 0)
        if size:
            span = Span(tokens[at].span.start, tokens[at + size - 1].span.end)
            for other, kind in _phrases()[tuple(keys[at : at + size])]:
                usual = kind == FORMAL and not _everyday(keys[at : at + size], other, vocabulary)
                if not vocabulary or _written(other, kind, vocabulary):
                    yield Expansion(span, question[span.start : span.end], other, SYNONYM if usual else kind)
        at += size or 1


def _written(other: str, kind: str, vocabulary: Vocabulary) -> bool:
    """Whether the texts may hold a short form (KT-XH; «dân tộc» holds no ToC) or a synonym; a formal word is searched in any case."""
    if kind == SHORT:
        return all(map(vocabulary.count, _key(other)))
    return kind != SYNONYM or vocabulary.run(_key(other)) > 0


def _everyday(typed: Sequence[str], formal: str, vocabulary: Vocabulary) -> bool:
    """Whether the texts hardly say what was typed, and say the formal words instead."""
    said = min(vocabulary.run(_key(part)) for part in formal.split(","))
    return not vocabulary or vocabulary.run(typed) <= _HARDLY * said


def _sizes(keys: Sequence[str], at: int) -> Iterator[int]:
    """How many syllables the known phrases take that begin here, the longest first."""
    return (size for size in _lengths().get(keys[at], ()) if tuple(keys[at : at + size]) in _phrases() and at + size <= len(keys))


@cache
def _abbreviations() -> dict[str, tuple[lexicon.Expansion, ...]]:
    """Folded abbreviation -> its meanings, the usual one first."""
    found: dict[str, tuple[lexicon.Expansion, ...]] = {}
    for one in lexicon.expansions():
        if " " not in one.abbreviation and one.group != "sign":
            key = text.fold(one.abbreviation)
            found[key] = (*found.get(key, ()), one)
    return found


@cache
def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Phrase as syllables -> (other words, kind)."""
    found: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
    for one in lexicon.expansions():
        if one.group not in ("sign", _NUMBERED) and len(one.words.split()) > 1:
            found.setdefault(_key(one.words), {})[one.abbreviation, SHORT] = None
    for formal, *others in synonyms():
        found.setdefault(_key(formal), {}).update({(other, SYNONYM): None for other in others})
        for other in others:
            found.setdefault(_key(other), {})[formal, FORMAL] = None
    return {key: tuple(others) for key, others in found.items()}


def _key(words: str) -> tuple[str, ...]:
    return tuple(token.text for token in text.syllables(words))


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First syllable -> lengths of the phrases that begin with it, the longest first."""
    found: dict[str, set[int]] = {}
    for key in _phrases():
        found.setdefault(key[0], set()).add(len(key))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}
