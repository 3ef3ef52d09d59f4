"""What an uploaded file brings: one document, or those of an archive, each under a source of its own with a safe name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.settings import Settings
from corpus.text import nfc

UPLOADS = "tải lên"
NAME_CHARACTERS = 150
LONGEST_EXTENSION = 8


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file for the store; `load` gives its bytes, until the next one is asked for, or raises ReadError."""

    source: str
    size: int
    load: Callable[[], bytes]


def arrivals(name: str, data: bytes, settings: Settings) -> Iterator[Arrival]:
    """The files an upload brings, in order.

    The source holds the digest of the bytes, so that each upload is a document of its own, whatever its name (two offices
    may both send "scan001.pdf"), and the same bytes sent twice are the same document.
    """
    from ingest.sources import items  # loads the readers

    safe = file_name(name)
    source = f"{UPLOADS}/{hashlib.sha256(data).hexdigest()[:12]}/{safe}"
    if not safe.lower().endswith(_suffixes()):
        yield Arrival(source, len(data), lambda: data)
        return
    with TemporaryDirectory(prefix="van-kien-") as folder:
        path = Path(folder, safe)
        path.write_bytes(data)
        for item in items([path], settings):
            yield Arrival(f"{source}{item.source.removeprefix(str(path))}", item.size, item.load)


def file_name(name: str) -> str:
    """The last part of a name a browser sent, without anything a file system or a page could trip over."""
    last = nfc(name).replace("\\", "/").rpartition("/")[2]
    clean = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, extension = clean.rpartition(".")
    if len(clean) > NAME_CHARACTERS and dot and len(extension) <= LONGEST_EXTENSION:
        clean = f"{stem[: NAME_CHARACTERS - len(extension) - 1]}.{extension}"
    return clean[:NAME_CHARACTERS] or "tệp không tên"


def _suffixes() -> tuple[str, ...]:
    from ingest.archives import SUFFIXES

    return SUFFIXES
