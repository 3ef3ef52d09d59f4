"""The page of directives, its files, and the page of missing documents."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from corpus.document import Deadline, Directive, Span
from corpus.relations import DirectiveRow
from tests.webapp.conftest import Site
from tests.webapp.orders import PLAN, PROGRAMME
from webapp.exports import tables
from webapp.exports.calendar import calendar
from webapp.pages.chart import wrapped

NOW = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def plan(site: Site) -> str:
    """A plan and the programme it carries out."""
    site.put("chuong-trinh.txt", PROGRAMME)
    return site.put("ke-hoach-kt.txt", PLAN)


def row(text: str, *days: str) -> DirectiveRow:
    """A directive of ours with these deadlines."""
    due = tuple(Deadline(f"trước {day}", Span(0, 1), day) for day in days)
    directive = Directive("task", text, Span(0, len(text)), deadlines=due)
    return DirectiveRow("d1", 0, directive, "1/KH", "Kế hoạch", "UBND", "2024-01-02", "", "a.txt", due=min(days), last_due=max(days))


def events(lines: str) -> list[dict[str, str]]:
    """The events of a calendar, unfolded."""
    plain = lines.replace("\r\n ", "")
    return [dict(line.split(":", 1) for line in part.split("\r\n") if ":" in line) for part in plain.split("BEGIN:VEVENT")[1:]]


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", "kiểm tra việc thu kinh phí", "không có"),
        ("owner=ban tai chinh", "kiểm tra việc thu kinh phí", "Công đoàn cơ sở báo cáo"),
        ("partner=Văn phòng&from=2024-12-01", "tham mưu kế hoạch kiểm tra", "thu kinh phí"),
        ("status=recurring", "báo cáo kết quả", "thu kinh phí"),
        ("text=thu kinh phi", "kiểm tra việc thu", "tham mưu kế hoạch"),
        ("issuer=Liên đoàn Lao động tỉnh Bình An", "thu kinh phí", "không có"),
        ("kind=target", "Kết nạp ít nhất 70%", "thu kinh phí"),
    ],
)
def test_filters_narrow_the_list(client: FlaskClient, plan: str, query: str, shown: str, hidden: str) -> None:
    """Owner and partner in any spelling, deadline, status, words, kind."""
    page = client.get(f"/nhiem-vu?{query}").text
    tasks = " ".join(re.findall(r'<p class="task-words">.*?</p>', page, re.DOTALL))
    assert shown in tasks
    assert hidden not in tasks


def test_board_groups_by_owner_and_by_month(client: FlaskClient, plan: str) -> None:
    """Each group has its count and leads to its list."""
    owners = client.get("/nhiem-vu?view=owner").text
    group = re.search(r'<h2><a href="([^"]+)"[^>]*>Ban Tài chính</a> <span class="count">1<', owners)
    assert group is not None
    assert "thu kinh phí" in client.get(unescape(group[1])).text
    months = client.get("/nhiem-vu?view=month").text
    assert months.index("Tháng 06/2024") < months.index("Tháng 12/2024") < months.index("Không có ngày cụ thể")


@pytest.mark.parametrize("query", ["status=x", "kind=x", "view=x", "sort=x", "from=x", "page=0", "text=" + "a" * 301])
def test_senseless_filter_is_400(client: FlaskClient, query: str) -> None:
    """For the page, the files and the API alike."""
    for path in ("/nhiem-vu", "/nhiem-vu/nhiem-vu.csv", "/nhiem-vu/nhiem-vu.ics", "/api/v1/directives"):
        assert client.get(f"{path}?{query}").status_code == 400


def test_empty_page_names_ways_out(client: FlaskClient) -> None:
    """Nothing to show is said, and the filters can be cleared."""
    assert "Bỏ các bộ lọc" in client.get("/nhiem-vu?owner=khong-co").text


def test_fragment_is_a_block_of_the_same_page(client: FlaskClient, plan: str) -> None:
    """What HTMX gets stands in the page without JavaScript."""
    part = client.get("/nhiem-vu?view=owner", headers={"HX-Request": "true", "HX-Target": "div#ket-qua"}).text
    assert part.strip() in client.get("/nhiem-vu?view=owner").text


def test_csv_holds_exactly_what_was_asked_for(client: FlaskClient, plan: str) -> None:
    """UTF-8 with BOM; the rows of the filter; full addresses."""
    answer = client.get("/nhiem-vu/nhiem-vu.csv?owner=Ban Tài chính")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    [line] = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert (line["Chủ trì"], line["Phối hợp"], line["Hạn cuối"]) == ("Ban Tài chính", "Văn phòng", "15/06/2024")
    assert line["Địa chỉ"].startswith(f"http://localhost/van-ban/{plan}?hit=")


def test_xlsx_has_dates_as_dates(client: FlaskClient, plan: str) -> None:
    """Every row of the filter, deadlines that can be sorted."""
    sheet = load_workbook(io.BytesIO(client.get("/nhiem-vu/nhiem-vu.xlsx").data)).active
    assert sheet is not None
    head, *lines = sheet.iter_rows(values_only=True)
    assert len(lines) == client.get("/api/v1/directives").get_json()["total"]
    assert datetime(2024, 6, 15) in [line[head.index("Hạn cuối")] for line in lines]


def test_results_are_exported_whole(client: FlaskClient, plan: str) -> None:
    """One line a passage; the same question as the page."""
    lines = list(csv.DictReader(io.StringIO(client.get("/ket-qua.csv?q=thu kinh phí").data.decode("utf-8-sig"))))
    assert "31/KH-LĐLĐ" in {line["Số, ký hiệu"] for line in lines}
    assert load_workbook(io.BytesIO(client.get("/ket-qua.xlsx?q=thu kinh phí").data)).active is not None


@pytest.mark.parametrize("text", ["=1+1", "- Đẩy mạnh", "+84", "@x", "\t=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A line that begins with a dash is words, in CSV and in XLSX."""
    body = "".join(tables.csv_lines(("A",), [(text,)]))
    assert next(iter(csv.reader(io.StringIO(body.split("\r\n")[1]))))[0].startswith("'")
    sheet = load_workbook(io.BytesIO(tables.xlsx(("A",), [(text,)], title="x"))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"


def test_calendar_has_an_event_a_dated_deadline(client: FlaskClient, plan: str) -> None:
    """All day, the day after as its end, and nothing for what has no date."""
    answer = client.get("/nhiem-vu/nhiem-vu.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = events(answer.text)
    assert [(event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) for event in found] == [
        ("20240615", "20240616"),
        ("20241220", "20241221"),
    ]
    assert client.get("/nhiem-vu/nhiem-vu.ics?to=2024-07-01").text.count("BEGIN:VEVENT") == 1


def test_calendar_lines_are_folded_between_letters() -> None:
    """No line over 75 octets, none cut inside a letter; unfolded it is the text, escaped (RFC 5545, 3.1 and 3.3.11)."""
    text = "Hoàn thành việc rà soát, thống kê; tổng hợp " * 5
    lines = "".join(calendar([row(text, "2024-06-15")], name="N", address=lambda _: "http://x/", now=NOW))
    assert all(len(line.encode()) <= 75 for line in lines.split("\r\n"))
    [event] = events(lines)
    assert event["DESCRIPTION"].startswith("Hoàn thành việc rà soát\\, thống kê\\; tổng hợp")


def test_calendar_keeps_its_uids() -> None:
    """The same deadline has the same UID whatever stands before it; two alike in one document have two."""
    first, second = row("Việc một", "2024-06-15"), row("Việc hai", "2024-06-15")
    alone = events("".join(calendar([second], name="N", address=lambda _: "", now=NOW)))
    both = events("".join(calendar([first, second, second], name="N", address=lambda _: "", now=NOW)))
    assert both[1]["UID"] == alone[0]["UID"]
    assert len({event["UID"] for event in both}) == 3


def test_missing_documents_are_listed_with_who_cites_them(client: FlaskClient, plan: str) -> None:
    """Number, citing document, the words; gone once the document is there."""
    page = client.get("/con-thieu").text
    assert "99-NQ/TU" in page
    assert f'href="/van-ban/{plan}?tab=luoc-do"' in page
    key = re.search(r'href="(/con-thieu\?khoa=[^"]+)"', page)
    assert key is not None
    assert "Căn cứ Nghị quyết số 99-NQ/TU" in client.get(unescape(key[1])).text
    assert client.get("/con-thieu?khoa=x").status_code == 404


def test_suggestions_are_options(client: FlaskClient, plan: str) -> None:
    """What is typed finds the document by number, as options of a list; nothing typed, nothing suggested."""
    options = client.get("/goi-y?q=31").text
    assert re.search(rf'role="option"[^>]*data-text="31/KH-LĐLĐ"[^>]*data-url="/van-ban/{plan}"', options)
    assert client.get("/goi-y").text.strip() == ""


def test_hit_shows_its_directives(client: FlaskClient, plan: str) -> None:
    """Under a passage that orders something stands what it orders, and why the document was found."""
    page = client.get("/?q=kiểm tra việc thu kinh phí").text
    assert 'class="hit-tasks"' in page
    assert "Vì sao có kết quả này" in page


@pytest.mark.parametrize(
    ("words", "lines"),
    [("một hai ba", ("một hai", "ba")), ("một hai ba bốn năm sáu bảy", ("một hai", "ba bốn…")), ("dàiquámứccho", ("dàiquámứ…",))],
)
def test_words_of_the_diagram_fit_their_box(words: str, lines: tuple[str, ...]) -> None:
    """Lines of at most nine letters, two of them, cut with a sign."""
    assert wrapped(words, 9, 2) == lines
