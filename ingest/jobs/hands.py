"""The stages that belong to one thread, opened when first needed and again after something went wrong as a whole."""

from __future__ import annotations

import threading
from contextlib import suppress

from corpus.errors import VanKienError
from corpus.settings import Settings
from ingest.pipeline import open_pipeline
from ingest.stages import Stages

_local = threading.local()


def stages(settings: Settings, *, repair: bool = False) -> Stages:
    """This thread's stages; `repair` first makes index and catalog agree and takes up what killed workers left."""
    known = _known()
    if settings not in known:
        opened = Stages(open_pipeline(settings))
        if repair:
            opened.pipeline.repair()
        for name in _unreleased():
            opened.store.release(name)
        _unreleased().clear()
        known[settings] = opened
    return known[settings]


def drop(settings: Settings) -> None:
    """Close this thread's stages: what went wrong may lie in their connections.

    What they hold could not be given back if the catalog itself was gone; the next ones do it.
    """
    if held := _known().pop(settings, None):
        _unreleased().append(held.worker)
        with suppress(VanKienError):
            held.close()


def _known() -> dict[Settings, Stages]:
    found: dict[Settings, Stages] = _local.__dict__.setdefault("stages", {})
    return found


def _unreleased() -> list[str]:
    found: list[str] = _local.__dict__.setdefault("unreleased", [])
    return found
