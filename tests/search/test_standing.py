"""Nearly equal documents: those in force first, then the newest; and what is said of those that no longer are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Span
from corpus.relations import DirectiveRow, Evidence, Other, Validity, ValidityEvent
from indices.vocabulary import Named
from search.catalog import Places
from search.group import Group
from search.query import Query
from search.report import report
from search.searcher import Searcher
from search.standing import page, runs, standing
from tests.search.test_orders import FewRows
from tests.search.world import searcher

SAID = Evidence("Quyết định này thay thế …", Span(0, 10))
NEWER = Other("new", "12/2024/QĐ-UBND", "Quyết định", "2024-03-05", "UBND tỉnh", "Quy chế")
UNHELD = replace(NEWER, id=None, symbol="")
REPEALS = ValidityEvent("bãi bỏ", "", "", "new", NEWER, SAID)
REPLACED = Validity("replaced", "", "2024-03-05", (ValidityEvent("thay thế", "2024-03-05", "", "new", NEWER, SAID),))
LIST = (("old", 0.9, "2020-01-01"), ("gone", 0.899, "2021-01-01"), ("new", 0.897, "2024-03-05"), ("far", 0.5, "2025-01-01"))


def groups() -> list[Group]:
    """Three nearly equal ones and one that is not."""
    return [Group(Named(id, f"{id}/QĐ", "Quyết định", "UBND tỉnh", issued, ""), score, ((f"{id}:0", score),)) for id, score, issued in LIST]


class Knows(FewRows):
    """A catalog that knows the validity of some documents, and counts how often it is asked."""

    def __init__(self, known: Mapping[str, Validity]) -> None:
        self.known = known
        self.asked: list[tuple[str, ...]] = []

    def validities(self, documents: Sequence[str]) -> Mapping[str, Validity]:
        """Those known."""
        self.asked.append(tuple(documents))
        return {id: self.known[id] for id in documents if id in self.known}

    def directives(self, documents: Sequence[str], *, within: Places | None = None) -> Mapping[str, list[DirectiveRow]]:
        """None."""
        return {}


def ids(found: Sequence[Group]) -> list[str]:
    """Of groups."""
    return [group.document for group in found]


def test_of_nearly_equal_documents_the_newest_in_force_comes_first() -> None:
    """A clearly better one stays where it is, however old; what was replaced comes after what holds."""
    catalog = Knows({"gone": REPLACED, "old": Validity("in_force")})
    shown, standings = page(groups(), range(10), catalog, ranked=True)
    assert ids(shown) == ["new", "old", "gone", "far"]
    assert (standings["gone"].note, standings["gone"].by) == ("Đã bị thay thế bởi Quyết định 12/2024/QĐ-UBND ngày 05/03/2024.", ("new",))
    assert standings["new"].note == "Thay thế Quyết định gone/QĐ."
    assert standings["old"].state == "in_force" and not standings["old"].note


def test_pages_share_one_order_and_each_asks_once() -> None:
    """Every document is on one page, though equal ones lie on both sides of the cut."""
    catalog = Knows({"new": REPLACED})
    pages = [page(groups(), range(at, at + 2), catalog, ranked=True)[0] for at in (0, 2)]
    assert [ids(each) for each in pages] == [["gone", "old"], ["new", "far"]]
    assert catalog.asked == [("old", "gone", "new"), ("old", "gone", "new", "far")]


def test_a_list_by_date_stays_as_it_is() -> None:
    """And without a catalog nothing is known of anybody."""
    shown, standings = page(groups(), range(1, 3), None, ranked=False)
    assert ids(shown) == ["gone", "new"]
    assert {each.state for each in standings.values()} == {"unknown"}


def test_a_number_that_lifts_a_document_does_not_make_the_others_equal() -> None:
    """Nearness is a share of 1 at most; scores of zero are no reason to change places."""
    lifted = [replace(group, score=group.score + (3 if group.document == "old" else 0)) for group in groups()]
    assert [ids(run) for run in runs(lifted)] == [["old"], ["gone", "new"], ["far"]]
    assert [len(run) for run in runs([replace(group, score=0.0) for group in groups()])] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("validity", "note"),
    [
        (Validity(), ""),
        (Validity("in_force"), ""),
        (Validity("expired", until="2023-01-01"), "Đã hết hiệu lực từ ngày 01/01/2023."),
        (
            Validity("repealed", events=(ValidityEvent("bãi bỏ", "", "", "new", NEWER, SAID),)),
            "Đã bị bãi bỏ bởi Quyết định 12/2024/QĐ-UBND",
        ),
        (
            Validity("replaced", events=(ValidityEvent("thay thế", "", "", "x", replace(NEWER, id=None, symbol=""), SAID),)),
            "thế bởi Quy chế",
        ),
    ],
)
def test_what_no_longer_holds_says_why(validity: Validity, note: str) -> None:
    """Who replaced it, or since when; what nobody says is not said."""
    assert note in standing(validity).note
    assert bool(note) == bool(standing(validity).note)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Searcher]:
    """The small world, in which the notice was replaced."""
    found = searcher(tmp_path)
    found.catalog = Knows({"a": REPLACED})
    yield found
    found.index.close()


def test_an_answer_says_what_was_replaced(world: Searcher) -> None:
    """In its JSON and on the terminal; the catalog was asked once."""
    answer = world.search(Query("phát triển đoàn viên"))
    rows = {row["document"]["id"]: row["validity"] for row in answer.to_json()["results"]}
    assert rows["a"] == {"state": "replaced", "note": "Đã bị thay thế bởi Quyết định 12/2024/QĐ-UBND ngày 05/03/2024.", "by": ["new"]}
    assert "Đã bị thay thế bởi" in report(answer, colour=False)
    assert isinstance(world.catalog, Knows) and len(world.catalog.asked) == 1
