"""The list of all documents, one document with its tabs, and its original."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, send_file

from corpus.document import Document
from corpus.relations import VALIDITY_WORDS
from webapp.errors import WebError, not_found
from webapp.pages import tabs
from webapp.pages.beside import has_pictures
from webapp.pages.objects import latest
from webapp.pages.outline import cited
from webapp.question import whole
from webapp.render import page
from webapp.services import STATES, Reading, services
from webapp.wording import file_of

blueprint = Blueprint("documents", __name__, url_prefix="/van-ban")

ROWS = 25
TABS = {
    "toan-van": "Toàn văn",
    "thuoc-tinh": "Thuộc tính",
    "nhiem-vu": "Nhiệm vụ",
    "luoc-do": "Lược đồ",
    "phien-ban": "Phiên bản",
    "lich-su": "Lịch sử",
}
CONTEXTS: dict[str, Callable[[Reading, Document], dict[str, Any]]] = {
    "toan-van": tabs.text,
    "thuoc-tinh": tabs.header,
    "nhiem-vu": tabs.directives,
    "luoc-do": tabs.relations,
    "lich-su": tabs.history,
}
SHOWN_INLINE = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8"}
MAX_VERSION = 100_000
KEPT_FOR = 24 * 3600
"""Seconds for which a browser need not ask again for a page of one version."""


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
    """One document: its text, facts, directives, relations, versions or history."""
    tab = request.args.get("tab", "toan-van")
    if tab not in TABS:
        raise WebError(400, "bad_tab", f"Thẻ «{tab}» không có; hãy dùng {', '.join(TABS)}.")
    found = reading(id)
    context = {"q": request.args.get("q", "").strip(), "tab": tab, "tabs": TABS, "found": found, "entry": found.entry}
    context |= _known(found)
    if found.document is not None and tab in CONTEXTS:
        context |= CONTEXTS[tab](found, found.document)
    return page("document.html", blocks={"doi-tuong": "object", "ban-goc": "original"}, document=found.document, **context)


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


@blueprint.get("/<id>/trang/<int:number>.png")
def picture(id: str, number: int) -> Response:
    """A page of a PDF, drawn; the address holds the version, so that a browser may keep it."""
    found = reading(id)
    drawn = services().picture(id, number, version=found.version)
    if drawn is None:
        raise not_found("Bản gốc không có trang này, hoặc không xem được từng trang.")
    response = Response(drawn, mimetype="image/png")
    response.cache_control.private, response.cache_control.max_age = True, KEPT_FOR if "version" in request.args else 0
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


def _known(found: Reading) -> dict[str, Any]:
    """What the head of the page says on every tab."""
    document = found.document
    return {
        "counts": {"nhiem-vu": len(document.directives)} if document else {},
        "validity": services().store.validity(found.entry.id) if latest(found) else None,
        "validity_words": VALIDITY_WORDS,
        "citation": cited(document, ()) if document else "",
        "editable": latest(found),
        "pictured": document is not None and has_pictures(found),
    }
