"""Vectors, filter columns and words of records on disk, in files that are written once and never changed."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indices.protocol import Record
from indices.record import days

Numbers = NDArray[np.int64]
Halves = NDArray[np.float16]
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

    def rows(self, keep: NDArray[np.bool_]) -> Columns:
        """Only some rows; the tables stay as they are."""
        return Columns({name: numbers[keep] for name, numbers in self.numbers.items()}, self.tables)


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that were written together, mapped from disk: `vectors` (n, d) in half precision, `records` packed end to end.

    Record i is records[ends[i - 1] : ends[i]], the first from 0.
    """

    name: str
    columns: Columns
    vectors: Halves
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
    tables = np.frombuffer(json.dumps(held.tables, ensure_ascii=False).encode(), dtype=np.uint8)
    ends = np.cumsum([len(record) for record in packed], dtype=np.int64)
    arrays: dict[str, Any] = {**held.numbers, "tables": tables, "ends": ends}
    _save(folder / f"{name}.vectors.npy", lambda file: np.save(file, vectors))
    _save(folder / f"{name}.records.npy", lambda file: np.save(file, np.frombuffer(b"".join(packed), dtype=np.uint8)))
    _save(folder / f"{name}.columns.npz", lambda file: np.savez(file, **arrays))
    return load(folder, name)


def load(folder: Path, name: str) -> Segment:
    """Map a segment; vectors and records are read from disk as they are needed."""
    with np.load(folder / f"{name}.columns.npz") as file:
        tables = json.loads(file["tables"].tobytes())
        numbers = {column: file[column] for column in COLUMNS}
        ends = file["ends"]
    held = Columns(numbers, {table: tuple(values) for table, values in tables.items()})
    vectors, records = (np.load(folder / f"{name}.{kind}.npy", mmap_mode="r") for kind in ("vectors", "records"))
    return Segment(name, held, vectors, records, ends)


def merged(folder: Path, name: str, parts: Sequence[Segment], dead: Numbers) -> Segment:
    """Neighbouring segments as one, without the rows whose slot is dead."""
    keeps = [~np.isin(part.columns.numbers["slot"], dead, assume_unique=True) for part in parts]
    vectors = np.concatenate([part.vectors[keep] for part, keep in zip(parts, keeps, strict=True)])
    held = joined([part.columns.rows(keep) for part, keep in zip(parts, keeps, strict=True)])
    packed = [part.packed(row) for part, keep in zip(parts, keeps, strict=True) for row in np.flatnonzero(keep).tolist()]
    return write(folder, name, _tidy(held), vectors=vectors, packed=packed)


def _tidy(held: Columns) -> Columns:
    """Drop names that no row uses any more."""
    numbers, tables = dict(held.numbers), dict(held.tables)
    for name in TABLES:
        used, numbers[name] = np.unique(held.numbers[name], return_inverse=True)
        tables[name] = tuple(held.tables[name][code] for code in used)
    return Columns(numbers, tables)


def _save(path: Path, write_to: Any) -> None:
    with path.open("wb") as file:
        write_to(file)
        file.flush()
        os.fsync(file.fileno())
