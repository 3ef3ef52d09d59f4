"""Saved searches: kept in the browser, shown on the home page, let go again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

URL = "/tim-da-luu"
SEARCH = "/?q=c%C3%B4ng+%C4%91o%C3%A0n&type=Th%C3%B4ng+b%C3%A1o&view=table"


def test_search_is_kept_with_its_filters(client: FlaskClient, notice: str) -> None:
    """Home names question and filters, leads back to it, and the result page says that it is kept."""
    assert "Lưu tìm kiếm" in client.get(SEARCH).text
    answer = client.post(URL, data={"them": SEARCH, "ve": SEARCH})
    assert (answer.status_code, answer.location) == (303, SEARCH)
    home = client.get("/").text
    assert f'<a href="{SEARCH.replace("&", "&amp;")}">công đoàn</a> <span class="hint">Thông báo</span>' in home
    assert "Đã lưu" in client.get(SEARCH).text


def test_search_is_let_go(client: FlaskClient, notice: str) -> None:
    """The same twice is kept once; taken out, nothing is left."""
    for _ in range(2):
        client.post(URL, data={"them": SEARCH})
    assert client.get("/").text.count('name="bo"') == 1
    client.post(URL, data={"bo": SEARCH})
    assert "Tìm kiếm đã lưu" not in client.get("/").text


NO_SEARCHES = ("https://evil.example/?q=a", "//evil.example/?q=a", "/?q=", "/?q=a&mode=x", "/?q=" + "a" * 300, "/van-ban?q=a")


@pytest.mark.parametrize("url", NO_SEARCHES)
def test_only_searches_are_kept(client: FlaskClient, notice: str, url: str) -> None:
    """What is no address of the result page is 400, and a cookie that was tampered with shows nothing of it."""
    assert client.post(URL, data={"them": url}).status_code == 400
    client.set_cookie("tim", f"{url[:200]}|javascript:alert(1)")
    assert "evil" not in client.get("/").text
    assert "javascript" not in client.get("/").text


def test_a_cookie_holds_only_so_many(client: FlaskClient) -> None:
    """One more than fit is refused in words."""
    for number in range(12):
        assert client.post(URL, data={"them": f"/?q={number}"}).status_code == 303
    assert client.post(URL, data={"them": "/?q=nhieu"}).status_code == 409
