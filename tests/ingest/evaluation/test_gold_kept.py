"""What we keep as gold holds together, and a slip in it is told with its file and its line."""

from __future__ import annotations

import datetime
import json
import lzma
from pathlib import Path

import pytest

from ingest.evaluation.__main__ import main
from ingest.evaluation.agree import last_day, squeezed
from ingest.evaluation.gold import GoldDocument, Texts, gold, located
from tests.ingest.evaluation import tiny

OURS = Path(__file__).resolve().parents[2] / "gold"
SHARED = Path(__file__).resolve().parents[4] / "shared"
KEPT = gold(OURS)
RECURRENCES = {None, "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "per-term"}

every = pytest.mark.parametrize("one", KEPT, ids=lambda one: f"{one.split}-{one.name}")
with_texts = pytest.mark.skipif(not Texts(SHARED).present(), reason="the real documents are not beside the repository")


@pytest.fixture(scope="module")
def texts() -> Texts:
    """The real documents, read once."""
    return Texts(SHARED)


def test_no_document_is_in_both_splits() -> None:
    """What is only scored must not be known from what rules are written on."""
    sources = {split: {one.source for one in KEPT if one.split == split} for split in ("dev", "test")}
    assert sources["dev"]
    assert sources["test"]
    assert not sources["dev"] & sources["test"]


@every
def test_a_full_citation_quotes_its_number(one: GoldDocument) -> None:
    """The number stands in the quote, but for spaces, case and marks: a typing error in either shows."""
    wrong = [row.quote for row in one.citations if row.form == "full" and not _said(row.symbols, row.quote)]
    assert wrong == []


def _said(symbols: tuple[str | None, ...], quote: str) -> bool:
    return any(symbol and squeezed(symbol) in squeezed(quote) for symbol in symbols)


@every
def test_a_resolved_short_form_has_its_full_number_elsewhere(one: GoldDocument) -> None:
    """What this document defines it also cites in full."""
    full = {symbol for row in one.citations if row.form == "full" for symbol in row.symbols}
    assert [row.quote for row in one.citations if row.mark == "resolved" and not full & set(row.symbols)] == []


@every
def test_time_limits_are_dates_or_recurrences(one: GoldDocument) -> None:
    """Every date is a day of the calendar, every recurrence one that the program knows."""
    limits = [limit for row in one.directives for limit in row.deadlines]
    for date in (date for limit in limits for date in limit.dates if date is not None):
        datetime.date.fromisoformat(last_day(date))
    assert {limit.recurrence for limit in limits} <= RECURRENCES


@every
def test_rows_stand_within_the_annotated_lines_in_order(one: GoldDocument) -> None:
    """A row outside `lines` would never be found; rows out of order hide a row given twice."""
    for numbers in _numbers(one):
        assert numbers == sorted(numbers)
        assert all(one.lines[0] <= number <= one.lines[1] for number in numbers)


@with_texts
@every
def test_every_quote_stands_on_its_line(one: GoldDocument, texts: Texts) -> None:
    """No quote is lost, and none had to be looked for on another line."""
    text = texts.text(one)
    found, lost = located(one, text)
    assert lost == []
    assert _numbers(found) == _numbers(one)


def _numbers(one: GoldDocument) -> tuple[list[int], list[int]]:
    return [row.line for row in one.citations], [row.line for row in one.directives]


@with_texts
@every
def test_the_same_quote_is_not_given_more_often_than_it_stands(one: GoldDocument, texts: Texts) -> None:
    """Two entries with one quote on one line are two occurrences."""
    text = texts.text(one)
    given = [(row.line, row.quote) for row in one.citations]
    assert [key for key in set(given) if given.count(key) > text.line_text(text.lines[key[0] - 1]).count(key[1])] == []


def test_a_broken_quote_is_told_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A quote that no line holds is printed under the name of its gold file, with its line."""
    documents = tmp_path / "shared" / "documents"
    documents.mkdir(parents=True)
    with lzma.open(documents / "portal.jsonl.xz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"_id": "x1", "text": "\n".join(tiny.LINES)}, ensure_ascii=False) + "\n")
    tiny.gold(tmp_path / "gold", written=tiny.GOLD.replace('Nghị quyết 99"', 'Nghị quyết 98"'))
    assert main(["extraction", "--gold", str(tmp_path / "gold"), "--shared", str(tmp_path / "shared")]) == 0
    assert "Không còn thấy trong tiny: 2: Nghị quyết 98" in capsys.readouterr().out
