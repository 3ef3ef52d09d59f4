"""When two numbers, organs, days and figures mean the same."""

from __future__ import annotations

import pytest

from corpus.document import Deadline, Span, Target
from ingest.evaluation.agree import last_day, organ_key, same_deadline, same_number, same_target
from ingest.evaluation.gold import GoldDeadline, GoldTarget

NOWHERE = Span(0, 0)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("02-NQ/TW", "02-NQ/TW", True),
        ("2740/QĐ-BNN-KL", "2740/QĐ/BNN-KL", True),
        ("35-KH/TU", "36-KH/TU", False),
        (None, None, True),
        ("02", None, True),
        ("02-NQ/TW", None, False),
    ],
)
def test_numbers(first: str | None, second: str | None, same: bool) -> None:
    """Separators do not matter, digits do; a bare number says no more than none."""
    assert same_number(first, second) is same


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Các sở, ngành có liên quan", "sở, ngành"),
        ("Uỷ ban nhân dân tỉnh", "UBND tỉnh"),
        ("đồng chí Chủ tịch", "Chủ tịch"),
        ("Sở Nông nghiệp & PTNT", "Sở Nông nghiệp và PTNT"),
    ],
)
def test_same_organs(first: str, second: str) -> None:
    """«các», «có liên quan», abbreviations and tone marks do not make another organ."""
    assert organ_key(first) == organ_key(second)


@pytest.mark.parametrize(("first", "second"), [("Sở Tài chính", "Sở Y tế"), ("UBND tỉnh", "UBND huyện")])
def test_other_organs(first: str, second: str) -> None:
    """Another name is another organ."""
    assert organ_key(first) != organ_key(second)


@pytest.mark.parametrize(
    ("date", "last"), [("2022", "2022-12-31"), ("2022-11", "2022-11-30"), ("2024-02", "2024-02-29"), ("2022-11-05", "2022-11-05")]
)
def test_last_day(date: str, last: str) -> None:
    """A month or a year ends on its last day."""
    assert last_day(date) == last


def test_a_date_that_cannot_be_computed_agrees_with_none() -> None:
    """«trong thời hạn 30 ngày kể từ ngày ký»: null in the gold, no date found."""
    expected = GoldDeadline("trong thời hạn 30 ngày", (None,), None)
    assert same_deadline(expected, Deadline("trong thời hạn 30 ngày", NOWHERE))
    assert not same_deadline(expected, Deadline("trong thời hạn 30 ngày", NOWHERE, date="2022-01-01"))


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ((">=", 95.0, "%"), (">=", 95.0, "% hộ dân"), True),
        ((">=", 7.0, "tỷ đồng"), (">=", 7e9, "đồng"), True),
        (("=", None, "%"), ("=", None, "%"), True),
        (("=", None, "%"), ("=", 5.0, "%"), False),
        ((">=", 95.0, "%"), (">", 95.0, "%"), False),
        (("=", 3.0, "ha"), ("=", 3.0, "tấn"), False),
    ],
)
def test_targets(expected: tuple[str, float | None, str], found: tuple[str, float | None, str], same: bool) -> None:
    """Operator, value (blank stays blank) and unit; a unit may go on, «tỷ» is a thousand million."""
    assert same_target(GoldTarget(*expected), Target("", NOWHERE, *found)) is same
