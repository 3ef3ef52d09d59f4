"""Vectors in eight bits: what the first pass of a search reads, and how far from the truth it can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indices.embedded import arrays
from indices.protocol import Vectors

Halves = NDArray[np.float16]
Eighths = NDArray[np.int8]
_LARGEST = 127


@dataclass(frozen=True, slots=True)
class Coarse:
    """Rows (n, d) of whole numbers. A row times `step` differs from the true one by a vector no longer than `error`, and is
    itself no longer than `longest`."""

    rows: Eighths
    step: float
    error: float
    longest: float


class Rounding:
    """Turns vectors into whole steps, and keeps account of what is lost."""

    def __init__(self, step: float) -> None:
        self.step = step
        self.error = 0.0
        self.longest = 0.0

    def turned(self, parts: Iterable[Vectors | Halves]) -> Iterator[Eighths]:
        """Each portion (n, d) in eight bits."""
        for part in parts:
            whole = np.rint(part.astype(np.float32) / np.float32(self.step))
            kept = whole * np.float32(self.step)
            self.error = max(self.error, _length(part - kept))
            self.longest = max(self.longest, _length(kept))
            yield whole.astype(np.int8)


def step_of(parts: Iterable[Vectors | Halves]) -> float:
    """The step at which the largest of all numbers becomes the largest of eight bits."""
    return max((float(np.abs(part).max()) for part in parts if part.size), default=0.0) / _LARGEST or 1.0


def rounded(vector: Vectors) -> tuple[Eighths, float, float]:
    """A question (d,) in eight bits, its step, and the length of what that loses."""
    step = step_of([vector])
    whole = np.rint(vector / step)
    return whole.astype(np.int8), step, float(np.linalg.norm(vector - whole * step))


def coarse(vectors: Vectors | Halves) -> Coarse:
    """Vectors (n, d) in eight bits, in memory."""
    rounding = Rounding(step_of(arrays.portions(vectors)))
    rows = np.concatenate([np.empty((0, vectors.shape[1]), np.int8), *rounding.turned(arrays.portions(vectors))])
    return Coarse(rows, rounding.step, rounding.error, rounding.longest)


def write(folder: Path, name: str, parts: Iterable[Halves], *, shape: tuple[int, ...], step: float) -> None:
    """Keep the vectors that come in portions in eight bits beside a segment, safe against a power cut."""
    rounding = Rounding(step)
    arrays.write(_rows(folder, name), rounding.turned(parts), shape=shape, dtype=np.int8)
    bounds = np.asarray([step, rounding.error, rounding.longest])
    arrays.save(_bounds(folder, name), lambda file: np.save(file, bounds))


def load(folder: Path, name: str, vectors: Halves) -> Coarse:
    """Map what was written beside a segment; where an older version wrote nothing, or it is cut short, it is made again from
    the vectors, and kept if that is possible."""
    with suppress(FileNotFoundError, ValueError, EOFError):
        step, error, longest = np.load(_bounds(folder, name)).tolist()
        return Coarse(arrays.mapped(_rows(folder, name)), step, error, longest)
    made = coarse(vectors)
    with suppress(OSError):  # a folder that may not be written, a segment swept meanwhile: it is made again next time
        arrays.keep(_bounds(folder, name), np.asarray([made.step, made.error, made.longest]))
        arrays.keep(_rows(folder, name), made.rows)
    return made


def _length(rows: Vectors) -> float:
    """The longest row."""
    return float(np.sqrt(np.einsum("ij,ij->i", rows, rows).max(initial=0.0)))


def _rows(folder: Path, name: str) -> Path:
    return folder / f"{name}.coarse.npy"


def _bounds(folder: Path, name: str) -> Path:
    return folder / f"{name}.bounds.npy"
