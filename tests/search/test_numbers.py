"""Every way of typing every number of the samples, as `python -m search.evaluation.numbers` asks them."""

from __future__ import annotations

import pytest

from corpus import symbol
from search.evaluation.numbers import CITED, HELD, cases, forms, held_numbers, measured
from search.searcher import Searcher
from tests.search import library


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The samples in an index."""
    return library.searcher(tmp_path_factory.mktemp("library"))


def test_a_number_has_many_forms() -> None:
    """As written, without marks, with spaces, by type alone, glued, with OCR's letters."""
    number = symbol.parse("15/KH-LĐLĐ")
    assert number is not None
    typed = {form for form, _ in forms(number, "Kế hoạch")}
    assert {"15/KH-LĐLĐ", "15/kh-ldld", "15 kh ldld", "KH 15", "KH15", "kế hoạch 15", "ke hoach so 15", "I5/KH-LĐLĐ", "15-KH/LĐLĐ"} <= typed


def test_what_two_documents_may_be_meant_by_is_not_asked() -> None:
    """«KH 15» is two plans here, «15/KH-LĐLĐ» is one."""
    asked = {case.typed for case in cases(["15/KH-LĐLĐ", "15/KH-UBND"], [])}
    assert "15/KH-LĐLĐ" in asked
    assert "KH 15" not in asked


def test_every_form_brings_what_was_meant_first(searcher: Searcher) -> None:
    """One in nine of all cases: the document with the number, or where none has it a passage that cites it."""
    every = cases(*held_numbers(searcher))
    assert len([case for case in every if case.kind == HELD]) > 150
    report = measured(every[::9], searcher)
    assert report["wrong"] == []
    assert {kind: report[kind]["first"] for kind in (HELD, CITED)} == {HELD: 1, CITED: 1}  # type: ignore[index]
