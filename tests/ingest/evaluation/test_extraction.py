"""The scorer of citations and directives counts what is right, wrong, left out and too much."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.document import Document
from ingest.evaluation.extraction import Outcome, score
from ingest.evaluation.results import value
from tests.ingest.evaluation import tiny


def faults(folder: Path, read: Document, written: str = tiny.GOLD) -> list[tuple[str, int, str]]:
    """(measure, line, verdict) of every judgement that is not right."""
    outcomes, _ = score(tiny.gold(folder, written=written), read)
    return [(one.measure, one.line, one.verdict) for one in outcomes if one.verdict != "right"]


def judged(folder: Path, read: Document) -> list[Outcome]:
    """All judgements."""
    return score(tiny.gold(folder), read)[0]


def test_everything_right_scores_one(tmp_path: Path) -> None:
    """A program that finds exactly the gold has no fault and F1 = 1, and no wrong link."""
    outcomes = judged(tmp_path, tiny.read())
    assert all(one.verdict == "right" for one in outcomes)
    measures = ("citation", "line", "owner", "partner", "deadline", "target", "clause")
    assert [value(measure, outcomes) for measure in measures] == [1.0] * 7
    assert value("link", outcomes) == 0.0


def test_nothing_found_scores_zero(tmp_path: Path) -> None:
    """Everything left out: each citation and line is missed, and so are the deadlines and targets of missed lines."""
    outcomes = judged(tmp_path, tiny.read((), ()))
    assert [value(measure, outcomes) for measure in ("citation", "line", "deadline", "target")] == [0.0] * 4


def test_a_wrong_number_is_wrong(tmp_path: Path) -> None:
    """The canonical number must be exact, separators and case aside."""
    wrong = replace(tiny.CITATIONS[0], symbol="98-NQ/TU")
    assert faults(tmp_path, tiny.read((wrong, *tiny.CITATIONS[1:]))) == [("citation", 1, "wrong")]


def test_a_damaged_separator_is_the_same_number(tmp_path: Path) -> None:
    """99/NQ-TU is 99-NQ/TU, written wrongly."""
    damaged = replace(tiny.CITATIONS[0], symbol="99/NQ-TU")
    assert faults(tmp_path, tiny.read((damaged, *tiny.CITATIONS[1:]))) == []


def test_a_short_form_linked_to_another_document_is_a_wrong_link(tmp_path: Path) -> None:
    """«Nghị quyết 99» said to be 12-NQ/TU is a wrong citation and a wrong link."""
    wrong = replace(tiny.CITATIONS[1], symbol="12-NQ/TU")
    found = faults(tmp_path, tiny.read((tiny.CITATIONS[0], wrong, tiny.CITATIONS[2])))
    assert found == [("citation", 2, "wrong"), ("link", 2, "wrong")]


def test_an_unlinked_short_form_is_no_wrong_link(tmp_path: Path) -> None:
    """A short form left without a number lacks its link, but does not lead anyone astray."""
    open_ = replace(tiny.CITATIONS[1], symbol=None)
    found = faults(tmp_path, tiny.read((tiny.CITATIONS[0], open_, tiny.CITATIONS[2])))
    assert found == [("citation", 2, "wrong")]


def test_a_citation_too_many_is_extra(tmp_path: Path) -> None:
    """What the gold does not have counts against precision; the document itself («Nghị quyết này») does not."""
    extra = tiny.cite("Ủy ban", "1/UB")
    assert faults(tmp_path, tiny.read((*tiny.CITATIONS, extra))) == [("citation", 2, "extra")]


def test_optional_citations_count_neither_way(tmp_path: Path) -> None:
    """Marked optional, a mention may be found or left out."""
    written = tiny.GOLD.replace("khoản 2 Điều 5, law]", "khoản 2 Điều 5, law, optional]")
    assert faults(tmp_path, tiny.read(), written) == []
    assert faults(tmp_path, tiny.read(tiny.CITATIONS[:2]), written) == []


def test_a_line_that_orders_nothing_is_extra(tmp_path: Path) -> None:
    """An assessment of the past found as a directive counts against precision."""
    assert faults(tmp_path, tiny.read(directives=(*tiny.DIRECTIVES, tiny.order(6)))) == [("line", 6, "extra")]


def test_an_optional_line_counts_neither_way(tmp_path: Path) -> None:
    """Nothing of an optional line is judged, not even its owners."""
    written = tiny.GOLD.replace("kind: report,", "optional: true, kind: report,")
    assert faults(tmp_path, tiny.read(directives=tiny.DIRECTIVES[:2]), written) == []
    assert faults(tmp_path, tiny.read(), written) == []


def test_owners_must_be_exact(tmp_path: Path) -> None:
    """Another organ is one too many and one too few; case, marks and «các» do not matter."""
    wrong = replace(tiny.DIRECTIVES[0], owners=("Sở Đồng cỏ",))
    found = faults(tmp_path, tiny.read(directives=(wrong, *tiny.DIRECTIVES[1:])))
    assert found == [("owner", 3, "missed"), ("owner", 3, "extra")]


def test_either_name_and_optional_owners_are_right(tmp_path: Path) -> None:
    """«A|B» accepts both names, optional_owners may be given too."""
    written = tiny.GOLD.replace('owners: ["Sở Trâu bò"]', 'owners: ["Sở TB|Sở Trâu bò"]\n  optional_owners: ["Ủy ban"]')
    both = replace(tiny.DIRECTIVES[0], owners=("Sở Trâu bò", "Ủy ban"))
    assert faults(tmp_path, tiny.read(directives=(both, *tiny.DIRECTIVES[1:])), written) == []


def test_inherited_owners_count_where_a_line_names_nobody(tmp_path: Path) -> None:
    """The organ of the lead-in is asked for as if the line named it."""
    written = tiny.GOLD.replace("kind: target,", 'kind: target, inherited_owners: ["Ủy ban"],')
    assert faults(tmp_path, tiny.read(), written) == [("owner", 4, "missed")]
    inherited = replace(tiny.DIRECTIVES[1], inherited_owners=("Ủy ban",))
    assert faults(tmp_path, tiny.read(directives=(tiny.DIRECTIVES[0], inherited, tiny.DIRECTIVES[2])), written) == []


def test_a_deadline_is_right_only_on_the_day(tmp_path: Path) -> None:
    """One day off is one too many and one too few."""
    late = replace(tiny.DIRECTIVES[0], deadlines=(tiny.until("trước ngày 15/10/2030", "2030-10-16"),))
    found = faults(tmp_path, tiny.read(directives=(late, *tiny.DIRECTIVES[1:])))
    assert found == [("deadline", 3, "missed"), ("deadline", 3, "extra")]


def test_a_recurrence_must_agree_where_there_is_no_date(tmp_path: Path) -> None:
    """«hằng quý» read as monthly is wrong."""
    monthly = replace(tiny.DIRECTIVES[2], deadlines=(tiny.until("hằng quý", None, "monthly"),))
    found = faults(tmp_path, tiny.read(directives=(*tiny.DIRECTIVES[:2], monthly)))
    assert found == [("deadline", 5, "missed"), ("deadline", 5, "extra")]


def test_a_target_needs_operator_and_value(tmp_path: Path) -> None:
    """95 % is not «at least 95 %»; a longer unit is the same unit."""
    target = tiny.DIRECTIVES[1].targets[0]
    loose = replace(tiny.DIRECTIVES[1], targets=(replace(target, operator="="),))
    found = faults(tmp_path, tiny.read(directives=(tiny.DIRECTIVES[0], loose, tiny.DIRECTIVES[2])))
    assert found == [("target", 4, "missed"), ("target", 4, "extra")]


def test_only_annotated_lines_are_judged(tmp_path: Path) -> None:
    """With `lines: [1, 5]` what is found on line 6 is not looked at."""
    written = tiny.GOLD.replace("citations:", "lines: [1, 5]\ncitations:")
    assert faults(tmp_path, tiny.read(directives=(*tiny.DIRECTIVES, tiny.order(6))), written) == []


def test_a_quote_that_is_gone_is_reported(tmp_path: Path) -> None:
    """Gold that no longer fits its text is said so, not silently dropped."""
    outcomes, lost = score(tiny.gold(tmp_path, written=tiny.GOLD.replace("2. Phấn đấu", "2. Cố gắng")), tiny.read())
    assert lost == ["4: 2. Cố gắng"]
    assert ("line", 4, "extra") in [(one.measure, one.line, one.verdict) for one in outcomes]
