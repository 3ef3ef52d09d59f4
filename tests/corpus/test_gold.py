"""What people corrected, written as gold that `python -m ingest.evaluation` reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.__main__ import main
from corpus.settings import Settings
from corpus.store import Store, open_store
from ingest.evaluation.gold import Texts, document, located
from tests.corpus.store.notices import cite, keep, notice, order

LINES = ("Theo Nghị quyết số 02-NQ/TW.", "Giao Sở Nội rà soát biên chế.", "Đẩy mạnh tuyên truyền.", "Kết quả đã đạt được.")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one plan of which a citation and two of three directives were put right."""
    store = open_store(Settings(data_dir=tmp_path / "var"))
    directives = tuple(order(LINES, line) for line in LINES[1:])
    citations = (cite(LINES, "Nghị quyết số 02-NQ/TW", "02-NQ/TW", type="Nghị quyết"),)
    id = keep(store, "a", notice("5/KH-UBND", "2021-12-01", LINES, citations=citations, directives=directives))
    store.correct_directive(id, 0, replace(directives[0], owners=("Sở Nội vụ",)), author="Lành")
    store.correct_directive(id, 2, None, author="Lành")
    store.correct_citation(id, 0, replace(citations[0], symbol="03-NQ/TW"), author="Lành")
    store.correct_header(id, "issuer", "UBND tỉnh Sông Ngàn", author="Lành")
    keep(store, "b", notice("6/KH-UBND", "2021-12-01", LINES))
    return store


def test_corrections_become_gold(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person put right counts, what only the rules say may be found or not, what was deleted is not there."""
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(tmp_path / "var"))
    assert main(["corrections", "--export", str(tmp_path / "gold")]) == 0
    assert "1 văn bản" in capsys.readouterr().out
    [path] = (tmp_path / "gold").glob("*.yml")
    read = document(path)
    found, lost = located(read, Texts(tmp_path).text(read))
    assert lost == []
    assert [(one.line, one.symbols, one.optional) for one in found.citations] == [(1, ("03-NQ/TW",), False)]
    assert [(one.line, one.owners, one.optional) for one in found.directives] == [(2, ("Sở Nội vụ",), False), (3, (), True)]
    assert "author: Lành" in path.read_text(encoding="utf-8")
    assert "issuer: UBND tỉnh Sông Ngàn" in path.read_text(encoding="utf-8")


def test_what_was_taken_back_is_no_gold(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document without standing corrections is not written."""
    for one in store.all_corrections():
        store.undo_correction(one.id, author="Đức")
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(tmp_path / "var"))
    assert main(["corrections", "--export", str(tmp_path / "gold")]) == 0
    assert list((tmp_path / "gold").iterdir()) == []


def test_folder_that_cannot_be_written_is_one_sentence(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback for a wrong path."""
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(tmp_path / "var"))
    (tmp_path / "tep").write_text("x")
    assert main(["corrections", "--export", str(tmp_path / "tep" / "con")]) == 1
    assert "Không ghi được" in capsys.readouterr().err
