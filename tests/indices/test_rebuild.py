"""`python -m indices`: the index is built anew from the catalog, with vectors used again, and swapped in at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document, Header, Line, Passage, Span, Text
from corpus.errors import VanKienError
from corpus.settings import Settings
from corpus.store import Store, open_store
from indices import open_index
from indices.__main__ import main
from indices.protocol import IndexFailure, Vectors
from indices.rebuild import rebuild


class CountingEncoder:
    """An encoder that gives each text a vector of its own and counts what it was asked."""

    name, dimensions, window = "counting", 16, 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """A unit vector from the characters of each text."""
        self.encoded += texts
        rows = np.array([[text.count(chr(97 + n)) + 0.1 for n in range(self.dimensions)] for text in texts], dtype=np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As passages."""
        return self.encode_passages(texts)

    def count_tokens(self, text: str) -> int:
        """Words."""
        return len(text.split())

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Words."""
        return [found.span() for found in re.finditer(r"\S+", text)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data directory of its own."""
    return Settings(data_dir=tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty catalog."""
    opened = open_store(settings)
    yield opened
    opened.close()


def keep(store: Store, source: str, *lines: str) -> str:
    """Put a document of these lines into the catalog, one passage a line; returns its id."""
    whole = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    spans = [Span(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    entry = store.put_file(source, whole.encode())
    assert store.claim("test", entry.id) is not None
    document = Document(Text(whole, tuple(Line(span) for span in spans)), Header())
    store.save_document(entry.id, document, [Passage(n, span.of(whole), span) for n, span in enumerate(spans)])
    return entry.id


def test_rebuild_holds_what_the_catalog_says(settings: Settings, store: Store) -> None:
    """Every understood document, and only those; a document deleted from the catalog is gone from the next index."""
    one, two = keep(store, "a.txt", "phát triển đoàn viên", "chăm lo Tết"), keep(store, "b.txt", "đại hội công đoàn")
    store.put_file("c.txt", b"not understood yet")
    made = rebuild(settings, store, CountingEncoder())
    index = open_index(settings)
    assert index.documents() == {one: 2, two: 1}
    assert (made.documents, made.passages) == (2, 3)
    store.delete(one)
    rebuild(settings, store, CountingEncoder())
    index.refresh()
    assert index.documents() == {two: 1}
    index.close()


def test_rebuild_uses_vectors_again(settings: Settings, store: Store) -> None:
    """The second time the model is asked nothing, and the vectors are the same."""
    keep(store, "a.txt", "phát triển đoàn viên", "chăm lo Tết")
    first, second = CountingEncoder(), CountingEncoder()
    rebuild(settings, store, first)
    rebuild(settings, store, second)
    assert len(first.encoded) == 2
    assert second.encoded == []
    index = open_index(settings)
    assert index.nearest(first.encode_queries(["chăm lo Tết"])[0], limit=1)[0].score == pytest.approx(1, abs=1e-3)
    index.close()


def test_rebuild_catches_up_with_what_changed_meanwhile(settings: Settings, store: Store) -> None:
    """A document that comes, changes or goes while the others are encoded is as the catalog says in the end."""
    old, gone = keep(store, "a.txt", "bản cũ"), keep(store, "b.txt", "sẽ bị xoá")
    late: list[str] = []

    def change(done: int, total: int) -> None:
        if done == total - 1 and not late:
            keep(store, "a.txt", "bản mới", "thêm đoạn")
            late.append(keep(store, "c.txt", "đến muộn"))
            store.delete(gone)

    rebuild(settings, store, CountingEncoder(), progress=change)
    index = open_index(settings)
    assert index.documents() == {old: 2, late[0]: 1}
    assert [record.text for record in index.get([f"{old}:0"])] == ["bản mới"]
    index.close()


def test_failed_rebuild_leaves_the_index_in_use(settings: Settings, store: Store) -> None:
    """A model that breaks half-way changes nothing for those who search."""
    one = keep(store, "a.txt", "phát triển đoàn viên")
    rebuild(settings, store, CountingEncoder())
    keep(store, "b.txt", "đoạn khác")

    class Broken(CountingEncoder):
        def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
            raise VanKienError("broken", "hỏng")

    with pytest.raises(VanKienError):
        rebuild(settings, store, Broken())
    index = open_index(settings)
    assert index.documents() == {one: 1}
    index.close()


def test_status_tells_whether_index_and_catalog_agree(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Out of step: exit status 1 and the command that helps; in step: 0."""
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(settings.data_dir))
    one = keep(store, "a.txt", "phát triển đoàn viên")
    assert main(["status"]) == 0
    assert "Đang chờ vào chỉ mục: 1 tài liệu" in capsys.readouterr().out
    store.advance(one, "indexed")
    assert main(["status"]) == 1
    assert "python -m indices repair" in capsys.readouterr().out
    rebuild(settings, store, CountingEncoder())
    assert main(["status"]) == 0
    assert "1 tài liệu, 1 đoạn" in capsys.readouterr().out


def test_engine_that_is_not_there_is_named(settings: Settings, store: Store) -> None:
    """A server that does not answer is named, in words, not with a traceback."""
    other = replace(settings, engine="elasticsearch", elasticsearch_url="http://127.0.0.1:9")
    with pytest.raises(IndexFailure, match=r"Elasticsearch \(http://127.0.0.1:9\).*không nối được") as failure:
        rebuild(other, store, CountingEncoder())
    assert failure.value.code == "down"
