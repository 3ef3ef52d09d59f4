"""Passages in any number made from some thousands of real ones: other numbers in the text, cut at random, vectors moved by noise."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.settings import Settings
from indices.encoder import open_encoder
from indices.protocol import Record, Vectors
from indices.record import embedding_text
from search.evaluation.collection import Collection, collection
from search.evaluation.prepare import record
from search.evaluation.vectors import vectors

SHORT = 1_000  # characters; most of such texts the model reads whole
NOISE = 0.3  # length of what is added to a vector of length one
LONGEST_CUT = 0.3  # share of a text that is left out at most
_WHOLE = ("title", "heading", "numbers")  # fields that are not cut
_DIGITS = "0123456789"


class Repeated:
    """Passage n is always the same, so that a run that was broken off can go on."""

    def __init__(self, folder: Path, settings: Settings, real: int) -> None:
        kept = settings.data_dir / "benchmarks" / f"repeated-{real}.pickle"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps(_real(collection(folder), settings, real)))
        self._records, self._vectors = pickle.loads(kept.read_bytes())

    def portion(self, start: int, count: int) -> tuple[list[Record], Vectors]:
        """Passages [start, start + count) with their vectors; each is a document of its own."""
        numbers = np.random.default_rng(start)
        real = [n % len(self._records) for n in range(start, start + count)]
        records = [self._changed(self._records[at], start + n, numbers) for n, at in enumerate(real)]
        rows = self._vectors[real]
        moved = rows + numbers.normal(size=rows.shape) * NOISE / np.sqrt(rows.shape[1])
        unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return records, unit

    def _changed(self, one: Record, n: int, numbers: np.random.Generator) -> Record:
        other = str.maketrans(_DIGITS, "".join(numbers.permutation(list(_DIGITS)).tolist()))
        cut, at = numbers.random(2) * (LONGEST_CUT, 1)
        start, end = cut * at, 1 - cut * (1 - at)
        tokens = {
            name: [token.translate(other) for token in (words if name in _WHOLE else _between(words, start, end))]
            for name, words in one.tokens.items()
        }
        text = "".join(_between(one.text, start, end)).translate(other)
        document = f"d{n:08}"
        return replace(one, id=f"{document}:0", document=document, ordinal=0, text=text, span=(0, len(text)), tokens=tokens)


def _between(words: Sequence[str], start: float, end: float) -> Sequence[str]:
    return words[int(start * len(words)) : max(1, int(end * len(words)))]


def _real(given: Collection, settings: Settings, count: int) -> tuple[list[Record], Vectors]:
    """About so many articles from all over the collection, analysed, with their vectors."""
    encoder = open_encoder(settings)
    step = max(1, len(given.articles) // count)
    short = [article for article in given.articles[::step] if len(article.text) < SHORT]
    records = []
    for n, article in enumerate(short):
        records.append(record(article))
        if n % 1_000 == 0:
            print(f"{n:,}/{len(short):,} analysed", file=sys.stderr, flush=True)
    kept = settings.data_dir / "evaluation" / given.digest / "vectors"
    return records, vectors([embedding_text(one) for one in records], encoder, kept)
