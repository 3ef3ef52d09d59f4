"""The measures of a ranking against judgments: nDCG, recall, reciprocal rank, and percentiles of times."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Gain grade / log2(rank + 1), summed over the first `depth`, as a share of the best possible (as trec_eval does)."""
    found = sum(relevant.get(id, 0) / math.log2(rank + 1) for rank, id in enumerate(ranking[:depth], 1))
    best = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(sorted(relevant.values(), reverse=True)[:depth], 1))
    return found / best


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """Share of the relevant that is among the first `depth`."""
    return len(relevant.keys() & set(ranking[:depth])) / len(relevant)


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """1 / rank of the first relevant among the first `depth`, 0 if none is."""
    return next((1 / rank for rank, id in enumerate(ranking[:depth], 1) if id in relevant), 0.0)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
