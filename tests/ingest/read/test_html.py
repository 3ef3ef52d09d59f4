"""HTML: all of the document, nothing of the site."""

from __future__ import annotations

import pytest

from corpus.document import Reading
from ingest.errors import ReadError
from ingest.read.html import read
from ingest.read.source import Source

SENTENCE = (
    "Liên đoàn Lao động tỉnh An Hòa tổ chức hội nghị sơ kết công tác công đoàn, biểu dương các điển hình tiên tiến trong phong trào thi đua"
)
MENU = "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức công đoàn cơ sở</a></li></ul></nav>"
LETTERHEAD = (
    "<table border='0'><tr><td><p>LIÊN ĐOÀN LAO ĐỘNG</p><p><b>TỈNH AN HÒA</b></p></td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM</b><br>"
    "Độc lập - Tự do - Hạnh phúc</td></tr><tr><td>Số: 12/KH-LĐLĐ</td><td><i>An Hòa, ngày 02 tháng 3 năm 2024</i></td></tr></table>"
)
SIGNATURE = "<table><tr><td><b>Nơi nhận:</b><br>- Như trên;</td><td>TM. BAN THƯỜNG VỤ<br>CHỦ TỊCH<br>Lê Thị Mẫu</td></tr></table>"


def reading(body: str, head: str = "") -> Reading:
    """Read a page."""
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read(Source(page.encode(), "a.html"))


def texts(body: str) -> list[str]:
    """The words of the blocks of a page."""
    return [block.text for block in reading(body).blocks]


def test_letterhead_and_signature_are_read_column_by_column() -> None:
    """Over several rows: the whole left column, then the whole right one; source line ends are spaces."""
    assert texts(f"{LETTERHEAD}<p>KẾ HOẠCH</p>{SIGNATURE}") == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH AN HÒA",
        "Số: 12/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày 02 tháng 3 năm 2024",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "- Như trên;",
        "TM. BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
        "Lê Thị Mẫu",
    ]


def test_an_administrative_document_is_complete_within_its_site() -> None:
    """Header, short lines, articles and signature stay; menu, sidebar and footer go."""
    articles = "".join(f"<p>Điều {n}. {SENTENCE} lần {n}.</p><p>Ngắn {n}</p>" for n in range(1, 9))
    body = (
        f"{MENU}<div id='page'><div class='sidebar'><a href='/x'>Văn bản mới nhất trong tuần</a></div><div class='doc'>"
        f"{LETTERHEAD}{articles}{SIGNATURE}</div></div><footer>Bản quyền thuộc về báo</footer>"
    )
    found = texts(body)
    assert found[0] == "LIÊN ĐOÀN LAO ĐỘNG"
    assert found[-1] == "Lê Thị Mẫu"
    assert [text for text in found if text.startswith("Ngắn")] == [f"Ngắn {n}" for n in range(1, 9)]
    assert not any("Trang chủ" in text or "mới nhất" in text or "Bản quyền" in text for text in found)


def test_an_article_keeps_title_and_order_and_marks_its_teasers() -> None:
    """Teasers inside the article stay in their place, marked; what follows the article goes."""
    paragraphs = "".join(f"<p>{SENTENCE}, đợt {n}.</p>" for n in range(1, 6))
    body = (
        f"{MENU}<article><h1>Hội nghị sơ kết sáu tháng</h1>{paragraphs}"
        f"<div class='related'><a href='/2'>Tin khác về phong trào thi đua</a></div>"
        f"<p>{SENTENCE}, kết luận.</p></article><div class='most-read'><h3>Đọc nhiều</h3><a href='/3'>Một tin hoàn toàn khác</a></div>"
    )
    found = reading(body)
    assert found.blocks[0].text == "Hội nghị sơ kết sáu tháng"
    assert found.blocks[0].style == "heading1"
    assert [found.blocks[number].text for number in found.furniture] == ["Tin khác về phong trào thi đua"]
    assert found.blocks[-1].text.endswith("kết luận.")


