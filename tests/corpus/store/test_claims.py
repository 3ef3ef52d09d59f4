"""A document's way through the pipeline, whoever is killed when."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from corpus.store import ENCODED, Store, claims, worker_name
from tests.corpus.store.documents import document, passages


def test_a_document_is_claimed_once_and_the_oldest_first(store: Store) -> None:
    """Two workers never hold the same document."""
    ids = [store.put_file(f"/{name}", name.encode()).id for name in "ab"]
    claimed = [store.claim(f"worker {number}") for number in range(3)]
    assert [entry and entry.id for entry in claimed] == [*ids, None]
    assert [entry and entry.state for entry in claimed] == ["reading", "reading", None]


def test_a_named_document_is_claimed_only_if_free(store: Store) -> None:
    """Asking for a document that is held, finished or unknown gives nothing."""
    entry = store.put_file("/a", b"a")
    assert store.claim("one", entry.id) is not None
    assert store.claim("two", entry.id) is None
    store.advance(entry.id, "indexed")
    assert store.claim("two", entry.id) is None
    assert store.claim("two", "unknown") is None


def test_understood_document_shows_its_header(store: Store) -> None:
    """Saving an understanding fills the columns that lists show."""
    entry = store.put_file("/a.docx", b"a")
    assert store.save_document(entry.id, document(), passages(document()))
    found = store.entry(entry.id)
    assert found is not None
    assert (found.state, found.understood, found.passages) == ("understood", 1, 2)
    assert (found.symbol, found.type, found.issued) == ("12/TB-CĐCS", "Thông báo", "2024-03-05")
    assert (found.title, found.issuer, found.signer) == ("Về việc vận động đoàn viên", "", "")
    assert store.document(entry.id) == document()
    assert store.passages(entry.id) == passages(document())
    assert [other.id for other in store.find_by_symbol("12/TB-CĐCS")] == [entry.id]


def test_understanding_again_replaces_the_first(store: Store) -> None:
    """A better reading of the same version leaves nothing of the old one."""
    entry = store.put_file("/a", b"a")
    store.save_document(entry.id, document(), passages(document()))
    store.save_document(entry.id, document(symbol="13/TB"), passages(document())[:1])
    found = store.entry(entry.id)
    assert found is not None
    assert (found.symbol, found.passages, len(store.passages(entry.id))) == ("13/TB", 1, 1)


def test_work_on_an_old_version_never_hides_the_new(store: Store) -> None:
    """A worker that finishes version 1 after version 2 came in leaves version 2 queued."""
    entry = store.put_file("/a", b"a")
    store.claim("slow")
    store.put_file("/a", b"b")
    assert not store.save_document(entry.id, document(), (), version=1)
    assert not store.advance(entry.id, "indexed", version=1)
    assert not store.fail(entry.id, "broken", "Hỏng.", version=1)
    found = store.entry(entry.id)
    assert found is not None
    assert (found.state, found.version, found.understood) == ("queued", 2, 1)
    assert store.claim("other", entry.id) is not None


def test_failure_is_kept_with_its_reason(store: Store) -> None:
    """A failed document stays in the catalog with code and message, each time it failed in its history."""
    entry = store.put_file("/a", b"a")
    for code in ("broken", "scanned"):
        store.claim("worker", entry.id)
        store.fail(entry.id, code, f"Lý do {code}.")
        failed = store.entry(entry.id)
        assert failed is not None
        assert (failed.state, failed.error_code, failed.error_message) == ("failed", code, f"Lý do {code}.")
        assert store.claim("worker") is None
        assert store.retry(entry.id)
    assert [failure.code for failure in store.failures(entry.id)] == ["broken", "scanned"]
    assert store.counts() == {"queued": 1, "reading": 0, "understood": 0, "indexed": 0, "failed": 0}


def test_only_finished_documents_are_tried_again(store: Store) -> None:
    """What a worker holds is left to it."""
    entry = store.put_file("/a", b"a")
    assert not store.retry(entry.id)
    store.claim("worker")
    assert not store.retry(entry.id)
    assert not store.retry("unknown")
    assert not store.retry(store.refuse("/big", "too_large", "Quá lớn.").id)


def test_lease_that_ran_out_frees_the_document(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that never came back, on whatever machine, loses its claim in time."""
    monkeypatch.setattr(claims, "LEASE", timedelta(seconds=-1))
    entry = store.put_file("/a", b"a")
    assert store.claim("other-host/1/2") is not None
    again = store.claim("worker")
    assert again is not None
    assert (again.id, again.attempts) == (entry.id, 2)


