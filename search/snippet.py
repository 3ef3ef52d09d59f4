"""The words of a passage that answer the question: what to mark, and which part to show."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from corpus import symbol, text
from corpus.document import Span
from corpus.text.letters import word_key

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
        runs = list(_runs(passage, list(self._hits(passage))))
        strong = self._strong(runs) or runs
        marked = [Span(run[0].span.start, run[-1].span.end) for run in strong]
        return _merged([*marked, *self._numbers(passage)])

    def _hits(self, passage: str) -> Iterator[text.Token]:
        """The words of the passage that were typed, found in one pass over its plain letters."""
        pattern = _pattern(self.exact | self.folded)
        for match in pattern.finditer(text.fold(passage)) if pattern else ():
            start, end = match.span()
            key = word_key(passage[start:end])
            if key in self.exact:
                yield text.Token(key, Span(start, end))
            elif match[0] in self.folded:
                yield text.Token(match[0], Span(start, end))

    def _strong(self, runs: Sequence[list[text.Token]]) -> list[list[text.Token]]:
        """Runs of several syllables, and single ones that are words and stand in no such run."""
        covered = {token.text for run in runs if len(run) > 1 for token in run}
        return [run for run in runs if len(run) > 1 or (run[0].text in self.alone and run[0].text not in covered)]

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


def _runs(passage: str, hits: Sequence[text.Token]) -> Iterator[list[text.Token]]:
    """Neighbouring hits; only white space may stand between two of them."""
    run: list[text.Token] = []
    for hit in hits:
        if run and passage[run[-1].span.end : hit.span.start].strip():
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


@lru_cache(maxsize=256)
def _pattern(keys: frozenset[str]) -> re.Pattern[str] | None:
    """Whole words only, and no part of a longer number: 12 is not in 15/12/2021."""
    plain = {text.fold(key) for key in keys}
    numeric = sorted((key for key in plain if key[0].isdigit()), key=len, reverse=True)
    letters = sorted(plain.difference(numeric), key=len, reverse=True)
    parts = ["|".join(map(re.escape, letters))] if letters else []
    if numeric:
        parts.append(rf"(?<!\d[.,/-])(?:{'|'.join(map(re.escape, numeric))})(?![.,/-]\d)")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])") if parts else None


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
