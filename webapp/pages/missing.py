"""Documents that are cited and not held: how often, by whom, in which words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from webapp.errors import not_found
from webapp.pages.search import pages
from webapp.question import MAX_PAGE, whole
from webapp.render import page
from webapp.services import services

blueprint = Blueprint("missing", __name__, url_prefix="/con-thieu")

ROWS = 25
NAMED = 3
CITATIONS = 50


@blueprint.get("")
def listing() -> Response:
    """The most cited first; with `khoa`, where one of them is cited."""
    if key := request.args.get("khoa", ""):
        return _one(key)
    store, number = services().store, whole(request.args, "page", 1)
    rows, total = store.missing(limit=ROWS, offset=(number - 1) * ROWS), store.missing_count()
    last = min(max(1, -(-total // ROWS)), MAX_PAGE)
    citing = {id: entry for row in rows for id in row.documents[:NAMED] if (entry := services().entry(id))}
    paging = {"page": number, "last": last, "pages": pages(number, last)}
    context: dict[str, Any] = {"rows": rows, "total": total, "citing": citing, "named": NAMED, **paging}
    return page("missing.html", blocks={"danh-sach": "rows"}, **context)


def _one(key: str) -> Response:
    number = whole(request.args, "page", 1)
    rows = services().store.citing_missing(key, limit=CITATIONS + 1, offset=(number - 1) * CITATIONS)
    if not rows:
        raise not_found("Không có văn bản còn thiếu này; có thể văn bản đã được tải lên.")
    entries = {row.document: entry for row in rows if (entry := services().entry(row.document))}
    context: dict[str, Any] = {"key": key, "rows": rows[:CITATIONS], "more": len(rows) > CITATIONS, "entries": entries, "page": number}
    return page("missing_one.html", **context)
