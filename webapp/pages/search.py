"""The first page: the search box alone, or with an answer, its filters and a preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, request, stream_with_context
from markupsafe import Markup

from corpus.relations import VALIDITY_WORDS
from search.query import MAX_LIMIT, MODES
from search.results import Hit, HitPassage, Results
from search.snippet import render
from search.traits import MOST
from webapp.exports import columns, tables
from webapp.exports.answer import CSV, XLSX, file, full_address
from webapp.pages.layout import Part, excerpt
from webapp.pages.outline import path_at
from webapp.question import KEYS, PAGE, Question, question
from webapp.render import page
from webapp.services import Counts, Services, services
from webapp.wanted import Wanted
from webapp.wording import SOON

blueprint = Blueprint("search", __name__)

HEADER = {"type": "Loại văn bản", "issuer": "Cơ quan ban hành", "year": "Năm ban hành"}
MORE = {"validity": "Hiệu lực", "tasks": "Nhiệm vụ", "deadline": "Thời hạn", "owner": "Đơn vị thực hiện", "signer": "Người ký"}
FACETS = {**HEADER, **MORE}
VALUE_WORDS = {
    "validity": {**VALIDITY_WORDS, "in_force": "còn hiệu lực", "unknown": "không rõ hiệu lực"},
    "tasks": {"yes": "có nhiệm vụ", "no": "không có nhiệm vụ"},
    "deadline": {
        "overdue": "quá hạn",
        "soon": f"đến hạn trong {SOON} ngày tới",
        "later": f"đến hạn sau {SOON} ngày",
        "recurring": "định kỳ",
    },
}
"""What values that are no names are called."""
EXAMPLES = ("phát triển đoàn viên, thành lập công đoàn cơ sở", "thời hạn gửi báo cáo kết quả thực hiện", "nghi quyet 02-nq/tw")
RECENT = 8
LISTED = 50
"""Values of a filter that can be chosen; of owners there may be thousands."""
SUGGESTED = 8
MODE_WORDS = {"passages": "Theo đoạn", "documents": "Theo văn bản", "directives": "Theo nhiệm vụ"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by: how many documents have it, and whether it is asked for ("in"), left out ("out") or neither ("")."""

    value: str
    count: int
    chosen: str
    share: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A document beside the list: the passages that answer, each with the lines around it."""

    hit: Hit
    passages: tuple[tuple[HitPassage, tuple[str, ...], tuple[Part, ...]], ...]


@blueprint.get("/")
def home() -> Response:
    """The search page; without a question, what there is to search in."""
    asked = question(request.args)
    if not asked.q:
        recent = services().entries(limit=RECENT)
        return page("home.html", asked=asked, counts=services().counts(), recent=recent, examples=EXAMPLES, **_waiting_work())
    answer = services().search(replace(asked.query(), counted=True))
    blocks = {"ket-qua": "results", "xem-truoc": "preview"}
    return page("results.html", blocks=blocks, **_view(asked, answer, services()))


@blueprint.get("/goi-y")
def suggestions() -> Response:
    """Whole questions for what has been typed, as the options of a list."""
    typed = request.args.get("q", "").strip()
    return page("suggestions.html", found=services().suggest(typed, SUGGESTED) if typed else ())


@blueprint.get("/ket-qua.csv")
def csv() -> Response:
    """All that was found, as CSV."""
    lines = tables.csv_lines(columns.HITS, _rows(question(request.args)))
    return file(stream_with_context(lines), CSV, "ket-qua.csv")


@blueprint.get("/ket-qua.xlsx")
def xlsx() -> Response:
    """All that was found, as a workbook."""
    rows = list(_rows(question(request.args)))
    return file(tables.xlsx(columns.HITS, rows, title="Kết quả"), XLSX, "ket-qua.xlsx")


def _rows(asked: Question) -> Iterator[columns.Row]:
    """Every hit of a question, not of one page only."""
    offset = 0
    while hits := (answer := services().search(replace(asked.query(), limit=MAX_LIMIT, offset=offset))).hits:
        yield from columns.hit_rows(answer, full_address, first=offset + 1)
        offset += len(hits)
        if offset >= answer.total:
            return


def _view(asked: Question, answer: Results, using: Services) -> dict[str, Any]:
    facets = {name: values for name in FACETS if (values := choices(answer.facets.get(name, {}), asked, name)) or name in HEADER}
    last = max(1, -(-answer.total // PAGE))
    return {
        "asked": asked,
        "answer": answer,
        "facets": facets,
        "facet_names": FACETS,
        "facet_keys": KEYS,
        "uncounted": answer.total > MOST,
        "chips": chips(asked),
        "pages": pages(asked.page, last),
        "last": last,
        "preview": preview(asked, answer, using),
        "marked": marked,
        "counts": _counts(answer, using),
        **known_of(answer, using),
    }


def _waiting_work() -> dict[str, Any]:
    """How much is overdue, due soon, and missing."""
    store = services().store
    due = {status: store.directives(Wanted(status=status).filter, limit=1).total for status in ("overdue", "soon")}
    return {**due, "missing": store.missing_count()}


def known_of(answer: Results, using: Services) -> dict[str, Any]:
    """What is known of the documents found: their validity, and the directives that answer."""
    ids = [hit.document.id for hit in answer.hits]
    return {
        "validities": using.store.validities(ids) if ids else {},
        "validity_words": VALIDITY_WORDS,
        "directives": {hit.document.id: tuple(found.row for found in hit.directives) for hit in answer.hits},
        "modes": {mode: MODE_WORDS.get(mode, mode) for mode in MODES},
    }


def _counts(answer: Results, using: Services) -> Counts | None:
    return None if answer.total else using.counts()


def choices(counts: dict[str, int], asked: Question, name: str) -> tuple[Choice, ...]:
    """The values of one filter, years newest first; those asked for are listed even where nothing has them."""
    inside, outside = getattr(asked, name), getattr(asked, f"not_{name}", ())
    values = dict.fromkeys((*list(counts)[: None if name == "year" else LISTED], *inside, *outside))
    ordered = sorted(values, reverse=True) if name == "year" else list(values)
    most = max(counts.values(), default=1)
    chosen = {**dict.fromkeys(outside, "out"), **dict.fromkeys(inside, "in")}
    return tuple(Choice(v, counts.get(v, 0), chosen.get(v, ""), 100 * counts.get(v, 0) // most, _called(name, v)) for v in ordered)


def _called(name: str, value: str) -> str:
    """A value in words."""
    words = VALUE_WORDS.get(name, {}).get(value, value)
    return words[:1].upper() + words[1:]


def chips(asked: Question) -> tuple[Chip, ...]:
    """The active filters, each with the address without it."""
    made = [Chip(_said(name, value), asked.without(name, value)) for name in FACETS for value in getattr(asked, name)]
    made += [
        Chip(f"trừ {_said(name, value)}", asked.without(f"not_{name}", value))
        for name in FACETS
        for value in getattr(asked, f"not_{name}", ())
    ]
    for name, word in (("issued_from", "từ"), ("issued_to", "đến")):
        if value := getattr(asked, name):
            made.append(Chip(f"{word} {'/'.join(reversed(value.split('-')))}", asked.without(name, value)))
    return tuple(made)


def _said(name: str, value: str) -> str:
    """A value as a chip says it: of a name also what it is the name of."""
    prefix = {"owner": "giao ", "signer": "ký: "}.get(name, "")
    return f"{prefix}{VALUE_WORDS.get(name, {}).get(value, value)}"


def pages(now: int, last: int) -> tuple[int, ...]:
    """The numbers of pages to link to, 0 for a gap: 1 … 4 5 6 … 9."""
    near = sorted({1, last, *range(max(1, now - 1), min(last, now + 1) + 1)})
    shown: list[int] = []
    for number in near:
        if shown and number - shown[-1] > 1:
            shown.append(0)
        shown.append(number)
    return tuple(shown)


def preview(asked: Question, answer: Results, using: Services) -> Preview | None:
    """What to show beside the list: the document the URL names, else the first."""
    hit = next((hit for hit in answer.hits if hit.document.id == asked.open), answer.hits[0] if answer.hits else None)
    found = using.reading(hit.document.id) if hit else None
    if hit is None or found is None or found.document is None:
        return None
    document = found.document
    return Preview(
        hit,
        tuple(
            (passage, passage.heading_path or path_at(document, passage.span), excerpt(document, passage.span, marks=passage.highlights))
            for passage in hit.passages
        ),
    )


def marked(passage: HitPassage) -> Markup:
    """The part of a passage worth showing in a list, with its words marked, and "…" where it was cut."""
    part = passage.snippet
    before = "… " if part.span.start > passage.span.start else ""
    after = " …" if part.span.end < passage.span.end else ""
    return Markup(before + render(part) + after)  # render() has escaped the words
