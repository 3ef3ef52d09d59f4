"""The first look at many vectors: it loses next to nothing, is kept beside them, and is left out where it would not pay."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indices.embedded import heads, nearest, segments
from indices.embedded.heads import head
from indices.embedded.segments import Segment
from indices.protocol import Vectors
from tests.indices.contract import record

HELD, DIMENSIONS, ASKED, DEPTH = 6_000, 192, 30, 100
FILES = ("head", "basis")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some thousand rows count as many, and the first look leaves few of them."""
    monkeypatch.setattr(heads, "LARGE", 1_000)
    monkeypatch.setattr(nearest, "_LEFT", 300)
    monkeypatch.setattr(nearest, "_TIMES", 6)


def unit(rows: Vectors) -> Vectors:
    """Of length one."""
    made: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made.astype(np.float32)


def crowded(numbers: np.random.Generator, count: int) -> Vectors:
    """What a model makes of passages: some directions say most, subjects of very unequal size, and everything off the middle."""
    weights = 1 / np.sqrt(np.arange(1, DIMENSIONS + 1))
    centres = np.random.default_rng(1).normal(size=(60, DIMENSIONS)) * weights
    rows = centres[np.minimum(numbers.zipf(1.4, size=count), 60) - 1] + 0.6 * numbers.normal(size=(count, DIMENSIONS)) * weights
    return unit(rows + 0.3 * weights[::-1])


def segment(folder: Path, vectors: Vectors, name: str = "a") -> Segment:
    """A segment with these vectors."""
    held = segments.columns([record(name, n) for n in range(len(vectors))], range(len(vectors)))
    return segments.write(folder, name, held, vectors=vectors.astype(np.float16), packed=[b"{}"] * len(vectors))


@pytest.mark.parametrize("share", [1.0, 0.4, 0.06])
def test_the_first_look_loses_next_to_nothing(share: float, tmp_path: Path) -> None:
    """Of the true hundred at least .98, with and without a filter, from a segment with a head and one without."""
    numbers = np.random.default_rng(2)
    rows = crowded(numbers, HELD)
    parts = [segment(tmp_path, rows[:-500]), segment(tmp_path, rows[-500:], "b")]
    assert [part.head is not None for part in parts] == [True, False]
    allowed = numbers.random(HELD) < share
    right = 0
    for question in crowded(numbers, ASKED):
        exact = np.where(allowed, rows @ question, -2)
        edge = np.sort(exact)[-DEPTH] + 3e-4
        found, scores = nearest.nearest(parts, question, allowed, DEPTH)
        assert allowed[found].all()
        assert scores == pytest.approx(exact[found], abs=1e-3)
        best = set(np.flatnonzero(exact >= edge).tolist())
        right += len(best & set(found.tolist())) / len(best)
    assert right / ASKED >= 0.98


def test_vectors_that_differ_in_all_directions_have_no_head(tmp_path: Path) -> None:
    """Where no few directions tell, all rows are compared, exactly; and that is remembered."""
    rows = unit(np.random.default_rng(3).normal(size=(HELD, DIMENSIONS)))
    part = segment(tmp_path, rows)
    assert part.head is None
    found, _ = nearest.nearest([part], rows[5], np.ones(HELD, dtype=np.bool_), DEPTH)
    assert set(np.argsort(-(rows @ rows[5]))[:DEPTH].tolist()) <= set(found.tolist())
    assert (tmp_path / "a.basis.npy").exists()


def test_rows_that_come_back_in_step_are_all_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store in which every eighth passage is alike: the directions are those of all passages."""
    monkeypatch.setattr(heads, "_SAMPLE", HELD // 8)
    numbers = np.random.default_rng(6)
    rows = numbers.normal(size=(HELD, DIMENSIONS)) * (np.arange(DIMENSIONS) < 20)
    rows[::8] = numbers.normal(size=(HELD // 8, DIMENSIONS)) * (np.arange(DIMENSIONS) >= 180)
    turned = unit(rows).astype(np.float16) @ head(unit(rows).astype(np.float16)).basis
    assert np.linalg.norm(turned, axis=1).min() > 0.9


def test_equal_vectors_are_no_error() -> None:
    """Nothing to tell apart, nothing divided by zero."""
    made = head(np.ones((2_000, 8), np.float16))
    assert made.basis.shape[1] == 0


def test_a_head_is_made_where_it_is_missing_or_damaged(tmp_path: Path) -> None:
    """An index of an older version, a file cut short: made again when opened, kept, and the same as before."""
    part = segment(tmp_path, crowded(np.random.default_rng(4), HELD))
    assert part.head is not None
    whole = {kind: (tmp_path / f"a.{kind}.npy").read_bytes() for kind in FILES}
    (tmp_path / "a.head.npy").unlink()
    (tmp_path / "a.basis.npy").write_bytes(b"")
    again = segments.load(tmp_path, "a")
    assert again.head is not None
    assert np.array_equal(again.head.rows, part.head.rows)
    assert {kind: (tmp_path / f"a.{kind}.npy").read_bytes() for kind in FILES} == whole


def test_a_merged_segment_has_a_head_of_its_own(tmp_path: Path) -> None:
    """Small segments become a large one."""
    rows = crowded(np.random.default_rng(5), 1_800)
    parts = [segment(tmp_path, rows[:900]), segment(tmp_path, rows[900:], "b")]
    whole = segments.merged(tmp_path, "c", parts, np.empty(0, np.int64))
    assert [part.head for part in parts] == [None, None]
    assert whole.head is not None
    assert len(whole.head.rows) == 1_800
