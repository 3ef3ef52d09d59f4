"""What each tab of a document's page shows."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from flask import request, url_for

from corpus.document import Document, Span
from webapp.pages import editing
from webapp.pages.beside import beside
from webapp.pages.chart import KEPT, chart, groups
from webapp.pages.layout import facts, layout
from webapp.pages.objects import chosen, citation_rows, directive_rows, latest
from webapp.pages.outline import cited, heading_paths, outline, path_at
from webapp.question import whole
from webapp.services import Reading, services

HIT = re.compile(r"(\d{1,9})-(\d{1,9})")  # "1203-1890"
HIDDEN = {"vien-dan": "citations", "nhiem-vu": "directives"}
"""What `an=` in the address leaves unmarked in the text, and the name of that look."""


def text(found: Reading, document: Document) -> dict[str, Any]:
    """The text with hits, citations and directives marked; its outline; the object that was chosen."""
    question = request.args.get("q", "").strip()
    hit = _hit(document)
    marks = services().marks(question, document.text.text)
    mark = _mark(marks, hit)
    rows, references = directive_rows(found), citation_rows(found)
    return {
        "hit": hit,
        "marks": len(marks),
        "mark": mark,
        "beside": beside(found, document, marks, mark=mark, hit=hit),
        "parts": layout(document, marks=marks, hit=hit, objects=True),
        "outline": outline(document),
        "facts": facts(document.header),
        "citations": tuple(cited(document, path) for path in heading_paths(document.sections)),
        "hit_citation": cited(document, path_at(document, hit)) if hit else "",
        "rows": rows,
        "states": {place: row.state for place, row in references.items()},
        "state_counts": Counter(row.state for row in references.values()),
        "chosen": chosen(request.args.get("chon", ""), document, rows, references),
        "hidden": [name for name in request.args.getlist("an") if name in HIDDEN],
        "pick": _picker(found),
        **editing.context(found),
    }


def header(found: Reading, document: Document) -> dict[str, Any]:
    """The facts, with a form to correct one."""
    return {"facts": facts(document.header), **editing.context(found)}


def directives(found: Reading, document: Document) -> dict[str, Any]:
    """The table of directives, with a form to correct, delete or add one."""
    return {"rows": directive_rows(found), **editing.context(found)}


def relations(found: Reading, document: Document) -> dict[str, Any]:
    """The diagram, and the same as a list."""
    if not latest(found):
        return {"relations": None}
    known = services().store.relations(found.entry.id)
    earlier, later = groups(known.earlier), groups(known.later, later=True)
    return {
        "relations": known,
        "sides": (("Văn bản có trước", "truoc", earlier, False), ("Văn bản có sau", "sau", later, True)),
        "chart": chart(found.entry, earlier, later),
        "kept": KEPT,
    }


def history(found: Reading, document: Document) -> dict[str, Any]:
    """What people put right, the newest first, undone ones too."""
    return {"corrections": services().store.corrections(found.entry.id, undone=True)[::-1], **editing.context(found)}


def _picker(found: Reading) -> Any:
    """Gives the address of the page with one object chosen; cheap, for a text may have thousands."""
    kept: dict[str, Any] = {name: request.args[name] for name in ("q", "hit", "m", "version", "goc", "trang") if name in request.args}
    base = url_for("pages.documents.document", id=found.entry.id, **kept, an=request.args.getlist("an") or None)
    joined = f"{base}{'&' if '?' in base else '?'}chon="
    return lambda key: joined + key


def _hit(document: Document) -> Span | None:
    """The passage of the address, "1203-1890"; None where it is no run of this text."""
    match = HIT.fullmatch(request.args.get("hit", ""))
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return Span(start, end) if start < end <= len(document.text.text) else None


def _mark(marks: tuple[Span, ...], hit: Span | None) -> int:
    """The number of the mark to begin with: the one asked for, else the first inside the passage."""
    if not marks:
        return 0
    first = next((number for number, mark in enumerate(marks, 1) if hit and mark.start >= hit.start), 1)
    return min(whole(request.args, "m", first, high=1_000_000), len(marks))
