"""Finds the organ that issues a document: the lines above the number, the organ named under the title, or the text."""

from __future__ import annotations

import re

from corpus.document import Found, Span, Text
from corpus.text import fold
from ingest.parse.header.fragments import Fragment
from ingest.parse.header.kinds import Kind
from ingest.parse.header.organs import natural, opens_organ, organ_span

# A line that ends so is not the whole name: "BỘ NÔNG NGHIỆP VÀ", "ỦY BAN THƯỜNG VỤ" (of whom?).
OPEN = re.compile(
    r".*\b(?:va|cua|thuoc|nhan dan|ve|cac)|.*[,&-]|(?:.* )?uy ban thuong vu|.*\bvan phong|toa an|vien kiem sat|uy|hoi dong|"
    r"tong lien doan|lien doan|"
    r"ban chap hanh|ban thuong vu|(?:.* )?doan chu tich|uy ban trung uong|"
    r"(?:ban chap hanh |bch )?cong doan(?: co so| bo phan)?|cdcs|chi bo|dang uy|chi doan|hoi cuu chien binh"
)
# Organs of another organ, named in full only with it: "TỈNH ỦY NGHỆ AN" over "BAN THƯỜNG VỤ".
PARTS = re.compile(
    r"ban (?:thuong vu|chap hanh|thuong truc|bi thu)|doan chu tich|thuong truc|van phong|"
    r"uy ban kiem tra|ubkt|bch|btv|(?:ban chap hanh )?cong doan(?: co so)?"
)
OPENING = 4000
"""Characters of a line in which its issuer acts."""
DECIDES = (
    r"(?:ban hành|hướng dẫn|quy định|quyết định|quyết nghị|thông báo|yêu cầu|đề nghị|xây dựng|định hướng|chỉ thị|báo cáo|kính mời|"
    r"tổ chức|triển khai)"
)
BASIS = re.compile(r"[-+ ]*(?:Căn cứ|Theo|Xét|Thực hiện|Thi hành)\b", re.IGNORECASE)
CLAUSE_START = re.compile(r"[.;,] +(?=[A-ZĐÀ-Ỹ])")
HEAD = re.compile(
    r"(?:(?:Phó )?(?:Bộ trưởng|Thủ trưởng|Chủ nhiệm|Cục trưởng|Tổng cục trưởng|Chủ tịch|Giám đốc|Thống đốc|Viện trưởng|Chánh án|"
    r"Hiệu trưởng|Tổng Thanh tra)) (?=[A-ZĐỦ])"
)


def issuer_lines(cells: list[tuple[Fragment, Kind]], *, joint: bool = False) -> Found[str] | None:
    """The issuer from the cells that stand above the type and are nothing else (parent above, issuer below it)."""
    groups = _groups([cell for cell, what in cells if what in {Kind.ORGAN, Kind.OTHER}])
    if not groups:
        return None
    if joint and len(groups) > 1:
        names = [_name(group).strip(" -–,") for group in groups]
        return Found(" - ".join(names), _span([cell for group in groups for cell in group]), 0.9)
    last = groups[-1]
    if PARTS.fullmatch(_key(last)) and len(groups) > 1:
        return Found(f"{_name(last)} {_name(groups[-2])}", _span([*groups[-2], *last]), 0.9)
    return Found(_name(last), _span(last), 0.97 if opens_organ(_raw(last)) else 0.7)


def _groups(cells: list[Fragment]) -> list[list[Fragment]]:
    """Lines grouped into names; what stands before the first organ, or is no name at all, is dropped."""
    groups: list[list[Fragment]] = []
    for index, cell in enumerate(cells):
        ahead = _raw(cells[index : index + 2])
        if groups and (OPEN.fullmatch(_key(groups[-1])) or not opens_organ(ahead)):
            if len(cell.key) < 90 and cell.capitals == groups[-1][0].capitals:
                groups[-1].append(cell)
        elif opens_organ(ahead) and len(cell.key) < 120:
            groups.append([cell])
    return groups


def named_under_title(cells: list[tuple[Fragment, Kind]]) -> Found[str] | None:
    """The issuer on its own line (or lines) between the title and the căn cứ: "ỦY BAN NHÂN DÂN TỈNH"."""
    parts: list[Fragment] = []
    for cell, what in cells:
        if what is Kind.RULE and not parts:
            continue
        if what not in {Kind.ORGAN, Kind.OTHER} or len(cell.key) > 90 or cell.key.startswith(("khoa", "ky hop")):
            break
        if not parts and what is not Kind.ORGAN:
            break
        parts.append(cell)
    return Found(_name(parts), _span(parts), 0.85) if parts and len(parts) < 4 else None


