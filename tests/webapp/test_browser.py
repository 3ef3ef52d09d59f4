"""The pages in a real browser: keys, parts of pages, going back, dropping files, and no JavaScript at all."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waitress.server import create_server  # type: ignore[import-untyped]

from tests.webapp.conftest import NOTICE, Site

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]
expect.set_options(timeout=60_000)  # milliseconds; on an idle machine nothing takes one second
QUESTION = "/?q=thành lập công đoàn cơ sở"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def address(site: Site, notice: str) -> Iterator[str]:
    """Where the application answers."""
    server = create_server(site.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A wide window; any complaint of the page fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert not complaints


def test_filter_is_applied_at_once_and_undone_by_going_back(page: Page) -> None:
    """A tick changes list and address without a new page; back brings both back."""
    page.goto(QUESTION)
    page.evaluate("window.same = true")
    page.get_by_role("checkbox", name="Kế hoạch").check()
    expect(page.locator(".chips")).to_contain_text("Kế hoạch")
    expect(page.locator("[data-card]")).to_have_count(1)
    assert "type=K" in page.url
    assert page.evaluate("window.same")
    page.go_back()
    expect(page.locator("[data-card]")).to_have_count(2)
    assert "type=" not in page.url


def test_keys_move_through_results(page: Page) -> None:
    """j selects and shows beside; / goes to the box, where letters are letters."""
    page.goto(QUESTION)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-card]").nth(1)
    expect(second.locator("[data-open]")).to_be_focused()
    expect(page.locator("#xem-truoc h2")).to_have_text(second.locator("h2").inner_text())
    page.keyboard.press("/")
    page.keyboard.press("j")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("j")


def test_preview_counts_its_marks(page: Page) -> None:
    """How many there are, then which one is shown; the address of the list stays as it is."""
    page.goto(QUESTION)
    seen = page.locator("[data-seen]")
    expect(seen).to_contain_text("chỗ khớp")
    page.keyboard.press("n")
    expect(seen).to_have_text(re.compile(r"^1/\d+$"))
    page.keyboard.press("n")
    expect(seen).to_have_text(re.compile(r"^2/\d+$"))
    page.get_by_role("button", name="Từ khớp trước").click()
    expect(seen).to_have_text(re.compile(r"^1/\d+$"))
    expect(page.locator("#xem-truoc mark.now")).to_be_in_viewport()
    assert "m=" not in page.url


def test_keys_rest_while_an_input_method_composes(page: Page) -> None:
    """A key that belongs to Telex or VNI opens nothing."""
    page.goto(QUESTION)
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '?', isComposing: true, bubbles: true}))")
    expect(page.locator("#phim")).not_to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#phim")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#phim")).not_to_be_visible()


def test_hits_are_walked_through_by_key(page: Page, notice: str) -> None:
    """n and p move the marked hit; the count and the address follow."""
    page.goto(f"/van-ban/{notice}?q=công đoàn cơ sở")
    expect(page.locator("[data-at]")).to_have_text("1")
    page.keyboard.press("n")
    expect(page.locator("mark.now")).to_have_attribute("id", "m2")
    assert "m=2" in page.url
    page.keyboard.press("n")
    expect(page.locator("mark.now")).to_have_attribute("id", "m1")


def test_section_is_copied_with_its_citation(page: Page, notice: str) -> None:
    """One click: the words of the section, then where they stand."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/van-ban/{notice}")
    page.locator(".heading", has_text="II. NHIỆM VỤ").hover()
    page.locator(".heading", has_text="II. NHIỆM VỤ").get_by_role("button").click()
    expect(page.locator("#bao")).to_have_text("Đã chép.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("II. NHIỆM VỤ\n1. Mỗi công đoàn")
    assert copied.endswith("II. NHIỆM VỤ)")
    assert "Thông báo số 15/TB-LĐLĐ" in copied


def test_chosen_files_are_sent_and_followed(page: Page, site: Site, tmp_path: Path) -> None:
    """Each file is sent by itself; the page follows it until it is ready."""
    path = tmp_path / "moi.txt"
    path.write_text(NOTICE.replace("15/", "16/"), encoding="utf-8")
    page.goto("/tai-len")
    page.locator("#files").set_input_files(path)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.locator("#tien-do")).to_contain_text("Đang chờ")
    assert "id=" in page.url
    site.work()
    expect(page.locator("#tien-do")).to_contain_text("Sẵn sàng")
    expect(page.locator("#tien-do")).to_contain_text("16/TB-LĐLĐ")


def test_suggestions_are_walked_through_by_key(page: Page, notice: str) -> None:
    """Arrows choose, the box follows and says which; Escape gives back what was typed; Enter opens the document."""
    page.goto("/")
    page.locator("#q").press_sequentially("15/TB")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "gy-1")
    expect(box).to_have_value("15/TB-LĐLĐ")
    page.keyboard.press("Escape")
    expect(box).to_have_value("15/TB")
    expect(options.first).not_to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/van-ban/{notice}")


