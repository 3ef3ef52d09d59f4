"""The lines of a document with the section each belongs to, and the tree of sections: what passages are built from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Document, Found, Line, Section, Span

BASIS = re.compile(r"[-–+*\s]{0,4}(?:căn cứ|theo đề nghị|xét đề nghị|xét tờ trình|theo tờ trình)\b", re.I)
RECIPIENTS = re.compile(r"nơi (?:nhận|gửi)\s*(?:[:/]|$)", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, or the part of one outside furniture.

    Attributes:
        run: units of one run have no furniture between them.
        zone: "head", "basis", "tail" or "" (body); only outside sections.
        row: a table row.
        heading: it is (part of) a titled heading.
        lead: it introduces what follows: a heading, or a line that ends with ":".
    """

    span: Span
    run: int
    page: int | None
    zone: str = ""
    row: bool = False
    heading: bool = False
    lead: bool = False


@dataclass(slots=True)
class Node:
    """A section (None: the document itself) with its own lines and its children, in order."""

    section: Section | None
    items: list[Unit | Node] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """A heading with nothing under it."""
        return all(isinstance(item, Unit) and item.heading for item in self.items)


def tree(document: Document) -> Node:
    """The document as a tree whose leaves, in order, are all its words outside furniture."""
    root = Node(None)
    stack = [root]
    sections = sorted(document.sections, key=lambda section: (section.extent.start, section.level))
    at = 0
    for unit in _units(document):
        while len(stack) > 1 and _end(stack[-1]) <= unit.span.start:
            stack.pop()
        while at < len(sections) and sections[at].extent.start < unit.span.end:
            at = _open(stack, sections, at)
        top = stack[-1]
        top.items.append(_placed(unit, top.section))
    return root


def _end(node: Node) -> int:
    return node.section.extent.end if node.section else 0


def _open(stack: list[Node], sections: Sequence[Section], at: int) -> int:
    section = sections[at]
    while len(stack) > 1 and (_end(stack[-1]) <= section.extent.start or (stack[-1].section and stack[-1].section.level >= section.level)):
        stack.pop()
    node = Node(section)
    stack[-1].items.append(node)
    stack.append(node)
    return at + 1


def _placed(unit: Unit, section: Section | None) -> Unit:
    if section is None:
        return unit
    heading = section.titled and unit.span.start < section.span.end and unit.span.end <= section.span.end + 3
    return Unit(unit.span, unit.run, unit.page, "", unit.row, heading=heading, lead=heading or unit.lead)


def _units(document: Document) -> Iterator[Unit]:
    text = document.text.text
    zone = _Zones(document)
    run, end = 0, -1
    furniture = sorted(document.furniture)
    at = 0
    for span, line in _lines(document):
        while at < len(furniture) and furniture[at].end <= span.start:
            if furniture[at].end > end:
                run += 1
            at += 1
        cursor, other = span.start, at
        while other < len(furniture) and furniture[other].start < span.end:
            if part := _trimmed(text, cursor, furniture[other].start):
                yield zone.unit(text, part, run, line)
            cursor = max(cursor, furniture[other].end)
            run += 1
            other += 1
        if part := _trimmed(text, cursor, span.end):
            yield zone.unit(text, part, run, line)
        end = span.end


def _lines(document: Document) -> Iterator[tuple[Span, Line | None]]:
    """Every line, and any words that lie between two lines (there should be none)."""
    text, end = document.text.text, 0
    for line in document.text.lines:
        if line.span.start > end and (part := _trimmed(text, end, line.span.start)):
            yield part, None
        if line.span.end > max(end, line.span.start):
            yield Span(max(end, line.span.start), line.span.end), line
            end = line.span.end
    if part := _trimmed(text, end, len(text)):
        yield part, None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


class _Zones:
    """Tells head, căn cứ and signature lines from the body, as the lines go by."""

    def __init__(self, document: Document) -> None:
        header = document.header
        parts = (header.type, header.symbol, header.issued, header.issuer, header.place, header.subject, header.secrecy, header.urgency)
        first = min((section.extent.start for section in document.sections), default=len(document.text.text))
        formal = header.symbol is not None or header.type is not None
        self._head = max((end for end in _edges(parts, last=True) if end <= first), default=0) if formal else 0
        signed = (header.authority, header.signer_title, header.signer)
        self._signed = min((start for start in _edges(signed, last=False) if start > self._head), default=len(document.text.text) + 1)
        self._zone = "head"

    def unit(self, text: str, span: Span, run: int, line: Line | None) -> Unit:
        """The unit for `span`, in its zone."""
        head = text[span.start : min(span.end, span.start + 40)]
        if span.start < self._head or (
            self._zone == "head" and self._head and span.end - span.start < 100 and text[span.start : span.end].isupper()
        ):
            self._zone = "head"  # also "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH" above the căn cứ
        elif RECIPIENTS.match(head) or span.start <= self._signed < span.end:
            self._zone = "tail"
        elif BASIS.match(head) and self._zone != "tail":
            self._zone = "basis"
        elif self._zone != "tail" and not (self._zone == "basis" and text[span.end - 1] in ";,"):
            self._zone = ""
        row = line is not None and bool(line.cells)
        return Unit(span, run, line.page if line else None, self._zone, row, lead=text[span.end - 1] == ":")


def _edges(parts: Sequence[Found[str] | None], *, last: bool) -> list[int]:
    return [part.span.end if last else part.span.start for part in parts if part is not None and part.span is not None]
