"""`python -m tests.ingest.worker JSON --worker …`: the real worker with an encoder that needs no model, and files that misbehave.

JSON may set `look` and `untouched` (seconds between looks of the watch; how long a document waits before it is sent again),
`soft` and `hard` (seconds a reading may take), `pause` (seconds each reading takes longer), and `fragile` (a lost connection is
an error that Celery does not know).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import timedelta
from typing import Any

from celery.worker.consumer import Consumer

from corpus.store import READ
from ingest import pipeline
from ingest.command import main
from tests.ingest.fakes import FakeEncoder

CRASH, SLOW = "làm chương trình sập", "làm chương trình đứng yên"  # a file with these words does that to whoever reads it
_read = pipeline.read_bytes


def misbehaving(pause: float) -> Any:
    """`read_bytes` that takes its time, dies over one file and never ends over another."""

    def read(data: bytes, **options: Any) -> Any:
        time.sleep(pause)
        if CRASH.encode() in data:
            os.kill(os.getpid(), signal.SIGKILL)
        if SLOW.encode() in data:
            time.sleep(600)
        return _read(data, **options)

    return read


def broken(*_: object) -> None:
    """What kombu does now and then when Redis goes away."""
    raise AttributeError("'NoneType' object has no attribute 'hostname'")


def prepare(options: dict[str, Any]) -> None:
    """Put the stand-ins in place, before the application is made."""
    pipeline.open_encoder = lambda _: FakeEncoder()  # type: ignore[assignment]
    pipeline.read_bytes = misbehaving(options.get("pause", 0.0))
    from ingest.jobs import messages, worker

    worker.LOOK = options.get("look", 0.5)
    worker.UNTOUCHED = timedelta(seconds=options.get("untouched", 2.0))
    if "soft" in options:
        messages.LIMITS |= {READ: (options["soft"], options["hard"])}
    messages.FIRST_PAUSE = 0.2
    if options.get("fragile"):
        Consumer.on_connection_error_after_connected = broken


if __name__ == "__main__":
    prepare(json.loads(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
