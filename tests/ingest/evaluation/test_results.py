"""Tables, lists of errors, stored results, and gains and losses."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.evaluation.extraction import Outcome
from ingest.evaluation.results import Results, compared, load, render, save, value


def outcome(line: int, verdict: str, measure: str = "line", split: str = "dev") -> Outcome:
    """A judgement on an invented document."""
    return Outcome(f"tiny-{split}", split, measure, line, f"dòng {line}", verdict)


def results(*outcomes: Outcome) -> Results:
    """A run with these judgements."""
    return Results({one.document: one.split for one in outcomes}, outcomes)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["right", "right"], 1.0),
        (["right", "missed"], 2 / 3),
        (["right", "extra"], 2 / 3),
        (["right", "wrong"], 1 / 2),
        (["missed"], 0.0),
        ([], None),
    ],
)
def test_f1(verdicts: list[str], expected: float | None) -> None:
    """F1 of right, missed and extra; what is wrong is missed and extra at once."""
    found = value("line", [outcome(1, verdict) for verdict in verdicts])
    assert found == (None if expected is None else pytest.approx(expected))


def test_links_are_a_share_of_wrong_ones() -> None:
    """One wrong link in four: 0.25."""
    assert value("link", [outcome(line, "wrong" if line == 1 else "right", "link") for line in range(1, 5)]) == 0.25


def test_results_are_stored_and_read_again(tmp_path: Path) -> None:
    """What --json writes is what --against reads."""
    run = results(outcome(1, "right"), outcome(2, "missed"))
    save(run, tmp_path / "results.json")
    assert load(tmp_path / "results.json") == run


def test_gains_and_losses_are_printed_item_by_item() -> None:
    """A fault that is gone is a gain, a new one a loss, and the numbers are given where they moved."""
    report = compared(results(outcome(1, "missed"), outcome(2, "right")), results(outcome(1, "right"), outcome(2, "missed")))
    assert "được 1, mất 1" in report
    assert "+ tiny-dev:1" in report
    assert "- tiny-dev:2" in report


def test_nothing_changed_is_said() -> None:
    """Two equal runs: no gain, no loss."""
    run = results(outcome(1, "missed"))
    assert "được 0, mất 0" in compared(run, run)


def test_errors_of_the_test_split_stay_closed() -> None:
    """Rules are not written on the test split: its numbers are shown, its errors only when asked for."""
    run = results(outcome(1, "missed"), outcome(7, "missed", split="test"))
    assert "tiny-test:7" not in render(run)
    assert "tiny-dev:1" in render(run)
    assert "tiny-test:7" in render(run, open_test=True)
    assert "tiny-test:7" not in compared(run, results(outcome(7, "right", split="test")))


def test_the_number_of_errors_is_chosen() -> None:
    """--errors 1 shows the worst one only; 0 none."""
    run = results(outcome(1, "missed"), outcome(2, "missed"))
    assert render(run, errors=1).count("- tiny-dev") == 1
    assert "Lỗi nặng nhất" not in render(run, errors=0)
