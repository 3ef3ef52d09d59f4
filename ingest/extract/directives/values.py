"""The deadlines, targets and citation in the words of a line, each read when it is first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.document import Citation, Deadline, Span, Target
from ingest.extract.directives.deadline import deadlines
from ingest.extract.directives.target import targets

_QUOTED = re.compile(r"[“\"][^”\"\n]{3,300}[”\"]")


class Cited:
    """The citations of a document, by where they stand."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        self._citations = sorted(citations, key=lambda citation: citation.span.start)
        self._starts = [citation.span.start for citation in self._citations]

    def within(self, span: Span) -> Iterator[Citation]:
        """Those that begin in the span."""
        for at in range(bisect_left(self._starts, span.start), len(self._citations)):
            if self._starts[at] >= span.end:
                return
            yield self._citations[at]


class Values:
    """What one span of the text says of time and amount."""

    def __init__(self, text: str, span: Span, *, issued: str | None, cited: Cited, column: bool = False) -> None:
        self._text, self._span, self._issued = text, span, issued
        self._cited, self._column = cited, column
        self._due: tuple[Deadline, ...] | None = None
        self._aims: tuple[Target, ...] | None = None
        self._shut: tuple[Span, ...] | None = None

    def _closed(self) -> tuple[Span, ...]:
        """Citations and quoted titles, whose dates and numbers are their own."""
        if self._shut is None:
            quoted = (Span(*match.span()) for match in _QUOTED.finditer(self._text, self._span.start, self._span.end))
            self._shut = (*(citation.span for citation in self._cited.within(self._span)), *quoted)
        return self._shut

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """By when."""
        if self._due is None:
            start, end = self._span.start, self._span.end
            self._due = deadlines(self._text, start, end, issued=self._issued, column=self._column, closed=self._closed())
        return self._due

    @property
    def targets(self) -> tuple[Target, ...]:
        """How much."""
        if self._aims is None:
            closed = (*self._closed(), *(one.span for one in self.deadlines))
            self._aims = targets(self._text, self._span.start, self._span.end, closed=closed)
        return self._aims

    @property
    def citation(self) -> str | None:
        """What the directive implements: the first document that it says it carries out."""
        carried = next((one for one in self._cited.within(self._span) if one.relation == "thực hiện"), None)
        return (carried.symbol or carried.text) if carried else None
