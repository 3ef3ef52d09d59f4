"""The citations and directives of a document as its page shows them: what each resolves to, and the one that was chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Citation, Directive, Document, Span
from corpus.relations import CitationRow, DirectiveRow
from corpus.store import Entry
from webapp.services import Reading, services

KEY = re.compile(r"([cn])(\d{1,6})")  # "c3": the citation at place 3, "n0": the first directive


@dataclass(frozen=True, slots=True)
class Chosen:
    """One object of a document; `key` is its name in the URL.

    For a citation `cited` tells what it resolves to (None in an old version), `targets` are the documents it is or may be; for a
    directive `row` is set.
    """

    key: str
    span: Span
    path: tuple[str, ...] = ()
    citation: Citation | None = None
    cited: CitationRow | None = None
    targets: tuple[Entry, ...] = ()
    row: DirectiveRow | None = None


def latest(found: Reading) -> bool:
    """Whether the version shown is the one that directives and relations are kept of."""
    return found.document is not None and found.version == found.entry.understood


def citation_rows(found: Reading) -> dict[int, CitationRow]:
    """The citations by their place; none for an old version."""
    return {row.ordinal: row for row in services().store.citations_of(found.entry.id)} if latest(found) else {}


def directive_rows(found: Reading) -> list[DirectiveRow]:
    """The directives of the version shown, in the order of the text."""
    if latest(found):
        return services().store.directives_of(found.entry.id)
    directives = found.document.directives if found.document else ()
    return [_old(found.entry, ordinal, each) for ordinal, each in enumerate(directives)]


def chosen(key: str, document: Document, rows: Sequence[DirectiveRow], cited: dict[int, CitationRow]) -> Chosen | None:
    """The object with this name; None where there is none."""
    match = KEY.fullmatch(key)
    if match is None:
        return None
    place = int(match[2])
    if match[1] == "n":
        row = rows[place] if place < len(rows) else None
        return Chosen(key, row.directive.span, row.directive.heading_path, row=row) if row else None
    if place >= len(document.citations):
        return None
    citation, row_of = document.citations[place], cited.get(place)
    return Chosen(key, citation.span, (), citation, row_of, _targets(row_of))


def _targets(row: CitationRow | None) -> tuple[Entry, ...]:
    ids = dict.fromkeys(filter(None, (row.target, *row.candidates))) if row else ()
    return tuple(entry for id in ids if (entry := services().entry(id)))


def _old(entry: Entry, ordinal: int, directive: Directive) -> DirectiveRow:
    days = sorted(due.date for due in directive.deadlines if due.date and len(due.date) == len("2021-12-15"))
    first, last = (days[0], days[-1]) if days else ("", "")
    same = {name: getattr(entry, name) for name in ("symbol", "type", "issuer", "issued", "title", "source")}
    return DirectiveRow(entry.id, ordinal, directive, **same, due=first, last_due=last)
