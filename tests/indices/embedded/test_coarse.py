"""Vectors in eight bits: how far they are off is known, and they come back where they are missing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indices.embedded import EmbeddedIndex, segments
from indices.embedded.coarse import coarse, rounded
from tests.indices.contract import fill, ids, record, towards

COARSE = ("coarse", "bounds")


def old(folder: Path) -> Path:
    """An index as versions before this one left it; the folder of its vectors."""
    index = EmbeddedIndex(folder)
    fill(index, ["a", "b"])
    index.close()
    for path in (folder / "0001" / "vectors").glob("*"):
        if path.name.split(".")[1] in COARSE:
            path.unlink()
    return folder / "0001" / "vectors"


def test_no_product_is_off_by_more_than_the_bound() -> None:
    """|q·v - q'·v'| <= |q| error + lost * longest, for rows of every size."""
    numbers = np.random.default_rng(1)
    rows = numbers.normal(size=(2_000, 32)) * numbers.lognormal(sigma=2, size=(2_000, 1))
    held = coarse(rows.astype(np.float32))
    for question in numbers.normal(size=(20, 32)).astype(np.float32):
        whole, step, lost = rounded(question)
        about = held.rows.astype(np.int32) @ whole.astype(np.int32) * held.step * step
        bound = float(np.linalg.norm(question)) * held.error + lost * held.longest
        assert np.abs(about - rows.astype(np.float32) @ question).max() <= bound * 1.0001


def test_a_vector_of_zeros_is_held() -> None:
    """Nothing is divided by zero, in the index or in the question."""
    held = coarse(np.zeros((3, 8), np.float32))
    assert (held.error, held.longest, held.rows.any()) == (0.0, 0.0, False)
    assert not rounded(np.zeros(8, np.float32))[0].any()


def test_an_index_of_an_older_version_is_completed_when_opened(tmp_path: Path) -> None:
    """What it lacks is made once, kept, and answers are as before."""
    vectors = old(tmp_path / "index")
    index = EmbeddedIndex(tmp_path / "index")
    assert ids(index.nearest(towards(1)[0], limit=1)) == ["a:1"]
    made = {path.name.split(".")[1]: path.stat().st_mtime_ns for path in vectors.glob("*.npy") if path.name.split(".")[1] in COARSE}
    assert set(made) == set(COARSE)
    EmbeddedIndex(tmp_path / "index").close()
    assert all((vectors / f"1-1.{kind}.npy").stat().st_mtime_ns == time for kind, time in made.items())


def test_an_old_index_that_cannot_be_written_still_answers(tmp_path: Path) -> None:
    """A folder on a medium that is read only: what is missing is held in memory."""
    vectors = old(tmp_path / "index")
    for kind in COARSE:
        (vectors / f"1-1.{kind}.npy.{os.getpid()}").mkdir()  # stands in the way of the file
    assert ids(EmbeddedIndex(tmp_path / "index").nearest(towards(2)[0], limit=1)) == ["a:2"]
    assert not (vectors / "1-1.coarse.npy").exists()


def test_a_merged_segment_holds_what_lives(tmp_path: Path) -> None:
    """Vectors, their eight bits, columns and records of the rows that are left stand in the old order."""
    numbers = np.random.default_rng(2)
    size = 40_000  # more than a portion
    rows = numbers.normal(size=(size, 4)).astype(np.float16)
    held = segments.columns([record(f"d{n % 9}", n) for n in range(size)], range(size))
    cut = numbers.random(size) < 0.5
    parts = [
        segments.write(tmp_path, name, held.rows(keep), vectors=rows[keep], packed=[str(n).encode() for n in np.flatnonzero(keep)])
        for name, keep in (("a", np.arange(size) < 25_000), ("b", np.arange(size) >= 25_000))
    ]
    whole = segments.merged(tmp_path, "c", parts, np.flatnonzero(cut))
    assert np.array_equal(whole.vectors, rows[~cut])
    assert [whole.packed(row) for row in range(len(whole))] == [str(n).encode() for n in np.flatnonzero(~cut)]
    assert np.abs(whole.coarse.rows * whole.coarse.step - rows[~cut].astype(np.float32)).max() <= whole.coarse.step * 0.501
    assert np.array_equal(whole.columns.numbers["slot"], np.flatnonzero(~cut))


@pytest.mark.parametrize("damage", [lambda data: data[:200], lambda data: b""])
def test_a_damaged_file_of_eight_bits_is_made_again(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """It can be had from the other vectors, so nobody has to rebuild for it."""
    index = EmbeddedIndex(tmp_path / "index")
    fill(index, ["a", "b"])
    index.close()
    path = tmp_path / "index" / "0001" / "vectors" / "1-1.coarse.npy"
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert ids(EmbeddedIndex(tmp_path / "index").nearest(towards(3)[0], limit=1)) == ["a:3"]
    assert path.read_bytes() == whole
