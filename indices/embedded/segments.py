"""Vectors, filter columns and words of records on disk, in files that are written once and never changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indices.embedded import arrays, heads
from indices.embedded import coarse as eighths
from indices.embedded.coarse import Coarse, Halves
from indices.embedded.heads import Head
from indices.protocol import Record
from indices.record import days

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
TABLES = ("document", "type", "issuer")
COLUMNS = ("slot", "ordinal", "year", "first_day", "last_day", *TABLES)


@dataclass(frozen=True, slots=True)
class Columns:
    """What is filtered and shown of n records, by row in the order of their slots.

    `numbers` maps a name in COLUMNS to n numbers; those of TABLES point into `tables`.
    """

    numbers: dict[str, Numbers]
    tables: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.numbers["slot"])

    def rows(self, keep: Mask) -> Columns:
        """Only some rows; the tables stay as they are."""
        return Columns({name: numbers[keep] for name, numbers in self.numbers.items()}, self.tables)


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that were written together, mapped from disk: `vectors` (n, d) in half precision and in eight bits (`coarse`), of
    a large segment also what differs most among them (`head`), `records` packed end to end.

    Record i is records[ends[i - 1] : ends[i]], the first from 0.
    """

    name: str
    columns: Columns
    vectors: Halves
    coarse: Coarse
    head: Head | None
    records: NDArray[np.uint8]
    ends: Numbers

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.columns)

    def packed(self, row: int) -> bytes:
        """The packed record of a row."""
        return self.records[self.ends[row - 1] if row else 0 : self.ends[row]].tobytes()


def columns(records: Sequence[Record], slots: Sequence[int]) -> Columns:
    """The columns of records."""
    spans = [days(record.issued) for record in records]
    numbers: dict[str, Sequence[int]] = {
        "slot": slots,
        "ordinal": [record.ordinal for record in records],
        "year": [record.year for record in records],
        "first_day": [first for first, _ in spans],
        "last_day": [last for _, last in spans],
    }
    tables: dict[str, tuple[str, ...]] = {}
    for name in TABLES:
        codes: dict[str, int] = {}
        numbers[name] = [codes.setdefault(getattr(record, name), len(codes)) for record in records]
        tables[name] = tuple(codes)
    return Columns({name: np.asarray(values, dtype=np.int64) for name, values in numbers.items()}, tables)


def joined(parts: Sequence[Columns]) -> Columns:
    """Several columns one after the other, with common tables."""
    numbers = {name: [part.numbers[name] for part in parts] for name in COLUMNS}
    tables: dict[str, tuple[str, ...]] = {}
    for name in TABLES:
        codes: dict[str, int] = {}
        for i, part in enumerate(parts):
            new = np.asarray([codes.setdefault(value, len(codes)) for value in part.tables[name]], dtype=np.int64)
            numbers[name][i] = new[part.numbers[name]] if len(new) else part.numbers[name]
        tables[name] = tuple(codes)
    return Columns({name: np.concatenate([np.empty(0, np.int64), *values]) for name, values in numbers.items()}, tables)


def write(folder: Path, name: str, held: Columns, *, vectors: Halves, packed: Sequence[bytes]) -> Segment:
    """Write a segment, safe against a power cut; it counts only once a manifest names it."""
    step = eighths.step_of([vectors])
    lengths = np.asarray([len(record) for record in packed], dtype=np.int64)
    _write_vectors(folder, name, lambda: arrays.portions(vectors), shape=vectors.shape, step=step)
    _write_records(folder, name, [np.frombuffer(b"".join(packed), dtype=np.uint8)], held=held, lengths=lengths)
    return load(folder, name)


def load(folder: Path, name: str) -> Segment:
    """Map a segment; vectors and records are read from disk as they are needed."""
    with np.load(folder / f"{name}.columns.npz") as file:
        tables = json.loads(file["tables"].tobytes())
        numbers = {column: file[column] for column in COLUMNS}
        ends = file["ends"]
    held = Columns(numbers, {table: tuple(values) for table, values in tables.items()})
    vectors, records = (arrays.mapped(folder / f"{name}.{kind}.npy") for kind in ("vectors", "records"))
    return Segment(name, held, vectors, eighths.load(folder, name, vectors), heads.load(folder, name, vectors), records, ends)


def merged(folder: Path, name: str, parts: Sequence[Segment], dead: Numbers) -> Segment:
    """Neighbouring segments as one, without the rows whose slot is dead; only a portion of them is ever in memory."""
    keeps = [~np.isin(part.columns.numbers["slot"], dead, assume_unique=True) for part in parts]
    pairs = list(zip(parts, keeps, strict=True))
    held = joined([part.columns.rows(keep) for part, keep in pairs])
    lengths = np.concatenate([np.diff(part.ends, prepend=0)[keep] for part, keep in pairs])
    shape = (len(held), parts[0].vectors.shape[1])
    step = max(part.coarse.step for part in parts)
    _write_vectors(folder, name, lambda: _kept_vectors(pairs), shape=shape, step=step)
    _write_records(folder, name, _kept_records(pairs), held=_tidy(held), lengths=lengths)
    return load(folder, name)


def _kept_vectors(pairs: Sequence[tuple[Segment, Mask]]) -> Iterator[Halves]:
    for part, keep in pairs:
        for vectors, kept in zip(arrays.portions(part.vectors), arrays.portions(keep), strict=True):
            yield vectors[kept]


def _kept_records(pairs: Sequence[tuple[Segment, Mask]]) -> Iterator[NDArray[np.uint8]]:
    for part, keep in pairs:
        for rows in arrays.portions(np.flatnonzero(keep)):
            yield np.frombuffer(b"".join(part.packed(row) for row in rows.tolist()), dtype=np.uint8)


def _write_vectors(folder: Path, name: str, parts: Callable[[], Iterable[Halves]], *, shape: tuple[int, ...], step: float) -> None:
    arrays.write(folder / f"{name}.vectors.npy", parts(), shape=shape, dtype=np.float16)
    eighths.write(folder, name, parts(), shape=shape, step=step)


def _write_records(folder: Path, name: str, parts: Iterable[NDArray[np.uint8]], *, held: Columns, lengths: Numbers) -> None:
    tables = np.frombuffer(json.dumps(held.tables, ensure_ascii=False).encode(), dtype=np.uint8)
    ends = np.cumsum(lengths)
    columns: dict[str, Any] = {**held.numbers, "tables": tables, "ends": ends}
    arrays.write(folder / f"{name}.records.npy", parts, shape=(int(ends[-1]) if len(ends) else 0,), dtype=np.uint8)
    arrays.save(folder / f"{name}.columns.npz", lambda file: np.savez(file, **columns))


def _tidy(held: Columns) -> Columns:
    """Drop names that no row uses any more."""
    numbers, tables = dict(held.numbers), dict(held.tables)
    for name in TABLES:
        used, numbers[name] = np.unique(held.numbers[name], return_inverse=True)
        tables[name] = tuple(held.tables[name][code] for code in used)
    return Columns(numbers, tables)
