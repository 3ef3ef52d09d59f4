"""How the program speaks to its log: lines for people, or one JSON object a line for machines (VANKIEN_LOG_JSON=1)."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from corpus.settings import Settings

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_about: ContextVar[str] = ContextVar("document", default="")


@contextmanager
def about(document: str) -> Iterator[None]:
    """Everything logged inside, by whatever code, carries the id of this document."""
    token = _about.set(document)
    try:
        yield
    finally:
        _about.reset(token)


def configure(settings: Settings, level: int = logging.INFO) -> None:
    """Send what is logged to stderr, in the form the settings ask for; replaces what was set up before."""
    handler = _Stderr()
    handler.setFormatter(JsonLines() if settings.log_json else logging.Formatter(LINE))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)


class _Stderr(logging.Handler):
    """Writes to what sys.stderr is at that moment: tests and worker processes put another one in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; a log that cannot be written stops nothing."""
        try:
            print(self.format(record), file=sys.stderr, flush=True)
        except Exception:
            self.handleError(record)


class JsonLines(logging.Formatter):
    """One object a line: time (ISO 8601, UTC), level, logger, message; document, process and error where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        found = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "document": getattr(record, "document", "") or _about.get(),
            "process": record.process,
            "error": self.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else "",
        }
        return json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
