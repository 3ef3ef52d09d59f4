"""Turns a document into what its page shows in order: headings, paragraphs, tables, folded furniture, page breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby

from corpus.document import Document, Found, Header, Line, Section, Span
from webapp.pages.pieces import Cutter, Layer, Piece, layer, named

LIST_KINDS = {"điểm": "point", "gạch đầu dòng": "point", "khoản": "clause"}
TITLE_LENGTH = 300
"""A longer line is running text, even if a fact was read in it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text, or a heading that runs over several.

    `look` is "heading", "title" (tên loại), "subject" (trích yếu), "clause", "point" or "text"; `level` the heading's, from 1;
    `page` the page that begins here; `hit` whether it belongs to the passage that was asked for; `section` the place of its
    section in the document, for a heading.
    """

    start: int
    end: int
    look: str
    pieces: tuple[Piece, ...]
    level: int = 0
    page: int | None = None
    hit: bool = False
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a data table; each cell is its pieces."""

    start: int
    end: int
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    page: int | None = None
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """Lines that are no part of the document (menus, teasers of other articles)."""

    start: int
    end: int
    paragraphs: tuple[Paragraph, ...]


Part = Paragraph | Table | Folded


def layout(document: Document, *, marks: Sequence[Span] = (), hit: Span | None = None, objects: bool = False) -> tuple[Part, ...]:
    """The parts of a document with the words of a question marked and one passage pointed at.

    With `objects`, its citations and directives are marked too.
    """
    return tuple(_Page(document, marks, hit, objects=objects).parts(document.text.lines))


def excerpt(document: Document, span: Span, *, marks: Sequence[Span] = ()) -> tuple[Part, ...]:
    """The parts of a document that a passage touches."""
    touched = (line for line in document.text.lines if line.span.start < span.end and span.start < line.span.end)
    return tuple(_Page(document, marks, None).parts(touched))


def facts(header: Header) -> dict[str, Found[object]]:
    """The fields of a header that have a value, in their order."""
    return {f.name: found for f in fields(header) if (found := getattr(header, f.name)) is not None}


def _objects(document: Document) -> tuple[Layer, Layer, Layer]:
    """Where the citations, the directives, and the deadlines and targets of these stand."""
    directives = document.directives
    details = [(due.span, "deadline") for each in directives for due in each.deadlines if due.span != each.span]
    details += [(aim.span, "target") for each in directives for aim in each.targets if aim.span != each.span]
    return (
        named((each.span, place) for place, each in enumerate(document.citations)),
        named((each.span, place) for place, each in enumerate(directives)),
        named(details),
    )


class _Page:
    """Everything that is looked up again and again while the parts are made."""

    def __init__(self, document: Document, marks: Sequence[Span], hit: Span | None, *, objects: bool = False) -> None:
        self.text, self.lines, self.hit = document.text.text, document.text.lines, hit
        known = {found.span: name for name, found in facts(document.header).items() if found.span}
        self.facts = known
        self.furniture = layer((*document.furniture, *document.text.furniture))
        self.headings = {s.span.start: (place, s) for place, s in enumerate(document.sections) if s.titled}
        self.items = {s.span.start: s for s in document.sections if not s.titled}
        markers = layer(Span(s.span.start, s.span.start + len(s.marker)) for s in self.items.values())
        anchors = (hit.start,) if hit else ()
        seen = _objects(document) if objects else ()
        self.cutter = Cutter(self.text, layer(marks), known, markers, anchors, layer(known), *seen)
        self.page: int | None = None

    def parts(self, lines: Iterable[Line]) -> Iterator[Part]:
        """The parts these lines make."""
        for kind, run in groupby(lines, key=self._kind):
            if kind == "table":
                yield self._table(tuple(run))
            elif kind == "furniture":
                folded = tuple(self._paragraphs(tuple(run)))
                yield Folded(folded[0].start, folded[-1].end, folded)
            else:
                yield from self._paragraphs(tuple(run))

    def _kind(self, line: Line) -> str:
        if self.furniture.at(line.span.start, line.span.end):
            return "furniture"
        return "table" if line.cells else "text"

    def _table(self, lines: Sequence[Line]) -> Table:
        start, end = lines[0].span.start, lines[-1].span.end
        rows = tuple(tuple(self.cutter.pieces(cell.start, cell.end, line=start) for cell in line.cells) for line in lines)
        return Table(start, end, rows, self._turned(lines[0]), self._asked(start, end))

    def _paragraphs(self, lines: Sequence[Line]) -> Iterator[Paragraph]:
        at = 0
        while at < len(lines):
            first, last = at, at
            place, section = self.headings.get(lines[first].span.start, (None, None))
            while section and last + 1 < len(lines) and lines[last + 1].span.start < section.span.end:
                last += 1
            yield self._paragraph(lines[first], lines[last].span.end, section, place)
            at = last + 1

    def _paragraph(self, line: Line, end: int, section: Section | None, place: int | None) -> Paragraph:
        start = line.span.start
        look, level = ("heading", section.level) if section else (self._look(line), 0)
        page, hit = self._turned(line), self._asked(start, end)
        return Paragraph(start, end, look, self.cutter.pieces(start, end), level, page, hit, place)

    def _look(self, line: Line) -> str:
        item = self.items.get(line.span.start)
        if item:
            return LIST_KINDS.get(item.kind, "text")
        names = {self.facts[self.cutter.fact_layer.spans[i]] for i in self.cutter.fact_layer.at(line.span.start, line.span.end)}
        if line.span.end - line.span.start <= TITLE_LENGTH:
            if "type" in names and "symbol" not in names:
                return "title"
            if "subject" in names and "symbol" not in names:
                return "subject"
        return "text"

    def _turned(self, line: Line) -> int | None:
        """The number of the page that begins with this line, None if it is still the same."""
        turned = line.page if line.page != self.page else None
        self.page = line.page
        return turned

    def _asked(self, start: int, end: int) -> bool:
        return self.hit is not None and start < self.hit.end and self.hit.start < end
