"""Nearest neighbours: whatever the vectors look like, the same rows as by comparing all of them in full."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indices.embedded import segments
from indices.embedded.nearest import nearest
from indices.embedded.segments import Segment
from indices.protocol import Record, Vectors
from tests.indices.contract import record

DIMENSIONS = 48
HELD = 6_000


def crowded(numbers: np.random.Generator) -> Vectors:
    """Around a few points, as passages on one subject are."""
    return numbers.normal(size=(20, DIMENSIONS))[numbers.integers(0, 20, HELD)] + 0.1 * numbers.normal(size=(HELD, DIMENSIONS))


def spiked(numbers: np.random.Generator) -> Vectors:
    """One number of some vectors dwarfs the others, so that eight bits say little of these."""
    rows = numbers.normal(size=(HELD, DIMENSIONS))
    rows[::7, 3] = 60.0
    return rows


def repeated(numbers: np.random.Generator) -> Vectors:
    """Each vector a hundred times: more ties than are asked for."""
    return np.repeat(numbers.normal(size=(HELD // 100, DIMENSIONS)), 100, axis=0)


def askew(numbers: np.random.Generator) -> Vectors:
    """All in one narrow cone, as untrained models make them."""
    return 3.0 + 0.3 * numbers.normal(size=(HELD, DIMENSIONS))


def unit(rows: NDArray[np.float64]) -> Vectors:
    """Of length one."""
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def segment(folder: Path, name: str, vectors: Vectors) -> Segment:
    """A segment with these vectors."""
    rows: list[Record] = [record(name, n) for n in range(len(vectors))]
    held = segments.columns(rows, range(len(rows)))
    return segments.write(folder, name, held, vectors=vectors.astype(np.float16), packed=[b"{}"] * len(rows))


@pytest.mark.parametrize("shape", [crowded, spiked, repeated, askew])
@pytest.mark.parametrize("share", [1.0, 0.4, 0.01])
def test_the_first_pass_loses_no_neighbour(shape, share: float, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The best rows, ties included, are those of a comparison in full, with and without a filter."""
    numbers = np.random.default_rng(3)
    rows = unit(shape(numbers))
    parts = [segment(tmp_path, "a", rows[:4_500]), segment(tmp_path, "b", rows[4_500:])]
    allowed = numbers.random(HELD) < share
    exact = rows.astype(np.float16).astype(np.float32)
    for question in unit(exact[::600] + 0.05 * numbers.normal(size=(10, DIMENSIONS))):
        whole = np.where(allowed, np.einsum("ij,j->i", exact, question), -np.inf)
        found, scores = nearest(parts, question, allowed, 50)
        edge = np.sort(whole)[-50]
        assert set(np.flatnonzero(whole >= edge)) <= set(found.tolist())
        assert np.array_equal(scores, whole[found])


def test_little_is_looked_at_twice(tmp_path: Path) -> None:
    """The rows that come back are the best and what ties with the last of them, not all that the first pass let through."""
    rows = unit(np.random.default_rng(4).normal(size=(HELD, DIMENSIONS)))
    found, _ = nearest([segment(tmp_path, "a", rows)], rows[7], np.ones(HELD, dtype=np.bool_), 50)
    assert 50 <= len(found) < 60


def test_more_asked_than_held_gives_all(tmp_path: Path) -> None:
    """A limit beyond the rows that pass gives every one of them."""
    rows = unit(np.random.default_rng(5).normal(size=(100, DIMENSIONS)))
    allowed = np.arange(100) % 2 == 0
    assert nearest([segment(tmp_path, "a", rows)], rows[0], allowed, 80)[0].tolist() == list(range(0, 100, 2))


def test_nothing_allowed_gives_nothing(tmp_path: Path) -> None:
    """A filter that leaves nobody is no error."""
    rows = unit(np.random.default_rng(6).normal(size=(100, DIMENSIONS)))
    assert len(nearest([segment(tmp_path, "a", rows)], rows[0], np.zeros(100, dtype=np.bool_), 5)[0]) == 0
