"""Which lines cannot hold a heading: the head of the document, its legal bases, its recipients and signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Found, Header
from corpus.text import fold
from ingest.parse.outline.annexes import Annex
from ingest.parse.outline.markers import marks
from ingest.parse.outline.rows import Row, capitals

HEADER_ROWS = 45
BASIS = re.compile(r"[-–+*\s]{0,4}(?:căn cứ|theo đề nghị|xét (?:đề nghị|tờ trình|thấy)|theo tờ trình)\b", re.I)
ALSO = re.compile(r"[-–+*\s]{0,4}(?:thực hiện|thi hành|để |trên cơ sở|theo|xét|sau khi)\b", re.I)
DEAR = re.compile(r"kính g[ửở]i", re.I)
RECIPIENTS = re.compile(r"nơi (?:nhận|gửi)\s*(?:[:/]|$)", re.I)
# "TM. BAN THƯỜNG VỤ", "T/M. BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "TUQ. …", "Q. GIÁM ĐỐC"
SIGNED = re.compile(r"(?:T\s?[./]?\s?M|K\s?[./]?\s?T|T\s?[./]?\s?L|T\s?[./]?\s?U\s?[./]?\s?Q|Q)\s?[./]\s?\.?\s{0,3}[A-ZĐ]|TM\s[A-ZĐ]{2}")
ORGAN = re.compile(r"(?:BAN|LIÊN ĐOÀN|CÔNG ĐOÀN|TỔNG LIÊN ĐOÀN|ĐẢNG|TỈNH|THÀNH|HUYỆN|[ỦU][ỶY] BAN|SỞ|ĐOÀN|HỘI)\b")
# What speaks of the whole after the last item: "Căn cứ các nội dung trên …", "Trên đây là …", "Ban Thường vụ … đề nghị …".
CLOSING = re.compile(
    r"Căn cứ (?:các |những )?(?:nội dung|tình hình|(?:Kế hoạch|Thông báo|Chương trình) này)|Trên đây là|Trên cơ sở"
    r"|Nhận được|Yêu cầu|Đề nghị|Rất mong|Nếu (?:có|gặp)|Mọi vướng mắc"
    r"|(?:Kế hoạch|Thông báo|Chỉ thị|Chương trình|Hướng dẫn|Nghị quyết) này|(?:Trong q|Q)uá trình (?:triển khai|thực hiện|tổ chức)"
    r"|(?:Ban|Thường trực|Đoàn Chủ tịch|Liên đoàn|Tổng Liên đoàn|Công đoàn|Văn phòng|Ủy ban|Uỷ ban|Đảng ủy|Sở)\b"
    r"[^.;]{0,160}?\b(?:đề nghị|yêu cầu)\b"
)


@dataclass(frozen=True, slots=True)
class Zones:
    """Rows before `body` are the head; rows in `tail` are recipients and signatures; rows in `basis` are căn cứ or Kính gửi."""

    body: int
    tail: frozenset[int]
    basis: frozenset[int]


def header_end(rows: Sequence[Row], header: Header) -> int:
    """Index of the first row after the head of the document, 0 where no part of a head was found."""
    parts: tuple[Found[str] | None, ...] = (
        header.type,
        header.symbol,
        header.issued,
        header.issuer,
        header.place,
        header.subject,
        header.secrecy,
        header.urgency,
        header.newspaper,
    )
    spans = [part.span for part in parts if part is not None and part.span is not None]
    limit = rows[min(HEADER_ROWS, len(rows)) - 1].end if rows else 0
    end = max((span.end for span in spans if span.start < limit), default=-1)
    return next((at for at, row in enumerate(rows) if row.start >= end), len(rows)) if end >= 0 else 0


def zones(rows: Sequence[Row], header: Header, annexes: dict[int, Annex]) -> Zones:
    """Head, tail and bases of the whole text."""
    body = header_end(rows, header)
    basis = _basis(rows)
    return Zones(body, frozenset(_tail(rows, header, annexes, body)), frozenset((*_letterhead(rows, header, basis), *basis)))


def _letterhead(rows: Sequence[Row], header: Header, basis: Sequence[int]) -> list[int]:
    """The issuer's name on a line of its own above the bases («CHÍNH PHỦ», «Căn cứ ...»), where a summary stood above it."""
    if not basis or not basis[0] or header.issuer is None:
        return []
    above = basis[0] - 1
    return [above] if fold(rows[above].head) == fold(header.issuer.value) else []


def _basis(rows: Sequence[Row]) -> list[int]:
    """Căn cứ rows and the recipients under "Kính gửi" before the first marker that is not one of theirs."""
    found: list[int] = []
    dear = False
    for at, row in enumerate(rows):
        running = bool(found) and found[-1] == at - 1 and row.last in ";,."
        based = BASIS.match(row.head) is not None or (running and ALSO.match(row.head) is not None)
        if based or DEAR.match(row.head):
            found.append(at)
            dear = not based
        elif read := marks(row.head):
            if not (dear and read[0].value == 0):
                return found
            found.append(at)
        elif found and found[-1] < at - 1:
            dear = False
    return found


def _tail(rows: Sequence[Row], header: Header, annexes: dict[int, Annex], body: int) -> list[int]:
    """Rows from "Nơi nhận" or the signature to the next sub-document or the end."""
    found: list[int] = []
    signature = _signature(header)
    inside = False
    for at, row in enumerate(rows):
        if at < body:
            continue
        if inside and (at in annexes or _reopens(row)):
            inside = False
        if not inside and (
            RECIPIENTS.match(row.head) or (SIGNED.match(row.head) and capitals(row.head)) or row.start <= signature < row.end
        ):
            inside = True
        if inside:
            found.append(at)
    return found + _issuer_below(rows, body) if not inside else found


def _issuer_below(rows: Sequence[Row], body: int) -> list[int]:
    """The issuer's name in capitals below a text that nobody signs (a report outline)."""
    first = len(rows)
    while first - 1 > body and len(rows) - first < 3 and _organ_line(rows[first - 1]):
        first -= 1
    return list(range(first, len(rows)))


def _organ_line(row: Row) -> bool:
    return row.length < 150 and not row.table and capitals(row.head) and ORGAN.match(row.head) is not None


def _signature(header: Header) -> int:
    spans = [part.span for part in (header.authority, header.signer_title, header.signer) if part is not None and part.span is not None]
    return min((span.start for span in spans), default=-1)


def _reopens(row: Row) -> bool:
    """Whether a text of its own begins after a signature although no title says so: "Chương I", "Điều 1.", "I. TÊN"."""
    read = marks(row.head)
    return bool(read) and any(mark.value == 1 and mark.rank <= 60 and (mark.family != "upper") for mark in read)
