"""The pieces citations are made of, small to large, each with the text it matches."""

from __future__ import annotations

import re
from functools import cache

from corpus import lexicon

W = r"[^\W\d_]"
"""One letter."""

GAP = r"[ \t]*\n?[ \t]*"
"""White space inside a citation; a line may be wrapped once."""

CODES_ONLY = {"Công văn", "Thư công"}


@cache
def type_names() -> tuple[str, ...]:
    """Spelled-out types, longest first, so that "Nghị quyết liên tịch" is not read as "Nghị quyết"."""
    names = {kind.name for kind in lexicon.document_types() if "press" not in kind.system}
    return tuple(sorted(names, key=len, reverse=True))


@cache
def type_pattern() -> str:
    """Alternatives of all types, any white space between words: "Nghị  quyết"."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in type_names())


# "điểm a", "các điểm a, b và c"; a letter of the Vietnamese order, or a number in plans ("điểm 5.2")
POINT = r"(?:các\s+)?điểm\s+(?:[a-zđ]|\d+(?:\.\d+)*)(?:(?:\s*,\s*|\s+và\s+)(?:điểm\s+)?(?:[a-zđ]|\d+(?:\.\d+)*)(?!\w))*"
# "khoản 2", "khoản 2, 3 và 4", "khoản 4, khoản 5"
ITEM = r"(?:các\s+)?khoản\s+\d+[a-zđ]?(?:(?:\s*,\s*|\s+và\s+|\s*[-–]\s*|\s+đến\s+)(?:khoản\s+)?\d+[a-zđ]?(?!\w|/))*"
# "Điều 8", "Điều 29, 30 và 31", "từ Điều 5 đến Điều 9", "các Điều 1, 2"
ARTICLE = r"(?:các\s+|từ\s+)?điều\s+\d+[a-zđ]?(?:(?:\s*,\s*|\s+và\s+|\s*[-–]\s*|\s+đến\s+)(?:điều\s+)?\d+[a-zđ]?(?!\w|/))*"
# "Mục 5", "Chương XII", "Phần I", "phần B", "Phụ lục II"
DIVISION = r"(?:tiểu\s+mục|mục|chương|phần|phụ\s+lục)\s+(?:số\s+)?(?:[IVXLC]+|\d+|[A-Z])(?!\w)"
_PART = rf"(?:{POINT}|{ITEM}|{ARTICLE}|{DIVISION})"
# "điểm b khoản 1 Điều 8", "điểm a khoản 1 và khoản 2 Điều 5"
CLAUSE = rf"{_PART}(?:(?:\s*[,;]\s*|\s+và\s+|\s+)(?:của\s+)?{_PART})*"

CLAUSE_BEFORE = re.compile(rf"(?<!\w)(?P<clause>{CLAUSE})(?:\s*,)?\s*(?:của\s+|thuộc\s+|tại\s+)?$", re.IGNORECASE)
"""«điểm b khoản 1 Điều 8 » standing right before a document's name."""


@cache
def head_before() -> re.Pattern[str]:
    """What stands right before a number: «Nghị quyết số », «Quyết định của Bộ Chính trị số », «Quyết định »."""
    organ = r"(?P<organ>\s+của\s+[^,;:.()\n]{3,60}?)?"
    return re.compile(rf"(?<!\w)(?P<type>{type_pattern()}){organ}{GAP}(?:số{GAP}:?{GAP}|:{GAP})?$", re.IGNORECASE)


NUMBER_WORD = re.compile(rf"(?<!\w)số{GAP}:?{GAP}$", re.IGNORECASE)
"""«số » alone before a number whose type was said earlier: «…, số 1440/CP-KTTH»."""

DATE_GAP = re.compile(r"\s*,?\s*(?:(?:được\s+)?(?:ban hành|ký)\s+)?(?:ngày\s+)?", re.IGNORECASE)
"""Between a number and its date: «, » or « ngày »; Party style has the comma."""

