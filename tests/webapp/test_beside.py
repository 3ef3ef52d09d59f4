"""The original beside the text: pages of a PDF with the words marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.conftest import Site

QUESTION = "q=tiết kiệm điện&goc=1"


@pytest.fixture
def directive(site: Site) -> str:
    """The id of a directive of two pages that came as PDF."""
    [result] = site.pipeline.ingest([Path("corpus/samples/11-chi-thi-tiet-kiem-dien.pdf")])
    assert result.entry is not None
    return result.entry.id


def test_original_opens_at_the_page_of_the_words(client: FlaskClient, directive: str) -> None:
    """The page shown is that of the mark, its words are boxes over the picture, and the picture is to be had."""
    page = client.get(f"/van-ban/{directive}?{QUESTION}").text
    assert "trang <b>1</b>/2" in page
    assert page.count('class="of-word"') >= 3
    picture = re.search(r'<image href="([^"]+)"', page)
    assert picture is not None
    answer = client.get(picture[1].replace("&amp;", "&"))
    assert (answer.mimetype, answer.data[:4]) == ("image/png", b"\x89PNG")
    assert answer.cache_control.max_age


def test_original_is_turned_by_its_address(client: FlaskClient, directive: str) -> None:
    """Any page is an address; one past the end is the last; the neighbour is a link."""
    assert "trang <b>2</b>/2" in client.get(f"/van-ban/{directive}?{QUESTION}&trang=2").text
    last = client.get(f"/van-ban/{directive}?{QUESTION}&trang=9")
    assert "trang <b>2</b>/2" in last.text
    assert "Trang trước" in last.text
    assert "Trang sau" not in last.text


def test_part_is_a_block_of_the_same_page(client: FlaskClient, directive: str) -> None:
    """HTMX turns the page without the rest."""
    headers = {"HX-Request": "true", "HX-Target": "aside#ban-goc"}
    part = client.get(f"/van-ban/{directive}?{QUESTION}&trang=2", headers=headers).text
    assert part.lstrip().startswith('<p class="sheet-of"')
    assert part.strip() in client.get(f"/van-ban/{directive}?{QUESTION}&trang=2").text


def test_passage_is_shown_on_the_page(client: FlaskClient, directive: str) -> None:
    """The lines of the passage asked for are tinted."""
    assert 'class="of-passage"' in client.get(f"/van-ban/{directive}?goc=1&hit=145-248").text


@pytest.mark.parametrize("path", ["trang/0.png", "trang/3.png", "trang/1.png?version=9"])
def test_page_there_is_not_is_404(client: FlaskClient, directive: str, path: str) -> None:
    """No picture is made up."""
    assert client.get(f"/van-ban/{directive}/{path}").status_code == 404


def test_only_a_pdf_has_pages(client: FlaskClient, notice: str) -> None:
    """A text is not offered a view it cannot have, and the address alone does no harm."""
    page = client.get(f"/van-ban/{notice}?goc=1").text
    assert "Bản gốc bên cạnh" not in page
    assert 'id="ban-goc"' not in page
    assert client.get(f"/van-ban/{notice}/trang/1.png").status_code == 404
