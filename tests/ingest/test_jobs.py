"""Background work: the loop over the catalog, and Celery where there is a broker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery.contrib.testing.worker import start_worker as celery_worker

from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.store import Store, claims, open_store
from indices import open_index
from indices.encoder import EncoderError
from indices.protocol import IndexFailure
from ingest import jobs, pipeline, stages
from ingest.jobs import loop, messages
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
    """Whether it comes true in two minutes; on an idle machine in less than one second."""
    deadline = time.monotonic() + 120
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
    monkeypatch.setattr(loop, "POLL", 3600.0)
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
    monkeypatch.setattr(loop, "POLL", 0.05)
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
    app = messages.celery_app(with_broker)
    jobs.start_worker(with_broker)()
    with celery_worker(app, perform_ping_check=False, shutdown_timeout=120):
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
    app = messages.celery_app(settings)
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    limits = [(task.soft_time_limit, task.time_limit) for name, task in app.tasks.items() if name.startswith("ingest.")]
    assert len(limits) == len(messages.QUEUES)
    for soft, hard in limits:
        assert 0 < soft < hard < claims.LEASE.total_seconds() < app.conf.broker_transport_options["visibility_timeout"]


def test_each_step_has_a_queue_of_its_own(settings: Settings) -> None:
    """A message for one queue reaches no other."""
    queues = messages.celery_app(settings).conf.task_queues
    assert {queue.name: (queue.exchange.name, queue.routing_key) for queue in queues} == {
        name: (name, name) for name in ("reading", "encoding", "indexing")
    }


def test_pauses_between_tries_grow_and_differ() -> None:
    """Twice as long each time up to a limit, and not the same for all that failed together."""
    pauses = [messages.pause(n) for n in range(20)]
    assert all(0 < pause <= messages.LONGEST_PAUSE for pause in pauses)
    assert pauses[10] > pauses[0]
    assert len({messages.pause(3) for _ in range(5)}) > 1


def test_a_large_file_does_not_hold_up_a_notice(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is encoded slice by slice, its progress shown in the catalog; the notice behind it is indexed after its first slice."""
    monkeypatch.setattr(stages, "SLICE", 8)
    points = "".join(f"{n}. Tổ công đoàn số {n} báo cáo kết quả công việc của tháng {n} về công đoàn xã.\n" for n in range(3, 40))
    texts = {"/a.txt": NOTICE.format(number=1) + points, "/b.txt": NOTICE.format(number=2)}
    large, small = (store.put_file(name, text.encode()).id for name, text in texts.items())
    hands = stages.Stages(pipeline.open_pipeline(settings))
    seen = []
    while stages.due(hands, lambda: False):
        seen.append([entry.stage or entry.state for entry in map(store.entry, (large, small)) if entry])
    assert seen[0][1] == "indexed"
    assert seen[0][0].startswith("đang mã hoá 8/")
    assert seen[-1] == ["indexed", "indexed"]
    assert len(seen) > 2
    hands.close()


def test_index_out_of_reach_gives_documents_back(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was claimed is free again, at no cost in attempts, and its vectors are not made a second time."""
    encoder = FakeEncoder()
    monkeypatch.setattr(pipeline, "open_encoder", lambda _: encoder)
    (id,) = put(store, 1)
    hands = stages.Stages(pipeline.open_pipeline(settings))

    def down() -> None:
        raise IndexFailure("down", "Máy chủ tìm kiếm không trả lời.")

    monkeypatch.setattr(hands.pipeline.index, "commit", down)
    with pytest.raises(IndexFailure):
        stages.due(hands, lambda: False)
    entry = store.entry(id)
    assert entry is not None
    assert (entry.state, entry.attempts, store.waiting(step="index")) == ("understood", 0, [id])
    encoded = encoder.encoded
    hands.close()
    again = stages.Stages(pipeline.open_pipeline(settings))
    stages.due(again, lambda: False)
    assert store.counts()["indexed"] == 1
    assert encoder.encoded == encoded
    again.close()


def test_catalog_out_of_reach_fails_no_file(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that breaks while a file is read is no fault of the file: it is read again."""
    (id,) = put(store, 1)
    hands = stages.Stages(pipeline.open_pipeline(settings))

    def broken(*_: object) -> bytes:
        raise StoreError("store_failed", "Mất kết nối.")

    with monkeypatch.context() as patch:
        patch.setattr(hands.store, "original", broken)
        with pytest.raises(StoreError):
            hands.read(id)
    assert store.counts()["failed"] == 0
    assert hands.read(id) == "encode"
    hands.close()
