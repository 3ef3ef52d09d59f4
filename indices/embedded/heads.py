"""The directions in which many vectors differ most: less than half of the numbers, enough to tell which rows are worth a closer look."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indices.embedded import arrays
from indices.embedded.coarse import Eighths, Halves, rounded
from indices.protocol import Vectors

LARGE = 131_072  # rows from which on a look at all of them in eight bits takes longer than the two looks together
SHARE = 0.8  # of how much the vectors differ that the directions hold: no neighbour missed among a million (docs/scale.md)
_SAMPLE = 20_000  # rows the directions are computed from
_STEP = 32  # numbers that SIMD takes at a time
_LARGEST = 127


@dataclass(frozen=True, slots=True)
class Head:
    """Rows (n, k) of whole numbers: what `basis` (d, k), orthonormal, makes of n vectors, in steps of one size.

    Products with a question turned the same way rank the rows of one segment; they are not cosines.
    """

    rows: Eighths
    basis: Vectors

    def question(self, vector: Vectors) -> Eighths:
        """A vector (d,) turned as the rows were, (k,)."""
        return rounded(vector @ self.basis)[0]


def load(folder: Path, name: str, vectors: Halves) -> Head | None:
    """The head of a segment, made when it is first asked for, and kept if that is possible; None where it would not pay."""
    if len(vectors) < LARGE:
        return None
    with suppress(FileNotFoundError, ValueError, EOFError):
        return _worth(Head(arrays.mapped(_rows(folder, name)), np.load(_basis(folder, name))))
    made = head(vectors)
    with suppress(OSError):  # a folder that may not be written, a segment swept meanwhile: it is made again next time
        arrays.keep(_rows(folder, name), made.rows)
        arrays.keep(_basis(folder, name), made.basis)
    return _worth(made)


def head(vectors: Halves) -> Head:
    """The head of vectors (n, d), of no columns where it would take more than half of them."""
    # by chance, not every so many: documents of one pattern follow each other, and copies come back in step
    chosen = np.sort(np.random.default_rng(0).choice(len(vectors), min(len(vectors), _SAMPLE), replace=False))
    sample = vectors[chosen].astype(np.float32)
    basis = _directions(sample)
    if basis.shape[1] * 2 > vectors.shape[1]:
        basis = basis[:, :0]
    step = np.float32(np.abs(sample @ basis).max(initial=0.0) / _LARGEST or 1.0)
    rows = np.empty((len(vectors), basis.shape[1]), np.int8)
    low = 0
    for part in arrays.portions(vectors):
        whole = np.rint(part.astype(np.float32) @ basis / step)
        rows[low : low + len(part)] = np.clip(whole, -_LARGEST, _LARGEST)
        low += len(part)
    return Head(rows, basis)


def _directions(sample: Vectors) -> Vectors:
    """The fewest orthonormal columns, in full steps, that hold SHARE of how much the rows differ from their mean."""
    values, columns = np.linalg.eigh(np.cov(sample, rowvar=False))
    held = np.cumsum(values[::-1]) / max(float(values.sum()), np.finfo(np.float32).tiny)
    count = int(np.searchsorted(held, SHARE)) + 1
    chosen: Vectors = columns[:, ::-1][:, : -(-count // _STEP) * _STEP].astype(np.float32)
    return chosen


def _worth(made: Head) -> Head | None:
    return made if made.basis.shape[1] else None


def _rows(folder: Path, name: str) -> Path:
    return folder / f"{name}.head.npy"


def _basis(folder: Path, name: str) -> Path:
    return folder / f"{name}.basis.npy"
