"""Understanding a text takes time in proportion to its length, whatever its shape."""

from __future__ import annotations

import pytest

from benchmarks.understand import LINE, endless_line, plan, seconds, text_of
from corpus.document import Text

FLOOR = 0.15  # seconds; a stage that is square in the longer text takes far longer
WORST = 9.0  # four times the text, and room for a busy machine; a square stage takes sixteen times


def enough(first: dict[str, float], second: dict[str, float]) -> list[str]:
    """The stages that took too long on four times the text."""
    return [stage for stage, taken in second.items() if taken > FLOOR and taken > WORST * first[stage]]


def best(text: Text) -> dict[str, float]:
    """Of each stage the quicker of two runs: the first may have had to wait for the memory of all the tests before."""
    first, second = seconds(text), seconds(text)
    return {stage: min(taken, second[stage]) for stage, taken in first.items()}


def of_words(words: str, size: int) -> Text:
    """One line of nothing but these words."""
    return text_of(["KẾ HOẠCH", words * (size // len(words))])


def test_one_endless_line_takes_linear_time() -> None:
    """No stage reads the rest of a line again and again."""
    assert enough(best(endless_line(30_000)), best(endless_line(120_000))) == []


def test_a_long_plan_takes_linear_time() -> None:
    """Four times the tasks take about four times as long."""
    assert enough(best(plan(300)), best(plan(1200))) == []


@pytest.mark.parametrize(
    "words", ["Sở Y tế báo cáo, ", "của Quốc hội. ", "(Ban hành kèm theo ", "KT. CHỦ TỊCH ", "“Trâu ", "Số: 12/QĐ-UBND ", "a | ", "- – "]
)
def test_a_line_of_repeated_words_takes_linear_time(words: str) -> None:
    """Organs, signatures, quotes and numbers without end."""
    assert enough(best(of_words(words, 8_000)), best(of_words(words, 32_000))) == []


def test_the_made_up_line_holds_what_it_should() -> None:
    """The benchmark reads orders and citations, no empty words."""
    assert "Giao Sở Y tế" in LINE
    assert "Kế hoạch số 12/KH-UBND" in LINE
