"""Exact nearest neighbours: one pass over vectors in eight bits with SIMD, then all that may be among the best again in full.

The first pass is off by a bounded amount: |q·v - q'·v'| <= |q| |v - v'| + |q - q'| |v'|, where q' and v' are the rounded ones
and the lengths on the right were measured when they were rounded. A row among the best is at most that far below the worst
of the best, which is as uncertain: whatever lies within twice the bound is looked at again, so no neighbour is ever missed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numkong
import numpy as np

from indices.embedded.coarse import Eighths, rounded
from indices.embedded.segments import Mask, Numbers, Segment
from indices.protocol import Vectors

_ROUNDING = 2e-4  # more than single precision adds to the bound, and what ties in four digits
_SELECTIVE = 32  # below one row in so many, picking the rows costs less than reading all
_PART = 32_768  # rows a thread takes at a time
_THREADS = 2


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """The threads of a process: a forked one has none of its parent's."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix=f"nearest-{process}")


def nearest(parts: Sequence[Segment], vector: Vectors, allowed: Mask, limit: int) -> tuple[Numbers, Vectors]:
    """Rows (counted over all parts) and cosines of the `limit` best of the allowed ones, and of those that tie with the last."""
    held = int(np.count_nonzero(allowed))
    few = held <= limit or held * _SELECTIVE < len(allowed)
    rows = np.flatnonzero(allowed) if few else _promising(parts, vector, allowed, limit)
    scores = _in_full(parts, rows, vector)
    if len(rows) > limit:
        best = scores >= np.partition(scores, -limit)[-limit] - _ROUNDING
        rows, scores = rows[best], scores[best]
    return rows, scores


def _promising(parts: Sequence[Segment], vector: Vectors, allowed: Mask, limit: int) -> Numbers:
    """All rows that may be among the best, and a few hundred more."""
    query, step, lost = rounded(vector)
    length = float(np.linalg.norm(vector))
    bound = max(length * part.coarse.error + lost * part.coarse.longest for part in parts) + _ROUNDING
    scores = _first_pass(parts, query, step)
    if not allowed.all():
        scores[~allowed] = -np.inf
    return np.flatnonzero(scores >= np.partition(scores, -limit)[-limit] - 2 * bound)


def _first_pass(parts: Sequence[Segment], query: Eighths, step: float) -> Vectors:
    """The cosine of every row, about."""
    scores = np.empty(sum(len(part) for part in parts), dtype=np.float32)
    start, work = 0, []
    for part in parts:
        for low in range(0, len(part), _PART):
            rows = part.coarse.rows[low : low + _PART]
            work.append((rows, np.float32(step * part.coarse.step), scores[start : start + len(rows)]))
            start += len(rows)

    def measure(one: tuple[Eighths, np.float32, Vectors]) -> None:
        rows, unit, out = one
        whole = np.empty((len(rows), 1), dtype=np.int32)
        numkong.cdist(rows, query[None], "dot", out=whole)
        np.multiply(whole[:, 0], unit, out=out)

    if len(work) == 1:
        measure(work[0])
    else:
        list(_threads(os.getpid()).map(measure, work))
    return scores


def _in_full(parts: Sequence[Segment], rows: Numbers, vector: Vectors) -> Vectors:
    """The cosine of some rows, in single precision; equal rows give equal numbers."""
    scores = np.empty(len(rows), dtype=np.float32)
    start = 0
    for part in parts:
        first, last = np.searchsorted(rows, (start, start + len(part)))
        for low in range(first, last, _PART):
            chosen = slice(low, min(low + _PART, last))
            scores[chosen] = np.einsum("ij,j->i", part.vectors[rows[chosen] - start].astype(np.float32), vector)
        start += len(part)
    return scores
