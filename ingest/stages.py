"""The pipeline in steps that each end in the catalog: read, encode a slice, index; whoever does the next need not be who did the last."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from corpus.logs import about
from corpus.store import ENCODE, ENCODED, INDEX, READ, UNDERSTOOD, Entry
from indices.record import embedding_texts
from ingest.indexing import Indexing
from ingest.pipeline import Pipeline

log = logging.getLogger(__name__)
SLICE = 128  # passages of one document encoded in one go, some four seconds on two cores: a notice waits no longer behind 500 pages
AT_ONCE = 64  # documents committed to the index together
TIMES_TOO_SLOW = 2  # readings broken off for taking too long, after which a file fails
TOO_SLOW = (
    f"Đã {TIMES_TOO_SLOW} lần đọc tệp này quá lâu mà chưa xong nên chương trình dừng lại. Hãy tách tệp thành các phần nhỏ rồi tải lên lại."
)


class Stages:
    """One worker's hands: each method claims a document for its step, does it, and lets go of it for the next.

    `read` and `encode` return the step that the document waits for now (one of STEPS), or None: failed, finished, held by
    somebody else, gone. Whatever concerns more than one document (model, store, index) is raised, and what was held is
    given back; the stages are then closed and opened anew.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline, self.store, self.worker = pipeline, pipeline.store, pipeline.worker
        self._indexing = Indexing(pipeline.store, pipeline.index, pipeline.encoder)

    def read(self, id: str) -> str | None:
        """Understand a document."""
        with self._indexing.held(self.worker), about(id):
            entry = self._claim(id, READ)
            if entry is None:
                return self._later_step(id)
            try:
                understood = self.pipeline.read(entry)
            except Exception as exc:
                if type(exc).__name__ == "SoftTimeLimitExceeded":
                    return self._too_slow(entry)
                raise
            if understood is None:
                return None
            stage = "" if understood.passages else ENCODED
            self.store.hand_on(id, self.worker, stage=stage, version=entry.version)
            return ENCODE if understood.passages else INDEX

    def encode(self, id: str) -> str | None:
        """Put the vectors of a slice of a document's passages into the cache; ENCODE again while some are left."""
        with self._indexing.held(self.worker), about(id):
            entry = self._claim(id, ENCODE)
            understood = self.pipeline.kept(entry) if entry else None
            if entry is None or understood is None:
                return None
            texts = embedding_texts(understood.document, understood.passages)
            fresh, left = self._indexing.encode_ahead(texts, SLICE)
            stage = f"đang mã hoá {len(texts) - left}/{len(texts)} đoạn" if left else ENCODED
            attempts = 0 if fresh else entry.attempts - 1  # a crash in the next step is no fault of this one, and counts until it passes
            self.store.hand_on(id, self.worker, stage=stage, attempts=attempts, version=entry.version)
            return ENCODE if left else INDEX

    def index(self, ids: Sequence[str]) -> int:
        """Index documents that are encoded, with one commit; returns how many."""
        count = 0
        with self._indexing.held(self.worker):
            for entry in (entry for id in ids if (entry := self._claim(id, INDEX))):
                if entry.attempts > 1:
                    self._indexing.finish()  # it may have killed a worker before: nothing else shall be lost with it
                if understood := self.pipeline.kept(entry):
                    self._indexing.add(understood)
                    count += 1
            self._indexing.finish()
        return count

    def close(self) -> None:
        """Release store and index."""
        self.pipeline.close()

    def _claim(self, id: str, step: str) -> Entry | None:
        """The document, if it waits for this step and nobody alive holds it."""
        if entry := self.store.claim(self.worker, id, step=step):
            return entry
        freed = self.store.requeue_unfinished()  # the message may come from a worker that was killed over it
        return self.store.claim(self.worker, id, step=step) if freed else None

    def _later_step(self, id: str) -> str | None:
        """What a document waits for that need not be read (a person corrected it, or the index lost it)."""
        entry = self.store.entry(id)
        if entry is None or entry.state != UNDERSTOOD:
            return None
        return INDEX if entry.stage == ENCODED else ENCODE

    def _too_slow(self, entry: Entry) -> str | None:
        """A reading that took too long is tried once more, then the file fails: it would hold up the others for ever."""
        log.warning("reading took too long: %s", entry.source)
        if entry.attempts >= TIMES_TOO_SLOW:
            self.store.fail(entry.id, "too_slow", TOO_SLOW, version=entry.version)
            return None
        self.store.hand_on(entry.id, self.worker, stage="", attempts=entry.attempts, version=entry.version)
        return READ


def due(stages: Stages, ended: Callable[[], bool]) -> bool:
    """Take everything that waits in the catalog one step on, until told to end; False if nothing waited."""
    busy = False
    for step, take in ((READ, stages.read), (ENCODE, stages.encode)):
        for id in stages.store.waiting(AT_ONCE, step=step):
            if ended():
                return busy
            take(id)
            busy = True
    ids = stages.store.waiting(AT_ONCE, step=INDEX)
    stages.index(ids)
    return busy or bool(ids)
