"""Many questions at once: read from a file (JSON lines, plain lines, the first column of a workbook), answered into one workbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from corpus import text
from search.errors import SearchError
from search.results import Hit, Results
from search.workbook import Row, Sheet, workbook

FOUND = (
    *("Câu hỏi", "Thứ tự", "Số, ký hiệu", "Loại văn bản", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu", "Đề mục", "Đoạn", "Trang"),
    *("Điểm", "Hiệu lực", "Tệp", "Mã văn bản", "Mã câu hỏi"),
)
NOT_FOUND = ("Câu hỏi", "Vì sao", "Mã câu hỏi")
WIDTHS = {"Câu hỏi": 45, "Thứ tự": 8, "Trích yếu": 50, "Đề mục": 40, "Đoạn": 80, "Trang": 8, "Điểm": 8, "Vì sao": 90, "Tệp": 30}
_HEADS = ("cau hoi", "noi dung", "question", "query", "text")

Asked = tuple[str, str]  # id, text


def questions(path: Path) -> Iterator[Asked]:
    """(id, text) of each line that says something; SearchError names the line that is not {"id", "text"}."""
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            yield str(row["id"]), str(row["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise SearchError("bad_batch", f'{path}, dòng {number}: mỗi dòng phải là {{"id": …, "text": …}}.') from error


def list_of_questions(path: Path) -> list[Asked]:
    """The questions of a list as people write one: a line each, or the first column of a workbook; JSON lines too.

    The id of a question is the number of its line. Raises SearchError where the file cannot be read or has no question.
    """
    rows = _column(path) if path.suffix.lower() == ".xlsx" else list(_lines(path))
    if rows and text.fold(rows[0][1]).rstrip(": ") in _HEADS:
        rows = rows[1:]
    if not rows:
        raise SearchError("bad_batch", f"{path} không có câu hỏi nào: mỗi câu hỏi một dòng, hoặc cột đầu của một bảng tính .xlsx.")
    if all(line.startswith("{") for _, line in rows):
        return list(questions(path))
    return [(str(number), line) for number, line in rows]


def checked_target(target: Path, source: Path) -> Path:
    """Where the workbook can be written; SearchError where it cannot, before any question is asked."""
    if target.suffix.lower() != ".xlsx":
        raise SearchError("bad_xlsx", f"Tên tệp kết quả phải có đuôi .xlsx: {target}.")
    if not target.parent.is_dir() or target.is_dir():
        raise SearchError("bad_xlsx", f"Không có thư mục để ghi {target}.")
    if target.exists() and source.exists() and target.samefile(source):
        raise SearchError("bad_xlsx", f"{target} là tệp câu hỏi; hãy ghi kết quả vào tệp khác.")
    return target


def written(answers: Iterable[Results], target: Path) -> tuple[int, int]:
    """Write the workbook; how many questions were answered, and how many found nothing. Raises SearchError."""
    asked = list(answers)
    nothing = [answer for answer in asked if not answer.hits]
    sheets = (
        Sheet("Kết quả", FOUND, [row for answer in asked for row in found_rows(answer)], WIDTHS),
        Sheet("Không có kết quả", NOT_FOUND, [(answer.query, _why(answer), answer.id) for answer in nothing], WIDTHS),
    )
    try:
        fresh = target.with_name(f".{target.name}.new")
        fresh.write_bytes(workbook(sheets))
        fresh.replace(target)
    except OSError as error:
        raise SearchError("bad_xlsx", f"Không ghi được {target}: {error.strerror or error}.") from error
    return len(asked), len(nothing)


def found_rows(answer: Results) -> Iterator[Row]:
    """One line a document with its best passage (a directive: one line each), under FOUND."""
    for rank, hit in enumerate(answer.hits, 1):
        document = hit.document
        head = (answer.query, rank, document.symbol, document.type, document.issuer, _day(document.issued or ""), document.title)
        for heading, words, page in _parts(hit):
            yield (*head, heading, words, page, round(hit.score, 4), hit.standing.note or None, document.source, document.id, answer.id)


def _parts(hit: Hit) -> Sequence[tuple[str, str, int | None]]:
    """(heading path, words, page) of what is shown of a document."""
    if hit.passages:
        best = hit.passages[0]
        return [(" › ".join(best.heading_path), best.text, best.page)]
    return [(" › ".join(each.directive.heading_path), each.directive.text, None) for each in hit.directives] or [("", "", None)]


def _why(answer: Results) -> str:
    return " ".join(answer.understood.notes) or "Không có văn bản nào chứa các từ đã gõ."


def _day(iso: str) -> date | str | None:
    """A full day as a date, so that a spreadsheet can sort by it; a month or year as it is."""
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return iso


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is not empty; a text may hold U+2028, which ends none."""
    try:
        lines = (sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SearchError("bad_batch", f"Không đọc được {path}: {error}.") from error
    yield from ((number, line.strip()) for number, line in enumerate(lines, 1) if line.strip())


def _column(path: Path) -> list[tuple[int, str]]:
    """Number and text of each cell of the first column that is not empty."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        cells = [row[0] if row else None for row in book.worksheets[0].iter_rows(max_col=1, values_only=True)]
        book.close()
    except Exception as error:  # openpyxl raises whatever its parsers meet
        raise SearchError("bad_batch", f"Không đọc được bảng tính {path}: {error}.") from error
    return [(number, " ".join(str(cell).split())) for number, cell in enumerate(cells, 1) if cell is not None and str(cell).strip()]
