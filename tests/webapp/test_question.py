"""The question in a URL: read, checked, written back."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from indices.protocol import Filters
from webapp.errors import WebError
from webapp.question import Question, question, whole

FULL = Question(
    "đoàn viên",
    "documents",
    type=("Thông báo", "Luật"),
    not_type=("Báo cáo",),
    issuer=("UBND",),
    not_issuer=("HĐND",),
    year=("2023",),
    signer=("Lê Thị B",),
    not_signer=("Trần C",),
    owner=("Sở Nội vụ",),
    not_owner=("Sở Y tế",),
    deadline=("overdue", "soon"),
    not_deadline=("recurring",),
    validity=("in_force",),
    not_validity=("expired",),
    tasks=("yes",),
    issued_from="2023-01-01",
    issued_to="2023-12-31",
    sort="date",
    page=3,
    open="abc",
)


def reread(url: str) -> Question:
    """The question of an address."""
    return question(Request(EnvironBuilder(path=url).get_environ()).args)


def test_address_holds_the_whole_state() -> None:
    """What is written into an address is read back the same."""
    assert reread(FULL.url(page=3, open="abc")) == FULL


def test_empty_question_has_the_short_address() -> None:
    """Values that are the default stay out of the address."""
    assert Question().url() == "/"
    assert Question("a").url() == "/?q=a"


def test_changing_a_filter_goes_back_to_the_first_page() -> None:
    """Page 3 of other results means nothing."""
    changed = reread(FULL.having("year", "2022"))
    assert (changed.year, changed.page, changed.open) == (("2023", "2022"), 1, "")


def test_including_ends_excluding() -> None:
    """A value is never asked for and left out at once."""
    changed = reread(FULL.having("not_type", "Luật"))
    assert (changed.type, changed.not_type) == (("Thông báo",), ("Báo cáo", "Luật"))


def test_filters_are_those_of_the_index() -> None:
    """Every filter of the address reaches the searcher."""
    filters = Filters(("Thông báo", "Luật"), ("UBND",), (2023,), (), ("Báo cáo",), ("HĐND",), "2023-01-01", "2023-12-31")
    assert FULL.query().filters == filters
    assert (FULL.query().offset, FULL.query().sort, FULL.query().mode) == (20, "date", "documents")


def test_traits_are_those_of_the_catalog() -> None:
    """Every one of the address reaches the searcher."""
    query = FULL.query()
    assert query.traits.chosen == {name: getattr(FULL, name) for name in query.traits.chosen}
    assert len(query.traits.chosen) == 9


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("/?q=a&han=mai", "mai"),
        ("/?q=a&not_hieuluc=con", "con"),
        ("/?q=a&nguoiky=a%00", "ký tự"),
        (f"/?q=a&donvi={'x' * 1001}", "1000 ký tự"),
    ],
)
def test_values_that_nobody_can_have_are_refused(url: str, value: str) -> None:
    """With those there are."""
    with pytest.raises(WebError, match=value) as caught:
        reread(url)
    assert caught.value.status == 400


def test_cleared_keeps_the_words() -> None:
    """Clearing takes all filters and nothing else."""
    assert not reread(FULL.cleared()).filters
    assert not reread(FULL.cleared()).traits.chosen
    assert reread(FULL.cleared()).q == "đoàn viên"


@pytest.mark.parametrize("raw", ["0", "-1", "1.5", "²", "9999", "x", "99999999999999999999"])
def test_numbers_outside_bounds_are_refused(raw: str) -> None:
    """Digits of other scripts, signs and numbers beyond the bounds give 400."""
    with pytest.raises(WebError) as caught:
        whole(MultiDict({"page": raw}), "page", 1, high=1000)
    assert caught.value.status == 400
