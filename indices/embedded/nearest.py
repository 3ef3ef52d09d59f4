"""Exact nearest neighbours over vectors in half precision: one pass with SIMD, then the best again in full."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numkong
import numpy as np
from numpy.typing import NDArray

from indices.embedded.segments import Halves, Numbers
from indices.protocol import Vectors

_SLACK = 2e-3  # more than a query in half precision can be off, so the first pass loses nobody
_SELECTIVE = 16  # below one row in so many, picking the rows costs less than reading all
_PART = 25_000  # rows a thread takes at a time
_THREADS = 2


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """The threads of a process: a forked one has none of its parent's."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix=f"nearest-{process}")


def nearest(parts: Sequence[Halves], vector: Vectors, allowed: NDArray[np.bool_], limit: int) -> tuple[Numbers, Vectors]:
    """Rows (counted over all parts) and cosines of at least the `limit` best of the allowed ones, ties included."""
    rows = np.flatnonzero(allowed)
    if not len(rows):
        return rows, np.empty(0, dtype=np.float32)
    few = len(rows) * _SELECTIVE < len(allowed)
    scores = _in_full(parts, rows, vector) if few else _in_half(parts, vector)[rows]
    edge = np.partition(scores, -limit)[-limit] if limit < len(rows) else -np.inf
    rows = rows[scores >= edge - _SLACK]
    return rows, _in_full(parts, rows, vector)


def _in_half(parts: Sequence[Halves], vector: Vectors) -> Vectors:
    """The cosine of every row, the query in half precision too."""
    scores = np.empty(sum(len(part) for part in parts), dtype=np.float32)
    query = vector.astype(np.float16)[None]
    start, work = 0, []
    for part in parts:
        for low in range(0, len(part), _PART):
            rows = part[low : low + _PART]
            work.append((rows, scores[start : start + len(rows), None]))
            start += len(rows)
    if len(work) == 1:
        numkong.cdist(work[0][0], query, "dot", out=work[0][1])
    else:
        list(_threads(os.getpid()).map(lambda pair: numkong.cdist(pair[0], query, "dot", out=pair[1]), work))
    return scores


def _in_full(parts: Sequence[Halves], rows: Numbers, vector: Vectors) -> Vectors:
    """The cosine of some rows, in single precision; equal rows give equal numbers."""
    scores = np.empty(len(rows), dtype=np.float32)
    start = 0
    for part in parts:
        here = (rows >= start) & (rows < start + len(part))
        chosen = part[rows[here] - start].astype(np.float32)
        scores[here] = np.einsum("ij,j->i", chosen, vector)
        start += len(part)
    return scores
