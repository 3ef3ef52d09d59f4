"""Which lines are quoted text of an amendment ("1. Sửa đổi Điều 5 như sau: “Điều 5. …”")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.parse.outline.rows import Row

OPENS = re.compile(r"[“\"«]\s*")
OPENS_LATE = re.compile(r"(?:như sau|sau đây)\s*:?\s*[“\"]")  # "… như sau: “Điều 5. …" in one line
LEADS = re.compile(r"(?:như sau|sau đây)\s*:?$|:$")
CLOSES = re.compile(r"[”\"]\s*[.;,)]*$")
# An amending item goes on after a quotation that nobody closed: "2. Sửa đổi khoản 3", "Điều 2. Hiệu lực thi hành".
AMENDS = re.compile(
    r"(?:Điều \d{1,3}[a-zđ]?|\d{1,3}|[a-zđ])\s?[.:)]\s*"
    r"(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay (?:thế|cụm)|Hiệu lực|Điều khoản|Trách nhiệm (?:thi hành|tổ chức))"
)


def quotations(text: str, rows: Sequence[Row]) -> list[int]:
    """For each row the number of the quoted block it lies in, 0 outside; a block nobody closes is its first row only."""
    inside = [0] * len(rows)
    block = opened = depth = 0
    balanced = abs(text.count("“") - text.count("”")) <= text.count("“") // 20
    for at, row in enumerate(rows):
        if depth > 0 and AMENDS.match(row.head):
            depth = 0
        led = at > 0 and LEADS.search(rows[at - 1].tail) is not None
        starts = OPENS.match(row.head) is not None and (led or (depth <= 0 and _marked(row)))
        if starts:
            block, opened, depth = block + 1, at, 0
        late = depth <= 0 and not starts and OPENS_LATE.search(row.head) is not None
        if not starts and depth <= 0 and not late:
            continue
        depth += _depth(text, row)
        if depth > 0 and not balanced and not late and CLOSES.search(row.tail):
            depth = 0
        if late:
            block, opened = block + 1, at + 1
        else:
            inside[at] = block
    if depth > 0:
        inside[opened + 1 :] = [0] * len(inside[opened + 1 :])
    return inside


def _marked(row: Row) -> bool:
    return re.match(r"[“\"«]\s*(?:Điều \d|\d{1,3}[a-zđ]?[.)]|[a-zđ]\d?\)|Chương [IVX]|Mục \d)", row.head) is not None


def _depth(text: str, row: Row) -> int:
    curly = text.count("“", row.start, row.end) - text.count("”", row.start, row.end)
    return curly if curly else text.count('"', row.start, row.end) % 2 * (-1 if CLOSES.search(row.tail) and row.head[0] != '"' else 1)
