"""Files come in by form: progress, failures, another try, and what other sites may not do."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from flask.testing import FlaskClient

from tests.webapp.conftest import NOTICE, Site
from webapp.arrivals import file_name

Files = list[tuple[io.BytesIO, str]]


def files(*given: tuple[str, bytes]) -> dict[str, Files]:
    """The form fields of an upload."""
    return {"files": [(io.BytesIO(data), name) for name, data in given]}


def test_files_go_in_and_their_progress_is_shown(site: Site, client: FlaskClient) -> None:
    """The form leads to a page that names each file; when the worker is done, it says so and asks no more."""
    answer = client.post("/tai-len", data=files(("a.txt", NOTICE.encode()), ("b.txt", b"")))
    assert answer.status_code == 303
    progress = client.get(answer.location).text
    assert progress.count("Đang chờ") == 2
    assert 'hx-trigger="every 1s"' in progress
    assert "0/2 tệp xong." in progress
    site.work()
    done = client.get(answer.location).text
    assert "15/TB-LĐLĐ" in done
    assert "Tệp không có nội dung" in done
    assert "2/2 tệp xong, trong đó 1 tệp lỗi." in done
    assert "hx-trigger" not in done[done.index("tien-do") :]


def test_progress_fragment_stands_in_the_page(client: FlaskClient) -> None:
    """What is polled is the same block, address included, so that polling goes on."""
    location = client.post("/tai-len", data=files(("a.txt", NOTICE.encode()))).location
    fragment = client.get(location, headers={"HX-Request": "true", "HX-Target": "div#tien-do"}).text
    assert fragment.strip().startswith('<div id="tien-do"')
    assert fragment.strip() in client.get(location).text


def test_same_file_makes_no_second_document(site: Site, client: FlaskClient) -> None:
    """Sent twice, a file is known the second time."""
    client.post("/tai-len", data=files(("a.txt", NOTICE.encode())))
    site.work()
    location = client.post("/tai-len", data=files(("a.txt", NOTICE.encode()))).location
    assert "Tệp này đã có trong kho" in client.get(location).text
    assert client.get("/api/v1/documents").get_json()["counts"]["total"] == 1


def test_same_name_from_two_offices_makes_two_documents(client: FlaskClient) -> None:
    """A name alone never makes a version of someone else's document."""
    for text in (NOTICE, NOTICE.replace("15/", "16/")):
        client.post("/tai-len", data=files(("scan001.txt", text.encode())))
    assert client.get("/api/v1/documents").get_json()["counts"]["total"] == 2


def test_new_version_is_asked_for_by_name(site: Site, client: FlaskClient, notice: str) -> None:
    """From the page of a document, a file becomes its next version."""
    changed = NOTICE.replace("ba đoàn viên", "bốn đoàn viên").encode()
    client.post("/tai-len", data={**files(("khac.txt", changed)), "replaces": notice})
    site.work()
    assert "bốn đoàn viên" in client.get(f"/van-ban/{notice}").text
    assert client.post("/tai-len", data={**files(("k.txt", b"x")), "replaces": "khong-co"}).status_code == 404


def test_archive_brings_its_files(client: FlaskClient) -> None:
    """A ZIP is opened; what leads outside of it is refused."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("một/a.txt", NOTICE)
        archive.writestr("../b.txt", "x")
    location = client.post("/tai-len", data=files(("hồ sơ.zip", packed.getvalue()))).location
    page = client.get(location).text
    assert re.search(r">a\.txt</a>", page)
    assert "dẫn ra ngoài tệp nén" in page


def test_large_file_is_refused_by_itself(client: FlaskClient) -> None:
    """One file over the limit fails with what to do; the one beside it goes in."""
    location = client.post("/tai-len", data=files(("a.txt", b"a" * (1024 * 1024 + 1)), ("b.txt", NOTICE.encode()))).location
    page = client.get(location).text
    assert "Tệp lớn hơn 1 MB" in page
    assert "Đang chờ" in page


def test_too_much_at_once_is_413(client: FlaskClient) -> None:
    """More than the server takes at once is a page that says so."""
    answer = client.post("/tai-len", data=files(("a.txt", b"a" * (6 * 1024 * 1024))))
    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.text


def test_form_without_file_is_400(client: FlaskClient) -> None:
    """Nothing chosen: a sentence, not an empty success."""
    assert "Chưa chọn tệp nào" in client.post("/tai-len", data={}).text


def test_failed_file_can_be_tried_again(site: Site, client: FlaskClient) -> None:
    """The button queues it; while it waits, it cannot be queued again."""
    location = client.post("/tai-len", data=files(("b.txt", b""))).location
    site.work()
    action = re.search(r'action="(/van-ban/\w+/xu-ly-lai)"', client.get(location).text)
    assert action is not None
    assert client.post(action[1]).status_code == 303
    assert client.post(action[1]).status_code == 409


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://xau.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_other_sites_cannot_send_forms(client: FlaskClient, headers: dict[str, str]) -> None:
    """A browser says where a form comes from; from elsewhere it is refused, and nothing is kept."""
    for path in ("/tai-len", "/api/v1/documents"):
        assert client.post(path, data=files(("a.txt", b"x")), headers=headers).status_code == 403
    assert client.get("/api/v1/documents").get_json()["counts"]["total"] == 0


def test_own_forms_are_let_in(client: FlaskClient) -> None:
    """The same browser from our own page."""
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/tai-len", data=files(("a.txt", b"x")), headers=headers).status_code == 303


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Văn bản\\Thông báo.docx", "Thông báo.docx"),
        ("a\x00b\n.txt", "ab.txt"),
        ("<b>.pdf", "b.pdf"),
        ("..", "tệp không tên"),
        ("", "tệp không tên"),
        ("ạ" * 300 + ".pdf", "ạ" * 146 + ".pdf"),
        ("Tho\u0302ng ba\u0301o.txt", "Thông báo.txt"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    """Only the last part, printable, NFC, at most 150 characters, extension kept."""
    assert file_name(sent) == kept
