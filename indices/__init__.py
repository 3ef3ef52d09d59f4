"""What can be searched, and where it is kept."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from corpus.settings import Settings

if TYPE_CHECKING:
    from indices.protocol import Index, Successor


def open_index(settings: Settings) -> Index:
    """The index the settings name, empty before the first commit; raises IndexFailure when it cannot be opened."""
    if settings.engine == "elasticsearch":
        from indices.elastic import ElasticIndex

        return ElasticIndex(settings)
    from indices.embedded import EmbeddedIndex

    return EmbeddedIndex(settings.data_dir / "index")


def open_successor(settings: Settings) -> Successor:
    """A new version beside the one in use, which takes its place when it is published; raises IndexFailure."""
    if settings.engine == "elasticsearch":
        from indices import elastic

        return elastic.Successor(settings)
    from indices import embedded

    return embedded.Successor(settings.data_dir / "index")


def of_this_form(settings: Settings) -> bool:
    """Whether the index in use, if there is one, has the fields of this release; raises IndexFailure when it cannot be read."""
    from indices.protocol import IndexFailure

    if settings.engine == "elasticsearch":
        from indices import elastic

        return elastic.of_this_form(settings)
    try:
        open_index(settings).close()
    except IndexFailure as exc:
        if exc.code != "older":
            raise
        return False
    return True


def forget(settings: Settings) -> None:
    """Delete an index with all its versions, if there is one; raises IndexFailure."""
    if settings.engine == "elasticsearch":
        from indices import elastic

        return elastic.forget(settings)
    return shutil.rmtree(settings.data_dir / "index", ignore_errors=True)


def prune(settings: Settings) -> list[str]:
    """Drop the versions that are no longer in use; their names. The embedded engine keeps none. Raises IndexFailure."""
    if settings.engine == "elasticsearch":
        from indices import elastic

        return elastic.versions(settings).prune()
    return []


def listed(settings: Settings) -> list[str]:
    """A line for each version an engine keeps, for an administrator; raises IndexFailure."""
    if settings.engine == "elasticsearch":
        from indices import elastic

        return [str(version) for version in elastic.versions(settings).listed()]
    return []
