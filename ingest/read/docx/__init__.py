"""Word files (.docx): the text as Word shows it, with generated numbers, tables, text boxes and footnotes; deletions left out."""

from __future__ import annotations

import re

from corpus.document import Block, Reading
from ingest.read.docx.body import Body
from ingest.read.docx.package import Package, open_package
from ingest.read.failures import failure
from ingest.read.grid import fold
from ingest.read.source import Source

NUMBER_LINE = re.compile(r"^\s*so\s*:?\s*[\d.…_]*\s*[-/]\s*\w")  # "Số: 12/KH-LĐLĐ", "Số 02-NQ/TW", on folded text
NEAR = 60  # blocks of a document among which its own number stands


def read(source: Source) -> Reading:
    """Blocks in reading order; the table of contents that Word generates is marked as furniture."""
    package = open_package(source)
    body = Body(package)
    blocks = body.read()
    if not any(block.text.strip() for block in blocks):
        raise failure("scanned" if package.has_pictures else "textless", source.name)
    header = _header_with_number(package, blocks)
    shift = len(header)
    return Reading(
        "docx",
        (*header, *blocks),
        metadata=package.metadata(),
        furniture=tuple(number + shift for number in body.contents),
        warnings=package.warnings(),
    )


def _header_with_number(package: Package, blocks: list[Block]) -> list[Block]:
    """The page header, only where it holds the số/ký hiệu that the body lacks; nothing otherwise."""
    if any(NUMBER_LINE.match(fold(block.text)) for block in blocks[:NEAR]):
        return []
    for root in package.headers:
        inside = Body(package).inside(root)
        if any(NUMBER_LINE.match(fold(line)) for block in inside for line in block.text.split("\n")):
            return inside
    return []
