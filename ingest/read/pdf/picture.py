"""A page of a PDF as people see it: drawn as a picture, and where given words stand on it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from corpus.document import Box
from ingest.read.failures import failure
from ingest.read.pdf.pages import PDFIUM

WIDEST, HIGHEST = 1100, 2400
"""The largest picture, in pixels: A4 at about 130 dots an inch, and a page of any other size at less."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in PDF points, and where the words asked for stand on it."""

    width: float
    height: float
    words: tuple[Box, ...]


def drawn(path: Path, number: int) -> bytes:
    """A page, from 1, as PNG; raises IndexError for a page there is not, ReadError "broken" for a file that cannot be opened."""
    with _page(path, number) as page:
        width, height = page.get_size()
        picture = page.render(scale=min(WIDEST / width, HIGHEST / height)).to_pil()
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def sheet(path: Path, number: int, words: Sequence[str]) -> Sheet:
    """The size of a page and the boxes of words on it, line breaks and capitals aside; raises as `drawn`."""
    with _page(path, number) as page:
        width, height = page.get_size()
        text = page.get_textpage()
        found = tuple(Box(x0, height - top, x1, height - bottom) for x0, bottom, x1, top in _rectangles(text, words))
        text.close()
    return Sheet(width, height, found)


def _rectangles(text: pdfium.PdfTextPage, words: Sequence[str]) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each line of each place where the words stand."""
    parts = sorted({r"\s+".join(map(re.escape, each.split())) for each in words if each.strip()}, key=len, reverse=True)
    if not parts:
        return
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", text.get_text_range(), re.I):
        for index in range(text.count_rects(match.start(), match.end() - match.start())):
            yield text.get_rect(index)


@contextmanager
def _page(path: Path, number: int) -> Iterator[pdfium.PdfPage]:
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as exc:
            raise failure("broken", path.name) from exc
        try:
            if not 1 <= number <= len(document):
                raise IndexError(number)
            yield document[number - 1]
        finally:
            document.close()
