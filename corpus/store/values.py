"""What the catalog tells of a document: its entry, its versions and why it failed, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

QUEUED, READING, UNDERSTOOD, INDEXED, FAILED = STATES = ("queued", "reading", "understood", "indexed", "failed")
READ, ENCODE, INDEX = STEPS = ("read", "encode", "index")  # what a document waits for next; a worker may take only some of them
ENCODED = "chờ vào chỉ mục"  # the stage of an understood document whose vectors are all in the cache: it waits for INDEX


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the catalog, without its text.

    Attributes:
        source: the path it last came from; `sources` are all paths whose file holds these bytes.
        state: one of STATES; `stage` says more ("đang mã hoá 128/512 đoạn"), for people; ENCODED alone is read by the program.
        version: number of the newest version, from 1; 0 for a file refused before its bytes were kept.
        understood: number of the newest version that was understood, 0 for none.
        passages: how many passages the understood version has, so that an index can be checked.
        created: "new", "version" or "unchanged" on an entry that `put_file` returns, else "".
    """

    id: str
    source: str
    sources: tuple[str, ...]
    sha256: str
    size: int
    format: str
    state: str
    stage: str
    error_code: str
    error_message: str
    attempts: int
    version: int
    understood: int
    passages: int
    created_at: datetime
    updated_at: datetime
    symbol: str = ""
    type: str = ""
    issuer: str = ""
    issued: str = ""
    title: str = ""
    signer: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One set of bytes a document has had."""

    number: int
    sha256: str
    source: str
    size: int
    format: str
    ingested_at: datetime
    understood: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """One time that a version could not be taken in, and why."""

    version: int
    stage: str
    code: str
    message: str
    at: datetime
