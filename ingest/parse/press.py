"""Tells a news article from a document with thể thức, and knows the marks that newspapers leave in a text."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from pathlib import Path

from corpus.document import Text
from corpus.text import fold
from ingest.parse.header.fragments import fragments
from ingest.parse.header.kinds import Kind, kind

HEAD_LINES = 60
TOP_LINES = 16
TAIL_LINES = 400
LEAD = 60  # a lead is a sentence, not a heading
# "(LĐTĐ) Sáng nay ...", "NLĐO - ..."
SIGNED = re.compile(r"(?:\((?P<mark>[A-ZĐ][\w&.ĐƯ ]{1,10})\)|(?P<dash>[A-ZĐ]{3,6}) [-–])\s*[-–]?\s*(?=\S)")
# "17:05 | 19/07/2022", "Thứ ba, 19/7/2022 17:05 (GMT+7)", "Cập nhật: 08h30 ngày 02/6/2023", "Ngày đăng: 3-4-2024"
POSTED = re.compile(
    r"(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|cap nhat(?: luc)?|ngay dang|dang(?: luc| ngay)?|ngay|dang tai)?[\s,:|-]*"
    r"(?:\d{1,2} ?[:hg] ?\d{0,2}(?:[:]\d\d)?[\s,|-]*(?:am|pm)?[\s,|-]*)?(?:thu \w+[\s,]*)?(?:ngay )?"
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|"
    r"20)\d\d)[\s,|-]*(?:luc )?(?:\d{1,2} ?[:hg] ?\d{0,2}(?::\d\d)?)?[\s,|-]*(?:am|pm)?[\s,|-]*(?:\(?gmt ?\+ ?7\)?)?\W*"
)
# Headings that only a news page has.
PAGE = re.compile(
    r"(?:co the ban quan tam|nen xem|ban nen (?:xem|doc)|(?:cac )?tin (?:khac|lien quan|cung chuyen muc)|phien ban di dong|"
    r"xem them|doc them)\s*[:»>…]*|(?:©|ghi ro nguon\b).*"
)
# Lines that open the part of a page that is not the article.
TAIL = re.compile(
    r"(?:co the ban quan tam|nen xem|ban nen (?:xem|doc)|(?:cac )?tin (?:khac|lien quan|moi(?: hon| nhat)?|cu hon|cung chuyen muc|"
    r"noi bat|nong|doc nhieu|bai khac|hot)|"
    r"(?:cac )?(?:tin )?bai (?:viet )?(?:khac|lien quan|cung chuyen muc|moi nhat|noi bat)|cung chuyen muc|cung chu de|"
    r"chu de lien quan|tin tuc (?:khac|lien quan|moi)|"
    r"xem them|doc them|xem nhieu|doc nhieu(?: nhat)?|moi nhat|phien ban di dong|binh luan|y kien (?:ban doc|cua ban)|"
    r"gui binh luan|chia se|tu khoa|tags?|"
    r"tin tai tro|quang cao|video noi bat|multimedia|ve trang chu|in bai viet|theo doi (?:chung toi|bao)\b.*|lien ket website)\s*[:»>…]*|"
    r"(?:©|\(c\)|copyright\b|ban quyen thuoc\b|ghi ro nguon\b).*"
)
OWN_LINE = re.compile(
    r"(?:chia se|in bai viet|gui email|luot xem\W.*|co chu.*|facebook|zalo|twitter|a\W*a\W*|nghe doc bai|print|email|luu bai viet|"
    r"sao chep lien ket|theo doi .{0,30} tren google news)\W*"
)


NAMED = re.compile(r"\w+(?: \w+){0,3} so:? ?\d+[\w.]*[/-]")  # "Thông tư số 41/2025/TT-BTC Sửa đổi ..."


def newspaper_mark(words: str) -> re.Match[str] | None:
    """The newspaper's signature before a lead: any code in brackets, or a known one before a dash."""
    match = SIGNED.match(words)
    if match is None or len(words) < LEAD:
        return None
    return match if match["mark"] or fold(match["dash"]) in newspapers() else None


class Form(Enum):
    """Which form a text has."""

    OFFICIAL = "official"
    ARTICLE = "article"
    PLAIN = "plain"


def form(text: Text) -> Form:
    """Official where the head shows thể thức; article where a newspaper left its marks; plain where neither is seen."""
    top = fragments(text, range(min(TOP_LINES, len(text.lines))))
    if any(kind(cell) in {Kind.MOTTO, Kind.NUMBER} for cell in top):
        return Form.OFFICIAL
    cells = [*top, *fragments(text, range(min(TOP_LINES, len(text.lines)), min(HEAD_LINES, len(text.lines))))]
    kinds = [kind(cell) for cell in cells]
    if Kind.MOTTO in kinds[:30]:
        return Form.OFFICIAL
    keys = [cell.key for cell in cells]
    if (
        any(newspaper_mark(cell.text) for cell in cells[:20])
        or any(len(key) < 60 and POSTED.fullmatch(key) for key in keys[:15])
        or _tail(text)
    ):
        return Form.ARTICLE
    if Kind.DATE in kinds[:20] or any(key.lstrip("-–+ ").startswith(("can cu ", "dieu 1.", "kinh gui")) for key in keys):
        return Form.OFFICIAL
    if any(what is Kind.TYPE and (cell.capitals or NAMED.match(cell.key)) for cell, what in zip(cells[:8], kinds, strict=False)):
        return Form.OFFICIAL
    return Form.ARTICLE if text.metadata.get("sitename") or text.metadata.get("author") else Form.PLAIN


def _tail(text: Text) -> bool:
    """Whether the last lines hold a heading of site furniture."""
    lines = (text.line_text(line) for line in text.lines[-TAIL_LINES:])
    return any(len(words) < 120 and PAGE.fullmatch(fold(words)) for words in lines)


@cache
def newspapers() -> dict[str, str]:
    """Newspaper by signature ("LĐTĐ") or domain ("laodongthudo.vn"), both in folded form."""
    lines = (Path(__file__).parent / "header" / "newspapers.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {fold(mark): name for mark, name in rows}
