"""`python -m ingest.evaluation extraction` scores the gold on the real documents beside the repository."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from ingest.evaluation.__main__ import main
from tests.ingest.evaluation import tiny


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """Arguments for an invented shared folder and its gold."""
    documents = tmp_path / "shared" / "documents"
    documents.mkdir(parents=True)
    with lzma.open(documents / "portal.jsonl.xz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"_id": "x1", "title": "", "text": "\n".join(tiny.LINES)}, ensure_ascii=False) + "\n")
    tiny.gold(tmp_path / "gold")
    return ["--gold", str(tmp_path / "gold"), "--shared", str(tmp_path / "shared")]


def test_a_table_a_document_and_the_errors(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The report names every measure and every document."""
    assert main(["extraction", "--split", "dev", *folders]) == 0
    said = capsys.readouterr().out
    assert "viện dẫn (F1)" in said
    assert "| tiny |" in said


def test_results_serve_as_the_earlier_run(folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json, then --against the same file: nothing gained, nothing lost."""
    stored = str(tmp_path / "results.json")
    assert main(["extraction", "--json", stored, *folders]) == 0
    assert main(["extraction", "--against", stored, *folders]) == 0
    assert "được 0, mất 0" in capsys.readouterr().out


def test_without_the_documents_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No shared folder: exit 2 and a sentence, no traceback."""
    assert main(["extraction", "--shared", str(tmp_path)]) == 2
    assert "Không thấy văn bản thật" in capsys.readouterr().err


def test_without_gold_it_says_so(folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty gold folder: exit 2 and a sentence."""
    assert main(["extraction", *folders, "--gold", str(tmp_path / "nothing")]) == 2
    assert "Không thấy bộ chuẩn" in capsys.readouterr().err


def test_lines_are_printed_with_their_numbers(folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`lines FILE` prints what an annotator counts by."""
    assert main(["lines", str(tmp_path / "gold" / "dev" / "tiny.yml"), *folders[2:]]) == 0
    assert capsys.readouterr().out.splitlines()[2].startswith("   3 1. Sở Trâu bò")
