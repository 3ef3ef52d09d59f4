"""Is anything lost when processes and connections are killed in the middle of an ingest?

    python -m benchmarks.crashes --times 50              SQLite, and PostgreSQL where it is installed
    python -m benchmarks.crashes --broker redis          the same with Celery workers (or rabbitmq)

Each round takes the samples in, with a new catalog and index, and at a random moment strikes: kill -9 of the worker with
all its processes, kill -9 of `python -m ingest`, or, on PostgreSQL, every connection to the database cut. Killed processes
are started again; after a cut nobody helps. When all is quiet, catalog and index have to be as after a round without a
strike: every document once, every passage once, nothing failed, nothing held, and the two agree. Vectors are made by a
stand-in for the model, so that the time goes to what can be broken off.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.stopwatch import machine
from corpus.settings import ROOT, Settings
from corpus.store import open_store
from ingest import pipeline
from ingest.jobs import enqueue, loop, run_worker
from tests.ingest.fakes import FakeEncoder
from tests.servers.archive import Unavailable
from tests.servers.brokers import Broker, broker
from tests.servers.postgresql import Postgres, postgres

SAMPLES = ROOT / "corpus" / "samples"
PATIENCE = 300.0  # seconds a round may take to come to rest
WORKER, COMMAND, CUT = "kill -9 of the worker", "kill -9 of the command", "connections cut"


@dataclass
class Round:
    """One ingest of the samples into a new catalog."""

    settings: Settings
    server: Postgres | None

    def start(self, victim: str) -> int:
        """Start whoever takes the files in, as a process with a group of its own; returns its id."""
        return _fork(self._command if victim == COMMAND else lambda: run_worker(self.settings))

    def upload(self) -> None:
        """Keep the samples, as the page does, and wake the workers."""
        with closing(open_store(self.settings)) as store:
            ids = [store.put_file(str(path), path.read_bytes()).id for path in _samples()]
        enqueue(ids, self.settings)

    def strike(self, victim: str, process: int) -> int:
        """Do what the round is for; returns the process that works from now on."""
        if victim == CUT and self.server is not None:
            self.server.cut(self.settings.database_url)
            return process
        _kill(process)
        return self.start(victim)

    def rest(self) -> bool:
        """Wait until nothing is on its way any more; False if that takes too long."""
        deadline = time.monotonic() + PATIENCE
        with closing(open_store(self.settings)) as store:
            while time.monotonic() < deadline:
                counts = store.counts()
                if counts["indexed"] + counts["failed"] == sum(counts.values()) == len(_samples()):
                    return True
                time.sleep(0.2)
        return False

    def found(self) -> dict[str, Any]:
        """What catalog and index say, in a process of its own: the one that forks must not open an index."""
        answer = Path(self.settings.data_dir) / "found.json"
        os.waitpid(_fork(lambda: answer.write_text(json.dumps(_look(self.settings)), encoding="utf-8")), 0)
        return dict(json.loads(answer.read_text(encoding="utf-8")))

    def _command(self) -> None:
        opened = pipeline.open_pipeline(self.settings)
        opened.ingest(_samples())
        opened.close()


@dataclass
class Proof:
    """Rounds on one kind of catalog."""

    name: str
    folder: Path
    server: Postgres | None
    broker: Broker | None
    chance: random.Random

    def run(self, times: int) -> list[str]:
        """Strike so many times; returns what went wrong, a line each."""
        expected, length = self._undisturbed()
        what = f"{len(expected['documents'])} documents, {expected['count']} passages"
        print(f"{self.name}: an undisturbed round takes {length:.1f} s, {what}", flush=True)
        victims = [WORKER] if self.broker else [WORKER, COMMAND]
        victims += [CUT] if self.server else []
        wrong, struck, states = [], Counter[str](), Counter[str]()
        for number in range(times):
            victim = victims[number % len(victims)]
            moment = self.chance.uniform(0, length) if number % 4 < 2 else self.chance.uniform(0.6 * length, length)  # half near the commit
            problem, state = self._round(victim, moment, expected, number)
            struck[victim] += 1
            states.update(state)
            print(f"{self.name} {number + 1}/{times}: {victim} after {moment:.1f} s: {problem or 'whole'}", file=sys.stderr, flush=True)
            wrong += [f"{self.name}, round {number}, {victim}: {problem}"] if problem else []
        print(f"{self.name}: {', '.join(f'{count} × {name}' for name, count in struck.items())}; {len(wrong)} rounds went wrong")
        seen = ", ".join(f"{count} {name}" for name, count in states.items() if count)
        print(f"{self.name}: documents at the moment of the strike: {seen}", flush=True)
        return wrong

    def _undisturbed(self) -> tuple[dict[str, Any], float]:
        """What a round should end with, and how long it takes."""
        one = self._new("undisturbed")
        one.upload()
        started = time.monotonic()
        process = one.start(WORKER)
        assert one.rest(), "the undisturbed round does not come to rest"
        length = time.monotonic() - started
        _kill(process)
        return one.found(), length

    def _round(self, victim: str, moment: float, expected: dict[str, Any], number: int) -> tuple[str, dict[str, int]]:
        """One round; returns what went wrong, "" for nothing, and how far the documents were when it struck."""
        one = self._new(str(number))
        if victim != COMMAND:
            one.upload()
        process = one.start(victim)
        time.sleep(moment)
        with closing(open_store(one.settings)) as store:
            states = store.counts()
        process = one.strike(victim, process)
        quiet = one.rest()
        _kill(process)
        if not quiet:
            return f"does not come to rest {moment:.2f} s after the start", states
        found = one.found()
        return "; ".join(f"{key}: {found[key]} instead of {expected[key]}" for key in expected if found[key] != expected[key]), states

    def _new(self, name: str) -> Round:
        settings = Settings(data_dir=self.folder / name, database_url=self.server.database() if self.server else "")
        if self.broker:
            self.broker.kill()  # no round gets messages of the one before
            self.broker.start()
        return Round(replace(settings, broker_url=self.broker.url if self.broker else ""), self.server)


def main() -> int:
    """Print what was struck and what was wrong afterwards; the exit status is 1 if anything was."""
    options = _options()
    _prepare()
    print(f"{machine()}; seed {options.seed}")
    wrong: list[str] = []
    for name in options.catalog:
        with tempfile.TemporaryDirectory(prefix="vankien-crashes-") as folder:
            wrong += _proved(name, Path(folder), options)
    print("\n".join(wrong) or "Nothing was lost, nothing came twice, index and catalog agree.")
    return int(bool(wrong))


def _proved(name: str, folder: Path, options: argparse.Namespace) -> list[str]:
    """The rounds on one catalog, with the servers they need."""
    servers: list[Postgres | Broker] = []
    try:
        server = postgres() if name == "postgresql" else None
        servers += [server] if server else []
        queue = broker(options.broker) if options.broker != "none" else None
        servers += [queue] if queue else []
        label = name if queue is None else f"{name} with {options.broker}"
        return Proof(label, folder, server, queue, random.Random(options.seed)).run(options.times)
    except Unavailable as exc:
        return [f"{name} left out: {exc}"]
    finally:
        for one in servers:
            one.remove()


def _prepare() -> None:
    """Load what every process needs once, so that those that are killed start in no time, and work without a model."""
    pipeline.open_encoder = lambda _: FakeEncoder()  # type: ignore[assignment]
    loop.POLL = 0.2
    for path in _samples():
        pipeline.understand(path, Settings())
    from datetime import timedelta

    from ingest.jobs import messages, worker

    worker.LOOK, worker.UNTOUCHED, messages.FIRST_PAUSE = 0.5, timedelta(seconds=2), 0.2
    logging.basicConfig(level=logging.CRITICAL)


def _samples() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")


def _look(settings: Settings) -> dict[str, Any]:
    """Everything that has to be the same whatever was struck."""
    from indices import open_index
    from indices.drift import drift

    with closing(open_store(settings)) as store, closing(open_index(settings)) as index:
        entries = store.entries()
        passages = {entry.id: [passage.text for passage in store.passages(entry.id)] for entry in entries}
        held = {id: [record.text for record in index.get([f"{id}:{n}" for n in range(len(texts))])] for id, texts in passages.items()}
        return {
            "documents": sorted([entry.id, Path(entry.source).name, entry.state, entry.symbol, entry.passages] for entry in entries),
            "versions": [len(store.versions(entry.id)) for entry in entries],
            "failures": sum(len(store.failures(entry.id)) for entry in entries),
            "originals": sum(len(store.original(entry.id)) for entry in entries),
            "waiting": store.waiting(),
            "count": index.count(),
            "same words": held == passages,
            "drift": bool(drift(index, store)),
        }


def _fork(work: Callable[[], object]) -> int:
    """Run it in a process and a group of its own."""
    process = os.fork()
    if process:
        return process
    os.setsid()
    status = 1
    with suppress(BaseException):
        work()
        status = 0
    os._exit(status)


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50, help="rounds on each catalog")
    parser.add_argument("--catalog", action="append", choices=("sqlite", "postgresql"), help="by default both")
    parser.add_argument("--broker", default="none", choices=("none", "redis", "rabbitmq"))
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    options.catalog = options.catalog or ["sqlite", "postgresql"]
    return options


if __name__ == "__main__":
    sys.exit(main())