def clause_issuer(cell: Fragment) -> Found[str] | None:
    """The issuer in a heading such as "Nghị định của Chính phủ số 117/2003/NĐ-CP"."""
    match = re.search(r"\b(?:của|CỦA|Của)\s+", cell.text)
    if match is None or not opens_organ(cell.text[match.end() :]):
        return None
    rest = re.split(r"\s+(?:số|SỐ|Số|ngày|tại|TẠI|khóa|khoá|KHÓA|KHOÁ)\b|[(:]", cell.text[match.end() :])[0].rstrip(" .,;")
    start = cell.span.start + match.end()
    return Found(natural(" ".join(rest.split())), Span(start, start + len(rest)), 0.85) if rest else None


def joint_issuer(cell: Fragment) -> Found[str] | None:
    """The organs in the second line of "THÔNG TƯ / LIÊN TỊCH BỘ TÀI CHÍNH - BỘ CÔNG NGHIỆP"."""
    names = cell.text[len("liên tịch ") :].strip(" :*")
    start = cell.span.start + cell.text.find(names)
    return Found(natural(" ".join(names.split())), Span(start, start + len(names)), 0.85) if opens_organ(names) else None


def passing_organ(text: Text, start: int, end: int) -> Found[str] | None:
    """Who passed the act: "được Quốc hội nước ... khóa XV, kỳ họp thứ 10 thông qua"."""
    span = organ_span(text.text, start, end)
    if span is None:
        return None
    name = re.split(r" (?:nước|khóa|khoá|Khóa|Khoá)\b", span.of(text.text))[0]
    return Found(name, Span(span.start, span.start + len(name)), 0.8)


def from_title(title: Found[str]) -> Found[str] | None:
    """The issuer in a title such as "BÁO CÁO CỦA BAN CHẤP HÀNH ... TẠI ĐẠI HỘI ..."."""
    match = re.match(r"(?:báo cáo(?: chính trị)? )?của (.{6,140}?)(?: (?:khóa|khoá|tại|trình|về|nhiệm kỳ)\b|$)", title.value, re.IGNORECASE)
    if match is None or not opens_organ(match[1]) or title.span is None:
        return None
    return Found(natural(match[1]), title.span, 0.75)


def from_text(text: Text, start: int, end: int, body: str = "") -> Found[str] | None:
    """The organ that acts in the opening of the body ("Ban Thường vụ ... định hướng", "Bộ Tài chính hướng dẫn").

    `body` is the folded name of the collective signed for; only a name that begins with it is then taken.
    """
    for line in text.lines:
        if line.span.end <= start:
            continue
        if line.span.start >= end:
            return None
        begin = max(line.span.start, start)
        found = _actor(text, begin, min(line.span.end, begin + OPENING), body)
        if found is not None:
            return found
    return None


def _actor(text: Text, start: int, end: int, body: str) -> Found[str] | None:
    """The first organ that begins a clause of this line and is followed by a verb of deciding; in a căn cứ only the last clause."""
    basis = BASIS.match(text.text, start)
    begins = [match.end() for match in CLAUSE_START.finditer(text.text, start, end)]
    for begin in begins[-1:] if basis and begins else [] if basis else [start, *begins]:
        found = _organ(text, begin, end, body)
        if found is not None:
            return found
    return None


def _organ(text: Text, start: int, end: int, body: str) -> Found[str] | None:
    head = HEAD.match(text.text, start)
    begin = head.end() if head else start
    span = organ_span(text.text, begin, end)
    if span is None or span.end - span.start < 8:
        return None
    key = fold(span.of(text.text))
    verb = text.text[span.end : span.end + 16].lstrip()
    if (body and not key.startswith(body)) or not re.match(DECIDES, verb):
        return None
    return Found(span.of(text.text), span, 0.6)


def _raw(group: list[Fragment]) -> str:
    return " ".join(cell.text for cell in group)


def _key(group: list[Fragment]) -> str:
    return " ".join(cell.key for cell in group)


def _name(group: list[Fragment]) -> str:
    return natural(" ".join(" ".join(cell.text.split()) for cell in group)).strip(" :.;")


def _span(cells: list[Fragment]) -> Span:
    return Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells))
