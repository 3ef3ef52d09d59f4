"""The cache of vectors."""

from __future__ import annotations

import numpy as np

from corpus.store import Store, content_hash


def test_vectors_come_back_by_hash_and_model(store: Store) -> None:
    """What a model gave to a text is found again, for that model only, in half precision."""
    vector = np.linspace(-1, 1, 384, dtype=np.float32)
    key = content_hash("Kế hoạch")
    store.save_vectors("m", {key: vector})
    found = store.vectors("m", [key, content_hash("khác")])
    assert list(found) == [key]
    assert found[key].dtype == np.float32
    assert np.abs(found[key] - vector).max() < 1e-3
    assert store.vectors("n", [key]) == {}


def test_many_vectors_and_known_ones(store: Store) -> None:
    """More keys than one statement may have; keeping a vector twice keeps the first."""
    vectors = {content_hash(str(number)): np.full(4, number, dtype=np.float32) for number in range(1300)}
    store.save_vectors("m", vectors)
    store.save_vectors("m", {key: vector + 1 for key, vector in vectors.items()})
    found = store.vectors("m", list(vectors))
    assert all((found[key] == vector).all() for key, vector in vectors.items())
    assert len(found) == 1300


def test_nothing_is_nothing(store: Store) -> None:
    """No key, no vector, no error."""
    store.save_vectors("m", {})
    assert store.vectors("m", []) == {}
