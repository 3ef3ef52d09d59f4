"""What is near a passage or a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.searcher import Searcher
from tests.search.world import searcher as build


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """One searcher for the module: nothing here writes."""
    folder: Path = tmp_path_factory.mktemp("index")
    return build(folder)


@pytest.mark.parametrize("id", ["a:1", "a"])
def test_the_others_come_nearest_first_and_not_itself(searcher: Searcher, id: str) -> None:
    """For a passage and for a document; each document once, with its nearest passage."""
    hits = searcher.similar(id)
    assert {hit.document.id for hit in hits} == {"b", "c"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.passages[0].id.startswith(f"{hit.document.id}:") for hit in hits)
    assert len(searcher.similar(id, limit=1)) == 1


def test_what_is_not_held_has_nothing_near(searcher: Searcher) -> None:
    """An unknown id is no error."""
    assert searcher.similar("không có") == searcher.similar("z:4") == ()
