"""The page that tells how to ask."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from corpus.text import fold
from search import fields
from search.language import parse
from webapp.pages.guide import ASKED, NAMED, SIGNS

ISSUERS = ("Liên đoàn Lao động tỉnh Sông Ngàn",)


def test_every_named_value_is_explained() -> None:
    """None that the box knows is missing, and none is told that it does not know."""
    told = {used.name for typed, _ in NAMED for used in parse(typed, ISSUERS).used}
    assert told == set(fields.NAMES.values())


def test_examples_are_understood_as_they_are_told() -> None:
    """Nothing in them is taken for a mistake; those with signs demand something, those without do not."""
    for typed, _ in (*SIGNS, *NAMED):
        found = parse(typed, ISSUERS)
        assert not found.notes, typed
        assert not found.plain, typed
    assert all(parse(typed).plain for typed, _ in ASKED)


def test_values_of_several_words_are_read_whole() -> None:
    """No example depends on a name that the store of the reader may not have."""
    found = {typed: parse(typed, ISSUERS) for typed, _ in NAMED}
    read = {typed: (tuple(used.value for used in one.used), one.text) for typed, one in found.items()}
    assert read['donvi:"công đoàn cơ sở"'] == (("công đoàn cơ sở",), "")
    assert read['coquan:"liên đoàn lao động" tết'] == (("liên đoàn lao động",), "tết")
    assert read["tết -hieuluc:hết"] == (("hết hiệu lực, đã bị thay thế, đã bị bãi bỏ",), "tết")


def test_full_names_that_are_told_are_known() -> None:
    """Each «người ký:» in the explanation is a name the box takes."""
    told = next(words for typed, words in NAMED if typed.startswith("cơ quan ban hành"))
    names = [fold(name.strip()) for name in told.split(":", 1)[1].rstrip(".").replace(",", "").split(":") if name.strip()]
    assert len(names) > 5
    assert set(names) <= set(fields.SPOKEN)


def test_examples_can_be_followed(client: FlaskClient, notice: str) -> None:
    """Each leads to its own question, from the foot of every page and from home."""
    shown = client.get("/cach-tim").get_data(as_text=True)
    links = {unescape(words): unescape(href) for href, words in re.findall(r'<dt><a href="([^"]*)">([^<]*)</a></dt>', shown)}
    assert list(links) == [typed for typed, _ in (*ASKED, *SIGNS, *NAMED)]
    for typed, href in links.items():
        assert parse_qs(urlsplit(href).query) == {"q": [typed]}
        assert client.get(href).status_code == 200
    for address in ("/", f"/van-ban/{notice}"):
        assert 'href="/cach-tim"' in client.get(address).get_data(as_text=True)
