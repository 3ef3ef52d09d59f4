"""The words of a passage that answer the question: what to mark, and which part to show."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from corpus import symbol, text
from corpus.document import Span
from corpus.text.letters import word_key

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_LETTERS = {plain: plain + "".join(c for c in _MARKED if text.fold(c) == plain) for plain in "aeiouyd"}
SHOWN = 320
"""Characters of a passage shown in a result list."""

_STOP = """
và của các cho có là được trong với những một này đó khi để từ theo về tại trên dưới ra vào ở đã đang sẽ bị do bởi
thì mà nhưng hay hoặc nếu như ai gì nào đâu sao bao nhiêu thế không phải số
"""
STOP_WORDS = frozenset(_STOP.split())


@dataclass(frozen=True, slots=True)
class Snippet:
    """A run of the stored text and the spans to mark in it, all in offsets of the stored text, in order, disjoint."""

    text: str
    span: Span
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """What a question marks in any text: exact syllables, folded syllables (typed without marks), document numbers.

    `alone` are the keys marked even when no neighbour in the text is marked too: words of one syllable. Without marks
    in the question pyvi cannot tell words, so there only runs are marked, unless the passage has none.
    """

    exact: frozenset[str]
    folded: frozenset[str]
    alone: frozenset[str]
    numbers: frozenset[str]

    def spans(self, passage: str) -> tuple[Span, ...]:
        """Spans of `passage` to mark, merged where only white space lies between."""
        pattern = _pattern(self.exact, self.folded)
        runs = [match.span() for match in pattern.finditer(_lower(passage))] if pattern else []
        strong = self._strong(passage, runs) or runs
        return _merged([*(Span(*run) for run in strong), *self._numbers(passage)])

    def _strong(self, passage: str, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Runs of several syllables (not one twice: «khởi công công trình»), and single ones that are words and stand in no such run."""
        keys = [{self._key(word) for word in passage[start:end].split()} for start, end in runs]
        single = self.alone - {key for each in keys if len(each) > 1 for key in each}
        return [run for run, each in zip(runs, keys, strict=True) if len(each) > 1 or each <= single]

    def _key(self, word: str) -> str:
        """The syllable of the question that a word of the text answers."""
        key = word_key(word)
        return key if key in self.exact else text.fold(word)

    def _numbers(self, passage: str) -> list[Span]:
        if not self.numbers:
            return []
        found = (s for s in symbol.find(passage) if s.span and self.numbers.intersection(symbol.variants(s)))
        return [s.span for s in found if s.span]


def marker(question: str, numbers: Iterable[str] = ()) -> Marker:
    """What to mark for a question; a syllable typed with marks must match exactly, one without matches any marks."""
    return _marker(question, frozenset(numbers))


@lru_cache(maxsize=256)
def _marker(question: str, numbers: frozenset[str]) -> Marker:
    content = [token.text for token in text.syllables(question) if token.text not in STOP_WORDS]
    content = content or [token.text for token in text.syllables(question)]
    folded = frozenset(s for s in content if s == text.fold(s))
    exact = frozenset(s for s in content if s not in folded)
    words = [token.text.split("_") for token in text.words(question)] if exact else []
    alone = frozenset(word[0] for word in words if len(word) == 1)
    return Marker(exact, folded, alone, numbers)


def snippet(passage: str, spans: Sequence[Span], *, start: int, shown: int = SHOWN) -> Snippet:
    """The best window of a passage whose first character stands at `start` of the stored text; `spans` are its marks.

    The text of the result is a run of the passage of at most about `shown` characters, cut at white space;
    highlights are in offsets of the stored text and lie inside it.
    """
    low, high = _window(passage, spans, shown)
    inside = tuple(Span(s.start + start, s.end + start) for s in spans if s.start >= low and s.end <= high)
    return Snippet(passage[low:high], Span(start + low, start + high), inside)


def render(snippet: Snippet) -> str:
    """The snippet as HTML: escaped, <mark> around each highlight, balanced; without the tags it is the escaped text."""
    parts: list[str] = []
    at = snippet.span.start
    for span in snippet.highlights:
        parts.append(html.escape(_part(snippet, at, span.start)))
        parts.append(f"<mark>{html.escape(_part(snippet, span.start, span.end))}</mark>")
        at = span.end
    parts.append(html.escape(_part(snippet, at, snippet.span.end)))
    return "".join(parts)


def _part(snippet: Snippet, start: int, end: int) -> str:
    return snippet.text[start - snippet.span.start : end - snippet.span.start]


@lru_cache(maxsize=256)
def _pattern(exact: frozenset[str], folded: frozenset[str]) -> re.Pattern[str] | None:
    """Runs of whole words, and no part of a longer number: 12 is not in 15/12/2021; for small letters."""
    keys = sorted({*(form for key in exact for form in _placed(key)), *folded}, key=len, reverse=True)
    words = [_loose(key) if key in folded else re.escape(key) for key in keys if not key[0].isdigit()]
    numbers = [rf"(?<!\d[.,/-]){re.escape(key)}(?![.,/-]\d)" for key in keys if key[0].isdigit()]
    if not keys:
        return None
    word = rf"(?<![^\W_])(?:{'|'.join([*words, *numbers])})(?![^\W_])"
    return re.compile(rf"{word}(?:\s+{word})*")


def _placed(key: str) -> set[str]:
    """A syllable with its tone mark on each vowel that may bear it: hòa, hoà."""
    loose = unicodedata.normalize("NFD", key)
    tone = next((mark for mark in loose if mark in TONES), "")
    bare = unicodedata.normalize("NFC", loose.replace(tone, "")) if tone else key
    moved = (unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :]) for at in range(len(bare)))
    return {key, *(form for form in moved if len(form) == len(key) and word_key(form) == key)} if tone else {key}


def _loose(plain: str) -> str:
    """A syllable without marks as a pattern that any marks meet."""
    return "".join(f"[{_LETTERS[letter]}]" if letter in _LETTERS else re.escape(letter) for letter in plain)


def _lower(passage: str) -> str:
    """Small letters, as many as there are letters."""
    small = passage.lower()
    return small if len(small) == len(passage) else "".join(c.lower() if len(c.lower()) == 1 else c for c in passage)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _window(passage: str, spans: Sequence[Span], shown: int) -> tuple[int, int]:
    """The run of about `shown` characters that holds the most marked characters, cut at white space."""
    if len(passage) <= shown or not spans:
        return 0, _cut(passage, shown)
    best = spans[_fullest(spans, shown * 5 // 6)]
    low = max(0, min(best.start - shown // 6, len(passage) - shown))
    low = passage.find(" ", low) + 1 if low and " " in passage[low : best.start] else min(low, best.start)
    high = low + _cut(passage[low:], max(shown, best.end - low))
    return low, high


def _fullest(spans: Sequence[Span], room: int) -> int:
    """The first span from which `room` characters hold the most marked ones; `spans` in order, disjoint."""
    ends = [span.end for span in spans]
    marked = [0, *accumulate(span.end - span.start for span in spans)]
    held = [marked[bisect_right(ends, span.start + room)] - marked[i] for i, span in enumerate(spans)]
    return held.index(max(held))


def _cut(passage: str, shown: int) -> int:
    if len(passage) <= shown:
        return len(passage)
    space = passage.rfind(" ", shown // 2, shown)
    return space if space > 0 else shown
