"""Readers: one module a format turns a file into blocks in reading order; this registry picks the reader by content."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from corpus.document import Reading
from corpus.settings import Settings
from ingest.read.failures import UNSUPPORTED, failure, unsupported
from ingest.read.sniff import sniff
from ingest.read.source import Source

# format -> module; imported on first use, because lxml, PDFium and trafilatura take time to load
READERS = {
    "txt": "ingest.read.plain",
    "md": "ingest.read.plain",
    "html": "ingest.read.html",
    "docx": "ingest.read.docx",
    "pdf": "ingest.read.pdf",
    "doc": "ingest.read.doc",
    "rtf": "ingest.read.rtf",
    "odt": "ingest.read.odt",
    "xlsx": "ingest.read.xlsx",
    "xls": "ingest.read.xls",
}
EXTENSIONS = {
    "txt": "txt",
    "text": "txt",
    "md": "md",
    "markdown": "md",
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "docx": "docx",
    "docm": "docx",
    "dotx": "docx",
    "pdf": "pdf",
    "doc": "doc",
    "dot": "doc",
    "rtf": "rtf",
    "odt": "odt",
    "ott": "odt",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
}
NAMES = {
    "txt": "văn bản thuần",
    "md": "văn bản thuần",
    "html": "trang HTML",
    "docx": "tệp Word (.docx)",
    "pdf": "tệp PDF",
    "doc": "tệp Word đời cũ (.doc)",
    "rtf": "tệp RTF",
    "odt": "tệp OpenDocument (.odt)",
    "xlsx": "bảng tính Excel (.xlsx)",
    "xls": "bảng tính Excel đời cũ (.xls)",
}
MEGABYTE = 1024 * 1024


class _Module(Protocol):
    """What every reader module offers."""

    def read(self, source: Source) -> Reading:
        """Blocks of the file in reading order; raise ReadError."""


def read(path: Path, *, password: str | None = None, settings: Settings) -> Reading:
    """Read a file by what it is, whatever its extension says; raise ReadError with a reason for the user."""
    return read_bytes(_bytes(path, settings.max_file_mb), name=path.name, password=password, settings=settings)


def read_bytes(data: bytes, *, name: str, password: str | None = None, settings: Settings) -> Reading:
    """Read a file already in memory (an original from the store, an upload); `name` gives the extension and serves messages."""
    source = Source(data, name, password)
    if not data:
        raise failure("empty", name)
    if len(data) > settings.max_file_mb * MEGABYTE:
        raise _too_large(name, len(data), settings.max_file_mb)
    kind = sniff(source)
    if kind not in READERS:
        raise _refusal(kind, source)
    try:
        reading = cast(_Module, import_module(READERS[kind])).read(source)
    except RecursionError as exc:  # elements nested by the thousand: nobody wrote that
        raise failure("broken", name) from exc
    if not any(letter.isalnum() for block in reading.blocks for letter in block.text):
        raise failure("textless", name)
    return _warn_of_extension(reading, source, kind)


def _bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; a file over the limit (MB) is refused before any of it is read."""
    try:
        if path.is_dir():
            raise failure("directory", path.name)
        if not path.exists():
            raise failure("missing", str(path))
        if not path.is_file():
            raise failure("special", path.name)
        size = path.stat().st_size
        if size > limit * MEGABYTE:
            raise _too_large(path.name, size, limit)
        return path.read_bytes()
    except OSError as exc:
        raise failure("unreadable", path.name, why=exc.strerror or type(exc).__name__) from exc


def _too_large(name: str, size: int, limit: int) -> Exception:
    return failure("too_large", name, size=round(size / MEGABYTE), limit=limit)


def _refusal(kind: str, source: Source) -> Exception:
    if kind in {"broken", "encrypted_word"}:
        return failure(kind, source.name)
    if kind == "unknown" and source.extension in {*EXTENSIONS, *UNSUPPORTED}:
        return failure("mismatch", source.name, extension=source.extension)
    return unsupported(kind, source.name)


def _warn_of_extension(reading: Reading, source: Source, kind: str) -> Reading:
    """A plain text may have any extension; otherwise an extension that says something else is worth a word."""
    claimed = EXTENSIONS.get(source.extension, source.extension if source.extension in UNSUPPORTED else "")
    if not claimed or NAMES.get(claimed) == NAMES[kind]:
        return reading
    warning = f"Tệp mang đuôi .{source.extension} nhưng thực ra là {NAMES[kind]}; đã đọc theo nội dung."
    return replace(reading, warnings=(warning, *reading.warnings))
