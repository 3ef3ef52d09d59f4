"""The conditions that a filter of directives puts on the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select, tuple_

from corpus.errors import StoreError
from corpus.relations import STATUSES, DirectiveFilter, asked_key
from corpus.store.models import DirectiveDeadlineRow, DirectiveOrganRow, DirectiveRecord, DocumentRow
from corpus.store.ordered import INHERITED, OWNER, PARTNER
from corpus.text import fold

D = DirectiveRecord
NEVER = "9999-12-31"


def conditions(wanted: DirectiveFilter) -> list[ColumnElement[bool]]:
    """All conditions; raises StoreError "bad_filter" for a status or a day that does not exist."""
    return list(_conditions(wanted))


def same_directive(part: type[Any]) -> ColumnElement[bool]:
    """A row of a part (organs, deadlines) belongs to the directive at hand."""
    return and_(part.document_id == D.document_id, part.ordinal == D.ordinal)


def _conditions(wanted: DirectiveFilter) -> Iterator[ColumnElement[bool]]:
    for words, key, roles in ((wanted.owner, wanted.owner_key, (OWNER, INHERITED)), (wanted.partner, wanted.partner_key, (PARTNER,))):
        if key:
            yield _organ(roles, DirectiveOrganRow.key == key)
        if words:
            yield _organ(roles, _holds(DirectiveOrganRow.key, asked_key(words)))
    if wanted.deadline_from or wanted.deadline_to:
        yield _due(_day(wanted.deadline_from), _day(wanted.deadline_to) or NEVER)
    if wanted.kind:
        yield D.kind == wanted.kind
    if wanted.document:
        yield D.document_id == wanted.document
    if wanted.status:
        yield _status(wanted)
    yield from (D.folded.contains(word, autoescape=True) for word in fold(wanted.text).split())
    yield from _of_document(wanted)


def _of_document(wanted: DirectiveFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.issuer:
        yield DocumentRow.issuer == wanted.issuer
    if wanted.issued_from:
        yield DocumentRow.issued >= _day(wanted.issued_from)
    if wanted.issued_to:
        yield and_(DocumentRow.issued != "", DocumentRow.issued <= _day(wanted.issued_to))


def _organ(roles: tuple[str, ...], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some owner (or partner) of the directive fits; as a list of directives, so that the organs are looked through once."""
    organ = DirectiveOrganRow
    fits = select(organ.document_id, organ.ordinal).where(organ.role.in_(roles), condition)
    return tuple_(D.document_id, D.ordinal).in_(fits)


def _holds(column: Any, words: str) -> ColumnElement[bool]:
    """The words stand in the key as whole words."""
    padded: ColumnElement[str] = literal(" ").concat(column).concat(" ")
    return padded.contains(f" {words} ", autoescape=True)


def _due(first: str, last: str) -> ColumnElement[bool]:
    due = DirectiveDeadlineRow
    fits = select(due.document_id, due.ordinal).where(due.date >= (first or "0"), due.date <= last)
    return tuple_(D.document_id, D.ordinal).in_(fits)


def _status(wanted: DirectiveFilter) -> ColumnElement[bool]:
    today = _day(wanted.today) or date.today().isoformat()
    if wanted.status == "overdue":
        return and_(D.last_due != "", D.last_due < today)
    if wanted.status == "soon":
        return _due(today, (date.fromisoformat(today) + timedelta(days=wanted.soon_days)).isoformat())
    if wanted.status == "none":
        return D.undated.is_(True)
    if wanted.status == "recurring":
        return D.recurring.is_(True)
    raise StoreError("bad_filter", f"Không có tình trạng «{wanted.status}»; hãy dùng một trong: {', '.join(STATUSES)}.")


def _day(iso: str) -> str:
    """A full ISO day, "" for none."""
    if iso:
        try:
            date.fromisoformat(iso)
        except ValueError as exc:
            raise StoreError("bad_filter", f"Ngày không hợp lệ: «{iso[:40]}» (viết năm-tháng-ngày).") from exc
    return iso
