"""The index without a server: Tantivy for text and exact vectors, in a folder of this machine."""

from indices.embedded.engine import EmbeddedIndex, Successor

__all__ = ["EmbeddedIndex", "Successor"]
