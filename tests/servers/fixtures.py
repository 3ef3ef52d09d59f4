"""One real Elasticsearch for all tests that want one, with TLS and users; started when the first of them runs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.settings import Settings
from tests.servers.archive import Unavailable
from tests.servers.elasticsearch import PASSWORD, USER, Node, node


@pytest.fixture(scope="session")
def elasticsearch() -> Iterator[Node]:
    """A running node; the test is skipped, with the reason, where it cannot be had."""
    try:
        one = node(secure=True)
        one.start()
    except Unavailable as exc:
        pytest.skip(f"no Elasticsearch: {exc}")
    yield one
    one.remove()


@pytest.fixture
def elastic(elasticsearch: Node, tmp_path: Path) -> Settings:
    """Settings that choose the running node, with an index of the test's own."""
    return Settings(
        data_dir=tmp_path,
        engine="elasticsearch",
        elasticsearch_url=elasticsearch.url,
        elasticsearch_index=f"t{uuid.uuid4().hex[:10]}",
        elasticsearch_user=USER,
        elasticsearch_password=PASSWORD,
        elasticsearch_ca=str(elasticsearch.ca),
    )
