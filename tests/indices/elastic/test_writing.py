"""Writing to Elasticsearch: portions, a busy server, refusals, dead writers, and what a commit leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from corpus.settings import Settings
from indices.elastic import ElasticIndex, bulk, writing
from indices.elastic.bulk import Rejection
from indices.elastic.connection import Connection
from indices.elastic.holder import holder, is_dead
from indices.protocol import IndexFailure
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


def test_every_rejected_record_is_reported(index: ElasticIndex) -> None:
    """What the server refuses for good is named with its reason, and nothing of that commit counts."""
    fill(index, ["a"])
    endless = "x" * 40_000  # longer than any term Lucene takes
    index.put([record("b", 0), record("b", 1, type=endless), record("b", 2, issuer=endless)], towards(0, 1, 2))
    with pytest.raises(Rejection, match="không nhận 2 đoạn") as caught:
        index.commit()
    assert [one.id for one in caught.value.rejected] == ["b:1", "b:2"]
    for one, field in zip(caught.value.rejected, ("type", "issuer"), strict=True):
        assert f"field [{field}]" in one.reason
        assert "32766" in one.reason
        assert len(one.reason) < 300
    index.refresh()
    assert index.documents() == {"a": 4}
    fill(index, ["c"])
    assert index.documents() == {"a": 4, "c": 4}


def test_busy_server_gets_the_rest_again_in_smaller_portions(index: ElasticIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes answered with 429 are sent again, slower; in the end all are there once."""
    sizes: list[int] = []
    honest = bulk.Bulk._sent

    def overloaded(self: bulk.Bulk, portion: list[Any]) -> Any:
        sizes.append(len(portion))
        if len(sizes) in (1, 2):
            again, refused = honest(self, portion[: len(portion) // 2])
            return again + portion[len(portion) // 2 :], refused
        return honest(self, portion)

    monkeypatch.setattr(bulk.Bulk, "_sent", overloaded)
    index.put([record("a", n) for n in range(200)], towards(*(n % 8 for n in range(200))))
    index.commit()
    assert sizes[:3] == [200, 100, 50]
    assert index.documents() == {"a": 200}
    assert len(index.nearest(towards(0)[0], limit=300)) == 200


def test_sources_hold_neither_vectors_nor_tokens(index: ElasticIndex, elastic: Settings, client: Elasticsearch) -> None:
    """What is kept to be shown is what a result shows."""
    fill(index, ["a"])
    hits = client.search(index=elastic.elasticsearch_index, query={"exists": {"field": "born"}})["hits"]["hits"]
    assert {name for hit in hits for name in hit["_source"]} == {
        "id", "document", "type", "issuer", "year", "first_day", "last_day", "born", "record",
    }  # fmt: skip
    assert {name for hit in hits for name in hit["_source"]["record"]} >= {"text", "span", "heading_path", "source"}


def test_second_writer_waits_and_is_told(index: ElasticIndex, elastic: Settings) -> None:
    """Two writers never mix; the second gets its turn after the commit of the first."""
    fill(index, ["a"])
    index.put([record("b")], towards(0))
    other = ElasticIndex(elastic, patience=0.3)
    with pytest.raises(IndexFailure, match="tiến trình khác đang ghi") as caught:
        other.put([record("c")], towards(1))
    assert caught.value.code == "locked"
    index.commit()
    fill(other, ["c"])
    index.refresh()
    assert index.documents() == {"a": 4, "b": 1, "c": 4}
    other.close()


def test_what_a_dead_writer_left_never_counts(index: ElasticIndex, elastic: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that vanished between put and commit loses its turn; its records are removed by the next one."""
    fill(index, ["a"])
    vanished = ElasticIndex(elastic, patience=0.3)
    vanished.put([record("b", n) for n in range(bulk.MOST)], towards(*(n % 8 for n in range(bulk.MOST))))
    monkeypatch.setattr(writing, "SILENCE", 0.2)
    fill(index, ["c"])
    assert index.documents() == {"a": 4, "c": 4}
    assert {id.split(":")[0] for id in ids(index.match(asking("đoàn viên")))} == {"a", "c"}
    with pytest.raises(IndexFailure) as caught:
        vanished.commit()
    assert caught.value.code == "lost"
    index.refresh()
    assert index.documents() == {"a": 4, "c": 4}
    vanished.close()


def test_a_writer_of_this_machine_that_died_is_known_at_once() -> None:
    """Its process is gone, or another one has its number; a living one and one of another machine are not dead."""
    mine = holder()
    host, space, pid, started, number = mine.split("/")
    assert not is_dead(mine)
    assert is_dead("/".join([host, space, pid, f"{started}0", number]))
    assert is_dead("/".join([host, space, "4194304", started, number]))
    assert not is_dead("/".join(["elsewhere", space, "4194304", started, number]))


def test_replaced_records_go_once_nobody_can_read_them(
    index: ElasticIndex, elastic: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who still read the old state have a minute; the next commit after that removes what was replaced."""
    fill(index, ["a", "b"])
    fill(index, ["a"])
    held = {"query": {"exists": {"field": "born"}}, "index": elastic.elasticsearch_index}
    assert (client.count(**held)["count"], index.count()) == (12, 8)
    monkeypatch.setattr(writing, "GRACE", 0.0)
    fill(index, ["c"])
    assert (client.count(**held)["count"], index.count()) == (12, 12)


def test_many_writers_lose_nothing(elastic: Settings) -> None:
    """Several writers at once take turns: all of their documents are there, once."""

    def write(name: str) -> None:
        own = ElasticIndex(elastic)
        for n in range(3):
            fill(own, [f"{name}{n}"])
        own.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index = ElasticIndex(replace(elastic))
    assert index.documents() == {f"{name}{n}": 4 for name in "xyz" for n in range(3)}
    index.close()
