"""Files come in: the form, the progress of each file, another try."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from corpus.store import FAILED, Entry
from webapp.errors import WebError, not_found
from webapp.question import whole
from webapp.render import page
from webapp.services import services
from webapp.wording import waiting

blueprint = Blueprint("upload", __name__)

SHOWN = 100
"""Files whose progress one page shows."""


@blueprint.get("/tai-len")
def form() -> Response:
    """The form, and how far the files named in the address have come."""
    return _progress(request.args.getlist("id"), known=request.args.getlist("cu"))


@blueprint.post("/tai-len")
def upload() -> AnyResponse:
    """Take files in; the page that follows shows how far each has come."""
    files = given_files()
    if not files:
        raise WebError(400, "no_files", "Chưa chọn tệp nào; hãy chọn ít nhất một tệp rồi gửi lại.")
    entries = [entry for file in files for entry in take(file)]
    shown, more = entries[:SHOWN], max(0, len(entries) - SHOWN)
    known = [entry.id for entry in shown if entry.created == "unchanged"]
    return redirect(url_for("pages.upload.form", id=[entry.id for entry in shown], cu=known, them=more or None), 303)


@blueprint.post("/van-ban/<id>/xu-ly-lai")
def retry(id: str) -> AnyResponse:
    """Read a document once more."""
    if services().entry(id) is None:
        raise not_found("Không có văn bản này; có thể văn bản đã bị xoá.")
    if not services().retry(id):
        raise WebError(409, "not_finished", "Văn bản đang được xử lý, hoặc bản gốc không được giữ lại; hãy tải tệp lên lại.")
    return redirect(url_for("pages.upload.form", id=[id]), 303)


def given_files() -> list[FileStorage]:
    """The files of a form, those fields left empty not counted."""
    return [file for file in request.files.getlist("files") if file.filename]


def take(file: FileStorage) -> list[Entry]:
    """Hand one file to the store; an archive gives several entries."""
    replaces = request.form.get("replaces", "")
    if replaces and services().entry(replaces) is None:
        raise not_found("Không có văn bản cần thay bằng phiên bản mới; có thể văn bản đã bị xoá.")
    return services().receive(file.filename or "", file.stream.read(), replaces=replaces)


def _progress(ids: list[str], *, known: list[str]) -> Response:
    entries = [entry for id in dict.fromkeys(ids[:SHOWN]) if (entry := services().entry(id))]
    more = whole(request.args, "them", 0, high=10**6)
    unfinished = sum(waiting(entry) for entry in entries)
    context = {
        "entries": entries,
        "known": known,
        "more": more,
        "busy": unfinished > 0,
        "done": len(entries) - unfinished,
        "failed": sum(entry.state == FAILED for entry in entries),
        "max_mb": services().settings.max_file_mb,
        "progress_url": url_for("pages.upload.form", id=[entry.id for entry in entries], cu=known, them=more or None),
    }
    return page("upload.html", blocks={"tien-do": "progress"}, **context)
