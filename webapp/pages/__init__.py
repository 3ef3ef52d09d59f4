"""The pages for people, in Vietnamese."""

from __future__ import annotations

from flask import Blueprint

from webapp import wording
from webapp.pages import documents, search, upload

blueprint = Blueprint("pages", __name__)
for part in (search, documents, upload):
    blueprint.register_blueprint(part.blueprint)


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """What every template may use to put values into words."""
    return {"wording": wording}


@blueprint.get("/healthz")
def health() -> dict[str, str]:
    """Whether the program answers."""
    return {"status": "ok"}
