"""The words of a heading: a title on the marker's line or the next ones, or the first words of running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parse.outline.markers import BULLETS, KEYWORDS, TITLES, Mark, marks
from ingest.parse.outline.rows import Row, capitals

FIRST_WORDS = 80
LONGEST = {"điều": 300, "roman": 300, "upper": 300}  # a title in code points; others 200
# What a title does not say: "Quyết định này có hiệu lực", "Ông A chịu trách nhiệm", "Ban hành kèm theo".
CLAUSE = re.compile(
    r"\bnày\b|chịu trách nhiệm|kèm theo|\bđược\b|\bphải\b|có trách nhiệm|quy định tại|như sau|có hiệu lực|bãi bỏ|thay thế", re.I
)
DANGLING = re.compile(r"\b(?:tại|theo|của|và|hoặc|với|các|từ|đến|trong|cho|về|là|khoản \d{1,2}|điểm \w{1,2})$", re.I)  # a broken line
# An unfinished sentence, not a title: "Hồ sơ gồm:", "Sở Nội vụ có trách nhiệm:", "như sau:"
LEAD_IN = re.compile(r"\b(?:sau|sau đây|như sau|gồm|gồm có|bao gồm|trách nhiệm|nhiệm vụ là|là|để|phải|được|khi|bằng|thì)\s*:$", re.I)
LABEL = re.compile(r"(?P<title>[^:;.“\"]{3,100}?)\s?:(?=\s|$)")  # "1. Thời gian: từ ngày 01/3"
SENTENCE = re.compile(r"(?P<title>[^:;.“\"]{3,60})\.\s+(?=[A-ZĐ“\-])")  # "2. Công tác tuyên truyền. Đẩy mạnh …"
EMPHASIS = re.compile(r"\*(?=[“”\"\w(])|(?<=[“”\"\w.)])\*")  # "(*vật chất, tinh thần*)"
ABBREVIATED = re.compile(r"(?:\b[A-ZĐ]{1,3}[a-z]?|\btr|\bđ/c)$")  # "TP.", "ThS.", "KT."


@dataclass(frozen=True, slots=True)
class Title:
    """Heading words, where they end, the last row they stand on, and whether they are a title of their own."""

    words: str
    end: int
    last: int
    titled: bool


def titled_line(row: Row, mark: Mark | None) -> bool:
    """Whether the line looks like a title: short, in capitals or bold, or without an end mark."""
    rest = row.head[mark.end :] if mark else row.head
    family = mark.family if mark else ""
    if family in TITLES:
        return True
    if row.length > LONGEST.get(family, 200):
        return False
    if capitals(rest) or (row.bold and not row.tail.endswith((";", ","))):
        return True
    if row.last == ":":
        return row.length <= 160 and (family in KEYWORDS or LEAD_IN.search(row.tail) is None)
    return not row.ended and row.last != "," and DANGLING.search(row.tail) is None


def title(text: str, rows: Sequence[Row], at: int, mark: Mark, *, titled: bool, nests: bool) -> Title:
    """The heading of the marked row `at`; `titled`: it looks like one; `nests`: the next row is a deeper heading."""
    row = rows[at]
    if mark.family in TITLES and mark.end >= len(row.head.rstrip("*_ ")):
        return _title_below(text, rows, at)
    if mark.end >= len(row.head):
        return _on_next_line(rows, at, mark)
    if _labelled(row, mark):
        return _first_words(text, row, at, mark)
    if titled and (mark.family not in BULLETS | {"alpha", "lowroman", "alphadot"} or _opens(rows, at, nests=nests)):
        return _wrapped(text, rows, at, mark)
    if mark.family not in BULLETS and _ended_title(rows, at, mark, nests=nests):
        return Title(clean(row.head[mark.end :]), row.end, at, True)
    return _first_words(text, row, at, mark)


def _on_next_line(rows: Sequence[Row], at: int, mark: Mark) -> Title:
    """A marker alone on its line: "Điều 3." over its title or its running text."""
    if at + 1 == len(rows) or marks(rows[at + 1].head):
        return Title("", rows[at].end, at, True)
    after = rows[at + 1]
    if mark.family == "điều" and titled_line(after, None):
        return Title(clean(after.head), after.end, at + 1, True)
    words = cut(after.head).rstrip(" ,;.:")
    return Title(clean(words), after.start + len(words), at + 1, False)


def _labelled(row: Row, mark: Mark) -> bool:
    """ "1. Thời gian: từ ngày 01/3" has its title and its text on one line."""
    rest = row.head[mark.end :]
    match = LABEL.match(rest) if ":" in rest else None
    return match is not None and rest[match.end() :].strip("*_ ") != "" and not capitals(rest) and _short(match, rest)


def _opens(rows: Sequence[Row], at: int, *, nests: bool) -> bool:
    """Whether something stands under a điểm or bullet that has no end mark: a deeper list or a paragraph."""
    if nests or at + 1 == len(rows) or marks(rows[at + 1].head):
        return nests
    after = rows[at + 1]
    return rows[at].last == ":" or rows[at].bold or (after.length > 100 and not after.head[0].islower())


def _ended_title(rows: Sequence[Row], at: int, mark: Mark, *, nests: bool) -> bool:
    """A title that ends with a full stop: one sentence over a deeper list, or "Điều 3. Kỳ hạn, thời gian phát hành." over text."""
    row, rest = rows[at], rows[at].head[mark.end :]
    if row.last != "." or ". " in rest or ":" in rest or at + 1 == len(rows):
        return False
    if nests:
        return row.length <= LONGEST.get(mark.family, 200)
    if marks(rows[at + 1].head) or mark.family not in ("điều", "roman", "upper"):
        return False
    return row.length <= 120 and CLAUSE.search(rest) is None


def _wrapped(text: str, rows: Sequence[Row], at: int, mark: Mark) -> Title:
    """A title on its marker's line, and on the next where the line was broken in the middle of it."""
    last = at
    while last + 1 < len(rows) and last - at < 3 and _runs_on(rows[last], rows[last + 1]):
        last += 1
    start, end = rows[at].start + mark.end, rows[last].end
    if last > at and ((rows[last].ended and rows[last].last != ":") or end - start > 300):
        return _first_words(text, rows[at], at, mark)
    return Title(clean(text[start:end]), end, last, True)


