"""What the forms for corrections need to know: which one is open, who writes, which facts were corrected."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from flask import request
from werkzeug.wrappers import Response

from corpus.corrections import HEADER
from webapp.pages.objects import latest
from webapp.services import Reading, services

AUTHOR = "nguoi-sua"
"""The cookie that keeps the name of who corrects, so that it is typed once; it gives no rights."""
YEAR = 365 * 24 * 3600
LONGEST_NAME = 100


def context(found: Reading) -> dict[str, Any]:
    """For the templates: `editing` names the form that is open ("", a field, a place, "moi")."""
    standing = services().store.corrections(found.entry.id) if latest(found) else []
    return {
        "editing": request.args.get("sua", ""),
        "author": author(),
        "corrected_fields": {one.field for one in standing if one.part == HEADER and one.applied},
    }


def author() -> str:
    """The name typed last in this browser."""
    return unquote(request.cookies.get(AUTHOR, ""))[:LONGEST_NAME]


def remember(response: Response, name: str) -> Response:
    """Keep the name for the next form."""
    kept = quote(" ".join(name.split())[:LONGEST_NAME])
    response.set_cookie(AUTHOR, kept, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
