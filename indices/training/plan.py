"""Decides, by a seed alone, what each step of an epoch sees: which pairs stand together, with which negatives and slips."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indices.training.pairs import Pair
from indices.training.questions import varied


@dataclass(frozen=True, slots=True)
class Step:
    """One batch.

    Attributes:
        questions: n as asked, then the same n in a variant.
        passages: positions of articles, each once; the first n answer the n questions.
        allowed: for each of the n questions, which passages take part in its loss (the right one, and those known to be wrong).
    """

    questions: tuple[str, ...]
    passages: tuple[int, ...]
    allowed: tuple[tuple[bool, ...], ...]


def epoch(
    pairs: Sequence[Pair], hard: Sequence[Sequence[int]], articles: Sequence[str], *, size: int, negatives: int, seed: str
) -> list[Step]:
    """The steps of one epoch: every pair once, `size` to a step, each with `negatives` drawn from its hard ones."""
    chance = random.Random(seed)
    order = list(range(len(pairs)))
    chance.shuffle(order)
    groups = _groups(order, pairs, size)
    chance.shuffle(groups)
    return [_step([pairs[i] for i in group], [hard[i] for i in group], articles, negatives, chance) for group in groups]


def _groups(order: Sequence[int], pairs: Sequence[Pair], size: int) -> list[list[int]]:
    """Groups of at most `size` and of nearly the same size, in which no two pairs have the same article.

    The articles most asked about are dealt out first: left to the end, they would make groups of one.
    """
    times = Counter(pair.article for pair in pairs)
    count = max(math.ceil(len(order) / size), max(times.values()))
    groups: list[list[int]] = [[] for _ in range(count)]
    for i in sorted(order, key=lambda i: -times[pairs[i].article]):
        free = (group for group in groups if all(pairs[other].article != pairs[i].article for other in group))
        min(free, key=len).append(i)
    return groups


def _step(pairs: Sequence[Pair], hard: Sequence[Sequence[int]], articles: Sequence[str], negatives: int, chance: random.Random) -> Step:
    drawn = [i for places in hard for i in chance.sample(list(places), min(negatives, len(places)))]
    passages = tuple(dict.fromkeys([*(pair.article for pair in pairs), *drawn]))
    allowed = tuple(_allowed(pair, passages, articles) for pair in pairs)
    asked = [pair.question for pair in pairs]
    return Step((*asked, *(varied(question, chance) for question in asked)), passages, allowed)


def _allowed(pair: Pair, passages: Sequence[int], articles: Sequence[str]) -> tuple[bool, ...]:
    """A passage that also answers, or says the same in the same words, is neither right nor wrong here."""
    answers = {articles[i] for i in pair.relevant}
    return tuple(i == pair.article or (i not in pair.relevant and articles[i] not in answers) for i in passages)
