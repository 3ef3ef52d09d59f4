"""Saved searches: questions with their filters that this browser keeps for the home page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from flask import Blueprint, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from webapp.addresses import back
from webapp.errors import WebError
from webapp.pages.search import MODE_WORDS, chips
from webapp.question import Question, question

blueprint = Blueprint("saved", __name__, url_prefix="/tim-da-luu")

COOKIE = "tim"
YEAR = 365 * 24 * 3600
MOST, LONGEST = 12, 280
"""Searches kept, and characters of the address of each; more would not fit a cookie."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A question in words, its filters in words, and its address."""

    words: str
    filters: tuple[str, ...]
    url: str


@blueprint.post("")
def change() -> AnyResponse:
    """Keep a search, or let one go; back to the page it was asked from."""
    kept, added, gone = addresses(), request.form.get("them", ""), request.form.get("bo", "")
    if added:
        asked = _read(added)
        if asked is None or len(asked.url()) > LONGEST:
            raise WebError(
                400, "bad_search", "Tìm kiếm này không lưu được: câu hỏi và bộ lọc dài quá, hoặc địa chỉ không đúng; hãy bớt bộ lọc."
            )
        kept = [asked.url(), *(url for url in kept if url != asked.url())]
        if len(kept) > MOST:
            raise WebError(409, "full", f"Đã lưu {MOST} tìm kiếm; hãy bỏ bớt ở trang đầu rồi lưu lại.")
    response = redirect(back("/"), 303)
    value = "|".join(url for url in kept if url != gone)
    response.set_cookie(COOKIE, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def addresses() -> list[str]:
    """The addresses kept in this browser, the newest first; what is no search is left out."""
    return [asked.url() for raw in request.cookies.get(COOKIE, "").split("|")[:MOST] if (asked := _read(raw))]


def searches() -> list[Saved]:
    """The same in words."""
    read = (_read(url) for url in addresses())
    return [Saved(asked.q, _filters(asked), asked.url()) for asked in read if asked]


def _filters(asked: Question) -> tuple[str, ...]:
    mode = () if asked.mode == Question().mode else (MODE_WORDS[asked.mode].lower(),)
    return (*(chip.label for chip in chips(asked)), *mode)


def _read(url: str) -> Question | None:
    """The question of an address of the result page, from its first page; None where it is none."""
    if not url.startswith("/?"):
        return None
    try:
        asked = question(MultiDict(parse_qsl(url[2:], keep_blank_values=True, max_num_fields=100)))
    except (WebError, ValueError):
        return None
    return replace(asked, page=1, open="") if asked.q else None
