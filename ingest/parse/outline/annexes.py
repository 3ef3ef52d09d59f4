"""Where a sub-document begins: phụ lục, danh mục, biểu, mẫu, and texts "ban hành kèm theo" with numbering of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parse.outline.markers import marks
from ingest.parse.outline.rows import Row, capitals

# "Phụ lục", "PHỤ LỤC II", "Phụ lục số 01", "Phụ lục 3a: TITLE", "Danh mục 1", "Biểu số 2", "Mẫu số 5a"
ANNEX = re.compile(
    r"(?P<marker>(?P<word>phụ lục|phụ biểu|danh mục|biểu mẫu|biểu|mẫu)(?:\s{1,3}số)?(?:\s{0,3}:)?"
    r"(?:\s{1,3}(?P<number>\d{1,3}[a-zđ]?(?:[.-]\d{1,2})?|[IVXLC]{1,6}|[A-ZĐ])(?![^\W_])(?:[/-][A-ZĐ][\wĐ.-]{0,12})?)?)"
    r"(?P<sep>\s*[.:–—-]+)?\s*(?P<title>.*)",
    re.I | re.S,
)
# "(Ban hành kèm theo Quyết định số 12/QĐ-LĐLĐ ngày …)", "Kèm theo Thông tư số …"
ATTACHED = re.compile(
    r"\(?\s*(?:được\s+)?(?:ban hành\s+)?kèm\s+theo\s+(?:quyết|thông|nghị|công|kế|văn|tờ|hướng|chương|chỉ|báo|luật|pháp|quy|thông báo)", re.I
)
NAMES = re.compile(
    r"(?:bản\s+)?(?:quy chế|qui chế|quy định|qui định|điều lệ|nội quy|quy trình|quy ước|quy tắc|"
    r"chương trình|kế hoạch|đề án|phương án|hướng dẫn|chiến lược|"
    r"quy hoạch|quy chuẩn|tiêu chuẩn|chế độ|danh mục|danh sách|bảng|biểu|đề cương|tiêu chí|định mức|giải pháp|nội dung|hệ thống)\b",
    re.I,
)
SIGNING = re.compile(r"(?:nơi nhận|[tk]\s?[./]?\s?[mtl]\b|tuq|chủ tịch|bộ trưởng|giám đốc|thủ tướng|tổng|phó|lưu\b|-|\()", re.I)


@dataclass(frozen=True, slots=True)
class Annex:
    """The head of a sub-document: rows [first, last], where its marker ends in the first row, and its words.

    `minor` is true for what stands inside a phụ lục (mẫu, biểu) or means a sub-document only after the end of the main text.
    """

    kind: str
    marker: str
    first: int
    last: int
    minor: bool = False


def annexes(rows: Sequence[Row], body: int) -> dict[int, Annex]:
    """The sub-documents that begin at or after row `body`, by first row."""
    found: dict[int, Annex] = {}
    for at, row in enumerate(rows):
        first = row.head[:1]
        if first in "pPdDbBmM" and (annex := _annex(rows, at)):
            found[at] = annex
        elif first in "(bBkKđĐ" and at > body and ATTACHED.match(row.head) and (annex := _attached(rows, at, body)):
            found.setdefault(annex.first, annex)
    return found


def _annex(rows: Sequence[Row], at: int) -> Annex | None:
    row = rows[at]
    match = ANNEX.match(row.head)
    if match is None or row.table or row.length > 300 or row.last in ";,":
        return None
    word, title = match["word"].casefold(), match["title"]
    alone = not title or title[0] == "(" or capitals(title) or row.bold
    if not match["number"] and (word != "phụ lục" or not alone):
        return None
    if not alone and not (match["sep"] and title[0].isupper() and row.last not in ".:"):
        return None
    if (not title and row.last == ".") or _listed(rows, at):
        return None
    last = at if title and title[0] != "(" else _title_end(rows, at)
    return Annex("phụ lục", match["marker"].strip(), at, last, minor=word != "phụ lục")


def _listed(rows: Sequence[Row], at: int) -> bool:
    """Whether the row is one of a list of annexes rather than the head of one: another follows or precedes at once."""
    word = rows[at].head[:4].casefold()
    near = [rows[other].head for other in (at - 1, at + 1) if 0 <= other < len(rows)]
    return any(head[:4].casefold() == word and (match := ANNEX.match(head)) is not None and bool(match["number"]) for head in near)


def _title_end(rows: Sequence[Row], at: int) -> int:
    """The last row of the title that follows the row `at`: capitals run on, otherwise one row and what it breaks off into."""
    last = at
    for row in rows[at + 1 : at + 8]:
        loud = capitals(row.head)
        if row.table or row.length > (700 if loud else 300) or row.head[0] == "(" or row.last == ":" or ATTACHED.match(row.head):
            break
        if marks(row.head) or (last == at and row.last in ".;" and not loud):
            break
        if last > at and not (loud and capitals(rows[last].head)) and not row.head[0].islower():
            break
        last += 1
    return last


def _attached(rows: Sequence[Row], at: int, body: int) -> Annex | None:
    """The title above "(Ban hành kèm theo …)": back to the nearest line that names a type of document."""
    top = at
    while top - 1 > body and at - top < 8 and _title_like(rows[top - 1]):
        top -= 1
    if any((match := ANNEX.match(row.head)) and match["word"].casefold() == "phụ lục" for row in rows[top:at]):
        return None  # the phụ lục is found by its own line
    names = [index for index in range(top, at) if NAMES.match(rows[index].head)]
    if not names:
        return None
    whole = [index for index in names if len(rows[index].head.split()) <= 4]  # "QUY CHẾ" alone on its line
    first = (whole or names)[-1]
    return Annex("văn bản kèm theo", "", first, at - 1)


def _title_like(row: Row) -> bool:
    return row.length <= 250 and row.last not in ".;:,!?" and not row.table and SIGNING.match(row.head) is None and not marks(row.head)
