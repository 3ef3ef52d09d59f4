"""From a document's passages to the records of an index."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.document import Document, Found, Header, Line, Passage, Span, Text
from corpus.text import query_tokens
from indices.protocol import TEXT_FIELDS
from indices.record import NOTHING, counted, days, embedding_text, embedding_texts, packed, records, unpacked, year

WORDS = "Vận động 20 doanh nghiệp thành lập công đoàn cơ sở theo Kế hoạch số 53/KH-LĐLĐ."


def document(**fields: str) -> Document:
    """A document of one line, with these header fields."""
    header = Header(**{name: Found(value, None, 1.0) for name, value in fields.items()})  # type: ignore[arg-type]
    return Document(Text(WORDS, (Line(Span(0, len(WORDS))),), metadata={"title": "Tiêu đề trang"}), header)


PASSAGE = Passage(3, WORDS, Span(0, len(WORDS)), ("PHẦN I", "II. NHIỆM VỤ", "1. Phát triển đoàn viên"), page=2)


def test_record_carries_header_and_place() -> None:
    """Everything a result shows is in the record, and its tokens know title, headings and the document's number."""
    given = document(
        type="Thông báo", symbol="409/TB-LĐLĐ", issuer="LĐLĐ thành phố Hà Nội", issued="2021-12-15", subject="Nhiệm vụ năm 2022"
    )
    (made,) = records("x", given, [PASSAGE], source="a.pdf")
    assert (made.id, made.document, made.ordinal, made.page, made.source) == ("x:3", "x", 3, 2, "a.pdf")
    assert (made.type, made.symbol, made.issued, made.year) == ("Thông báo", "409/TB-LĐLĐ", "2021-12-15", 2021)
    assert (made.title, made.heading_path) == ("Nhiệm vụ năm 2022", PASSAGE.heading_path)
    assert WORDS[slice(*made.span)] == made.text
    assert {"thông_báo", "nhiệm_vụ", "thong", "bao"} <= set(made.tokens["title"])
    assert {"phát_triển", "đoàn_viên"} <= set(made.tokens["heading"])
    assert {"409/tb-ldld", "53/kh-ldld"} <= set(made.tokens["numbers"])


def test_unknown_fields_are_empty() -> None:
    """What the document does not say is ""; the title falls back on what the file declares."""
    (made,) = records("x", document(), [PASSAGE], source="")
    assert (made.type, made.symbol, made.issuer, made.issued, made.year) == ("", "", "", "", 0)
    assert made.title == "Tiêu đề trang"


def test_vector_is_made_from_title_inner_headings_and_words() -> None:
    """Only the two innermost headings, so that the model's window goes to the words."""
    (made,) = records("x", document(subject="Nhiệm vụ"), [PASSAGE], source="")
    assert embedding_text(made) == f"Nhiệm vụ\nII. NHIỆM VỤ\n1. Phát triển đoàn viên\n{WORDS}"
    assert embedding_text(replace(made, title="", heading_path=())) == WORDS
    assert embedding_texts(document(subject="Nhiệm vụ"), [PASSAGE]) == [embedding_text(made)]


@pytest.mark.parametrize(
    ("path", "read"),
    [
        (("Chương II ĐOÀN PHÍ", "Điều 9. Mức đóng"), "Điều 9. Mức đóng"),
        (("CHƯƠNG II", "ĐIỀU 9"), "ĐIỀU 9"),
        (("Điều 9. Mức đóng", "1. Công chức"), "Điều 9. Mức đóng\n1. Công chức"),
        (("I. CHỈ TIÊU", "Điều kiện"), "I. CHỈ TIÊU\nĐiều kiện"),
        (("Điều tra",), "Điều tra"),
        ((), ""),
    ],
)
def test_an_article_is_read_under_its_own_heading(path: tuple[str, ...], read: str) -> None:
    """The chapter above it is found by its words; what is no article keeps what it stands under."""
    (made,) = records("x", document(subject="Về đoàn phí"), [PASSAGE], source="")
    assert embedding_text(replace(made, heading_path=path)) == "\n".join(part for part in ("Về đoàn phí", read, WORDS) if part)


def test_no_field_is_empty() -> None:
    """A field without tokens has one that no question can have."""
    fields = counted({"words": ("công_đoàn", "xã"), "title": ()})
    assert fields["words"] == "công_đoàn xã"
    assert {fields[name] for name in TEXT_FIELDS if name != "words"} == {NOTHING}
    assert all(NOTHING not in tokens for tokens in query_tokens(f"{NOTHING} xã {NOTHING}xã").values())


@pytest.mark.parametrize(
    ("issued", "expected"),
    [("2021-12-15", (20211215, 20211215)), ("2022-11", (20221101, 20221131)), ("2022", (20220101, 20221231)), ("", (0, 0)), ("?", (0, 0))],
)
def test_days_an_iso_date_may_mean(issued: str, expected: tuple[int, int]) -> None:
    """A month without a day is all its days."""
    assert days(issued) == expected
    assert year(issued) == expected[0] // 10_000


def test_packed_record_comes_back() -> None:
    """All but the tokens survive the way to disk."""
    (made,) = records("x", document(subject="Nhiệm vụ"), [PASSAGE], source="a.pdf")
    assert unpacked(packed(made)) == replace(made, tokens={})
