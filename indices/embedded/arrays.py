"""Arrays in files: written in portions, on disk before they count, mapped when read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_PORTION = 16_384  # rows at a time: 25 MB of 384 numbers in single precision


def portions(rows: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Some rows at a time, so that of a mapped file no more is in memory."""
    return (rows[low : low + _PORTION] for low in range(0, len(rows), _PORTION))


def write(path: Path, parts: Iterable[NDArray[Any]], *, shape: tuple[int, ...], dtype: DTypeLike) -> None:
    """Write an array that comes in portions, as np.save would write it whole."""

    def write_to(file: Any) -> None:
        kind = np.dtype(dtype)
        head = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, head)
        for part in parts:
            file.write(np.ascontiguousarray(part, dtype=kind).data)

    save(path, write_to)


def mapped(path: Path) -> NDArray[Any]:
    """The array in a file, read from disk as it is needed."""
    held: NDArray[Any] = np.load(path, mmap_mode="r")
    return held


def save(path: Path, write_to: Callable[[Any], None]) -> None:
    """Write a file and wait until it is on disk."""
    with path.open("wb") as file:
        write_to(file)
        file.flush()
        os.fsync(file.fileno())


def keep(path: Path, values: NDArray[Any]) -> None:
    """Write a file under a name of this process and move it: other readers may be doing the same."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    save(fresh, lambda file: np.save(file, values))
    fresh.replace(path)
