"""Understanding again what is stored: only what changed is written, people's corrections stay, no file is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Header, Text
from corpus.store import Entry
from ingest import again as again_module
from ingest import pipeline as pipeline_module
from ingest.again import Again, again
from ingest.command import main
from ingest.pipeline import Pipeline
from tests.ingest.fakes import FakeEncoder, open_fake_pipeline, write


@pytest.fixture
def encoder() -> FakeEncoder:
    """Counts what is encoded."""
    return FakeEncoder()


@pytest.fixture
def pipeline(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Pipeline]:
    """A pipeline with two notices."""
    opened = open_fake_pipeline(tmp_path, encoder)
    opened.ingest([write(tmp_path / f"{number}.txt", number) for number in (1, 2)])
    yield opened
    opened.close()


def notice(pipeline: Pipeline, number: int) -> Entry:
    """One of the two."""
    [entry] = [entry for entry in pipeline.store.entries() if entry.source.endswith(f"/{number}.txt")]
    return entry


def no_writing(*_: object) -> None:
    """What must not be called."""
    raise AssertionError("the index was written")


def test_nothing_new_writes_nothing(pipeline: Pipeline, tmp_path: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules: neither index nor catalog nor model is touched, and the files may be gone."""
    for path in tmp_path.glob("*.txt"):
        path.unlink()
    before, encoded = pipeline.store.entries(), encoder.encoded
    monkeypatch.setattr(pipeline.index, "put", no_writing)
    monkeypatch.setattr(pipeline.store, "original", no_writing)
    assert again(pipeline) == Again(unchanged=2)
    assert (pipeline.store.entries(), encoder.encoded) == (before, encoded)


def test_changed_directives_leave_the_index_alone(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that find less: rows change, passages do not."""
    assert pipeline.store.directives_of(notice(pipeline, 1).id)
    monkeypatch.setattr(pipeline_module, "directives", lambda *_, **__: ())
    monkeypatch.setattr(pipeline.index, "put", no_writing)
    assert again(pipeline) == Again(changed=2)
    assert pipeline.store.directives().total == 0
    assert notice(pipeline, 1).state == "indexed"


def test_changed_header_goes_to_the_index(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the document whose title changed is indexed anew; what was encoded is not encoded again but for its title."""
    right = pipeline_module.header

    def other(text: Text, **options: object) -> Header:
        found = right(text, **options)  # type: ignore[arg-type]
        assert found.symbol is not None
        assert found.subject is not None
        return replace(found, subject=replace(found.subject, value="Đại hội")) if "2/TB" in found.symbol.value else found

    monkeypatch.setattr(pipeline_module, "header", other)
    assert again(pipeline) == Again(unchanged=1, reindexed=1)
    changed = notice(pipeline, 2)
    assert (changed.title, changed.state, notice(pipeline, 1).title != "Đại hội") == ("Đại hội", "indexed", True)
    assert {record.title for record in pipeline.index.get([f"{changed.id}:0"])} == {"Đại hội"}


def test_corrections_stay(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules change, the person's word does not; the index has it."""
    id = notice(pipeline, 1).id
    pipeline.store.correct_header(id, "symbol", "99/TB-CĐX", author="Lành")
    pipeline.resume()
    pipeline.store.correct_directive(id, 0, None, author="Lành")
    left = [row.directive for row in pipeline.store.directives_of(id)]
    monkeypatch.setattr(pipeline_module, "citations", lambda *_, **__: ())
    again(pipeline)
    assert (notice(pipeline, 1).symbol, [row.directive for row in pipeline.store.directives_of(id)]) == ("99/TB-CĐX", left)
    assert {record.symbol for record in pipeline.index.get([f"{id}:0"])} == {"99/TB-CĐX"}


def test_document_understood_before_there_were_tables_gets_its_rows(pipeline: Pipeline) -> None:
    """A catalog of an older program is filled by the same command."""
    from sqlalchemy import text

    from corpus.store.schema import open_engine, writer

    with writer(open_engine(pipeline.settings)).begin() as connection:
        connection.execute(text("DELETE FROM directive"))
        connection.execute(text("UPDATE document SET related = FALSE"))
    assert pipeline.store.directives().total == 0
    assert again(pipeline) == Again(unchanged=2)
    assert pipeline.store.directives().total > 0
    assert pipeline.store.unrelated() == set()


def test_fault_of_ours_leaves_one_document_as_it_was(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are still understood; the fault is counted."""
    right = again_module.understand_text

    def faulty(text: Text) -> object:
        if "1/TB" in text.text:
            raise ZeroDivisionError
        return right(text)

    monkeypatch.setattr(again_module, "understand_text", faulty)
    assert again(pipeline) == Again(unchanged=1, failed=1)
    assert notice(pipeline, 1).state == "indexed"


def test_failed_documents_are_counted_as_skipped(pipeline: Pipeline, tmp_path: Path) -> None:
    """They have no text to be understood again."""
    (tmp_path / "rong.txt").write_bytes(b"")
    pipeline.ingest([tmp_path / "rong.txt"])
    assert again(pipeline) == Again(unchanged=2, skipped=1)


def test_counts_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """For people as one sentence, for programs as JSON."""
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(pipeline_module, "open_encoder", lambda _: FakeEncoder())
    main([str(write(tmp_path / "a.txt"))])
    capsys.readouterr()
    assert main(["--again", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"documents": 1, "unchanged": 1, "changed": 0, "reindexed": 0, "failed": 0, "skipped": 0}
    assert printed.err.splitlines()[-1].startswith("Xong 1 văn bản trong ")
    assert "1 không đổi" in printed.err
