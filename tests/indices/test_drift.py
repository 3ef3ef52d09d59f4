"""Where index and catalog differ is found and mended from the catalog."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.store import Store
from indices import open_index
from indices.drift import drift, repair
from indices.protocol import Index
from indices.rebuild import rebuild
from tests.indices.test_rebuild import CountingEncoder, keep, settings, store

__all__ = ["settings", "store"]


@pytest.fixture
def index(settings, store: Store) -> Iterator[Index]:  # type: ignore[no-untyped-def]
    """An index that holds two documents, as the catalog says."""
    for source, lines in (("a.txt", ("phát triển đoàn viên", "chăm lo Tết")), ("b.txt", ("đại hội công đoàn",))):
        store.advance(keep(store, source, *lines), "indexed")
    rebuild(settings, store, CountingEncoder())
    opened = open_index(settings)
    yield opened
    opened.close()


def test_an_index_in_step_has_nothing_to_mend(index: Index, store: Store) -> None:
    """No drift, and the counts of both sides."""
    found = drift(index, store)
    assert not found
    assert (found.documents, found.passages, found.wanted, found.wanted_passages) == (2, 3, 2, 3)
    assert repair(index, store, CountingEncoder) == found


def test_lost_and_surplus_documents_are_mended_without_encoding(index: Index, store: Store) -> None:
    """What the index lost comes back with the vectors of the cache, what it should not have goes; the catalog says indexed again."""
    lost, gone = (entry.id for entry in store.entries())
    index.delete([lost])
    index.commit()
    store.delete(gone)
    found = drift(index, store)
    assert (found.missing, found.surplus) == ((lost,), (gone,))
    encoder = CountingEncoder()
    repair(index, store, lambda: encoder)
    assert not drift(index, store)
    assert encoder.encoded == []
    assert store.counts()["indexed"] == 1
    assert store.waiting() == []


def test_a_document_whose_new_version_failed_keeps_its_old_one(index: Index, store: Store) -> None:
    """The old version is what the index should hold, and is put there; the document stays failed, for a person to see."""
    id = next(entry.id for entry in store.entries() if entry.source == "a.txt")
    store.put_file("a.txt", b"a worse version")
    store.claim("worker", id)
    store.fail(id, "broken", "Tệp hỏng.")
    index.delete([id])
    index.commit()
    repair(index, store, CountingEncoder)
    assert not drift(index, store)
    assert store.counts()["failed"] == 1


def test_what_a_worker_has_still_to_index_is_no_drift(index: Index, store: Store) -> None:
    """It waits for its worker, who would not be the only one to write it otherwise."""
    keep(store, "c.txt", "đang chờ")
    found = drift(index, store)
    assert (bool(found), found.pending) == (False, 1)
    repair(index, store, CountingEncoder)
    assert drift(index, store).pending == 1
