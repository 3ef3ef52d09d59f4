"""Suggestions while typing, over the project's own samples."""

from __future__ import annotations

import time

import pytest

from indices.vocabulary import Named, Vocabulary
from search import suggest
from search.searcher import Searcher
from search.suggest import NUMBER, ORGAN, PHRASE, TITLE, Suggestions
from search.understand import Knowledge
from tests.search import library


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The samples in an index."""
    return library.searcher(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize(
    ("prefix", "text", "kind"),
    [
        ("215", "215/TB-LĐLĐ", NUMBER),
        ("215/tb", "215/TB-LĐLĐ", NUMBER),
        ("tb 21", "215/TB-LĐLĐ", NUMBER),
        ("thông báo số 21", "215/TB-LĐLĐ", NUMBER),
        ("thong bao 2", "215/TB-LĐLĐ", NUMBER),
        ("số 1286", "1286/QĐ-UBND", NUMBER),
        ("15-nq", "15-NQ/TU", NUMBER),
        ("liên đoàn lao động huyện", "Liên đoàn Lao động huyện Bến Tràm", ORGAN),
        ("tinh uy", "Tỉnh ủy Sông Ngàn", ORGAN),
        ("tổ chức đại hội", "Tổ chức đại hội công đoàn cơ sở, nhiệm kỳ 2023 - 2028", TITLE),
        ("suc khoe nguoi lao", "bảo đảm sức khỏe người lao động trong đợt nắng nóng", TITLE),
    ],
)
def test_what_is_typed_is_completed(searcher: Searcher, prefix: str, text: str, kind: str) -> None:
    """Numbers in any form, organs and titles with or without marks."""
    assert (text, kind) in [(one.text, one.kind) for one in searcher.suggest(prefix)]


def test_phrases_complete_the_last_words(searcher: Searcher) -> None:
    """What stands before them stays."""
    found = [one.text for one in searcher.suggest("thông báo về công đoàn cơ") if one.kind == PHRASE]
    assert found
    assert all(each.startswith("thông báo về công đoàn cơ") for each in found)


def test_marks_that_were_typed_must_agree(searcher: Searcher) -> None:
    """«đoán» completes nothing that says «đoàn»."""
    assert searcher.suggest("công đoán") == ()
    assert searcher.suggest("công đoàn")


@pytest.mark.parametrize("prefix", ["", " ", "?", "🙂", "q" * 500, "\\", "%"])
def test_nothing_to_complete_suggests_nothing(searcher: Searcher, prefix: str) -> None:
    """No failure, no suggestion."""
    assert searcher.suggest(prefix) == ()


def test_at_most_as_many_as_asked_for_and_none_twice(searcher: Searcher) -> None:
    """A suggestion stands once."""
    found = searcher.suggest("c", 3) + searcher.suggest("công", 3)
    assert len(found) <= 6
    every = searcher.suggest("công", 20)
    assert len({(one.text, one.kind) for one in every}) == len(every)


def test_suggestions_are_quick(searcher: Searcher) -> None:
    """Once warm, a key costs less than ten milliseconds of the processor (the fastest of three, the machine may be busy)."""
    searcher.suggest("công")
    times = []
    for _ in range(3):
        start = time.thread_time()
        searcher.suggest("công đoàn")
        times.append(time.thread_time() - start)
    assert min(times) < 0.01


def named(*numbers: str) -> Knowledge:
    """A state of an index with documents of these numbers."""
    return Knowledge(Vocabulary(documents=tuple(Named(number, number, "Thông báo", "", "2024-01-01", "") for number in numbers)))


def test_a_new_state_of_few_documents_is_seen_at_once() -> None:
    """One suggester for one state."""
    suggestions, before, after = Suggestions(), named("1/TB-LĐLĐ"), named("1/TB-LĐLĐ", "2/TB-LĐLĐ")
    assert suggestions.of(before) is suggestions.of(before)
    assert suggestions.of(before).suggest("2") == ()
    assert [one.text for one in suggestions.of(after).suggest("2")] == ["2/TB-LĐLĐ"]


def test_nobody_waits_for_a_new_state_of_many_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """The older suggester answers until the newer one is ready."""
    monkeypatch.setattr(suggest, "FEW", 0)
    suggestions, before, after = Suggestions(), named("1/TB-LĐLĐ"), named("1/TB-LĐLĐ", "2/TB-LĐLĐ")
    first = suggestions.of(before)
    assert suggestions.of(after) is first
    end = time.monotonic() + 60
    while suggestions.of(after) is first and time.monotonic() < end:
        time.sleep(0.01)
    assert [one.text for one in suggestions.of(after).suggest("2")] == ["2/TB-LĐLĐ"]
