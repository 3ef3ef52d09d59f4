"""A second look at the best documents with a cross-encoder, where a site names one (VANKIEN_RERANKER)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from corpus.settings import Settings
from indices.protocol import Index
from indices.record import embedding_text
from search.errors import SearchError
from search.group import OWN_NUMBER, Group

WINDOW = 512  # tokens of question and passage together

_log = logging.getLogger(__name__)


class Reranker(Protocol):
    """Question and passages read together: `scores` gives one number a text, higher is better; `depth` documents are looked at."""

    name: str
    depth: int

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """(n) scores in the order of the texts. Raises SearchError where the model cannot be used."""


class CrossEncoderReranker:
    """Any sentence-transformers CrossEncoder by name or path, loaded at the first question (it imports torch: 4 to 7 s, 760 MB).

    A model that cannot be loaded is said once in the log and with every answer; it is not tried again until the program starts anew.
    """

    def __init__(self, name: str, depth: int = 50, load: Callable[[str], Any] | None = None) -> None:
        self.name, self.depth = name, depth
        self._load = load or _cross_encoder
        self._lock = threading.Lock()
        self._model: Any = None
        self._failure: SearchError | None = None

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """See Reranker."""
        with self._lock:  # one at a time: each takes all cores
            found: list[float] = self._ready().predict([(question, text) for text in texts], show_progress_bar=False).tolist()
        return found

    def _ready(self) -> Any:
        if self._failure:
            raise self._failure
        if self._model is None:
            try:
                self._model = self._load(self.name)
            except Exception as error:  # whatever a named model's files can do wrong
                _log.exception("The reranker %s cannot be loaded.", self.name)
                message = f"Không nạp được mô hình xếp lại «{self.name}» ({_first_line(error)}): kiểm tra VANKIEN_RERANKER."
                self._failure = SearchError("reranker_missing", message)
                raise self._failure from error
        return self._model


def open_reranker(settings: Settings) -> Reranker | None:
    """The one the settings name, not loaded yet; none where they name none."""
    return CrossEncoderReranker(settings.reranker, settings.reranker_depth) if settings.reranker else None


def reranked(groups: Sequence[Group], question: str, *, index: Index, reranker: Reranker) -> tuple[list[Group], str | None]:
    """The groups with the best `depth` in the reranker's order, and what to tell where that failed (then as they were).

    What was asked for by its number stays in front. The scores are dealt out anew in the new order, so that they still fall from the
    first to the last and say how sure the search as a whole was.
    """
    first = sum(group.score >= OWN_NUMBER / 2 for group in groups)
    looked_at = groups[first : first + reranker.depth]
    held = {record.id: record for record in index.get([group.records[0][0] for group in looked_at])}
    known = [group for group in looked_at if group.records[0][0] in held]
    if len(known) < 2:
        return list(groups), None
    try:
        found = reranker.scores(question, [embedding_text(held[group.records[0][0]]) for group in known])
    except SearchError as error:
        return list(groups), f"{error.message} Kết quả được xếp như khi không có mô hình này."
    order: Mapping[str, float] = dict(zip((group.document for group in known), found, strict=True))
    best = sorted(known, key=lambda group: -order[group.document])  # of equals the one that stood before
    dealt = [replace(group, score=before.score) for group, before in zip(best, known, strict=True)]
    rest = [group for group in looked_at if group.document not in order]
    return [*groups[:first], *dealt, *rest, *groups[first + len(looked_at) :]], None


def _cross_encoder(name: str) -> Any:
    from sentence_transformers import CrossEncoder

    return CrossEncoder(name, max_length=WINDOW, device="cpu")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
