"""The words of a passage that answer the question: what to mark, and which part to show."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import symbol, text
from corpus.document import Span

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
        tokens = text.syllables(passage)
        hits = [self._key(token.text) for token in tokens]
        runs = list(_runs(passage, tokens, hits))
        strong = self._strong(runs, hits) or runs
        marked = [Span(tokens[run[0]].span.start, tokens[run[-1]].span.end) for run in strong]
        return _merged([*marked, *self._numbers(passage)])

    def _strong(self, runs: Sequence[list[int]], hits: Sequence[str | None]) -> list[list[int]]:
        """Runs of several syllables, and single ones that are words and stand in no such run."""
        covered = {hits[i] for run in runs if len(run) > 1 for i in run}
        return [run for run in runs if len(run) > 1 or (hits[run[0]] in self.alone and hits[run[0]] not in covered)]

    def _key(self, syllable: str) -> str | None:
        if syllable in self.exact:
            return syllable
        plain = text.fold(syllable)
        return plain if plain in self.folded else None

    def _numbers(self, passage: str) -> list[Span]:
        if not self.numbers:
            return []
        found = (s for s in symbol.find(passage) if s.span and self.numbers.intersection(symbol.variants(s)))
        return [s.span for s in found if s.span]


def marker(question: str, numbers: Iterable[str] = ()) -> Marker:
    """What to mark for a question; a syllable typed with marks must match exactly, one without matches any marks."""
    content = [token.text for token in text.syllables(question) if token.text not in STOP_WORDS]
    content = content or [token.text for token in text.syllables(question)]
    folded = frozenset(s for s in content if s == text.fold(s))
    exact = frozenset(s for s in content if s not in folded)
    words = [token.text.split("_") for token in text.words(question)] if exact else []
    alone = frozenset(word[0] for word in words if len(word) == 1)
    return Marker(exact, folded, alone, frozenset(numbers))


def snippet(passage: str, *, start: int, marker: Marker, shown: int = SHOWN) -> Snippet:
    """The best window of a passage whose first character stands at `start` of the stored text.

    The text of the result is a run of the passage of at most about `shown` characters, cut at white space;
    highlights are in offsets of the stored text and lie inside it.
    """
    spans = marker.spans(passage)
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


def _runs(passage: str, tokens: Sequence[text.Token], hits: Sequence[str | None]) -> Iterable[list[int]]:
    """Indices of neighbouring hits; only white space may stand between two of them."""
    run: list[int] = []
    for i, hit in enumerate(hits):
        if run and (hit is None or passage[tokens[i - 1].span.end : tokens[i].span.start].strip()):
            yield run
            run = []
        if hit is not None:
            run.append(i)
    if run:
        yield run


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
    best = max(spans, key=lambda first: (_marked(spans, first.start, shown), -first.start))
    low = max(0, min(best.start - shown // 6, len(passage) - shown))
    low = passage.find(" ", low) + 1 if low and " " in passage[low : best.start] else min(low, best.start)
    high = low + _cut(passage[low:], max(shown, best.end - low))
    return low, high


def _marked(spans: Sequence[Span], low: int, shown: int) -> int:
    return sum(s.end - s.start for s in spans if low <= s.start and s.end <= low + shown * 5 // 6)


def _cut(passage: str, shown: int) -> int:
    if len(passage) <= shown:
        return len(passage)
    space = passage.rfind(" ", shown // 2, shown)
    return space if space > 0 else shown
