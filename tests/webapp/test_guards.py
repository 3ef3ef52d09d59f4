"""What every answer carries, and what no answer ever shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.settings import Settings
from tests.webapp.conftest import Site
from webapp import create_app
from webapp.services import Services

PAGES = (
    *("/", "/?q=công đoàn", "/?q=công đoàn&view=table", "/van-ban", "/nhiem-vu", "/nhiem-vu?view=owner"),
    *("/con-thieu", "/kiem-tra-du-thao", "/gio-trich-dan", "/tai-len", "/cach-tim", "/khong-co"),
)


@pytest.mark.parametrize("path", PAGES)
def test_page_runs_without_inline_code(client: FlaskClient, notice: str, path: str) -> None:
    """The policy forbids inline scripts and styles, and no page has any."""
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|hx-on|javascript:", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_page_needs_nothing_from_outside(client: FlaskClient, notice: str, path: str) -> None:
    """Every script, sheet, font and picture is our own, and is there."""
    links = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get(path).text)
    assert links
    assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', client.get(path).text)


@pytest.mark.parametrize("path", PAGES)
def test_page_can_be_used_without_eyes_or_mouse(client: FlaskClient, notice: str, path: str) -> None:
    """Vietnamese named as the language, landmarks, one h1, a link over the header, a label for every field."""
    page = client.get(path).text
    assert '<html lang="vi">' in page
    assert 'class="skip" href="#noi-dung"' in page
    assert page.count("<main") == page.count("<h1") == 1
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    fields = re.findall(r'<input (?![^>]*type="(?:hidden|checkbox|date)")[^>]*id="([^"]+)"', page)
    assert set(fields) <= labelled


def test_unexpected_error_shows_no_traceback(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own fault: a page for people, a problem for programs, the reason only in the log."""

    def broken(_: Services) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(Services, "counts", broken)
    for path, kind in (("/", "text/html"), ("/api/v1/documents", "application/problem+json")):
        answer = site.app.test_client().get(path)
        assert (answer.status_code, answer.mimetype) == (500, kind)
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        assert "Máy chủ gặp lỗi" in answer.text


def test_store_that_cannot_be_opened_is_503(tmp_path: Path) -> None:
    """Its own words reach the user, as a page or as a problem."""
    (tmp_path / "file").write_text("no folder")
    client = create_app(Settings(data_dir=tmp_path / "file")).test_client()
    for path in ("/", "/api/v1/documents"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "Không mở được kho văn bản" in answer.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("text/html,*/*;q=0.8", "text/html"), ("application/json", "application/problem+json"), ("*/*", "text/html"), ("", "text/html")],
)
def test_error_takes_the_form_the_client_accepts(client: FlaskClient, accept: str, kind: str) -> None:
    """A browser gets a page, a program problem details."""
    answer = client.get("/khong-co", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (404, kind)


def test_error_in_a_part_of_a_page_is_a_part(client: FlaskClient) -> None:
    """HTMX puts the sentence where the answer would have been, not a page into a page."""
    answer = client.get("/?q=a&mode=x", headers={"HX-Request": "true", "HX-Target": "div#ket-qua"})
    assert answer.status_code == 400
    assert "<html" not in answer.text
    assert "Yêu cầu chưa đúng" in answer.text


def test_health_opens_nothing(tmp_path: Path) -> None:
    """A monitor may ask without waking the store."""
    folder = tmp_path / "var"
    assert create_app(Settings(data_dir=folder)).test_client().get("/healthz").get_json() == {"status": "ok"}
    assert not folder.exists()
