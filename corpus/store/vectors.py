"""The cache of vectors: what a model gave to a text, by the text's hash, in half precision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from corpus.store.models import VectorRow

Vector = NDArray[np.float32]
CHUNK = 500  # below the number of variables a statement may have in any SQLite


def content_hash(text: str) -> str:
    """The key of a text in the cache."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def load(session: Session, model: str, hashes: Sequence[str]) -> dict[str, Vector]:
    """The vectors known for these texts, as float32."""
    found: dict[str, Vector] = {}
    for chunk in _chunks(dict.fromkeys(hashes)):
        query = select(VectorRow.hash, VectorRow.data).where(VectorRow.model == model, VectorRow.hash.in_(chunk))
        found.update((key, np.frombuffer(data, dtype="<f2").astype(np.float32)) for key, data in session.execute(query))
    return found


def save(session: Session, model: str, vectors: Mapping[str, Vector]) -> None:
    """Keep vectors; those known already stay as they are."""
    for chunk in _chunks(vectors):
        rows = [{"model": model, "hash": key, "data": np.asarray(vectors[key], dtype="<f2").tobytes()} for key in chunk]
        session.execute(_insert(session).on_conflict_do_nothing(), rows)


def _insert(session: Session) -> Any:
    """INSERT with ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(VectorRow)


def _chunks(keys: Iterable[str]) -> Iterable[list[str]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
