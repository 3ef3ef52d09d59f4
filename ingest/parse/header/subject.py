"""Reads the trích yếu: the lines after the type (or after V/v) until the body begins."""

from __future__ import annotations

import re

from corpus.document import Found, Span, Text
from corpus.text import fold
from ingest.parse.header.fragments import Fragment
from ingest.parse.header.kinds import ABOUT, BODY, URGENCY, Kind, type_pattern
from ingest.parse.header.organs import acts, opens_organ

# Lines that end a title whatever stands before them.
HARD = re.compile(
    r"can cu\b|kinh g[uo]i\b|dieu \d|chuong [ivxlc\d]+\b|phan (?:thu|[ivx]+\b|\d)|[ivxlc]{1,5} ?[./)] |[ivxlc]{1,4} ?- |"
    r"\d{1,2} ?[./)] ?\w|\d\.\d|[a-h] ?[./)] |"
    r"[-+•] |quyet (?:dinh|nghi) ?:|theo de nghi|xet de nghi|noi nhan\b|[\w ]{3,30}:(?!\d)|\((?:kem theo|ban hanh)"
)
# A title line that ends so goes on in the next line, even if that names an organ.
OPEN_END = re.compile(
    r".*(?:\b(?:của|và|hoặc|thuộc|do|cho|tại|với|giữa|các|về|theo|đến|từ|trong|số|nghị định|thông tư|luật|năm|ngày|tháng)|[,;:–-])",
    re.IGNORECASE,
)
# So may a whole title end too: "... văn bản quy phạm pháp luật".
WEAK_END = re.compile(r".*\b(?:luật|nghị định|thông tư|năm)", re.IGNORECASE)
# "... Thông tư số 28/2021/TT-BLĐTBXH ngày" goes on with "28/12/2021 của ...", which is no khoản 28.
BEFORE_NUMERAL = re.compile(r".*(?:\b(?:ngày|tháng|năm|số|điều|khoản|thứ|giai đoạn|từ|đến|quý)|[,–-])", re.IGNORECASE)
# "Thông tư số 41/2025/TT-BTC ngày 16/6/2025 Sửa đổi ...": what is said before the title on the type's own line.
OWN_NUMBER = re.compile(
    r"[Ss][Ốố]\s*:?\s*\d[^\s,]*(?:\s?[-–/]\s?[^\s,]+)*(?:,?\s*ngày\s+\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|"
    r"\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?[\s:]*"
)
CLAUSE = re.compile(r"cua [\w ,-]{4,80}?(?: so:? ?\d[^ ,]*(?: ?[-/] ?[^ ,]+)*)?(?:,? ngay .{6,28})?")
ALWAYS_TITLED = {"luat", "bo luat", "phap lenh"}  # "LUẬT / BÁO CHÍ" names no organ
LONGEST = 1200
LONGEST_LINE = 1000
PARAGRAPH = 260
WRAPPED = 160  # a longer line is a paragraph, not one line of a wrapped title


def about(text: Text, cells: list[tuple[Fragment, Kind]], at: int) -> Found[str]:
    """The subject of a công văn from the cell with V/v at index `at` and the wrapped lines under it."""
    first = cells[at][0]
    match = ABOUT.match(first.key)
    skip = _raw_offset(first.text, match.end()) if match else 0
    parts = [Fragment(first.text[skip:], first.key, Span(first.span.start + skip, first.span.end), first.line, first.column)]
    for cell, what in cells[at + 1 :]:
        if what in {Kind.MOTTO, Kind.DATE, Kind.RULE} and cell.column > 0:
            continue
        if what not in {Kind.OTHER, Kind.ORGAN} or len(cell.text) > 120:
            break
        parts.append(cell)
    return _joined(parts, 0.97)


def subject(cells: list[tuple[Fragment, Kind]], at: int, *, issuer: str = "") -> tuple[Found[str] | None, int]:
    """The title that begins in or after the type cell at index `at`, and the index of the first cell after it.

    `issuer` is the folded name of the issuer if the header has named it: a line that says only that ends the title.
    """
    parts = [] if only_clause(cells[at][0]) or cells[at][0].key.startswith("lien tich") else _tail(cells[at][0])
    index = at + 1
    while index < len(cells):
        cell, what = cells[index]
        if what in {Kind.RULE, Kind.NUMBER, Kind.DATE, Kind.MOTTO} and not parts:
            index += 1
            continue
        named_so = not parts and what is Kind.ORGAN and cells[at][0].key in ALWAYS_TITLED
        if not named_so and _ends(parts, cell, what, cells[index + 1 : index + 3], issuer):
            break
        parts.append(cell)
        index += 1
    return (_joined(parts, 0.95 if len(parts) < 8 else 0.8) if parts else None), index


