"""The words of a text: letters, tokens and their places, words, and the fields of documents and queries."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus import text
from corpus.text import Token
from indices.protocol import TEXT_FIELDS

ROOT = Path(__file__).resolve().parents[2]
CASES: dict[str, list[Any]] = yaml.safe_load((ROOT / "tests" / "cases" / "tokens.yml").read_text(encoding="utf-8"))
SAMPLE = (
    "Kế hoạch số 53/KH-LĐLĐ ngày 05 tháng 01 năm 2021 😀 đạt 95,6%; 10.800 cuốn/kỳ, dịp 28/6 và 15/12/2021.\n"
    "ĐOÀN VIÊN uỷ quyền; Ủy ban nhân dân xã Hoà Bình, theo 02-NQ/TW (58 – KH/TU), 7c/NQ-TLĐ."
)


@pytest.mark.parametrize(("given", "expected"), CASES["mark_key"])
def test_mark_key_unifies_tone_placement(given: str, expected: str) -> None:
    """Both styles and misplaced marks give one key, as long as the text."""
    assert text.mark_key(given) == expected
    assert len(expected) == len(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (unicodedata.normalize("NFD", "Nghị quyết Đoàn"), "Nghị quyết Đoàn"),
        ("LÐLÐ ðoàn Ɖ", "LĐLĐ đoàn Đ"),
        ("công\u00a0đoàn\u200b cơ\u00ad sở\ufeff", "công đoàn cơ sở"),
        ("e\u200b\u0302\u0301", "ế"),
        ("58\u2011KH/TU", "58-KH/TU"),
        ("dòng một\ndòng\thai", "dòng một\ndòng\thai"),
    ],
)
def test_nfc_leaves_one_form_of_each_letter(given: str, expected: str) -> None:
    """NFD, look-alikes of Đ, hard spaces and invisible characters become what they look like; lines stay."""
    assert text.nfc(given) == expected
    assert text.nfc(expected) == expected


@pytest.mark.parametrize("given", [SAMPLE, "ĐÀ NẴNG İstanbul ß ﬁ ½ 🇻🇳 ệ", "".join(map(chr, range(0x20, 0x2000))), ""])
def test_fold_keeps_the_length(given: str) -> None:
    """Offsets in folded text are offsets in the text, whatever stands in it."""
    assert len(text.fold(given)) == len(given)


def test_fold_takes_every_vietnamese_letter_to_ascii() -> None:
    """All 134 marked letters, upper and lower, lose their marks."""
    letters = [base + mark for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for mark in "\u0300\u0301\u0303\u0309\u0323"]
    folded = text.fold(unicodedata.normalize("NFC", "".join(letters) + "Đđ"))
    assert folded.isascii()
    assert folded.islower()
    assert set(folded) == set("aeiouyd")


@pytest.mark.parametrize("cut", [text.syllables, text.words, text.folded, text.numbers])
def test_tokens_stand_where_they_say(cut: Callable[[str], list[Token]]) -> None:
    """Every span lies in the text and, folded, begins and ends with what the token begins and ends with."""
    found = cut(SAMPLE)
    assert found
    for token in found:
        covered = token.span.of(SAMPLE)
        assert covered == covered.strip() != ""
        if cut in (text.syllables, text.words):
            squeezed = text.mark_key(covered).replace(" – ", "-").replace(" ", "_")
            assert token.text == squeezed


def test_tokens_are_in_order_and_apart() -> None:
    """Syllables and words follow each other without overlap."""
    for found in (text.syllables(SAMPLE), text.words(SAMPLE)):
        assert all(one.span.end <= two.span.start for one, two in pairwise(found))


def test_nfd_text_gives_the_same_tokens_once_normalised() -> None:
    """What a Mac or a PDF gives in pieces is the same text after nfc."""
    assert text.words(text.nfc(unicodedata.normalize("NFD", SAMPLE))) == text.words(SAMPLE)
    assert text.query_tokens(unicodedata.normalize("NFD", SAMPLE)) == text.query_tokens(SAMPLE)


@pytest.mark.parametrize(("given", "token", "covered"), CASES["whole"])
def test_numbers_dates_and_symbols_are_one_token(given: str, token: str, covered: str) -> None:
    """No segmenter tears them: one token in syllables, in words and in folded."""
    for cut in (text.syllables, text.words):
        assert [(found.text, found.span.of(given)) for found in cut(given) if found.text == token] == [(token, covered)]
    assert text.fold(token) in [found.text for found in text.folded(given)]


@pytest.mark.parametrize(("given", "expected"), CASES["folded"])
def test_folded_has_what_one_may_type(given: str, expected: list[str]) -> None:
    """Plain letters; numbers also in other forms; symbols and dates also in parts."""
    assert set(expected) <= {token.text for token in text.folded(given)}


@pytest.mark.parametrize(("given", "expected"), CASES["words"])
def test_words(given: str, expected: list[str]) -> None:
    """Words are joined by "_", never across a sign or a line, whatever the case."""
    assert [token.text for token in text.words(given)] == text.segment_many([given])[0] == expected


@pytest.mark.parametrize(("query", "document", "fields"), CASES["meets"])
def test_what_is_typed_meets_what_is_written(query: str, document: str, fields: list[str]) -> None:
    """Queries and documents share tokens in these fields."""
    asked, held = text.query_tokens(query), text.document_tokens(document, title=document, symbol="")
    assert [name for name in fields if not set(asked[name]) & set(held[name])] == []


def test_fields_are_those_of_the_index() -> None:
    """Both analyses give exactly the fields of the index, and no token has white space in it."""
    held = text.document_tokens(SAMPLE, title="Thông báo", heading="I. MỤC TIÊU", symbol="409/TB-LĐLĐ")
    for tokens in (held, text.query_tokens(SAMPLE)):
        assert set(tokens) == set(TEXT_FIELDS)
        assert [token for found in tokens.values() for token in found if token.split() != [token]] == []
    assert {"409/tb-ldld", "53/kh-ldld"} <= set(held["numbers"])
    assert held["title"] == ["thông_báo", "thong", "bao"]


def test_empty_text_has_no_tokens() -> None:
    """Nothing, or only signs: every field is there and empty."""
    for given in ("", " \n ", "?!…—"):
        assert not any(text.document_tokens(given).values())
        assert not any(text.query_tokens(given).values())


def test_segmenter_agrees_with_pyvi() -> None:
    """Our reading of pyvi's model joins the same syllables as pyvi does on lower-case text."""
    from pyvi import ViTokenizer  # a second: only here

    for line in (
        "công đoàn cơ sở vận động đoàn viên tham gia bảo hiểm xã hội tự nguyện",
        "ban chấp hành đề nghị các đơn vị báo cáo kết quả trước kỳ họp tháng sau",
        "tổ chức tuyên truyền pháp luật lao động cho công nhân trong khu công nghiệp",
        "chăm lo đời sống vật chất và tinh thần của người lao động ở vùng sâu vùng xa",
    ):
        assert text.segment_many([line])[0] == ViTokenizer.tokenize(line).split()


def test_nothing_heavy_is_loaded() -> None:
    """Neither import nor use of corpus.text loads pyvi or scikit-learn; not even numpy."""
    code = (
        "import sys, corpus.text as t; t.document_tokens('công đoàn cơ sở 02-NQ/TW'); "
        "print([m for m in ('pyvi', 'sklearn', 'numpy', 'torch') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


@pytest.mark.parametrize("piece", ["a", "1", "1.", "1/", "Đ", "12/", "ngày ", "- ", "\n", "QĐ-", "/", "1-A/"])
def test_time_is_linear(piece: str) -> None:
    """No text makes the analysis slow: 60,000 repetitions in well under what quadratic work would take."""
    start = time.process_time()
    text.document_tokens(piece * 60_000)
    assert time.process_time() - start < 8
