"""PDF with text: read by PDFium, laid out by us; running heads dropped, columns in order, ruled tables as rows, page and box kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Block, Reading
from ingest.read.declared import declared
from ingest.read.failures import failure
from ingest.read.pdf.glyphs import glyphs, rules
from ingest.read.pdf.notes import apart
from ingest.read.pdf.order import Line, in_order
from ingest.read.pdf.paragraphs import Measure, Placed, blocks, measure
from ingest.read.pdf.running import Sheet, without_running
from ingest.read.pdf.tables import Table, joined, tables
from ingest.read.pdf.words import rows
from ingest.read.source import Source

logging.getLogger("pypdfium2").setLevel(logging.ERROR)
PDFIUM = Lock()  # PDFium must not be entered by two threads
LETTERS = 12  # a page with fewer letters than this and a picture is a scan
SCANNED_PAGES = "Trang {pages} là ảnh quét, chưa có chữ để đọc: cần nhận dạng chữ (OCR)."


@dataclass(frozen=True, slots=True)
class _Page:
    """What was found on a page before it is put in order."""

    sheet: Sheet
    tables: tuple[Table, ...]
    scanned: bool


def read(source: Source) -> Reading:
    """Blocks with page and box; raise ReadError encrypted, wrong_password, broken or scanned."""
    with PDFIUM:
        pages, metadata = _pages(source)
    scanned = [number for number, page in enumerate(pages, start=1) if page.scanned]
    if not any(page.sheet.rows or page.tables for page in pages):
        raise failure("scanned" if scanned else "textless", source.name)
    if pages and len(scanned) > 0.8 * len(pages) and len(pages) > 1:
        raise failure("scanned", source.name)
    warning = (SCANNED_PAGES.format(pages=", ".join(map(str, scanned[:20]))),) if scanned else ()
    return Reading("pdf", tuple(_blocks(pages)), pages=len(pages), metadata=metadata, warnings=warning)


def _pages(source: Source) -> tuple[list[_Page], dict[str, str]]:
    try:
        document = pdfium.PdfDocument(source.data, password=source.password)
    except pdfium.PdfiumError as exc:
        if getattr(exc, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(exc).lower():
            raise failure("wrong_password" if source.password else "encrypted", source.name) from exc
        raise failure("broken", source.name) from exc
    try:
        return [_page(document, number) for number in range(len(document))], _metadata(document)
    except pdfium.PdfiumError as exc:
        raise failure("broken", source.name) from exc
    finally:
        document.close()


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    facts = document.get_metadata_dict(skip_empty=True)
    return declared(facts.get("Title"), facts.get("Author"))


def _page(document: pdfium.PdfDocument, number: int) -> _Page:
    page = document[number]
    try:
        width, height = page.get_size()
        found = glyphs(page)
        ruled, rest = tables(rules(page), found, page=number + 1)
        few = sum(glyph.text.isalnum() for glyph in found) < LETTERS
        scanned = few and any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
        return _Page(Sheet(tuple(rows(rest)), width, height), tuple(ruled), scanned)
    finally:
        page.close()


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    """All pages as one flow: paragraphs and tables that go on over a page break are put together."""
    sheets = without_running([page.sheet for page in pages])
    flow = [(number, item) for number, page in enumerate(pages, start=1) for item in _items(sheets[number - 1], page.tables)]
    flow, footnotes = apart(flow)
    areas = _areas(flow, sheets)
    for is_table, run in groupby(flow, key=lambda one: isinstance(one[1], Table)):
        if is_table:
            for grid in joined([item for _, item in run if isinstance(item, Table)]):
                yield from grid.blocks()
        else:
            lines = [Placed(item, number) for number, item in run if isinstance(item, Line)]
            for width, same in groupby(lines, key=lambda one: round(sheets[one.page - 1].width)):
                yield from _paragraphs(list(same), areas[width])
    for width, notes in groupby(footnotes, key=lambda one: round(sheets[one.page - 1].width)):
        yield from blocks(list(notes), areas[width])


def _items(sheet: Sheet, ruled: Sequence[Table]) -> Iterator[Line | Table]:
    """Lines and tables of a page from top to bottom."""
    waiting = list(sheet.rows)
    for table in ruled:
        above = [row for row in waiting if row.base < table.box.top + 2]
        yield from in_order(above)
        yield table
        waiting = waiting[len(above) :]
    yield from in_order(waiting)


def _areas(flow: Sequence[tuple[int, Line | Table]], sheets: Sequence[Sheet]) -> dict[int, Measure]:
    """The text area for each width of page."""
    lines: dict[int, list[Line]] = {round(sheet.width): [] for sheet in sheets}
    for number, item in flow:
        if isinstance(item, Line) and item.zone == 0:
            lines[round(sheets[number - 1].width)].append(item)
    return {width: measure(found) for width, found in lines.items()}


def _paragraphs(placed: list[Placed], area: Measure) -> Iterator[Block]:
    """Long columns are measured by themselves."""
    for zone, run in groupby(placed, key=lambda one: one.line.zone):
        lines = list(run)
        yield from blocks(lines, measure([one.line for one in lines]) if zone < 0 else area)
