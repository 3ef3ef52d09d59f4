"""Headings without a marker: by the file's own style, in bold, in capitals, or a short line among paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from ingest.parse.outline.markers import marks
from ingest.parse.outline.rows import Row, capitals

LOUD, QUIET = 10, 20  # weights: a heading in capitals ends what a quiet one does not
DECIDING = re.compile(
    r"(?:[A-ZĐ][\w\s,-]{0,80}\s)?(?:quyết định|quyết nghị|nghị quyết|nghị định|chỉ thị|yêu cầu|thông báo|điện|công bố|kết luận)\s*:?$", re.I
)
HEADER = re.compile(r"kính gửi|độc lập|cộng hòa|số\s*:|v/v", re.I)
CAPTION = re.compile(
    r"\(?(?:ảnh|nguồn|theo|tin|bài|tác giả|đồ họa|video|xem thêm|hình|toàn cảnh|quang cảnh|đồng chí|ông|bà)\b|.*\bảnh\s*:", re.I
)
NOISE = re.compile(r"https?:|www\.|@|\d{1,2}:\d{2}|\d{1,2}/\d{1,2}/\d{4}|[|<>{}=_]")


def unnumbered(rows: Sequence[Row], closed: Collection[int], *, law: bool) -> dict[int, int]:
    """Row -> weight for every unnumbered heading outside `closed`.

    `law`: the text is in Điều, where only the file's own headings and bold lines count.
    """
    repeated = {head for head, count in Counter(row.head for row in rows if row.length < 200).items() if count > 1}
    blank = sum(row.gap for row in rows) > len(rows) // 3  # else every line is a paragraph of its own
    found: dict[int, int] = {}
    for at, row in enumerate(rows):
        if at in closed or row.table or not 4 <= row.length <= 220:
            continue
        weight = _styled(row)
        if not weight and row.head not in repeated and _possible(row) and not marks(row.head):
            weight = _weight(rows, at, plain=not law, blank=blank)
        if weight:
            found[at] = weight
    return found


def _styled(row: Row) -> int:
    if row.style.startswith("heading") and not marks(row.head) and not _deciding(row):
        return int(row.style[7:8] or 1)
    return 0


def _possible(row: Row) -> bool:
    first = row.head[0]
    if not (first.isupper() or first == "“") or row.last in ".;,!?…" or row.style in ("title", "caption", "list"):
        return False
    return not (_deciding(row) or HEADER.match(row.head) or NOISE.search(row.head) or CAPTION.match(row.head))


def _deciding(row: Row) -> bool:
    """The word that puts in force what follows («QUYẾT ĐỊNH», «Nghị định:»)."""
    return DECIDING.match(row.head) is not None and (row.last == ":" or capitals(row.head))


def _weight(rows: Sequence[Row], at: int, *, plain: bool, blank: bool) -> int:
    row = rows[at]
    if at + 1 >= len(rows) or rows[at + 1].table:
        return 0
    if at == 0:
        return QUIET if row.bold and not rows[1].bold and not _name(row.head) else 0
    before, after = rows[at - 1], rows[at + 1]
    loud, words = capitals(row.head), len(row.head.split())
    if row.bold:
        alone = not (after.bold and not marks(after.head)) and not (before.bold and not before.ended and not marks(before.head))
        return (LOUD if loud else QUIET) if alone and words <= 30 and not (_name(row.head) and not loud and words <= 5) else 0
    if not plain or (blank and not (row.gap and after.gap)) or not 2 <= words <= 25 or row.last == ":" or row.length > 130:
        return 0
    broken = before.length > 150 and row.length <= 90  # a paragraph that a web page cut short
    if not (before.ended or broken) or after.head[0].islower() or after.head[0] == "(":
        return 0
    if loud:
        return LOUD if marks(after.head) or after.length > 60 else 0
    if words < 3 or _name(row.head) or any(letter in row.head for letter in "|()"):
        return 0
    return QUIET if marks(after.head) or after.length > 150 else 0


def _name(words: str) -> bool:
    """ "Mai Quý", "Nguyễn Phi Thường - TTXVN": every word with a capital."""
    parts = words.split()
    return len(parts) <= 6 and all(part[0].isupper() or not part[0].isalpha() for part in parts)
