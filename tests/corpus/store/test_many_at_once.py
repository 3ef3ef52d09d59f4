"""Threads and processes on one store at the same time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from corpus.settings import Settings
from corpus.store import Store, open_store

FILES = 12


def put_and_claim(settings: Settings, worker: str) -> tuple[list[str], list[str]]:
    """Open the store, put the same files as everybody, then claim what one can get."""
    store = open_store(settings)
    put = [store.put_file(f"/{worker}/{number}", b"%d" % number).id for number in range(FILES)]
    claimed = []
    while entry := store.claim(worker):
        claimed.append(entry.id)
        store.advance(entry.id, "indexed", version=entry.version)
    store.close()
    return put, claimed


def together(pool: Executor, settings: Settings, workers: Sequence[str]) -> list[tuple[list[str], list[str]]]:
    """Run the workers side by side."""
    return list(pool.map(put_and_claim, [settings] * len(workers), workers))


@pytest.mark.parametrize("kind", ["threads", pytest.param("processes", marks=pytest.mark.slow)])
def test_same_files_by_all_are_one_document_each_claimed_once(settings: Settings, kind: str) -> None:
    """From an empty folder on: no error, no second document, nothing claimed twice, no path lost."""
    workers = ["an", "binh", "chi", "dung"]
    spawn = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(4) if kind == "threads" else ProcessPoolExecutor(4, mp_context=spawn) as pool:
        done = together(pool, settings, workers)
    assert len({tuple(put) for put, _ in done}) == 1
    claimed = [id for _, ids in done for id in ids]
    assert sorted(claimed) == sorted(done[0][0])
    store = open_store(settings)
    assert store.counts()["indexed"] == FILES
    assert all(len(entry.sources) == len(workers) for entry in store.entries())
    store.close()


def test_one_path_changed_by_many_threads_keeps_every_version(store: Store) -> None:
    """Each set of bytes becomes a version of the one document; numbers have no gaps."""
    with ThreadPoolExecutor(4) as pool:
        entries = list(pool.map(lambda number: store.put_file("/a", b"%d" % number), range(16)))
    assert len({entry.id for entry in entries}) == 1
    versions = store.versions(entries[0].id)
    assert [version.number for version in versions] == list(range(1, 17))
    assert {store.original(entries[0].id, version.number) for version in versions} == {b"%d" % number for number in range(16)}
