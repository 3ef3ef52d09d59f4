"""The vectors of passages: taken from the catalog's cache where the text is known there, else made and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from indices.encoder import Encoder
from indices.protocol import Vectors

if TYPE_CHECKING:
    from corpus.store import Store


def cached_vectors(texts: Sequence[str], encoder: Encoder, store: Store) -> Vectors:
    """Unit vectors (n, d) of passages; what was encoded before, in whatever document, is not encoded again."""
    from corpus.store import content_hash

    hashes = [content_hash(text) for text in texts]
    known = store.vectors(encoder.name, hashes)
    known |= encoded({key: text for key, text in zip(hashes, texts, strict=True) if key not in known}, encoder, store)
    found = np.array([known[key] for key in hashes], dtype=np.float32).reshape(len(hashes), encoder.dimensions)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def encoded(missing: Mapping[str, str], encoder: Encoder, store: Store) -> dict[str, Vectors]:
    """Encode texts (by their content hash) that the cache lacks, and keep their vectors there; returns them as the cache would."""
    if not missing:
        return {}
    fresh = dict(zip(missing, encoder.encode_passages(list(missing.values())), strict=True))
    store.save_vectors(encoder.name, fresh)
    return {key: vector.astype(np.float16).astype(np.float32) for key, vector in fresh.items()}
