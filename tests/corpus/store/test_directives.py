"""Directives asked for by owner, partner, deadline, kind, status and words, and counted, in each database."""

from __future__ import annotations

import pytest

from corpus.document import Span
from corpus.errors import StoreError
from corpus.relations import DirectiveFilter
from corpus.store import Store
from tests.corpus.store.notices import keep, notice, order, target

LINES = (
    "Giao Sở Nội vụ rà soát biên chế trước ngày 20/12/2021.",
    "LĐLĐ tỉnh Sông Ngàn tổ chức tập huấn trong tháng 3/2022.",
    "Báo cáo hằng quý về Văn phòng.",
    "Đẩy mạnh tuyên truyền.",
)
TODAY = "2022-01-10"
FILTERS: list[tuple[dict[str, object], list[int]]] = [
    ({}, [0, 1, 2, 3]),
    ({"owner": "sở nội vụ"}, [0, 2]),
    ({"owner": "so noi vu"}, [0, 2]),
    ({"owner": "LĐLĐ"}, [1]),
    ({"owner": "nội"}, [0, 2]),
    ({"owner": "nộ"}, []),
    ({"owner": "%"}, []),
    ({"owner_key": "so noi vu"}, [0, 2]),
    ({"owner_key": "so noi"}, []),
    ({"partner": "Sở Tài chính"}, [0]),
    ({"partner": "Sở Nội vụ"}, []),
    ({"kind": "report"}, [2]),
    ({"deadline_from": "2021-12-20", "deadline_to": "2021-12-31"}, [0]),
    ({"deadline_from": "2022-01-01"}, [1]),
    ({"deadline_to": "2021-12-19"}, []),
    ({"status": "overdue", "today": TODAY}, [0]),
    ({"status": "overdue", "today": "2021-12-20"}, []),
    ({"status": "soon", "today": "2022-03-20"}, [1]),
    ({"status": "soon", "today": TODAY}, []),
    ({"status": "none"}, [3]),
    ({"status": "recurring"}, [2]),
    ({"issuer": "UBND tỉnh Sông Ngàn"}, [0, 1, 2, 3]),
    ({"issuer": "UBND tỉnh Bến Tràm"}, []),
    ({"issued_to": "2021-11-30"}, []),
    ({"text": "tap huan"}, [1]),
    ({"text": "tập huấn thi đua"}, []),
    ({"owner": "sở nội vụ", "status": "overdue", "today": TODAY}, [0]),
]


@pytest.fixture
def document(store: Store) -> str:
    """One plan with four directives: overdue, to come, recurring, without deadline."""
    directives = (
        order(LINES, LINES[0], owners=("Sở Nội vụ",), partners=("Sở Tài chính",), due="2021-12-20", targets=(target(70),)),
        order(LINES, LINES[1], owners=("Liên đoàn Lao động tỉnh Sông Ngàn",), due="2022-03-31"),
        order(LINES, LINES[2], inherited_owners=("các Sở, ban, ngành", "Sở Nội vụ"), recurrence="quarterly", kind="report"),
        order(LINES, LINES[3]),
    )
    return keep(store, "a", notice("5/KH-UBND", "2021-12-01", LINES, issuer="UBND tỉnh Sông Ngàn", directives=directives))


def found(store: Store, **wanted: object) -> list[int]:
    """The ordinals a filter finds, earliest deadline first."""
    page = store.directives(DirectiveFilter(**wanted))  # type: ignore[arg-type]
    assert page.total == len(page.rows)
    return [row.ordinal for row in page.rows]


def test_filter(store: Store, document: str) -> None:
    """Each field of the filter, alone and together."""
    for wanted, ordinals in FILTERS:
        assert found(store, **wanted) == ordinals, wanted
        assert found(store, document=document, **wanted) == ordinals, wanted


def test_row_shows_its_document(store: Store, document: str) -> None:
    """A list of directives needs no second question."""
    row = store.directive(document, 0)
    assert row is not None
    assert (row.symbol, row.type, row.issuer, row.issued, row.due, row.last_due) == (
        *("5/KH-UBND", "Kế hoạch", "UBND tỉnh Sông Ngàn", "2021-12-01", "2021-12-20", "2021-12-20"),
    )
    assert (row.directive.text, row.directive.targets[0].value, row.directive.span.of("\n".join(LINES))) == (LINES[0], 70, LINES[0])
    assert store.directive(document, 4) is None
    assert store.directives_of(document) == list(store.directives(DirectiveFilter(document=document), order="document").rows)
    assert store.directives_of_many([document, "khong-co"])["khong-co"] == []


def test_directives_of_some_places_alone(store: Store, document: str) -> None:
    """Those that stand in them at least in part; a document that names no place has none."""
    all_of_it = store.directives_of(document)
    span = all_of_it[1].directive.span
    place = {document: [Span(span.start + 1, span.start + 2)]}
    assert store.directives_of_many([document], within=place)[document] == [all_of_it[1]]
    assert store.directives_of_many([document], within={})[document] == []


def test_pages_follow_each_other(store: Store, document: str) -> None:
    """Those without a deadline come last."""
    pages = [store.directives(limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [[row.ordinal for row in page.rows] for page in pages] == [[0, 1], [2, 3], []]
    assert {page.total for page in pages} == {4}


def test_order_by_age_of_the_document(store: Store, document: str) -> None:
    """The newest document first, and in it the order of the text."""
    newer = keep(store, "b", notice("6/KH-UBND", "2022-02-01", LINES, directives=(order(LINES, LINES[3]),)))
    rows = store.directives(order="issued").rows
    assert [(row.document, row.ordinal) for row in rows] == [(newer, 0), *((document, ordinal) for ordinal in range(4))]


def test_counts_for_a_board(store: Store, document: str) -> None:
    """By owner (inherited ones too), by month of deadline, by kind; those without are counted apart."""
    assert [(count.key, count.count) for count in store.directives_by_owner()] == [
        *(("so noi vu", 2), ("lien doan lao dong tinh song ngan", 1), ("so ban nganh", 1), ("", 1)),
    ]
    assert store.directives_by_owner()[0].label == "Sở Nội vụ"
    assert [(count.key, count.label, count.count) for count in store.directives_by_month()] == [
        *(("", "", 2), ("2021-12", "12/2021", 1), ("2022-03", "03/2022", 1)),
    ]
    assert [(count.key, count.count) for count in store.directives_by_kind()] == [("report", 1), ("task", 3)]
    only = DirectiveFilter(status="overdue", today=TODAY)
    assert [(count.key, count.count) for count in store.directives_by_owner(only)] == [("so noi vu", 1)]


def test_new_understanding_replaces_the_old(store: Store, document: str) -> None:
    """The rows are those of the newest understood version; a deleted document has none."""
    store.save_document(document, notice("5/KH-UBND", "2021-12-01", LINES, directives=(order(LINES, LINES[3]),)), ())
    assert store.directives().total == 1
    store.delete(document)
    assert store.directives().total == 0


@pytest.mark.parametrize("wanted", [DirectiveFilter(status="mai"), DirectiveFilter(deadline_from="2021-13-01")])
def test_bad_filter_is_one_clear_sentence(store: Store, wanted: DirectiveFilter) -> None:
    """A status or day that does not exist is not silently nothing."""
    with pytest.raises(StoreError, match="bad_filter"):
        store.directives(wanted)
    with pytest.raises(StoreError, match="bad_order"):
        store.directives(order="hạn")
