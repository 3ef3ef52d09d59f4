"""Directives in an answer: beside passages, as the answer, and by filter alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from corpus.document import Deadline, Directive, Span
from corpus.relations import DirectiveFilter, DirectiveRow, Validity
from search.__main__ import main
from search.catalog import Places
from search.errors import SearchError
from search.fields import Condition
from search.orders import wanted
from search.query import Query
from search.searcher import Searcher
from tests.search.world import NOTICE, PASSAGES, PLAN, searcher


def row(document: tuple[str, ...], ordinal: int, at: int, text: str, *, owner: str = "", due: str = "") -> DirectiveRow:
    """A directive of one of the documents of the world, in passage number `at`."""
    start = 100 * at
    deadlines = (Deadline(f"trước ngày {due}", Span(start, start), due),) if due else ()
    directive = Directive("task", text, Span(start, start + len(text)), (), (owner,) if owner else (), deadlines=deadlines)
    id, symbol, kind, issuer, issued, title = document
    return DirectiveRow(id, ordinal, directive, symbol, kind, issuer, issued, title, f"{id}.txt", due, due)


ROWS = (
    row(PLAN, 0, 3, "Bán hàng bình ổn giá.", owner="Sở Công Thương", due="2024-06-30"),
    row(NOTICE, 0, 0, PASSAGES[0][-1], owner="Công đoàn cơ sở", due="2024-12-20"),
    row(NOTICE, 1, 1, PASSAGES[1][-1]),
)


def stands(row: DirectiveRow, within: Places | None) -> bool:
    """Whether a directive stands in one of the places, or anywhere where none are given."""
    span = row.directive.span
    return within is None or any(place.start < span.end and span.start < place.end for place in within[row.document])


class FewRows:
    """A catalog of ROWS that understands owner and kind."""

    def documents(self, condition: Condition) -> frozenset[str] | None:
        """Documents with a directive to that owner."""
        return frozenset(row.document for row in ROWS if condition.value in row.directive.owners)

    def names(self, field: str) -> Sequence[str]:
        """None."""
        return ()

    def validities(self, documents: Sequence[str]) -> Mapping[str, Validity]:
        """Of none."""
        return {}

    def directives(self, documents: Sequence[str], *, within: Places | None = None) -> Mapping[str, list[DirectiveRow]]:
        """Those of the documents."""
        return {id: [row for row in ROWS if row.document == id and stands(row, within)] for id in documents}

    def meeting(self, filter: DirectiveFilter) -> list[DirectiveRow]:
        """Those to the owner, in the order of their deadlines."""
        return [row for row in ROWS if not filter.owner or filter.owner in row.directive.owners]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Searcher]:
    """The small world with its directives."""
    found = searcher(tmp_path)
    found.catalog = FewRows()
    yield found
    found.index.close()


def shown(world: Searcher, query: Query) -> list[tuple[str, list[int]]]:
    """Documents with the ordinals of their directives."""
    return [(hit.document.id, [found.row.ordinal for found in hit.directives]) for hit in world.search(query).hits]


def test_passages_bring_their_directives(world: Searcher) -> None:
    """A directive that stands in a passage shown and shares a word with the question is shown beside it."""
    [first, *_] = world.search(Query("phát triển đoàn viên")).hits
    assert [found.row.ordinal for found in first.directives] == [0]


def test_directives_are_the_answer_in_their_own_mode(world: Searcher) -> None:
    """Documents without a directive that answers are left out; the best directive comes first; weak ones do not come."""
    assert shown(world, Query("thành lập công đoàn cơ sở", mode="directives"))[0] == ("a", [0])
    assert all(ordinals for _, ordinals in shown(world, Query("bán hàng", mode="directives")))


def test_a_filter_leaves_only_what_meets_it(world: Searcher) -> None:
    """Words and filter together; a filter nothing meets gives nothing and no error."""
    query = Query("bán hàng", mode="directives", directives=DirectiveFilter(owner="Sở Công Thương"))
    assert shown(world, query) == [("c", [0])]
    nobody = world.search(Query("bán hàng", mode="directives", directives=DirectiveFilter(owner="Sở Không Có")))
    assert (nobody.total, nobody.hits) == (0, ())


def test_without_words_all_that_meet_the_filter_are_listed(world: Searcher) -> None:
    """Earliest deadline first, grouped by document, page by page."""
    assert shown(world, Query("", mode="directives")) == [("c", [0]), ("a", [0, 1])]
    assert shown(world, Query("", mode="directives", limit=1, offset=1)) == [("a", [0, 1])]
    assert world.search(Query("", mode="directives", limit=1)).total == 2


def test_a_list_without_words_says_so(world: Searcher) -> None:
    """Signs alone list everything too; a sentence tells it, and none says that nothing can be searched."""
    for signs in ("", "?!…"):
        [note] = world.search(Query(signs, mode="directives")).understood.notes
        assert note.startswith("Không có từ để tìm: liệt kê mọi nhiệm vụ")


def test_the_answer_repeats_its_filter(world: Searcher) -> None:
    """Only the fields that are set."""
    told = world.search(Query("bán hàng", mode="directives", directives=DirectiveFilter(owner="Sở Công Thương"))).to_json()
    assert told["understood"]["filters"] == {"owner": "Sở Công Thương"}
    assert told["results"][0]["directives"][0]["deadlines"][0]["date"] == "2024-06-30"
    json.dumps(told)


def test_words_of_the_question_can_demand_an_owner_or_a_deadline() -> None:
    """donvi: and han: narrow the directives themselves, not only their documents."""
    conditions = (Condition("owner", "Ban Tổ chức"), Condition("deadline", "2024-12", "2024-12-01", "2024-12-31"))
    assert wanted(None, conditions) == DirectiveFilter(owner="Ban Tổ chức", deadline_from="2024-12-01", deadline_to="2024-12-31")
    assert wanted(DirectiveFilter(kind="task"), (Condition("deadline", "overdue"),)) == DirectiveFilter(kind="task", status="overdue")


def test_options_of_directives_belong_to_their_mode(capsys: pytest.CaptureFixture[str]) -> None:
    """A filter that would be left out without a word is refused."""
    assert main(["công đoàn", "--owner", "Ban Tổ chức"]) == 2
    assert "--owner chỉ dùng với --mode directives" in capsys.readouterr().err


def test_an_unknown_mode_is_named() -> None:
    """The message lists the modes there are."""
    with pytest.raises(SearchError, match="passages, documents, directives"):
        Query("x", mode="tasks").checked()
