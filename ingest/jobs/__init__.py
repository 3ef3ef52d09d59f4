"""Background work: Celery where a broker is set up, else a loop over the catalog, which is the queue's truth in both cases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpus.settings import Settings
from corpus.store import READ
from ingest.jobs import loop

if TYPE_CHECKING:
    from celery import Celery

LONGEST_STOP = 60.0  # seconds a process that is told to end waits for the document under way


def __getattr__(name: str) -> Celery:
    """`celery --app ingest.jobs inspect` looks for `app`; made on demand, for importing must not read the environment."""
    if name == "app":
        from ingest.jobs.messages import celery_app

        return celery_app(Settings.from_env())
    raise AttributeError(name)


def enqueue(ids: Sequence[str], settings: Settings) -> None:
    """Wake a worker for these documents; a message that is lost loses no work, for the catalog knows what waits."""
    if not settings.broker_url:
        loop.wake()
        return
    from ingest.jobs.messages import send  # loads Celery

    send(settings, READ, ids)


def start_worker(settings: Settings) -> Callable[[], None]:
    """Work in a thread of this process, unless a broker has workers of its own; gives the function that stops it."""
    if settings.broker_url:
        return lambda: None
    ended = threading.Event()
    thread = threading.Thread(target=loop.work, args=(settings, ended), name="ingest", daemon=True)
    thread.start()

    def stop() -> None:
        ended.set()
        loop.wake()
        thread.join(timeout=LONGEST_STOP)

    return stop


def run_worker(settings: Settings, *, queues: Sequence[str] = (), concurrency: int | None = None) -> None:
    """Work in this process until SIGTERM or Ctrl+C: as a Celery worker where there is a broker, else as the loop.

    Told to end, it finishes the document under way, gives back what it holds, and returns. `queues` are names of
    `messages.QUEUES`, by default all; `concurrency` is the number of processes. Raises SettingsError for another name, and
    VanKienError "worker_broken" where the library that speaks with the broker gave up: `ingest.command` then begins anew.
    """
    if settings.broker_url:
        from ingest.jobs import worker

        worker.run(settings, queues, concurrency)
    else:
        loop.run(settings)
