"""The pages of a PDF file: PDFium reads all, and pdfplumber those with lines, columns or doubtful letters."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.read.declared import declared
from ingest.read.failures import failure
from ingest.read.pdf.aligned import aligned
from ingest.read.pdf.glyphs import Glyph, Rule, glyphs, rules
from ingest.read.pdf.marks import composed, damage
from ingest.read.pdf.order import has_columns
from ingest.read.pdf.plumber import Plumber
from ingest.read.pdf.running import Sheet
from ingest.read.pdf.tables import Table, tables
from ingest.read.pdf.words import Row, rows
from ingest.read.source import Source

logging.getLogger("pypdfium2").setLevel(logging.ERROR)
PDFIUM = Lock()  # PDFium must not be entered by two threads
LETTERS = 12  # a page with fewer letters than this and a picture is a scan
FEW_LINES = 3  # fewer lines than this (under a motto, over a footnote) make no table
TOO_DENSE = 30_000  # characters of a page beyond which pdfplumber would take seconds
AGREE = 0.8  # share of characters that must stand where PDFium sees them too


@dataclass(frozen=True, slots=True)
class Page:
    """What was found on a page before it is put in order; `laid` if pdfplumber read it."""

    sheet: Sheet
    tables: tuple[Table, ...]
    scanned: bool
    laid: bool = False


def pages(source: Source) -> tuple[list[Page], dict[str, str]]:
    """All pages and the file's own metadata; raise ReadError encrypted, wrong_password or broken."""
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(source.data, password=source.password)
        except pdfium.PdfiumError as exc:
            if getattr(exc, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(exc).lower():
                raise failure("wrong_password" if source.password else "encrypted", source.name) from exc
            raise failure("broken", source.name) from exc
        plumber = Plumber(source.data, source.password)
        try:
            return [_page(document, number, plumber) for number in range(len(document))], _metadata(document)
        except pdfium.PdfiumError as exc:
            raise failure("broken", source.name) from exc
        finally:
            document.close()


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    facts = document.get_metadata_dict(skip_empty=True)
    return declared(facts.get("Title"), facts.get("Author"))


def _page(document: pdfium.PdfDocument, number: int, plumber: Plumber) -> Page:
    page = document[number]
    try:
        width, height = page.get_size()
        found, ruled = composed(glyphs(page)), rules(page)
        few = sum(glyph.text.isalnum() for glyph in found) < LETTERS
        scanned = few and any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    finally:
        page.close()
    text = rows(found)
    if not _needs_layout(found, ruled, text):
        return Page(Sheet(tuple(text), width, height), (), scanned)
    laid = plumber.page(number) if 0 < len(found) <= TOO_DENSE else None
    better = composed(laid.glyphs) if laid else []
    if laid and _agree(found, better):
        found, ruled = _with_weight(better, found), laid.rules
    ordered, rest = _tables(found, ruled, number + 1)
    return Page(Sheet(tuple(rest), width, height), tuple(ordered), scanned, laid is not None)


def _tables(found: Sequence[Glyph], ruled: Sequence[Rule], page: int) -> tuple[list[Table], list[Row]]:
    """The tables of a page, with lines and without, from top to bottom, and the rows outside of them."""
    drawn, rest = tables(ruled, found, page=page)
    text = rows(rest)
    made = aligned(text)
    if not made:
        return drawn, text
    spaced, rest = tables(made, rest, page=page)
    return sorted((*drawn, *spaced), key=lambda table: table.box.top), rows(rest)


def _needs_layout(found: Sequence[Glyph], ruled: Sequence[Rule], text: Sequence[Row]) -> bool:
    """The cheap check: lines that may be a table's, white that may part columns, letters that PDFium could not name."""
    return len(ruled) >= FEW_LINES or damage(found) > 0 or has_columns(text)


def _agree(ours: Sequence[Glyph], theirs: Sequence[Glyph]) -> bool:
    """Whether pdfplumber lost nothing: no more damage than PDFium, and letters where PDFium sees them."""
    if damage(theirs) > damage(ours):
        return False
    places = {_place(glyph) for glyph in theirs}
    seen = [glyph for glyph in ours if glyph.text.isalnum()]
    return sum(_place(glyph) in places for glyph in seen) >= AGREE * len(seen)


def _place(glyph: Glyph) -> tuple[int, int]:
    return round(glyph.x0 / 4), round(glyph.base / 4)


def _with_weight(laid: Sequence[Glyph], found: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of pdfplumber, which knows fonts by name only, with the weight that PDFium reads in the font itself."""
    weights = {(round(g.x0), round(g.base)): g for g in found if g.bold or g.italic}
    mended = []
    for glyph in laid:
        same = weights.get((round(glyph.x0), round(glyph.base)))
        mended.append(glyph._replace(bold=glyph.bold or same.bold, italic=glyph.italic or same.italic) if same else glyph)
    return mended
