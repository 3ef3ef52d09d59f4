"""An officer puts right what the rules read wrong: a fact, a directive, a citation; and takes a correction back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from corpus.corrections import HEADER_FIELDS
from corpus.document import Citation, Directive, Document
from webapp import forms
from webapp.errors import WebError, not_found
from webapp.pages.editing import remember
from webapp.services import services

blueprint = Blueprint("corrections", __name__, url_prefix="/van-ban/<id>")

Item = TypeVar("Item", Directive, Citation)
CHANGED = "Văn bản đã được đọc lại hoặc được người khác sửa trong lúc bạn mở biểu mẫu; hãy mở lại rồi sửa."
NO_NAME = "Hãy ghi tên người sửa, để người sau biết ai đã sửa."
TABS = {"toan-van", "nhiem-vu"}


@blueprint.post("/sua/thuoc-tinh")
def header(id: str) -> AnyResponse:
    """Say what a header field is, or that the document has none."""
    document, author, field = _document(id), _author(), request.form.get("field", "")
    if field not in HEADER_FIELDS:
        raise WebError(400, "bad_request", "Không có thuộc tính này.")
    value = request.form.get("value", "").strip()
    if not value and "absent" not in request.form:
        raise WebError(400, "bad_request", "Hãy ghi giá trị đúng, hoặc chọn «Văn bản không ghi».")
    right: str | Sequence[str] | None = value.splitlines() if field == "recipients" else value
    span = forms.header_place(field, value, document.text.text) if isinstance(right, str) else None
    services().correct_header(id, field, None if "absent" in request.form else right, author=author, span=span)
    return _back(id, author, "thuoc-tinh", f"tt-{field}")


@blueprint.post("/sua/nhiem-vu")
def directive(id: str) -> AnyResponse:
    """Change, delete or add a directive."""
    document, author = _document(id), _author()
    ordinal, known = _known(document.directives)
    right = None if "delete" in request.form and known else forms.directive(request.form, document.text.text, known)
    services().store.correct_directive(id, ordinal, right, author=author)
    tab = request.form.get("tab", "")
    place = _place(id, right)
    anchor = ("nv-" if tab == "nhiem-vu" else "n") + str(place) if place is not None else ""
    return _back(id, author, tab if tab in TABS else "nhiem-vu", anchor)


@blueprint.post("/sua/vien-dan")
def citation(id: str) -> AnyResponse:
    """Change, delete or add a citation."""
    document, author = _document(id), _author()
    ordinal, known = _known(document.citations)
    right = None if "delete" in request.form and known else forms.citation(request.form, document.text.text, known)
    services().store.correct_citation(id, ordinal, right, author=author)
    return _back(id, author, "toan-van", f"c{_place(id, right)}" if right else "")


@blueprint.post("/hoan-tac")
def undo(id: str) -> AnyResponse:
    """Take a correction of this document back."""
    author, number = _author(), forms.number_of(request.form, "correction")
    if number is None or number not in {one.id for one in services().store.corrections(id)}:
        raise not_found("Không có chỗ sửa này, hoặc đã được hoàn tác.")
    services().undo_correction(id, number, author=author)
    return _back(id, author, "lich-su", f"sua-{number}")


def _document(id: str) -> Document:
    """The newest understood version; raises WebError 404."""
    found = services().reading(id)
    if found is None or found.document is None:
        raise not_found("Không có văn bản này, hoặc văn bản chưa đọc được.")
    return found.document


def _author() -> str:
    name = " ".join(request.form.get("author", "").split())
    if not name:
        raise WebError(400, "no_author", NO_NAME)
    return name


def _known(items: Sequence[Item]) -> tuple[int | None, Item | None]:
    """The item a form speaks of, None for a new one; raises WebError 409 if it is no longer the one the form was made for."""
    ordinal = forms.number_of(request.form, "ordinal")
    if ordinal is None:
        return None, None
    item = items[ordinal] if ordinal < len(items) else None
    if item is None or request.form.get("was") != f"{item.span.start}-{item.span.end}":
        raise WebError(409, "changed", CHANGED)
    return ordinal, item


def _place(id: str, right: Directive | Citation | None) -> int | None:
    """Where the corrected item stands now among its kind."""
    if right is None:
        return None
    document = _document(id)
    items: Sequence[Directive | Citation] = document.directives if isinstance(right, Directive) else document.citations
    return next((place for place, item in enumerate(items) if item.span == right.span), None)


def _back(id: str, author: str, tab: str, anchor: str) -> AnyResponse:
    chosen = anchor if tab == "toan-van" and anchor else None
    url = url_for("pages.documents.document", id=id, tab=None if tab == "toan-van" else tab, chon=chosen, _anchor=anchor or None)
    return remember(redirect(url, 303), author)
