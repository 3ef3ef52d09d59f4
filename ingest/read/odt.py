"""OpenDocument texts (.odt): paragraphs, headings, lists, tables with merged cells, footnotes; deletions left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.document import Block, Reading
from ingest.read.columns import columns_of_blocks
from ingest.read.declared import declared
from ingest.read.docx.package import BROKEN, DUBLIN, Element, part
from ingest.read.failures import failure
from ingest.read.grid import Cell, Grid
from ingest.read.source import Source

NAMESPACES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
}
MOST = 100  # times that a cell or a row may say it is repeated: programs fill whole sheets with empty ones


def q(name: str) -> str:
    """The qualified name of "text:p"."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


SECTIONS = {q(name) for name in ("text:section", "text:index-body", "text:table-of-content", "draw:text-box", "draw:frame")}
GONE = {q(name) for name in ("office:annotation", "text:note", "text:tracked-changes", "draw:frame", "text:ruby-text")}
SIGNS = {q("text:tab"): "\t", q("text:line-break"): "\n"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of letters and of the border of a cell."""

    bold: bool | None = None
    italic: bool | None = None
    bordered: bool | None = None
    parent: str = ""


def read(source: Source) -> Reading:
    """Blocks in reading order; raise ReadError broken, encrypted, scanned or too_large."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            manifest, meta = part(archive, "META-INF/manifest.xml", source), part(archive, "meta.xml", source)
            if manifest is not None and any(str(element.tag).endswith("encryption-data") for element in manifest.iter()):
                raise failure("encrypted", source.name)
            trees = [tree for name in ("styles.xml", "content.xml") if (tree := part(archive, name, source)) is not None]
            pictures = any(name.startswith("Pictures/") for name in archive.namelist())
    except BROKEN as exc:
        raise failure("broken", source.name) from exc
    text = trees[-1].find(f".//{q('office:text')}") if trees else None
    if text is None:
        raise failure("broken", source.name)
    body = Body({name: style for tree in trees for name, style in _styles(tree)})
    blocks = columns_of_blocks([*body.inside(text), *body.notes])
    if not any(block.text.strip() for block in blocks):
        raise failure("scanned" if pictures else "textless", source.name)
    facts = {} if meta is None else declared(meta.findtext(f".//{DUBLIN}title"), meta.findtext(f".//{DUBLIN}creator"))
    return Reading("odt", tuple(blocks), metadata=facts)


def _styles(tree: Element) -> Iterator[tuple[str, Style]]:
    for element in tree.iter(q("style:style")):
        text, cell = element.find(q("style:text-properties")), element.find(q("style:table-cell-properties"))
        weight = None if text is None else text.get(q("fo:font-weight"))
        slope = None if text is None else text.get(q("fo:font-style"))
        borders = [] if cell is None else [value for name, value in cell.attrib.items() if str(name).startswith(q("fo:border"))]
        yield (
            str(element.get(q("style:name"), "")),
            Style(
                bold=None if weight is None else weight in {"bold", "600", "700", "800", "900"},
                italic=None if slope is None else slope in {"italic", "oblique"},
                bordered=any(value != "none" for value in borders) if borders else None,
                parent=str(element.get(q("style:parent-style-name"), "")),
            ),
        )


@dataclass(slots=True)
class Body:
    """Reads elements in order; gathers footnotes on the way."""

    styles: dict[str, Style]
    notes: list[Block] = field(default_factory=list)

    def inside(self, parent: Element, *, style: str = "") -> list[Block]:
        """The blocks of everything under an element."""
        found: list[Block] = []
        for child in parent:
            if child.tag in {q("text:p"), q("text:h")}:
                found.extend(self._paragraph(child, style))
            elif child.tag == q("text:list"):
                for item in child:
                    found.extend(self.inside(item, style="list"))
            elif child.tag == q("table:table"):
                found.extend(self._table(child).blocks())
            elif child.tag in SECTIONS:
                found.extend(self.inside(child))
        return found

    def _paragraph(self, paragraph: Element, style: str) -> Iterator[Block]:
        if paragraph.tag == q("text:h"):
            level = str(paragraph.get(q("text:outline-level"), "1"))
            style = f"heading{level}" if level in "123456789" else "heading9"
        runs = list(self._runs(paragraph, str(paragraph.get(q("text:style-name"), "")), (False, False)))
        text = "".join(run for run, _ in runs)
        said = [emphasis for run, emphasis in runs if run.strip()]
        if text.strip():
            yield Block(text.strip(" "), bold=all(bold for bold, _ in said), italic=all(italic for _, italic in said), style=style)
        for box in paragraph.iter(q("draw:text-box")):
            yield from self.inside(box)

    def _runs(self, element: Element, style: str, above: tuple[bool, bool]) -> Iterator[tuple[str, tuple[bool, bool]]]:
        """The words under an element with their emphasis; white space collapsed as the format says."""
        emphasis = self._emphasis(style, above)
        yield _plain(element.text), emphasis
        for child in element:
            if child.tag in SIGNS:
                yield SIGNS[str(child.tag)], emphasis
            elif child.tag == q("text:s"):
                yield " " * min(MOST, _number(child, "text:c")), emphasis
            elif child.tag == q("text:note"):
                body = child.find(q("text:note-body"))
                self.notes.extend([] if body is None else self.inside(body))
            elif child.tag not in GONE:
                yield from self._runs(child, str(child.get(q("text:style-name"), "")), emphasis)
            yield _plain(child.tail), emphasis

    def _emphasis(self, name: str, above: tuple[bool, bool]) -> tuple[bool, bool]:
        bold, italic, seen = None, None, set[str]()
        while name in self.styles and name not in seen:
            seen.add(name)
            style = self.styles[name]
            bold, italic, name = style.bold if bold is None else bold, style.italic if italic is None else italic, style.parent
        return above[0] if bold is None else bold, above[1] if italic is None else italic

    def _table(self, table: Element) -> Grid:
        rows: list[tuple[Cell, ...]] = []
        below: dict[int, tuple[Cell, int]] = {}  # column -> the cell that reaches down from above, and for how many rows more
        borders: list[bool] = []
        for row in table.iter(q("table:table-row")):
            rows.append(tuple(self._row(row, below, borders)))
        return Grid(tuple(rows), bordered=any(borders) if borders else None)

    def _row(self, row: Element, below: dict[int, tuple[Cell, int]], borders: list[bool]) -> Iterator[Cell]:
        column = 0
        for element in row:
            repeated = min(MOST, _number(element, "table:number-columns-repeated"))
            if element.tag == q("table:covered-table-cell"):
                for _ in range(repeated):
                    cell, left = below.get(column, (Cell(), 0))
                    if left > 0:
                        below[column] = (cell, left - 1)
                        yield replace(cell, continued=True)
                        column += cell.columns
            elif element.tag == q("table:table-cell"):
                style = self.styles.get(str(element.get(q("table:style-name"), "")))
                borders.extend([] if style is None or style.bordered is None else [style.bordered])
                cell = Cell(tuple(self.inside(element)), columns=min(MOST, _number(element, "table:number-columns-spanned")))
                for _ in range(repeated):
                    below[column] = (cell, _number(element, "table:number-rows-spanned") - 1)
                    yield cell
                    column += cell.columns


def _plain(text: str | None) -> str:
    """White space of the XML: a run of it is one space."""
    if not text:
        return ""
    inner = " ".join(text.split())
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if inner and text[-1].isspace() else ''}"


def _number(element: Element, name: str) -> int:
    text = str(element.get(q(name), "1"))
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
