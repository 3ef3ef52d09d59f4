"""The flow from a question to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indices.protocol import Filters, Record
from search import fuse
from search.errors import SearchError
from search.gather import share_of
from search.query import MAX_CHARACTERS, Query
from search.searcher import Searcher
from tests.search.world import PASSAGES
from tests.search.world import searcher as build


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """One searcher for the module: nothing here writes."""
    folder: Path = tmp_path_factory.mktemp("index")
    return build(folder)


@pytest.mark.parametrize("typed", ["409/TB-LĐLĐ", "409/tb-ldld", "409 tb ldld", "tb 409", "thông báo số 409", "409 TB-LĐLĐ chăm lo"])
def test_a_number_brings_its_own_document_first(searcher: Searcher, typed: str) -> None:
    """The document that has the number stands before the one that cites it, however it is typed."""
    results = searcher.search(Query(typed))
    assert results.hits[0].document.symbol == "409/TB-LĐLĐ"
    assert "17/KH-UBND" in [hit.document.symbol for hit in results.hits]


@pytest.mark.parametrize("typed", ["phát triển đoàn viên", "phat trien doan vien", "PHÁT TRIỂN ĐOÀN VIÊN"])
def test_marks_and_case_do_not_matter(searcher: Searcher, typed: str) -> None:
    """The same passage is found with and without tone marks, and its words are marked."""
    passage = searcher.search(Query(typed)).hits[0].passages[0]
    words = [passage.text[span.start - passage.span.start : span.end - passage.span.start] for span in passage.highlights]
    assert words == ["phát triển đoàn viên"]


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("kết nạp đảng viên", 1.0),
        ("kết nạp đảng viên của xí nghiệp", 4 / 6),  # «của» tells nothing
        ("kết nạp nghị quyết tỉnh ủy", 1.0),  # the header of the document counts
        ("02-NQ/TU", 1.0),  # a number is not weighed
        ("xyzt", 1.0),  # nothing found by words: the meaning is alone anyway
    ],
)
def test_meaning_weighs_more_where_the_best_text_lacks_words(searcher: Searcher, typed: str, held: float) -> None:
    """By the share of the telling syllables that the first text by words holds."""
    asking = searcher.understand(typed)
    lexical = searcher.index.match(asking.query, limit=10)
    assert share_of(searcher.index, lexical, asking) == pytest.approx(fuse.share(asking.words or asking.text, held))


def test_typed_marks_are_not_ignored(searcher: Searcher) -> None:
    """«bán» is not «bàn»: the passage with the mark that was typed comes first, and only that word is marked."""
    best = searcher.search(Query("bán hàng")).hits[0].passages[0]
    assert best.text.endswith("bán hàng bình ổn giá.")


def test_nfd_question_is_the_same_question(searcher: Searcher) -> None:
    """A Mac sends decomposed letters."""
    import unicodedata

    composed = searcher.search(Query("đảng viên công nhân"))
    decomposed = searcher.search(Query(unicodedata.normalize("NFD", "đảng viên công nhân")))
    assert [hit.score for hit in composed.hits] == [hit.score for hit in decomposed.hits]


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "😀😀", "- / ."])
def test_nothing_to_search_is_said(searcher: Searcher, typed: str) -> None:
    """No words, no results, and a sentence that says why."""
    results = searcher.search(Query(typed))
    assert results.total == 0
    assert results.hits == ()
    assert "Không có từ nào" in results.understood.notes[0]


def test_a_very_long_question_is_cut_and_said(searcher: Searcher) -> None:
    """Ten thousand characters are answered, with a note about the cut."""
    results = searcher.search(Query("phát triển đoàn viên " * 500))
    assert results.hits
    assert f"{MAX_CHARACTERS - 1}" in results.understood.notes[0] or "ký tự đầu" in results.understood.notes[0]


def test_filters_are_taken_as_people_type_them(searcher: Searcher) -> None:
    """A type in small letters or by its code is that type; a type that is none finds nothing."""
    for typed in ("nghị quyết", "nghi quyet", "NQ"):
        answer = searcher.search(Query("công nhân", filters=Filters(type=(typed,))))
        assert ([hit.document.id for hit in answer.hits], answer.understood.filters) == (["b"], {"type": ["Nghị quyết"]})
    assert searcher.search(Query("công nhân", filters=Filters(type=("không có loại này",)))).hits == ()


@pytest.mark.parametrize("day", ["2022-13-45", "abc", "2022", "15/12/2021"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    """A filter that would compare letters with days is no filter."""
    with pytest.raises(SearchError, match="năm-tháng-ngày"):
        Query("công nhân", filters=Filters(issued_to=day)).checked()


def test_filters_keep_only_what_they_name(searcher: Searcher) -> None:
    """Type, year, exclusion and date range."""
    assert [h.document.id for h in searcher.search(Query("công nhân", filters=Filters(type=("Nghị quyết",)))).hits] == ["b"]
    assert [h.document.id for h in searcher.search(Query("công nhân", filters=Filters(year=(2021,)))).hits] == ["a"]
    assert "a" not in [h.document.id for h in searcher.search(Query("công nhân", filters=Filters(not_type=("Thông báo",)))).hits]
    assert [h.document.id for h in searcher.search(Query("công nhân", filters=Filters(issued_from="2024-01-01"))).hits] == ["c"]


def test_sorted_by_date_the_newest_comes_first(searcher: Searcher) -> None:
    """The order is that of the dates, not of the scores."""
    dates = [hit.document.issued for hit in searcher.search(Query("công nhân", sort="date")).hits]
    assert dates == sorted((d for d in dates if d), reverse=True)


def test_facets_count_the_documents_found(searcher: Searcher) -> None:
    """The counts add up to the total."""
    results = searcher.search(Query("công nhân"))
    assert sum(results.facets["type"].values()) == results.total


def test_a_chosen_facet_still_counts_its_other_values(searcher: Searcher) -> None:
    """With one type chosen the other types keep their counts, the organs are those of the documents listed."""
    whole = searcher.search(Query("công nhân bán hàng"))
    chosen = searcher.search(Query("công nhân bán hàng", filters=Filters(type=("Kế hoạch",))))
    assert len(whole.facets["type"]) > 1
    assert chosen.facets["type"] == whole.facets["type"]
    assert [hit.document.type for hit in chosen.hits] == ["Kế hoạch"]
    assert sum(chosen.facets["issuer"].values()) == chosen.total == 1


def test_a_page_reads_only_the_passages_it_shows(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search for one document takes its best passage from the index, not all that were found, and the first by words to weigh it."""
    read: list[Sequence[str]] = []
    get = searcher.index.get

    def counted(ids: Sequence[str]) -> list[Record]:
        read.append(ids)
        return get(ids)

    monkeypatch.setattr(searcher.index, "get", counted)
    results = searcher.search(Query("công nhân", limit=1, passages=1))
    assert results.total > 1
    assert read == [["a:1"], [results.hits[0].passages[0].id]]


