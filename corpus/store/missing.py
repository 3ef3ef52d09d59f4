"""Documents that are cited and not held: one line for each number, date and place, counted in the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Label, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from corpus.relations import MISSING, MissingDocument
from corpus.store.models import CitationRecord

AT_MOST = 20  # citing documents named for one missing document
C = CitationRecord
Query = Any  # a select of whatever columns
LINE = ("line_place", "line_day")  # grouped by labels: PostgreSQL does not see that two expressions with parameters are one


def page(session: Session, limit: int, offset: int) -> list[MissingDocument]:
    """The most cited first, then by number."""
    dates = _dates()
    times = func.count()
    shown = (times, func.count(C.document_id.distinct()), *(func.max(column) for column in (C.symbol, C.type, C.issuer)), func.min(C.form))
    query = _missing(select(C.key, *_line(dates), *shown), dates).group_by(C.key, *LINE)
    query = query.order_by(times.desc(), C.key, *LINE).limit(limit).offset(offset)
    rows = session.execute(query).all()
    citing = _citing(session, sorted({row[0] for row in rows}))
    return [_document(row, citing[tuple(row[:3])]) for row in rows]


def count(session: Session) -> int:
    """How many lines there are."""
    dates = _dates()
    groups = _missing(select(C.key, *_line(dates)), dates).group_by(C.key, *LINE).subquery()
    return session.scalar(select(func.count()).select_from(groups)) or 0


def behind(query: Query, key: str) -> Query:
    """The query over citations, narrowed to one line."""
    try:
        number, place, day = json.loads(key)
    except ValueError:
        return query.where(C.key == "", C.state == "")  # no such line
    other = aliased(C)
    of_place = select(func.count(other.issued.distinct()), func.max(other.issued)).where(
        other.key == C.key, other.place == C.place, other.issued != "", other.state == MISSING
    )
    days, last = (of_place.with_only_columns(column).scalar_subquery() for column in of_place.selected_columns)
    dated = or_(C.issued == day, and_(C.issued == "", days == 1, last == day))
    undated = and_(C.issued == "", C.place == place, days != 1)
    return query.where(C.state == MISSING, C.key == number, dated if day else undated)


def _missing(query: Query, dates: Subquery) -> Query:
    return query.outerjoin(dates, and_(dates.c.key == C.key, dates.c.place == C.place)).where(C.state == MISSING)


def _dates(keys: Sequence[str] = ()) -> Subquery:
    """For each number (or each of some): how many days it is cited with, and one of them."""
    query = select(C.key, C.place, func.count(C.issued.distinct()).label("days"), func.max(C.issued).label("day"))
    among = [C.key.in_(keys)] if keys else []
    return query.where(C.state == MISSING, C.issued != "", *among).group_by(C.key, C.place).subquery()


def _line(dates: Subquery) -> tuple[Label[str], Label[str]]:
    """Place and day of a line: a number with its day is one document wherever it is cited; a citation without a date is counted with
    the dated ones of its place, where these all agree."""
    issued = case((C.issued != "", C.issued), (dates.c.days == 1, dates.c.day), else_="")
    place = case((C.issued != "", ""), (dates.c.days == 1, ""), else_=C.place)
    return place.label(LINE[0]), issued.label(LINE[1])


def _citing(session: Session, keys: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """Line -> citing document -> the words of its first citation."""
    found: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    if not keys:
        return found
    dates = _dates(keys)
    query = _missing(select(C.key, *_line(dates), C.document_id, C.data), dates).where(C.key.in_(keys))
    for key, place, issued, document, data in session.execute(query.order_by(C.document_id, C.ordinal)):
        of_line = found[key, place, issued]
        if len(of_line) < AT_MOST:
            of_line.setdefault(document, data["text"])
    return found


def _document(row: Any, citing: dict[str, str]) -> MissingDocument:
    key, place, issued, times, documents, symbol, kind, issuer, form = row
    line = json.dumps([key, place, issued], ensure_ascii=False)
    words = next(iter(citing.values()), "")
    return MissingDocument(line, symbol, kind, issued, issuer, words, form, times, tuple(citing), documents)
