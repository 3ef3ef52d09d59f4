"""All directives of all documents: a list, boards by owner and by month of deadline, and files of exactly what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request, stream_with_context, url_for

from corpus.relations import STATUSES, Count, DirectiveFilter, DirectiveRow
from webapp.exports import calendar as calendars
from webapp.exports import columns, tables
from webapp.exports.answer import CSV, ICS, XLSX, file, full_address
from webapp.pages.search import pages
from webapp.question import MAX_PAGE
from webapp.render import page
from webapp.services import services
from webapp.wanted import Wanted, wanted
from webapp.wording import KINDS, day, named
from webapp.wording import STATUSES as STATUS_WORDS

blueprint = Blueprint("directives", __name__, url_prefix="/nhiem-vu")

ROWS = 25
GROUPS, IN_GROUP = 12, 5
AT_ONCE = 500
SUGGESTED = 40
FIRST_DAY = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Group:
    """A column of the board: its name, how many are in it, the first of them, and the address of all ("" where there is none)."""

    label: str
    count: int
    rows: tuple[DirectiveRow, ...]
    url: str
    look: str = ""


@blueprint.get("")
def listing() -> Response:
    """The directives asked for, with counts by kind and status."""
    asked = wanted(request.args)
    context: dict[str, Any] = {"asked": asked, "chips": _chips(asked), "view": asked.view, **_counts(asked)}
    context |= _board(asked) if asked.view != "list" else _list(asked)
    return page("directives.html", blocks={"ket-qua": "results"}, **context)


@blueprint.get("/nhiem-vu.csv")
def csv() -> Response:
    """All that fulfil the filters, as CSV."""
    rows = columns.directive_rows(_all(wanted(request.args)), full_address)
    lines = stream_with_context(tables.csv_lines(columns.DIRECTIVES, rows))
    return file(lines, CSV, "nhiem-vu.csv")


@blueprint.get("/nhiem-vu.xlsx")
def xlsx() -> Response:
    """All that fulfil the filters, as a workbook."""
    rows = columns.directive_rows(_all(wanted(request.args)), full_address)
    return file(tables.xlsx(columns.DIRECTIVES, rows, title="Nhiệm vụ"), XLSX, "nhiem-vu.xlsx")


@blueprint.get("/nhiem-vu.ics")
def calendar() -> Response:
    """The dated ones that fulfil the filters, as a calendar other programs subscribe to."""
    asked = wanted(request.args)
    dated = replace(asked, deadline_from=asked.deadline_from or FIRST_DAY, sort="deadline")
    name = " · ".join(["Nhiệm vụ", *(chip[0] for chip in _chips(asked))])
    days = (asked.deadline_from, asked.deadline_to)
    lines = calendars.calendar(_all(dated), name=name, address=_address_of, days=days, now=datetime.now(UTC))
    return Response(stream_with_context(lines), content_type=ICS)


def _list(asked: Wanted) -> dict[str, Any]:
    found = services().store.directives(asked.filter, limit=ROWS, offset=(asked.page - 1) * ROWS, order=asked.sort)
    last = min(max(1, -(-found.total // ROWS)), MAX_PAGE)
    return {"rows": found.rows, "total": found.total, "last": last, "pages": pages(asked.page, last), "first": (asked.page - 1) * ROWS + 1}


def _board(asked: Wanted) -> dict[str, Any]:
    store = services().store
    counts = store.directives_by_owner(asked.filter, limit=GROUPS) if asked.view == "owner" else store.directives_by_month(asked.filter)
    groups = [_by_owner(asked, each) if asked.view == "owner" else _by_month(asked, each) for each in counts]
    total = store.directives(asked.filter, limit=1).total
    return {"groups": sorted(groups, key=lambda group: group.look == "rest"), "total": total}


def _by_owner(asked: Wanted, count: Count) -> Group:
    if not count.key:
        return Group("Không nêu đơn vị chủ trì", count.count, (), "", "rest")
    mine = replace(asked.filter, owner_key=count.key)
    return Group(count.label, count.count, _first(mine), asked.url(view="list", owner_key=count.key))


def _by_month(asked: Wanted, count: Count) -> Group:
    if not count.key:
        total = services().store.directives(asked.filter, limit=1).total
        before = total - count.count  # those with a day come first
        rows = services().store.directives(asked.filter, limit=IN_GROUP, offset=before).rows
        url = replace(asked, view="list", sort="deadline", page=1).url(page=before // ROWS + 1) if before // ROWS < MAX_PAGE else ""
        return Group("Không có ngày cụ thể", count.count, rows, url, "rest")
    first, last = _month(count.key)
    first, last = max(first, asked.deadline_from), min(last, asked.deadline_to or last)
    rows = _first(replace(asked.filter, deadline_from=first, deadline_to=last))
    look = "past" if last < asked.filter.today else ""
    return Group(f"Tháng {count.label}", count.count, rows, asked.url(view="list", deadline_from=first, deadline_to=last), look)


def _month(key: str) -> tuple[str, str]:
    """The first and last day of "2021-12"."""
    year, month = int(key[:4]), int(key[5:7])
    following = datetime(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else datetime(9999, 12, 31)
    return f"{key}-01", datetime.fromordinal(following.toordinal() - 1).date().isoformat()


def _first(filter: DirectiveFilter) -> tuple[DirectiveRow, ...]:
    return services().store.directives(filter, limit=IN_GROUP).rows


def _counts(asked: Wanted) -> dict[str, Any]:
    """How many of each kind and status there would be, and whose names may be typed."""
    store = services().store
    kinds = {each.key: each.count for each in store.directives_by_kind(replace(asked.filter, kind=""))}
    statuses = {status: store.directives(replace(asked.filter, status=status), limit=1).total for status in STATUSES}
    owners = [each.label for each in store.directives_by_owner(DirectiveFilter(), limit=SUGGESTED) if each.key]
    issuers = sorted({*services().issuers(), *filter(None, (asked.issuer,))})
    return {"kinds": kinds, "statuses": statuses, "owners": owners, "issuers": issuers}


def _chips(asked: Wanted) -> tuple[tuple[str, str], ...]:
    """The filters in use, each with the address without it."""
    return tuple((_said(asked, name, value), asked.url(**{name: ""})) for name, value in asked.filters.items())


def _said(asked: Wanted, name: str, value: str) -> str:
    if name == "owner_key":
        labels = services().store.directives_by_owner(DirectiveFilter(owner_key=value), limit=SUGGESTED)
        return next((each.label for each in labels if each.key == value), value)
    if name == "document":
        entry = services().entry(value)
        return named(entry.symbol, entry.type, entry.title) if entry else value
    leads = {"partner": "phối hợp: ", "issuer": "ban hành: ", "deadline_from": "hạn từ ", "deadline_to": "hạn đến "}
    words = {"kind": KINDS, "status": STATUS_WORDS}.get(name, {})
    return leads.get(name, "") + words.get(value, day(value) if name.startswith("deadline") else value)


def _all(asked: Wanted) -> Iterator[DirectiveRow]:
    """Every directive that fulfils the filters, in the order asked for."""
    offset = 0
    while rows := services().store.directives(asked.filter, limit=AT_ONCE, offset=offset, order=asked.sort).rows:
        yield from rows
        offset += len(rows)
        if len(rows) < AT_ONCE:
            return


def _address_of(row: DirectiveRow) -> str:
    return url_for("pages.documents.document", id=row.document, tab="nhiem-vu", _anchor=f"nv-{row.ordinal}", _external=True)
