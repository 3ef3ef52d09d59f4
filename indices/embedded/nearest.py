"""Nearest neighbours: looks at vectors that get closer while the rows get fewer, the last one in full.

1. In segments of many rows (heads.LARGE) a look at the directions in which they differ most leaves some thousands of each.
2. All that are left, or all rows of a small segment, are compared in eight bits.
3. What may be among the best after that is compared in full.

The second look is off by a bounded amount: |q·v - q'·v'| <= |q| |v - v'| + |q - q'| |v'|, where q' and v' are the rounded ones
and the lengths on the right were measured when they were rounded. A row among the best is at most that far below the worst
of the best, which is as uncertain: whatever lies within twice the bound is looked at again. So small segments are searched
exactly, and in large ones only the first look can miss a neighbour; how seldom it does is in docs/speed.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numkong
import numpy as np
from numpy.typing import NDArray

from indices.embedded.coarse import Eighths, rounded
from indices.embedded.segments import Mask, Numbers, Segment
from indices.protocol import Vectors

Products = NDArray[np.int32]
_ROUNDING = 2e-4  # more than single precision adds to the bound, and what ties in four digits
_SELECTIVE = 32  # below one row in so many, picking the rows costs less than reading all
_PART = 32_768  # rows a thread takes at a time
_THREADS = 2
_LEFT = 4_000  # rows of a large segment that the first look leaves at least
_TIMES = 20  # so many times what is asked for it leaves
_ONE_IN = 128  # and of each so many rows one
_NEVER = np.iinfo(np.int32).min


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
    """All rows that may be among the best, as far as the first look can tell, and a few hundred more."""
    query, step, lost = rounded(vector)
    length = float(np.linalg.norm(vector))
    bound = max(length * part.coarse.error + lost * part.coarse.longest for part in parts) + _ROUNDING
    rows: list[Numbers] = []
    scores: list[Vectors] = []
    start = 0
    for part in parts:
        chosen, products = _looked_at(part, vector, query, allowed=allowed[start : start + len(part)], limit=limit)
        rows.append(chosen + start)
        scores.append(products * np.float32(step * part.coarse.step))
        start += len(part)
    left, about = np.concatenate(rows), np.concatenate(scores)
    if len(left) > limit:
        left = left[about >= np.partition(about, -limit)[-limit] - 2 * bound]
    return left


def _looked_at(part: Segment, vector: Vectors, query: Eighths, *, allowed: Mask, limit: int) -> tuple[Numbers, Products]:
    """The rows of a segment that are left for the second look, and what they give there."""
    left = max(_LEFT, _TIMES * limit, len(part) // _ONE_IN)
    if part.head is None or 2 * left > len(part):
        rows = np.flatnonzero(allowed)
        return rows, _products(part.coarse.rows, query)[rows]
    first = _products(part.head.rows, part.head.question(vector))
    first[~allowed] = _NEVER
    rows = np.flatnonzero(first >= max(int(np.partition(first, -left)[-left]), _NEVER + 1))
    return rows, _products(part.coarse.rows[rows], query)


def _products(rows: Eighths, query: Eighths) -> Products:
    """Every row (n, k) times a question (k,)."""
    out = np.empty((len(rows), 1), dtype=np.int32)

    def measure(low: int) -> None:
        numkong.cdist(rows[low : low + _PART], query[None], "dot", out=out[low : low + _PART])

    if len(rows) <= _PART:
        measure(0)
    else:
        list(_threads(os.getpid()).map(measure, range(0, len(rows), _PART)))
    return out[:, 0]


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
