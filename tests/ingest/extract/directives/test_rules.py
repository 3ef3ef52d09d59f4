"""The rules for directives, one YAML file of cases each: owners, deadlines, targets, zones of headings, lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import Block, Header, Reading, Text
from ingest.extract.directives import directives
from ingest.extract.directives.deadline import deadlines
from ingest.extract.directives.owner import assignment
from ingest.extract.directives.target import targets
from ingest.extract.directives.zone import of_heading
from ingest.normalise import normalise
from ingest.parse.outline import outline

CASES = Path(__file__).resolve().parents[3] / "cases" / "directives"


def cases(name: str) -> list[Any]:
    """The rows of one case file."""
    loaded: list[Any] = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return loaded


def text_of(*lines: str) -> Text:
    """A text with one block a line."""
    return normalise(Reading("txt", tuple(Block(line) for line in lines)))


def dated(value: Any) -> str | None:
    """YAML reads 2021-12-20 as a date."""
    return None if value is None else str(value)


@pytest.mark.parametrize(("words", "owners", "partners"), cases("owners"))
def test_owners_and_partners_are_those_the_words_charge(words: str, owners: list[str], partners: list[str]) -> None:
    """Who shall do it is named as written; who is only mentioned, may, or has done it, is not."""
    said = assignment(words, 0, len(words))
    named = () if said.duty == "past" else said.owners
    assert list(named) == owners
    if partners:
        assert list(said.partners) == partners


@pytest.mark.parametrize(("words", "issued", "expected"), cases("deadlines"))
def test_deadlines_have_their_last_day(words: str, issued: Any, expected: list[list[Any]]) -> None:
    """Words, last day, recurrence and base; dates of effect, of events and inside titles are no deadlines."""
    found = deadlines(words, 0, len(words), issued=dated(issued))
    assert [[one.text, one.date, one.recurrence, one.base] for one in found] == [
        [text, dated(date), recurrence, base] for text, date, recurrence, base in expected
    ]
    assert all(one.span.of(words) == one.text for one in found)


@pytest.mark.parametrize(("words", "expected"), cases("targets"))
def test_targets_have_operator_value_and_unit(words: str, expected: list[list[Any]]) -> None:
    """Figures to reach, blanks too; thresholds, names and counted documents are none."""
    found = targets(words, 0, len(words))
    assert [[one.operator, one.value, one.unit] for one in found] == expected
    assert all(one.span.of(words) == one.text for one in found)


@pytest.mark.parametrize(("heading", "zone"), cases("zones"))
def test_headings_name_the_zone_of_what_stands_under_them(heading: str, zone: str) -> None:
    """Results, purposes and standing duties hold no directives; goals, work and funding are read differently."""
    assert of_heading(heading) == zone


@pytest.mark.parametrize(("heading", "line", "kind"), cases("lines"))
def test_a_line_is_a_directive_by_its_words_and_its_place(heading: str, line: str, kind: str | None) -> None:
    """What the line says and where it stands decide whether it is a task, a target, a report or nothing."""
    text = text_of("KẾ HOẠCH", "Thực hiện nhiệm vụ năm 2022", f"I. {heading}", line)
    sections = outline(text, header=Header(), furniture=())
    found = directives(text, sections=sections)
    assert [one.kind for one in found] == ([] if kind is None else [kind])
