"""Counts the syllables, neighbours and phrases of texts, and adds counts up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from corpus.text.letters import word_key
from indices.vocabulary.value import BREAK, SHIFT, UNKNOWN, Named, Numbers, Vocabulary

_PIECE = re.compile(r"[^\W\d_]+|[^\s\w]|\d+|\n")
_PORTION = 4_000_000  # syllables counted at a time: some hundred megabytes
_PHRASES = 30_000
_RARE_PHRASE = 3
_RARE_PAIR = 2  # pairs seen once are most of all pairs and say little, once there are many
_MANY_PAIRS = 500_000
_LONGEST = 15  # letters; what is longer is no syllable but a slip of the keyboard


class _Ids(dict[str, int]):
    """What is written -> the number of its syllable, filled as they are met."""

    def __init__(self) -> None:
        super().__init__()
        self.syllables: dict[str, int] = {"": BREAK}

    def __missing__(self, raw: str) -> int:
        number = BREAK
        if raw[0].isalpha() and len(raw) <= _LONGEST:
            number = self.syllables.setdefault(word_key(raw), len(self.syllables))
        self[raw] = number
        return number


def counted(texts: Iterable[str], documents: Iterable[Named] = ()) -> Vocabulary:
    """The vocabulary of texts; every pair counts, so that such values can be added up."""
    ids = _Ids()
    parts = [_part(numbers) for numbers in _numbered(texts, ids)]
    names = tuple(ids.syllables)
    whole = [replace(part, syllables=names, counts=_padded(part.counts, len(names))) for part in parts]
    found = _added(whole, names) if len(whole) != 1 else whole[0]
    return replace(found, syllables=names, documents=_by_name(documents))


def merged(parts: Sequence[Vocabulary], *, alive: frozenset[str] | None = None) -> Vocabulary:
    """The sum; the later of two documents with one id counts, and of `alive` ones only. Rare pairs go when there are many."""
    names: dict[str, int] = {"": BREAK}
    moved = []
    for part in parts:
        to = np.asarray([names.setdefault(syllable, len(names)) for syllable in part.syllables], np.int64)
        moved.append(_renumbered(part, to))
    keys = tuple(names)
    whole = _added([replace(part, counts=_padded(part.counts, len(keys))) for part in moved], keys)
    documents = {row.id: row for part in parts for row in part.documents if alive is None or row.id in alive}
    keep = whole.together >= (_RARE_PAIR if len(whole.pairs) > _MANY_PAIRS else 1)
    return replace(whole, pairs=whole.pairs[keep], together=whole.together[keep], documents=tuple(documents.values()))


def _by_name(documents: Iterable[Named]) -> tuple[Named, ...]:
    return tuple({row.id: row for row in documents}.values())


def _numbered(texts: Iterable[str], ids: _Ids) -> Iterator[Numbers]:
    """The numbers of the syllables of all texts, in portions, a break after each text."""
    waiting: list[list[int]] = []
    size = 0
    for words in texts:
        waiting.append([*map(ids.__getitem__, _PIECE.findall(words.lower())), BREAK])
        size += len(waiting[-1])
        if size >= _PORTION:
            yield np.fromiter(chain.from_iterable(waiting), np.int64, size)
            waiting, size = [], 0
    yield np.fromiter(chain.from_iterable([[BREAK], *waiting]), np.int64, size + 1)


def _part(numbers: Numbers) -> Vocabulary:
    """Counts under the numbers given; the names come later."""
    pairs, together = np.unique(numbers[:-1] << SHIFT | numbers[1:], return_counts=True)
    keep = pairs != (BREAK << SHIFT | BREAK)
    return Vocabulary((), np.bincount(numbers), pairs[keep], together[keep], *_phrases(numbers))


def _phrases(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Runs of three and of four syllables that come back, the most frequent ones."""
    rows, times = [np.empty((0, 4), np.int64)], [np.empty(0, np.int64)]
    for size in (3, 4):
        run = np.stack([numbers[at : len(numbers) - size + 1 + at] for at in range(size)], axis=1)
        run = run[(run != BREAK).all(axis=1) & (run < 1 << 16).all(axis=1)]
        keys, counts = np.unique(sum(run[:, at] << 16 * (size - 1 - at) for at in range(size)), return_counts=True)
        best = np.argsort(-counts, kind="stable")[:_PHRASES]
        best = best[counts[best] >= _RARE_PHRASE]
        split = [(keys[best] >> 16 * (size - 1 - at)) & 0xFFFF for at in range(size)]
        rows.append(np.stack([*split, *[np.full(len(best), UNKNOWN)] * (4 - size)], axis=1))
        times.append(counts[best])
    return _frequent(np.concatenate(rows), np.concatenate(times))


def _frequent(rows: Numbers, times: Numbers) -> tuple[Numbers, Numbers]:
    """Equal rows added up, the most frequent first."""
    if not len(rows):
        return rows.reshape(0, 4), times
    kinds, which = np.unique(rows, axis=0, return_inverse=True)
    sums = np.bincount(which.ravel(), weights=times).astype(np.int64)
    order = np.argsort(-sums, kind="stable")[:_PHRASES]
    return kinds[order], sums[order]


def _renumbered(part: Vocabulary, to: Numbers) -> Vocabulary:
    """The same counts under other numbers."""
    counts = np.zeros(int(to.max()) + 1, np.int64)
    counts[to] = part.counts
    pairs = to[part.pairs >> SHIFT] << SHIFT | to[part.pairs & 0xFFFFFFFF]
    phrases = np.where(part.phrases == UNKNOWN, UNKNOWN, to[part.phrases])
    return Vocabulary((), counts, pairs, part.together, phrases, part.times)


def _added(parts: Sequence[Vocabulary], names: tuple[str, ...]) -> Vocabulary:
    """The sum of counts with common numbers."""
    if not parts:
        return Vocabulary()
    counts: Numbers = np.sum([part.counts for part in parts], axis=0)
    keys = np.concatenate([part.pairs for part in parts])
    pairs, which = np.unique(keys, return_inverse=True)
    weights = np.concatenate([part.together for part in parts])
    together = np.bincount(which, weights=weights, minlength=len(pairs)).astype(np.int64)
    spoken = [part for part in parts if len(part.times)]
    phrases, times = spoken[0].phrases if spoken else parts[0].phrases, spoken[0].times if spoken else parts[0].times
    if len(spoken) > 1:
        phrases, times = _frequent(np.concatenate([p.phrases for p in spoken]), np.concatenate([p.times for p in spoken]))
    return Vocabulary(names, counts, pairs, together, phrases, times)


def _padded(counts: Numbers, size: int) -> Numbers:
    return np.concatenate([counts, np.zeros(size - len(counts), np.int64)])
