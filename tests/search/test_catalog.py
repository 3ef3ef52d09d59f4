"""What the catalog of a store answers for the language of questions: signers, owners, deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Found
from corpus.errors import VanKienError
from corpus.settings import Settings
from corpus.store import Store, open_store
from search.catalog import StoreCatalog, open_catalog
from search.fields import Condition
from tests.corpus.store.notices import notice, order

LINES = ("Giao Ban Tổ chức rà soát hồ sơ trước ngày 20/12/2021.",)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Store, str]]:
    """A store with one plan, signed by Lê Thị B, that gives Ban Tổ chức a task; and its id."""
    store = open_store(Settings(data_dir=tmp_path))
    task = order(LINES, LINES[0], owners=("Ban Tổ chức",), due="2021-12-20")
    plan = notice("1/KH-LĐLĐ", "2021-11-01", LINES, directives=(task,))
    signed = replace(plan, header=replace(plan.header, signer=Found("Lê Thị B", None, 1.0)))
    entry = store.put_file("a.txt", LINES[0].encode())
    store.claim("worker", entry.id)
    store.save_document(entry.id, signed, ())
    yield store, entry.id
    store.close()


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Condition("signer", "Lê Thị B"), True),
        (Condition("signer", "le thi b"), True),
        (Condition("signer", "Lê Thị"), True),
        (Condition("signer", "Trần C"), False),
        (Condition("owner", "Ban Tổ chức"), True),
        (Condition("owner", "Ban Tuyên giáo"), False),
        (Condition("deadline", "20/12/2021", "2021-12-20", "2021-12-20"), True),
        (Condition("deadline", "<1/12/2021", "", "2021-12-01"), False),
        (Condition("deadline", "overdue"), True),
        (Condition("deadline", "soon"), False),
    ],
)
def test_the_store_knows_who_and_when(held: tuple[Store, str], condition: Condition, found: bool) -> None:
    """Names with or without marks, in whole words; a day in the range."""
    store, id = held
    assert StoreCatalog(lambda: store).documents(condition) == (frozenset({id}) if found else frozenset())


def test_a_search_alone_makes_no_catalog(tmp_path: Path) -> None:
    """Where nothing was ever stored, there is none to ask."""
    assert open_catalog(Settings(data_dir=tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


def test_the_store_knows_who_can_be_asked_for(held: tuple[Store, str]) -> None:
    """Signers and owners by name, so that a value of several words needs no quotes; of other fields nothing."""
    catalog = StoreCatalog(lambda: held[0])
    assert catalog.names("signer") == ("Lê Thị B",)
    assert catalog.names("owner") == ("Ban Tổ chức",)
    assert catalog.names("issuer") == ()


def test_the_store_knows_what_holds(held: tuple[Store, str]) -> None:
    """Of each document asked for; a store that cannot be opened knows nothing."""
    store, id = held
    assert StoreCatalog(lambda: store).validities([id])[id].state == store.validity(id).state

    def closed() -> Store:
        raise VanKienError("no_store", "Không mở được.")

    assert StoreCatalog(closed).validities([id]) == {}
    assert StoreCatalog(closed).names("signer") == ()
