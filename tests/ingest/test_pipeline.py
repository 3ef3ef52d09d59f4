"""Files through the whole pipeline, on a real store and index."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.document import Header
from corpus.store import INDEXED
from indices.protocol import Filters, IndexFailure, TextQuery
from ingest import pipeline as pipeline_module
from ingest.pipeline import Pipeline, collector_paused, understand
from ingest.results import Progress
from tests.ingest.fakes import FakeEncoder, open_fake_pipeline, write


@pytest.fixture
def encoder() -> FakeEncoder:
    """Counts what is encoded."""
    return FakeEncoder()


@pytest.fixture
def pipeline(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Pipeline]:
    """A pipeline on an empty folder."""
    opened = open_fake_pipeline(tmp_path, encoder)
    yield opened
    opened.close()


def statuses(pipeline: Pipeline, *paths: Path) -> list[str]:
    """The statuses of one run."""
    return [result.status for result in pipeline.ingest(paths)]


def found(pipeline: Pipeline, *words: str) -> set[str]:
    """Documents with a passage that has one of these syllables."""
    matches = pipeline.index.match(TextQuery({"syllables": (words, 1.0)}), filters=Filters())
    return {match.id.partition(":")[0] for match in matches}


def test_file_goes_in_and_is_found(pipeline: Pipeline, tmp_path: Path) -> None:
    """Kept, understood, indexed: the catalog knows its header, the index its passages."""
    [result] = pipeline.ingest([write(tmp_path / "a.txt")])
    assert result.entry is not None
    assert (result.status, result.entry.state, result.entry.symbol, result.entry.type) == ("indexed", "indexed", "1/TB-CĐX", "Thông báo")
    assert pipeline.index.documents() == {result.entry.id: result.entry.passages}
    assert result.entry.passages == len(pipeline.store.passages(result.entry.id)) > 0
    assert found(pipeline, "vận", "động") == {result.entry.id}
    assert result.to_json() == {"path": str(tmp_path / "a.txt"), "status": "indexed", "document": result.entry.id, "error": None}


def test_understanding_stores_nothing(pipeline: Pipeline, tmp_path: Path) -> None:
    """`understand` only looks at the file."""
    document = understand(write(tmp_path / "a.txt"), pipeline.settings)
    assert document.header.issued is not None
    assert document.header.issued.value == "2024-03-05"
    assert [section.marker for section in document.sections if section.level == 1] == ["I.", "II."]
    assert pipeline.store.entries() == []


def test_known_file_is_not_read_again(pipeline: Pipeline, tmp_path: Path, encoder: FakeEncoder) -> None:
    """A second run changes nothing and needs no model."""
    path = write(tmp_path / "a.txt")
    assert statuses(pipeline, path) == ["indexed"]
    encoded = encoder.encoded
    assert statuses(pipeline, path) == ["unchanged"]
    assert encoder.encoded == encoded
    assert len(pipeline.store.entries()) == 1


def test_copies_are_one_document(pipeline: Pipeline, tmp_path: Path) -> None:
    """The same bytes under two names, in one run or two, are indexed once."""
    first, copy, later = (write(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt"))
    assert statuses(pipeline, first, copy) == ["indexed", "unchanged"]
    assert statuses(pipeline, later) == ["unchanged"]
    [entry] = pipeline.store.entries()
    assert entry.sources == (str(first), str(copy), str(later))


def test_changed_file_replaces_its_passages(pipeline: Pipeline, tmp_path: Path) -> None:
    """A new version of the same document: only its words are found, the old version stays readable."""
    path = write(tmp_path / "a.txt")
    [old] = pipeline.ingest([path])
    path.write_text("Hướng dẫn ghi sổ quỹ của tổ công đoàn.", encoding="utf-8")
    [new] = pipeline.ingest([path])
    assert old.entry is not None
    assert new.entry is not None
    assert (new.status, new.entry.id, new.entry.version) == ("indexed", old.entry.id, 2)
    assert found(pipeline, "mẫu") == set()
    assert found(pipeline, "sổ", "quỹ") == {old.entry.id}
    before = pipeline.store.document(old.entry.id, 1)
    assert before is not None
    assert before.header.symbol is not None


def test_bad_files_do_not_stop_the_others(pipeline: Pipeline, tmp_path: Path) -> None:
    """Each failure has its reason in Vietnamese and its line in the catalog; what is good goes in."""
    bad = {"empty": tmp_path / "rong.txt", "broken": tmp_path / "hong.docx", "too_large": tmp_path / "to.txt"}
    for path, data in zip(bad.values(), (b"", b"PK\x03\x04 hong", b"a" * (1024 * 1024 + 1)), strict=True):
        path.write_bytes(data)
    results = pipeline.ingest([*bad.values(), write(tmp_path / "tot.txt")])
    assert [result.status for result in results] == ["failed"] * 3 + ["indexed"]
    assert [result.error_code for result in results] == [*bad, ""]
    kept = {entry.source: entry for entry in pipeline.store.entries("failed")}
    for code, path in bad.items():
        assert (kept[str(path)].error_code, path.name in kept[str(path)].error_message) == (code, True)


def test_a_failure_is_told_of_the_file_at_hand(pipeline: Pipeline, tmp_path: Path) -> None:
    """The same bad bytes under two names are one document, and each result speaks of its own file."""
    paths = [tmp_path / "mot.pdf", tmp_path / "hai.pdf"]
    for path in paths:
        path.write_bytes(b"%PDF-1.4 hong")
    results = pipeline.ingest(paths)
    assert [f"«{path.name}»" in result.error_message for path, result in zip(paths, results, strict=True)] == [True, True]


def test_missing_path_is_a_failure_without_a_document(pipeline: Pipeline, tmp_path: Path) -> None:
    """What is not there is reported, and leaves no line in the catalog."""
    [result] = pipeline.ingest([tmp_path / "khong-co.pdf"])
    assert (result.status, result.error_code, result.to_json()["document"]) == ("failed", "missing", None)
    assert pipeline.store.entries() == []


def test_file_that_cannot_be_opened_is_a_failure(pipeline: Pipeline, tmp_path: Path) -> None:
    """A file that its path promises and the system refuses (here: a link to itself) is unreadable or missing, no crash."""
    loop = tmp_path / "vong.txt"
    loop.symlink_to(loop)
    [result] = pipeline.ingest([loop])
    assert (result.status, result.error_code in {"missing", "unreadable"}) == ("failed", True)


def test_failed_file_is_tried_again(pipeline: Pipeline, tmp_path: Path) -> None:
    """A failure is not for ever: each run reads the file anew, and a repaired file goes in as the same document."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    [failed] = pipeline.ingest([path])
    assert statuses(pipeline, path) == ["failed"]
    [good] = pipeline.ingest([write(path)])
    assert failed.entry is not None
    assert good.entry is not None
    assert (good.status, good.entry.id, good.entry.error_code) == ("indexed", failed.entry.id, "")


