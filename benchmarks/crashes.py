"""Is anything lost when processes and connections are killed in the middle of an ingest?

    python -m benchmarks.crashes --times 50              SQLite, and PostgreSQL where it is installed
    python -m benchmarks.crashes --broker redis          the same with Celery workers (or rabbitmq)
    python -m benchmarks.crashes --engine elasticsearch  the same with the index on a server, which is killed too

Each round takes the samples in, with a new catalog and index, and at a random moment strikes: kill -9 of the worker with
all its processes, kill -9 of `python -m ingest`, kill -9 of Elasticsearch, or, on PostgreSQL, every connection to the
database cut. What was killed is started again (Elasticsearch on the same data); beyond that nobody helps. When all is
quiet, catalog and index have to be as after a round without a strike: every document once, every passage once, nothing
failed, nothing held, and the two agree. Vectors are made by a stand-in for the model, so that the time goes to what can
be broken off.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.stopwatch import machine
from corpus.settings import ENGINES, ROOT, Settings
from corpus.store import open_store
from ingest import pipeline
from ingest.jobs import enqueue, loop, run_worker
from tests.ingest.fakes import FakeEncoder
from tests.servers.archive import Unavailable
from tests.servers.brokers import Broker, broker
from tests.servers.elasticsearch import Node, node
from tests.servers.postgresql import Postgres, postgres

log = logging.getLogger(__name__)
SAMPLES = ROOT / "corpus" / "samples"
AGAIN = 12  # rounds after which the length of an undisturbed one is measured again: other work on the machine comes and goes
PATIENCE = 240.0  # seconds a round may take to come to rest
NEEDED = ("alembic.command", "indices.drift", "indices.elastic", "indices.embedded", "ingest.jobs.worker")
WORKER, COMMAND, CUT, ELASTIC = "kill -9 of the worker", "kill -9 of the command", "connections cut", "kill -9 of Elasticsearch"


@dataclass(frozen=True)
class Servers:
    """Those the rounds work with; None for what is a file on this machine, or not there at all."""

    catalog: Postgres | None = None
    broker: Broker | None = None
    index: Node | None = None

    def victims(self) -> list[str]:
        """What can be struck."""
        return [*([ELASTIC] if self.index else []), WORKER, *([] if self.broker else [COMMAND]), *([CUT] if self.catalog else [])]

    def settings(self, folder: Path) -> Settings:
        """A new catalog and a new index, with their files in this folder."""
        return Settings(
            data_dir=folder,
            database_url=self.catalog.database() if self.catalog else "",
            broker_url=self.broker.url if self.broker else "",
            engine="elasticsearch" if self.index else "embedded",
            elasticsearch_url=self.index.url if self.index else "",
            elasticsearch_index=f"round-{folder.name}",
        )

    def start(self) -> None:
        """Start those that are not running yet; raises Unavailable."""
        for one in (self.broker, self.index):
            if one:
                one.start()

    def remove(self) -> None:
        """End them and forget their data."""
        for one in (self.catalog, self.broker, self.index):
            if one:
                one.remove()


@dataclass
class Round:
    """One ingest of the samples into a new catalog."""

    settings: Settings
    servers: Servers

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
        if victim == CUT and self.servers.catalog:
            self.servers.catalog.cut(self.settings.database_url)
            return process
        if victim == ELASTIC and self.servers.index:
            self.servers.index.kill()
            try:
                self.servers.index.start()
            except Unavailable as exc:
                raise RuntimeError("Elasticsearch does not come back") from exc
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
        deadline = time.monotonic() + PATIENCE
        while os.waitpid(_fork(lambda: answer.write_text(json.dumps(_look(self.settings)), encoding="utf-8")), 0)[1]:
            if time.monotonic() > deadline:  # a server on a busy machine may be late, not silent
                raise RuntimeError(f"catalog and index do not answer within {PATIENCE:.0f} s")
            time.sleep(1)
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
    servers: Servers
    chance: random.Random
    _rounds: int = 0
    _lengths: dict[str, float] = field(default_factory=dict)
    _expected: dict[str, Any] = field(default_factory=dict)

    def run(self, times: int) -> list[str]:
        """Strike so many times while work is going on (a strike after its end is told, not counted); what went wrong, a line each."""
        victims = self.servers.victims()
        wrong, struck, states, late = [], Counter[str](), Counter[str](), 0
        while struck.total() < times:
            victim = victims[(struck.total() + late) % len(victims)]
            problem, state = self._round(victim, self._moment(victim))
            busy = state["indexed"] < len(_samples())
            late += not busy
            struck[victim] += busy
            self._lengths = self._lengths if busy else {}  # too late: the machine has become quicker
            states.update(state if busy else {})
            print(f"{self.name} {struck.total()}/{times}: {victim}, {_told(state)}: {problem or 'whole'}", file=sys.stderr, flush=True)
            wrong += [f"{self.name}, {victim}: {problem}"] if problem else []
        strikes = ", ".join(f"{count} × {name}" for name, count in struck.items())
        print(f"{self.name}: {strikes}; {late} more came after the end; {len(wrong)} rounds went wrong")
        print(f"{self.name}: documents at the moment of the strikes: {_told(states)}", flush=True)
        return wrong

    def _moment(self, victim: str) -> float:
        """Seconds after the start at which to strike: anywhere, or half the time in the last third, where the index is written."""
        way = COMMAND if victim == COMMAND else WORKER
        if self._rounds % AGAIN == 0 or way not in self._lengths:
            self._lengths[way] = self._undisturbed(way)
        low = self.chance.choice((0.0, 0.6))
        return self.chance.uniform(low, 1) * self._lengths[way]

    def _undisturbed(self, victim: str) -> float:
        """How long a round takes now, with nothing struck; the first says what all of them should end with."""
        one = self._new()
        process, started = self._started(one, victim), time.monotonic()
        assert one.rest(), (self.folder / "log").read_text(encoding="utf-8")
        length = time.monotonic() - started
        _kill(process)
        found = one.found()
        self._expected = self._expected or found
        assert found == self._expected, "two undisturbed rounds differ"
        what = f"{len(found['documents'])} documents, {found['count']} passages"
        print(f"{self.name}: undisturbed, the {'command' if victim == COMMAND else 'worker'} takes {length:.1f} s for {what}", flush=True)
        return length

    def _started(self, one: Round, victim: str) -> int:
        if victim != COMMAND:
            one.upload()
        return one.start(victim)

    def _round(self, victim: str, moment: float) -> tuple[str, dict[str, int]]:
        """One round; returns what went wrong, "" for nothing, and how far the documents were when it struck."""
        one = self._new()
        process = self._started(one, victim)
        time.sleep(moment)
        with closing(open_store(one.settings)) as store:
            states = store.counts()
        process = one.strike(victim, process)
        quiet = one.rest()
        _kill(process)
        if not quiet:
            last = (self.folder / "log").read_text(encoding="utf-8").splitlines()[-3:]
            return f"does not come to rest, struck {moment:.2f} s after the start: {last}", states
        found, expected = one.found(), self._expected
        return "; ".join(f"{key}: {found[key]} instead of {expected[key]}" for key in expected if found[key] != expected[key]), states

    def _new(self) -> Round:
        """A round with nothing in it; messages of the round before may still come, for documents of the same names."""
        self._rounds += 1
        return Round(self.servers.settings(self.folder / str(self._rounds)), self.servers)


def main() -> int:
    """Print what was struck and what was wrong afterwards; the exit status is 1 if anything was."""
    options = _options()
    _prepare()
    print(f"{machine()}; seed {options.seed}")
    wrong: list[str] = []
    for name in options.catalog:
        with tempfile.TemporaryDirectory(prefix="vankien-crashes-") as folder:
            logging.basicConfig(filename=Path(folder) / "log", level=logging.WARNING, force=True)
            wrong += _proved(name, Path(folder), options)
    print("\n".join(wrong) or "Nothing was lost, nothing came twice, index and catalog agree.")
    return int(bool(wrong))


def _proved(name: str, folder: Path, options: argparse.Namespace) -> list[str]:
    """The rounds on one catalog, with the servers they need."""
    servers = Servers()
    try:
        if name == "postgresql":
            servers = replace(servers, catalog=postgres())
        if options.broker != "none":
            servers = replace(servers, broker=broker(options.broker))
        if options.engine == "elasticsearch":
            servers = replace(servers, index=node())
        servers.start()
        label = " with ".join([name, *(kind for kind in (options.broker, options.engine) if kind not in ("none", "embedded"))])
        return Proof(label, folder, servers, random.Random(options.seed)).run(options.times)
    except Unavailable as exc:
        return [f"{name} left out: {exc}"]
    finally:
        servers.remove()


def _prepare() -> None:
    """Load what every process needs once, so that those that are killed start in no time, and work without a model."""
    pipeline.open_encoder = lambda _: FakeEncoder()  # type: ignore[assignment]
    loop.POLL, loop.LONGEST_REST = 0.2, 2.0
    for path in _samples():
        pipeline.understand(path, Settings())
    from datetime import timedelta

    from ingest.jobs import messages, worker

    worker.LOOK, worker.UNTOUCHED, messages.FIRST_PAUSE = 0.5, timedelta(seconds=2), 0.2
    for module in (
        "alembic.command",
        "indices.embedded",
        "indices.elastic",
        "indices.drift",
        "ingest.jobs.worker",
        "sqlalchemy.dialects.postgresql.psycopg",
    ):
        importlib.import_module(module)


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


def _told(states: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in states.items() if count) or "nothing there yet"


def _fork(work: Callable[[], object]) -> int:
    """Run it in a process and a group of its own."""
    process = os.fork()
    if process:
        return process
    os.setsid()
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        log.exception("a process of the proof ended")
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
    parser.add_argument("--engine", default="embedded", choices=ENGINES)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    options.catalog = options.catalog or ["sqlite", "postgresql"]
    return options


if __name__ == "__main__":
    sys.exit(main())
