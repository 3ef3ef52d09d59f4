"""Documents asked for and told apart by signer, owner, deadline, validity and tasks, in each database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corpus.document import Found
from corpus.relations import TRAITS, TraitFilter
from corpus.relations.traits import DUE
from corpus.store import Store
from tests.corpus.store.notices import keep, notice, order

TODAY = "2022-01-10"
DAYS = {"overdue": ("2022-01-09",), "soon": ("2022-01-10", "2022-01-24"), "later": ("2022-01-25", "2022-02", "2023")}
"""The last day that is over, the first and the last that are soon, and what comes after."""
LINES = (
    "Giao Sở Nội vụ rà soát biên chế trước ngày 20/12/2021.",
    "Các sở, ngành họp trước ngày 15/01/2022.",
    "Sở Y tế tập huấn trong tháng 3/2022.",
    "Sở Nội vụ báo cáo hằng quý.",
)
RULES = ("Điều 1. Nghị quyết này có hiệu lực từ ngày 10/01/2021 đến hết ngày 31/12/2021.",)
LATER = ("Điều 1. Quyết định này có hiệu lực từ ngày 01/02/2023.",)

FILTERS: list[tuple[dict[str, tuple[str, ...]], set[str]]] = [
    ({}, {"plan", "rules", "later", "bare"}),
    ({"signer": ("Lê Thị B",)}, {"plan", "rules"}),
    ({"signer": ("Lê Thị",)}, set()),
    ({"signer": ("Lê Thị B", "Trần C")}, {"plan", "rules", "later"}),
    ({"not_signer": ("Lê Thị B",)}, {"later", "bare"}),
    ({"owner": ("sở nội vụ",)}, {"plan"}),
    ({"owner": ("Sở Nội",)}, set()),
    ({"not_owner": ("Sở Nội vụ",)}, {"rules", "later", "bare"}),
    ({"deadline": ("overdue",)}, {"plan"}),
    ({"deadline": ("soon",)}, {"plan"}),
    ({"deadline": ("later", "recurring")}, {"plan"}),
    ({"not_deadline": ("recurring",)}, {"rules", "later", "bare"}),
    ({"validity": ("expired",)}, {"rules"}),
    ({"validity": ("not_yet", "expired")}, {"rules", "later"}),
    ({"validity": ("unknown",)}, {"plan", "bare"}),
    ({"not_validity": ("unknown", "expired")}, {"later"}),
    ({"tasks": ("yes",)}, {"plan"}),
    ({"tasks": ("no",)}, {"rules", "later", "bare"}),
    ({"tasks": ("yes", "no")}, {"plan", "rules", "later", "bare"}),
    ({"signer": ("Lê Thị B",), "tasks": ("no",)}, {"rules"}),
    ({"signer": ("Lê Thị B",), "not_validity": ("expired",)}, {"plan"}),
]


@pytest.fixture
def held(store: Store) -> dict[str, str]:
    """Name -> id: a plan with tasks, rules that are over, others to come, and a notice that says nothing."""
    directives = (
        order(LINES, LINES[0], owners=("Sở Nội vụ",), due="2021-12-20"),
        order(LINES, LINES[1], owners=("các sở, ngành",), due="2022-01-15"),
        order(LINES, LINES[2], owners=("Sở Y tế",), due="2022-03"),
        order(LINES, LINES[3], inherited_owners=("Sở Nội vụ",), recurrence="quarterly", kind="report"),
    )
    made = {
        "plan": (notice("1/KH-UBND", "2021-11-01", LINES, directives=directives), "Lê Thị B"),
        "rules": (notice("2/NQ-HĐND", "2021-01-01", RULES, kind="Nghị quyết"), "Lê Thị B"),
        "later": (notice("3/QĐ-UBND", "2022-01-01", LATER, kind="Quyết định"), "Trần C"),
        "bare": (notice("4/TB-UBND", "2021-01-01", ("Họp lúc 8 giờ.",)), ""),
    }
    return {name: keep(store, name, _signed(document, signer)) for name, (document, signer) in made.items()}


def _signed(document: Any, signer: str) -> Any:
    return replace(document, header=replace(document.header, signer=Found(signer, None, 1.0))) if signer else document


@pytest.mark.parametrize(("wanted", "names"), FILTERS)
def test_a_filter_leaves_the_documents_with_its_values(
    store: Store, held: dict[str, str], wanted: dict[str, tuple[str, ...]], names: set[str]
) -> None:
    """One of the values of each trait, none of those left out; an owner in any spelling, a signer as written."""
    found = store.documents_with(TraitFilter(**wanted, today=TODAY))  # type: ignore[arg-type]
    assert {name for name, id in held.items() if id in found} == names


def test_each_document_has_its_traits(store: Store, held: dict[str, str]) -> None:
    """All kinds of deadline that it has, owners as they are written, and of what nobody says nothing."""
    found = store.traits([*held.values(), "nobody"], today=TODAY)
    plan = found[held["plan"]]
    assert set(plan) == set(TRAITS)
    assert {name: set(values) for name, values in plan.items()} == {
        "signer": {"Lê Thị B"},
        "owner": {"Sở Nội vụ", "các sở, ngành", "Sở Y tế"},
        "deadline": set(DUE),
        "validity": {"unknown"},
        "tasks": {"yes"},
    }
    assert found[held["rules"]] == {"signer": ("Lê Thị B",), "validity": ("expired",), "tasks": ("no",)}
    assert found[held["later"]]["validity"] == ("not_yet",)
    assert found[held["bare"]] == {"validity": ("unknown",), "tasks": ("no",)}


def test_what_is_counted_is_what_a_filter_by_it_leaves(store: Store, held: dict[str, str]) -> None:
    """Every value that a document has finds it again, and finds no document that does not have it."""
    found = store.traits(list(held.values()), today=TODAY)
    values = {(trait, value) for row in found.values() for trait, each in row.items() for value in each}
    assert len(values) > 12
    for trait, value in values:
        having = {id for id, row in found.items() if value in row.get(trait, ())}
        assert store.documents_with(TraitFilter(**{trait: (value,)}, today=TODAY)) == having  # type: ignore[arg-type]
        assert store.documents_with(TraitFilter(**{f"not_{trait}": (value,)}, today=TODAY)) == set(held.values()) - having  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "day"), [(kind, day) for kind, days in DAYS.items() for day in days])
def test_a_deadline_is_of_one_kind(store: Store, kind: str, day: str) -> None:
    """To the day, in the filter, in what is counted and of the directive itself; the others do not have it."""
    line = ("Giao Sở Nội vụ báo cáo.",)
    document = notice("1/KH-UBND", "2021-11-01", line, directives=(order(line, line[0], owners=("Sở Nội vụ",), due=day),))
    id = keep(store, "a", document)
    assert store.traits([id], today=TODAY, only=("deadline",)) == {id: {"deadline": (kind,)}}
    [row] = store.directives_of(id)
    for other in DUE:
        wanted = TraitFilter(deadline=(other,), today=TODAY)
        assert store.documents_with(wanted) == (frozenset({id}) if other == kind else frozenset())
        assert wanted.keeps(row) == (other == kind)
        assert TraitFilter(not_deadline=(other,), today=TODAY).keeps(row) == (other != kind)


def test_an_owner_is_asked_for_as_people_write_it(store: Store) -> None:
    """Abbreviated in small letters too; what is no name is nobody."""
    line = ("Công đoàn cơ sở báo cáo.",)
    id = keep(store, "a", notice("1/KH-LĐLĐ", "2021-11-01", line, directives=(order(line, line[0], owners=("Công đoàn cơ sở",)),)))
    [row] = store.directives_of(id)
    for typed in ("Công đoàn cơ sở", "CĐCS", "cđcs", "cong doan co so"):
        assert store.documents_with(TraitFilter(owner=(typed,))) == {id}
        assert TraitFilter(owner=(typed,)).keeps(row)
    for typed in ("!!!", "công đoàn"):
        assert store.documents_with(TraitFilter(owner=(typed,))) == frozenset()
        assert not TraitFilter(owner=(typed,)).keeps(row)


def test_a_day_later_what_was_soon_is_over(store: Store, held: dict[str, str]) -> None:
    """States follow the day that is asked for."""
    assert store.documents_with(TraitFilter(deadline=("later",), today="2022-04-01")) == frozenset()
    assert store.documents_with(TraitFilter(validity=("in_force",), today="2021-06-01")) == {held["rules"]}
    assert store.documents_with(TraitFilter(validity=("in_force",), today="2023-02-01")) == {held["later"]}


def test_values_that_nobody_can_have_are_named() -> None:
    """By field and value; names may be any."""
    assert TraitFilter(signer=("ai",), validity=("in_force",)).unknown() is None
    assert TraitFilter(not_deadline=("overdue", "mai")).unknown() == ("not_deadline", "mai")
    assert TraitFilter(tasks=("có",)).unknown() == ("tasks", "có")
    assert TraitFilter(owner=("a",), not_tasks=("no",), today=TODAY).chosen == {"owner": ("a",), "not_tasks": ("no",)}
