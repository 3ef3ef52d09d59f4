"""Kiểm tra dự thảo: what a draft cites, checked against the documents held."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient

from tests.webapp.conftest import Site
from tests.webapp.orders import PROGRAMME

URL = "/kiem-tra-du-thao"
DRAFT = """Thực hiện Chương trình số 08/CTr-LĐLĐ ngày 11 tháng 01 năm 2024 của Liên đoàn Lao động tỉnh Bình An;
Căn cứ Nghị quyết số 99-NQ/TU ngày 12/6/2023 của Tỉnh ủy Bình An;
Căn cứ Quyết định số 12/QĐ-LĐLĐ ngày 15/4/2023 của Liên đoàn Lao động tỉnh Bình An, xây dựng kế hoạch như sau:
"""
OLD = """LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH AN
Số: {number}/QĐ-LĐLĐ
Bình An, ngày 15 tháng 4 năm {year}

QUYẾT ĐỊNH
Ban hành Quy chế chi tiêu

Điều 1. Ban hành Quy chế chi tiêu.
{more}
"""


@pytest.fixture
def held(site: Site) -> str:
    """The id of the programme, beside a decision and the one that replaces it."""
    site.put("cu.txt", OLD.format(number=12, year=2023, more=""))
    ends = "Điều 2. Quyết định này thay thế Quyết định số 12/QĐ-LĐLĐ ngày 15/4/2023 của Liên đoàn Lao động tỉnh Bình An."
    site.put("moi.txt", OLD.format(number=30, year=2024, more=f"{ends}\nĐiều 3. Quyết định này có hiệu lực kể từ ngày ký."))
    return site.put("chuong-trinh.txt", PROGRAMME)


def test_each_citation_gets_its_verdict(client: FlaskClient, held: str) -> None:
    """A wrong date, a document replaced and one that is missing are told apart, the worst first, with what is right."""
    page = client.post(URL, data={"text": DRAFT}).text
    wrong, old, absent = (page.index(words) for words in ("Ghi chưa đúng", "Không còn hiệu lực", "Chưa có trong kho"))
    assert wrong < old < absent
    assert "câu dẫn ghi ngày 11/01/2024, văn bản trong kho ngày 10/01/2024" in page
    assert "Chương trình số 08/CTr-LĐLĐ ngày 10/01/2024 của Liên đoàn Lao động tỉnh Bình An" in page
    assert f"/van-ban/{held}" in page
    assert "30/QĐ-LĐLĐ" in page


def test_right_citation_is_said_to_fit(client: FlaskClient, held: str) -> None:
    """Number, date and issuer as held: nothing to mend."""
    page = client.post(URL, data={"text": DRAFT.splitlines()[0].replace("ngày 11", "ngày 10")}).text
    assert "Khớp với kho" in page
    assert "Ghi đầy đủ" not in page


def test_draft_is_not_kept(client: FlaskClient, held: str) -> None:
    """After a check the catalog is as before."""
    before = client.get("/api/v1/documents").get_json()["counts"]
    client.post(URL, data={"files": [(io.BytesIO(DRAFT.encode()), "du-thao.txt")]})
    assert client.get("/api/v1/documents").get_json()["counts"] == before


def test_draft_may_come_as_a_file(client: FlaskClient, held: str) -> None:
    """Every format that is read can be checked; one that cannot be read says why."""
    page = client.post(URL, data={"files": [(io.BytesIO(DRAFT.encode()), "du-thao.txt")]}).text
    assert "3 văn bản được viện dẫn trong du-thao.txt" in page
    broken = client.post(URL, data={"files": [(io.BytesIO(b""), "du-thao.docx")]})
    assert broken.status_code == 400
    assert "rỗng" in broken.text


@pytest.mark.parametrize("data", [{}, {"text": "  "}, {"text": "a" * 500_001}])
def test_what_is_no_draft_is_400(client: FlaskClient, data: dict[str, str]) -> None:
    """Nothing, white space, and a text without end are answered in words."""
    assert client.post(URL, data=data).status_code == 400


def test_long_draft_is_checked_whole(client: FlaskClient, held: str) -> None:
    """What is allowed by its characters is not refused by its bytes."""
    text = "Công đoàn cơ sở họp.\n" * 20_000 + DRAFT
    page = client.post(URL, data={"text": text}, content_type="multipart/form-data")
    assert page.status_code == 200
    assert "3 văn bản được viện dẫn" in page.text


def test_draft_is_never_markup(client: FlaskClient) -> None:
    """What was pasted comes back as words; without citations that is said."""
    page = client.post(URL, data={"text": "</textarea><script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "Không thấy viện dẫn nào" in page
