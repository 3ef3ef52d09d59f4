"""Giỏ trích dẫn: put in, taken out, shared by address, and written as a block of bases."""

from __future__ import annotations

import io

import pytest
from docx import Document
from flask.testing import FlaskClient

from tests.webapp.conftest import PLAN, Site

URL = "/gio-trich-dan"
BASES = (
    "Căn cứ Kế hoạch số 27/KH-UBND ngày 18 tháng 9 năm 2023 của Ủy ban nhân dân tỉnh Bình An về Trồng cây xanh quanh trường học;",
    "Căn cứ Thông báo số 15/TB-LĐLĐ ngày 05 tháng 3 năm 2024 của Liên đoàn Lao động tỉnh Bình An về việc tổ chức tháng công nhân năm 2024.",
)


@pytest.fixture
def plan(site: Site) -> str:
    """The id of the plan."""
    return site.put("ke-hoach.txt", PLAN)


@pytest.fixture
def clause(client: FlaskClient, notice: str) -> str:
    """The key of a clause of the notice."""
    text = client.get(f"/api/v1/documents/{notice}").get_json()["text"]
    start = text.index("Mỗi công đoàn cơ sở")
    return f"{notice}.{start}-{text.index('.', start) + 1}"


def put(client: FlaskClient, *keys: str) -> None:
    """Put things into the basket of this browser."""
    for key in keys:
        assert client.post(URL, data={"them": key}).status_code == 303


def test_bases_are_written_as_the_decree_wants_them(client: FlaskClient, notice: str, plan: str) -> None:
    """One line a document, dates spelled out, semicolons and a full stop at the end."""
    put(client, notice, plan)
    page = client.get(URL).text
    for line in BASES:
        assert f"<i>{line}</i>" in page


def test_clause_is_quoted_with_its_source(client: FlaskClient, clause: str) -> None:
    """The words of the text, the document and the heading they stand under; its document is a basis too."""
    put(client, clause)
    page = client.get(URL).text
    assert "Mỗi công đoàn cơ sở vận động ít nhất ba đoàn viên mới" in page
    assert "II. NHIỆM VỤ</a></figcaption>" in page
    assert "Căn cứ Thông báo số 15/TB-LĐLĐ" in page


def test_things_are_put_in_and_taken_out(client: FlaskClient, notice: str, clause: str) -> None:
    """Twice the same is once; the button of the document says what is inside; all can go at once."""
    put(client, notice, notice, clause)
    assert '<b class="count">2</b>' in client.get("/").text
    assert "Đã trong giỏ" in client.get(f"/van-ban/{notice}").text
    client.post(URL, data={"bo": notice})
    assert "Thêm vào giỏ" in client.get(f"/van-ban/{notice}").text
    client.post(URL, data={"xoa": "1"})
    assert "Giỏ còn trống" in client.get(URL).text


def test_basket_comes_back_to_where_it_was_asked_from(client: FlaskClient, notice: str) -> None:
    """Only to pages of ours."""
    assert client.post(URL, data={"them": notice, "ve": f"/van-ban/{notice}?q=a#d3"}).location == f"/van-ban/{notice}?q=a#d3"
    for foreign in ("//evil.example", "https://evil.example", "/\\evil.example", ""):
        assert client.post(URL, data={"them": notice, "ve": foreign}).location == URL


def test_basket_is_shared_by_its_address(site: Site, client: FlaskClient, notice: str, clause: str) -> None:
    """A colleague sees the same and cannot change it; their own basket stays as it is."""
    put(client, notice)
    other = site.app.test_client()
    page = other.get(f"{URL}?m={notice}&m={clause}&m=khong-co").text
    assert "Mỗi công đoàn cơ sở" in page
    assert "Bỏ khỏi giỏ" not in page
    assert "Giỏ còn trống" in other.get(URL).text


def test_basket_is_saved_as_word_and_text(client: FlaskClient, notice: str, plan: str, clause: str) -> None:
    """The bases in italics, the clause in quotation marks with its source."""
    put(client, notice, plan, clause)
    paragraphs = Document(io.BytesIO(client.get(f"{URL}/gio-trich-dan.docx").data)).paragraphs
    assert tuple(each.text for each in paragraphs[:2]) == BASES
    assert paragraphs[0].runs[0].italic
    assert paragraphs[2].text.startswith("“Mỗi công đoàn cơ sở")
    text = client.get(f"{URL}/gio-trich-dan.txt").data.decode("utf-8-sig")
    assert "\r\n".join(BASES) in text


@pytest.mark.parametrize("key", ["khong-co", "0" * 16, "../etc", "{notice}.9-3", "{notice}.0-999999"])
def test_what_is_nothing_is_not_put_in(client: FlaskClient, notice: str, key: str) -> None:
    """An unknown document or a clause that is no run of its text is 400, and never shown from an address."""
    key = key.replace("{notice}", notice)
    assert client.post(URL, data={"them": key}).status_code == 400
    assert "Giỏ còn trống" in client.get(URL, query_string={"m": key}).text or "Không còn mục nào" in client.get(f"{URL}?m={key}").text


def test_full_basket_says_so(client: FlaskClient, notice: str) -> None:
    """A cookie holds only so much."""
    put(client, *(f"{notice}.{start}-{start + 1}" for start in range(60)))
    assert client.post(URL, data={"them": notice}).status_code == 409
