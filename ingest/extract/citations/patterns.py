"""The pieces citations are made of, small to large, each with the text it matches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from corpus import lexicon

W = r"[^\W\d_]"
"""One letter."""

GAP = r"[ \t]*\n?[ \t]*"
"""White space inside a citation; a line may be wrapped once."""

CODES_ONLY = {"Công văn", "Thư công"}


def any_case(names: Iterable[str]) -> str:
    """A pattern for any of the names in any case, never inside a word: «Nghị quyết», «NGHỊ QUYẾT».

    Each begins with a plain letter, for which the engine scans a text three times as fast as with IGNORECASE from the start.
    """
    rests: dict[str, list[str]] = {}
    for name in names:
        for first in dict.fromkeys((name[0].upper(), name[0].lower())):
            rests.setdefault(first, []).append(name[1:])
    return "(?:" + "|".join(rf"{first}(?<!\w{first})(?i:{'|'.join(rest)})" for first, rest in rests.items()) + ")"


@cache
def type_names() -> tuple[str, ...]:
    """Spelled-out types, longest first, so that "Nghị quyết liên tịch" is not read as "Nghị quyết"."""
    names = {kind.name for kind in lexicon.document_types() if "press" not in kind.system}
    return tuple(sorted(names, key=len, reverse=True))


@cache
def type_pattern() -> str:
    """Alternatives of all types, any white space between words: "Nghị  quyết"."""
    return "|".join(_spaced_types())


def _spaced_types() -> list[str]:
    return [re.escape(name).replace(r"\ ", r"\s+") for name in type_names()]


# "a", "đ", "5.2", "1.b": how a point is marked
_POINT_MARK = r"(?:\d+(?:\.\d+)*(?:\.?[a-zđ])?|[a-zđ](?:\d+)?)(?!\w)"
# "điểm a", "các điểm a, b và c", "điểm 1.3"; a letter of the Vietnamese order, or a number in plans
POINT = rf"(?:các\s+)?điểm\s+{_POINT_MARK}(?:(?:\s*,\s*|\s+và\s+)(?:điểm\s+)?{_POINT_MARK})*"
# "khoản 2", "khoản 2, 3 và 4", "khoản 4, khoản 5", "khoản 2a"
ITEM = r"(?:các\s+)?khoản\s+\d+[a-zđ]?(?:(?:\s*,\s*|\s+và\s+|\s*[-–]\s*|\s+đến\s+)(?:khoản\s+)?\d+[a-zđ]?(?!\w|/))*"
# "Điều 8", "Điều 29, 30 và 31", "từ Điều 5 đến Điều 9", "các Điều 1, 2"
ARTICLE = r"(?:các\s+|từ\s+)?điều\s+\d+[a-zđ]?(?:(?:\s*,\s*|\s+và\s+|\s*[-–]\s*|\s+đến\s+)(?:điều\s+)?\d+[a-zđ]?(?!\w|/))*"
# "Mục 5", "Chương XII", "Phần I", "phần B", "phần thứ hai", "Phụ lục II"
_ORDINAL = r"thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám)"
DIVISION = rf"(?:tiểu\s+mục|mục|chương|phần|phụ\s+lục)\s+(?:số\s+)?(?:{_ORDINAL}|(?:[IVXLC]+|\d+|[A-Z])(?:\.\d+)*)(?!\w)"
# atomic: «khoản 1, khoản 2, …» has one reading, or a long list would be tried in all divisions
_PART = rf"(?>{POINT}|{ITEM}|{ARTICLE}|{DIVISION})"
# "điểm b khoản 1 Điều 8", "điểm a khoản 1 và khoản 2 Điều 5"
CLAUSE = rf"{_PART}(?:(?:\s*[,;]\s*|\s+và\s+|\s+)(?:của\s+)?{_PART})*"

# "của Quy chế hoạt động của Khu kinh tế cửa khẩu Bến Tràm - Sông Ngàn ban hành kèm theo ", "kèm theo ": what the clause belongs to
# was issued with the document
_ISSUED_WITH = (
    r"(?:(?:của\s+)?(?:bản\s+)?(?:Quy\s+chế|Quy\s+định|Quy\s+trình|Điều\s+lệ|Chế\s+độ|Nội\s+quy|Chương\s+trình|Danh\s+mục|Đề\s+án|Thể\s+lệ)"
    r"(?:[ \t]+(?:[^\W\d]+,?|[-–])){0,30}?\s+)?"
    r"(?:được\s+)?(?:ban\s+hành\s+)?kèm\s+theo\s+"
)
CLAUSE_BEFORE = re.compile(rf"(?<!\w)(?P<clause>{CLAUSE})(?:\s*,)?\s*(?:{_ISSUED_WITH}|(?:của|thuộc|tại)\s+)?$", re.IGNORECASE)
"""«điểm b khoản 1 Điều 8 », «Phụ lục II ban hành kèm theo » standing right before a document's name."""


