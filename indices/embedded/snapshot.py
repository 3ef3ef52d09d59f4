"""One committed state of the embedded index, held open: the same text, vectors and columns until it is let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from indices.embedded import faint, schema, segments
from indices.embedded import manifest as manifests
from indices.embedded.manifest import Manifest
from indices.embedded.nearest import nearest
from indices.embedded.segments import Columns, Numbers, Segment
from indices.protocol import Filters, IndexFailure, Match, Record, TextQuery, Vectors
from indices.record import unpacked

Mask = NDArray[np.bool_]
_SPARE = 32  # matches asked for beyond the limit, to see whether equal scores go on
_TRIES = 5
_ORDINALS = 1 << 31  # more than a document has passages


def state(version: Path) -> tuple[int, ...]:
    """What changes on disk with every commit of a version; cheap."""
    try:
        stat = (version / "text" / "meta.json").stat()
    except FileNotFoundError:
        return ()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


class Snapshot:
    """A committed state; safe to use from several threads."""

    def __init__(self, searcher: Any, manifest: Manifest, held: Sequence[Segment]) -> None:
        self._searcher = searcher
        self.manifest = manifest
        self.segments = tuple(held)
        self.columns: Columns = segments.joined([segment.columns for segment in held])
        self._alive: Mask = ~np.isin(self.columns.numbers["slot"], manifest.dead_slots)

    @classmethod
    def load(cls, version: Path, index: Any, known: Mapping[str, Segment]) -> Snapshot:
        """The latest committed state. `known` segments are not read again."""
        folder = version / "vectors"
        for _ in range(_TRIES):
            index.reload()
            searcher = index.searcher()
            try:
                manifest = manifests.read(folder, schema.generation(searcher))
                held = [known.get(name) or segments.load(folder, name) for name in manifest.segments]
            except FileNotFoundError:
                continue  # a writer has committed twice meanwhile and swept: look again
            except (BadZipFile, KeyError, TypeError, ValueError) as exc:  # a file cut short or overwritten
                raise IndexFailure("broken", broken_message(exc)) from exc
            return cls(searcher, manifest, held)
        raise IndexFailure("torn", "Chỉ mục thiếu tệp. Hãy chạy «python -m indices rebuild» để dựng lại từ kho tài liệu.")

    # --- finding --------------------------------------------------------------------------------------------------

    def match(self, query: TextQuery, filters: Filters, limit: int) -> list[Match]:
        """The best records by text."""
        wanted = schema.matching(query if filters else self._thinned(query), filters)
        if wanted is None or limit <= 0:
            return []
        asked = limit + _SPARE
        while True:
            hits = self._searcher.search(wanted, asked, count=False).hits
            if len(hits) < asked or _rounded(hits[-1][0]) < _rounded(hits[limit - 1][0]):
                break
            asked *= 4  # ties run over the edge: which of them come first is decided by id, not by place
        slots = self._searcher.fast_field_values("slot", [address for _, address in hits])
        found = zip(self._ids(self._rows(np.asarray(slots, dtype=np.int64))), hits, strict=True)
        return _best([Match(id, _rounded(score)) for id, (score, _) in found], limit)

    def nearest(self, vector: Vectors, filters: Filters, limit: int) -> list[Match]:
        """The records nearest to a vector."""
        if not len(self.columns) or limit <= 0:
            return []
        if vector.shape != (self.manifest.dimensions,):
            raise IndexFailure("dimensions", dimensions_message(self.manifest.dimensions, vector.shape[-1]))
        allowed = self._allowed(filters)
        rows, scores = nearest(self.segments, vector, allowed, limit)
        return _best([Match(id, _rounded(float(score))) for id, score in zip(self._ids(rows), scores, strict=True)], limit)

    # --- looking --------------------------------------------------------------------------------------------------

    def get(self, ids: Sequence[str]) -> list[Record]:
        """Records by id."""
        rows = [self._row(id) for id in ids]
        return [unpacked(self._packed(row)) for row in rows if row is not None]

    def facets(self, query: TextQuery | None, filters: Filters) -> dict[str, dict[str, int]]:
        """How many documents there are of each type, issuer and year among those that match."""
        found = np.zeros(len(self.columns.tables["document"]), dtype=np.bool_)
        found[self.columns.numbers["document"][self._matching(query, filters)]] = True
        documents = np.flatnonzero(found)
        return {name: self._counts(name, documents) for name in ("type", "issuer", "year")}

    def documents(self) -> dict[str, int]:
        """Records held, by document."""
        counts = np.bincount(self.columns.numbers["document"][self._alive], minlength=len(self.columns.tables["document"]))
        return {name: int(count) for name, count in zip(self.columns.tables["document"], counts, strict=True) if count}

    def count(self) -> int:
        """Records held."""
        return int(self._alive.sum())

    def slots_of(self, documents: Sequence[str]) -> Numbers:
        """The slots of all records of these documents."""
        codes = [self._codes[name] for name in documents if name in self._codes]
        chosen = np.isin(self.columns.numbers["document"], codes) & self._alive
        return self.columns.numbers["slot"][chosen]

    def _thinned(self, query: TextQuery) -> TextQuery:
        """The query without tokens that nearly every record holds, where there are very many records and no demands."""
        if self._searcher.num_docs < faint.MANY or query.must or query.must_not:
            return query
        kept = faint.telling(schema.weighted(query), self._searcher.doc_freq, self._searcher.num_docs)
        return TextQuery({}, more=kept)

    # --- rows -----------------------------------------------------------------------------------------------------

    def _matching(self, query: TextQuery | None, filters: Filters) -> Numbers:
        """Rows that match."""
        if query is None:
            return np.flatnonzero(self._allowed(filters))
        wanted = schema.matching(query, filters)
        if wanted is None or not len(self.columns):
            return np.empty(0, dtype=np.int64)
        hits = self._searcher.search(wanted, len(self.columns), count=False, order_by_field="slot").hits
        return self._rows(np.asarray([slot for slot, _ in hits], dtype=np.int64))

    def _allowed(self, filters: Filters) -> Mask:
        """Which rows are alive and pass the filters."""
        keep, numbers = self._alive, self.columns.numbers
        if not filters:
            return keep
        for name in ("type", "issuer", "document"):
            if values := getattr(filters, name):
                keep = keep & self._among(name, values)
        for name in ("type", "issuer"):
            if values := getattr(filters, f"not_{name}"):
                keep = keep & ~self._among(name, values)
        if filters.year:
            keep = keep & np.isin(numbers["year"], filters.year)
        low, high = schema.day_limits(filters)
        if low is not None:
            keep = keep & (numbers["last_day"] >= low)
        if high is not None:
            keep = keep & (numbers["first_day"] > 0) & (numbers["first_day"] <= high)
        return keep

    def _among(self, name: str, values: Sequence[str]) -> Mask:
        wanted = frozenset(values)  # may be most of the documents
        codes = [code for code, value in enumerate(self.columns.tables[name]) if value in wanted]
        chosen: Mask = np.isin(self.columns.numbers[name], codes)
        return chosen

    def _rows(self, slots: Numbers) -> Numbers:
        """Rows of slots, which are in ascending order in the columns."""
        rows: Numbers = np.searchsorted(self.columns.numbers["slot"], slots)
        return rows

    def _ids(self, rows: Numbers) -> list[str]:
        names, numbers = self.columns.tables["document"], self.columns.numbers
        codes, ordinals = numbers["document"][rows].tolist(), numbers["ordinal"][rows].tolist()
        return [f"{names[code]}:{ordinal}" for code, ordinal in zip(codes, ordinals, strict=True)]

    @cached_property
    def _codes(self) -> dict[str, int]:
        """Document id -> its number in the columns."""
        return {name: code for code, name in enumerate(self.columns.tables["document"])}

    @cached_property
    def _by_id(self) -> tuple[Numbers, Numbers]:
        """Ids as numbers, in order, and the living row of each."""
        rows = np.flatnonzero(self._alive)
        keys = self.columns.numbers["document"][rows] * _ORDINALS + self.columns.numbers["ordinal"][rows]
        order = np.argsort(keys)
        return keys[order], rows[order]

    def _row(self, id: str) -> int | None:
        """The row of an id."""
        name, _, ordinal = id.rpartition(":")
        code = self._codes.get(name)
        if code is None or not ordinal.isdecimal():
            return None
        keys, rows = self._by_id
        at = int(np.searchsorted(keys, code * _ORDINALS + int(ordinal)))
        return int(rows[at]) if at < len(keys) and keys[at] == code * _ORDINALS + int(ordinal) else None

    def _packed(self, row: int) -> bytes:
        for segment in self.segments:
            if row < len(segment):
                return segment.packed(row)
            row -= len(segment)
        raise IndexError(row)

    @cached_property
    def _of_document(self) -> dict[str, Numbers]:
        """Type, issuer and year of each document (they are the document's own, so any living row will do)."""
        numbers = self.columns.numbers
        codes = numbers["document"][self._alive]
        table = {}
        for name in ("type", "issuer", "year"):
            table[name] = np.zeros(len(self.columns.tables["document"]), dtype=np.int64)
            table[name][codes] = numbers[name][self._alive]
        return table

    def _counts(self, name: str, documents: Numbers) -> dict[str, int]:
        """Value -> number of documents, most frequent first; what is unknown is not counted."""
        values, counts = np.unique(self._of_document[name][documents], return_counts=True)
        names = [str(value) if name == "year" else self.columns.tables[name][value] for value in values.tolist()]
        found = [(value, count) for value, count in zip(names, counts.tolist(), strict=True) if value not in ("", "0")]
        return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def dimensions_message(expected: int, given: int) -> str:
    """What to do when the model was changed under an index."""
    return f"Chỉ mục giữ véc-tơ {expected} chiều nhưng mô hình cho {given} chiều. Hãy chạy «python -m indices rebuild» sau khi đổi mô hình."


def older_message() -> str:
    """What to do about an index that another release built."""
    return "Chỉ mục do một phiên bản khác của chương trình dựng. Hãy chạy «python -m indices upgrade» để dựng lại từ kho tài liệu."


def broken_message(exc: Exception) -> str:
    """What to do about files that are not what we wrote."""
    return f"Chỉ mục hỏng ({exc}). Hãy chạy «python -m indices rebuild» để dựng lại từ kho tài liệu."


def _rounded(score: float) -> float:
    """Equal texts differ in the last bits of a float32 sum; they shall tie."""
    return round(score, 4)


def _best(found: list[Match], limit: int) -> list[Match]:
    return sorted(found, key=lambda match: (-match.score, match.id))[:limit]
