"""Background work: the loop over the catalog, and Celery where there is a broker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery.contrib.testing.worker import start_worker as celery_worker

from corpus.settings import Settings
from corpus.store import Store, open_store
from indices import open_index
from indices.encoder import EncoderError
from ingest import jobs, pipeline
from tests.ingest.fakes import NOTICE, FakeEncoder


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data directory of its own, and an encoder without a model."""
    monkeypatch.setattr(pipeline, "open_encoder", lambda _: FakeEncoder())
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The store that the worker looks at."""
    opened = open_store(settings)
    yield opened
    opened.close()


def put(store: Store, *numbers: int) -> list[str]:
    """Queue notices, as an upload does."""
    return [store.put_file(f"/{number}.txt", NOTICE.format(number=number).encode()).id for number in numbers]


def until(done: Callable[[], bool]) -> bool:
    """Whether it comes true in ten seconds."""
    deadline = time.monotonic() + 10
    while not (good := done()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return good


def test_loop_takes_what_waits_and_what_comes(settings: Settings, store: Store) -> None:
    """Documents queued before the start and after it are indexed; a stopped worker takes nothing more."""
    put(store, 1, 2)
    stop = jobs.start_worker(settings)
    assert until(lambda: store.counts()["indexed"] == 2)
    jobs.enqueue(put(store, 3), settings)
    assert until(lambda: store.counts()["indexed"] == 3)
    stop()
    jobs.enqueue(put(store, 4), settings)
    assert store.counts()["queued"] == 1
    assert len(open_index(settings).documents()) == 3


def test_waking_is_quicker_than_looking(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """`enqueue` does not wait for the next look at the catalog."""
    monkeypatch.setattr(jobs, "POLL", 3600.0)
    stop = jobs.start_worker(settings)
    time.sleep(0.3)
    jobs.enqueue(put(store, 1), settings)
    assert until(lambda: store.counts()["indexed"] == 1)
    stop()


def test_bad_file_fails_and_the_loop_goes_on(settings: Settings, store: Store) -> None:
    """A failure is the document's, with its reason in the catalog."""
    bad = store.put_file("/hong.pdf", b"%PDF-1.4 hong").id
    put(store, 1)
    stop = jobs.start_worker(settings)
    assert until(lambda: store.counts()["indexed"] == 1 and store.counts()["failed"] == 1)
    stop()
    failed = store.entry(bad)
    assert failed is not None
    assert failed.error_message


def test_worker_outlives_a_missing_model(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a model nothing fails and nothing is lost: documents wait until it is there."""

    def missing(_: Settings) -> FakeEncoder:
        raise EncoderError("model_missing", "Chưa có mô hình.")

    tried: list[int] = []
    monkeypatch.setattr(jobs, "POLL", 0.05)
    monkeypatch.setattr(pipeline, "open_encoder", lambda _: tried.append(1) or missing(settings))
    put(store, 1)
    stop = jobs.start_worker(settings)
    assert until(lambda: len(tried) >= 2)
    monkeypatch.setattr(pipeline, "open_encoder", lambda _: FakeEncoder())
    assert until(lambda: store.counts()["indexed"] == 1)
    stop()


@pytest.mark.slow
def test_with_a_broker_the_message_brings_the_work(settings: Settings, store: Store) -> None:
    """`enqueue` sends the ids; a Celery worker indexes them; no loop runs beside it."""
    with_broker = Settings(data_dir=settings.data_dir, broker_url="memory://")
    app = jobs.celery_app(with_broker)
    jobs.start_worker(with_broker)()
    with celery_worker(app, perform_ping_check=False, shutdown_timeout=20):
        jobs.enqueue(put(store, 1, 2), with_broker)
        assert until(lambda: store.counts()["indexed"] == 2)


@pytest.mark.slow
def test_broker_out_of_reach_loses_nothing(settings: Settings, store: Store) -> None:
    """The upload goes well all the same: the catalog remembers."""
    unreachable = Settings(data_dir=settings.data_dir, broker_url="amqp://guest@127.0.0.1:9//")
    ids = put(store, 1)
    jobs.enqueue(ids, unreachable)
    assert store.waiting() == ids


def test_messages_are_acknowledged_late_and_jobs_have_limits(settings: Settings) -> None:
    """A killed worker's message comes again, and no job runs for ever."""
    conf = jobs.celery_app(settings).conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert 0 < conf.task_soft_time_limit < conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]
