"""What is left out of a question to very many records: little of what tells, much of what costs, nothing where it matters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indices.embedded import EmbeddedIndex, faint
from indices.embedded.faint import telling
from indices.protocol import Filters, TextQuery
from tests.indices.contract import ids, record, towards

HELD = {"the": 900_000, "of": 800_000, "union": 200_000, "founding": 30_000, "clause": 400, "unheard": 0}
TERMS = tuple(("words", token, 1.0) for token in HELD)


def left(terms: tuple[faint.Term, ...]) -> set[str]:
    """The tokens that are searched of those asked for."""
    return {token for _, token, _ in telling(terms, lambda _, token: HELD[token], 1_000_000)}


def test_what_most_hold_is_left_out() -> None:
    """Both most frequent tokens; what no record holds is not looked for either."""
    assert left(TERMS) == {"union", "founding", "clause", "of"}


def test_a_question_that_looks_at_few_is_asked_whole() -> None:
    """Below PLENTY nothing is saved."""
    assert left(TERMS[1:]) == {"of", "union", "founding", "clause"}


def test_no_more_than_a_share_is_left_out() -> None:
    """A question of frequent words only keeps those that tell the most."""
    assert left((*TERMS[:2], ("words", "union", 0.001))) == {"the", "of"}


def test_a_light_field_is_left_out_before_a_heavy_one() -> None:
    """What counts is boost times idf for each record looked at."""
    terms = (*TERMS[3:], ("words", "of", 1.0), ("folded", "of", 0.1), ("folded", "the", 0.1))
    kept = telling(terms, lambda _, token: HELD[token], 1_000_000)
    assert ("words", "of", 1.0) in kept
    assert ("folded", "the", 0.1) not in kept


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedIndex:
    """Forty records that count as very many: nearly all hold «của», few «điện»."""
    monkeypatch.setattr(faint, "MANY", 10)
    monkeypatch.setattr(faint, "PLENTY", 10)
    held = EmbeddedIndex(tmp_path / "index")
    texts = ["điện tiết_kiệm của" if n < 4 else "công_văn" if n == 39 else "của" for n in range(40)]
    records = [replace(record(f"d{n}"), tokens={"words": text.split()}) for n, text in enumerate(texts)]
    held.put(records, np.concatenate([towards(1)] * 40))
    held.commit()
    return held


QUERY = TextQuery({"words": (("điện", "tiết_kiệm", "của"), 1.0)})


def test_the_best_stay_the_best(index: EmbeddedIndex) -> None:
    """Without the frequent token the records that hold the telling ones come, and only they."""
    assert set(ids(index.match(QUERY, limit=30))) == {f"d{n}:0" for n in range(4)}


def test_filters_and_demands_are_answered_in_full(index: EmbeddedIndex) -> None:
    """Where few records are allowed, each that holds any token is found."""
    assert len(index.match(QUERY, filters=Filters(document=("d20", "d39")), limit=30)) == 1
    demanded = TextQuery(QUERY.fields, must=((("words", "của"),),))
    assert len(index.match(demanded, limit=50)) == 39


def test_an_index_of_some_records_is_asked_in_full(index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below MANY nothing is left out."""
    monkeypatch.setattr(faint, "MANY", 1_000)
    assert len(index.match(QUERY, limit=50)) == 39
