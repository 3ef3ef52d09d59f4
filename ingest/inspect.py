"""A file understood as the JSON of `--inspect` (interfaces.md), without store, index or model."""

from __future__ import annotations

from typing import Any

from corpus.document import Document
from corpus.errors import VanKienError
from corpus.settings import Settings
from corpus.store.codec import to_json
from ingest.errors import ReadError
from ingest.pipeline import fault, understand_bytes
from ingest.sources import Item

NOTHING: dict[str, Any] = {
    **{"format": None, "pages": None, "text": None, "header": None},
    **{"furniture": [], "sections": [], "citations": [], "directives": [], "warnings": []},
}


def inspect(item: Item, settings: Settings, *, password: str | None = None) -> dict[str, Any]:
    """The report on one file, whatever becomes of it."""
    try:
        return report(item.path, understand_bytes(item.load(), item.name, settings, password=password))
    except ReadError as exc:
        return refusal(item.path, exc)
    except Exception as exc:  # our own fault: the other files are still to be read
        return refusal(item.path, fault(exc, item.name))


def report(path: str, document: Document) -> dict[str, Any]:
    """The report on a document."""
    text = document.text
    return {
        "path": path,
        "ok": True,
        "error": None,
        "format": text.format,
        "pages": text.pages,
        "text": text.text,
        "header": to_json(document.header),
        "furniture": to_json(document.furniture),
        "sections": to_json(document.sections),
        "citations": to_json(document.citations),
        "directives": to_json(document.directives),
        "warnings": list(document.warnings),
    }


def refusal(path: str, error: VanKienError) -> dict[str, Any]:
    """The report on a file that cannot be read."""
    return {"path": path, "ok": False, "error": {"code": error.code, "message": error.message}, **NOTHING}
