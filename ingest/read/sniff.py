"""What a file is, judged by its content first and by its extension only where the content leaves it open."""

from __future__ import annotations

import io
import re
import zipfile

from ingest.read.doc.container import Damaged, names
from ingest.read.source import Source

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "bitmap"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
)
# names of OLE streams are UTF-16 in the directory of the container
OLE_STREAMS = (
    ("EncryptedPackage", "encrypted_word"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
ZIP_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
# "<!DOCTYPE html", "<html lang=…>", "<!-- saved from --><body>", "<table border=0>"
HTML_START = re.compile(
    rb"^(?:\s|\xef\xbb\xbf|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
HTML_TAG = re.compile(
    rb"</?(?:p|div|span|table|tr|td|br|h[1-6]|ul|ol|li|strong|b|i|em|a|font|center|article|section)(?:\s[^<>]{0,500})?/?>", re.I
)
WORD_XML = re.compile(rb"<\?mso-application|schemas\.microsoft\.com/office/word/2003|xmlns:pkg=")
WINDOW = 8192
STRAY = 0.02  # share of control characters that a text may have: old converters leave cell marks and field codes
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(source: Source) -> str:
    """A readable format (txt, md, html, docx, pdf), a key of failures.UNSUPPORTED, or broken | encrypted_word | unknown."""
    data = source.data
    head = data[:WINDOW]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(ZIP):
        return _zip(source)
    if head.startswith(OLE):
        return _ole(data)
    kind = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    if kind == "bitmap":
        kind = "image" if b"\x00" in head[:64] else None
    return kind or _text(source, head)


def _zip(source: Source) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                return _open_document(archive.read("mimetype")[:200].decode("latin-1"))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return "broken"
    return next((kind for part, kind in ZIP_PARTS if any(name.startswith(part) for name in names)), "archive")


def _open_document(mimetype: str) -> str:
    if "epub" in mimetype:
        return "epub"
    return next((kind for word, kind in OPEN_DOCUMENT.items() if word in mimetype), "archive")


def _ole(data: bytes) -> str:
    """By the streams of the root folder (a workbook may hold Word files); by names anywhere in a damaged container."""
    try:
        inside = names(data)
    except Damaged:
        return next((kind for name, kind in OLE_STREAMS if name.encode("utf-16-le") in data), "ole")
    return next((kind for name, kind in OLE_STREAMS if name in inside), "ole")


def _text(source: Source, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    elif _utf16(head):
        head = head.replace(b"\x00", b"")
    if len(BINARY.findall(head)) > max(2, len(head) * STRAY):
        return "unknown"
    if WORD_XML.search(head):
        return "wordxml"
    if HTML_START.search(head) or _tagged(head):
        return "html"
    return "md" if source.extension in {"md", "markdown"} else "txt"


def _utf16(head: bytes) -> bool:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    zeros = head[0::2].count(0), head[1::2].count(0)
    return len(head) > 3 and max(zeros) > len(head) * 0.15 and min(zeros) < len(head) * 0.02


def _tagged(head: bytes) -> bool:
    """A piece of HTML without <html>: begins with a tag and goes on with them."""
    tags = HTML_TAG.findall(head)
    return len(tags) >= 3 and bool(HTML_TAG.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")))
