"""Fusion of two rankings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.protocol import Match
from search.fuse import FEW, LEAST, MANY, MOST, UNSAID, ranked, share, telling, weighted

ids = st.builds("{}:{}".format, st.text("abc", min_size=1, max_size=2), st.integers(0, 2))
scores = st.dictionaries(ids, st.floats(-5, 50), max_size=12)


def matches(values: dict[str, float]) -> list[Match]:
    """A ranking as an index would give it."""
    return ranked([Match(id, score) for id, score in values.items()])


def test_first_in_both_lists_comes_first() -> None:
    """What both rankings like best cannot be beaten."""
    fused = weighted(matches({"a:0": 9, "b:0": 5, "c:0": 1}), matches({"a:0": 0.9, "c:0": 0.8, "b:0": 0.7}), weight=0.4)
    assert fused[0] == Match("a:0", 1.0)


def test_a_document_counts_for_the_best_of_its_words_and_of_its_meaning() -> None:
    """One passage holds the words, another one the meaning: together they beat a document that has half of each in one passage."""
    said = matches({"a:0": 9, "b:0": 6, "c:0": 1})
    near = matches({"a:7": 0.9, "b:0": 0.7, "c:0": 0.5})
    fused = weighted(said, near, weight=0.5)
    assert fused[:2] == [Match("a:0", 1.0), Match("a:7", 1.0)]
    assert fused[2].id == "b:0"


def test_what_the_words_put_second_keeps_its_share_of_the_best_however_few_candidates_there_are() -> None:
    """A text score counts for itself: the last candidate, here nearly as good, does not make nothing of it."""
    near = matches({"d:0": 0.9, "a:0": 0.5})
    few = {match.id: match.score for match in weighted(matches({"a:0": 10, "b:0": 9}), near, weight=0.5)}
    many = {match.id: match.score for match in weighted(matches({"a:0": 10, "b:0": 9, "c:0": 8, "e:0": 1}), near, weight=0.5)}
    assert few["b:0"] == many["b:0"] == pytest.approx(0.45)


def test_a_meaning_counts_from_the_least_of_the_candidates() -> None:
    """No text is far from another in cosine: the least of the candidates counts nothing, what lies between its part."""
    fused = {match.id: match.score for match in weighted([], matches({"a:0": 0.9, "b:0": 0.85, "c:0": 0.8}), weight=0.5)}
    assert fused == pytest.approx({"a:0": 0.5, "b:0": 0.25, "c:0": 0.0})


def test_one_empty_list_leaves_the_other_order() -> None:
    """A question without known words is answered by meaning alone, and the other way round."""
    only = matches({"x:0": 3, "y:0": 2, "z:0": 1})
    assert [m.id for m in weighted(only, [], weight=0.4)] == ["x:0", "y:0", "z:0"]
    assert [m.id for m in weighted([], only, weight=0.4)] == ["x:0", "y:0", "z:0"]


def test_the_longer_a_question_the_more_its_meaning_counts() -> None:
    """Between the least and the most share, and never more or less."""
    shares = [share(" ".join(["chữ"] * length)) for length in range(40)]
    assert shares == sorted(shares)
    assert (shares[0], shares[FEW], shares[MANY], shares[-1]) == (LEAST, LEAST, MOST, MOST)
    assert LEAST < shares[(FEW + MANY) // 2] < MOST


def test_the_fewer_of_its_words_are_held_the_more_its_meaning_counts() -> None:
    """In proportion, and never beyond the share that is added where none is held."""
    shares = [share("ma chay cho công an qua đời", held) for held in (1, 0.75, 0.5, 0)]
    assert shares == sorted(shares)
    assert shares[0] == share("ma chay cho công an qua đời")
    assert shares[-1] - shares[0] == pytest.approx(UNSAID)
    assert shares[1] - shares[0] == pytest.approx(UNSAID / 4)
    assert share(" ".join(["chữ"] * 40), 0) < 1


def test_equal_scores_are_ordered_by_id() -> None:
    """Ties never depend on the order of arrival."""
    assert [m.id for m in ranked([Match("b", 1), Match("a", 1)])] == ["a", "b"]


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
@given(lexical=scores, dense=scores)
def test_scores_stay_between_zero_and_one(weight: float, lexical: dict[str, float], dense: dict[str, float]) -> None:
    """A fused score is a weighted mean of scaled scores, and no record is lost or doubled."""
    fused = weighted(matches(lexical), matches(dense), weight=weight)
    assert sorted(m.id for m in fused) == sorted(lexical.keys() | dense.keys())
    assert all(0 <= m.score <= 1 + 1e-9 for m in fused)


def test_what_holds_no_telling_word_is_listed_only_when_near() -> None:
    """Of ten records without the word only the one near in meaning is listed; a word all of them hold is not telling."""
    dense = [Match("a:0", 0.9), Match("b:0", 0.89), *(Match(f"{i}:0", 0.8 - i / 1000) for i in range(10))]
    assert telling([Match("a:0", 8.0)], dense) == {"a:0", "b:0"}
    assert telling([Match("a:0", 8.0), *(Match(f"{i}:0", 0.3) for i in range(10))], dense) == {"a:0", "b:0"}


def test_equally_near_records_are_all_listed() -> None:
    """With nothing to tell them apart none is left out."""
    assert telling([], [Match("a:0", 0.8), Match("b:0", 0.8)]) == {"a:0", "b:0"}
