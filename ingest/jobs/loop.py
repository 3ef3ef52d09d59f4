"""The worker without a broker: one thread that takes whatever waits in the catalog one step on, then looks again."""

from __future__ import annotations

import logging
import signal
import threading

from corpus.settings import Settings
from ingest.jobs import hands
from ingest.stages import due

log = logging.getLogger(__name__)
POLL = 2.0  # seconds between looks at the catalog for what other processes queued
LONGEST_REST = 60.0  # seconds to wait at most after something failed as a whole (no model, index not reachable)
_wake = threading.Event()


def wake() -> None:
    """Look at the catalog now."""
    _wake.set()


def run(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl+C."""
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()
        wake()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    thread = threading.Thread(target=work, args=(settings, ended), name="ingest")  # so that the handler meets no lock of its own thread
    thread.start()
    while thread.is_alive():
        thread.join(0.2)


def work(settings: Settings, ended: threading.Event) -> None:
    """Take up what was left, then what comes, until `ended`; whatever fails as a whole is tried again, ever less often."""
    rest = POLL
    while not ended.is_set():
        _wake.clear()  # before looking: what is queued from here on wakes the sleep below
        try:
            busy, rest = due(hands.stages(settings, repair=True), ended.is_set), POLL
        except Exception as exc:  # no model, index or store not reachable: all may come back
            log.warning("the worker rests for %.0f s: %s", rest, exc)
            hands.drop(settings)
            busy, rest = False, min(2 * rest, LONGEST_REST)
        if not busy and not ended.is_set():
            _wake.wait(rest)
    hands.drop(settings)
