"""Three Elasticsearch nodes with one replica: the elected master is killed in the midst of ingest and search."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
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
AFTER = 20  # documents taken in after the kill


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
    yield made
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
    answered: int = 0

    def run(self) -> None:
        """Until told to end."""
        index = ElasticIndex(self.settings)
        while not self.ended.wait(0.05):
            try:
                index.refresh()
                whole = len(index.match(asking("đoàn viên", words=1.0), limit=500)) >= 2 * 5
                self.answered += whole
            except IndexFailure:
                whole = False
            if not whole:
                self.failed.append(time.monotonic())
        index.close()


def test_killed_master_costs_no_document_and_seconds_of_answers(nodes: list[Node], settings: Settings) -> None:
    """kill -9 of the elected master during ingest and search: answers go on within ten seconds, nothing lost, nothing twice."""
    index = ElasticIndex(settings, patience=60.0)
    for n in range(5):
        fill(index, [f"before{n}"])
    _green(nodes[0])
    asking_all_the_time = Asking(settings)
    thread = threading.Thread(target=asking_all_the_time.run)
    thread.start()
    killed = 0.0
    for n in range(AFTER):
        if n == AFTER // 4:
            _master(nodes).kill()
            killed = time.monotonic()
        fill(index, [f"after{n}"])
    time.sleep(max(0.0, killed + GRACE + 5.0 - time.monotonic()))
    asking_all_the_time.ended.set()
    thread.join()
    index.refresh()
    wanted = {f"before{n}": 4 for n in range(5)} | {f"after{n}": 4 for n in range(AFTER)}
    assert index.documents() == wanted
    assert index.count() == sum(wanted.values())
    assert asking_all_the_time.answered > 0
    assert [when - killed for when in asking_all_the_time.failed if not 0 <= when - killed <= GRACE] == []
    index.close()


def _green(node: Node) -> None:
    """Until every shard has its copy on another node."""
    with Elasticsearch(node.url) as client:
        client.cluster.health(wait_for_status="green", wait_for_nodes="3", timeout="60s", request_timeout=70)


def _master(nodes: list[Node]) -> Node:
    with Elasticsearch([one.url for one in nodes]) as client:
        [row] = client.cat.master(format="json").body
    return next(one for one in nodes if one.name == row["node"])
