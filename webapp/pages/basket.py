"""Giỏ trích dẫn: documents and clauses an officer puts aside, with a block of legal bases and the clauses to quote.

What is in it lies in a cookie of the browser; an address with `m=` shows any basket, so that it can be sent to a colleague.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from corpus.document import Document, Span
from corpus.relations import VALIDITY_WORDS
from corpus.store import Entry
from webapp.addresses import back
from webapp.errors import WebError
from webapp.exports import bases
from webapp.exports.answer import DOCX, TXT, file
from webapp.pages.outline import cited, path_at
from webapp.render import page
from webapp.services import services

blueprint = Blueprint("basket", __name__, url_prefix="/gio-trich-dan")

COOKIE = "gio"
YEAR = 365 * 24 * 3600
MOST = 60
"""Items a basket holds; more would not fit a cookie."""
LONGEST = 20_000
"""Characters of one clause."""
KEY = re.compile(r"([0-9a-f]{16})(?:\.(\d{1,9})-(\d{1,9}))?")  # "5ab44f38432317be" or "5ab44f38432317be.120-460"


@dataclass(frozen=True, slots=True)
class Item:
    """A document, or a clause of it: its words (lines as in the text) and how they are cited."""

    key: str
    entry: Entry
    span: Span | None = None
    words: str = ""
    citation: str = ""


@blueprint.get("")
def listing() -> Response:
    """What is in the basket, and the blocks made of it."""
    keys, shared = _asked()
    items = _items(keys)
    entries = _entries(items)
    context: dict[str, Any] = {"items": items, "shared": shared, "entries": entries, "keys": [item.key for item in items]}
    known = services().store.validities([entry.id for entry in entries]) if entries else {}
    return page("basket.html", bases=bases.lines(entries), validities=known, validity_words=VALIDITY_WORDS, **context)


@blueprint.post("")
def change() -> AnyResponse:
    """Put something in, take it out, or empty the basket; back to the page it was asked from."""
    keys = basket()
    added, gone = request.form.get("them", ""), request.form.get("bo", "")
    if added:
        if not KEY.fullmatch(added) or not _items([added]):
            raise WebError(400, "bad_item", "Không có văn bản hay đoạn này để thêm vào giỏ.")
        if len(keys) >= MOST and added not in keys:
            raise WebError(409, "full_basket", f"Giỏ đã có {MOST} mục; hãy bỏ bớt rồi thêm lại.")
    kept = [] if "xoa" in request.form else [key for key in dict.fromkeys((*keys, added)) if key and key != gone]
    response = redirect(back(url_for("pages.basket.listing")), 303)
    response.set_cookie(COOKIE, "~".join(kept), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@blueprint.get("/gio-trich-dan.docx")
def docx() -> Response:
    """The blocks as a Word file."""
    items = _items(_asked()[0])
    return file(bases.docx(_entries(items), _quotes(items)), DOCX, "gio-trich-dan.docx")


@blueprint.get("/gio-trich-dan.txt")
def txt() -> Response:
    """The blocks as plain text."""
    items = _items(_asked()[0])
    return file(bases.plain(_entries(items), _quotes(items)), TXT, "gio-trich-dan.txt")


def basket() -> list[str]:
    """The keys in this browser's basket; what is no key is left out."""
    return _keys(request.cookies.get(COOKIE, "").split("~"))


def _asked() -> tuple[list[str], bool]:
    """The keys of the address, else of this browser's basket; and whether it was the address."""
    given = _keys(request.args.getlist("m"))
    return (given, True) if given else (basket(), False)


def _keys(raw: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(raw) if KEY.fullmatch(key)][:MOST]


def _items(keys: Sequence[str]) -> list[Item]:
    """What the keys stand for; documents deleted and clauses that are no run of the text any more are left out."""
    return [item for key in keys if (item := _item(key))]


def _item(key: str) -> Item | None:
    match = KEY.fullmatch(key)
    entry = services().entry(match[1]) if match else None
    if match is None or entry is None:
        return None
    if match[2] is None:
        return Item(key, entry)
    span, found = Span(int(match[2]), int(match[3])), services().reading(entry.id)
    if found is None or found.document is None or not span.start < span.end <= len(found.document.text.text):
        return None
    return Item(key, entry, span, _words(found.document, span), cited(found.document, path_at(found.document, span)))


def _words(document: Document, span: Span) -> str:
    return span.of(document.text.text)[:LONGEST].strip()


def _entries(items: Sequence[Item]) -> list[Entry]:
    """The documents of the basket as bases, once each."""
    return bases.ordered({item.entry.id: item.entry for item in items}.values())


def _quotes(items: Sequence[Item]) -> list[tuple[str, str]]:
    return [(item.words, item.citation) for item in items if item.span]
