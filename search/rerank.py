"""A second look at the best documents with a cross-encoder, where a site names one (VANKIEN_RERANKER)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from corpus.settings import Settings
from indices.protocol import Index
from indices.record import embedding_text
from search.errors import SearchError
from search.group import OWN_NUMBER, Group

WINDOW = 512  # tokens of question and passage together

_RESERVED = 2  # positions that models of RoBERTa's kind keep for themselves

_log = logging.getLogger(__name__)


class Reranker(Protocol):
    """Question and passages read together: `scores` gives one number a text, higher is better; `depth` documents are looked at."""

    name: str
    depth: int

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """(n) scores in the order of the texts. Raises SearchError where the model cannot be used."""


class CrossEncoderReranker:
    """Any sentence-transformers CrossEncoder by name or path, loaded at the first question (it imports torch: 4 to 7 s, 760 MB).

    It has to give one number for a pair. A model that cannot be loaded is said once in the log and with every answer; it is not tried
    again until the program starts anew.
    """

    def __init__(self, name: str, depth: int = 50, load: Callable[[str], Any] | None = None) -> None:
        self.name, self.depth = name, depth
        self._load = load or _cross_encoder
        self._lock = threading.Lock()
        self._model: Any = None
        self._failure = ""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """See Reranker."""
        if self._failure:
            raise SearchError("reranker_missing", self._failure)
        with self._lock:  # one at a time: each takes all cores
            try:
                found = np.asarray(self._ready().predict([(question, text) for text in texts], show_progress_bar=False), np.float64)
            except SearchError:
                raise
            except Exception as error:  # whatever a named model may do
                _log.exception("The reranker %s cannot be asked.", self.name)
                raise SearchError("reranker_failed", f"Mô hình xếp lại «{self.name}» gặp lỗi ({_first_line(error)}).") from error
        if found.shape != (len(texts),) or not np.isfinite(found).all():
            message = f"Mô hình xếp lại «{self.name}» không cho mỗi văn bản một điểm số: VANKIEN_RERANKER cần một CrossEncoder có một nhãn."
            raise SearchError("reranker_failed", message)
        values: list[float] = found.tolist()
        return values

    def _ready(self) -> Any:
        if self._model is None:
            try:
                self._model = self._load(self.name)
            except Exception as error:  # whatever a named model's files can do wrong
                _log.exception("The reranker %s cannot be loaded.", self.name)
                self._failure = f"Không nạp được mô hình xếp lại «{self.name}» ({_first_line(error)}): kiểm tra VANKIEN_RERANKER."
                raise SearchError("reranker_missing", self._failure) from error
        return self._model


def open_reranker(settings: Settings) -> Reranker | None:
    """The one the settings name, not loaded yet; none where they name none."""
    return CrossEncoderReranker(settings.reranker, settings.reranker_depth) if settings.reranker else None


def reranked(groups: Sequence[Group], question: str, *, index: Index, reranker: Reranker) -> tuple[list[Group], str | None]:
    """The groups with the best `depth` in the reranker's order, and what to tell where that failed (then as they were).

    What was asked for by its number stays in front. The new scores reach from that of the first to that of the last of them, as far
    apart as the reranker's are: nearly equal ones stay so, and may still change places for the newer one or the one in force.
    """
    first = sum(group.score >= OWN_NUMBER / 2 for group in groups)
    looked_at = groups[first : first + reranker.depth]
    held = {record.id: record for record in index.get([group.records[0][0] for group in looked_at])}
    if len(looked_at) < 2 or any(group.records[0][0] not in held for group in looked_at):  # changed in the meantime
        return list(groups), None
    try:
        found = reranker.scores(question, [embedding_text(held[group.records[0][0]]) for group in looked_at])
    except SearchError as error:
        return list(groups), f"{error.message} Kết quả được xếp như khi không có mô hình này."
    low, width = min(found), max(found) - min(found)
    least, room = looked_at[-1].score, looked_at[0].score - looked_at[-1].score
    dealt = [
        replace(group, score=least + room * ((value - low) / width if width else 1.0))
        for group, value in zip(looked_at, found, strict=True)
    ]
    return [*groups[:first], *sorted(dealt, key=lambda group: -group.score), *groups[first + len(looked_at) :]], None


def _cross_encoder(name: str) -> Any:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(name, device="cpu")
    positions = getattr(model.config, "max_position_embeddings", WINDOW) - _RESERVED
    model.max_seq_length = min(WINDOW, positions, model.max_seq_length or WINDOW)
    return model


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
