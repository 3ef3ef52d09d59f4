"""What is kept, what comes back, and what a damaged copy does."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from corpus import backup
from corpus.__main__ import main
from corpus.errors import StoreError
from corpus.settings import Settings
from corpus.store import INDEXED, Store, open_store
from corpus.store.models import Base
from corpus.store.originals import Originals
from tests.corpus.store.documents import document, passages

BYTES = b"so 12/TB-CDCS"


def filled(store: Store) -> str:
    """A store with one understood document, a second version waiting, a failure and a vector; the id of the first."""
    kept = document()
    entry = store.put_file("a.docx", BYTES)
    store.claim("w", entry.id)
    store.save_document(entry.id, kept, passages(kept))
    store.advance(entry.id, INDEXED)
    failed = store.put_file("b.pdf", b"%PDF")
    store.claim("w", failed.id)
    store.fail(failed.id, "broken", "Tệp hỏng.")
    store.put_file("a.docx", BYTES + b" v2")
    return entry.id


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with store._engine.connect() as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in Base.metadata.sorted_tables}


def test_what_was_kept_comes_back(settings: Settings, store: Store, tmp_path: Path) -> None:
    """Every row and every original, on another data directory; from SQLite and from PostgreSQL."""
    id = filled(store)
    kept = backup.backup(settings, tmp_path / "kho.tar")
    assert (kept.tables["document"], kept.originals, kept.damaged) == (2, 3, ())
    other = Settings(data_dir=tmp_path / "other")
    assert backup.restore(other, tmp_path / "kho.tar").tables == kept.tables
    again = open_store(other)
    assert everything(again) == everything(store)
    assert again.document(id) == store.document(id)
    assert again.original(id, 1) == BYTES
    again.put_file("c.txt", b"moi")
    again.close()


def test_a_catalog_moves_to_the_other_database(settings: Settings, store: Store, tmp_path: Path) -> None:
    """From each database into SQLite and, from PostgreSQL's copy, new rows get new ids."""
    filled(store)
    other = tmp_path / "moved.sqlite"
    assert backup.move(settings, f"sqlite:///{other}")["failure"] == 1
    moved = open_store(Settings(data_dir=settings.data_dir, database_url=f"sqlite:///{other}"))
    assert everything(moved) == everything(store)
    moved.close()


def test_a_backup_of_sqlite_lands_on_postgresql(settings: Settings, store: Store, tmp_path: Path) -> None:
    """The target may be either database; its own counting goes on after the highest id."""
    first = Settings(data_dir=tmp_path / "first")
    source = open_store(first)
    filled(source)
    backup.backup(first, tmp_path / "kho.tar")
    backup.restore(settings, tmp_path / "kho.tar")
    assert everything(store) == everything(source)
    entry = store.put_file("d.pdf", b"%PDF-2")
    store.claim("w", entry.id)
    store.fail(entry.id, "broken", "Tệp hỏng.")
    assert [failure.code for failure in store.failures(entry.id)] == ["broken"]
    source.close()


def test_a_store_with_documents_is_not_overwritten(settings: Settings, store: Store, tmp_path: Path) -> None:
    """Restoring asks for an empty store, and leaves a full one alone."""
    filled(store)
    backup.backup(settings, tmp_path / "kho.tar")
    before = everything(store)
    with pytest.raises(StoreError, match="kho trống"):
        backup.restore(settings, tmp_path / "kho.tar")
    with pytest.raises(StoreError, match="chính là kho đang dùng"):
        backup.move(settings, settings.catalog_url)
    assert everything(store) == before


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_damaged_backup_is_refused_whole(tmp_path: Path, share: float) -> None:
    """One wrong bit anywhere in the content, or an end that is missing: nothing is restored, and the message says so."""
    settings, file = Settings(data_dir=tmp_path / "var"), tmp_path / "kho.tar"
    store = open_store(settings)
    store.put_file("a.txt", bytes(range(256)) * 400)
    store.close()
    backup.backup(settings, file)
    data = bytearray(file.read_bytes())
    whole = bytes(data)
    start = whole.index(bytes(range(256)) * 2)
    data[start + int(share * 100_000)] ^= 1
    for damaged in (bytes(data), whole[: int(len(whole) * share)]):
        file.write_bytes(damaged)
        with pytest.raises(StoreError, match="hỏng"):
            backup.restore(Settings(data_dir=tmp_path / "other"), file)
    file.write_bytes(whole)
    assert backup.restore(Settings(data_dir=tmp_path / "other"), file).originals == 1


def test_a_damaged_original_is_named_and_the_rest_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says which file to bring again, and ends with 1."""
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(tmp_path / "var"))
    store = open_store(Settings.from_env())
    entry = store.put_file("a.txt", b"mot")
    store.put_file("b.txt", b"hai")
    path = store.original_path(entry.id)
    assert path is not None
    path.chmod(0o600)
    path.write_bytes(b"mat")
    store.close()
    assert main(["backup", str(tmp_path / "kho.tar")]) == 1
    assert str(entry.sha256) in capsys.readouterr().err
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(tmp_path / "other"))
    assert main(["restore", str(tmp_path / "kho.tar")]) == 0
    assert "2 văn bản, 1 bản gốc" in capsys.readouterr().out


def test_a_missing_original_is_named_too(settings: Settings, store: Store, tmp_path: Path) -> None:
    """Lost from the disk before the backup: the backup says which, and keeps the others."""
    entry = store.put_file("a.txt", b"mot")
    store.put_file("b.txt", b"hai")
    path = store.original_path(entry.id)
    assert path is not None
    path.unlink()
    kept = backup.backup(settings, tmp_path / "kho.tar")
    assert (kept.originals, kept.damaged) == (1, (entry.sha256,))


def test_what_a_killed_backup_held_is_swept(settings: Settings, store: Store, tmp_path: Path) -> None:
    """A folder of held originals with no living holder is removed by the next backup; one in use stays."""
    store.put_file("a.txt", b"mot")
    folder = settings.data_dir / "originals"
    (folder / ".held-dead").mkdir()
    with Originals(folder).held(list) as (_, living):
        backup.backup(settings, tmp_path / "kho.tar")
        assert [path.name for path in folder.glob(".held-*")] == [living.folder.name]
    assert not list(folder.glob(".held-*"))


def test_a_held_original_outlives_its_document(store: Store, settings: Settings) -> None:
    """Removed by a delete that came after: the holder still reads it, and afterwards it is gone for good."""
    entry = store.put_file("a.txt", b"mot")
    sha256 = str(entry.sha256)
    with Originals(settings.data_dir / "originals").held(lambda: [sha256]) as (chosen, held):
        store.delete(entry.id)
        assert store.entry(entry.id) is None
        assert [held.get(name) for name in chosen] == [b"mot"]
    assert not Originals(settings.data_dir / "originals").path(sha256).exists()


def test_a_backup_is_of_one_moment(settings: Settings, store: Store, tmp_path: Path) -> None:
    """While another thread adds and deletes documents, every copy is consistent: each document has its original."""
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            ids = [store.put_file(f"{n}.txt", f"van ban {n}".encode()).id for n in range(5)]
            for id in ids[:3]:
                store.delete(id)

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for n in range(3):
            kept = backup.backup(settings, tmp_path / f"{n}.tar")
            copy = Settings(data_dir=tmp_path / f"copy{n}")
            backup.restore(copy, tmp_path / f"{n}.tar")
            opened = open_store(copy)
            found = opened.entries(limit=100)
            assert len(found) == kept.tables["document"]
            assert all(opened.original(entry.id) for entry in found)
            opened.close()
    finally:
        stop.set()
        thread.join()
