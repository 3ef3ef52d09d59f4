"""The question as it stands in a URL: read from one, checked, and written back with changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from corpus.relations import TRAITS, TraitFilter
from corpus.relations.traits import TASKS, VALUES
from indices.protocol import Filters
from search.query import MAX_LIMIT, MODES, SORTS, Query
from webapp.errors import WebError
from webapp.wording import SOON, today

Asked = TypeVar("Asked")
PAGE = 10
MAX_PAGE = 1000
LONGEST = 1000
FACETS = ("header", "all")
VIEWS = ("list", "table")
FILTERS = ("type", "not_type", "issuer", "not_issuer", "year", "issued_from", "issued_to")
TRAIT_KEYS = {"signer": "nguoiky", "owner": "donvi", "deadline": "han", "validity": "hieuluc", "tasks": "nhiemvu"}
KEYS = {
    "issued_from": "from",
    "issued_to": "to",
    "verbatim": "nguyenvan",
    **TRAIT_KEYS,
    **{f"not_{name}": f"not_{key}" for name, key in TRAIT_KEYS.items() if name != TASKS},
}
"""Names in a URL that differ from the field's."""


@dataclass(frozen=True, slots=True)
class Question:
    """All state of the result page; `open` is the document shown beside the list.

    `verbatim` ("1") takes the words as they are typed; `bo` are the keys of hints that were removed.
    """

    q: str = ""
    mode: str = "passages"
    type: tuple[str, ...] = ()
    not_type: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    not_issuer: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    signer: tuple[str, ...] = ()
    not_signer: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    not_owner: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    not_deadline: tuple[str, ...] = ()
    validity: tuple[str, ...] = ()
    not_validity: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    issued_from: str = ""
    issued_to: str = ""
    sort: str = "relevance"
    page: int = 1
    open: str = ""
    verbatim: str = ""
    bo: tuple[str, ...] = ()
    view: str = "list"

    def query(self) -> Query:
        """What to ask the searcher for this page of results."""
        window: dict[str, Any] = {"limit": PAGE, "offset": (self.page - 1) * PAGE, "sort": self.sort}
        return Query(self.q, self.mode, self.filters, **window, verbatim=bool(self.verbatim), without=self.bo, traits=self.traits)

    @property
    def filters(self) -> Filters:
        """What the results must fulfil."""
        return Filters(
            type=self.type,
            issuer=self.issuer,
            year=tuple(int(year) for year in self.year),
            not_type=self.not_type,
            not_issuer=self.not_issuer,
            issued_from=self.issued_from,
            issued_to=self.issued_to,
        )

    @property
    def traits(self) -> TraitFilter:
        """What the documents found must fulfil beside their headers."""
        chosen: dict[str, tuple[str, ...]] = {name: getattr(self, name) for name in _TRAITS}
        return TraitFilter(**chosen, today=today(), soon_days=SOON)

    def url(self, **changes: Any) -> str:
        """The path of the page with changes; any change but of `page`, `open` and `view` goes back to the first page."""
        fresh = {} if set(changes) <= {"page", "open", "view"} else {"page": 1, "open": ""}
        return "/" + encoded(replace(self, **{**fresh, **changes}), KEYS)

    def without(self, name: str, value: str) -> str:
        """The path without one value of a filter."""
        held = getattr(self, name)
        return self.url(**{name: tuple(v for v in held if v != value) if isinstance(held, tuple) else ""})

    def having(self, name: str, value: str) -> str:
        """The path with one more value of a filter; including a value ends excluding it, and the other way round."""
        other = name.removeprefix("not_") if name.startswith("not_") else f"not_{name}"
        changes: dict[str, Any] = {name: (*getattr(self, name), value)}
        if hasattr(self, other):
            changes[other] = tuple(v for v in getattr(self, other) if v != value)
        return self.url(**changes)

    def cleared(self) -> str:
        """The path with the words alone."""
        plain = Question()
        return self.url(**{name: getattr(plain, name) for name in (*FILTERS, *self.traits.chosen)})


_TRAITS = tuple(field.name for field in fields(Question) if field.name.removeprefix("not_") in TRAITS)


