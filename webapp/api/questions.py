"""Search for programs: the very object of `python -m search --json`."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from webapp.question import api_query
from webapp.services import services

blueprint = Blueprint("questions", __name__)


@blueprint.get("/search")
def search() -> Response:
    """The answer to a question."""
    return jsonify(services().search(api_query(request.args)).to_json())
