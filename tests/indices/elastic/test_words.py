"""The vocabulary on Elasticsearch: the same as the embedded engine's, in few parts however many commits there were."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import Settings
from indices.elastic import ElasticIndex
from indices.embedded import EmbeddedIndex
from indices.vocabulary import Vocabulary
from tests.indices.contract import WORDS, fill, record, towards

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]


def seen(vocabulary: Vocabulary) -> tuple[dict[str, int], dict[tuple[str, str], int], list[str]]:
    """Counts of syllables, of neighbours, and the names of documents."""
    names = vocabulary.syllables
    pairs = [(int(key) >> 32, int(key) & 0xFFFFFFFF) for key in vocabulary.pairs]
    together = {(names[left], names[right]): int(n) for (left, right), n in zip(pairs, vocabulary.together, strict=True)}
    return {name: vocabulary.count(name) for name in names[1:]}, together, sorted(row.id for row in vocabulary.documents)


def test_vocabulary_is_that_of_the_embedded_engine(elastic: Settings, tmp_path: Path) -> None:
    """The same commits give the same counts and names; parts are added up while they are small."""
    index, embedded = ElasticIndex(elastic), EmbeddedIndex(tmp_path / "index")
    for n in range(12):
        for one in (index, embedded):
            fill(one, [f"d{n}"], text=WORDS[n % 4])
    assert seen(index.vocabulary()) == seen(embedded.vocabulary())
    assert index.vocabulary().count("đoàn") > 12
    assert index._seen is not None
    assert len(index._seen.state.words) < 5
    index.close()
    embedded.close()


def test_another_process_sees_the_words_of_the_last_commit(elastic: Settings) -> None:
    """Names of deleted documents go, new ones come; a reader sees it after refresh."""
    index, other = ElasticIndex(elastic), ElasticIndex(elastic)
    fill(index, ["a", "b"])
    other.refresh()
    assert seen(other.vocabulary())[2] == ["a", "b"]
    index.delete(["a"])
    index.put([record("c", text="hoàn toàn mới mẻ")], towards(0))
    index.put([record("gone")], towards(0))
    index.delete(["gone"])
    index.commit()
    assert seen(other.vocabulary())[2] == ["a", "b"]
    other.refresh()
    assert seen(other.vocabulary())[2] == ["b", "c"]
    assert other.vocabulary().count("mẻ") == 1
    index.close()
    other.close()
