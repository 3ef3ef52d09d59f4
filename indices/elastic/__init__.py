"""The index on Elasticsearch servers: the same tokens, weights and answers as the embedded one, for many machines."""

from indices.elastic.engine import ElasticIndex
from indices.elastic.successor import Successor
from indices.elastic.versions import Version, forget, of_this_form, versions

__all__ = ["ElasticIndex", "Successor", "Version", "forget", "of_this_form", "versions"]
