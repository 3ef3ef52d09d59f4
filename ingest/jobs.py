"""Background jobs: Celery where a broker is set up, else a loop over the catalog, which is the queue's truth in both cases."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from celery import Celery

from corpus.settings import Settings
from ingest.pipeline import Pipeline, open_pipeline

log = logging.getLogger(__name__)
JOB = "ingest.documents"
AT_ONCE = 16  # documents of one job: enough for one commit of the index to serve several
POLL = 2.0  # seconds between looks at the catalog for what other processes queued
LONGEST_REST = 60.0  # seconds to wait at most after a job that failed as a whole (no model, index not reachable)
SOFT_LIMIT, HARD_LIMIT = 30 * 60, 35 * 60  # seconds a job may take before it is told to stop, and before it is killed
_wake = threading.Event()
_local = threading.local()  # a pipeline belongs to one thread


@cache
def celery_app(settings: Settings) -> Celery:
    """The Celery application of a data directory; a message is only a hint which rows of the catalog to look at."""
    app = Celery("vankien", broker=settings.broker_url or "memory://")
    app.conf.update(
        task_acks_late=True,  # a message of a killed worker is delivered again
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_soft_time_limit=SOFT_LIMIT,
        task_time_limit=HARD_LIMIT,
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 2 * HARD_LIMIT,  # Redis: not delivered twice while it still runs
            "socket_connect_timeout": 2,  # an upload does not wait for a broker that is gone
        },
    )

    @app.task(name=JOB, shared=False)  # type: ignore[untyped-decorator] # Celery has no types
    def documents(ids: Sequence[str]) -> int:
        return _resume(settings, ids)

    return app


def __getattr__(name: str) -> Celery:
    """`celery --app ingest.jobs worker` looks for `app`; made on demand, for importing must not read the environment."""
    if name == "app":
        return celery_app(Settings.from_env())
    raise AttributeError(name)


def enqueue(ids: Sequence[str], settings: Settings) -> None:
    """Wake a worker for these documents; a message that is lost loses no work, for the catalog knows what waits."""
    if not settings.broker_url:
        _wake.set()
        return
    try:
        _job(settings).apply_async(args=[list(ids)], retry=False)
    except Exception:  # kombu raises whatever its transports raise
        log.warning("broker not reachable; %d documents wait in the catalog", len(ids), exc_info=True)


def start_worker(settings: Settings) -> Callable[[], None]:
    """Work in a thread of this process, unless a broker has workers of its own; gives the function that stops it."""
    if settings.broker_url:
        return lambda: None
    ended = threading.Event()
    thread = threading.Thread(target=work, args=(settings, ended), name="ingest", daemon=True)
    thread.start()

    def stop() -> None:
        ended.set()
        _wake.set()
        thread.join(timeout=LONGEST_REST)

    return stop


def run_worker(settings: Settings, ended: threading.Event) -> None:
    """Work in this process until `ended`: as a Celery worker where there is a broker, else as the loop."""
    if not settings.broker_url:
        work(settings, ended)
        return
    pipeline = open_pipeline(settings)
    pipeline.repair()
    enqueue(pipeline.store.waiting(limit=None), settings)
    pipeline.close()
    celery_app(settings).worker_main(["worker", "--loglevel=WARNING", "--concurrency=1"])


def work(settings: Settings, ended: threading.Event) -> None:
    """Take up what was left, then what comes, until `ended`; whatever fails as a whole is tried again, ever less often."""
    rest = POLL
    while not ended.is_set():
        _wake.clear()  # before looking: what is queued from here on wakes the sleep below
        try:
            busy, rest = _turn(settings), POLL
        except Exception as exc:  # no model, index or store not reachable: all may come back
            log.warning("the worker rests for %.0f s: %s", rest, exc)
            busy, rest = False, min(2 * rest, LONGEST_REST)
        if not busy:
            _wake.wait(rest)
    _close(settings)


def _turn(settings: Settings) -> bool:
    """Run one job over what waits in the catalog; False if nothing waits."""
    ids = _pipeline(settings).store.waiting(limit=AT_ONCE)
    if ids:
        _job(settings).apply(args=[ids], throw=True)
    return bool(ids)


def _resume(settings: Settings, ids: Sequence[str]) -> int:
    """Take on these documents; what went wrong as a whole may lie in the pipeline, so the next job gets a new one."""
    try:
        return _pipeline(settings).resume(ids)
    except BaseException:
        _close(settings)
        raise


def _pipeline(settings: Settings) -> Pipeline:
    """This thread's pipeline; it first takes up what killed workers left."""
    known = _pipelines()
    if settings not in known:
        pipeline = open_pipeline(settings)
        pipeline.repair()
        known[settings] = pipeline
    return known[settings]


def _pipelines() -> dict[Settings, Pipeline]:
    found: dict[Settings, Pipeline] = _local.__dict__.setdefault("pipelines", {})
    return found


def _close(settings: Settings) -> None:
    if pipeline := _pipelines().pop(settings, None):
        pipeline.close()


def _job(settings: Settings) -> Any:
    return celery_app(settings).tasks[JOB]
