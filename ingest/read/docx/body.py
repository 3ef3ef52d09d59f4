"""The body of a Word file to blocks: paragraphs, tables, text boxes after the paragraph they hang on, footnotes at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.document import Block
from ingest.read.columns import columns_of_blocks
from ingest.read.docx.numbering import Numbering
from ingest.read.docx.package import Element, Package, q, value
from ingest.read.docx.runs import Runs, runs
from ingest.read.docx.styles import Style, Styles, drawn, outline
from ingest.read.grid import Cell, Grid

WRAPPERS = {q(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
CONTENTS = "toc "  # styles "toc 1" … of the table of contents


@dataclass(slots=True)
class Body:
    """Reads one part after another, counting numbers and notes through all of them."""

    package: Package
    contents: list[int] = field(default_factory=list)
    styles: Styles = field(init=False)
    numbering: Numbering = field(init=False)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.styles = Styles(self.package.styles)
        self.numbering = Numbering(self.package.numbering)

    def read(self) -> list[Block]:
        """All blocks of the document; `contents` then holds the numbers of those in a table of contents."""
        body = self.package.document.find(q("body"))
        blocks = self.inside(self.package.document if body is None else body)
        blocks = columns_of_blocks(blocks)
        self.contents.extend(number for number, block in enumerate(blocks) if block.style == "contents")
        blocks = [replace(block, style="") if block.style == "contents" else block for block in blocks]
        return [*blocks, *self._notes()]

    def inside(self, parent: Element) -> list[Block]:
        """The blocks of the paragraphs and tables under an element."""
        blocks: list[Block] = []
        for child in parent:
            if child.tag == q("p"):
                blocks.extend(self._paragraph(child))
            elif child.tag == q("tbl"):
                blocks.extend(self._table(child).blocks())
            elif child.tag in WRAPPERS:
                blocks.extend(self.inside(child))
        return blocks

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        properties = paragraph.find(q("pPr"))
        style_id = value(properties.find(q("pStyle"))) if properties is not None else ""
        style = self.styles.style(style_id) if style_id else self.styles.default
        found = runs(paragraph, style=style, styles=self.styles, notes=self.notes)
        label, bullet = self._label(properties, style)
        if found.text.strip():
            yield _block(found, label, _style(properties, style, bullet=bullet))
        for box in found.boxes:
            yield from self.inside(box)

    def _label(self, properties: Element | None, style: Style) -> tuple[str, bool]:
        number, level = style.number or ("", 0)
        own = properties.find(q("numPr")) if properties is not None else None
        if own is not None:
            number = value(own.find(q("numId")), default=number)
            level_text = value(own.find(q("ilvl")))
            level = int(level_text) if level_text.isdigit() else level
        return self.numbering.label(number, level) if number not in {"", "0"} else ("", False)

    def _table(self, table: Element) -> Grid:
        rows: list[tuple[Cell, ...]] = []
        above: dict[int, Cell] = {}
        for row in _rows(table):
            rows.append(tuple(self._row(row, above)))
        return Grid(tuple(rows), bordered=self._bordered(table))

    def _row(self, row: Element, above: dict[int, Cell]) -> Iterator[Cell]:
        """Cells of a row; a cell that continues the one above it (vMerge) repeats it."""
        column = _number(row.find(f"{q('trPr')}/{q('gridBefore')}"), 0)
        yield from (Cell() for _ in range(column))
        for element in _cells(row):
            properties = element.find(q("tcPr"))
            merge = properties.find(q("vMerge")) if properties is not None else None
            width = _number(properties.find(q("gridSpan")) if properties is not None else None, 1)
            if merge is not None and value(merge, default="continue") == "continue" and column in above:
                cell = replace(above[column], continued=True)
            else:
                cell = Cell(tuple(self.inside(element)), columns=width)
            above[column] = cell
            column += width
            yield cell

    def _bordered(self, table: Element) -> bool:
        cells = (cell for cell in table.iter(q("tcBorders")))
        if any(drawn(borders) for borders in cells):
            return True
        properties = table.find(q("tblPr"))
        if properties is None:
            return False
        borders = properties.find(q("tblBorders"))
        if borders is not None:
            return drawn(borders)
        return bool(self.styles.style(value(properties.find(q("tblStyle")))).bordered)

    def _notes(self) -> Iterator[Block]:
        """Footnotes and endnotes in the order of their signs in the text."""
        parts = {"footnote": self.package.footnotes, "endnote": self.package.endnotes}
        known = {(kind, value(note, "id")): note for kind, root in parts.items() if root is not None for note in root.iterfind(q(kind))}
        for number, key in enumerate(list(self.notes), start=1):
            words = " ".join(block.text for block in self.inside(known[key])) if key in known else ""
            if words.strip():
                yield Block(f"[{number}] {words.strip()}")


def _block(found: Runs, label: str, style: str) -> Block:
    return Block(label + found.text.strip(" \n"), bold=found.bold, italic=found.italic, style=style)


def _style(properties: Element | None, style: Style, *, bullet: bool) -> str:
    if style.name.startswith(CONTENTS):
        return "contents"
    return outline(properties) or style.heading or ("list" if bullet else "")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == q("tr") and child.find(f"{q('trPr')}/{q('del')}") is None:
            yield child
        elif child.tag in WRAPPERS:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == q("tc"):
            yield child
        elif child.tag in WRAPPERS:
            yield from _cells(child)


def _number(element: Element | None, default: int) -> int:
    text = value(element)
    return min(int(text), 63) if text.isdigit() else default
