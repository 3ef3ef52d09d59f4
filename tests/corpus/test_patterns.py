"""Patterns that the engine can scan for match what the slow way of writing them matches."""

from __future__ import annotations

import re

from corpus.patterns import at_word

TEXT = "Chậm nhất ngày 5, chậm nhất; nàychậm nhất, (đã xong), ĐÃ XONG, đãi, trước chậm"


def test_begins_at_a_word_in_any_case_and_tries_alternatives_of_one_letter_in_order() -> None:
    """As \\b with IGNORECASE would."""
    slow = re.compile(r"\b(?:chậm nhất|chậm|đã|trước)\b", re.IGNORECASE)
    quick = re.compile(at_word("chậm nhất", "chậm", "đã", "trước", then=r"\b"))
    assert [match.span() for match in quick.finditer(TEXT)] == [match.span() for match in slow.finditer(TEXT)]


def test_exact_keeps_to_the_letters_written() -> None:
    """Small letters are no capitals then."""
    assert [match[0] for match in re.finditer(at_word("đã", then=r"(?!\w)", exact=True), TEXT)] == ["đã"]
