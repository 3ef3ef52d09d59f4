"""Word files of 1997 to 2003 (.doc): paragraphs, tables, footnotes; emphasis, and letters of legacy fonts as Unicode."""

from __future__ import annotations

import struct

from corpus.document import Reading
from ingest.read.columns import columns_of_blocks
from ingest.read.doc.body import Body
from ingest.read.doc.container import Damaged, streams
from ingest.read.doc.text import Encrypted, story
from ingest.read.failures import failure
from ingest.read.fonts import is_legacy, warning
from ingest.read.source import Source

NUMBERED = "Trong tệp có số thứ tự do Word tự đánh (1., a)…) mà chưa đọc được từ .doc; muốn có đủ, hãy lưu thành .docx rồi nạp lại."


def read(source: Source) -> Reading:
    """Blocks in reading order; raise ReadError broken, encrypted, scanned or empty."""
    try:
        parts = streams(source.data)
        body = Body(story(parts))
        body.read()
    except Encrypted as exc:
        raise failure("encrypted_word", source.name) from exc
    except (Damaged, struct.error, IndexError, KeyError, ValueError, OverflowError) as exc:
        raise failure("broken", source.name) from exc
    blocks = columns_of_blocks(body.blocks())
    if not any(block.text.strip() for block in blocks):
        raise failure("scanned" if len(parts.get("Data", b"")) > 20_000 else "textless", source.name)
    pieces = body.pieces()
    warnings = (*(warning(pieces) if is_legacy(pieces) else ()), *((NUMBERED,) if body.numbered else ()))
    return Reading("doc", tuple(blocks), warnings=warnings)
