"""One Redis and one RabbitMQ for all tests that want one; each started when the first of them runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.archive import Unavailable
from tests.servers.brokers import Broker, broker


def _running(kind: str) -> Iterator[Broker]:
    """A running broker; the test is skipped, with the reason, where it cannot be had."""
    try:
        one = broker(kind)
    except Unavailable as exc:
        pytest.skip(str(exc))
    try:
        one.start()
        yield one
    finally:
        one.remove()


@pytest.fixture(scope="session")
def redis() -> Iterator[Broker]:
    """A running Redis."""
    yield from _running("redis")


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[Broker]:
    """A running RabbitMQ."""
    yield from _running("rabbitmq")
