"""`python -m search` as other programs call it: what it reads, what it refuses, its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.settings import ROOT
from search import searcher as searching
from search.__main__ import main
from search.searcher import Searcher
from tests.search import library


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The samples in an index."""
    return library.searcher(tmp_path_factory.mktemp("library"))


@pytest.fixture(autouse=True)
def opened(held: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the samples."""
    monkeypatch.setattr(searching, "open_searcher", lambda _: held)


def test_a_batch_answers_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ids and order are kept; a question may hold U+2028, an empty line is none, and the file may come from Windows."""
    questions = tmp_path / "questions.jsonl"
    questions.write_bytes('\ufeff{"id": "b", "text": "công đoàn"}\r\n\r\n{"id": 7, "text": "đoàn\u2028viên"}\n'.encode())
    assert main(["--batch", str(questions), "--json", "--limit", "1"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.rstrip("\n").split("\n")]
    assert [(answer["id"], answer["query"], len(answer["results"])) for answer in answers] == [
        ("b", "công đoàn", 1),
        ("7", "đoàn\u2028viên", 1),
    ]


def test_highlights_are_offsets_of_the_stored_text(capsys: pytest.CaptureFixture[str]) -> None:
    """As all offsets of interfaces.md; less the start of the span they cut the words out of the passage."""
    assert main(["đoàn viên", "--json"]) == 0
    passages = [each for hit in json.loads(capsys.readouterr().out)["results"] for each in hit["passages"]]
    marked = [each["text"][start - each["span"][0] : end - each["span"][0]] for each in passages for start, end in each["highlights"]]
    assert marked
    assert {word for mark in marked for word in mark.lower().split()} <= {"đoàn", "viên"}


@pytest.mark.parametrize("wrong", [["a", "--limit", "0"], ["--batch", "/khong/co"], ["a", "--from", "abc"], ["a", "--kind", "task"]])
def test_a_wrong_call_has_status_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One Vietnamese sentence, no traceback."""
    assert main(wrong) == 2
    assert len(capsys.readouterr().err.strip().split("\n")) == 1


@pytest.mark.parametrize("command", [["search", "--help"], ["ingest", "--inspect", "corpus/samples/14-bien-ban-hoi-nghi.txt"]])
def test_a_reader_that_has_seen_enough_is_no_error(command: list[str]) -> None:
    """`| head` closes the pipe early."""
    run = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout and run.stderr
    run.stdout.close()
    assert "Traceback" not in run.stderr.read().decode()
    run.stderr.close()
    run.wait()
