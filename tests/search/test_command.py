"""`python -m search` as other programs call it: what it reads, what it refuses, its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

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
    monkeypatch.setattr(searching, "open_searcher", lambda *_, **__: held)


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


# --- many questions, one workbook ---------------------------------------------------------------------------------------


def sheets(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each sheet, head first."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path).worksheets}


def listed(folder: Path, questions: list[str], kind: str) -> Path:
    """A list of questions as people keep one."""
    path = folder / f"questions.{kind}"
    if kind == "txt":
        path.write_text("\ufeff" + "\r\n\r\n".join(questions) + "\n", encoding="utf-8")
        return path
    if kind == "jsonl":
        path.write_text("".join(json.dumps({"id": "q", "text": each}) + "\n" for each in questions), encoding="utf-8")
        return path
    book = Workbook()
    for row in [("Câu hỏi", "Ai hỏi"), *((each, "văn thư") for each in questions), (None, "cuối")]:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["txt", "xlsx", "jsonl"])
def test_a_list_of_questions_makes_a_workbook(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sheet of documents with their best passages, one of questions that found nothing, with the reason."""
    target = tmp_path / "answers.xlsx"
    given = listed(tmp_path, ["08/CT-UBND", "qqqqqqqqqqqq", "+tiết kiệm điện"], kind)
    assert main(["--batch", str(given), "--xlsx", str(target), "--limit", "2"]) == 0
    assert "3 câu hỏi, 1 câu không có kết quả" in capsys.readouterr().out
    found = sheets(target)
    head, first, *others = found["Kết quả"]
    row = dict(zip(head, first, strict=True))
    assert (row["Câu hỏi"], row["Thứ tự"], row["Số, ký hiệu"], row["Loại văn bản"]) == ("08/CT-UBND", 1, "08/CT-UBND", "Chỉ thị")
    assert isinstance(row["Ngày ban hành"], datetime) and row["Đoạn"] and row["Mã văn bản"] == "11-chi-thi-tiet-kiem-dien"
    assert "+tiết kiệm điện" in {str(other[0]) for other in others}  # words, no formula
    assert [row[0] for row in found["Không có kết quả"][1:]] == ["qqqqqqqqqqqq"]
    assert "Không có văn bản nào chứa «qqqqqqqqqqqq»" in str(found["Không có kết quả"][1][1])


def test_the_sheets_can_be_filtered_and_their_heads_stay(tmp_path: Path) -> None:
    """And the columns of words are wider than those of numbers."""
    target = tmp_path / "answers.xlsx"
    assert main(["--batch", str(listed(tmp_path, ["công đoàn"], "txt")), "--xlsx", str(target), "--limit", "3"]) == 0
    for sheet in load_workbook(target).worksheets:
        assert sheet.freeze_panes == "A2"
        assert str(sheet.auto_filter.ref).startswith("A1:")
    sheet = load_workbook(target)["Kết quả"]
    assert sheet.auto_filter.ref == "A1:O4"
    assert sheet.column_dimensions["I"].width > sheet.column_dimensions["B"].width


@pytest.mark.parametrize(
    ("questions", "target", "said"),
    [
        (b"", "a.xlsx", "không có câu hỏi nào"),
        ("Câu hỏi:\n".encode(), "a.xlsx", "không có câu hỏi nào"),
        (b"\xff\xfe", "a.xlsx", "Không đọc được"),
        ("tết".encode(), "a.csv", "đuôi .xlsx"),
        ("tết".encode(), "nowhere/a.xlsx", "Không có thư mục"),
        ("tết".encode(), "questions.xlsx", "Không đọc được bảng tính"),
    ],
)
def test_a_list_that_cannot_be_answered_says_why(
    questions: bytes, target: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2, one Vietnamese sentence, and no file is written."""
    given = tmp_path / ("questions.xlsx" if target == "questions.xlsx" else "questions.txt")
    given.write_bytes(questions)
    target = "b.xlsx" if target == "questions.xlsx" else target
    assert main(["--batch", str(given), "--xlsx", str(tmp_path / target)]) == 2
    message = capsys.readouterr().err.strip()
    assert said in message and "\n" not in message
    assert not (tmp_path / target).exists()


def test_the_list_itself_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A workbook of questions stays as it is."""
    given = listed(tmp_path, ["tết"], "xlsx")
    before = given.read_bytes()
    assert main(["--batch", str(given), "--xlsx", str(given)]) == 2
    assert "tệp khác" in capsys.readouterr().err
    assert given.read_bytes() == before
