"""Counts of syllables, of neighbours and of phrases, and the documents by name, as a value that is quick to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus import text

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]
BREAK = 0
"""The number of what is no syllable: punctuation, digits, the edge of a text."""
UNKNOWN = -1
SHIFT = 32
_DISCOUNT = 0.7  # taken from every pair seen and given to those not seen (absolute discounting)


@dataclass(frozen=True, slots=True)
class Named:
    """A document as it can be suggested; "" where unknown."""

    id: str
    symbol: str
    type: str
    issuer: str
    issued: str
    title: str


@dataclass(frozen=True)
class Vocabulary:
    """What stands in the indexed texts.

    `syllables` are keys of `corpus.text.syllables` (letters only), by number; number 0 is a break. `counts` (v,) are
    theirs. `pairs` are neighbours in ascending order, left << 32 | right; `together` (p,) how often they stand so.
    `phrases` (n, 4) are runs of three or four syllables (UNKNOWN fills up), `times` (n,) how often, most frequent first.
    """

    syllables: tuple[str, ...] = ("",)
    counts: Numbers = field(default_factory=lambda: np.zeros(1, np.int64))
    pairs: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    together: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    phrases: Numbers = field(default_factory=lambda: np.empty((0, 4), np.int64))
    times: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    documents: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was counted."""
        return len(self.syllables) > 1

    def number(self, syllable: str) -> int:
        """The number of a syllable, UNKNOWN if it stands nowhere."""
        return self._numbers.get(syllable, UNKNOWN)

    def count(self, syllable: str) -> int:
        """How often a syllable stands in the texts."""
        found = self.number(syllable)
        return int(self.counts[found]) if found > BREAK else 0

    def share(self, number: int) -> float:
        """The share of a syllable in all that was counted."""
        return float(self.counts[number]) / self._total

    def forms(self, folded: str) -> tuple[int, ...]:
        """The numbers of the syllables that fold to this, the commonest first."""
        return self._forms.get(folded, ())

    def known(self, folded: str) -> bool:
        """Whether some syllable of the texts folds to this."""
        return folded in self._forms

    def run(self, keys: Sequence[str]) -> int:
        """How often syllables stand side by side in this order, at most: as often as the rarest two neighbours among them."""
        numbers = [self.number(key) for key in keys]
        if not numbers or min(numbers) <= BREAK:
            return 0
        return min(map(self.pair, numbers, numbers[1:])) if len(numbers) > 1 else int(self.counts[numbers[0]])

    def pair(self, left: int, right: int) -> int:
        """How often two syllables stand side by side."""
        key = left << SHIFT | right
        at = int(np.searchsorted(self.pairs, key))
        return int(self.together[at]) if at < len(self.pairs) and self.pairs[at] == key else 0

    def likelihoods(self, lefts: Sequence[int], rights: Sequence[int]) -> Scores:
        """log P(right | left) for each left (rows) and right (columns), absolute discounting; numbers must be known."""
        left, right = np.asarray(lefts, np.int64), np.asarray(rights, np.int64)
        keys = (left[:, None] << SHIFT | right[None, :]).ravel()
        at = np.minimum(np.searchsorted(self.pairs, keys), max(0, len(self.pairs) - 1))
        seen = np.where(self.pairs[at] == keys, self.together[at], 0) if len(self.pairs) else np.zeros(len(keys))
        grid = seen.reshape(len(left), len(right))
        before = np.maximum(self._before[left], 1.0)[:, None]
        spare = np.maximum(_DISCOUNT * self._kinds[left][:, None] / before, 1e-4)
        alone = (self.counts[right] + 0.5) / self._total
        likely: Scores = np.log(np.maximum(grid - _DISCOUNT, 0.0) / before + spare * alone[None, :])
        return likely

    def alone(self, numbers: Sequence[int]) -> Scores:
        """log P(syllable) of each."""
        likely: Scores = np.log((self.counts[np.asarray(numbers, np.int64)] + 0.5) / self._total)
        return likely

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {syllable: number for number, syllable in enumerate(self.syllables)}

    @cached_property
    def _forms(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        folds = text.fold("\n".join(self.syllables)).split("\n")
        for number in np.argsort(-self.counts, kind="stable").tolist():
            if number != BREAK:
                found.setdefault(folds[number], []).append(number)
        return {folded: tuple(numbers) for folded, numbers in found.items()}

    @cached_property
    def _total(self) -> float:
        return float(self.counts[1:].sum()) + 1.0

    @cached_property
    def _before(self) -> Scores:
        """How often each syllable stands before another one."""
        sums = np.bincount(self.pairs >> SHIFT, weights=self.together, minlength=len(self.syllables))
        return sums.astype(np.float64)

    @cached_property
    def _kinds(self) -> Scores:
        """How many different syllables stand after each."""
        return np.bincount(self.pairs >> SHIFT, minlength=len(self.syllables)).astype(np.float64)


EMPTY = Vocabulary()