@cache
def head_before() -> re.Pattern[str]:
    """What stands right before a number: «Nghị quyết số », «Quyết định »."""
    return re.compile(rf"(?P<type>{any_case(_spaced_types())}){GAP}(?i:số{GAP}:?{GAP}|:{GAP})?$")


@cache
def head_with_organ() -> re.Pattern[str]:
    """«Quyết định của Bộ Chính trị số »; never «quy định của Nghị định số », where the second type is the type."""
    return re.compile(
        rf"(?<!\w)(?P<type>{type_pattern()})\s+của\s+(?P<organ>(?!(?:{type_pattern()})(?!\w))[^,;:.()\n]{{3,60}}?){GAP}số{GAP}:?{GAP}$",
        re.IGNORECASE,
    )


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
_BEGINS_TITLE = r"(?!(?:Quy định|Quy chế|Về|Ban hành|Hướng dẫn|Sửa đổi|Phê duyệt|Thực hiện|Triển khai)(?!\w))"
_MORE = rf"[ \t]{{1,3}}\n?(?:{_AND}{_NAME}|{_BEGINS_TITLE}{_TAIL_WORD}(?:\.(?=\s*Ư))?)"
_LISTED = rf",[ \t]+{_NAME}(?=[ \t]+và[ \t]+{_NAME})"
ISSUER = re.compile(rf"\s{{0,3}},?\s{{0,3}}(?:của|do)\s{{1,3}}(?P<issuer>(?:(?:các|liên)\s+)?{_NAME}(?:{_MORE}|{_LISTED}){{0,14}})")
"""«, của Ban Chấp hành Tổng LĐLĐ Việt Nam»: the issuer after a number and its date."""

_COUNTED = (
    r"triệu|nghìn|ngàn|tỷ|tỉ|đồng|năm|ngày|tháng|lần|người|cái|khoản|điều|điểm|nội dung|nhiệm vụ|nhóm|giải pháp|cuộc|đợt"
    r"|bản|trang|phần|chương|mục|lớp|hộ|đơn vị|đoàn|tổ(?!\s+chức)|giờ|tuần|quý|sở|huyện|xã|trường|văn bản"
)
_FIGURE = r"%|\.\d|,\d|/\d|-\d|–\d"
_COUNTED_END = rf"(?!\s*(?:(?:{_COUNTED})(?!\w)|{_FIGURE}))(?!\s?[-–/]\s?\w)"
"""«Báo cáo 6 tháng» counts; «Kế hoạch 35-KH/TU» has a code."""


@cache
def short() -> re.Pattern[str]:
    """«Nghị quyết số 02», «Kế hoạch 35», «nghị quyết số 02»: type and number only, never a number with a code."""
    numbered = any_case(sorted((name.replace(" ", r"[ \t]+") for name in SHORT_TYPES), key=len, reverse=True))
    number = r"(?i:(?P<word>số[ \t]+)(?P<said>\d{1,4}[a-zđ]?)(?!\w)(?!\s?[-–/]\s?\w)|(?P<bare>(?!(?:19|20)\d\d)\d{1,4}[a-zđ]?)(?!\w)"
    return re.compile(rf"(?P<type>{numbered})[ \t]+{number}{_COUNTED_END})")


FORM_BEFORE = re.compile(r"(?:mẫu|biểu|bảng|phiếu|mẫu\s+đề\s+cương|mẫu\s+số\s+\S{1,6})\s+$", re.IGNORECASE)
"""«Mẫu quyết định số 18»: a form, no decision."""

SHORT_TYPES = (
    "Nghị quyết", "Chỉ thị", "Kết luận", "Quyết định", "Quy định", "Kế hoạch", "Nghị định", "Thông tư", "Chương trình", "Đề án",
    "Hướng dẫn", "Thông báo", "Công văn", "Công điện", "Thông tri", "Quy chế", "Chương trình hành động", "Tờ trình", "Báo cáo",
)  # fmt: skip
"""Types that are cited by their number alone."""

