"""Three Elasticsearch nodes with one replica: the elected master is killed in the midst of ingest and search."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from corpus.settings import Settings
from indices.elastic import ElasticIndex
from indices.protocol import IndexFailure
from tests.indices.contract import asking, fill
from tests.servers.archive import Unavailable
from tests.servers.elasticsearch import Node, cluster

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]
GRACE = 10.0  # seconds after which every question must be answered again
BEFORE, AFTER = 5, 20  # documents taken in before the questions begin, and during them


@pytest.fixture
def nodes() -> Iterator[list[Node]]:
    """Three nodes that have found each other."""
    made: list[Node] = []
    try:
        made = cluster(3)
        for one in made:
            one.start(wait=False)
        for one in made:
            one.wait()
    except Unavailable as exc:
        for one in made:
            one.remove()
        pytest.skip(f"no Elasticsearch: {exc}")
    running = [*made]
    yield running
    for one in made:
        one.remove()


@pytest.fixture
def settings(nodes: list[Node], tmp_path: Path) -> Settings:
    """All three hosts."""
    return Settings(data_dir=tmp_path, engine="elasticsearch", elasticsearch_url=",".join(one.url for one in nodes))


@dataclass
class Asking:
    """Asks all the time, and notes when it got no answer or a short one."""

    settings: Settings
    ended: threading.Event = field(default_factory=threading.Event)
    failed: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Until told to end."""
        index = ElasticIndex(self.settings)
        while not self.ended.wait(0.05):
            try:
                index.refresh()
                whole = len(index.match(asking("đoàn viên", words=1.0), limit=500)) >= 2 * BEFORE
            except IndexFailure:
                whole = False
            (self.answered if whole else self.failed).append(time.monotonic())
        index.close()


def test_killed_master_costs_no_document_and_seconds_of_answers(nodes: list[Node], settings: Settings) -> None:
    """kill -9 of the elected master during ingest and search: answers go on within ten seconds, nothing lost, nothing twice."""
    index = ElasticIndex(settings, patience=60.0)
    for n in range(BEFORE):
        fill(index, [f"before{n}"])
    _green(nodes[0])
    asking_all_the_time = Asking(settings)
    thread = threading.Thread(target=asking_all_the_time.run, daemon=True)
    thread.start()
    killed = 0.0
    for n in range(AFTER):
        if n == AFTER // 4:
            master = _master(nodes)
            killed = time.monotonic()
            master.kill()
            nodes.remove(master)
        fill(index, [f"after{n}"])
    time.sleep(max(0.0, killed + GRACE + 5.0 - time.monotonic()))
    asking_all_the_time.ended.set()
    thread.join()
    index.refresh()
    wanted = {f"before{n}": 4 for n in range(BEFORE)} | {f"after{n}": 4 for n in range(AFTER)}
    assert index.documents() == wanted
    assert index.count() == sum(wanted.values())
    answered = asking_all_the_time.answered
    assert [when - killed for when in asking_all_the_time.failed if not 0 <= when - killed <= GRACE] == []
    assert max(later - earlier for earlier, later in pairwise(answered)) <= GRACE
    assert answered[0] < killed < killed + GRACE < answered[-1]
    assert _master(nodes) in nodes
    index.close()


def _green(node: Node) -> None:
    """Until every shard has its copy on another node."""
    with Elasticsearch(node.url) as client:
        client.options(request_timeout=70).cluster.health(wait_for_status="green", wait_for_nodes="3", timeout="60s")


def _master(nodes: list[Node]) -> Node:
    with Elasticsearch([one.url for one in nodes]) as client:
        [row] = client.cat.master(format="json").body
    return next(one for one in nodes if one.name == row["node"])
