"""A vocabulary in one file, read in a few milliseconds."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from indices.vocabulary.value import Named, Vocabulary

_NAMED = Named.__slots__


def save(path: Path, held: Vocabulary) -> None:
    """Write a vocabulary; others see all of it or nothing. Raises OSError."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(packed(held))
    fresh.replace(path)


def load(path: Path) -> Vocabulary | None:
    """Read a vocabulary; None when there is none, or a damaged one (it can be counted again)."""
    try:
        return unpacked(path.read_bytes())
    except FileNotFoundError:
        return None


def packed(held: Vocabulary) -> bytes:
    """A vocabulary as it is kept."""
    rows = [[getattr(row, name) for name in _NAMED] for row in held.documents]
    words: dict[str, Any] = {
        "syllables": np.frombuffer("\n".join(held.syllables).encode(), np.uint8),
        "documents": np.frombuffer(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8),
        "counts": held.counts.astype(np.uint32),
        "pairs": held.pairs.astype(np.uint64),
        "together": held.together.astype(np.uint32),
        "phrases": held.phrases.astype(np.int32),
        "times": held.times.astype(np.uint32),
    }
    data = BytesIO()
    np.savez(data, **words)
    return data.getvalue()


def unpacked(data: bytes) -> Vocabulary | None:
    """The vocabulary that was packed; None from damaged bytes."""
    try:
        with np.load(BytesIO(data)) as file:
            found = {name: file[name] for name in file.files}
        documents = tuple(Named(*row) for row in json.loads(found["documents"].tobytes()))
        syllables = tuple(found["syllables"].tobytes().decode().split("\n"))
        numbers = {name: found[name].astype(np.int64) for name in ("counts", "pairs", "together", "phrases", "times")}
        return Vocabulary(syllables, documents=documents, **numbers)
    except (BadZipFile, KeyError, ValueError, TypeError, EOFError):
        return None
