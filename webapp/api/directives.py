"""Directives for programs: those of all documents by filter, and those of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from corpus.relations import DirectiveRow
from corpus.store.codec import to_json
from webapp.pages import documents as pages
from webapp.question import whole
from webapp.services import services
from webapp.wanted import wanted

blueprint = Blueprint("directives", __name__)

MAX_LIST, FURTHEST = 200, 1_000_000
FACTS = ("symbol", "type", "issuer", "issued", "title")


@blueprint.get("/directives")
def listing() -> Response:
    """A page of the directives that fulfil the filters."""
    asked = wanted(request.args)
    limit, offset = whole(request.args, "limit", 20, high=MAX_LIST), whole(request.args, "offset", 0, low=0, high=FURTHEST)
    found = services().store.directives(asked.filter, limit=limit, offset=offset, order=asked.sort)
    rows = [directive_json(row) for row in found.rows]
    return jsonify({"total": found.total, "limit": limit, "offset": offset, "directives": rows})


@blueprint.get("/documents/<id>/directives")
def of_document(id: str) -> Response:
    """The directives of a document, in the order of its text."""
    found = pages.reading(id)
    rows = services().store.directives_of(id)
    return jsonify({"document": found.entry.id, "version": found.entry.understood, "directives": [directive_json(row) for row in rows]})


def directive_json(row: DirectiveRow) -> dict[str, Any]:
    """The directive of interfaces.md with its document, its place in it, and its first and last day."""
    facts = {name: getattr(row, name) or None for name in FACTS}
    document = {"id": row.document, **facts, "source": row.source}
    days = {"due": row.due or None, "last_due": row.last_due or None}
    return {"document": document, "ordinal": row.ordinal, **to_json(row.directive), **days, "corrected": row.corrected}
