"""The API for programs: the same answers as the command line, described by /api/v1/openapi.json."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from webapp.api import directives, documents, questions, relations
from webapp.errors import not_found

blueprint = Blueprint("api", __name__)
for part in (questions, documents, directives, relations):
    blueprint.register_blueprint(part.blueprint)


@blueprint.get("/openapi.json")
def description() -> Response:
    """The description of this API (OpenAPI 3.1)."""
    with current_app.open_resource("api/openapi.json") as file:
        return Response(file.read(), mimetype="application/json")


@blueprint.route("/", defaults={"path": ""})
@blueprint.route("/<path:path>")
def nothing(path: str) -> Response:
    """Every other address, answered as a program expects."""
    raise not_found(f"Không có địa chỉ /api/v1/{path}; xem /api/v1/openapi.json.")
