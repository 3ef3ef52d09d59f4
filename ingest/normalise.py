"""Blocks as read become the one stored text: Unicode made uniform, spaces collapsed, every line with its span and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.document import Block, Line, Reading, Span, Text
from corpus.text import nfc
from ingest.quality import inspect, to_unicode

SPACES = re.compile(r"\s+")
NEWLINE = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\U000e0000-\U000e007f]|[\ud800-\udfff]")
FIELD_CODE = re.compile(r"^(?:PAGE|NUMPAGES|EMBED \S+|MERGEFORMAT)(?:\s+\\\* \w+)*$")  # Word's field junk on a line of its own
SEPARATOR = " | "


@dataclass(slots=True)
class _Draft:
    """The text so far; grows line by line."""

    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    length: int = 0


def normalise(reading: Reading) -> Text:
    """The stored text with its lines; `text[line.span]` has no newline and no outer white space; nothing else is lost."""
    blocks, warnings = to_unicode(reading.blocks)
    hidden = frozenset(reading.furniture)
    draft = _Draft()
    for number, block in enumerate(blocks):
        start = len(draft.lines)
        for text, cells in _lines(block):
            _add(draft, block, text, cells)
        if number in hidden and len(draft.lines) > start:
            draft.furniture.append(Span(draft.lines[start].span.start, draft.lines[-1].span.end))
    text = "\n".join(draft.parts)
    return Text(
        text=text,
        lines=tuple(draft.lines),
        format=reading.format,
        pages=reading.pages,
        metadata={key: clean(value) for key, value in reading.metadata.items() if clean(value)},
        furniture=_merged(draft.furniture),
        warnings=(*reading.warnings, *warnings, *inspect(text)),
    )


def clean(text: str) -> str:
    """One line of text in the form it is stored in: NFC, one kind of Đ, plain spaces, no invisible characters."""
    return SPACES.sub(" ", nfc(CONTROL.sub("", text))).strip()


def _lines(block: Block) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The lines of a block; a table row is always one line."""
    if block.cells:
        text, cells = _row(block.cells)
        if text:
            yield text, cells
        return
    for part in NEWLINE.split(block.text):
        text = clean(part)
        if text and not FIELD_CODE.match(text):
            yield text, ()


def _row(cells: tuple[str, ...]) -> tuple[str, tuple[Span, ...]]:
    """A row as text, and the spans of its cells in that text; an empty cell has an empty span."""
    texts = [clean(cell) for cell in cells]
    if not any(texts):
        return "", ()
    row = SEPARATOR.join(texts)
    cut = len(row) - len(row.lstrip())
    kept = row.strip()
    spans: list[Span] = []
    position = -cut
    for text in texts:
        start = min(max(position, 0), len(kept))
        spans.append(Span(start, start + len(text)))
        position += len(text) + len(SEPARATOR)
    return kept, tuple(spans)


def _add(draft: _Draft, block: Block, text: str, cells: tuple[Span, ...]) -> None:
    start = draft.length
    line = Line(
        Span(start, start + len(text)),
        page=block.page,
        box=block.box,
        bold=block.bold,
        italic=block.italic,
        style=block.style,
        cells=tuple(Span(start + cell.start, start + cell.end) for cell in cells),
    )
    draft.parts.append(text)
    draft.lines.append(line)
    draft.length = start + len(text) + 1


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbouring lines of furniture as one span."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = replace(merged[-1], end=span.end)
        else:
            merged.append(span)
    return tuple(merged)
