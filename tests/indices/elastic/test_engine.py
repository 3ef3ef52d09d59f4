"""The index on Elasticsearch: the contract of every index, on a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.settings import Settings
from indices.elastic import ElasticIndex
from tests.indices.contract import Contract, Reopen

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]


@pytest.fixture
def index(elastic: Settings) -> Iterator[ElasticIndex]:
    """An empty index."""
    opened = ElasticIndex(elastic, patience=1.0)
    yield opened
    opened.close()


@pytest.fixture
def reopen(elastic: Settings) -> Reopen:
    """The same index as another process sees it."""
    return lambda: ElasticIndex(elastic, patience=1.0)


class TestElastic(Contract):
    """The promises of every index."""