def question(args: MultiDict[str, str]) -> Question:
    """The question of a URL; raises WebError 400 for a value that makes no sense."""
    asked = read(args, Question, KEYS)
    _check(asked)
    return asked


def api_query(args: MultiDict[str, str]) -> Query:
    """The query of an API call: as the page's, with `limit` and `offset` in place of `page`."""
    limit, offset = whole(args, "limit", PAGE, low=1, high=MAX_LIMIT), whole(args, "offset", 0, low=0, high=10_000)
    if "q" not in args:
        raise WebError(400, "bad_request", "Thiếu tham số q: câu hỏi, cụm từ hay số hiệu cần tìm.")
    if args.get("facets", "header") not in FACETS:
        raise WebError(400, "bad_request", f"«facets» phải là {' hoặc '.join(FACETS)}.")
    return replace(question(args).query(), limit=limit, offset=offset, counted=args.get("facets") == "all")


def whole(args: Mapping[str, str], name: str, default: int, *, low: int = 1, high: int = MAX_PAGE) -> int:
    """A whole number of a URL between bounds; raises WebError 400."""
    raw = args.get(name, "")
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10 and low <= int(raw) <= high):
        raise WebError(400, "bad_request", f"«{name}» phải là một số từ {low} đến {high}.")
    return int(raw)


def read(args: MultiDict[str, str], kind: type[Asked], keys: Mapping[str, str]) -> Asked:
    """A dataclass of texts, lists of texts and whole numbers, each field from the URL, else its default."""
    plain: Any = kind()
    return kind(**{field.name: _value(args, keys.get(field.name, field.name), getattr(plain, field.name)) for field in fields(plain)})


def _value(args: MultiDict[str, str], key: str, default: object) -> Any:
    if isinstance(default, tuple):
        return tuple(dict.fromkeys(value for value in args.getlist(key) if value))
    if isinstance(default, int):
        return whole(args, key, default)
    return args.get(key, "").strip() or default


def _check(asked: Question) -> None:
    if asked.mode not in MODES:
        raise WebError(400, "bad_mode", f"Chế độ «{asked.mode}» không có; hãy dùng {', '.join(MODES)}.")
    if asked.sort not in SORTS:
        raise WebError(400, "bad_sort", f"Cách xếp «{asked.sort}» không có; hãy dùng {', '.join(SORTS)}.")
    if asked.view not in VIEWS:
        raise WebError(400, "bad_view", f"Dạng danh sách «{asked.view[:40]}» không có; hãy dùng {', '.join(VIEWS)}.")
    if wrong := asked.traits.unknown():
        name, value = wrong
        known = ", ".join(VALUES[name.removeprefix("not_")])
        raise WebError(400, "bad_request", f"«{KEYS[name]}» không nhận giá trị «{value[:40]}»; hãy dùng {known}.")
    if any(len(value) > LONGEST or "\0" in value for values in asked.traits.chosen.values() for value in values):
        raise WebError(400, "bad_request", f"Mỗi điều kiện lọc dài nhất {LONGEST} ký tự, và không có ký tự điều khiển.")
    if not all(year.isascii() and year.isdigit() and len(year) == 4 for year in asked.year):
        raise WebError(400, "bad_year", "«year» phải là năm gồm bốn chữ số, như 2022.")
    for day in (asked.issued_from, asked.issued_to):
        if day and not is_day(day):
            raise WebError(400, "bad_day", f"Ngày «{day}» phải viết theo dạng năm-tháng-ngày, như 2022-12-31.")


def is_day(raw: str) -> bool:
    """Whether this is a day in ISO form, "2022-12-31"."""
    try:
        return len(raw) == 10 and bool(date.fromisoformat(raw))
    except ValueError:
        return False


def encoded(asked: Any, keys: Mapping[str, str]) -> str:
    """The fields of a value that differ from their defaults, as the query of a URL; `keys` names those that go by another name."""
    plain = type(asked)()
    pairs = [
        (keys.get(field.name, field.name), each)
        for field in fields(asked)
        if (value := getattr(asked, field.name)) != getattr(plain, field.name)
        for each in (value if isinstance(value, tuple) else (value,))
    ]
    return f"?{urlencode(pairs)}" if pairs else ""
