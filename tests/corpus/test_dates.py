"""Dates, periods, recurrences and terms: what is written becomes a value with the exact span of its words."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus import dates

CASES: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parents[1] / "cases" / "dates.yml").read_text(encoding="utf-8"))


def _iso(value: Any) -> Any:
    """YAML reads 2021-12-15 as a date; the cases mean the string."""
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize(("text", "values"), CASES["dates"])
def test_dates_are_read_as_iso_values(text: str, values: list[Any]) -> None:
    """Every form and every usual slip gives its ISO value; impossible dates give none."""
    found = dates.find(text)
    assert [date.value for date in found] == [_iso(value) for value in values]
    assert all(date.span.of(text) == date.text for date in found)


@pytest.mark.parametrize(("text", "values"), CASES["yearless"])
def test_dates_without_a_year_are_found_on_request(text: str, values: list[Any]) -> None:
    """A day and month count as a date only after a word that says so."""
    found = dates.find(text, yearless=True)
    assert [date.value for date in found] == [_iso(value) for value in values]
    assert all(date.span.of(text) == date.text for date in found)


@pytest.mark.parametrize(("value", "issued", "future", "expected"), CASES["resolved"])
def test_missing_year_comes_from_the_date_of_issue(value: Any, issued: Any, future: bool, expected: Any) -> None:
    """The document's year, or the next one for a deadline in a month already past."""
    assert dates.resolve(_iso(value), _iso(issued), future=future) == _iso(expected)


def test_span_takes_in_the_word_for_day() -> None:
    """The words of a date begin with "ngày" where it is written."""
    text = "Kế hoạch số 53/KH-LĐLĐ, ngày 19/08/2019 của LĐLĐ tỉnh"
    assert [date.text for date in dates.find(text)] == ["ngày 19/08/2019"]


@pytest.mark.parametrize(
    ("raw", "expected"), [("ngày 15 tháng 12 năm 2021", "2021-12-15"), ("15/12/2021", "2021-12-15"), ("hôm nay", None)]
)
def test_field_is_parsed_to_its_date(raw: str, expected: str | None) -> None:
    """A field gives the one date it holds."""
    assert dates.parse(raw) == expected


@pytest.mark.parametrize(("text", "start", "end", "kind"), CASES["periods"])
def test_periods_have_first_and_last_day(text: str, start: Any, end: Any, kind: str) -> None:
    """Quarters, halves, terms, stages, school years and ranges give both their days."""
    (found,) = dates.find_periods(text)
    assert (found.start, found.end, found.kind) == (_iso(start), _iso(end), kind)
    assert found.span.of(text) == found.text


@pytest.mark.parametrize("text", CASES["no_period"])
def test_ranges_of_numbers_are_no_periods(text: str) -> None:
    """Numbers that only look like days, quarters or years are left alone."""
    assert dates.find_periods(text) == []


def test_periods_take_their_year_from_the_date_of_issue() -> None:
    """A period past at the time of issue lies in the next year; one over new year begins the year before it ends."""
    found = dates.find_periods("quý I; quý IV; từ ngày 01 tháng 10 đến ngày 30 tháng 9", issued="2021-11-02")
    assert [(period.start, period.end) for period in found] == [
        ("2022-01-01", "2022-03-31"),
        ("2021-10-01", "2021-12-31"),
        ("2021-10-01", "2022-09-30"),
    ]


@pytest.mark.parametrize(("text", "expected"), CASES["recurrences"])
def test_recurrences_say_how_often(text: str, expected: list[list[str]]) -> None:
    """Each recurrence of a list is found with its own words."""
    found = dates.find_recurrences(text)
    assert [[recurrence.value, recurrence.text] for recurrence in found] == expected
    assert all(recurrence.span.of(text) == recurrence.text for recurrence in found)


@pytest.mark.parametrize(("text", "amount", "unit", "base"), CASES["terms"])
def test_terms_keep_what_they_are_counted_from(text: str, amount: int, unit: str, base: str | None) -> None:
    """A time counted from an event is not turned into a date: its base is kept as written."""
    (found,) = dates.find_terms(text)
    assert (found.amount, found.unit, found.base) == (amount, unit, base)
    assert found.span.of(text) == found.text


@pytest.mark.parametrize(
    "piece", ["ngày ", "1/1/", "ngày 1 tháng ", "từ ngày 1 ", "quý I ", "hàng tháng, ", "năm 2020 - ", "....", "sau 10 ngày kể từ ngày "]
)
def test_reading_is_linear_in_the_length_of_the_text(piece: str) -> None:
    """A hostile text of 100,000 characters is read in a moment."""
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    for reader in (dates.find, dates.find_periods, dates.find_recurrences, dates.find_terms):
        reader(text)
    assert time.process_time() - started < 5
