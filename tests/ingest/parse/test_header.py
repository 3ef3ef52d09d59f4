"""What a document says of itself, in every layout that extractors leave it in."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml

from corpus.document import Block, Header, Reading, Text
from ingest.evaluation.__main__ import main
from ingest.evaluation.headers import agree, token_f1
from ingest.normalise import normalise
from ingest.parse.furniture import furniture
from ingest.parse.header import header

CASES = Path(__file__).resolve().parents[2] / "cases" / "headers"


def _text(words: str, **metadata: str) -> Text:
    return normalise(Reading("txt", tuple(Block(line) for line in words.split("\n")), metadata=metadata))


def _read(words: str, **metadata: str) -> Header:
    text = _text(words, **metadata)
    return header(text, furniture=furniture(text))


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            found.append(pytest.param(case["text"], case["expected"], id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("words", "expected"), _cases())
def test_header_says_what_the_text_says(words: str, expected: dict[str, Any]) -> None:
    """Every field of the case is read as written there; null where the text does not say."""
    read = _read(words)
    values = {field: found.value if (found := getattr(read, field)) else None for field in expected}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()} == expected


@pytest.mark.parametrize(("words", "expected"), _cases())
def test_every_span_covers_its_value(words: str, expected: dict[str, Any]) -> None:
    """All words of subject, signer, title and place stand under their span, in order (a column beside them may stand between)."""
    text = _text(words)
    read = header(text, furniture=furniture(text))
    for field in ("subject", "signer", "signer_title", "place", "author", "secrecy", "urgency"):
        found = getattr(read, field)
        if found is not None:
            under = iter(found.span.of(text.text).split())
            assert all(word in under for word in found.value.split())


@pytest.mark.parametrize("words", ["", "\n\n", "***", "| | |", "Số:", "ngày tháng năm", "KẾ HOẠCH", "Nơi nhận:", "TM. BAN THƯỜNG VỤ"])
def test_scraps_of_a_document_do_not_break_reading(words: str) -> None:
    """Empty texts and lone header words give a header without number and signer."""
    read = _read(words)
    assert (read.symbol, read.signer) == (None, None)


def test_declared_metadata_serves_an_article_without_marks() -> None:
    """Title, author, day and site's name that the page declares are taken, without a span."""
    page = "Gặp mặt đầu xuân\n" + "Sáng mồng sáu, đoàn viên công đoàn gặp mặt đầu xuân tại nhà văn hóa. " * 3
    read = _read(page, title="Gặp mặt đầu xuân", author="Tố Nga", date="2024-02-15T08:00:00", sitename="Báo Bình Sơn")
    assert read.issued and read.author and read.newspaper and read.subject
    assert (read.issued.value, read.author.value, read.newspaper.value) == ("2024-02-15", "Tố Nga", "Báo Bình Sơn")
    assert read.author.span is None and read.subject.span is not None


def test_a_declared_title_that_the_page_does_not_show_yields_to_the_line_over_the_date() -> None:
    """Old sites declare their own name as the title of every page."""
    page = "Gặp mặt đầu xuân ở nhà văn hóa\nThứ ba, 13/2/2024\n" + "Sáng mồng sáu, đoàn viên gặp mặt đầu xuân tại nhà văn hóa. " * 3
    read = _read(page, title="Cổng thông tin công đoàn Bình Sơn")
    assert read.subject and read.subject.value == "Gặp mặt đầu xuân ở nhà văn hóa"


def test_reading_is_linear_in_a_hostile_text() -> None:
    """Long runs of what patterns look for (numbers, dashes, capitals, anchors) take no more than their share of time."""
    hostile = "\n".join(["Số: " + "1/" * 4000, "A " * 8000, "- " * 8000, "ngày " * 4000, "TM. BAN " * 2000, "Nơi nhận: " * 500] * 4)
    text = _text(hostile)
    begin = process_time()
    header(text, furniture=furniture(text))
    assert process_time() - begin < 2


def test_measure_runs_on_labelled_records_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`headers FILE` prints the table and every difference, and leaves records without labels out."""
    labels = {"number": "5/TB-CĐX", "issued": None, "doc_type": "Thông báo", "issuer": "UBND XÃ HÒA AN", "title": "Lịch trực Tết"}
    words = "CÔNG ĐOÀN XÃ HÒA AN\nSố: 5/TB-CĐX\nTHÔNG BÁO\nLịch trực Tết\nCăn cứ Điều lệ;"
    with lzma.open(tmp_path / "records.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"_id": "a", "text": words, "labels": labels}) + "\n" + json.dumps({"_id": "b", "text": words}) + "\n")
    assert main(["headers", str(tmp_path / "records.jsonl.xz")]) == 0
    printed = capsys.readouterr().out
    assert "1 văn bản" in printed and "| number | 1 | 1 |" in printed and "Sai khác (1)" in printed and "a issuer" in printed


def test_measure_without_records_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file is a clear message and exit status 2, not a traceback."""
    assert main(["headers", str(tmp_path / "none.jsonl.xz")]) == 2
    assert "Không thấy tệp" in capsys.readouterr().err


def test_issuer_agrees_when_one_contains_the_other() -> None:
    """The measure forgives an issuer cut short by the portal, but not another organ."""
    assert agree("issuer", "BỘ KHOA HỌC VÀ", "Bộ Khoa học và Công nghệ")
    assert not agree("issuer", "BỘ CÔNG AN", "Bộ Công Thương")


def test_title_measure_counts_repeated_words() -> None:
    """Token F1 is 1 for the same words in any case and falls with every missing or extra word."""
    assert token_f1("Về việc họp", "VỀ VIỆC HỌP") == 1
    assert token_f1("a b c d", "a b") == pytest.approx(2 * 2 / 6)
