"""Versions on Elasticsearch: built unseen, verified, swapped in one step, the old one kept until told."""

from __future__ import annotations

import pytest

from corpus.settings import Settings
from indices import forget
from indices.elastic import ElasticIndex, Successor, versions
from indices.protocol import IndexFailure
from tests.indices.contract import asking, fill, ids, record, towards

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]


def in_use(settings: Settings) -> list[tuple[str, bool]]:
    """The number of each version, and whether it is in use."""
    return [(version.name[-6:], version.in_use) for version in versions(settings).listed()]


def test_old_version_is_kept_until_told(elastic: Settings) -> None:
    """Readers see the old one until the swap and the new one after; the old one goes when an administrator says so."""
    index = ElasticIndex(elastic)
    fill(index, ["old"])
    with Successor(elastic) as fresh:
        fill(fresh, ["new"])
        index.refresh()
        assert index.documents() == {"old": 4}
        fresh.publish()
    index.refresh()
    assert index.documents() == {"new": 4}
    assert ids(index.match(asking("vệ sinh lao động")))[0] == "new:3"
    assert in_use(elastic) == [("000001", False), ("000002", True)]
    assert [name[-6:] for name in versions(elastic).prune()] == ["000001"]
    assert in_use(elastic) == [("000002", True)]
    index.close()


def test_version_that_is_not_published_leaves_no_trace(elastic: Settings) -> None:
    """A rebuild that breaks off changes nothing and removes what it began."""
    index = ElasticIndex(elastic)
    fill(index, ["old"])
    with pytest.raises(RuntimeError), Successor(elastic) as fresh:
        fill(fresh, ["new"])
        raise RuntimeError
    index.refresh()
    assert index.documents() == {"old": 4}
    assert in_use(elastic) == [("000001", True)]
    index.close()


def test_first_version_may_be_a_built_one(elastic: Settings) -> None:
    """Without an index before, what was built is the index."""
    with Successor(elastic) as fresh:
        fill(fresh, ["a"])
        fresh.publish()
    index = ElasticIndex(elastic)
    assert index.documents() == {"a": 4}
    assert [used for _, used in in_use(elastic)] == [True]
    index.close()


def test_empty_version_replaces_too(elastic: Settings) -> None:
    """A catalog from which everything was deleted gives an empty index."""
    index = ElasticIndex(elastic)
    fill(index, ["old"])
    with Successor(elastic) as fresh:
        fresh.publish()
    index.refresh()
    assert (index.documents(), index.count()) == ({}, 0)
    index.close()


def test_version_in_the_making_is_not_pruned(elastic: Settings) -> None:
    """Pruning spares what somebody builds."""
    index = ElasticIndex(elastic)
    fill(index, ["old"])
    with Successor(elastic) as fresh:
        fill(fresh, ["new"])
        assert versions(elastic).prune() == []
        fresh.publish()
    index.close()


def test_writers_wait_while_a_version_is_swapped_in(elastic: Settings) -> None:
    """Between hold and publish nobody writes the old one; who waited writes the new one."""
    index = ElasticIndex(elastic, patience=0.3)
    fill(index, ["old"])
    with Successor(elastic) as fresh:
        fill(fresh, ["new"])
        fresh.hold()
        with pytest.raises(IndexFailure) as caught:
            index.put([record("late")], towards(0))
        assert caught.value.code == "locked"
        fresh.publish()
    fill(index, ["late"])
    assert index.documents() == {"new": 4, "late": 4}
    index.close()


def test_version_that_answers_wrongly_is_not_used(elastic: Settings) -> None:
    """Records that vanished from the new version (here: deleted behind its back) keep it from being used."""
    index = ElasticIndex(elastic)
    fill(index, ["old"])
    with Successor(elastic) as fresh:
        fill(fresh, ["new"])
        name = versions(elastic).names()[-1]
        query = {"term": {"id": "new:2"}}
        versions(elastic).connection.write(lambda client: client.delete_by_query(index=name, query=query, refresh=True))
        with pytest.raises(IndexFailure, match="giữ 3 đoạn thay vì 4") as caught:
            fresh.publish()
    assert caught.value.code == "unverified"
    index.refresh()
    assert index.documents() == {"old": 4}
    assert in_use(elastic) == [("000001", True)]
    index.close()


def test_forgotten_index_is_gone_with_all_versions(elastic: Settings) -> None:
    """Nothing of the name is left."""
    index = ElasticIndex(elastic)
    fill(index, ["a"])
    with Successor(elastic) as fresh:
        fill(fresh, ["b"])
        fresh.publish()
    forget(elastic)
    index.refresh()
    assert (index.documents(), in_use(elastic)) == ({}, [])
    index.close()