def test_bad_new_version_leaves_the_old_one_to_be_found(pipeline: Pipeline, tmp_path: Path) -> None:
    """The document fails, yet its last good version is still searched."""
    path = write(tmp_path / "a.txt")
    [good] = pipeline.ingest([path])
    path.write_bytes(b"")
    assert statuses(pipeline, path) == ["failed"]
    assert good.entry is not None
    assert found(pipeline, "mẫu") == {good.entry.id}


def test_fault_of_ours_fails_one_file_only(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug met by one document is that document's failure, not everybody's."""
    right = pipeline_module.header

    def faulty(text: object, **options: object) -> Header:
        if "7/TB" in str(text):
            raise ZeroDivisionError
        return right(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline_module, "header", faulty)
    results = pipeline.ingest([write(tmp_path / "a.txt", 7), write(tmp_path / "b.txt", 8)])
    assert [(result.status, result.error_code) for result in results] == [("failed", "internal"), ("indexed", "")]
    assert "ZeroDivisionError" in results[0].error_message


def test_index_that_fails_leaves_nothing_half_done(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a commit nothing is called indexed; the next run finishes the work, with the vectors it has."""
    encoder = FakeEncoder()
    broken = open_fake_pipeline(tmp_path, encoder)

    def full() -> None:
        raise IndexFailure("disk", "Đĩa đầy.")

    monkeypatch.setattr(broken.index, "commit", full)
    path = write(tmp_path / "a.txt")
    with pytest.raises(IndexFailure):
        broken.ingest([path])
    broken.close()
    [entry] = pipeline.store.entries()
    assert (entry.state, entry.attempts, pipeline.index.documents()) == ("understood", 0, {})
    assert statuses(pipeline, path) == ["indexed"]
    assert encoder.encoded == pipeline.index.count()


def test_document_lost_by_the_index_comes_back(pipeline: Pipeline, tmp_path: Path, encoder: FakeEncoder) -> None:
    """Any later run repairs the index from the store, without reading or encoding again."""
    pipeline.ingest([write(tmp_path / "a.txt", 1)])
    held, encoded = pipeline.index.documents(), encoder.encoded
    pipeline.index.delete(held)
    pipeline.index.commit()
    pipeline.ingest([])
    assert pipeline.index.documents() == held
    assert encoder.encoded == encoded


def test_what_the_store_does_not_know_leaves_the_index(pipeline: Pipeline, tmp_path: Path) -> None:
    """A document deleted from the store alone is gone from the index after the next run."""
    [result] = pipeline.ingest([write(tmp_path / "a.txt")])
    assert result.entry is not None
    pipeline.store.delete(result.entry.id)
    pipeline.ingest([])
    assert pipeline.index.documents() == {}


def test_removed_document_is_gone_everywhere(pipeline: Pipeline, tmp_path: Path) -> None:
    """`remove` takes it from index and store; the file can come in again."""
    path = write(tmp_path / "a.txt")
    [result] = pipeline.ingest([path])
    assert result.entry is not None
    pipeline.remove(result.entry.id)
    assert (pipeline.store.entries(), pipeline.index.count()) == ([], 0)
    assert statuses(pipeline, path) == ["indexed"]


def test_all_can_be_read_again_from_the_originals(pipeline: Pipeline, tmp_path: Path) -> None:
    """The files themselves may be gone: the store has their bytes."""
    path = write(tmp_path / "a.txt")
    pipeline.ingest([path])
    path.unlink()
    pipeline.store.requeue_all()
    assert pipeline.resume() == 1
    assert pipeline.store.counts()[INDEXED] == 1


def test_progress_names_each_file_in_turn(pipeline: Pipeline, tmp_path: Path) -> None:
    """Progress knows the total from the start and ends with it."""
    paths = [write(tmp_path / f"{number}.txt", number) for number in range(2)]
    seen: list[Progress] = []
    pipeline.ingest(paths, on_progress=seen.append)
    assert seen == [Progress(0, 2, str(paths[0])), Progress(1, 2, str(paths[1])), Progress(2, 2, "")]


def test_document_another_worker_holds_is_waited_for(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run looks again and again, and takes the document over when the other one gives it up."""
    path = write(tmp_path / "a.txt")
    entry = pipeline.store.put_file(str(path), path.read_bytes())
    pipeline.store.claim("elsewhere/1/1", entry.id)
    monkeypatch.setattr(time, "sleep", lambda _: pipeline.store.release("elsewhere/1/1"))
    assert statuses(pipeline, path) == ["indexed"]


KILLED = """
import sys, time
from pathlib import Path
from tests.ingest.fakes import FakeEncoder, open_fake_pipeline

class Slow(FakeEncoder):
    def encode_passages(self, texts, *, limit=None):
        print("encoding", flush=True)
        time.sleep(60)

open_fake_pipeline(Path(sys.argv[1]), Slow()).ingest(sys.argv[2:])
"""


@pytest.mark.slow
def test_killed_run_is_finished_by_the_next(tmp_path: Path) -> None:
    """kill -9 in the middle: nothing is lost, nothing is doubled, and nobody waits for a lease to end."""
    paths: Sequence[Path] = [write(tmp_path / f"{number}.txt", number) for number in range(3)]
    run = subprocess.Popen([sys.executable, "-c", KILLED, tmp_path, *paths], stdout=subprocess.PIPE, cwd=Path.cwd())
    assert run.stdout is not None
    assert run.stdout.readline() == b"encoding\n"
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    run.stdout.close()
    started = time.monotonic()
    after = open_fake_pipeline(tmp_path, FakeEncoder())
    assert after.store.counts()["understood"] == 3
    after.ingest([])
    assert after.store.counts()["indexed"] == len(after.index.documents()) == 3
    assert time.monotonic() - started < 300  # a lease lasts three times as long
    after.close()


def test_the_collector_goes_on_after_a_text() -> None:
    """Whoever paused it lets it go on, also after an error; one inside the other changes nothing."""
    with pytest.raises(RuntimeError), collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise RuntimeError
    assert gc.isenabled()