def test_pages_of_results_do_not_overlap(searcher: Searcher) -> None:
    """Limit and offset walk through the same ranking."""
    whole = [h.document.id for h in searcher.search(Query("công nhân", limit=3)).hits]
    parts = [h.document.id for i in range(3) for h in searcher.search(Query("công nhân", limit=1, offset=i)).hits]
    assert parts == whole


@pytest.mark.parametrize("wrong", [Query("x", mode="mây"), Query("x", limit=0), Query("x", limit=10_000), Query("x", sort="màu")])
def test_a_wrong_query_is_refused_in_words(searcher: Searcher, wrong: Query) -> None:
    """A value out of range is an error with a Vietnamese sentence."""
    with pytest.raises(SearchError):
        searcher.search(wrong)


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=60))
def test_no_question_breaks_the_search(searcher: Searcher, typed: str) -> None:
    """Whatever is typed, every highlight lies inside its passage and the snippet is a run of it."""
    for hit in searcher.search(Query(typed)).hits:
        for passage in hit.passages:
            assert all(passage.span.start <= s.start < s.end <= passage.span.end for s in passage.highlights)
            assert passage.snippet.text in passage.text


def test_json_form_is_the_one_others_rely_on(searcher: Searcher) -> None:
    """The names of interfaces.md, nothing missing."""
    answer = searcher.search(Query("409/TB-LĐLĐ"), id="q1").to_json()
    assert {"id", "query", "understood", "total", "took_ms", "results"} <= answer.keys()
    assert {"reading", "symbol", "filters"} <= answer["understood"].keys()
    assert answer["understood"]["symbol"] == "409/TB-LĐLĐ"
    first = answer["results"][0]
    assert set(first) >= {"document", "score", "passages", "directives", "why"}
    assert set(first["document"]) == {"id", "symbol", "type", "issuer", "issued", "title", "source"}
    assert set(first["passages"][0]) == {"text", "span", "heading_path", "page", "highlights"}
    assert len(PASSAGES) > len(answer["results"])
