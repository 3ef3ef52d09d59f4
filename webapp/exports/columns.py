"""Which columns a table of directives or of search results has, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from corpus.document import Span
from corpus.relations import DirectiveRow
from search.results import Hit, Results
from webapp.wording import KINDS, as_day, named, recurrence, value

Cell = str | int | float | date | None
Row = tuple[Cell, ...]
Address = Callable[[str, Span], str]
"""Gives the full address of words in a document."""

DIRECTIVES = (
    *("Loại việc", "Nội dung", "Chủ trì", "Chủ trì theo câu dẫn", "Phối hợp", "Thời hạn (nguyên văn)", "Hạn đầu", "Hạn cuối", "Lặp lại"),
    *("Chỉ tiêu (nguyên văn)", "Chỉ tiêu (số)", "Đề mục", "Thực hiện", "Số, ký hiệu", "Loại văn bản", "Cơ quan ban hành", "Ngày ban hành"),
    *("Trích yếu", "Độ tin cậy", "Địa chỉ"),
)
HITS = (
    *("Thứ tự", "Số, ký hiệu", "Loại văn bản", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu", "Đề mục", "Trang", "Đoạn", "Điểm", "Tệp"),
    "Địa chỉ",
)


def directive_rows(rows: Iterable[DirectiveRow], address: Address) -> Iterator[Row]:
    """One line a directive, under DIRECTIVES."""
    for row in rows:
        each = row.directive
        yield (
            KINDS.get(each.kind, each.kind),
            each.text,
            "; ".join(each.owners),
            "; ".join(each.inherited_owners),
            "; ".join(each.partners),
            "; ".join(due.text for due in each.deadlines),
            _day(row.due),
            _day(row.last_due),
            "; ".join(recurrence(due.recurrence) for due in each.deadlines if due.recurrence),
            "; ".join(aim.text for aim in each.targets),
            "; ".join(f"{aim.operator} {value(aim.value)} {aim.unit}".strip() for aim in each.targets),
            " › ".join(each.heading_path),
            each.citation or "",
            row.symbol,
            row.type,
            row.issuer,
            _day(row.issued),
            row.title,
            each.confidence,
            address(row.document, each.span),
        )


def hit_rows(answer: Results, address: Address, *, first: int = 1) -> Iterator[Row]:
    """One line a passage found, under HITS."""
    for place, hit in enumerate(answer.hits, first):
        for passage in hit.passages:
            heading = " › ".join(passage.heading_path)
            words = (heading, passage.page, passage.text, round(hit.score, 4), hit.document.source, address(hit.document.id, passage.span))
            yield (place, *_document(hit), *words)


def _document(hit: Hit) -> Row:
    found = hit.document
    title = found.title or named(found.symbol or "", found.type or "")
    return (found.symbol or "", found.type or "", found.issuer or "", _day(found.issued or ""), title)


def _day(iso: str) -> Cell:
    """A full day as a date, so that a spreadsheet can sort by it; a month or year as it is."""
    return as_day(iso) or iso or None
