"""Document numbers: one canonical spelling, found exactly in running text, and found again however they are typed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus import symbol

CASES: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parents[1] / "cases" / "symbols.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("raw", "expected", "system"), CASES["canonical"])
def test_every_way_of_writing_has_one_canonical_form(raw: str, expected: str, system: str) -> None:
    """Spaces, dashes, small letters, look-alikes and wrong separators are put right; the organ says which system it is."""
    found = symbol.parse(raw)
    assert found is not None
    assert (found.canonical, found.system, found.repaired) == (expected, system, False)


@pytest.mark.parametrize("expected", sorted({case[1] for case in CASES["canonical"]}))
def test_canonical_form_is_stable(expected: str) -> None:
    """The canonical form of a canonical form is itself."""
    assert symbol.canonical(expected) == expected


@pytest.mark.parametrize(("raw", "expected"), CASES["repaired"])
def test_slips_of_ocr_are_mended_and_flagged_in_a_field(raw: str, expected: str) -> None:
    """Letters that OCR puts for digits become digits again, and the value says so."""
    found = symbol.parse(raw)
    assert found is not None
    assert (found.canonical, found.repaired) == (expected, True)


@pytest.mark.parametrize("raw", CASES["not_a_number"])
def test_other_text_is_no_number(raw: str) -> None:
    """Dates, fractions, amounts and words are not taken for document numbers."""
    assert symbol.parse(raw) is None


def test_blank_number_keeps_its_code() -> None:
    """A number still to be filled in has type and organ, and no key to be found by."""
    found = symbol.parse("Số:      /KH-LĐLĐ")
    assert found is not None
    assert (found.number, found.type_code, found.organ, symbol.variants(found)) == ("", "KH", "LĐLĐ", ())


@pytest.mark.parametrize(("number", "expected"), CASES["types"])
def test_type_is_spelled_out_only_where_it_is_sure(number: str, expected: str | None) -> None:
    """Code and system give the type; where they leave a doubt there is none."""
    assert symbol.type_of(number) == expected


def test_ambiguous_party_code_names_both_types() -> None:
    """QĐ of the Party is a Quyết định or a Quy định."""
    assert symbol.types_of("144-QĐ/TW") == ("Quyết định", "Quy định")


@pytest.mark.parametrize(("text", "expected"), CASES["found"])
def test_numbers_are_found_in_running_text(text: str, expected: list[str]) -> None:
    """Exactly the numbers are found, each with the span of its own characters; false friends stay out."""
    found = symbol.find(text)
    assert [number.raw for number in found] == expected
    assert [number.span.of(text) for number in found if number.span] == expected


def test_blank_numbers_are_found_on_request_only() -> None:
    """A header may hold a number not yet filled in; running text is searched without those."""
    text = "LIÊN ĐOÀN LAO ĐỘNG\nSố:      /KH-LĐLĐ\nThực hiện Kế hoạch số 12/KH-TLĐ"
    assert [number.canonical for number in symbol.find(text, blanks=True)] == ["/KH-LĐLĐ", "12/KH-TLĐ"]
    assert [number.canonical for number in symbol.find(text)] == ["12/KH-TLĐ"]


@pytest.mark.parametrize(("number", "keys"), CASES["variants"])
def test_variants_hold_what_people_type(number: str, keys: list[str]) -> None:
    """The whole number comes first, then every shorter or run-together form, folded."""
    found = symbol.variants(number)
    assert set(keys) <= set(found)
    assert found[0] == keys[0]


@pytest.mark.parametrize(("query", "keys", "number"), CASES["typed"])
def test_typed_number_finds_the_document(query: str, keys: list[str], number: str) -> None:
    """What was typed gives keys that are among the variants of the document's number."""
    typed = [found.key for found in symbol.find_in_query(query)]
    assert typed == keys
    assert set(typed) <= set(symbol.variants(number))


@pytest.mark.parametrize(("query", "key", "number"), CASES["ambiguous"])
def test_what_may_mean_several_numbers_means_each_of_them(query: str, key: str, number: str) -> None:
    """An abbreviation of two organs, a công văn called by its type, a term of Quốc hội that was left out."""
    assert key in [found.key for found in symbol.find_in_query(query)]
    assert key in symbol.variants(number)


@pytest.mark.parametrize("query", CASES["not_typed"])
def test_years_dates_and_amounts_are_no_typed_numbers(query: str) -> None:
    """A query that names no document number gives no key."""
    assert symbol.find_in_query(query) == []


def test_typed_number_says_how_much_was_typed() -> None:
    """Full numbers, short ones and bare ones are told apart, with their place in the query."""
    query = "so sánh 02-NQ/TW với thông báo 409"
    found = symbol.find_in_query(query)
    assert [(number.kind, number.span.of(query)) for number in found] == [("full", "02-NQ/TW"), ("short", "thông báo 409")]


def test_a_number_said_in_words_is_spelled() -> None:
    """«Nghị quyết 02 của Bộ Chính trị» is 02-NQ/TW; what was said only in part is not."""
    said = {query: symbol.find_in_query(query)[0].spelled for query in ("nghị quyết 2 của bộ chính trị", "tb 409 ldld", "tb 409")}
    assert list(said.values()) == ["02-NQ/TW", "409/TB-LĐLĐ", None]


@pytest.mark.parametrize(("first", "second"), CASES["same"])
def test_spelling_does_not_make_another_number(first: str, second: str) -> None:
    """Leading zeros, case, lost marks and separators do not count."""
    assert symbol.same(first, second)


@pytest.mark.parametrize(("first", "second"), CASES["different"])
def test_other_number_year_or_organ_is_another_document(first: str, second: str) -> None:
    """Number, letter, year, type and organ all count."""
    assert not symbol.same(first, second)


@pytest.mark.parametrize("piece", ["1/A-", "12/QĐ-", "Số: ", "1 ", "A-", "9/2020/", "số ....", "12/QĐ-UBND ", "&", "1/a", "12 - "])
def test_finding_is_linear_in_the_length_of_the_text(piece: str) -> None:
    """A hostile text of 100,000 characters is read in a moment, and so is a query of 10,000."""
    started = time.process_time()
    symbol.find(piece * (100_000 // len(piece)), blanks=True)
    symbol.find_in_query(piece * (10_000 // len(piece)))
    assert time.process_time() - started < 5
