"""How a table or calendar is handed to a browser: its kind, its name, the full addresses in it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

from corpus.document import Span
from webapp import addresses

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TXT = "text/plain; charset=utf-8"
ICS = "text/calendar; charset=utf-8"


def file(body: bytes | Iterable[str], kind: str, name: str) -> Response:
    """The answer that a browser saves under a name (ASCII)."""
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def full_address(document: str, span: Span) -> str:
    """Where words of a document stand, with the name of this server."""
    return addresses.place(document, span, _external=True)
