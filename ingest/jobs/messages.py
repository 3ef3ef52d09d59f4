"""The Celery application: a message names a document and the step it waits for; the catalog alone says whether that still holds."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from celery import Celery
from kombu import Exchange, Queue

from corpus.settings import Settings
from corpus.store import ENCODE, INDEX, READ
from ingest.jobs import hands
from ingest.stages import AT_ONCE, Stages

log = logging.getLogger(__name__)
QUEUES = {READ: "reading", ENCODE: "encoding", INDEX: "indexing"}
LIMITS = {READ: (600, 720), ENCODE: (300, 420), INDEX: (600, 720)}  # seconds: told to stop, killed; a lease (15 minutes) outlives both
RETRIES = 10  # of one message; the catalog brings the document back all the same
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a try, doubled each time, less a random part
CONNECT = 2  # seconds an upload waits for a broker that is gone


@cache
def celery_app(settings: Settings) -> Celery:
    """The application of a data directory."""
    app = Celery("vankien", broker=settings.broker_url or "memory://")
    app.conf.update(
        task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES.values()],
        task_default_queue=QUEUES[READ],
        task_acks_late=True,  # a message of a killed worker is delivered again
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
        worker_lost_wait=2.0,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=True,  # `celery inspect ping` is the container's health check
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,  # a worker waits for its broker however long that takes
        broker_connection_timeout=CONNECT,
        broker_transport_options=_transport(settings.broker_url),
    )
    _register(app, settings)
    return app


def send(settings: Settings, step: str, ids: Sequence[str]) -> int:
    """Tell the workers which documents wait for a step; returns how many messages went out: none is no loss, only a delay."""
    app = celery_app(settings)
    for sent, id in enumerate(ids):
        try:
            app.send_task(_name(step), args=[id], queue=QUEUES[step], retry=False)
        except Exception as exc:  # kombu raises whatever its transports raise
            log.warning("broker not reachable; %d documents wait in the catalog: %s", len(ids) - sent, exc)
            return sent
    return len(ids)


def unread(settings: Settings, step: str) -> int:
    """How many messages wait in the queue of a step; raises what kombu's transport raises when the broker is gone."""
    with celery_app(settings).connection_for_read() as connection, connection.channel() as channel:
        declared = channel.queue_declare(queue=QUEUES[step], durable=True, auto_delete=False)
        return int(declared.message_count)


def _register(app: Celery, settings: Settings) -> None:
    def job(step: str, take: Callable[[Stages, str, bool], str | None]) -> None:
        soft, hard = LIMITS[step]

        @app.task(name=_name(step), bind=True, shared=False, soft_time_limit=soft, time_limit=hard)  # type: ignore[untyped-decorator]
        def run(task: Any, id: str) -> None:
            if following := _tried(task, settings, lambda: take(hands.stages(settings), id, task.request.retries > 0)):
                send(settings, following, [id])

    job(READ, lambda stages, id, _: stages.read(id))
    job(ENCODE, lambda stages, id, _: stages.encode(id))
    job(INDEX, _index)


def _index(stages: Stages, id: str, alone: bool) -> None:
    """Index a document, and at the first try whatever else is ready: the messages of those will find nothing left to do."""
    others = [] if alone else stages.store.waiting(AT_ONCE, step=INDEX)
    stages.index(list(dict.fromkeys([id, *others])))


def _tried(task: Any, settings: Settings, take: Callable[[], str | None]) -> str | None:
    """Do it; what went wrong as a whole (model, catalog, index) may come back, so the message is sent again for later."""
    try:
        return take()
    except Exception as exc:
        hands.drop(settings)
        log.warning("%s is tried again: %s", task.name, exc)
        raise task.retry(exc=exc, countdown=pause(task.request.retries), max_retries=RETRIES) from exc


def pause(retries: int) -> float:
    """Seconds before the next try: twice as long each time, and not the same for all that failed together."""
    return min(FIRST_PAUSE * 2.0**retries, LONGEST_PAUSE) * random.uniform(0.5, 1.0)


def _name(step: str) -> str:
    return f"ingest.{step}"


def _transport(url: str) -> dict[str, Any]:
    if url.startswith("amqp"):
        return {"confirm_publish": True}
    longest = max(hard for _, hard in LIMITS.values())
    return {"visibility_timeout": 2 * longest, "socket_connect_timeout": CONNECT}  # Redis: not delivered twice while it still runs
