"""Documents in order, and copies of one document as one."""

from __future__ import annotations

from indices.vocabulary import Named
from search.group import Group, counts, folded, grouped
from search.match import asked

NAMES = {
    "old": Named("old", "409/TB-LĐLĐ", "Thông báo", "LĐLĐ tỉnh Sông Ngàn", "2021-12-14", "Chăm lo Tết"),
    "new": Named("new", "409/TB-LĐLĐ", "Thông báo", "LĐLĐ tỉnh Sông Ngàn", "2021-12-15", "Chăm lo Tết"),
    "next": Named("next", "409/TB-LĐLĐ", "Thông báo", "LĐLĐ tỉnh Sông Ngàn", "2022-12-15", "Chăm lo Tết"),
    "other": Named("other", "409/TB-LĐLĐ", "Thông báo", "LĐLĐ tỉnh Bến Tràm", "2021-12-15", "Chăm lo Tết"),
    "bare": Named("bare", "", "", "", "", ""),
}
SCORES = {"old:0": 0.9, "old:3": 0.2, "new:1": 0.5, "next:0": 0.4, "other:0": 0.3, "bare:0": 0.1}


def groups() -> list[Group]:
    """All of them, best first."""
    return grouped(SCORES, NAMES, asked("chăm lo Tết"), whole=False)


def test_documents_come_in_the_order_of_their_best_passage() -> None:
    """Each once, with its passages best first."""
    assert [group.document for group in groups()] == ["old", "new", "next", "other", "bare"]
    assert groups()[0].records == (("old:0", 0.9), ("old:3", 0.2))


def test_copies_are_folded_under_the_newest() -> None:
    """One number of one organ in one year is one document; it stands where its best copy stood."""
    first, *others = folded(groups())
    assert (first.document, first.score, [row.id for row in first.same]) == ("new", 0.9, ["old"])
    assert [(group.document, group.same) for group in others] == [("next", ()), ("other", ()), ("bare", ())]


def test_counts_follow_the_folded_list() -> None:
    """A copy is not counted twice."""
    assert counts(folded(groups()), "year") == {"2021": 2, "2022": 1}


def test_the_document_whose_number_was_typed_comes_first() -> None:
    """However little its words answer."""
    found = grouped({"bare:0": 1.0, "old:0": 0.1}, NAMES, asked("409/TB-LĐLĐ chăm lo"), whole=False)
    assert [group.document for group in found] == ["old", "bare"]