def _runs_on(row: Row, after: Row) -> bool:
    if after.gap or after.table or row.ended or marks(after.head):
        return False
    return after.head[0].islower() or (row.length > 40 and capitals(row.head) and capitals(after.head) and after.bold == row.bold)


def _title_below(text: str, rows: Sequence[Row], at: int) -> Title:
    last = title_rows(rows, at)
    if last == at:
        return Title("", rows[at].end, at, True)
    return Title(clean(text[rows[at + 1].start : rows[last].end]), rows[last].end, last, True)


def title_rows(rows: Sequence[Row], at: int) -> int:
    """The last row of the title below row `at`: lines in capitals run on, otherwise one line and what it breaks off into."""
    last = at
    for row in rows[at + 1 : at + 7]:
        loud = capitals(row.head)
        if row.table or row.length > (700 if loud else 300) or _marker_line(row):
            break
        if last > at and not (loud and capitals(rows[last].head)) and not (row.head[0].islower() and not rows[last].ended):
            break
        if last == at and row.last in ".;" and not loud and row.length > 120:
            break
        last += 1
    return last


def _marker_line(row: Row) -> bool:
    """Whether the line begins with a marker; "V. I. LÊNIN …" or "C …" in a title is none."""
    read = marks(row.head)
    return bool(read) and (read[0].family not in ("upper", "roman") or read[0].value == 1)


def _first_words(text: str, row: Row, at: int, mark: Mark) -> Title:
    rest = row.head[mark.end :]
    match = (LABEL.match(rest) if ":" in rest else None) or SENTENCE.match(rest)
    labelled = match and (mark.family not in BULLETS or match.re is LABEL) and _short(match, rest)
    words = match["title"] if match and labelled else cut(rest)
    closes = ("”" in words and "“" not in words) or words.count('"') % 2 == 1  # the end of a quoted amendment
    begin, words = row.start + mark.end, words.rstrip(' ,;.:”"' if closes else " ,;.:")
    return Title(clean(words), begin + len(words), at, False)


def _short(match: re.Match[str], rest: str) -> bool:
    words = match["title"]
    count = len(words.split())
    if match.re is LABEL:
        return count <= 18 and match.end() < len(rest)
    return count <= 10 and not CLAUSE.search(words) and not ABBREVIATED.search(words) and match.end() < len(rest)


def cut(words: str) -> str:
    """The first words, at most 80 code points."""
    if len(words) <= FIRST_WORDS:
        return words
    short = words[: FIRST_WORDS + 1].rpartition(" ")[0] or words[:FIRST_WORDS]
    return short.rstrip()


def clean(words: str) -> str:
    """One line, without markup and without the mark that ends it."""
    words = " ".join(words.split())
    if "*" in words or "_" in words:
        words = EMPHASIS.sub("", words.replace("**", "").replace("__", ""))
    return words if words.endswith(("...", "…")) else words.rstrip(" :;,.-–*_")
