"""The vocabulary in Elasticsearch: counted with every commit, kept as parts beside the records, added up where it is asked for."""

from __future__ import annotations

import base64
import threading
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from indices.elastic.bulk import Bulk
from indices.elastic.connection import Connection
from indices.elastic.state import Part, State
from indices.protocol import Record
from indices.vocabulary import EMPTY, Named, Vocabulary, merged, of_records, packed, unpacked

_COUNTED = 5_000  # records counted at a time
_CHUNK = 6_000_000  # bytes of one document


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of some commits in a row, and the documents whose names in older parts no longer count."""

    words: Vocabulary
    gone: frozenset[str]


class Words:
    """The vocabulary last asked for, and its parts, held until the index changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._guard = threading.Lock()
        self._parts: dict[tuple[str, Part], Counted] = {}
        self._known: Vocabulary = EMPTY

    def of(self, index: str, state: State) -> Vocabulary:
        """The vocabulary of a committed state; the one known before if that state has been replaced meanwhile."""
        keys = [(index, part) for part in state.words]
        with self._guard:
            if keys != list(self._parts):
                found = {key: self._parts.get(key) or read(self._connection, *key) for key in keys}
                parts = {key: part for key, part in found.items() if part is not None}
                if len(parts) == len(keys):
                    self._parts, self._known = parts, _whole(list(parts.values())).words
            return self._known


class Counting:
    """The words of what is put until the next commit."""

    def __init__(self) -> None:
        self._waiting: list[Record] = []
        self._counted: list[Counted] = []
        self._records = 0

    def put(self, records: Sequence[Record]) -> None:
        """Take records in."""
        self._records += len(records)
        self._waiting += (replace(record, tokens={}) for record in records)
        if len(self._waiting) >= _COUNTED:
            self._count()

    def commit(self, connection: Connection, index: str, base: State, *, alive: Container[str], gone: frozenset[str]) -> State:
        """Keep what was counted as a part that also takes in its smaller neighbours; `base` with the new parts.

        `alive` are the documents put that still are there, `gone` those that were there before and no longer count.
        """
        self._count()
        fresh = _whole(self._counted)
        named = tuple(row for row in fresh.words.documents if row.id in alive)
        counted = [Counted(replace(fresh.words, documents=named), gone)]
        kept, size = list(base.words), self._records
        while kept and kept[-1].size <= 2 * size:
            size += kept[-1].size
            counted.insert(0, read(connection, index, kept.pop()) or Counted(EMPTY, frozenset()))
        kept.append(write(connection, index, _whole(counted), name=str(base.writing), size=size, worn=base.worn))
        return replace(base, words=tuple(kept), worn=tuple(part for part in base.words if part not in kept))

    def _count(self) -> None:
        if self._waiting:
            self._counted.append(Counted(of_records(self._waiting), frozenset()))
            self._waiting = []


def read(connection: Connection, index: str, part: Part) -> Counted | None:
    """A part; None where it is gone or damaged."""
    ids = [_id(part.name, n) for n in range(part.chunks)]
    answer = connection.read(lambda client: client.mget(index=index, ids=ids))
    chunks = [row["_source"]["state"] for row in answer["docs"] if row.get("found")]
    words = unpacked(base64.b64decode("".join(chunk["data"] for chunk in chunks)))
    return Counted(words, frozenset(chunks[0]["gone"])) if words is not None else None


def write(connection: Connection, index: str, counted: Counted, *, name: str, size: int, worn: Sequence[Part]) -> Part:
    """Keep a part, in documents of a size the server takes; worn ones go."""
    data = base64.b64encode(packed(counted.words)).decode("ascii")
    chunks = [data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK)]
    bulk = Bulk(connection, index)
    for number, chunk in enumerate(chunks):
        bulk.put(_id(name, number), {"state": {"data": chunk, "gone": [] if number else sorted(counted.gone)}})
    for part in worn:
        for number in range(part.chunks):
            bulk.delete(_id(part.name, number))
    bulk.flush()
    return Part(name, size, len(chunks))


def _id(name: str, chunk: int) -> str:
    return f"words:{name}:{chunk}"


def _whole(parts: Sequence[Counted]) -> Counted:
    """Parts in a row as one: later names in place of older ones."""
    if len(parts) == 1:
        return parts[0]
    named: dict[str, Named] = {}
    for part in parts:
        named = {id: row for id, row in named.items() if id not in part.gone} | {row.id: row for row in part.words.documents}
    words = replace(merged([part.words for part in parts]), documents=tuple(named.values())) if parts else EMPTY
    return Counted(words, frozenset().union(*(part.gone for part in parts)))
