"""Pages that need layout, as pdfplumber gives them: every character and every edge, in points from the top left of the page as shown."""

from __future__ import annotations

import io
import logging
from typing import Any, NamedTuple

from ingest.read.pdf.glyphs import SHORT, Glyph, Rule, font_style
from ingest.read.pdf.marks import LOST

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
STRAIGHT = 0.09  # tangent of the slope (5 degrees) up to which text is level
THIN = 1.0  # an edge is no thicker


class Laid(NamedTuple):
    """What pdfplumber found on a page."""

    glyphs: list[Glyph]
    rules: list[Rule]


class Plumber:
    """A file as pdfplumber sees it, opened at the first page that needs it."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self._data = data
        self._password = password
        self._file: Any = None
        self._pages: list[Any] | None = None  # none of them where pdfminer cannot open the file

    def page(self, number: int) -> Laid | None:
        """A page (from 0); None where pdfminer, which knows less damaged files than PDFium, cannot read it."""
        if self._pages is None:
            self._pages = self._open()
        if number >= len(self._pages):
            return None
        page = self._pages[number]
        try:
            return _laid(page)
        except Exception:  # pdfminer raises whatever its parsers meet in a damaged file
            return None
        finally:
            page.close()
            self._file.doc._cached_objs.clear()  # decoded streams of pages already read: memory must not grow with the file

    def _open(self) -> list[Any]:
        import pdfplumber  # takes a tenth of a second; most plain files never need it

        try:
            self._file = pdfplumber.open(io.BytesIO(self._data), password=self._password)
            return list(self._file.pages)
        except Exception:  # the same as for a page
            return []


def _laid(page: Any) -> Laid:
    left, top = page.cropbox[:2]
    foot = page.height + page.mediabox[1] - top
    styles: dict[str, tuple[bool, bool]] = {}
    found = []
    for char in page.chars:
        a, b, *_, rise = char["matrix"]
        if a <= 0 or abs(b) > STRAIGHT * a:
            continue
        bold, italic = styles.get(char["fontname"]) or styles.setdefault(char["fontname"], font_style(char["fontname"]))
        text = LOST if char["text"].startswith("(cid:") else char["text"]
        if text >= " ":
            place = (char["x0"] - left, char["x1"] - left, char["top"] - top, char["bottom"] - top)
            found.append(Glyph(text, *place, foot - rise, char["size"], bold, italic))
    return Laid(found, [rule for edge in page.edges if (rule := _rule(edge, left, top))])


def _rule(edge: dict[str, Any], left: float, top: float) -> Rule | None:
    """An edge of pdfplumber's, unless it is a dot."""
    rule = Rule(edge["x0"] - left, edge["top"] - top, edge["x1"] - left, edge["bottom"] - top)
    width, height = rule.x1 - rule.x0, rule.bottom - rule.top
    return rule if max(width, height) >= SHORT and min(width, height) <= THIN else None
