"""Citations, relations, validity and missing documents for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from corpus import symbol as symbols
from corpus.relations import VALIDITY_WORDS, CitationRow, MissingDocument, Other, Relation, ValidityEvent
from corpus.store.codec import to_json
from webapp.errors import WebError
from webapp.pages import documents as pages
from webapp.question import is_day, whole
from webapp.services import services

blueprint = Blueprint("relations", __name__)

MAX_LIST, FURTHEST = 200, 1_000_000
LONGEST = 200


@blueprint.get("/documents/<id>/citations")
def citations(id: str) -> Response:
    """The citations of a document in the order of its text, each with what it resolves to."""
    found = pages.reading(id)
    rows = services().store.citations_of(id)
    return jsonify({"document": found.entry.id, "version": found.entry.understood, "citations": [citation_json(row) for row in rows]})


@blueprint.get("/citations")
def by_symbol() -> Response:
    """Where a number is cited, in all documents."""
    raw = request.args.get("symbol", "").strip()
    if not raw or len(raw) > LONGEST:
        raise WebError(400, "bad_request", "Thiếu tham số symbol: số, ký hiệu cần tra, như 02-NQ/TW.")
    limit, offset = _window()
    canonical = symbols.canonical(raw) or raw
    rows = services().store.citing_symbol(canonical, limit=limit, offset=offset)
    return jsonify({"symbol": canonical, "limit": limit, "offset": offset, "citations": [citation_json(row) for row in rows]})


@blueprint.get("/documents/<id>/relations")
def relations(id: str) -> Response:
    """Earlier documents this one stands on, later ones that cite it, and conflicts found in its text."""
    found = pages.reading(id)
    known = services().store.relations(id)
    sides = {"earlier": [_relation(each) for each in known.earlier], "later": [_relation(each) for each in known.later]}
    return jsonify({"document": found.entry.id, **sides, "warnings": list(known.warnings)})


@blueprint.get("/documents/<id>/validity")
def validity(id: str) -> Response:
    """Whether a document is in force on a day, on the evidence of the documents held."""
    found, day = pages.reading(id), request.args.get("day", "")
    if day and not is_day(day):
        raise WebError(400, "bad_day", f"Ngày «{day[:40]}» phải viết theo dạng năm-tháng-ngày, như 2022-12-31.")
    known = services().store.validity(id, today=day)
    events = [
        {**to_json(event), "date": event.date or None, "clause": event.clause or None, "other": _other(event.other)}
        for event in known.events
    ]
    days = {"since": known.since or None, "until": known.until or None}
    words = {"state": known.state, "words": VALIDITY_WORDS[known.state], "note": known.note or None}
    return jsonify({"document": found.entry.id, **words, **days, "events": events})


@blueprint.get("/missing")
def missing() -> Response:
    """Documents that are cited and not held, the most cited first."""
    limit, offset = _window()
    store = services().store
    rows = [missing_json(row) for row in store.missing(limit=limit, offset=offset)]
    return jsonify({"total": store.missing_count(), "limit": limit, "offset": offset, "missing": rows})


def citation_json(row: CitationRow) -> dict[str, Any]:
    """The citation of interfaces.md with its document, its place in it, and what it resolves to."""
    return {
        "document": row.document,
        "ordinal": row.ordinal,
        **to_json(row.citation),
        "state": row.state,
        "target": row.target,
        "candidates": list(row.candidates),
        "kind": row.kind,
        "evidence": to_json(row.evidence),
        "note": row.note or None,
        "conflicts": to_json(row.conflicts),
        "corrected": row.corrected,
    }


def missing_json(row: MissingDocument) -> dict[str, Any]:
    """A missing document; `documents` are at most 20 that cite it."""
    facts = {name: getattr(row, name) or None for name in ("symbol", "type", "issued", "issuer")}
    return {
        "key": row.key,
        **facts,
        "text": row.text,
        "times": row.times,
        "documents": list(row.documents),
        "document_count": row.document_count,
    }


def _event(event: ValidityEvent) -> dict[str, Any]:
    return {**to_json(event), "date": event.date or None, "clause": event.clause or None, "other": _other(event.other)}


def _relation(each: Relation) -> dict[str, Any]:
    plain = {name: getattr(each, name) for name in ("kind", "source", "state", "times")}
    lists = {"clauses": list(each.clauses), "ordinals": list(each.ordinals), "evidence": to_json(each.evidence)}
    return {**plain, "other": _other(each.other), **lists}


def _other(other: Other | None) -> dict[str, Any] | None:
    """A document at the far end; its id is null where it is not held."""
    if other is None:
        return None
    return {"id": other.id, **{name: getattr(other, name) or None for name in ("symbol", "type", "issued", "issuer", "title")}}


def _window() -> tuple[int, int]:
    return whole(request.args, "limit", 20, high=MAX_LIST), whole(request.args, "offset", 0, low=0, high=FURTHEST)
