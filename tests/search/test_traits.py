"""Searches narrowed by what only the catalog knows of documents, and counted by it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from corpus.errors import VanKienError
from corpus.relations import TRAITS, TraitFilter
from indices.protocol import Filters
from search import traits
from search.catalog import StoreCatalog
from search.errors import SearchError
from search.query import Query
from search.searcher import Searcher
from tests.search.test_orders import ROWS, FewRows
from tests.search.world import PASSAGES, searcher

HELD: dict[str, dict[str, tuple[str, ...]]] = {
    "a": {"signer": ("Lê Thị B",), "owner": ("Công đoàn cơ sở",), "validity": ("in_force",), "tasks": ("yes",)},
    "b": {"signer": ("Trần C",), "validity": ("replaced",), "tasks": ("no",)},
    "c": {"signer": ("Lê Thị B",), "owner": ("Sở Công Thương",), "deadline": ("overdue",), "validity": ("unknown",), "tasks": ("yes",)},
}


class Knowing(FewRows):
    """A catalog that knows HELD."""

    def __init__(self) -> None:
        self.asked: list[dict[str, tuple[str, ...]]] = []

    def having(self, wanted: TraitFilter) -> frozenset[str] | None:
        """The documents with one of the values of each trait, and none of those left out."""
        self.asked.append(wanted.chosen)

        def meets(row: Mapping[str, Sequence[str]]) -> bool:
            return all(
                set(values).isdisjoint(row.get(name.removeprefix("not_"), ())) is name.startswith("not_")
                for name, values in wanted.chosen.items()
            )

        return frozenset(id for id, row in HELD.items() if meets(row))

    def traits(
        self, documents: Sequence[str], *, today: str = "", soon_days: int = 14, only: Collection[str] = TRAITS
    ) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Those of HELD."""
        return {id: {trait: values for trait, values in HELD[id].items() if trait in only} for id in documents}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Searcher]:
    """The small world with a catalog."""
    found = searcher(tmp_path)
    found.catalog = Knowing()
    yield found


ASKED = Query("công đoàn cơ sở, bán hàng, kết nạp đảng viên", counted=True)


def asked(
    world: Searcher, *, mode: str = "passages", counted: bool = True, text: str = ASKED.text, **wanted: tuple[str, ...]
) -> tuple[set[str], dict[str, dict[str, int]]]:
    """The documents found and the facets."""
    answer = world.search(Query(text, mode, traits=TraitFilter(**wanted), counted=counted))  # type: ignore[arg-type]
    return {hit.document.id for hit in answer.hits}, answer.facets


@pytest.mark.parametrize("mode", ["passages", "documents"])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"a", "b", "c"}),
        ({"signer": ("Lê Thị B",)}, {"a", "c"}),
        ({"not_signer": ("Lê Thị B",)}, {"b"}),
        ({"validity": ("in_force", "replaced")}, {"a", "b"}),
        ({"signer": ("Lê Thị B",), "deadline": ("overdue",)}, {"c"}),
    ],
)
def test_traits_narrow_what_is_found(world: Searcher, mode: str, wanted: dict[str, tuple[str, ...]], found: set[str]) -> None:
    """In every mode that lists documents; the counts are of what is left."""
    documents, facets = asked(world, mode=mode, **wanted)
    assert documents == found
    kinds = {trait: {value for id in found for value in HELD[id].get(trait, ())} for trait in ("signer", "tasks")}
    assert set(facets["tasks"]) == kinds["tasks"]
    if not wanted:
        assert facets["signer"] == {"Lê Thị B": 2, "Trần C": 1}
        assert facets["owner"] == {"Công đoàn cơ sở": 1, "Sở Công Thương": 1}
        assert facets["deadline"] == {"overdue": 1}


def test_what_is_chosen_is_counted_as_if_it_were_not(world: Searcher) -> None:
    """So that a second value can be added; the other facets follow what is found."""
    _, facets = asked(world, signer=("Trần C",))
    assert facets["signer"] == {"Lê Thị B": 2, "Trần C": 1}
    assert facets["validity"] == {"replaced": 1}
    assert facets["type"] == {"Nghị quyết": 1}
    _, facets = asked(world, not_signer=("Trần C",))
    assert facets["signer"] == {"Lê Thị B": 2, "Trần C": 1}


def test_types_left_out_are_counted_too(world: Searcher) -> None:
    """Leaving a type out does not take its count away."""
    answer = world.search(Query(ASKED.text, filters=Filters(not_type=("Nghị quyết",))))
    assert {hit.document.id for hit in answer.hits} == {"a", "c"}
    assert answer.facets["type"] == {"Kế hoạch": 1, "Nghị quyết": 1, "Thông báo": 1}