# Words that end the name of an issuer: «của Chính phủ | quy định …», «của LĐLĐ tỉnh Nghệ An, | về …»
_STOP_WORDS = (
    r"về quy hướng ban\s+hành sửa phê triển thực thi bãi công\s+bố đã có được là thì để nhằm theo tại trong trên dưới do từ đến",
    r"hết với ngày kèm bao cho gồm nêu này đó khi nếu không phải quyết\s+định chi\s+tiết tổ\s+chức bổ\s+sung thay ký giao đối như",
    r"trước sau số việc hoặc cũng đang sẽ năm xác nói đề\s+ra yêu chỉ\s+đạo thông\s+qua và",
)
_STOP = "|".join(word for line in _STOP_WORDS for word in line.split(" "))
_NAME = r"[A-ZĐÀ-ỸƯƠĂÂÊÔ][\w.\-&]*"
_TAIL_WORD = rf"(?!(?:{_STOP})(?!\w))[\w\-&]+"
_AND = r"và[ \t]+(?!(?:Kế hoạch|Nghị|Chỉ thị|Kết luận|Quyết|Chương trình|Quy |Thông|Hướng|Luật|Bộ luật|Đề án|Công văn)(?!\w))"
_MORE = rf"[ \t]+\n?(?:{_AND}{_NAME}|{_TAIL_WORD}(?:\.(?=\s*Ư))?)"
_LISTED = rf",[ \t]+{_NAME}(?=[ \t]+và[ \t]+{_NAME})"
ISSUER = re.compile(rf"\s*,?\s*(?:của|do)\s+(?P<issuer>(?:(?:các|liên)\s+)?{_NAME}(?:{_MORE}|{_LISTED}){{0,14}})")
"""«, của Ban Chấp hành Tổng LĐLĐ Việt Nam»: the issuer after a number and its date."""

_COUNTED = (
    r"triệu|nghìn|ngàn|tỷ|tỉ|đồng|năm|ngày|tháng|lần|người|cái|khoản|điều|điểm|nội dung|nhiệm vụ|nhóm|giải pháp|cuộc|đợt"
    r"|bản|trang|phần|chương|mục|%"
    r"|\.\d|,\d|/\d|-\d|–\d"
)


@cache
def short() -> re.Pattern[str]:
    """«Nghị quyết số 02», «Kế hoạch 35», «nghị quyết số 02»: type and number only, never a number with a code."""
    numbered = "|".join(sorted((n.replace(" ", r"\s+") for n in SHORT_TYPES), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?P<type>{numbered})\s+(?P<word>số\s+)?(?P<number>\d{{1,4}}[a-zđ]?)(?![\w])(?!\s*(?:{_COUNTED}))(?!\s?[-–/]\s?\w)",
        re.IGNORECASE,
    )


SHORT_TYPES = (
    "Nghị quyết", "Chỉ thị", "Kết luận", "Quyết định", "Quy định", "Kế hoạch", "Nghị định", "Thông tư", "Chương trình", "Đề án",
    "Hướng dẫn", "Thông báo", "Công văn", "Công điện", "Thông tri", "Quy chế", "Chương trình hành động", "Tờ trình", "Báo cáo",
)  # fmt: skip
"""Types that are cited by their number alone."""

# «Nghị quyết Đại hội XII Công đoàn Việt Nam», «Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng»
_TERM = r"(?:[ \t]*,?[ \t]*\(?(?:khóa|khoá|nhiệm kỳ)\s+(?:[IVXLH]+|\d{4}\s*[-–]\s*\d{4})\)?)?"
_OWNER = rf"(?:(?:\s+của)?[ \t]+(?!(?:{_STOP})(?!\w))\w+)"
_ROMAN = r"(?:lần\s+thứ\s+)?(?:[IVXLH]{1,6}|\d{1,2})(?!\w)"
_BODY = r"(?:\s+(?:đại biểu(?:\s+toàn quốc)?|Đảng bộ|Đảng|Công đoàn|Đoàn))*"
CONGRESS = re.compile(
    r"(?<!\w)(?P<type>Nghị quyết|Văn kiện|Báo cáo chính trị)\s+"
    rf"(?:của\s+)?Đại hội{_BODY}(?:\s+{_ROMAN})?{_OWNER}{{0,8}}(?:\s+{_ROMAN})?{_TERM}"
)
# «Nghị quyết Trung ương 4, khóa XI», «Nghị quyết T.Ư 4», «Nghị quyết Hội nghị Trung ương 11»
PLENUM = re.compile(
    r"(?<!\w)(?P<type>Nghị quyết|Kết luận)\s+(?:Hội nghị\s+)?(?:lần thứ\s+\w+\s+)?"
    rf"(?:Trung ương|T\.?Ư|TW)(?:\s+\d{{1,2}})?(?!\w){_TERM}"
)
# «Điều lệ Công đoàn Việt Nam khóa XII», «Điều lệ Đảng»
CHARTER = re.compile(
    r"(?<!\w)(?P<type>Điều lệ)\s+(?:Công đoàn Việt Nam|Đảng(?:\s+Cộng sản Việt Nam)?|Đoàn(?:\s+TNCS Hồ Chí Minh)?)" + _TERM
)
# «Hiến pháp năm 2013», «Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam»
CONSTITUTION = re.compile(r"(?<!\w)(?P<type>Hiến pháp)(?:\s+nước\s+[CỘộ]+ng h(?:òa|oà) xã hội chủ nghĩa Việt Nam)?(?:\s+(?:năm\s+)?\d{4})?")
NAMED = (CONGRESS, PLENUM, CHARTER, CONSTITUTION)
