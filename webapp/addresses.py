"""Addresses inside a document: its tabs with what the URL already says, and the words something was read from."""

from __future__ import annotations

import re
from typing import Any

from flask import request, url_for

from corpus.document import Span

KEPT = ("q", "hit", "version")
OF_TEXT = ("goc", "trang")
"""What only the text understands: the original beside it, and its page."""
FIRST_TAB = "toan-van"
OURS = re.compile(r"/(?![/\\])[^\s\x00-\x1f]*\Z")  # "/van-ban", and neither "//elsewhere" nor "/\\elsewhere"


def here(tab: str, **more: Any) -> str:
    """A tab of the document of this request, with question, hit and version as they are."""
    id = (request.view_args or {})["id"]
    kept: dict[str, Any] = {name: request.args.get(name) for name in (*KEPT, *(OF_TEXT if tab == FIRST_TAB else ()))}
    hidden = more.pop("an") if "an" in more else request.args.getlist("an") or None
    return url_for("pages.documents.document", id=id, **(kept | {"an": hidden, "tab": None if tab == FIRST_TAB else tab} | more))


def place(document: str, span: Span, chosen: str | None = None, **more: Any) -> str:
    """Words of a document, pointed at; `chosen` is the name of the object they are ("n4"), shown beside them."""
    hit = f"{span.start}-{span.end}"
    return url_for("pages.documents.document", id=document, hit=hit, chon=chosen or None, _anchor=f"d{span.start}", **more)


def back(default: str) -> str:
    """The page of ours that a form names as the one it was sent from, else `default`; never another site."""
    asked = request.form.get("ve", "")
    return asked if OURS.match(asked) else default
