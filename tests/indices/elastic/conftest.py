"""The running Elasticsearch, for the tests of the engine on it."""

from tests.servers.fixtures import elastic, elasticsearch

__all__ = ["elastic", "elasticsearch"]
