"""Excel workbooks of 1997 to 2003 (.xls): the visible sheets, with letters of legacy fonts as Unicode."""

from __future__ import annotations

import struct

from corpus.document import Reading
from ingest.read.doc.container import Damaged, streams
from ingest.read.failures import failure
from ingest.read.fonts import is_legacy, unicode_of, warning
from ingest.read.sheets import blocks_of
from ingest.read.source import Source
from ingest.read.xls.book import Book, Locked


def read(source: Source) -> Reading:
    """Blocks sheet by sheet; raise ReadError broken or encrypted."""
    try:
        parts = streams(source.data)
        book = Book(parts["Workbook"] if "Workbook" in parts else parts["Book"])
        book.read()
    except Locked as exc:
        raise failure("encrypted", source.name) from exc
    except (Damaged, struct.error, IndexError, KeyError, ValueError, OverflowError) as exc:
        raise failure("broken", source.name) from exc
    pieces = list(book.words.values())
    legacy = is_legacy(pieces)
    if legacy:
        for (number, place), piece in book.words.items():
            book.sheets[number].values[place] = unicode_of([piece])
    for sheet in book.sheets:
        sheet.values = {place: " ".join(words.split()) for place, words in sheet.values.items() if words.strip()}
    return Reading("xls", blocks_of(book.sheets), warnings=warning(pieces) if legacy else ())
