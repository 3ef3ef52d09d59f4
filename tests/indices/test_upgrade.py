"""An index of an older release or of another model is recognised and built anew; any other is left as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tantivy

from corpus.settings import Settings
from corpus.store import Store
from indices import open_index, record
from indices.protocol import IndexFailure
from indices.rebuild import rebuild
from indices.upgrade import outdated, upgrade
from tests.indices.test_rebuild import CountingEncoder, keep, settings, store

__all__ = ["settings", "store"]


class Other(CountingEncoder):
    """Another model with as many dimensions."""

    name = "other"


@pytest.fixture
def chosen(settings: Settings) -> Settings:
    """The settings of a site that names its model."""
    return Settings(data_dir=settings.data_dir, model=CountingEncoder.name)


def made_older(folder: Path) -> None:
    """Put in the place of the text index one with the fields of an older release."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    for text in folder.glob("index/*/text"):
        shutil.rmtree(text)
        text.mkdir()
        tantivy.Index(builder.build(), path=str(text))


def test_an_index_of_this_release_is_left_alone(chosen: Settings, store: Store) -> None:
    """Empty or full: nothing is built, nothing encoded."""
    assert not outdated(chosen, store)
    keep(store, "a.txt", "phát triển đoàn viên")
    rebuild(chosen, store, CountingEncoder())
    assert not outdated(chosen, store)
    assert upgrade(chosen, store, CountingEncoder) is None


def test_an_index_of_an_older_release_says_so_and_is_built_anew(chosen: Settings, store: Store) -> None:
    """Opening it names the command; the command brings everything back without encoding any text again."""
    id = keep(store, "a.txt", "phát triển đoàn viên", "chăm lo Tết")
    rebuild(chosen, store, CountingEncoder())
    made_older(chosen.data_dir)
    with pytest.raises(IndexFailure, match="python -m indices upgrade"):
        open_index(chosen)
    encoder = CountingEncoder()
    made = upgrade(chosen, store, lambda: encoder)
    assert made is not None
    assert (made.documents, made.passages) == (1, 2)
    assert encoder.encoded == []
    index = open_index(chosen)
    assert index.documents() == {id: 2}
    index.close()


def test_an_index_of_which_vectors_are_made_of_other_texts_is_built_anew(
    chosen: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that reads another text out of a passage encodes those it concerns, and no others."""
    keep(store, "a.txt", "phát triển đoàn viên", "chăm lo Tết")
    rebuild(chosen, store, CountingEncoder())
    plain = record.joined
    monkeypatch.setattr(record, "joined", lambda title, path, words: plain(title, path, words.replace("chăm lo Tết", "lo Tết")))
    assert outdated(chosen, store)
    encoder = CountingEncoder()
    assert upgrade(chosen, store, lambda: encoder) is not None
    assert encoder.encoded == ["lo Tết"]
    assert not outdated(chosen, store)


def test_an_index_of_another_model_is_built_anew(chosen: Settings, store: Store) -> None:
    """Vectors of two models never mix: the passages are encoded by the present one."""
    keep(store, "a.txt", "phát triển đoàn viên")
    rebuild(chosen, store, Other())
    encoder = CountingEncoder()
    assert upgrade(chosen, store, lambda: encoder) is not None
    assert encoder.encoded == ["phát triển đoàn viên"]
    assert not outdated(chosen, store)
