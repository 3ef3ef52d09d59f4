"""Variants of a question keep its words: only marks go, or one word gets a slip."""

from __future__ import annotations

import random

from corpus import text
from indices.training.questions import unmarked, varied

QUESTION = "Đoàn viên nộp đoàn phí ở đâu?"


def test_unmarked_keeps_capitals_and_drops_every_mark() -> None:
    """đ is d."""
    assert unmarked(QUESTION) == "Doan vien nop doan phi o dau?"


def test_a_variant_differs_in_marks_or_by_one_letter() -> None:
    """Over many draws each kind occurs, and none changes more than it says."""
    drawn = {varied(QUESTION, random.Random(seed)) for seed in range(200)}
    assert unmarked(QUESTION) in drawn
    assert any(unmarked(QUESTION) != one != QUESTION and text.fold(one) == text.fold(QUESTION) for one in drawn)
    assert any(text.fold(one) != text.fold(QUESTION) for one in drawn)
    assert all(abs(len(one) - len(QUESTION)) <= 1 for one in drawn)


def test_a_variant_is_the_same_for_a_seed() -> None:
    """Training can be repeated."""
    assert varied(QUESTION, random.Random(3)) == varied(QUESTION, random.Random(3))


def test_a_question_without_words_stays() -> None:
    """There is nothing to misspell in a number."""
    assert all(varied("409/2", random.Random(seed)) == "409/2" for seed in range(20))
