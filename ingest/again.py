"""Understands again what is stored when the rules have improved: from the stored text, and only what changed is written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.document import Document, Found, Passage
from corpus.store import INDEXED, Entry, Store
from indices.encoder import EncoderError
from ingest.passages import passages
from ingest.pipeline import Pipeline, understand_text
from ingest.results import Progress, quiet

log = logging.getLogger(__name__)
PAGE = 500  # documents of the catalog looked at in one query
AT_ONCE = 64  # changed documents that are indexed together
UNCHANGED, CHANGED, REINDEXED, FAILED = OUTCOMES = ("unchanged", "changed", "reindexed", "failed")


@dataclass(frozen=True, slots=True)
class Again:
    """How many documents were looked at: unchanged, changed without (`changed`) or with (`reindexed`) the index, and failed.

    `skipped` are those that failed before, or that another worker holds: they have no understanding to be compared.
    """

    unchanged: int = 0
    changed: int = 0
    reindexed: int = 0
    failed: int = 0
    skipped: int = 0

    def to_json(self) -> dict[str, Any]:
        """The counts, by name."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "documents": self.unchanged + self.changed + self.reindexed + self.failed
        }


def again(pipeline: Pipeline, *, on_progress: Callable[[Progress], None] = quiet) -> Again:
    """Understand every indexed document again; corrections stay, files are not read, what is the same is not written."""
    pipeline.repair()
    pipeline.resume()  # what was left half-way is understood with the new rules as it is
    total = pipeline.store.counts()
    counts = dict.fromkeys(OUTCOMES, 0)
    unrelated, waiting = pipeline.store.unrelated(), list[str]()
    for done, entry in enumerate(_indexed(pipeline.store)):
        on_progress(Progress(done, total[INDEXED], entry.source))
        outcome = _renewed(pipeline, entry, force=entry.id in unrelated)
        counts[outcome] += 1
        waiting += [entry.id] if outcome == REINDEXED else []
        if len(waiting) >= AT_ONCE:
            pipeline.resume(waiting)
            waiting = []
    on_progress(Progress(total[INDEXED], total[INDEXED], ""))
    pipeline.resume(waiting)
    return Again(**counts, skipped=sum(total.values()) - total[INDEXED])


def _indexed(store: Store) -> Iterator[Entry]:
    """Every indexed document, as the catalog was when we began: a list of ids, for the order changes under our hands."""
    ids: list[str] = []
    while page := store.entries(INDEXED, limit=PAGE, offset=len(ids)):
        ids += [entry.id for entry in page]
    yield from (entry for id in dict.fromkeys(ids) if (entry := store.entry(id)) and entry.state == INDEXED)


def _renewed(pipeline: Pipeline, entry: Entry, *, force: bool) -> str:
    """Understand one document again; our own fault with one leaves that one as it was."""
    store = pipeline.store
    old = store.rules_document(entry.id, entry.version)
    if old is None:
        return FAILED
    try:
        new = understand_text(old.text)
        if new == old and not force:
            return UNCHANGED
        before = store.passages(entry.id, entry.version)
        after = before if _cut_alike(old, new) else _passages(pipeline, new)
    except EncoderError:
        raise  # without a model no passage can be cut
    except Exception:
        log.exception("cannot understand %s again", entry.source)
        return FAILED
    reindex = after != before or _shown(store.corrected(entry.id, old, entry.version)) != _shown(
        store.corrected(entry.id, new, entry.version)
    )
    if not store.save_again(entry.id, new, after, version=entry.version, reindex=reindex):
        return UNCHANGED  # a newer version came in meanwhile, and is understood with the new rules anyway
    return REINDEXED if reindex else UNCHANGED if new == old else CHANGED


def _cut_alike(old: Document, new: Document) -> bool:
    """Whether the same passages come out, for all that they are made from is the same."""
    return (old.sections, old.furniture, old.header) == (new.sections, new.furniture, new.header)


def _passages(pipeline: Pipeline, document: Document) -> Sequence[Passage]:
    encoder = pipeline.encoder()
    return passages(document, count_tokens=encoder.count_tokens, window=encoder.window)


def _shown(document: Document) -> tuple[str, ...]:
    """What the index takes from the header (indices.record)."""
    header = document.header
    return tuple(_value(found) for found in (header.symbol, header.type, header.issuer, header.issued, header.subject))


def _value(found: Found[str] | None) -> str:
    return found.value if found else ""
