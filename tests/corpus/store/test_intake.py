"""Which document a file's bytes belong to."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.store import Store
from tests.corpus.store.documents import document, passages


def test_a_new_file_is_a_queued_document(store: Store) -> None:
    """First bytes under a first path: version 1, waiting to be read."""
    entry = store.put_file("/a/b.TXT", b"mot")
    assert (entry.created, entry.state, entry.version, entry.format, entry.size) == ("new", "queued", 1, "txt", 3)
    assert store.entry(entry.id) == store.find_by_source("/a/b.TXT")


def test_same_bytes_same_path_change_nothing(store: Store) -> None:
    """The state of a known document is left as it is."""
    first = store.put_file("/a", b"mot")
    store.advance(first.id, "indexed")
    again = store.put_file("/a", b"mot")
    assert (again.id, again.created, again.state, again.version) == (first.id, "unchanged", "indexed", 1)
    assert len(store.entries()) == 1


def test_same_bytes_other_path_are_the_same_document(store: Store) -> None:
    """A copy adds a path, no second document."""
    first = store.put_file("/a", b"mot")
    copy = store.put_file("/b", b"mot")
    assert (copy.id, copy.created, copy.sources) == (first.id, "unchanged", ("/a", "/b"))


def test_changed_file_is_a_new_version_and_the_old_is_kept(store: Store) -> None:
    """Original and understanding of the old version stay readable beside the new."""
    entry = store.put_file("/a", b"mot")
    old = document(symbol="1/TB")
    store.save_document(entry.id, old, passages(old))
    changed = store.put_file("/a", b"hai")
    assert (changed.id, changed.created, changed.version, changed.state) == (entry.id, "version", 2, "queued")
    assert (store.original(entry.id), store.original(entry.id, 1)) == (b"hai", b"mot")
    assert store.document(entry.id, 2) is None
    assert store.document(entry.id, 1) == store.document(entry.id) == old
    assert [version.number for version in store.versions(entry.id)] == [1, 2]


def test_version_may_return_to_earlier_bytes(store: Store) -> None:
    """a, b, a again are three versions of one document, over two originals."""
    for data in (b"a", b"b", b"a"):
        entry = store.put_file("/a", data)
    assert entry.version == 3
    assert [version.sha256 == entry.sha256 for version in store.versions(entry.id)] == [True, False, True]


def test_one_of_two_copies_that_changes_goes_its_own_way(store: Store) -> None:
    """The document lives on under its other path; the changed file is a new document."""
    first = store.put_file("/a", b"mot")
    store.put_file("/b", b"mot")
    changed = store.put_file("/b", b"hai")
    assert changed.id != first.id
    assert (changed.created, changed.sources) == ("new", ("/b",))
    kept = store.entry(first.id)
    assert kept is not None
    assert (kept.sources, kept.version) == (("/a",), 1)


def test_a_document_is_not_known_by_a_path_that_left_it(store: Store) -> None:
    """The first of two copies changes: what stays is named by the other."""
    first = store.put_file("/a", b"mot")
    store.put_file("/b", b"mot")
    store.put_file("/a", b"hai")
    kept = store.entry(first.id)
    assert kept is not None and (kept.source, kept.sources) == ("/b", ("/b",))


def test_same_file_has_the_same_id_everywhere(store: Store, tmp_path: Path) -> None:
    """Ids come from the first bytes, so results are the same on every machine."""
    from corpus.store import open_store

    other = open_store(Settings(data_dir=tmp_path / "other"))
    assert store.put_file("/a", b"mot").id == other.put_file("/z", b"mot").id
    other.close()


def test_refused_file_is_in_the_catalog_without_bytes(store: Store) -> None:
    """A file too large to keep is a failed document, until bytes come that can be kept."""
    refused = store.refuse("/a", "too_large", "Tệp quá lớn.", size=3_000_000_000)
    assert (refused.state, refused.error_code, refused.version, refused.size) == ("failed", "too_large", 0, 3_000_000_000)
    assert store.original(refused.id) == b""
    entry = store.put_file("/a", b"mot")
    assert (entry.id, entry.created, entry.state, entry.error_code) == (refused.id, "new", "queued", "")


def test_refused_file_that_turns_out_a_copy_leaves_no_second_document(store: Store) -> None:
    """The line of the refusal goes when the path's bytes are a document already."""
    first = store.put_file("/a", b"mot")
    store.refuse("/b", "unreadable", "Không mở được.")
    assert store.put_file("/b", b"mot").id == first.id
    assert [entry.id for entry in store.entries()] == [first.id]


def test_original_is_written_once_and_read_only(store: Store, settings: Settings) -> None:
    """Bytes lie under their digest, without anybody's right to write, and no draft is left."""
    entry = store.put_file("/a", b"mot")
    path = store.original_path(entry.id)
    assert path == settings.data_dir / "originals" / entry.sha256[:2] / entry.sha256[2:]
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert [file for file in (settings.data_dir / "originals").rglob("*") if file.is_file()] == [path]


def test_damaged_original_is_noticed(store: Store) -> None:
    """Bytes that are no longer those that were kept are not given out."""
    entry = store.put_file("/a", b"mot")
    path = store.original_path(entry.id)
    assert path is not None
    path.chmod(0o644)
    path.write_bytes(b"khac")
    with pytest.raises(StoreError, match="original_damaged"):
        store.original(entry.id)
    path.unlink()
    with pytest.raises(StoreError, match="original_missing"):
        store.original(entry.id)


def test_deleting_removes_only_what_nobody_else_has(store: Store) -> None:
    """An original shared by two documents' histories stays for the one that is left."""
    first = store.put_file("/a", b"mot")
    store.put_file("/a", b"hai")
    second = store.put_file("/b", b"mot")
    store.save_document(first.id, document(), passages(document()))
    path = store.original_path(first.id)
    store.delete(first.id)
    assert store.entry(first.id) is None
    assert path is not None
    assert not path.exists()
    assert store.original(second.id) == b"mot"
    assert store.put_file("/a", b"hai").created == "new"


@pytest.mark.parametrize("source", ["/thư mục/Kế hoạch số 5.docx", "/" + "dài" * 3000, "/hỏng-\udcff.txt", "a.zip!/trong/b.txt"])
def test_any_path_can_be_kept(store: Store, source: str) -> None:
    """Vietnamese, very long, not UTF-8, inside an archive: the same path is found again."""
    entry = store.put_file(source, b"mot")
    found = store.find_by_source(source)
    assert found is not None
    assert found.id == entry.id
