"""The first page: with and without a question, whole and in parts."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp import orders
from tests.webapp.conftest import Site

QUESTION = "/?q=thành lập công đoàn cơ sở"


def test_home_of_an_empty_store_says_how_to_begin(client: FlaskClient) -> None:
    """Nothing to search in: the page says so and where to send files."""
    page = client.get("/").text
    assert "Kho chưa có văn bản nào" in page
    assert 'href="/tai-len"' in page


def test_home_counts_and_lists_recent_documents(client: FlaskClient, notice: str) -> None:
    """Counters lead to filtered lists, recent documents to their pages."""
    page = client.get("/").text
    assert re.search(r'href="/van-ban"><b>2</b> văn bản', page)
    assert f'href="/van-ban/{notice}"' in page
    assert "15/TB-LĐLĐ" in page


def test_name_of_a_file_is_said_once(client: FlaskClient, site: Site) -> None:
    """A document without number, type, issuer, date and title is known by its file, once."""
    site.put("so-lieu.txt", "một hai ba bốn năm")
    assert client.get("/").text.count("so-lieu.txt") == 1


def test_result_shows_facts_and_marked_passage(client: FlaskClient, notice: str) -> None:
    """Number, type, issuer, date, title, heading path, and the words of the question marked."""
    page = client.get(QUESTION).text
    card = page[page.index("data-card") :]
    card = card[: card.index("data-peek")]
    for fact in ("15/TB-LĐLĐ", "Thông báo", "Liên đoàn Lao động tỉnh Bình An", "05/03/2024", "II. NHIỆM VỤ"):
        assert fact in card
    assert "<mark>thành lập công đoàn cơ sở</mark>" in card


def test_result_leads_to_the_passage(client: FlaskClient, notice: str) -> None:
    """The link of a passage opens the document at an anchor that is there, with the words marked."""
    page = client.get(QUESTION).text
    link = re.search(rf'class="where" href="(/van-ban/{notice}\?[^"#]+)#(d\d+)"', page)
    assert link is not None
    document = client.get(link[1].replace("&amp;", "&")).text
    assert f'id="{link[2]}"' in document
    assert 'id="m1"' in document


def test_text_of_documents_is_never_markup(client: FlaskClient, notice: str) -> None:
    """A script inside a document stays text, in the list and on its page."""
    for page in (client.get("/?q=chăm lo đời sống").text, client.get(f"/van-ban/{notice}?q=đời sống").text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


HEAD = "LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH AN\nSố: {}\nBình An, ngày {}\nQUYẾT ĐỊNH\nVề quy chế chi tiêu quỹ tương trợ\n"
BODY = "Điều 1. Ban hành quy chế chi tiêu quỹ tương trợ đoàn viên.\n"


def test_a_replaced_document_says_by_which(client: FlaskClient, site: Site) -> None:
    """With the way to the one that holds now, which says what it replaces."""
    site.put("cu.txt", HEAD.format("07/QĐ-LĐLĐ", "04 tháng 5 năm 2021") + BODY)
    new = site.put(
        "moi.txt",
        HEAD.format("19/QĐ-LĐLĐ", "06 tháng 3 năm 2024") + BODY + "Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế "
        "Quyết định số 07/QĐ-LĐLĐ ngày 04 tháng 5 năm 2021 của Liên đoàn Lao động tỉnh Bình An.\n",
    )
    page = client.get("/?q=quy chế chi tiêu quỹ tương trợ").text
    assert "Đã bị thay thế bởi Quyết định 19/QĐ-LĐLĐ ngày 06/03/2024." in page
    assert f'<a href="/van-ban/{new}">Mở văn bản thay thế</a>' in page
    assert "Thay thế Quyết định 07/QĐ-LĐLĐ." in page


def test_copies_of_a_document_are_one_card(client: FlaskClient, site: Site) -> None:
    """One card for both files, with a link to the other one."""
    ids = [site.put(f"{n}.txt", HEAD.format("07/QĐ-LĐLĐ", "04 tháng 5 năm 2021") + BODY + f"Bản {n}.\n") for n in range(2)]
    page = client.get("/?q=quy chế chi tiêu quỹ tương trợ").text
    assert page.count("data-card") == 1
    other = re.search(r'class="same">Cùng văn bản này còn có: <a href="/van-ban/(\w+)">bản 2</a>', page)
    assert other is not None
    assert other[1] in ids


def test_filter_narrows_and_its_chip_widens(client: FlaskClient, notice: str) -> None:
    """A filter leaves its values countable and adds a chip whose address is without it."""
    page = client.get(f"{QUESTION}&type=Kế hoạch").text
    assert "27/KH-UBND" in page
    assert "15/TB-LĐLĐ" not in page
    assert re.search(r'name="type" value="Thông báo"', page)
    chip = re.search(r'<li><a href="([^"]+)"[^>]*><span class="unseen">Bỏ lọc: </span>Kế hoạch', page)
    assert chip is not None
    assert "type" not in chip[1]
    assert "15/TB-LĐLĐ" in client.get(chip[1].replace("&amp;", "&")).text


def test_excluded_type_is_left_out(client: FlaskClient, notice: str) -> None:
    """Leaving a type out keeps the others."""
    page = client.get(f"{QUESTION}&not_type=Thông báo").text
    assert "trừ Thông báo" in page
    assert f'href="/van-ban/{notice}' not in page


ORDERS = "/?q=kiểm tra công tác công đoàn năm 2024"


@pytest.fixture
def ordering(site: Site) -> tuple[str, str]:
    """The ids of a programme and of a plan that order things."""
    return site.put("chuong-trinh.txt", orders.PROGRAMME), site.put("ke-hoach-kiem-tra.txt", orders.PLAN)


def test_results_are_counted_by_what_is_known_beside_the_header(client: FlaskClient, ordering: tuple[str, str]) -> None:
    """Owners by name, deadlines and validity in words, each with a box that narrows and a link that leaves out."""
    page = client.get(ORDERS).text
    for legend in ("Hiệu lực", "Nhiệm vụ", "Thời hạn", "Đơn vị thực hiện"):
        assert f"<legend>{legend}</legend>" in page
    assert 'name="donvi" value="Ban Tài chính"' in page
    assert 'name="han" value="overdue"' in page
    assert re.search(r'<span class="value">Quá hạn</span>', page)
    assert re.search(r'class="not" href="[^"]*not_donvi=Ban\+T%C3%A0i\+ch%C3%ADnh', page)


def test_an_owner_narrows_the_results(client: FlaskClient, ordering: tuple[str, str]) -> None:
    """Its chip says what it is and widens again; the other owners can still be added."""
    programme, plan = ordering
    page = client.get(f"{ORDERS}&donvi=Ban Tài chính").text
    assert f'href="/van-ban/{plan}' in page
    assert f'href="/van-ban/{programme}' not in page
    assert 'name="donvi" value="Ban Tổ chức"' in page
    chip = re.search(r'<li><a href="([^"]+)"[^>]*><span class="unseen">Bỏ lọc: </span>giao Ban Tài chính', page)
    assert chip is not None
    assert "donvi" not in chip[1]
    page = client.get(f"{ORDERS}&not_donvi=Ban Tài chính").text
    assert "trừ giao Ban Tài chính" in page
    assert f'href="/van-ban/{plan}' not in page
    clear = re.search(r'class="clear" href="([^"]+)"', page)
    assert clear is not None
    assert "donvi" not in clear[1]


def test_an_owner_narrows_the_directives(client: FlaskClient, ordering: tuple[str, str]) -> None:
    """Where directives are listed, those of others in the same document are left out."""
    plain = client.get("/?q=kiểm tra công tác&mode=directives").text
    narrowed = client.get("/?q=kiểm tra công tác&mode=directives&donvi=Ban Tài chính").text
    assert "báo cáo kết quả hằng quý" in re.sub("<[^>]+>", "", plain)
    assert "báo cáo kết quả hằng quý" not in re.sub("<[^>]+>", "", narrowed[narrowed.index("data-card") : narrowed.index("<aside")])
    assert "kiểm tra việc thu kinh phí" in re.sub("<[^>]+>", "", narrowed)
    assert 'name="donvi" value="Ban Tổ chức"' in plain
    assert 'name="donvi" value="Ban Tổ chức"' in narrowed


def test_validity_and_tasks_narrow_the_results(client: FlaskClient, ordering: tuple[str, str], notice: str) -> None:
    """In words on chips, by keys in addresses; a key that nothing is called is refused with those there are."""
    page = client.get(f"{ORDERS}&nhiemvu=no").text
    assert "không có nhiệm vụ" in page
    assert "27/KH-UBND" in page
    assert not any(f'href="/van-ban/{id}' in page for id in ordering)
    page = client.get(f"{ORDERS}&hieuluc=unknown&han=overdue").text
    assert "không rõ hiệu lực" in page
    assert f'href="/van-ban/{ordering[1]}' in page
    wrong = client.get(f"{ORDERS}&hieuluc=con")
    assert wrong.status_code == 400
    assert "hieuluc" in wrong.text
    assert "in_force" in wrong.text


def test_results_can_be_a_table(client: FlaskClient, notice: str) -> None:
    """One row a document with its facts and its best passage; filters, page and form keep the view."""
    page = client.get("/?q=công đoàn cơ sở&view=table").text
    assert page.count("<tr data-card>") == 1
    assert "05/03/2024" in page
    assert f"/van-ban/{notice}?q=" in page
    assert '<input type="hidden" name="view" value="table" form="tim">' in page
    assert client.get("/?q=a&view=x").status_code == 400


def test_nothing_found_says_what_to_try(client: FlaskClient, notice: str) -> None:
    """An empty answer is honest and names ways out."""
    page = client.get(f"{QUESTION}&type=Luật").text
    assert "Không tìm thấy văn bản nào" in page
    assert "Bỏ các bộ lọc" in page


def test_fragment_is_a_block_of_the_same_page(client: FlaskClient, notice: str) -> None:
    """What HTMX gets for an element stands word for word in the page without JavaScript."""
    whole = re.sub(r"trong \d+ ms", "", client.get(QUESTION).text)
    for element in ("div#ket-qua", "aside#xem-truoc"):
        answer = client.get(QUESTION, headers={"HX-Request": "true", "HX-Target": element})
        fragment = re.sub(r"trong \d+ ms", "", answer.text)
        assert "<html" not in fragment
        assert fragment.strip() in whole
        assert "HX-Target" in answer.headers["Vary"]


def test_history_gets_the_whole_page(client: FlaskClient, notice: str) -> None:
    """Going back, HTMX needs the page, not a part of it."""
    headers = {"HX-Request": "true", "HX-Target": "div#ket-qua", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(QUESTION, headers=headers).text


@pytest.mark.parametrize("query", ["mode=x", "sort=x", "year=20", "page=0", "page=x", "from=2024-02-30", "to=hôm nay"])
def test_senseless_address_is_answered_in_words(client: FlaskClient, query: str) -> None:
    """A value that makes no sense gives 400 and a sentence, not a guess."""
    answer = client.get(f"/?q=a&{query}")
    assert answer.status_code == 400
    assert "Yêu cầu chưa đúng" in answer.text


@pytest.mark.parametrize("question", ["?!…", "và của", "🙂", "a" * 10_000, "công đoàn", "\x00", "<b>"])
def test_odd_questions_get_a_page(client: FlaskClient, notice: str, question: str) -> None:
    """Punctuation, stop words, emoji, 10,000 characters, NFD: always an answer."""
    answer = client.get("/", query_string={"q": question})
    assert answer.status_code == 200
    assert "Traceback" not in answer.text
