"""Knows how organs are named: natural case for names in capitals, where a name begins and where it ends."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.document import Span
from corpus.text import fold, mark_key

WORD = re.compile(r"[^\s,;:()“”\"|*]+")
# A plausible Vietnamese syllable, folded: "UBND" and "LĐLĐ" are none and keep their capitals.
SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?(?:-\w+)?[.]?", re.ASCII
)
ROMAN = re.compile(r"[IVXLC]+|[A-Z]")
# "Ban Thường vụ Tỉnh đoàn trân trọng kính mời ...": what follows an organ in a sentence, never in a title.
ACTS = re.compile(r"\s*(?:trân trọng|kính|xin|nhận được|đề nghị|yêu cầu|thông báo|mời)\b")
LONGEST_PHRASE = 8
LONGEST_NAME = 24  # words of an organ in running text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of organ names in natural case, and the part they can play (organ, head, field, unit, link, not)."""

    words: tuple[str, ...]
    role: str


@cache
def phrases() -> dict[tuple[str, ...], Phrase]:
    """The phrases of organ_words.tsv by their words in comparing form."""
    lines = (Path(__file__).parent / "organ_words.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    found: dict[tuple[str, ...], Phrase] = {}
    for name, role in rows:
        words = tuple(name.split())
        found.setdefault(tuple(_key(word) for word in words), Phrase(words, role))
    return found


def opens_organ(line: str) -> bool:
    """Whether a line begins as an organ's name does ("SỞ NỘI VỤ", "Liên đoàn Lao động ...", not "Ban hành ...")."""
    words = line.split(maxsplit=LONGEST_PHRASE)[:LONGEST_PHRASE]
    phrase = _phrase_at(words, 0)
    return phrase is not None and phrase.role in {"organ", "head"}


def natural(name: str) -> str:
    """A name in capitals (or all in small letters) in natural case: "BỘ Y TẾ" -> "Bộ Y tế"; mixed case stays as it is."""
    words = name.split()
    if not name.isupper() and any(word[:1].isupper() for word in words[1:]):
        return name
    result: list[str] = []
    at = 0
    while at < len(words):
        phrase = _phrase_at(words, at)
        if phrase is None:
            result.append(_proper(words[at]))
            at += 1
            continue
        result += [_like(word, shape) for word, shape in zip(words[at:], phrase.words, strict=False)]
        at += len(phrase.words)
    return " ".join([result[0][:1].upper() + result[0][1:], *result[1:]]) if result else name


def organ_span(text: str, start: int, end: int) -> Span | None:
    """The organ's name that begins at `start` in running text (natural case), None if none begins there."""
    found = list(itertools.islice(WORD.finditer(text, start, end), LONGEST_NAME))
    words = [match.group() for match in found]
    phrase = _phrase_at(words, 0) if words else None
    if phrase is None or phrase.role not in {"organ", "head"} or not words[0][:1].isupper():
        return None
    at = len(phrase.words)
    while at < len(words) and _joined(text, found[at - 1].end(), found[at].start(), words[at]):
        step = _step(words, at)
        if not step:
            break
        at += step
    return Span(found[0].start(), found[at - 1].end() - (words[at - 1][-1] in ".,"))


def acts(line: str) -> bool:
    """Whether a line begins a sentence in which an organ speaks."""
    span = organ_span(line, 0, len(line))
    return span is not None and ACTS.match(line, span.end) is not None


def _joined(text: str, low: int, high: int, word: str) -> bool:
    between = text[low:high].strip()
    return not between or (between == "," and word[:1].isupper())


def _step(words: list[str], at: int) -> int:
    """How many words from `at` still belong to the name: a phrase, a proper name, or a link before either."""
    phrase = _phrase_at(words, at)
    size = len(phrase.words) if phrase else 1
    if words[at][:1].isupper():
        return size
    if words[at] == "-" or (phrase and phrase.role in {"unit", "link"}):
        return size if at + size < len(words) and (words[at + size][:1].isupper() or words[at + size][:1].isdigit()) else 0
    return 0


def _phrase_at(words: list[str], at: int) -> Phrase | None:
    known = phrases()
    longest = _longest().get(_key(words[at]), 0) if at < len(words) else 0
    keys = tuple(_key(word) for word in words[at : at + longest])
    return next((phrase for size in range(len(keys), 0, -1) if (phrase := known.get(keys[:size]))), None)


@cache
def _longest() -> dict[str, int]:
    """First word -> the count of words of the longest phrase that begins with it."""
    found: dict[str, int] = {}
    for words in phrases():
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


@lru_cache(maxsize=8192)
def _key(word: str) -> str:
    return mark_key(word).strip(",.")


def _like(word: str, shape: str) -> str:
    """`word` with the capitals of `shape`, its own letters and punctuation kept ("HOÀ," -> "hoà,")."""
    if shape.isupper() and len(shape) > 1:
        return word.upper()
    return word[:1].upper() + word[1:].lower() if shape[:1].isupper() else word.lower()


def _proper(word: str) -> str:
    """A word of a proper name ("NGHỆ" -> "Nghệ"); abbreviations and Roman numerals stay in capitals."""
    if not SYLLABLE.fullmatch(fold(word).strip(",")) or (ROMAN.fullmatch(word) and word not in {"I", "A", "Y"}):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
