"""The same jobs without a broker, with Redis and with RabbitMQ, done by real worker processes: nothing is lost, nothing comes twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from corpus.settings import ROOT, Settings
from corpus.store import Store, open_store
from indices import open_index
from ingest import jobs
from tests.ingest.fakes import NOTICE
from tests.ingest.worker import CRASH, SLOW
from tests.servers.brokers import Broker
from tests.servers.brokers_fixtures import rabbitmq, redis

__all__ = ["rabbitmq", "redis"]
PATIENCE = 240.0  # seconds; on an idle machine each wait ends after two or three
pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("brokers")]


@dataclass
class Office:
    """A catalog, an index and whatever workers a test starts."""

    settings: Settings
    store: Store
    broker: Broker | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def work(self, *options: str, **behaviour: Any) -> subprocess.Popen[bytes]:
        """Start a worker process."""
        environment = {"VANKIEN_DATA_DIR": str(self.settings.data_dir), "VANKIEN_BROKER_URL": self.settings.broker_url}
        command = [sys.executable, "-m", "tests.ingest.worker", json.dumps(behaviour), "--worker", *options]
        log = (self.settings.data_dir / "worker.log").open("ab")
        started = subprocess.Popen(
            command, cwd=ROOT, env={"PATH": os.defpath, "LANG": "C.UTF-8", **environment}, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self.workers.append(started)
        return started

    def upload(self, *texts: str) -> list[str]:
        """Keep files and send their messages, as the page does."""
        ids = [self.store.put_file(f"/{number}.txt", text.encode()).id for number, text in enumerate(texts)]
        jobs.enqueue(ids, self.settings)
        return ids

    def states(self) -> dict[str, int]:
        """How many documents are in which state, those with none left out."""
        return {state: count for state, count in self.store.counts().items() if count}

    def agrees(self) -> bool:
        """Whether every understood document is in the index with all its passages, once, and nothing else is."""
        index = open_index(self.settings)
        try:
            held = index.documents()
            return held == self.store.understood() and index.count() == sum(held.values())
        finally:
            index.close()

    def log(self) -> str:
        """What the workers said."""
        return (self.settings.data_dir / "worker.log").read_text(encoding="utf-8")[-3000:]

    def close(self) -> None:
        """End what still runs."""
        for one in self.workers:
            with suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait(30)
        self.store.close()


@pytest.fixture(params=["none", "redis", "rabbitmq"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty office for each kind of broker; each with a queue nobody else reads."""
    broker: Broker | None = None if request.param == "none" else request.getfixturevalue(request.param)
    settings = Settings(data_dir=tmp_path / "var", broker_url=broker.url if broker else "")
    made = Office(settings, open_store(settings), broker)
    yield made
    made.close()


def until(done: Callable[[], bool]) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + PATIENCE
    while not (good := done()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return good


def notices(count: int) -> list[str]:
    """Different notices."""
    return [NOTICE.format(number=number) for number in range(count)]


def test_every_file_is_indexed_once_and_sigterm_ends_the_worker(office: Office) -> None:
    """Files that come before and after the worker; told to end it ends by itself, with status 0, and holds nothing."""
    office.upload(*notices(3))
    worker = office.work()
    assert until(lambda: office.states() == {"indexed": 3}), office.log()
    office.upload(*notices(6))
    assert until(lambda: office.states() == {"indexed": 6}), office.log()
    assert office.agrees()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


def test_sigterm_lets_the_document_under_way_finish(office: Office) -> None:
    """What is being read is read to the end; the rest waits in the catalog, held by nobody."""
    worker = office.work("--concurrency", "1", pause=1.0)
    office.upload(*notices(12))
    assert until(lambda: office.states().get("reading", 0) > 0), office.log()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    states = office.states()
    assert states.get("reading", 0) == 0
    assert states.get("queued", 0) > 0
    assert len(office.store.waiting()) + states.get("indexed", 0) == 12


def test_killed_worker_loses_nothing(office: Office) -> None:
    """kill -9 in the middle of the work; the next worker finishes it, and index and catalog agree."""
    worker = office.work(pause=0.3)
    ids = office.upload(*notices(8))
    assert until(lambda: any(entry and entry.state != "queued" for entry in map(office.store.entry, ids))), office.log()
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    office.work()
    assert until(lambda: office.states() == {"indexed": 8}), (office.states(), office.log())
    assert office.agrees()


def test_file_that_kills_its_reader_fails_and_the_others_do_not(office: Office) -> None:
    """After three tries the file is failed, with a reason a person can read."""
    if office.broker is None:
        pytest.skip("without a broker the reader is the worker itself: tests/corpus/store/test_claims.py counts its deaths")
    office.work()
    *good, bad = office.upload(*notices(3), NOTICE.format(number=99) + CRASH)
    assert until(lambda: office.states() == {"indexed": len(good), "failed": 1}), (office.states(), office.log())
    failed = office.store.entry(bad)
    assert failed is not None
    assert failed.error_code == "gave_up"
    assert office.agrees()


def test_file_that_takes_too_long_fails_and_the_others_do_not(office: Office) -> None:
    """After two times out of time the file is failed, with a reason a person can read."""
    if office.broker is None:
        pytest.skip("without a broker a reading has no limit of time")
    office.work(soft=8, hard=60)
    *good, bad = office.upload(*notices(2), NOTICE.format(number=99) + SLOW)
    assert until(lambda: office.states() == {"indexed": len(good), "failed": 1}), (office.states(), office.log())
    failed = office.store.entry(bad)
    assert failed is not None
    assert failed.error_code == "too_slow"
    assert [failure.code for failure in office.store.failures(bad)] == ["too_slow"]


def test_upload_waits_while_the_broker_is_away(office: Office) -> None:
    """Nothing is lost and nothing is sent again by hand: the watch finds in the catalog what has no message."""
    if office.broker is None:
        pytest.skip("there is no broker")
    office.work()
    office.upload(*notices(1))
    assert until(lambda: office.states() == {"indexed": 1}), office.log()
    office.broker.kill()
    office.upload(*notices(3))
    assert office.states() == {"indexed": 1, "queued": 2}
    office.broker.start()
    assert until(lambda: office.states() == {"indexed": 3}), (office.states(), office.log())
    assert office.agrees()


def test_a_worker_that_breaks_over_a_lost_broker_begins_anew(office: Office) -> None:
    """An error that Celery does not know ends it; the same process works again, and still ends when it is told to."""
    if office.broker is None:
        pytest.skip("there is no broker")
    worker = office.work(fragile=True)
    office.upload(*notices(1))
    assert until(lambda: office.states() == {"indexed": 1}), office.log()
    office.broker.kill()
    office.upload(*notices(3))
    assert until(lambda: "Chạy lại sau" in office.log()), office.log()
    office.broker.start()
    assert until(lambda: office.states() == {"indexed": 3}), (office.states(), office.log())
    assert office.agrees()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


def test_a_worker_may_serve_some_queues_only(office: Office) -> None:
    """A reader alone leaves its documents understood; another worker takes them from there."""
    if office.broker is None:
        pytest.skip("there is no broker")
    office.work("--queues", "reading")
    office.upload(*notices(2))
    assert until(lambda: office.states() == {"understood": 2}), (office.states(), office.log())
    office.work("--queues", "encoding,indexing")
    assert until(lambda: office.states() == {"indexed": 2}), (office.states(), office.log())
    assert office.agrees()
