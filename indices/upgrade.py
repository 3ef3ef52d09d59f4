"""Finds out whether an index was built by an older release or with another model, and builds it anew if so."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from corpus.settings import Settings
from indices import of_this_form, open_index
from indices.model import model_folder, prepared
from indices.rebuild import Progress, Rebuilt, rebuild
from indices.record import embedding_texts

if TYPE_CHECKING:
    from corpus.store import Store
    from indices.encoder import Encoder

LOOKED_AT = 5  # documents whose passages are asked for


def outdated(settings: Settings, store: Store) -> bool:
    """Whether the index must be built anew: it lacks fields of this release, or the vectors it holds are another model's.

    The catalog keeps the vectors of every indexed passage under the name of the model and the text that they were made of: where one of
    the present model is missing for what the index holds, that is of another model, or of another text than this release makes of the
    passage. Raises IndexFailure, StoreError.
    """
    from corpus.store import content_hash

    if not of_this_form(settings):
        return True
    index = open_index(settings)
    try:
        held = list(islice(index.documents(), LOOKED_AT))
    finally:
        index.close()
    documents = [(document, store.passages(id)) for id in held if (document := store.document(id))]
    hashes = [content_hash(text) for document, passages in documents for text in embedding_texts(document, passages)]
    return len(store.vectors(_model(settings), hashes)) < len(set(hashes))


def upgrade(
    settings: Settings, store: Store, encoder: Callable[[], Encoder], *, progress: Progress = lambda done, total: None
) -> Rebuilt | None:
    """Build the index anew if it is outdated; None where nothing had to be done. Raises IndexFailure, StoreError, EncoderError."""
    return rebuild(settings, store, encoder(), progress=progress) if outdated(settings, store) else None


def _model(settings: Settings) -> str:
    """The name of the settings' model, without loading it."""
    card = prepared(model_folder(settings)) if settings.model == "default" else None
    return card.name if card else settings.model
