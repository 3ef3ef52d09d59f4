"""Keeps the directives of a document as rows that can be asked for by owner, partner, deadline and target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from corpus.corrections import Corrected
from corpus.document import Directive
from corpus.relations import organ_key
from corpus.relations.directives import last_day
from corpus.relations.traits import LONGEST_KEY
from corpus.store.codec import to_json
from corpus.store.models import DirectiveDeadlineRow, DirectiveOrganRow, DirectiveRecord, DirectiveTargetRow
from corpus.text import fold

OWNER, INHERITED, PARTNER = ROLES = ("owner", "inherited", "partner")
NO_DAY = "9999-99-99"  # comes after every day, so that an index gives the order
LONGEST_TEXT = 4000  # characters of a directive that can be searched


def save(session: Session, id: str, found: Corrected) -> None:
    """Keep the directives of a document, in place of those kept before."""
    for table in (DirectiveOrganRow, DirectiveDeadlineRow, DirectiveTargetRow, DirectiveRecord):
        session.execute(delete(table).where(table.document_id == id))
    directives = found.document.directives
    records = [_record(ordinal, one, corrected=ordinal in found.directives) for ordinal, one in enumerate(directives)]
    _insert(session, DirectiveRecord, id, records)
    _insert(session, DirectiveOrganRow, id, [row for ordinal, one in enumerate(directives) for row in _organs(ordinal, one)])
    _insert(session, DirectiveDeadlineRow, id, [row for ordinal, one in enumerate(directives) for row in _deadlines(ordinal, one)])
    _insert(session, DirectiveTargetRow, id, [row for ordinal, one in enumerate(directives) for row in _targets(ordinal, one)])


def _insert(session: Session, table: type[Any], id: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), [{"document_id": id, **row} for row in rows])


def _record(ordinal: int, one: Directive, *, corrected: bool) -> dict[str, Any]:
    days = sorted(day for due in one.deadlines if (day := last_day(due.date or "")))
    return {
        "ordinal": ordinal,
        "kind": one.kind,
        "due": days[0] if days else NO_DAY,
        "last_due": days[-1] if days else "",
        "recurring": any(due.recurrence for due in one.deadlines),
        "undated": not one.deadlines,
        "corrected": corrected,
        "folded": fold(" ".join(one.text.split()))[:LONGEST_TEXT],
        "data": to_json(one, compact=True),
    }


def _organs(ordinal: int, one: Directive) -> Iterator[dict[str, Any]]:
    """Each owner once, whether named or inherited, and each partner once: what is counted are directives."""
    seen: set[tuple[bool, str]] = set()
    for role, names in zip(ROLES, (one.owners, one.inherited_owners, one.partners), strict=True):
        for name in names:
            key = organ_key(name)[:LONGEST_KEY]
            if (role == PARTNER, key) not in seen:
                yield {"ordinal": ordinal, "position": len(seen), "role": role, "name": name, "key": key}
                seen.add((role == PARTNER, key))


def _deadlines(ordinal: int, one: Directive) -> Iterator[dict[str, Any]]:
    for position, due in enumerate(one.deadlines):
        day = last_day(due.date or "")
        yield {"ordinal": ordinal, "position": position, "date": day, "recurrence": due.recurrence or "", "base": due.base or ""}


def _targets(ordinal: int, one: Directive) -> Iterator[dict[str, Any]]:
    for position, aim in enumerate(one.targets):
        yield {"ordinal": ordinal, "position": position, "operator": aim.operator, "value": aim.value, "unit": aim.unit}
