"""The gold is read from small YAML files that refer to documents by line and quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.evaluation.gold import GoldDeadline, GoldDocument, gold, nearest
from tests.ingest.evaluation import tiny

OURS = Path(__file__).resolve().parents[2] / "gold"


def test_the_folder_is_the_split(tmp_path: Path) -> None:
    """dev/ and test/ are read apart or together."""
    tiny.gold(tmp_path)
    tiny.gold(tmp_path, split="test")
    assert [one.split for one in gold(tmp_path)] == ["dev", "test"]
    assert [one.split for one in gold(tmp_path, "test")] == ["test"]


def test_dates_and_numbers_may_be_lists(tmp_path: Path) -> None:
    """A list of numbers: each is right; YAML dates become text again."""
    one = tiny.gold(tmp_path)
    assert one.citations[2].symbols == (None, "1/2029/QH20")
    assert one.directives[0].deadlines == (GoldDeadline("trước ngày 15/10/2030", ("2030-10-15",), None),)


@pytest.mark.parametrize(("line", "found"), [(2, 2), (1, 2), (9, 4), (3, 2)])
def test_a_moved_quote_is_found_nearby(line: int, found: int) -> None:
    """A line that moved is found by its quote, the nearest one first."""
    assert nearest(line, "trâu", ["bò", "trâu già", "bê", "trâu non"]) == found


def test_a_lost_quote_is_nowhere() -> None:
    """No line with these words: None."""
    assert nearest(1, "ngựa", ["bò", "trâu"]) is None


@pytest.mark.parametrize("one", gold(OURS, "dev"), ids=lambda one: one.name)
def test_the_gold_is_well_formed(one: GoldDocument) -> None:
    """Kinds, forms, operators and recurrences of our gold are those of the README, and quotes stay short."""
    assert all(row.form in {"full", "short", "law", "named"} and row.mark in {"", "optional", "resolved"} for row in one.citations)
    quotes = [*(row.quote for row in one.citations), *(row.quote for row in one.directives)]
    assert all(len(quote.split()) <= 12 for quote in quotes)
    assert all(row.kind in {"task", "target", "report"} for row in one.directives)
    assert all(target.operator in {">=", "<=", ">", "<", "=", "~"} for row in one.directives for target in row.targets)
    assert len({row.line for row in one.directives}) == len(one.directives)
