"""The original beside the text: one page of a PDF, opened where the words asked for stand, with those words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from corpus.document import Box, Document, Line, Span
from webapp.question import whole
from webapp.services import Reading, services

MAX_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Beside:
    """A page of the original: its number among `last`, its size in points, and the boxes of the passage and of the words."""

    number: int
    last: int
    version: int
    width: float
    height: float
    passage: tuple[Box, ...]
    words: tuple[Box, ...]


def has_pictures(found: Reading) -> bool:
    """Whether the original can be drawn page by page."""
    return any(v.number == found.version and v.format == "pdf" for v in found.versions)


def beside(found: Reading, document: Document, marks: Sequence[Span], *, mark: int, hit: Span | None) -> Beside | None:
    """The page to show; None where it was not asked for, or the original is no PDF."""
    last = document.text.pages
    if request.args.get("goc") != "1" or not last or not has_pictures(found):
        return None
    start = marks[mark - 1] if mark else hit
    number = min(whole(request.args, "trang", page_of(document, start), high=MAX_PAGES), last)
    near = [line for line in document.text.lines if line.page in {number, number - 1}]  # a paragraph may go on over the page break
    words = {span.of(document.text.text) for span in marks for line in near if _share(span, line)}
    sheet = services().sheet(found.entry.id, number, sorted(words), version=found.version)
    if sheet is None:
        return None
    passage = tuple(line.box for line in near if hit and line.page == number and line.box and _share(hit, line))
    return Beside(number, last, found.version, sheet.width, sheet.height, passage, sheet.words)


def page_of(document: Document, span: Span | None) -> int:
    """The page on which words begin; 1 for none."""
    pages = (line.page for line in document.text.lines if span and _share(span, line) and line.page)
    return next(pages, 1)


def _share(span: Span, line: Line) -> bool:
    return span.start < line.span.end and line.span.start < span.end
