"""One document: text, facts, versions, original; and the list of all."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.conftest import NOTICE, Site


def test_headings_are_headings_and_in_the_outline(client: FlaskClient, notice: str) -> None:
    """Each heading has an anchor and the outline links to it."""
    page = client.get(f"/van-ban/{notice}").text
    heading = re.search(r'<h2 class="heading level-1" id="(d\d+)"[^>]*>II\. NHIỆM VỤ', page)
    assert heading is not None
    assert f'href="#{heading[1]}"' in page


def test_marks_are_numbered_and_begin_in_the_passage(client: FlaskClient, notice: str) -> None:
    """The first mark shown is the first of the passage that was opened; n/total is on the page."""
    text = client.get(f"/api/v1/documents/{notice}").get_json()["text"]
    start = text.index("2. Ban chấp hành")
    page = client.get(f"/van-ban/{notice}?q=công đoàn cơ sở&hit={start}-{len(text)}").text
    assert re.search(r"<b data-at>2</b>/2", page)
    assert page.count('id="m') == 2


def test_facts_link_to_the_words_they_were_read_from(client: FlaskClient, notice: str) -> None:
    """Every fact with a span leads to it in the text."""
    page = client.get(f"/van-ban/{notice}").text
    targets = re.findall(r'href="#(f-\w+)"', page)
    assert {"f-symbol", "f-issued", "f-issuer"} <= set(targets)
    assert all(f'id="{target}"' in page for target in targets)


def test_citation_is_ready_to_be_copied(client: FlaskClient, notice: str) -> None:
    """A section is copied with type, number, date, issuer and heading."""
    page = client.get(f"/van-ban/{notice}").text
    assert "Thông báo số 15/TB-LĐLĐ ngày 05/03/2024 của Liên đoàn Lao động tỉnh Bình An" in page
    assert re.search(r'data-under="[^"]+; II\. NHIỆM VỤ"', page)


@pytest.mark.parametrize("tab", ["thuoc-tinh", "phien-ban"])
def test_tabs_are_pages(client: FlaskClient, notice: str, tab: str) -> None:
    """Each tab has an address of its own and keeps the question."""
    page = client.get(f"/van-ban/{notice}?q=đoàn viên&tab={tab}").text
    assert re.search(rf'tab={tab}" aria-current="page"', page)
    assert "q=%C4%91o%C3%A0n+vi%C3%AAn" in page or "q=%C4%91o%C3%A0n%20vi%C3%AAn" in page


def test_original_comes_back_byte_for_byte(client: FlaskClient, notice: str) -> None:
    """As an attachment under its own name, never interpreted by the browser."""
    answer = client.get(f"/van-ban/{notice}/goc")
    assert answer.data.decode() == NOTICE
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=thong-bao.txt")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_old_version_can_still_be_read(site: Site, client: FlaskClient, notice: str) -> None:
    """A changed file is a new version; the old text keeps its address and says that it is old."""
    assert site.put("thong-bao.txt", NOTICE.replace("ba đoàn viên", "năm đoàn viên")) == notice
    assert "ít nhất năm đoàn viên" in client.get(f"/van-ban/{notice}").text
    old = client.get(f"/van-ban/{notice}?version=1").text
    assert "ít nhất ba đoàn viên" in old
    assert "phiên bản 2</a>" in old
    assert "ba đoàn viên" in client.get(f"/van-ban/{notice}/goc?version=1").text


@pytest.mark.parametrize("path", ["khong-co", "khong-co/goc", "..%2f..%2fetc%2fpasswd", "%00"])
def test_unknown_document_is_a_friendly_404(client: FlaskClient, path: str) -> None:
    """No document, no trace of how it was looked for."""
    answer = client.get(f"/van-ban/{path}")
    assert answer.status_code == 404
    assert "Về trang tìm kiếm" in answer.text


@pytest.mark.parametrize("query", ["tab=x", "version=x", "m=x&q=đoàn viên"])
def test_senseless_address_is_400(client: FlaskClient, notice: str, query: str) -> None:
    """A tab, version or mark that cannot be is said to be so."""
    assert client.get(f"/van-ban/{notice}?{query}").status_code == 400


@pytest.mark.parametrize("hit", ["9-1", "5-99999999", "a-b", "-"])
def test_passage_that_is_none_is_ignored(client: FlaskClient, notice: str, hit: str) -> None:
    """An old link into a text that has changed still opens the document."""
    assert client.get(f"/van-ban/{notice}?hit={hit}").status_code == 200


def test_list_filters_by_state_and_type(client: FlaskClient, notice: str) -> None:
    """The list shows state, and only what is asked for."""
    assert client.get("/van-ban").text.count('class="title"') == 2
    page = client.get("/van-ban?type=Kế hoạch&state=indexed").text
    assert "27/KH-UBND" in page
    assert "15/TB-LĐLĐ" not in page
    assert client.get("/van-ban?state=x").status_code == 400
