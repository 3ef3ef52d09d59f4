"""Search for programs: the very object of `python -m search --json`."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from webapp.question import api_query, whole
from webapp.services import services
from webapp.wanted import narrowed

blueprint = Blueprint("questions", __name__)

SUGGESTED, MOST_SUGGESTED = 8, 20


@blueprint.get("/suggest")
def suggest() -> Response:
    """Whole questions for what has been typed."""
    limit = whole(request.args, "limit", SUGGESTED, high=MOST_SUGGESTED)
    found = services().suggest(request.args.get("q", ""), limit)
    return jsonify({"query": request.args.get("q", ""), "suggestions": [each.to_json() for each in found]})


@blueprint.get("/search")
def search() -> Response:
    """The answer to a question."""
    return jsonify(services().search(narrowed(api_query(request.args), request.args)).to_json())