def test_a_table_that_lays_out_the_page_is_no_data() -> None:
    """Old sites: menu, article and links as three cells; the article keeps its lines, the menu goes."""
    article = "<br>".join(f"{SENTENCE}, đợt {n}." for n in range(6))
    menu = "<table>" + "".join(f"<tr><td><a href=#>{name}</a></td></tr>" for name in ("Trang chủ", "Tin tức", "Văn bản")) + "</table>"
    page = f"<table><tr><td>{menu}</td><td><b>Hội nghị sơ kết công tác</b><br>{article}</td><td>Thời tiết: 32 độ</td></tr></table>"
    found = texts(page)
    assert found[0] == "Hội nghị sơ kết công tác" and found[1] == f"{SENTENCE}, đợt 0." and not any("|" in line for line in found)


def test_a_data_table_has_rows_with_merged_cells_written_out() -> None:
    """rowspan repeats its value, colspan says it once and leaves the other columns empty."""
    table = (
        "<table border='1'><tr><th>STT</th><th colspan='2'>Việc</th></tr><tr><td rowspan='2'>1</td><td>Họp</td><td>Quý I</td></tr>"
        "<tr><td>Báo cáo</td><td>Quý II</td></tr></table>"
    )
    rows = reading(f"<p>Phân công</p>{table}").blocks[1:]
    assert [row.cells for row in rows] == [("STT", "Việc", ""), ("1", "Họp", "Quý I"), ("1", "Báo cáo", "Quý II")]
    assert rows[0].bold


def test_lists_have_the_markers_a_browser_draws() -> None:
    """Numbers by type and start, dashes for bullets; no dash before a dash; none where the style says so."""
    body = (
        "<ol type='I' start='2'><li>Hai</li><li>Ba<ol type='a'><li>Mục a</li></ol></li></ol><ul><li>Gạch</li><li>- Sẵn gạch</li></ul>"
        "<ul style='list-style: none'><li>Trơn</li></ul>"
    )
    assert texts(body) == ["II. Hai", "III. Ba", "a. Mục a", "- Gạch", "- Sẵn gạch", "Trơn"]


def test_weight_and_slant_come_from_tags_and_styles() -> None:
    """A block is bold or italic where all its words are; hidden words are not read."""
    body = (
        "<p><b>Điều 1.</b> Phạm vi</p><p style='font-weight:700'>Điều 2.</p><p><em>Ghi chú</em></p><p style='display:none'>Ẩn</p>"
        "<script>var x</script>"
    )
    assert [(b.text, b.bold, b.italic) for b in reading(body).blocks] == [
        ("Điều 1. Phạm vi", False, False),
        ("Điều 2.", True, False),
        ("Ghi chú", False, True),
    ]


def test_metadata_is_what_the_head_declares() -> None:
    """Meta tags and JSON-LD; the day as ISO; nothing from the words of the page."""
    head = (
        "<title>Tin - Báo An Hòa</title><meta property='og:site_name' content='Báo An Hòa'>"
        "<meta property='article:published_time' content='2024-03-02T08:00:00+07:00'><link rel='canonical' href='https://a.vn/1'>"
        '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "author": [{"name": "Mẫu Anh"}]}</script>'
    )
    assert reading("<p>Ngày 01/01/2020</p>", head).metadata == {
        "title": "Tin",
        "author": "Mẫu Anh",
        "date": "2024-03-02",
        "sitename": "Báo An Hòa",
        "url": "https://a.vn/1",
    }


def test_a_declared_charset_is_believed() -> None:
    """Windows-1252 bytes that are no UTF-8."""
    page = b"<html><head><meta charset='windows-1252'></head><body><p>caf\xe9 \x96 ti\xeau \xe9\xe8 \xe0\xe2 \xf4</p></body></html>"
    assert read(Source(page, "a.html")).blocks[0].text == "café – tiêu éè àâ ô"


def test_deep_nesting_is_survived() -> None:
    """A thousand nested elements lose no words; more than the parser bears is a broken file, not a crash."""
    assert texts(f"{'<div>' * 1000}Đáy{'</div>' * 1000}") == ["Đáy"]
    with pytest.raises(ReadError) as refusal:
        texts(f"{'<div>' * 5000}Đáy{'</div>' * 5000}")
    assert refusal.value.code == "broken"
