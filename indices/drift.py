"""Finds where index and catalog differ, and mends it from the catalog: no file is read again, no known text encoded again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from indices.protocol import Index
from indices.record import embedding_text, records
from indices.vectors import cached_vectors

if TYPE_CHECKING:
    from corpus.store import Entry, Store
    from indices.encoder import Encoder

AT_ONCE = 64  # documents put and committed together


@dataclass(frozen=True, slots=True)
class Drift:
    """Ids of documents the index lacks or has another number of passages of, and of those it should not have.

    `pending` is how many more differ only because a worker has not come to them yet. `documents` and `passages` are what
    the index holds, `wanted` and `wanted_passages` what it should hold.
    """

    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    pending: int
    documents: int
    passages: int
    wanted: int
    wanted_passages: int

    def __bool__(self) -> bool:
        """Whether there is anything to mend."""
        return bool(self.missing or self.surplus)


def drift(index: Index, store: Store) -> Drift:
    """Compare the two, by the number of passages of each document."""
    index.refresh()
    held = index.documents()  # before the catalog: whatever is in the index now is in the catalog by then
    wanted = {id: count for id, count in store.understood().items() if count}
    differ = [id for id, count in wanted.items() if held.get(id) != count]
    on_the_way = set(store.unfinished(differ))
    return Drift(
        missing=tuple(id for id in differ if id not in on_the_way),
        surplus=tuple(sorted(held.keys() - wanted.keys())),
        pending=len(on_the_way),
        documents=len(held),
        passages=sum(held.values()),
        wanted=len(wanted),
        wanted_passages=sum(wanted.values()),
    )


def repair(index: Index, store: Store, encoder: Callable[[], Encoder]) -> Drift:
    """Mend it, beside whatever else works on either; returns what was found."""
    from corpus.store import worker_name

    found = drift(index, store)
    if found.surplus:
        index.delete(found.surplus)
        index.commit()
    worker = f"{worker_name()}/repair"
    try:
        missing = iter(found.missing)
        while ids := list(islice(missing, AT_ONCE)):
            _put(index, store, encoder(), [entry for id in ids if (entry := _taken(store, worker, id))])
    finally:
        store.release(worker)
    return found


def _taken(store: Store, worker: str, id: str) -> Entry | None:
    """The document, claimed so that no worker indexes it meanwhile; one whose newer version failed is claimed by nobody."""
    entry = store.entry(id)
    return entry if entry is not None and entry.state == "failed" else store.claim(worker, id) if store.reindex(id) else None


def _put(index: Index, store: Store, encoder: Encoder, entries: Sequence[Entry]) -> None:
    index.delete([entry.id for entry in entries])
    for entry in entries:
        document = store.document(entry.id, entry.understood)
        made = records(entry.id, document, store.passages(entry.id, entry.understood), source=entry.source) if document else []
        if made:
            index.put(made, cached_vectors([embedding_text(record) for record in made], encoder, store))
    index.commit()
    for entry in entries:
        if entry.state != "failed":
            store.advance(entry.id, "indexed", version=entry.version)
