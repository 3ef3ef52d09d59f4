"""The characters and ruling lines of a PDF page as PDFium gives them, in points from the top left of the page as shown."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

BOLD = re.compile(r"bold|black|heavy|semibold|demi|,b|-bd|bd$", re.I)
ITALIC = re.compile(r"italic|oblique|slanted|-it$|,i", re.I)
HYPHENS = (0x02, 0xFFFE)  # what PDFium writes for a hyphen at the end of a line; Vietnamese has no soft ones
LOST = 0xFFFD  # for a character whose font does not tell what it is
SHORT = 4.0  # shorter than this is a dot or a tick
DEPTH = 6  # forms within forms


class Glyph(NamedTuple):
    """A character with its place; a tuple, because a page has thousands. `size` is the height of the letters in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    italic: bool


class Rule(NamedTuple):
    """A straight line, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


class _Face(NamedTuple):
    """What the characters of one text object share."""

    bold: bool
    italic: bool
    size: float
    level: bool


class _Frame(NamedTuple):
    """How the page is turned and where its corner is."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as seen: from the left and from the top."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def frame(page: pdfium.PdfPage) -> _Frame:
    """The visible part of a page and its turn."""
    left, bottom, right, top = page.get_cropbox()
    return _Frame(left, bottom, right, top, page.get_rotation() % 360)


def glyphs(page: pdfium.PdfPage) -> list[Glyph]:
    """The level, visible characters of a page in the order of the file; one without Unicode is U+FFFD."""
    text_page = page.get_textpage()
    found: list[Glyph] = []
    try:
        for glyph in _raw_glyphs(text_page.raw, frame(page)):
            if found and glyph.x0 == found[-1].x0 and glyph[2:6] == found[-1][2:6] and glyph.text in "fit" and found[-1].text[0] == "f":
                found[-1] = found[-1]._replace(text=found[-1].text + glyph.text)  # PDFium spells out a ligature: "ffi" in one place
            else:
                found.append(glyph)
    finally:
        text_page.close()
    return found


def _raw_glyphs(text_page: Any, shown: _Frame) -> Iterator[Glyph]:
    faces: dict[int, _Face] = {}
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        handle = raw.FPDFText_GetTextObject(text_page, index)
        if code in HYPHENS:
            code = ord("-")
        if not handle or (code < 32 and code):
            continue  # line ends and spaces that PDFium made up have no object
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        face = faces.get(key) or faces.setdefault(key, _face(text_page, index, handle, shown.turn))
        if not face.level:
            continue
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        x0, top = shown.point(box.left, box.top)
        x1, bottom = shown.point(box.right, box.bottom)
        base = shown.point(x.value, y.value)[1]
        yield Glyph(
            chr(code or LOST), min(x0, x1), max(x0, x1), min(top, bottom), max(top, bottom), base, face.size, face.bold, face.italic
        )


def font_style(font: str) -> tuple[bool, bool]:
    """Bold and italic by the name of a font ("ABCDEF+TimesNewRomanPS-BoldItalicMT")."""
    name = font.partition("+")[2] or font
    return bool(BOLD.search(name)), bool(ITALIC.search(name))


def _face(text_page: Any, index: int, handle: Any, turn: int) -> _Face:
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text_page, index, name, 256, flags)
    font = name.value.decode("utf-8", "replace") if length else ""
    named = font_style(font)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text_page, index, matrix)
    size = raw.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    weight = raw.FPDFText_GetFontWeight(text_page, index)
    return _Face(
        bold=named[0] or weight >= 600,
        italic=named[1] or bool(flags.value & 0x40),
        size=size,
        level=abs((angle - turn + 180) % 360 - 180) < 5,
    )


def rules(page: pdfium.PdfPage) -> list[Rule]:
    """The horizontal and vertical lines drawn on a page, sides of boxes included."""
    shown = frame(page)
    found: list[Rule] = []
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=DEPTH):
        if _is_drawn(path.raw):
            found.extend(_sides(path, shown))
    return found


def _is_drawn(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _sides(path: pdfium.PdfObject, shown: _Frame) -> Iterator[Rule]:
    matrix = path.get_matrix()
    container = path.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for number in range(raw.FPDFPath_CountSegments(path.raw)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = shown.point(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _straight(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            yield from _straight(last, start)


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    width, height = abs(a[0] - b[0]), abs(a[1] - b[1])
    if max(width, height) >= SHORT and min(width, height) < 1.0:
        yield Rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