def test_directives_are_those_of_the_documents_left(world: Searcher) -> None:
    """With the counts of the documents that have one."""
    documents, facets = asked(world, mode="directives", text="bán hàng bình ổn giá, phát triển đoàn viên")
    assert documents == {"a", "c"}
    assert facets["signer"] == {"Lê Thị B": 2}
    documents, facets = asked(world, mode="directives", text="bán hàng bình ổn giá, phát triển đoàn viên", owner=("Sở Công Thương",))
    assert documents == {"c"}
    assert facets["owner"] == {"Công đoàn cơ sở": 1, "Sở Công Thương": 1}


def test_directives_without_words_are_those_of_the_documents_left(world: Searcher) -> None:
    """All of them, of the documents with the trait."""
    assert asked(world, mode="directives", text="")[0] == {"a", "c"}
    assert asked(world, mode="directives", text="", deadline=("overdue",))[0] == {"c"}
    assert asked(world, mode="directives", text="", signer=("Trần C",))[0] == set()


def test_directives_are_themselves_of_the_owner_and_the_deadline(world: Searcher) -> None:
    """Those of others in the same document are left out; what is chosen is still counted as if it were not."""

    def texts(**wanted: tuple[str, ...]) -> set[str]:
        query = Query("đoàn viên, công nhân, bán hàng bình ổn", "directives", traits=TraitFilter(today="2024-12-10", **wanted))  # type: ignore[arg-type]
        return {found.directive.text for hit in world.search(query).hits for found in hit.directives}

    every = texts()
    assert len(every) == len(ROWS)
    assert texts(owner=("Công đoàn cơ sở",)) == {PASSAGES[0][-1]}
    assert PASSAGES[1][-1] in every
    assert PASSAGES[1][-1] not in texts(owner=("Công đoàn cơ sở", "Sở Công Thương"))
    assert texts(deadline=("overdue",)) == {"Bán hàng bình ổn giá."}


def test_a_filter_is_asked_of_the_catalog_once(world: Searcher) -> None:
    """Though what is chosen is counted with and without it."""
    catalog = world.catalog
    assert isinstance(catalog, Knowing)
    asked(world, signer=("Lê Thị B",), not_validity=("replaced",), tasks=("yes",))
    assert catalog.asked == [{"signer": ("Lê Thị B",)}, {"tasks": ("yes",)}, {"not_validity": ("replaced",)}]


def test_copies_count_for_what_any_of_them_has() -> None:
    """Once, however many have it."""
    found = traits.counted([("a", "c"), ("b",)], Knowing(), TraitFilter(), only=("signer", "owner"))
    assert found == {"signer": {"Lê Thị B": 1, "Trần C": 1}, "owner": {"Công đoàn cơ sở": 1, "Sở Công Thương": 1}}


def test_what_is_chosen_keeps_its_count_where_the_rest_is_too_much(world: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three documents without the filter nothing is counted; the one that is listed is."""
    monkeypatch.setattr(traits, "MOST", 2)
    documents, facets = asked(world, signer=("Trần C",))
    assert (documents, facets["signer"]) == ({"b"}, {"Trần C": 1})


def test_nothing_is_counted_unless_asked_for(world: Searcher) -> None:
    """Those who only want the answer do not wait for the catalog."""
    assert set(asked(world, counted=False)[1]) == {"type", "issuer", "year"}


def test_too_many_are_not_counted(world: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """The facets of the header remain."""
    monkeypatch.setattr(traits, "MOST", 2)
    documents, facets = asked(world)
    assert (len(documents), set(facets)) == (3, {"type", "issuer", "year"})


def test_an_empty_answer_names_the_trait(world: Searcher) -> None:
    """The one without which something would be found."""
    answer = world.search(Query("kết nạp đảng viên trực tiếp sản xuất", traits=TraitFilter(deadline=("soon",), tasks=("no",))))
    assert answer.total == 0
    assert answer.understood.empty is not None
    assert answer.understood.empty.filters == ("thời hạn",)
    assert answer.understood.filters == {"traits": {"deadline": ["soon"], "tasks": ["no"]}}


def test_without_a_catalog_a_trait_is_left_out_and_said(tmp_path: Path) -> None:
    """Better too much than nothing, and never silently; the same where the store cannot be opened."""

    def closed() -> None:
        raise VanKienError("no_store", "Không mở được.")

    found = searcher(tmp_path)
    for catalog in (None, StoreCatalog(closed)):  # type: ignore[arg-type]
        found.catalog = catalog
        answer = found.search(Query(ASKED.text, traits=TraitFilter(signer=("Lê Thị B",), tasks=("yes",)), counted=True))
        assert answer.total == 3
        assert "Chưa lọc được theo người ký, nhiệm vụ ở đây; điều kiện này đã bỏ qua." in answer.understood.notes
        assert answer.facets.get("signer", {}) == {}


def test_a_value_that_makes_no_sense_is_refused(world: Searcher) -> None:
    """By name."""
    with pytest.raises(SearchError, match="mai"):
        world.search(Query("a", traits=TraitFilter(deadline=("mai",))))
