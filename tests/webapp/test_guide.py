"""The page that tells how to ask."""

from __future__ import annotations

from html import unescape

from flask.testing import FlaskClient

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


def test_examples_can_be_followed(client: FlaskClient, notice: str) -> None:
    """Each leads to its own question, from the foot of every page and from home."""
    shown = unescape(client.get("/cach-tim").get_data(as_text=True))
    for typed, words in (*ASKED, *SIGNS, *NAMED):
        assert f">{typed}</a>" in shown
        assert words in shown
        answer = client.get("/", query_string={"q": typed})
        assert answer.status_code == 200
    for address in ("/", f"/van-ban/{notice}"):
        assert 'href="/cach-tim"' in client.get(address).get_data(as_text=True)
