"""One writing of the embedded index, from the first put to its commit, under the lock of the one writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from indices.embedded import manifest as manifests
from indices.embedded import schema, segments, words
from indices.embedded.coarse import Halves
from indices.embedded.segments import Segment
from indices.embedded.snapshot import Snapshot, dimensions_message
from indices.protocol import IndexFailure, Record, Vectors
from indices.record import packed

_SPILL = 20_000  # rows kept in memory before they go to a segment of their own
_WASTE = 4  # once one row in so many is dead, all segments are written anew
_HEAP = 256_000_000  # bytes of postings before Tantivy writes them out; taken only as they are needed
_THREADS = 2


class Writing:
    """What has been put and deleted since the last commit; on disk it counts only once `commit` has returned."""

    def __init__(self, version: Path, index: Any, known: Mapping[str, Segment]) -> None:
        self._folder = version / "vectors"
        self._folder.mkdir(exist_ok=True)
        self._base = Snapshot.load(version, index, known)
        self._text = index.writer(_HEAP, _THREADS)
        self._generation = self._base.manifest.generation + 1
        self._next_slot = self._base.manifest.next_slot
        self._dimensions = self._base.manifest.dimensions if len(self._base.columns) else 0
        self._known = self._base.documents()
        self._dead = set(self._base.manifest.dead)
        self._segments = list(self._base.segments)
        self._names = 0
        self._fresh: dict[str, list[int]] = {}
        self._records: list[Record] = []
        self._slots: list[int] = []
        self._vectors: list[Halves] = []
        self._packed: list[bytes] = []
        manifests.sweep(self._folder, self._base.manifest.generation)

    def put(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Take records and their vectors in; what the same documents had before goes."""
        self._check(records, vectors)
        self.delete({record.document for record in records})
        self._dimensions = vectors.shape[1]
        for record in records:
            self._text.add_document(schema.entry(record, self._next_slot))
            self._fresh.setdefault(record.document, []).append(self._next_slot)
            self._packed.append(packed(record))
            self._records.append(replace(record, text="", tokens={}))  # what the columns need, not every word
            self._slots.append(self._next_slot)
            self._next_slot += 1
        self._vectors.append(vectors.astype(np.float16))
        if len(self._records) >= _SPILL:
            self._spill()

    def delete(self, documents: Iterable[str]) -> None:
        """Remove all records of these documents, whether committed or just put."""
        gone = [name for name in documents if name in self._known or name in self._fresh]
        if not gone:
            return
        self._dead.update(self._base.slots_of([name for name in gone if name in self._known]).tolist())
        for name in gone:
            self._text.delete_documents_by_term("document", name)
            self._known.pop(name, None)
            self._dead.update(self._fresh.pop(name, ()))

    def commit(self) -> None:
        """Write vectors and manifest, then commit the text: that last step is what makes all of it count."""
        self._spill()
        self._merge()
        held = np.concatenate([np.empty(0, np.int64), *(segment.columns.numbers["slot"] for segment in self._segments)])
        dead = np.intersect1d(held, np.fromiter(self._dead, dtype=np.int64, count=len(self._dead)))
        names = tuple(segment.name for segment in self._segments)
        manifest = manifests.Manifest(self._generation, names, tuple(dead.tolist()), self._next_slot, self._dimensions)
        manifests.write(self._folder, manifest)
        self._text.delete_documents_by_term("marker", schema.MARKER)
        self._text.add_document(schema.marker(self._generation))
        self._text.commit()
        self._text.wait_merging_threads()
        manifests.sweep(self._folder, self._generation)

    def abandon(self) -> None:
        """Forget everything since the last commit."""
        self._text.rollback()

    def _check(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Refuse what would leave text and vectors apart, before anything is touched."""
        if vectors.ndim != 2 or len(vectors) != len(records):
            raise IndexFailure("shape", f"Có {len(records)} đoạn nhưng véc-tơ có dạng {vectors.shape}.")
        if self._dimensions and vectors.shape[1] != self._dimensions:
            raise IndexFailure("dimensions", dimensions_message(self._dimensions, vectors.shape[1]))
        if not np.isfinite(vectors).all():
            raise IndexFailure("vectors", "Véc-tơ có giá trị không phải là số; mô hình hỏng hoặc đoạn văn rỗng.")
        ids = {record.id for record in records}
        if len(ids) != len(records) or any(record.id != f"{record.document}:{record.ordinal}" for record in records):
            raise IndexFailure("ids", "Mã đoạn phải là «mã tài liệu:số thứ tự» và không được trùng nhau.")

    def _spill(self) -> None:
        """Write the rows in memory as a segment."""
        if not self._records:
            return
        held = segments.columns(self._records, self._slots)
        vectors = np.concatenate(self._vectors)
        self._segments.append(segments.write(self._folder, self._name(), held, vectors=vectors, packed=self._packed))
        self._records, self._slots, self._vectors, self._packed = [], [], [], []

    def _merge(self) -> None:
        """Keep segments few: all in one when much is dead, else neighbours while the newer is not much smaller."""
        rows = sum(len(segment) for segment in self._segments)
        if rows and len(self._dead) * _WASTE > rows:
            self._join(0)
        first = len(self._segments) - 1
        size = len(self._segments[first]) if self._segments else 0
        while first > 0 and len(self._segments[first - 1]) <= 2 * size:
            first -= 1
            size += len(self._segments[first])
        if 0 <= first < len(self._segments) - 1:
            self._join(first)

    def _join(self, first: int) -> None:
        """Put the segments from this one on into one."""
        dead = np.fromiter(self._dead, dtype=np.int64, count=len(self._dead))
        parts = self._segments[first:]
        whole: Segment = segments.merged(self._folder, self._name(), parts, dead)
        if len(whole) == sum(map(len, parts)):
            words.join(self._folder, whole.name, parts)
        self._segments[first:] = [whole] if len(whole) else []

    def _name(self) -> str:
        self._names += 1
        return f"{self._generation}-{self._names}"
