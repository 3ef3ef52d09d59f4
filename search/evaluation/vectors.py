"""Computes the vectors of many texts once, in chunks on disk, so that a run that is cut off goes on where it stopped."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indices.encoder import Encoder
from indices.protocol import Vectors

CHUNK = 512  # texts a file: about a quarter of a minute's work
LIMIT = 256  # tokens read of each text, prompt and marks included; longer articles come in passages (search.evaluation.windows)


def vectors(texts: Sequence[str], encoder: Encoder, folder: Path) -> Vectors:
    """(n, dimensions) float32 unit vectors, taken from `folder` where a text's content is known there, else computed and kept.

    Progress goes to stderr. Kept in float16, which changes no ranking.
    """
    place = folder / f"{encoder.name.replace('/', '_')}-{LIMIT}"
    place.mkdir(parents=True, exist_ok=True)
    keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
    known = _known(place)
    missing = sorted({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(), key=lambda row: len(row[1]))
    progress = _Progress(missing)
    for start in range(0, len(missing), CHUNK):
        part = missing[start : start + CHUNK]
        found = encoder.encode_passages([text for _, text in part], limit=LIMIT).astype(np.float16)
        _keep(place, [key for key, _ in part], found)
        known.update(zip((key for key, _ in part), found, strict=True))
        progress.say([text for _, text in part])
    return _unit(np.stack([known[key] for key in keys])) if keys else np.empty((0, encoder.dimensions), np.float32)


def _known(place: Path) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float16]]]:
    known: dict[str, np.ndarray[tuple[int], np.dtype[np.float16]]] = {}
    for path in sorted(place.glob("*.npy")):
        keys = path.with_suffix(".keys").read_text(encoding="ascii").split()
        known.update(zip(keys, np.load(path), strict=True))
    return known


def _keep(place: Path, keys: Sequence[str], found: np.ndarray[tuple[int, int], np.dtype[np.float16]]) -> None:
    """Write a chunk: its keys first, then the vectors under a name that appears only when they are whole."""
    name = hashlib.sha256("".join(keys).encode()).hexdigest()[:16]
    (place / f"{name}.keys").write_text("\n".join(keys) + "\n", encoding="ascii")
    draft = place / f"{name}.npy.part"
    with draft.open("wb") as file:
        np.save(file, found)
    draft.rename(place / f"{name}.npy")


def _unit(found: np.ndarray[tuple[int, int], np.dtype[np.float16]]) -> Vectors:
    exact = found.astype(np.float32)
    unit: Vectors = exact / np.linalg.norm(exact, axis=1, keepdims=True)
    return unit


class _Progress:
    """How many are done, how fast, and how long the rest will take (by characters: the long ones come last)."""

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        self.total, self.done = len(missing), 0
        self.characters, self.read = sum(_counted(text) for _, text in missing), 0
        self.start = time.monotonic()

    def say(self, texts: Sequence[str]) -> None:
        self.done += len(texts)
        self.read += sum(map(_counted, texts))
        taken = time.monotonic() - self.start
        left = (self.characters - self.read) / self.read * taken / 60
        rate = self.done / taken
        print(f"Véc-tơ: {self.done:,}/{self.total:,} ({rate:.0f}/giây, còn ~{left:.0f} phút)", file=sys.stderr, flush=True)


def _counted(text: str) -> int:
    """Characters that are work: a token is about four, and what is beyond the limit is not read."""
    return min(len(text) + 1, 4 * LIMIT)
