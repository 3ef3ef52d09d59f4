"""PDF with text, read by PDFium and pdfplumber: running heads dropped, columns in order, tables as rows, page and box kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.document import Block, Reading
from ingest.read.failures import failure
from ingest.read.pdf.notes import apart
from ingest.read.pdf.order import Line, in_order
from ingest.read.pdf.pages import Page, pages
from ingest.read.pdf.paragraphs import Measure, Placed, blocks, measure
from ingest.read.pdf.running import Sheet, without_running
from ingest.read.pdf.tables import Table, joined
from ingest.read.source import Source

SCANNED_PAGES = "Trang {pages} là ảnh quét, chưa có chữ để đọc: cần nhận dạng chữ (OCR)."


def read(source: Source) -> Reading:
    """Blocks with page and box; raise ReadError encrypted, wrong_password, broken or scanned."""
    found, metadata = pages(source)
    scanned = [number for number, page in enumerate(found, start=1) if page.scanned]
    if not any(page.sheet.rows or page.tables for page in found):
        raise failure("scanned" if scanned else "textless", source.name)
    if found and len(scanned) > 0.8 * len(found) and len(found) > 1:
        raise failure("scanned", source.name)
    warning = (SCANNED_PAGES.format(pages=", ".join(map(str, scanned[:20]))),) if scanned else ()
    return Reading("pdf", tuple(_blocks(found)), pages=len(found), metadata=metadata, warnings=warning)


def _blocks(found: Sequence[Page]) -> Iterator[Block]:
    """All pages as one flow: paragraphs and tables that go on over a page break are put together."""
    sheets = without_running([page.sheet for page in found])
    flow = [(number, item) for number, page in enumerate(found, start=1) for item in _items(sheets[number - 1], page.tables)]
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
