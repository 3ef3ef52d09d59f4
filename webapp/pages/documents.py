"""The list of all documents, one document with its tabs, and its original."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, request, send_file

from corpus.document import Document, Span
from webapp.errors import WebError, not_found
from webapp.pages.layout import facts, layout
from webapp.pages.outline import cited, heading_paths, outline, path_at
from webapp.question import whole
from webapp.render import page
from webapp.services import STATES, Reading, services
from webapp.wording import file_of

blueprint = Blueprint("documents", __name__, url_prefix="/van-ban")

ROWS = 25
TABS = {"toan-van": "Toàn văn", "thuoc-tinh": "Thuộc tính", "phien-ban": "Phiên bản"}
HIT = re.compile(r"(\d{1,9})-(\d{1,9})")  # "1203-1890"
SHOWN_INLINE = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8"}
MAX_VERSION = 100_000


@blueprint.get("")
def listing() -> Response:
    """All documents, newest first, by state, type or issuer."""
    state, type, issuer = (request.args.get(name, "") for name in ("state", "type", "issuer"))
    if state and state not in STATES:
        raise WebError(400, "bad_state", f"Trạng thái «{state}» không có; hãy dùng {', '.join(STATES)}.")
    number = whole(request.args, "page", 1)
    found = services().entries(state, type=type, issuer=issuer, limit=ROWS + 1, offset=(number - 1) * ROWS)
    context = {"state": state, "type": type, "issuer": issuer, "page": number, "counts": services().counts()}
    return page("documents.html", blocks={"danh-sach": "rows"}, entries=found[:ROWS], more=len(found) > ROWS, **context)


@blueprint.get("/<id>")
def document(id: str) -> Response:
    """One document: its text with the words of the question marked, its facts, or its versions."""
    tab = request.args.get("tab", "toan-van")
    if tab not in TABS:
        raise WebError(400, "bad_tab", f"Thẻ «{tab}» không có; hãy dùng {', '.join(TABS)}.")
    found = reading(id)
    context: dict[str, Any] = {"tab": tab, "tabs": TABS, "found": found, "entry": found.entry, "document": found.document}
    if found.document is not None:
        context |= _view(found.document)
    return page("document.html", **context)


@blueprint.get("/<id>/goc")
def original(id: str) -> Response:
    """The original as it came in; with `xem=1` shown in the browser where that is safe."""
    found = reading(id)
    version = version_asked()
    path = services().original(id, version)
    if path is None:
        raise not_found("Bản gốc của văn bản này không được giữ lại.")
    kept = next(v for v in reversed(found.versions) if version in (None, v.number))
    inline = SHOWN_INLINE.get(kept.format) if request.args.get("xem") == "1" else None
    response = send_file(
        path,
        mimetype=inline or "application/octet-stream",
        as_attachment=inline is None,
        download_name=file_of(kept.source),
        etag=kept.sha256,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return response


def reading(id: str) -> Reading:
    """The document of the address, in the version it asks for; raises WebError 404."""
    found = services().reading(id, version_asked())
    if found is None:
        raise not_found("Không có văn bản này, hoặc phiên bản này; có thể văn bản đã bị xoá.")
    return found


def version_asked() -> int | None:
    """The version of the address, None for the newest."""
    return whole(request.args, "version", 0, high=MAX_VERSION) or None


def _view(document: Document) -> dict[str, Any]:
    question = request.args.get("q", "").strip()
    hit = _hit(document)
    marks = services().marks(question, document.text.text)
    return {
        "q": question,
        "hit": hit,
        "marks": len(marks),
        "mark": _mark(marks, hit),
        "parts": layout(document, marks=marks, hit=hit),
        "outline": outline(document),
        "facts": facts(document.header),
        "citations": tuple(cited(document, path) for path in heading_paths(document.sections)),
        "citation": cited(document, ()),
        "hit_citation": cited(document, path_at(document, hit)) if hit else "",
    }


def _hit(document: Document) -> Span | None:
    """The passage of the address, "1203-1890"; None where it is no run of this text."""
    match = HIT.fullmatch(request.args.get("hit", ""))
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return Span(start, end) if start < end <= len(document.text.text) else None


def _mark(marks: tuple[Span, ...], hit: Span | None) -> int:
    """The number of the mark to begin with: the one asked for, else the first inside the passage."""
    if not marks:
        return 0
    first = next((number for number, mark in enumerate(marks, 1) if hit and mark.start >= hit.start), 1)
    return min(whole(request.args, "m", first, high=1_000_000), len(marks))
