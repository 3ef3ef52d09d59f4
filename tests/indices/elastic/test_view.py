"""What questions see of a version in Elasticsearch: what is committed, by score, and ties in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from corpus.settings import Settings
from indices.elastic import ElasticIndex, view
from indices.elastic.connection import Connection
from indices.protocol import TextQuery
from indices.record import NOTHING
from tests.indices.contract import asking, fill, ids, record, towards

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]


@pytest.fixture
def index(elastic: Settings) -> Iterator[ElasticIndex]:
    """An empty index."""
    opened = ElasticIndex(elastic, patience=0.3)
    yield opened
    opened.close()


@pytest.fixture
def client(elastic: Settings) -> Elasticsearch:
    """Elasticsearch itself."""
    return Connection(elastic).read(lambda client: client)


@pytest.mark.parametrize("exact", [True, False])
def test_half_written_commit_is_seen_by_nobody(
    index: ElasticIndex, elastic: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch, exact: bool
) -> None:
    """Records that Elasticsearch already finds do not count before the commit has ended, whichever way vectors are compared."""
    monkeypatch.setattr(view, "EXACT", 1_000 if exact else 0)
    fill(index, ["a"])
    index.put([record("b")], towards(0))
    assert index._writing is not None
    index._writing._bulk.flush()
    client.indices.refresh(index=f"{elastic.elasticsearch_index}-*")
    reader = ElasticIndex(elastic)
    assert ids(reader.match(asking("đoàn viên"), limit=2)) == ids(reader.nearest(towards(0)[0], limit=2)) == ["a:0", "a:1"]
    assert (reader.get(["b:0"]), reader.documents(), reader.facets(asking("đoàn viên"))["year"]) == ([], {"a": 4}, {"2021": 1})
    reader.close()
    index.commit()
    assert ids(index.match(asking("đoàn viên"), limit=3)) == ids(index.nearest(towards(0)[0], limit=3)) == ["a:0", "b:0", "a:1"]


def test_ties_deeper_than_can_be_asked_for_are_ordered_by_id(index: ElasticIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """More equal scores than one answer may hold: the ids still decide who is among the first."""
    monkeypatch.setattr(view, "_DEEPEST", 8)
    monkeypatch.setattr(view, "_SPARE", 2)
    for n in reversed(range(30)):
        index.put([record(f"d{n:02}")], towards(3))
    index.commit()
    first = [f"d{n:02}:0" for n in range(5)]
    assert ids(index.match(asking("phát triển đoàn viên"), limit=5)) == first
    assert ids(index.nearest(towards(3)[0], limit=5)) == first


def test_stand_in_for_an_empty_field_is_no_word(index: ElasticIndex) -> None:
    """Nobody finds the records without document number, nor the document that is no record, by the token that stands there."""
    fill(index, ["a"])
    assert index.match(TextQuery({"numbers": ((NOTHING,), 1.0)}, more=(("heading", NOTHING, 1.0),))) == []
