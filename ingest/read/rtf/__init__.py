"""RTF files: paragraphs, tables with merged cells, footnotes; letters of Unicode, of code pages and of legacy fonts."""

from __future__ import annotations

from corpus.document import Reading
from ingest.read.columns import columns_of_blocks
from ingest.read.declared import declared
from ingest.read.failures import failure
from ingest.read.fonts import is_legacy, warning
from ingest.read.rtf.body import Body
from ingest.read.source import Source


def read(source: Source) -> Reading:
    """Blocks in reading order; raise ReadError scanned or empty where there are pictures only, or nothing."""
    body = Body()
    body.read(source.data.decode("latin-1"))
    blocks = columns_of_blocks(body.blocks())
    if not any(block.text.strip() for block in blocks):
        raise failure("scanned" if body.pictures else "textless", source.name)
    pieces = body.pieces()
    warnings = warning(pieces) if is_legacy(pieces) else ()
    return Reading("rtf", tuple(blocks), metadata=declared(body.facts.get("title"), body.facts.get("author")), warnings=warnings)
