"""Which directives a URL asks for, in which order and form: read from one, checked, and written back with changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from corpus.corrections import KINDS
from corpus.relations import ORDERS, STATUSES, DirectiveFilter
from search.query import Query
from webapp.errors import WebError
from webapp.question import encoded, is_day, read
from webapp.wording import SOON, today

VIEWS = ("list", "owner", "month")
KEYS = {"deadline_from": "from", "deadline_to": "to"}
FILTERS = ("text", "owner", "owner_key", "partner", "deadline_from", "deadline_to", "kind", "issuer", "document", "status")
LONGEST = 300
OF_SEARCH = ("owner", "partner", "deadline_from", "deadline_to", "kind", "status")
"""The filters that a search for directives takes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """All state of the page of directives; the fields of FILTERS are those of `DirectiveFilter`."""

    text: str = ""
    owner: str = ""
    owner_key: str = ""
    partner: str = ""
    deadline_from: str = ""
    deadline_to: str = ""
    kind: str = ""
    issuer: str = ""
    document: str = ""
    status: str = ""
    view: str = "list"
    sort: str = "deadline"
    page: int = 1

    @property
    def filter(self) -> DirectiveFilter:
        """What to ask the store for."""
        return DirectiveFilter(**{name: getattr(self, name) for name in FILTERS}, today=today(), soon_days=SOON)

    @property
    def filters(self) -> dict[str, str]:
        """The filters in use."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    def url(self, path: str = "/nhiem-vu", **changes: Any) -> str:
        """The address with changes; any change but of `page` goes back to the first page."""
        fresh = {} if set(changes) <= {"page"} else {"page": 1}
        return path + encoded(replace(self, **{**fresh, **changes}), KEYS)

    def cleared(self) -> str:
        """The address without filters."""
        return self.url(**dict.fromkeys(FILTERS, ""))

    def exported(self, name: str) -> str:
        """The address of everything that fulfils the filters, as a file."""
        return self.url(f"/nhiem-vu/{name}", view="list")


def wanted(args: MultiDict[str, str]) -> Wanted:
    """What a URL asks for; raises WebError 400 for a value that makes no sense."""
    given = args.copy()
    for name, short in KEYS.items():  # `deadline_from` is what the command line calls it
        given.setdefault(short, args.get(name, ""))
    asked = read(given, Wanted, KEYS)
    for name, value, known in (
        ("kind", asked.kind, KINDS),
        ("status", asked.status, STATUSES),
        ("view", asked.view, VIEWS),
        ("sort", asked.sort, ORDERS),
    ):
        if value and value not in known:
            raise WebError(400, "bad_request", f"«{name}» không nhận giá trị «{value[:40]}»; hãy dùng {', '.join(known)}.")
    for day in (asked.deadline_from, asked.deadline_to):
        if day and not is_day(day):
            raise WebError(400, "bad_day", f"Ngày «{day[:40]}» phải viết theo dạng năm-tháng-ngày, như 2022-12-31.")
    if any(len(value) > LONGEST or "\0" in value for value in asked.filters.values()):
        raise WebError(400, "bad_request", f"Mỗi điều kiện lọc dài nhất {LONGEST} ký tự.")
    return asked


def narrowed(query: Query, args: MultiDict[str, str]) -> Query:
    """A question whose directives are narrowed as its URL says; raises WebError 400 where they are not what is asked for."""
    given = MultiDict({name: value for name in OF_SEARCH if (value := args.get(name, "").strip())})
    if not given:
        return query
    if query.mode != "directives":
        raise WebError(400, "bad_mode", f"{', '.join(given)} chỉ dùng với mode=directives.")
    return replace(query, directives=wanted(given).filter)
