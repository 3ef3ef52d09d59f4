"""Leaves out of a question to very many records the tokens that most of them hold: they cost the most time and tell the least.

BM25 adds at most boost * idf * (k1 + 1) for a token. Tokens are left out by how little they can add for each record that has to
be looked at, until few enough are looked at, and never more than a small share of what all tokens can add. What this changes in
the rankings of real questions is in docs/scale.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

Term = tuple[str, str, float]  # field, token, boost
MANY = 200_000  # records from which on it pays to count first
PLENTY = 1_500_000  # records looked at, once for each token they hold: some ten milliseconds
SHARE = 0.02  # of what all tokens can add, what those left out could have added at most


def telling(terms: Iterable[Term], frequency: Callable[[str, str], int], records: int) -> tuple[Term, ...]:
    """The terms that are searched; `frequency` says how many of the `records` hold a token in a field."""
    found = [(term, held) for term in terms if (held := frequency(term[0], term[1]))]
    gains = {term: term[2] * _rarity(held, records) for term, held in found}
    looked, spare = sum(held for _, held in found), SHARE * sum(gains.values())
    left_out = set()
    for term, held in sorted(found, key=lambda pair: gains[pair[0]] / pair[1]):
        if looked <= PLENTY or gains[term] > spare:
            break
        left_out.add(term)
        looked, spare = looked - held, spare - gains[term]
    return tuple(term for term, _ in found if term not in left_out)


def _rarity(held: int, records: int) -> float:
    """BM25's idf."""
    return math.log1p((records - held + 0.5) / (held + 0.5))
