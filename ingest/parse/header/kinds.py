"""Says what one cell of a header is: motto, rule, number, date, type, subject, organ, beginning of the body."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from corpus.lexicon import document_types
from corpus.text import fold
from ingest.parse.header.fragments import Fragment
from ingest.parse.header.organs import opens_organ


class Kind(Enum):
    """What a cell is; OTHER is a line that only its neighbours explain (a wrapped name or title)."""

    MOTTO = "motto"
    RULE = "rule"
    NUMBER = "number"
    DATE = "date"
    TYPE = "type"
    ABOUT = "about"
    SECRECY = "secrecy"
    URGENCY = "urgency"
    NOISE = "noise"
    BODY = "body"
    ORGAN = "organ"
    OTHER = "other"


# Types that only a heading spells out, beside those of the lexicon.
HEADING_TYPES = ("Đề cương báo cáo",)
RULE = re.compile(r"[\W_o0×]{1,80}")
MOTTO = re.compile(
    r"cong hoa xa hoi chu\b.*|viet nam dan chu cong hoa|doc lap\W{1,4}tu do\W{1,4}hanh phuc\W*|dang cong san viet nam|"
    r"doc lap tu do hanh phuc"
)
YOUTH = re.compile(r"doan (?:tncs|thanh nien cong san) ho chi minh")  # stands where state documents have Quốc hiệu
SECRECY = re.compile(r"\W*(?:tuyet mat|toi mat|mat)\W*")
URGENCY = re.compile(r"\W*(?:hoa toc(?: hen gio)?|thuong khan|khan)\W*")
# "Số: 409/TB-LĐLĐ", "Số 399-QĐ/TW", "Luật số: 101/2025/QH15", "Số:      /BC-LĐLĐ"; never "SỞ NỘI VỤ".
SYMBOL = r"(?P<symbol>[\d.…_ ]{0,12}[a-z]{0,2}(?:(?: ?[/–-] ?|\. ?)[\w&.,+]*(?: ?[–&-] ?[\w&.+]+)*)+|\d{1,5}[a-z]?)"
NUMBER = re.compile(
    rf"(?P<type>(?:[a-z]+ ){{0,4}})so ?(?:/ ?no\.? ?)?(?P<colon>[:.;]?) ?{SYMBOL}?\W*"
    rf"(?:,? ?ngay (?P<date>[\d/. -]+|\d\d? thang \d\d? nam \d{{4}}))?\W*"
)
BARE_NUMBER = re.compile(r"\d{1,5}[a-z]?(?:/\d{4})? ?[/–-] ?[a-z]{2,}[\w&.]*(?: ?[/–-] ?[\w&.]+)+")
# "Hà Nội, ngày 15 tháng 12 năm 2021", "Nghệ An, ngày tháng 11 năm 2022", "Hà Nội, ngày 15/12/2021"
DATE = re.compile(
    r"(?P<place>[^\d/:;]{0,45}?)[,.]? ?(?:ngay ?)?(?P<day>[\d. …_]{0,9}) ?thang ?(?P<month>[\d. …_]{0,9}) ?nam ?(?P<year>(?:19|20)\d\d)\W*"
    r"|(?P<place2>[^\d/:;]{2,45}?), ?(?:ngay ?)?(?P<short>\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:19|20)\d\d)\W*"
)
ABOUT = re.compile(r"v ?[/.] ?v\b[:. ]*|ve viec[: ]+")
NOISE = re.compile(
    r"du thao.*|ban sao\b.*|sao (?:y|luc)|trich sao|sao y(?:;| ban chinh).*|"
    r"cong bao\b.*|mau (?:so )?\d.*|phu luc\b.*|\W*luu hanh noi bo\W*|xem xong tra lai|page \d+.*|trang \d+.*"
)
BODY = re.compile(
    r"can cu\b|(?:kinh|than) (?:g[uo]i|thua|chuyen|ai)\b|"
    r"theo (?:de nghi|nghi quyet|quyet dinh|chi dao|y kien|thong bao|ke hoach)\b|xet\b|de (?:trien khai|"
    r"thuc hien|to chuc)\b|"
    r"thuc hien\b|thi hanh\b|trien khai\b|nham\b|"
    r"dieu \d|chuong [ivxlc\d]+\b|muc [ivx\d]+\b|phan (?:thu|[ivx]+\b|\d)|[ivxlc]{1,5} ?[./)]|[ivxlc]{1,4} ?-|"
    r"\d{1,2}(?:\.\d+)* ?[./)-]|[a-h] ?[/)-] |"
    r"[-+•–] ?\w|quyet (?:dinh|nghi) ?:|nam \d{4}|ngay \d|hom nay|noi nhan\b|nay\b"
)


@cache
def type_pattern() -> re.Pattern[str]:
    """A heading that begins with a type of the lexicon, longest first: name and what follows it."""
    names = sorted({fold(name): name for name in type_names()}, key=len, reverse=True)
    return re.compile(r"(?P<name>" + "|".join(re.escape(name) for name in names) + r")(?![a-z])(?P<tail>.*)", re.DOTALL)


@cache
def type_names() -> dict[str, str]:
    """Natural name of every type that can head a document, by folded name."""
    names = (*HEADING_TYPES, *(kind.name for kind in document_types() if kind.name not in {"Bài viết", "Bản tin"}))
    return {fold(name): name for name in names}


def kind(fragment: Fragment) -> Kind:
    """What this cell is, from its own words only."""
    key = fragment.key
    for pattern, found in ((RULE, Kind.RULE), (MOTTO, Kind.MOTTO)):
        if pattern.fullmatch(key):
            return found
    for pattern, found in ((YOUTH, Kind.MOTTO), (SECRECY, Kind.SECRECY), (URGENCY, Kind.URGENCY)):
        if fragment.capitals and pattern.fullmatch(key):
            return found
    if is_number(fragment):
        return Kind.NUMBER
    if len(key) < 90 and (match := DATE.fullmatch(key)) and _place_like(match):
        return Kind.DATE
    if ABOUT.match(key):
        return Kind.ABOUT
    if NOISE.fullmatch(key):
        return Kind.NOISE
    if type_pattern().fullmatch(key):
        return Kind.TYPE
    if BODY.match(key) or fragment.text.startswith("Để "):
        return Kind.BODY
    return Kind.ORGAN if opens_organ(fragment.text) else Kind.OTHER


def _place_like(match: re.Match[str]) -> bool:
    """Whether what stands before the date can be a place: nothing, or a few words that open no sentence.

    "SINH HOẠT CHI BỘ THÁNG 3 NĂM 2024" is a title: a month alone follows a place only after a comma.
    """
    place = (match["place"] or match["place2"] or "").strip()
    dated = match["short"] or match["day"].strip() or "ngay" in match.group() or "," in match.group()
    return "(" not in place and len(place.split()) < 7 and not BODY.match(place) and bool(dated or not place)


def is_number(fragment: Fragment) -> bool:
    """Whether the cell is the number of the document, with "Số" or, short and in the right shape, without."""
    key = fragment.key
    if len(key) > 80:
        return False
    if BARE_NUMBER.fullmatch(key):
        return True
    match = NUMBER.fullmatch(key)
    if match is None:
        return False
    if match["type"] and match["type"].strip() not in type_names():
        return False
    return bool(match["colon"] or (match["symbol"] and any(c.isdigit() for c in match["symbol"])))
