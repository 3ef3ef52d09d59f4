"""The same stores as in the tests of the store itself."""

from tests.corpus.store.conftest import postgresql, settings, store

__all__ = ["postgresql", "settings", "store"]
