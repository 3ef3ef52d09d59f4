"""Renders a page, or one block of the same template when HTMX asks for a part of it."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, render_template, request


def wants_fragment() -> bool:
    """Whether HTMX asked, and not to restore a page from history (then it needs all of it)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def target() -> str:
    """The id of the element HTMX will fill ("section#ket-qua" -> "ket-qua"), empty where it did not ask."""
    return request.headers.get("HX-Target", "").rpartition("#")[2] if wants_fragment() else ""


def page(template: str, *, blocks: dict[str, str] | None = None, **context: Any) -> Response:
    """The page; if HTMX fills the element with an id among `blocks`, only the block that id stands for."""
    name = (blocks or {}).get(target())
    response = make_response(block(template, name, **context) if name else render_template(template, **context))
    response.vary.update(("HX-Request", "HX-Target"))
    return response


def block(template: str, name: str, **context: Any) -> str:
    """One block of a template, with the context a whole page would have."""
    found = current_app.jinja_env.get_template(template)
    current_app.update_template_context(context)
    return "".join(found.blocks[name](found.new_context(context)))