# «, khóa XI», « (nhiệm kỳ 2018-2023)»
_TERM = r"(?:[ \t]*,?[ \t]*\(?(?:khóa|khoá|nhiệm kỳ)[ \t]+(?:[IVXLH]+|\d{4}[ \t]*[-–][ \t]*\d{4})(?!\w)\)?){0,2}"
_OWNER = rf"(?:(?:[ \t]+của)?[ \t]+(?!(?:{_STOP}|khóa|khoá|nhiệm|lần)(?!\w))\w+)"
_ROMAN = r"(?:lần[ \t]+thứ[ \t]+)?(?:[IVXLH]{1,6}|\d{1,2})(?!\w)"
_BODY = r"(?:[ \t]+(?:đại biểu(?:[ \t]+toàn quốc)?|Đảng bộ|Đảng|Công đoàn|Đoàn)(?!\w))*"
# «Nghị quyết Đại hội XII Công đoàn Việt Nam», «Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng», also in capitals
CONGRESS = re.compile(
    rf"(?P<type>{any_case(('Nghị quyết', 'Văn kiện', 'Báo cáo chính trị'))})"
    rf"(?i:[ \t]+(?:của[ \t]+)?Đại hội{_BODY}(?:[ \t]+{_ROMAN})?{_OWNER}{{0,8}}(?:[ \t]+{_ROMAN})?{_TERM})"
)
# «Nghị quyết Trung ương 4, khóa XI», «Nghị quyết T.Ư 4», «Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII»
PLENUM = re.compile(
    r"(?P<type>N(?<!\wN)ghị quyết|K(?<!\wK)ết luận)[ \t]+(?:của[ \t]+)?(?:Hội nghị[ \t]+)?(?:lần thứ[ \t]+\w+[ \t]+)?(?:của[ \t]+)?"
    r"(?:(?:Ban Chấp hành|BCH)[ \t]+)?"
    rf"(?:Trung ương|T\.?Ư|TW)(?:[ \t]+Đảng)?(?:[ \t]+(?:lần thứ[ \t]+)?(?:\d{{1,2}}|[IVX]+)(?!\w))?(?!\w){_TERM}"
)
PLENUM_SAID = re.compile(r"\d|(?<!\w)[IVX]+(?!\w)|lần thứ|Hội nghị")
"""Which plenum: «Nghị quyết Trung ương 4»; «các nghị quyết của Ban Chấp hành Trung ương» cites none."""
# «Điều lệ Công đoàn Việt Nam khóa XII», «Điều lệ Đảng»
CHARTER = re.compile(
    r"(?P<type>Đ(?<!\wĐ)iều lệ)[ \t]+(?:Công đoàn Việt Nam|Đảng(?:[ \t]+Cộng sản Việt Nam)?|Đoàn(?:[ \t]+TNCS Hồ Chí Minh)?)(?!\w)" + _TERM
)
# «Hiến pháp năm 2013», «Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam»
CONSTITUTION = re.compile(
    r"(?P<type>H(?<!\wH)iến pháp)(?:[ \t]+nước[ \t]+[CỘộ]+ng h(?:òa|oà) xã hội chủ nghĩa Việt Nam)?(?:[ \t]+(?:năm[ \t]+)?\d{4})?"
)
# «Nghị quyết chuyên đề về “Công tác cán bộ …”», «Quy chế phối hợp “…”»: a document by its title alone; programmes are none
TITLED = re.compile(
    r"(?P<type>N(?<!\wN)ghị quyết|C(?<!\wC)hỉ thị|K(?<!\wK)(?:ết luận|ế hoạch)|Q(?<!\wQ)uy chế|Đ(?<!\wĐ)ề án|T(?<!\wT)hông tri)"
    r"(?:[ \t]+(?:chuyên đề|thí điểm|liên tịch|phối hợp))?(?:[ \t]+(?:về(?: việc)?|số)|[ \t]*:)?[ \t]*"
    r"[“\"](?=[A-ZĐÀ-Ỹ])[^”\"“\n]{10,250}[”\"]"
)
NAMED = (CONGRESS, PLENUM, CHARTER, CONSTITUTION, TITLED)
