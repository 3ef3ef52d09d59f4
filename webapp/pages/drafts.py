"""Kiểm tra dự thảo: the citations of a draft that is not kept, checked against the documents held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from corpus.document import Document
from corpus.relations import HELD, MISSING, SELF, VALIDITY_WORDS, CitationRow, Validity
from corpus.store import Entry
from webapp.errors import WebError
from webapp.pages.upload import given_files
from webapp.render import page
from webapp.services import services
from webapp.wording import entry_citation

blueprint = Blueprint("drafts", __name__, url_prefix="/kiem-tra-du-thao")

LONGEST = 500_000
"""Characters of a pasted draft."""
GONE = ("replaced", "repealed", "expired")
WRONG, OLD, PARTLY, ABSENT, UNSURE, FINE = VERDICTS = ("wrong", "old", "partly", "absent", "unsure", "fine")
"""What may be said of a citation, what must be mended first."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One document that the draft cites: what to say of it, in which words it is cited, and how it should be.

    `rows` are its citations in the order of the text; `targets` the documents it is or may be; `better` is the full citation of
    the one held ("" where the draft need not change, or nothing sure can be said).
    """

    verdict: str
    rows: tuple[CitationRow, ...]
    targets: tuple[Entry, ...] = ()
    validity: Validity | None = None
    better: str = ""


@blueprint.get("")
def form() -> Response:
    """The empty form."""
    return page("draft.html", text="", checked=None)


@blueprint.post("")
def check() -> Response:
    """What is to be said of each document the draft cites; nothing of the draft is kept."""
    name, data = _given()
    text = request.form.get("text", "")
    document = services().understand(data, name)
    checked = checks(document)
    counts = Counter(each.verdict for each in checked)
    context: dict[str, Any] = {"checked": checked, "counts": counts, "document": document, "validity_words": VALIDITY_WORDS}
    return page("draft.html", text=text, name="" if text.strip() else name, **context)


def checks(document: Document) -> tuple[Checked, ...]:
    """One for each document that is cited, the worst first."""
    groups: dict[tuple[str | None, ...], list[CitationRow]] = {}
    for row in services().store.resolved(document):
        if row.state != SELF:
            groups.setdefault(_meant(row), []).append(row)
    held = services().store.validities([rows[0].target for rows in groups.values() if rows[0].target])
    made = [_checked(tuple(rows), held.get(rows[0].target or "")) for rows in groups.values()]
    return tuple(sorted(made, key=lambda each: VERDICTS.index(each.verdict)))


def _meant(row: CitationRow) -> tuple[str | None, ...]:
    """What makes several citations one: the document held and what is wrong with it, else the words that name it."""
    if row.target:
        return (row.target, *(conflict.message for conflict in row.conflicts))
    named = row.citation
    return (None, named.symbol or named.text, named.type, named.issued) if named.symbol else (None, named.text)


def _checked(rows: tuple[CitationRow, ...], validity: Validity | None) -> Checked:
    ids = dict.fromkeys(filter(None, (rows[0].target, *rows[0].candidates)))
    targets = tuple(entry for id in ids if (entry := services().entry(id)))
    verdict = _verdict(rows, validity)
    sure = rows[0].state == HELD and bool(targets)
    better = entry_citation(targets[0]) if sure and (verdict == WRONG or not _full(rows)) else ""
    return Checked(verdict, rows, targets if rows[0].state != HELD else targets[:1], validity, better)


def _verdict(rows: Sequence[CitationRow], validity: Validity | None) -> str:
    state = validity.state if validity else ""
    if any(row.conflicts for row in rows):
        return WRONG
    if rows[0].state != HELD:
        return ABSENT if rows[0].state == MISSING else UNSURE
    if state in GONE:
        return OLD
    return PARTLY if state in {"partly", "not_yet"} else FINE


def _full(rows: Sequence[CitationRow]) -> bool:
    """Whether the document is named in full at least once (number and date, or a law by its name)."""
    return any(row.citation.form in {"law", "named"} or (row.citation.symbol and row.citation.issued) for row in rows)


def _given() -> tuple[str, bytes]:
    """The name and the bytes of the draft: what was pasted, else the file; raises WebError 400."""
    text = request.form.get("text", "")
    if len(text) > LONGEST:
        raise WebError(400, "too_long", f"Dự thảo dán vào dài nhất {LONGEST:_} ký tự; hãy gửi dưới dạng tệp.".replace("_", "."))
    if text.strip():
        return "du-thao.txt", text.encode()
    files = given_files()
    if not files:
        raise WebError(400, "no_draft", "Chưa có dự thảo; hãy dán nội dung hoặc chọn một tệp.")
    return files[0].filename or "", files[0].stream.read()