def test_killed_worker_is_noticed_at_the_next_start(store: Store) -> None:
    """Rows of a process of this machine that is gone are free at once; those of one that lives are not."""
    ask = "from corpus.store import worker_name; print(worker_name())"
    gone = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    first, second = (store.put_file(f"/{name}", name.encode()).id for name in "ab")
    store.claim(f"{gone}/x", first)
    store.claim(f"{worker_name()}/y", second)
    assert store.requeue_unfinished() == 1
    assert store.waiting() == [first]


def test_document_that_was_understood_is_not_read_again(store: Store) -> None:
    """Killed between understanding and indexing: the next worker gets it as "understood"."""
    entry = store.put_file("/a", b"a")
    store.claim("one")
    store.save_document(entry.id, document(), passages(document()))
    store.release("one")
    again = store.claim("two")
    assert again is not None
    assert (again.id, again.state) == (entry.id, "understood")


def test_document_the_index_lost_is_indexed_again(store: Store) -> None:
    """`reindex` frees an indexed document for the index alone, and no other."""
    entry = store.put_file("/a", b"a")
    assert not store.reindex(entry.id)
    store.save_document(entry.id, document(), passages(document()))
    store.advance(entry.id, "indexed")
    assert store.understood() == {entry.id: 2}
    assert store.reindex(entry.id)
    again = store.claim("worker")
    assert again is not None
    assert again.state == "understood"


def test_file_that_kills_its_workers_is_given_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three workers died on it, a document fails and the next one has its turn."""
    monkeypatch.setattr(claims, "LEASE", timedelta(seconds=-1))
    deadly = store.put_file("/a", b"a")
    for number in range(claims.MAX_ATTEMPTS):
        assert store.claim(f"worker {number}", deadly.id) is not None
    other = store.put_file("/b", b"b")
    claimed = store.claim("next")
    assert claimed is not None
    assert claimed.id == other.id
    failed = store.entry(deadly.id)
    assert failed is not None
    assert (failed.state, failed.error_code) == ("failed", "gave_up")


def test_released_document_counts_no_attempt(store: Store) -> None:
    """Stopping a worker on purpose is no fault of the document."""
    entry = store.put_file("/a", b"a")
    for _ in range(claims.MAX_ATTEMPTS + 1):
        store.claim("worker")
        store.release("worker")
    found = store.entry(entry.id)
    assert found is not None
    assert found.attempts == 0


def test_everything_can_be_read_again(store: Store) -> None:
    """`requeue_all` queues what is indexed or failed and leaves what is on its way."""
    ids = [store.put_file(f"/{name}", name.encode()).id for name in "abc"]
    store.advance(ids[0], "indexed")
    store.fail(ids[1], "broken", "Hỏng.")
    store.claim("worker", ids[2])
    assert store.requeue_all() == 2
    assert store.waiting() == ids[:2]


def test_catalog_is_listed_newest_first_and_by_state(store: Store) -> None:
    """Pages of the catalog, filtered."""
    ids = [store.put_file(f"/{name}", name.encode()).id for name in "abc"]
    store.advance(ids[1], "indexed")
    assert [entry.id for entry in store.entries()] == ids[::-1]
    assert [entry.id for entry in store.entries("queued", limit=1, offset=1)] == ids[:1]
    assert store.entries(type="Thông báo") == []


def test_a_step_takes_only_what_waits_for_it(store: Store) -> None:
    """Read, then encode, then index: each is handed on by who held it, and by nobody else."""
    entry = store.put_file("/a", b"a")
    assert store.claim("worker", entry.id, step="index") is None
    assert store.claim("worker", entry.id, step="read") is not None
    store.save_document(entry.id, document(), passages(document()))
    assert not store.hand_on(entry.id, "other", stage="")
    assert store.hand_on(entry.id, "worker", stage="")
    assert (store.waiting(step="read"), store.waiting(step="encode")) == ([], [entry.id])
    assert store.claim("worker", entry.id, step="encode") is not None
    assert store.hand_on(entry.id, "worker", stage=ENCODED, attempts=2)
    assert (store.waiting(step="encode"), store.waiting(step="index")) == ([], [entry.id])
    claimed = store.claim("worker", step="index")
    assert claimed is not None
    assert claimed.attempts == 3
    store.advance(entry.id, "indexed")
    assert not store.hand_on(entry.id, "worker", stage="")


def test_what_was_touched_a_moment_ago_is_not_lost_yet(store: Store) -> None:
    """A watch leaves alone what somebody works on or has just given back."""
    entry = store.put_file("/a", b"a")
    assert store.waiting(untouched=timedelta(minutes=1)) == []
    assert store.waiting(untouched=timedelta(microseconds=1)) == [entry.id]
