"""In a real browser: a page that met a server that was away shows the answer once it is back, with nobody at the keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from indices.protocol import IndexFailure
from tests.webapp.conftest import Site
from tests.webapp.test_browser import QUESTION, address, browser, pytestmark
from webapp import errors

__all__ = ["address", "browser", "pytestmark"]


@pytest.fixture
def away(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """While it is set, the index of the site cannot be reached; pages ask again every second."""
    gone = threading.Event()
    index = site.app.extensions["services"].searcher.index
    honest = index.refresh

    def refresh() -> None:
        if gone.is_set():
            raise IndexFailure("down", "Elasticsearch: không nối được tới máy chủ.")
        honest()

    monkeypatch.setattr(index, "refresh", refresh)
    monkeypatch.setattr(errors, "AGAIN", 1)
    return gone


def test_page_comes_back_by_itself(browser: Browser, address: str, away: threading.Event) -> None:
    """The whole page (without JavaScript too): first the notice, then the results."""
    away.set()
    page = browser.new_context(base_url=address, java_script_enabled=False).new_page()
    page.goto(QUESTION)
    expect(page.get_by_role("alert")).to_contain_text("Trang tự thử lại")
    away.clear()
    expect(page.locator("#ket-qua")).to_contain_text("15/TB-LĐLĐ")
    page.context.close()


def test_results_come_back_in_their_place(browser: Browser, address: str, away: threading.Event) -> None:
    """A filter ticked while the server is away: the notice stands where the results were, then they are there again."""
    page = browser.new_context(base_url=address).new_page()
    page.goto(QUESTION)
    page.evaluate("window.same = true")
    away.set()
    page.get_by_role("checkbox", name="Thông báo").click()  # the part of the page is replaced at once, so there is no state to wait for
    expect(page.get_by_role("alert")).to_contain_text("không nối được")
    page.wait_for_timeout(1500)
    away.clear()
    expect(page.locator("#ket-qua")).to_contain_text("15/TB-LĐLĐ")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.evaluate("window.same") is True
    page.context.close()
