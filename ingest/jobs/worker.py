"""A Celery worker process, and beside it the watch that finds in the catalog what no message speaks of any more."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from datetime import timedelta

from celery import signals
from celery.worker import WorkController, state

from corpus.errors import SettingsError, VanKienError
from corpus.logs import configure
from corpus.settings import Settings
from corpus.store import STEPS
from ingest.jobs.messages import QUEUES, celery_app, send, unread
from ingest.pipeline import open_pipeline

log = logging.getLogger(__name__)
CONCURRENCY = 2  # processes: one large file does not hold up the small ones
LOOK = 10.0  # seconds between looks at the catalog
UNTOUCHED = timedelta(seconds=30)  # a document that has waited so long while its queue was empty has lost its message
MOST = 1000  # messages sent by one look
FAILED = 1  # Celery's status for an error it does not know


class WorkerBrokenError(VanKienError):
    """Celery ended by itself, over an error it does not know: it can be begun anew."""

    def __init__(self) -> None:
        message = "Tiến trình nền dừng vì lỗi không lường trước, thường do mất kết nối với máy chủ hàng đợi (xem nhật ký)."
        super().__init__("worker_broken", message)


def run(settings: Settings, queues: Sequence[str] = (), concurrency: int | None = None) -> None:
    """Work until SIGTERM or Ctrl+C.

    Raises SettingsError for a queue that does not exist, and WorkerBrokenError where Celery gave up by itself: when a broker goes
    away, kombu may raise what Celery does not take for a lost connection (over Redis while messages are unacknowledged, say).
    """
    if unknown := set(queues) - set(QUEUES.values()):
        message = f"Không có hàng đợi «{', '.join(sorted(unknown))}»; có các hàng đợi: {', '.join(QUEUES.values())}."
        raise SettingsError("bad_queue", message)
    signals.setup_logging.connect(lambda **_: configure(settings, logging.WARNING), weak=False)
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(settings, ended), name="watch", daemon=True)
    statuses: list[int | None] = []

    def stopped(sender: WorkController, **_: object) -> None:
        statuses.append(sender.exitcode)

    signals.worker_ready.connect(lambda **_: watch.start(), weak=False)
    signals.worker_shutdown.connect(stopped)
    try:
        celery_app(settings).worker_main(_arguments(queues, concurrency))
    finally:
        ended.set()
    asked = state.should_stop is not None or state.should_terminate is not None  # SIGTERM, Ctrl+C
    if FAILED in statuses and not asked:
        raise WorkerBrokenError


def _arguments(queues: Sequence[str], concurrency: int | None) -> list[str]:
    chosen = ",".join(queues or QUEUES.values())
    options = {"hostname": f"vankien-{os.getpid()}@%h", "queues": chosen, "concurrency": str(concurrency or CONCURRENCY)}
    fixed = ["--quiet", "worker", "--pool=prefork", "--without-gossip", "--without-mingle"]
    return [*fixed, *(f"--{name}={value}" for name, value in options.items())]


def _watch(settings: Settings, ended: threading.Event) -> None:
    """At the start mend what others left; from then on look for what is lost, whether or not the last look failed."""
    started = False
    while not ended.is_set():
        try:
            found = look(settings, timedelta() if not started else UNTOUCHED, repair=not started)
            started = True
            if found:
                log.warning("%d documents had no message; sent again", found)
        except Exception as exc:  # catalog, index or broker not reachable: all may come back
            log.warning("the watch could not look: %s", exc)
        ended.wait(LOOK)


def look(settings: Settings, untouched: timedelta, *, repair: bool = False) -> int:
    """Send a message for every document that waits while its queue is empty; returns how many.

    A message sent in vain costs nothing: who gets it finds the document held or finished.
    """
    pipeline = open_pipeline(settings)
    try:
        if repair:
            pipeline.repair()
        pipeline.store.requeue_unfinished()
        waiting = {step: pipeline.store.waiting(MOST, step=step, untouched=untouched) for step in STEPS}
    finally:
        pipeline.close()
    return sum(send(settings, step, ids) for step, ids in waiting.items() if ids and not unread(settings, step))
