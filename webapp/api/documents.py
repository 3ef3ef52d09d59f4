"""Documents for programs: the catalog, what was understood, passages, originals, and files coming in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from corpus.document import Document, Passage
from corpus.store import Entry, Version
from corpus.store.codec import to_json
from webapp.errors import WebError, not_found
from webapp.pages import documents as pages
from webapp.pages.upload import given_files, take
from webapp.question import whole
from webapp.services import STATES, WAITING, report, services

blueprint = Blueprint("documents", __name__)

MAX_LIST = 200
MULTIPART = "multipart/form-data"
NOTHING: dict[str, Any] = {"pages": None, "text": None, "header": None, "furniture": [], "sections": [], "warnings": []}
FACTS = ("symbol", "type", "issuer", "issued", "title", "signer")


@blueprint.get("/documents")
def listing() -> Response:
    """A page of the catalog, newest first."""
    state, type, issuer = (request.args.get(name, "") for name in ("state", "type", "issuer"))
    if state and state not in STATES:
        raise WebError(400, "bad_state", f"Trạng thái «{state}» không có; hãy dùng {', '.join(STATES)}.")
    limit, offset = whole(request.args, "limit", 20, high=MAX_LIST), whole(request.args, "offset", 0, low=0, high=1_000_000)
    entries = services().entries(state, type=type, issuer=issuer, limit=limit, offset=offset)
    counts = services().counts()
    totals = {"total": counts.total, **{name: getattr(counts, name) for name in STATES}}
    return jsonify({"counts": totals, "limit": limit, "offset": offset, "documents": [entry_json(entry) for entry in entries]})


@blueprint.get("/documents/<id>")
def document(id: str) -> Response:
    """One document: its entry and, once understood, the object of `--inspect`."""
    found = pages.reading(id)
    body = {**entry_json(found.entry), "version": found.version, "versions": [version_json(v) for v in found.versions]}
    return jsonify({**body, **understood(found.entry.source, found.document)})


@blueprint.get("/documents/<id>/passages")
def passages(id: str) -> Response:
    """The passages of a document, in order."""
    found = pages.reading(id)
    every = services().passages(id, pages.version_asked())
    return jsonify({"document": found.entry.id, "version": found.version, "passages": [passage_json(id, each) for each in every]})


@blueprint.get("/passages/<id>")
def passage(id: str) -> Response:
    """One passage, "<document>:<ordinal>", and the entry of its document."""
    document, colon, ordinal = id.rpartition(":")
    entry = services().entry(document) if colon and ordinal.isascii() and ordinal.isdigit() else None
    found = next((p for p in services().passages(document) if str(p.ordinal) == ordinal), None) if entry else None
    if entry is None or found is None:
        raise not_found("Không có đoạn này; mã của đoạn là <mã văn bản>:<thứ tự>.")
    return jsonify({**passage_json(document, found), "document": entry_json(entry)})


@blueprint.get("/documents/<id>/original")
def original(id: str) -> Response:
    """The bytes as they came in."""
    return pages.original(id)


@blueprint.post("/documents")
def upload() -> tuple[Response, int]:
    """Take files in (multipart, field `files`); what became of each is told by its document's `state`."""
    if request.mimetype not in {"", MULTIPART}:
        raise WebError(415, "not_multipart")
    files = given_files()
    if not files:
        raise WebError(400, "no_files", "Không có tệp nào; hãy gửi multipart/form-data với trường «files».")
    entries = [entry for file in files for entry in take(file)]
    return jsonify({"documents": [entry_json(entry) for entry in entries]}), 202


@blueprint.post("/documents/<id>/retry")
def retry(id: str) -> tuple[Response, int]:
    """Read a finished document once more."""
    pages.reading(id)
    if not services().retry(id):
        raise WebError(409, "not_finished", "Văn bản đang được xử lý, hoặc bản gốc không được giữ lại.")
    return jsonify(entry_json(pages.reading(id).entry)), 202


def entry_json(entry: Entry) -> dict[str, Any]:
    """A document in the catalog; `status` speaks the words of `python -m ingest --json`, and "waiting" before that."""
    status = "waiting" if entry.state in WAITING else entry.state
    error = {"code": entry.error_code, "message": entry.error_message} if entry.error_code else None
    return {
        "id": entry.id,
        **{name: getattr(entry, name) or None for name in FACTS},
        "source": entry.source,
        "sources": list(entry.sources),
        "format": entry.format,
        "size": entry.size,
        "sha256": entry.sha256 or None,
        "status": status,
        "state": entry.state,
        "stage": entry.stage,
        "error": error,
        "created": entry.created or None,
        "newest_version": entry.version,
        "created_at": _moment(entry.created_at),
        "updated_at": _moment(entry.updated_at),
        "url": url_for("api.documents.document", id=entry.id),
    }


def understood(path: str, document: Document | None) -> dict[str, Any]:
    """What `--inspect` says of a document; all null or empty while it waits or if it failed."""
    if document is None:
        return NOTHING
    return {key: value for key, value in report(path, document).items() if key not in {"path", "ok", "error"}}


def version_json(version: Version) -> dict[str, Any]:
    """One set of bytes a document has had."""
    return {
        "number": version.number,
        "sha256": version.sha256,
        "source": version.source,
        "size": version.size,
        "format": version.format,
        "ingested_at": _moment(version.ingested_at),
        "understood": version.understood,
    }


def passage_json(document: str, passage: Passage) -> dict[str, Any]:
    """A passage with its id; `span` is [start, end] in the stored text."""
    return {"id": f"{document}:{passage.ordinal}", **to_json(passage)}


def _moment(at: Any) -> str:
    """A time of the catalog (UTC) in ISO form with its zone."""
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
