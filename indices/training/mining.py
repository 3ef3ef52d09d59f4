"""Finds hard negatives: articles that the model itself ranks high for a question though they do not answer it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indices.protocol import Vectors
from indices.training import TrainingError
from indices.training.pairs import Material

DEPTH = 50
_BLOCK = 64


def kept_vectors(texts: Sequence[str], folder: Path, *, model: Path) -> Vectors:
    """The vectors that `python -m search.evaluation` keeps of these texts (search/evaluation/vectors.py), (n, dimensions) float32.

    Raises TrainingError, naming the command that makes them with this model, when some are not there.
    """
    known: dict[str, np.ndarray[tuple[int], np.dtype[np.float16]]] = {}
    for path in sorted(folder.glob("*.npy")):
        known.update(zip(path.with_suffix(".keys").read_text(encoding="ascii").split(), np.load(path), strict=True))
    keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
    missing = sum(key not in known for key in keys)
    if missing or not keys:
        command = f"VANKIEN_MODEL={model} python -m search.evaluation …"
        raise TrainingError("no_vectors", f"Thiếu véc-tơ của {missing} văn bản trong {folder}: chạy `{command}` trước (khoảng một giờ).")
    return np.stack([known[key] for key in keys]).astype(np.float32)


def mined(given: Material, base: Path, kept: Path) -> tuple[tuple[int, ...], ...]:
    """The hard negatives of every pair, by the vectors of the model in `base`; those of the articles are read from `kept`."""
    from indices.encoder import SentenceTransformerEncoder

    vectors = kept_vectors(given.articles, kept, model=base)
    questions = SentenceTransformerEncoder(str(base)).encode_queries([pair.question for pair in given.pairs])
    return hard_negatives(given, questions=questions, vectors=vectors)


def hard_negatives(given: Material, *, questions: Vectors, vectors: Vectors) -> tuple[tuple[int, ...], ...]:
    """For each pair (row of `questions`) the articles nearest to the question, nearest first, at most DEPTH.

    What answers the question is left out, and so is any article with the same words as one that does.
    """
    found: list[tuple[int, ...]] = []
    for start in range(0, len(given.pairs), _BLOCK):
        scores = questions[start : start + _BLOCK] @ vectors.T
        for pair, row in zip(given.pairs[start : start + _BLOCK], scores, strict=True):
            answers = {given.articles[i] for i in pair.relevant}
            near = sorted(_nearest(row), key=lambda i: (-row[i], i))
            found.append(tuple(i for i in near if i not in pair.relevant and given.articles[i] not in answers)[:DEPTH])
    return tuple(found)


def _nearest(scores: Vectors) -> list[int]:
    """Positions of the best 2 * DEPTH, in no order."""
    places: list[int] = np.argpartition(-scores, min(2 * DEPTH, len(scores)) - 1)[: 2 * DEPTH].tolist()
    return places
