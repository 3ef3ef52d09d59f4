"""The tabs of a document: citations and directives in the text, the table, the diagram, validity, corrections."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.webapp.conftest import Site
from tests.webapp.orders import PLAN, PROGRAMME


@pytest.fixture
def programme(site: Site) -> str:
    """The programme that the plan carries out."""
    return site.put("chuong-trinh.txt", PROGRAMME)


@pytest.fixture
def plan(site: Site, programme: str) -> str:
    """A plan that cites a document held and one missing."""
    return site.put("ke-hoach-kt.txt", PLAN)


def link(page: str, key: str) -> str:
    """The address that an object in the text leads to."""
    found = re.search(rf'id="{key}"[^>]* href="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def form(page: str, action: str) -> dict[str, str]:
    """The fields of a form as a browser would send them."""
    body = page[page.index(f'action="{action}"') :]
    body = body[: body.index("</form>")]
    sent = {name: unescape(value) for name, value in re.findall(r'<input[^>]*name="(\w+)" value="([^"]*)"', body)}
    sent |= {name: unescape(value) for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', body)}
    return sent


def test_citation_in_the_text_shows_the_document_held(client: FlaskClient, plan: str, programme: str) -> None:
    """A citation of a document held has its look, and leads to that document."""
    page = client.get(f"/van-ban/{plan}").text
    held = re.search(r'class="cited cited-held" id="(c\d+)"', page)
    assert held is not None
    panel = client.get(link(page, held[1])).text
    assert "Có trong kho" in panel
    assert f'href="/van-ban/{programme}"' in panel


def test_missing_citation_says_so(client: FlaskClient, plan: str) -> None:
    """What is not held is never shown as if it were."""
    page = client.get(f"/van-ban/{plan}").text
    missing = re.search(r'class="cited cited-missing" id="(c\d+)"', page)
    assert missing is not None
    assert "Chưa có trong kho" in client.get(link(page, missing[1])).text


def test_directive_in_the_text_shows_owner_and_deadline(client: FlaskClient, plan: str) -> None:
    """The flag of a directive leads to its parts; HTMX gets only the panel, word for word."""
    page = client.get(f"/van-ban/{plan}").text
    address = link(page, "n0")
    whole = client.get(address).text
    panel = client.get(address, headers={"HX-Request": "true", "HX-Target": "div#doi-tuong"}).text
    assert "<html" not in panel
    assert panel.strip() in whole
    assert "Ban Tài chính" in panel
    assert "15/06/2024" in panel


def test_marks_can_be_left_out(client: FlaskClient, plan: str) -> None:
    """The address keeps which marks are hidden, without JavaScript."""
    page = client.get(f"/van-ban/{plan}?an=vien-dan").text
    assert 'class="text reading no-vien-dan"' in page
    assert re.search(r'aria-pressed="false" data-toggle="vien-dan"', page)


def test_table_has_a_row_a_directive_that_leads_to_its_words(client: FlaskClient, plan: str) -> None:
    """Owner, partner, deadline; the words are where the link says."""
    page = client.get(f"/van-ban/{plan}?tab=nhiem-vu").text
    assert page.count('id="nv-') == 2
    assert "Văn phòng" in page
    assert "hằng quý" in page
    found = re.search(r'class="what">.*?href="(/van-ban/[^"]+hit=(\d+)-(\d+)[^"]*)"', page, re.DOTALL)
    assert found is not None
    text = client.get(f"/api/v1/documents/{plan}").get_json()["text"]
    assert "Ban Tài chính" in text[int(found[2]) : int(found[3])]
    assert f'id="d{found[2]}"' in client.get(unescape(found[1])).text


def test_diagram_shows_both_sides(client: FlaskClient, plan: str, programme: str) -> None:
    """Earlier documents from the plan, later ones from the programme; missing ones grey; the list says the same."""
    mine = client.get(f"/van-ban/{plan}?tab=luoc-do").text
    assert 'class="node node-held"' in mine
    assert 'class="node node-missing"' in mine
    assert "99-NQ/TU" in mine[mine.index('class="sides"') :]
    theirs = client.get(f"/van-ban/{programme}?tab=luoc-do").text
    assert f'href="/van-ban/{plan}?tab=luoc-do"' in theirs
    assert "Thực hiện, triển khai văn bản này" in theirs


def test_unknown_validity_is_not_in_force(client: FlaskClient, plan: str) -> None:
    """No word on it: the badge says so."""
    page = client.get(f"/van-ban/{plan}").text
    assert "validity-unknown" in page
    assert "không rõ" in page
    assert "còn hiệu lực" not in page.lower()


@pytest.mark.parametrize("query", ["chon=x", "chon=c99999", "chon=n99", "sua=x", "tab=lich-su", "an=x&an=vien-dan"])
def test_object_that_is_none_is_ignored(client: FlaskClient, plan: str, query: str) -> None:
    """An old link opens the document all the same."""
    assert client.get(f"/van-ban/{plan}?{query}").status_code == 200


def test_header_is_corrected_and_taken_back(site: Site, client: FlaskClient, plan: str) -> None:
    """The right value wins, is told with its author, and goes again; the name is typed once."""
    sent = {"field": "signer", "value": "Trần Thị B", "author": "Lan"}
    assert client.post(f"/van-ban/{plan}/sua/thuoc-tinh", data=sent).status_code == 303
    assert site.woken == [plan]
    assert "Trần Thị B" in client.get(f"/van-ban/{plan}?tab=thuoc-tinh").text
    history = client.get(f"/van-ban/{plan}?tab=lich-su").text
    assert "Lan" in history
    number = form(history, f"/van-ban/{plan}/hoan-tac")
    assert number["author"] == "Lan"
    assert client.post(f"/van-ban/{plan}/hoan-tac", data=number).status_code == 303
    assert "Trần Thị B" not in client.get(f"/van-ban/{plan}?tab=thuoc-tinh").text
    assert "đã hoàn tác" in client.get(f"/van-ban/{plan}?tab=lich-su").text


def test_directive_is_changed_through_its_form(client: FlaskClient, plan: str) -> None:
    """What the form shows, sent with another owner, changes the owner and nothing else."""
    before = client.get(f"/api/v1/documents/{plan}/directives").get_json()["directives"][0]
    page = client.get(f"/van-ban/{plan}?tab=nhiem-vu&sua=0").text
    sent = form(page, f"/van-ban/{plan}/sua/nhiem-vu") | {"kind": before["kind"], "owners": "Ban Kiểm tra", "author": "Lan"}
    sent |= {"due_text": "trước ngày 15/6/2024", "due_date": "15/06/2024", "aim_text": "", "aim_value": "", "aim_unit": ""}
    assert client.post(f"/van-ban/{plan}/sua/nhiem-vu", data=sent).status_code == 303
    after = client.get(f"/api/v1/documents/{plan}/directives").get_json()["directives"][0]
    assert after["owners"] == ["Ban Kiểm tra"]
    assert after["corrected"]
    assert [(due["text"], due["date"]) for due in after["deadlines"]] == [("trước ngày 15/6/2024", "2024-06-15")]
    assert {key: after[key] for key in ("text", "span", "partners", "kind")} == {
        key: before[key] for key in ("text", "span", "partners", "kind")
    }


def test_directive_is_deleted_and_added(client: FlaskClient, plan: str) -> None:
    """One that is none goes; words of the text become one."""
    page = client.get(f"/van-ban/{plan}?tab=nhiem-vu&sua=1").text
    gone = form(page, f"/van-ban/{plan}/sua/nhiem-vu") | {"author": "Lan", "delete": "1"}
    client.post(f"/van-ban/{plan}/sua/nhiem-vu", data=gone)
    assert len(client.get(f"/api/v1/documents/{plan}/directives").get_json()["directives"]) == 1
    new = {"words": "báo cáo kết quả   hằng quý", "kind": "report", "owners": "Công đoàn cơ sở", "author": "Lan"}
    client.post(f"/van-ban/{plan}/sua/nhiem-vu", data=new)
    added = client.get(f"/api/v1/documents/{plan}/directives").get_json()["directives"][1]
    assert (added["text"], added["kind"], added["owners"]) == ("báo cáo kết quả hằng quý", "report", ["Công đoàn cơ sở"])


def test_citation_is_corrected_and_resolves_anew(client: FlaskClient, plan: str, programme: str) -> None:
    """With the right number the citation leads to the document held."""
    rows = client.get(f"/api/v1/documents/{plan}/citations").get_json()["citations"]
    missing = next(row for row in rows if row["state"] == "missing")
    page = client.get(f"/van-ban/{plan}?chon=c{missing['ordinal']}&sua=1").text
    right = {"symbol": "08/CTr-LĐLĐ", "type": "Chương trình", "issued": "10/01/2024", "author": "Lan", "relation": "căn cứ"}
    sent = form(page, f"/van-ban/{plan}/sua/vien-dan") | right | {"issuer": "Liên đoàn Lao động tỉnh Bình An"}
    assert client.post(f"/van-ban/{plan}/sua/vien-dan", data=sent).status_code == 303
    after = client.get(f"/api/v1/documents/{plan}/citations").get_json()["citations"][missing["ordinal"]]
    assert (after["state"], after["target"], after["corrected"]) == ("held", programme, True)


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("thuoc-tinh", {"field": "issued", "value": "31/02/2024", "author": "L"}, 400),
        ("thuoc-tinh", {"field": "khong-co", "value": "x", "author": "L"}, 400),
        ("thuoc-tinh", {"field": "signer", "value": "x"}, 400),
        ("thuoc-tinh", {"field": "signer", "value": " ", "author": "L"}, 400),
        ("nhiem-vu", {"words": "chữ không có trong văn bản", "author": "L"}, 400),
        ("nhiem-vu", {"ordinal": "0", "was": "1-2", "words": "x", "author": "L"}, 409),
        ("nhiem-vu", {"ordinal": "99", "was": "1-2", "author": "L"}, 409),
        ("nhiem-vu", {"words": "Ban Tài chính", "aim_text": "x", "aim_value": "nhiều", "author": "L"}, 400),
        ("vien-dan", {"ordinal": "x", "author": "L"}, 400),
    ],
)
def test_senseless_correction_changes_nothing(client: FlaskClient, plan: str, path: str, sent: dict[str, str], status: int) -> None:
    """A sentence says what is wrong; nothing is kept."""
    assert client.post(f"/van-ban/{plan}/sua/{path}", data=sent).status_code == status
    assert "Chưa ai sửa gì" in client.get(f"/van-ban/{plan}?tab=lich-su").text


def test_other_sites_cannot_correct(client: FlaskClient, plan: str) -> None:
    """The guard of all forms holds here too."""
    sent = {"field": "signer", "value": "x", "author": "L"}
    assert client.post(f"/van-ban/{plan}/sua/thuoc-tinh", data=sent, headers={"Origin": "https://xau.example"}).status_code == 403


def test_correction_is_never_markup(client: FlaskClient, plan: str) -> None:
    """What an officer types stays text."""
    sent = {"field": "signer", "value": "<script>alert(1)</script>", "author": '"><b>L'}
    client.post(f"/van-ban/{plan}/sua/thuoc-tinh", data=sent)
    for tab in ("thuoc-tinh", "lich-su", "toan-van"):
        page = client.get(f"/van-ban/{plan}?tab={tab}").text
        assert "<script>alert" not in page
        assert '"><b>L' not in page
