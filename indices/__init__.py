"""What can be searched, and where it is kept."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from corpus.settings import Settings

if TYPE_CHECKING:
    from indices.protocol import Index


def open_index(settings: Settings) -> Index:
    """The index of a data directory, empty before the first commit; raises IndexFailure when it cannot be opened."""
    from indices.protocol import IndexFailure

    if settings.engine == "embedded":
        from indices.embedded import EmbeddedIndex

        return EmbeddedIndex(settings.data_dir / "index")
    try:
        engine = importlib.import_module("indices.elastic")
    except ModuleNotFoundError as exc:
        raise IndexFailure("no_engine", f"Bản này chưa có động cơ «{settings.engine}». Hãy đặt VANKIEN_ENGINE=embedded.") from exc
    index: Index = engine.open_index(settings)
    return index