def test_no_suggestion_while_an_input_method_composes(page: Page) -> None:
    """Letters that Telex or VNI may still change are not asked for; what they become is."""
    page.goto("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/goi-y" in request.url else None)
    page.evaluate("""() => {
        const box = document.querySelector("#q");
        box.focus();
        box.value = "15/T";
        box.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));
    }""")
    page.wait_for_timeout(400)
    assert not asked
    page.evaluate("document.querySelector('#q').dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))")
    expect(page.get_by_role("option").first).to_be_visible()


def test_object_is_shown_beside_the_text(page: Page, notice: str) -> None:
    """A click on a flag fills the panel without a new page; the address follows; Escape closes it."""
    page.goto(f"/van-ban/{notice}")
    page.evaluate("window.same = true")
    page.locator("#n0").click()
    expect(page.locator("[data-object=n0]")).to_contain_text("20/04/2024")
    assert "chon=n0" in page.url
    assert page.evaluate("window.same")
    page.keyboard.press("Escape")
    expect(page.locator("[data-object]")).to_have_count(0)
    assert "chon=" not in page.url


def test_marks_are_left_out_at_once(page: Page, notice: str) -> None:
    """The switch hides the flags and the address keeps it, also after loading again."""
    page.goto(f"/van-ban/{notice}")
    page.get_by_role("button", name="Nhiệm vụ").click()
    expect(page.locator("#n0")).not_to_be_visible()
    page.reload()
    expect(page.locator("#n0")).not_to_be_visible()
    expect(page.get_by_role("button", name="Nhiệm vụ")).to_have_attribute("aria-pressed", "false")


def test_original_turns_with_the_marks(page: Page, site: Site) -> None:
    """Stepping to a mark on the next page turns the original to that page, and the address says so."""
    [result] = site.pipeline.ingest([Path("corpus/samples/12-nghi-quyet-tinh-uy.pdf")])
    assert result.entry is not None
    page.goto(f"/van-ban/{result.entry.id}?q=tổ chức thực hiện&goc=1")
    expect(page.locator("[data-page]")).to_have_attribute("data-page", "1")
    page.keyboard.press("p")  # from the first mark to the last
    expect(page.locator("[data-page]")).to_have_attribute("data-page", "2")
    page.reload()
    expect(page.locator("[data-page]")).to_have_attribute("data-page", "2")


def test_nothing_overflows_a_small_phone(browser: Browser, address: str, notice: str) -> None:
    """At 360 px no page scrolls sideways."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    page = context.new_page()
    tabs = [f"/van-ban/{notice}?tab={tab}" for tab in ("nhiem-vu&sua=0", "luoc-do&sua=moi", "thuoc-tinh&sua=issued", "lich-su")]
    more = (
        *tabs,
        f"{QUESTION}&view=table",
        f"/van-ban/{notice}?chon=n0&sua=1",
        "/nhiem-vu",
        "/nhiem-vu?view=owner",
        "/nhiem-vu?view=month",
        "/kiem-tra-du-thao",
        f"/gio-trich-dan?m={notice}&m={notice}.0-60",
        "/con-thieu",
    )
    for path in (
        "/",
        QUESTION,
        f"{QUESTION}&view=table",
        f"/van-ban/{notice}?q=công đoàn",
        f"/van-ban/{notice}?tab=phien-ban",
        "/van-ban",
        "/tai-len",
        "/cach-tim",
        *more,
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def test_head_is_one_line_and_the_open_tab_is_in_view(browser: Browser, address: str, notice: str) -> None:
    """No name of a page is broken at 1024 px; on a phone the tabs are scrolled to the one that is open."""
    context = browser.new_context(base_url=address, viewport={"width": 1024, "height": 740})
    page = context.new_page()
    page.goto(QUESTION)
    assert {round(link.bounding_box()["height"]) for link in page.locator(".top nav a").all()} <= set(range(20, 45))  # type: ignore[index]
    page.set_viewport_size({"width": 390, "height": 740})
    page.goto(f"/van-ban/{notice}?tab=lich-su")
    expect(page.get_by_role("link", name="Lịch sử")).to_be_in_viewport(ratio=0.9)
    context.close()


def test_everything_works_without_javascript(browser: Browser, address: str, notice: str) -> None:
    """Search, filter, open the passage, step through hits: all by forms and links."""
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto("/")
    page.locator("#q").fill("thành lập công đoàn cơ sở")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("checkbox", name="Thông báo").check()
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.locator("[data-card]")).to_have_count(1)
    page.locator(".passages .where").first.click()
    expect(page.locator("[data-at]")).to_be_visible()
    page.get_by_role("link", name="Từ khớp sau").click()
    assert "m=" in page.url
    context.close()
