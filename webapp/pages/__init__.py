"""The pages for people, in Vietnamese."""

from __future__ import annotations

from flask import Blueprint

from webapp import addresses, wording
from webapp.pages import basket, corrections, directives, documents, drafts, guide, missing, saved, search, upload

blueprint = Blueprint("pages", __name__)
for part in (search, documents, corrections, directives, missing, drafts, basket, saved, upload, guide):
    blueprint.register_blueprint(part.blueprint)


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """What every template may use to put values into words."""
    kept = {"basket_now": basket.basket, "saved_searches": saved.searches}
    return {"wording": wording, "here": addresses.here, "place": addresses.place, **kept}
