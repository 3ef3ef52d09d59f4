"""Cuts a run of the stored text into pieces where marks, facts and anchors begin and end, so that a template can write them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with one look: `mark` is the number of the hit (from 1, 0: none), `fact` the field they were read for.

    `first` and `fact_first` are True where the hit or the fact begins; `marker` for "1.", "a)" before running text;
    `anchor` is an offset that is linked to from elsewhere. `citation` and `directive` are the places in the document of the
    citation or directive the words belong to; `detail` is "deadline" or "target" for the words of one.
    """

    text: str
    mark: int = 0
    first: bool = False
    fact: str = ""
    fact_first: bool = False
    marker: bool = False
    anchor: int | None = None
    citation: int | None = None
    citation_first: bool = False
    directive: int | None = None
    directive_first: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans in order, disjoint; what each stands for is its place in the order, or the value at that place in `values`."""

    spans: tuple[Span, ...] = ()
    ends: tuple[int, ...] = ()
    values: tuple[Any, ...] = ()

    def at(self, start: int, end: int) -> Sequence[int]:
        """The places of the spans that share a character with [start, end)."""
        low = bisect_right(self.ends, start)
        high = low
        while high < len(self.spans) and self.spans[high].start < end:
            high += 1
        return range(low, high)


def layer(spans: Iterable[Span]) -> Layer:
    """A layer of spans in any order; one that overlaps an earlier one is left out."""
    kept: list[Span] = []
    for span in sorted(spans):
        if span.start < span.end and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return Layer(tuple(kept), tuple(span.end for span in kept))


def named(pairs: Iterable[tuple[Span, Any]]) -> Layer:
    """A layer of spans that stand for values; of two that overlap the one that begins first is kept, then the longer."""
    kept: list[tuple[Span, Any]] = []
    for span, value in sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end)):
        if span.start < span.end and (not kept or span.start >= kept[-1][0].end):
            kept.append((span, value))
    return Layer(tuple(s for s, _ in kept), tuple(s.end for s, _ in kept), tuple(v for _, v in kept))


@dataclass(frozen=True, slots=True)
class Cutter:
    """All that is to be seen in a text; `facts` maps where a fact was read to its field."""

    text: str
    marks: Layer = Layer()
    facts: dict[Span, str] = field(default_factory=dict)
    markers: Layer = Layer()
    anchors: tuple[int, ...] = ()
    fact_layer: Layer = Layer()
    citations: Layer = Layer()
    directives: Layer = Layer()
    details: Layer = Layer()

    def pieces(self, start: int, end: int, *, line: int | None = None) -> tuple[Piece, ...]:
        """The text of [start, end), cut; joined, the pieces are that text. `line` is where the element begins that has its own address."""
        cuts = {start, end}
        for each in (self.marks, self.fact_layer, self.markers, self.citations, self.directives, self.details):
            for place in each.at(start, end):
                span = each.spans[place]
                cuts |= {max(start, span.start), min(end, span.end)}
        low = bisect_left(self.anchors, start)
        cuts.update(self.anchors[low : bisect_left(self.anchors, end)])
        edges = sorted(cuts)
        return tuple(self._piece(a, b, start if line is None else line) for a, b in pairwise(edges))

    def _piece(self, start: int, end: int, line: int) -> Piece:
        mark, fact = self._one(self.marks, start, end), self._one(self.fact_layer, start, end)
        citation, directive = self._one(self.citations, start, end), self._one(self.directives, start, end)
        detail = self._one(self.details, start, end)
        return Piece(
            self.text[start:end],
            mark=0 if mark is None else mark + 1,
            first=_begins(self.marks, mark, start),
            fact="" if fact is None else self.facts[self.fact_layer.spans[fact]],
            fact_first=_begins(self.fact_layer, fact, start),
            marker=self._one(self.markers, start, end) is not None,
            anchor=start if start != line and start in self.anchors else None,
            citation=None if citation is None else self.citations.values[citation],
            citation_first=_begins(self.citations, citation, start),
            directive=None if directive is None else self.directives.values[directive],
            directive_first=_begins(self.directives, directive, start),
            detail="" if detail is None else self.details.values[detail],
        )

    @staticmethod
    def _one(layer: Layer, start: int, end: int) -> int | None:
        place = bisect_right(layer.ends, start)
        return place if place < len(layer.spans) and layer.spans[place].start < end else None


def _begins(layer: Layer, place: int | None, start: int) -> bool:
    return place is not None and layer.spans[place].start == start
