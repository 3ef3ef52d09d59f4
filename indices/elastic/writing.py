"""One writing of the index, from the first put to its commit, by the one writer whose generation it is."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from indices.elastic import schema
from indices.elastic.bulk import Bulk
from indices.elastic.holder import holder, is_dead
from indices.elastic.state import Dead, State
from indices.elastic.versions import Held, Versions
from indices.elastic.view import View, dimensions_message
from indices.elastic.words import Counting
from indices.protocol import IndexFailure, Record, Vectors

SILENCE = 20.0  # seconds without a sign of life after which another machine's writer counts as dead
GRACE = 60.0  # seconds that replaced records are kept for those who still read an older state
_LEAVING = 2.0  # seconds to say that a writer gives up; else its silence says it
_SIGN = 5.0  # seconds between two signs of life


def acquire(versions: Versions, patience: float) -> Held:
    """Become the one writer of the version in use; waits at most `patience` seconds, then IndexFailure("locked")."""
    name, seen, since = holder(), None, time.monotonic()
    deadline = since + patience
    while True:
        held = versions.current()
        if held is None:
            raise IndexFailure("gone", "Chỉ mục đã bị xoá trong lúc ghi. Hãy chạy «python -m indices rebuild».")
        sign = (held.index, held.state.holder, held.state.beat)
        if sign != seen:
            seen, since = sign, time.monotonic()
        if _free(held.state, time.monotonic() - since):
            mine = versions.change(held, held.state.taken(name))
            if mine and _still_in_use(versions, mine):
                return mine
        elif time.monotonic() >= deadline:
            raise IndexFailure("locked", "Một tiến trình khác đang ghi chỉ mục. Hãy đợi tiến trình đó xong rồi thử lại.")
        time.sleep(random.uniform(0.02, 0.1))


def _free(state: State, silent: float) -> bool:
    return not state.holder or silent > SILENCE or is_dead(state.holder)


def _still_in_use(versions: Versions, mine: Held) -> bool:
    """Whether no new version was published while we became the writer of the old one; lets go of it if so."""
    current = versions.current()
    if current is not None and current.index == mine.index:
        return True
    versions.change(mine, mine.state.released(void=True))
    return False


class Writing:
    """What has been put and deleted since the last commit; readers see it only once `commit` has returned."""

    def __init__(self, versions: Versions, held: Held) -> None:
        self._connection, self._versions, self._held = versions.connection, versions, held
        self._signed = time.monotonic()
        self._fresh: dict[str, list[str]] = {}
        self._gone: set[str] = set()
        self._bulk = Bulk(self._connection, held.index)
        self._counting = Counting()
        if held.state.littered:
            self._sweep()

    @property
    def held(self) -> Held:
        """The state as this writer last wrote it."""
        return self._held

    def put(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Take records and their vectors in; what the same documents had before goes."""
        check(records, vectors, self._held.state.dimensions)
        self._sign()
        self.delete({record.document for record in records})
        generation = self._held.state.writing
        self._counting.put(records)
        for record, vector in zip(records, vectors, strict=True):
            id = f"{record.id}@{generation}"
            self._bulk.put(id, schema.entry(record, vector, generation))
            self._fresh.setdefault(record.document, []).append(id)
            if self._bulk.full:
                self._flush()

    def delete(self, documents: Iterable[str]) -> None:
        """Remove all records of these documents, whether committed or just put."""
        names = set(documents)
        self._gone |= names
        if again := names & self._fresh.keys():
            self._flush()  # what is sent again because the server was busy must not come after what follows
            for name in again:
                for id in self._fresh.pop(name):
                    self._bulk.delete(id)
            self._flush()

    def commit(self) -> Held:
        """Send the rest, see that all of it is there, then make it count."""
        if not (self._fresh or self._gone):
            self._change(self._held.state.released(void=False))
            return self._held
        self._sign(after=0.0)
        self._bulk.flush()
        self._refresh()
        base = self._held.state
        replaced = View(self._connection, self._held.index, base).documents(sorted(self._gone)) if base.count else {}
        dead = (*self._buried(base), *((Dead(base.writing, tuple(sorted(replaced)), time.time()),) if replaced else ()))
        count = base.count - sum(replaced.values()) + sum(map(len, self._fresh.values()))
        worded = self._counting.commit(self._connection, self._held.index, base, alive=self._fresh, gone=frozenset(replaced))
        new = replace(worded, generation=base.writing, count=count, dead=dead).released(void=False)
        self._verify(new)
        self._change(new)
        return self._held

    def abandon(self) -> None:
        """Forget everything since the last commit; what cannot be removed now never counts, and is removed by the next writer."""
        with suppress(IndexFailure):
            self._versions.change(self._held, self._held.state.released(void=True), patience=_LEAVING)

    def _flush(self) -> None:
        self._sign()
        self._bulk.flush()

    def _sign(self, *, after: float = _SIGN) -> None:
        """Show others that this writer is alive, and see that it is still the one."""
        if time.monotonic() - self._signed > after:
            self._change(replace(self._held.state, beat=self._held.state.beat + 1))
            self._signed = time.monotonic()

    def _change(self, state: State) -> None:
        mine = self._versions.change(self._held, state)
        if mine is None:
            raise IndexFailure("lost", "Một tiến trình khác đã giành quyền ghi chỉ mục vì tiến trình này im lặng quá lâu. Hãy thử lại.")
        self._held = mine

    def _refresh(self) -> None:
        self._connection.write(lambda client: client.indices.refresh(index=self._held.index))

    def _verify(self, new: State) -> None:
        """Count what readers will see."""
        found = View(self._connection, self._held.index, new).counted()
        if found != new.count:
            raise IndexFailure("unverified", f"Elasticsearch giữ {found} đoạn thay vì {new.count}; lần ghi này không được tính.")

    def _buried(self, state: State) -> tuple[Dead, ...]:
        """Remove what was replaced long enough ago; returns what is left to keep."""
        old = tuple(dead for dead in state.dead if time.time() - dead.at > GRACE)
        if not (wanted := replace(state, dead=old).buried()):
            return state.dead
        self._remove(wanted)
        return tuple(dead for dead in state.dead if dead not in old)

    def _sweep(self) -> None:
        """Remove what dead writers left."""
        self._refresh()
        self._remove(schema.among("born", self._held.state.void))
        self._change(replace(self._held.state, littered=False))

    def _remove(self, query: schema.Body) -> None:
        index = self._held.index
        self._connection.write(lambda client: client.delete_by_query(index=index, query=query, conflicts="proceed", refresh=True))


def check(records: Sequence[Record], vectors: Vectors, dimensions: int) -> None:
    """Refuse what does not fit together, before anything is touched; `dimensions` 0 fits any model."""
    if vectors.ndim != 2 or len(vectors) != len(records):
        raise IndexFailure("shape", f"Có {len(records)} đoạn nhưng véc-tơ có dạng {vectors.shape}.")
    if dimensions and vectors.shape[1] != dimensions:
        raise IndexFailure("dimensions", dimensions_message(dimensions, vectors.shape[1]))
    if not np.isfinite(vectors).all():
        raise IndexFailure("vectors", "Véc-tơ có giá trị không phải là số; mô hình hỏng hoặc đoạn văn rỗng.")
    ids = {record.id for record in records}
    if len(ids) != len(records) or any(record.id != f"{record.document}:{record.ordinal}" for record in records):
        raise IndexFailure("ids", "Mã đoạn phải là «mã tài liệu:số thứ tự» và không được trùng nhau.")