def _ends(parts: list[Fragment], cell: Fragment, what: Kind, following: list[tuple[Fragment, Kind]], issuer: str) -> bool:
    """Whether the title is over before this cell."""
    if parts and BEFORE_NUMERAL.fullmatch(parts[-1].text) and cell.text[:1].isdigit():
        return False
    if what in {Kind.RULE, Kind.MOTTO} or HARD.match(cell.key) or cell.text.startswith("Để ") or sum(len(p.text) for p in parts) > LONGEST:
        return True
    if not parts:
        return len(cell.text) > LONGEST_LINE or (what is Kind.ORGAN and _starts_body(following)) or what is Kind.DATE
    lower = cell.text[:1].islower() or cell.text[:1].isdigit() or cell.text.startswith("Của ")
    organ = what is Kind.ORGAN or cell.capitals != parts[-1].capitals
    open_end = OPEN_END.fullmatch(parts[-1].text) is not None and not (organ and WEAK_END.fullmatch(parts[-1].text))
    if lower and not cell.text.endswith(":"):
        return False
    return not open_end and _foreign(parts, cell, what, following, issuer)


def _foreign(parts: list[Fragment], cell: Fragment, what: Kind, following: list[tuple[Fragment, Kind]], issuer: str) -> bool:
    """Whether a line with a capital first letter belongs to the body (or names the issuer) rather than to the title."""
    all_capitals = all(part.capitals for part in parts)
    if what is Kind.ORGAN and (cell.key == issuer or (_starts_body(following) and len(cell.key) < 90) or acts(cell.text)):
        return True
    if all_capitals and not cell.capitals:
        return not cell.text.startswith("(")
    if cell.capitals:
        return not all_capitals
    if (parts[-1].bold and not cell.bold) or len(parts[-1].text) > WRAPPED:
        return True
    return BODY.match(cell.key) is not None or len(cell.text) > PARAGRAPH or cell.text[-1] in ".:;"


def _starts_body(following: list[tuple[Fragment, Kind]]) -> bool:
    cells = [cell for cell, what in following if what is not Kind.RULE]
    return not cells or BODY.match(cells[0].key) is not None or cells[0].key.startswith("khoa")


def _tail(cell: Fragment) -> list[Fragment]:
    """The part of the type cell that is title already ("QUYẾT ĐỊNH Về việc ..."), [] if there is none."""
    match = type_pattern().fullmatch(cell.key)
    if match is None or not match["tail"].strip(" :*()") or URGENCY.fullmatch(match["tail"].strip()):
        return []
    offset = _raw_offset(cell.text, match.start("tail"))
    rest = cell.text[offset:]
    offset += len(rest) - len(rest.lstrip(" :-–*"))
    own = OWN_NUMBER.match(cell.text, offset)
    offset = own.end() if own else offset
    if offset >= len(cell.text):
        return []
    return [
        Fragment(
            cell.text[offset:],
            " ".join(fold(cell.text[offset:]).split()),
            Span(cell.span.start + offset, cell.span.end),
            cell.line,
            cell.column,
            bold=cell.bold,
        )
    ]


def lines(cells: list[tuple[Fragment, Kind]], confidence: float) -> Found[str] | None:
    """The title in lines that stand alone, up to a rule or the body."""
    parts: list[Fragment] = []
    for cell, what in cells[:6]:
        if what is Kind.RULE and not parts:
            continue
        if what not in {Kind.OTHER, Kind.ORGAN} or len(cell.text) > LONGEST_LINE or (parts and HARD.match(cell.key)):
            break
        parts.append(cell)
    return _joined(parts, confidence) if parts else None


def only_clause(cell: Fragment) -> bool:
    """Whether nothing but "của <organ> số ... ngày ..." follows the type: "Nghị định của Chính phủ số 117/2003/NĐ-CP"."""
    match = type_pattern().fullmatch(cell.key)
    tail = (match["tail"] if match else cell.key).strip()
    if not tail.startswith("cua ") or CLAUSE.fullmatch(tail) is None:
        return False
    return opens_organ(" ".join(cell.text.split())[-len(tail) + 4 :])


def organ_clause(cell: Fragment) -> bool:
    """Whether the cell only says whose act it is: "của Chính phủ", "của Bộ trưởng Bộ Nội vụ số 12/2003/QĐ-BNV ngày ...".

    Party titles go on: "của Ban Chấp hành Đảng bộ tỉnh về xây dựng ..." is the title itself.
    """
    return cell.key.startswith("cua ") and " ve " not in cell.key and opens_organ(cell.text[4:])


def _raw_offset(raw: str, key_offset: int) -> int:
    """Offset in the raw text of an offset in its key (the key has single spaces)."""
    at = count = 0
    while count < key_offset and at < len(raw):
        if raw[at].isspace():
            while at + 1 < len(raw) and raw[at + 1].isspace():
                at += 1
        at += 1
        count += 1
    return at


def _joined(parts: list[Fragment], confidence: float) -> Found[str]:
    words = " ".join(" ".join(part.text.split()) for part in parts)
    return Found(words.strip(" *:"), Span(parts[0].span.start, parts[-1].span.end), confidence)
