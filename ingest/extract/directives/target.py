"""How much: the numeric targets that the words of a directive name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from corpus.document import Span, Target
from corpus.patterns import at_word
from ingest.extract.directives import knowledge

# "2.400", "95,6", "05", "274.358,36"
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_SCALE = "nghìn|ngàn|triệu|tỷ|tỉ"
_SIGNS = (
    (">=", r"ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|từ"),
    (">", r"trên|hơn|vượt mức|vượt|lớn hơn|cao hơn|nhiều hơn"),
    ("<=", r"không quá|tối đa|không vượt quá|nhiều nhất|không cao hơn|không lớn hơn"),
    ("<", r"dưới|thấp hơn|nhỏ hơn"),
    ("~", r"khoảng|xấp xỉ|ước"),
)
_SIGN = "|".join(words for _, words in sorted(_SIGNS, key=lambda sign: "không" not in sign[1]))
_OPERATORS = {word: operator for operator, words in _SIGNS for word in words.split("|")}
_LOOSE = ("~", ">", ">=")
# "...", "…", ". . .": a blank to be filled in
_BLANK = r"\.{2,20}|…{1,9}|_{2,20}"
# "ít nhất 85%", "đạt trên 45 %", "1,2 tỷ đồng", "từ 8.000 – 11.000", "từ 5 đến 10%", "...%"
_TARGET = re.compile(
    rf"(?:(?<!\w)(?P<sign>{_SIGN})\s*)?(?:(?<![\w.,/%–-])(?P<value>{_NUMBER})(?![\d/])|(?P<blank>{_BLANK}))"
    rf"(?:\s?(?P<scale>{_SCALE})(?!\w))?(?P<percent>\s?%)?"
    rf"(?:\s?(?:-|–|đến)\s?(?P<last>{_NUMBER})(?![\d/])(?:\s?(?P<scale2>{_SCALE})(?!\w))?(?P<percent2>\s?%)?)?",
    re.IGNORECASE,
)
# "Ít nhất% doanh nghiệp", "trong đó có % đơn vị": the number itself is missing
_BARE = re.compile(rf"(?<!\w)(?P<sign>{_SIGN}|có|đạt)?(?<![\d.…_])(?<![\d.…_]\s)\s?%", re.IGNORECASE)
_AFTER = re.compile(r"\s{0,3}trở (?P<way>lên|xuống)")
# what a number is followed by when it counts no target: "04 Đề án", "10 nhiệm vụ", "5 năm", "30 ngày", "110 kV"
_NO_UNIT = re.compile(rf"\s{{0,3}}(?:{knowledge.any_of('not counted')}\b|[/.:,;)\]]|$|[-–]\s*\d)", re.IGNORECASE)
# what stands before a number that is a name or a date: "Điều 5", "số 35", "quý 2", "lần thứ 4", "Covid-19"
_NO_TARGET = re.compile(rf"(?:\b{knowledge.any_of('before a number that names')}|[-–/(.+])\s*$", re.IGNORECASE)
_DEEDS = ("nâng cấp", "cung cấp", "trợ cấp")  # "nâng cấp 25 chợ", though "cấp 3" is a name
# a set, no goal: "doanh nghiệp có từ 25 lao động", "sử dụng từ 1 triệu kWh/năm trở lên", "khi nhiệt độ trên 37"
_SET = re.compile(
    r"(?:\bhọc|\w\s+(?:có|có mức|sử dụng|với|đủ|quy mô|thu nhập|tuổi|sinh hoạt)|\bkhi\b[^,;.]{0,40}|"
    r"\b(?:sử dụng|dự án|công trình|trị giá|giá trị|công suất|mức vốn)\s[^,;.:]{0,30})\s*$",
    re.IGNORECASE,
)
# what is there already: "của 06 thôn", "hiện có 120 cơ sở", "gồm 5 phòng"
_THERE = re.compile(
    r"(?:\b(?:của|thuộc|giữa|ngoài|gồm|bao gồm|hiện có|hiện còn|hiện nay có|vẫn còn|nằm trên|đi qua|trong số|trong tổng số)"
    r"(?:\s(?:cả|các|toàn bộ|tổng số|một \w+ và))?)\s*$",
    re.IGNORECASE,
)
# how far and how large a thing is, what it costs: "dài khoảng 12 km", "mức thu là 3.000 đồng"
_SIZE = re.compile(
    r"\b(?:cách\s[^;.()]{0,50}|(?:dài|(?<!mở\s)rộng|sâu|cách|bán kính|cự ly|khoảng cách)(?:\s(?:là|nhau))?|"
    r"mức (?:thu|chi|phí|giá)[^.;:]{0,30}?(?:là|:|bằng))\s*$",
    re.IGNORECASE,
)
# "từ 7 triệu lên 14 triệu": where it begins is no goal
_RISES = re.compile(r"[^,;.:\d]{0,20}(?:\d{4}\s)?\s?(?:lên|xuống|còn)\s", re.IGNORECASE)
# "thu nhập bình quân ... 14 triệu": the money is not named
_MONEY = re.compile(r"\b(?:thu nhập|tiền|lương|giá trị|doanh thu|kinh phí|vốn|ngân sách)\b", re.IGNORECASE)
_LEFT = re.compile(r"\s{1,3}(?:còn lại|hiện có|đã có|nêu trên|nói trên)\b", re.IGNORECASE)
# "2 điểm mỏ Tung Qua Lìn và Tả Chu Phùng", "11 xã (Hưng Đạo, ...)": the number only counts what is then named
_PLACES = r"xã|phường|thị trấn|huyện|quận|tỉnh|thành phố|thôn|bản|ấp|điểm|mỏ|khu|tuyến|trường|trạm|đơn vị|hồ|sông|cảng"
_NAMED = re.compile(rf"\s?(?:{_PLACES})(?:\s[a-zà-ỹđ]+){{0,3}}(?::\s|\s\(|\s)[A-ZĐÀ-Ỹ]")
# "2 đơn vị sẽ tập trung ...": the number counts those who act
_ACTORS = re.compile(r"\s{1,3}(?:sẽ|cần|phải|đã|có trách nhiệm|chủ động|tiếp tục)\b")
# "Số phòng tối thiểu mỗi căn hộ: 4 phòng": the sign is in the title before the colon
_TITLE_SIGN = re.compile(r"[^:;.]{0,80}?\b(?P<sign>tối thiểu|ít nhất|tối đa|không quá)\b[^:;.\d]{0,80}:\s", re.IGNORECASE)
_EACH = re.compile(r"(?:^|[;.:,]\s*)(?:mỗi|bình quân|phấn đấu|đến|trung bình|năm|giai đoạn|hằng|hàng|toàn)\b[^;.]*$", re.IGNORECASE)
_RESULT = re.compile(at_word(r"đã\s[^;.,(]*$"))  # "đã kết nạp 64 đoàn viên"
_WORD = re.compile(r"\s{0,3}(?P<word>“[^”]{1,60}”|[^\W\d_]+)")
_UNIT_STOP = re.compile(rf"\s{{0,3}}{knowledge.any_of('after a unit')}\b", re.IGNORECASE)
# where a value of _TARGET begins
_BEGINS = re.compile(r"[\d.…_](?:(?<=\d)(?<![\w.,/%–-]\d)\d*(?![\d/])|(?<=…)|(?<=\.)\.|(?<=_)_)")
_LOOK_BACK = 60
_ROOM = 24  # for the sign before a number


def targets(text: str, start: int, end: int, *, closed: Sequence[Span] = ()) -> tuple[Target, ...]:
    """The targets in text[start:end], in order; a range gives two. `closed` spans (citations, deadlines, titles) hold none."""
    found = [one for match in _amounts(text, start, end) if not _shut(match, closed) for one in _read(text, match, start, end)]
    found += [_bare(text, match, end) for match in _bare_percents(text, start, end)]
    return tuple(_spread(text, sorted(found, key=lambda one: one.span.start))) if found else ()


def _amounts(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of _TARGET, looked for only around numbers and blanks: most of a line holds neither."""
    while (near := _BEGINS.search(text, start, end)) and (match := _TARGET.search(text, max(start, near.start() - _ROOM), end)):
        yield match
        start = match.end()


def _bare_percents(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of _BARE, looked for only before signs that no digit stands before."""
    while (at := text.find("%", start, end)) != -1:
        bare = None if text[at - 1 : at].isdecimal() else _BARE.search(text, max(start, at - _ROOM), at + 1)
        if bare:
            yield bare
        start = at + 1


def _spread(text: str, found: Sequence[Target]) -> Iterator[Target]:
    """«khoảng 85 hợp tác xã và 600 tổ hợp tác»: «khoảng» is said of both."""
    before: Target | None = None
    for one in found:
        joined = before is not None and text[before.span.end : one.span.start] == " và " and one.operator == "="
        before = replace(one, operator=before.operator) if before and joined and before.operator in _LOOSE else one
        yield before


def _shut(match: re.Match[str], closed: Sequence[Span]) -> bool:
    at = match.start("value") if match["value"] else match.start("blank")
    return any(span.start <= at < span.end for span in closed)


def _read(text: str, match: re.Match[str], start: int, end: int) -> Iterator[Target]:
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    percent = bool(match["percent"] or match["percent2"])
    unit, stop = ("%", match.end()) if percent else _unit(text, match.end(), end)
    if unit is None and match["scale"] and _MONEY.search(text, start, match.start()):
        unit, stop = "đồng", match.end()
    if unit is None or _RESULT.search(before) or not _counts(match, before, percent=percent, unit=unit):
        return
    if _LEFT.match(text, stop, end) and not percent:
        return
    if _ACTORS.match(text, stop, end) and not percent and not match["sign"]:
        return
    if (match["sign"] or "").lower() == "từ" and not match["last"] and _RISES.match(text, match.end(), end):
        return
    sign = match["sign"] or _title_sign(text, start, match.start())
    operator = _OPERATORS[sign.lower()] if sign else "="
    if after := _AFTER.match(text, stop, end):
        operator, stop = (">=" if after["way"] == "lên" else "<="), after.end()
    span = Span(match.start(), stop)
    scale = match["scale"] or match["scale2"]
    if match["last"]:
        yield Target(span.of(text), span, ">=", _number(match["value"], scale), unit)
        yield Target(span.of(text), span, "<=", _number(match["last"], match["scale2"] or scale), unit)
    else:
        yield Target(span.of(text), span, operator, _number(match["value"], scale), unit)


def _title_sign(text: str, start: int, at: int) -> str | None:
    title = _TITLE_SIGN.match(text, start, at) if ":" in text[start:at] else None
    return title["sign"] if title else None


def _bare(text: str, match: re.Match[str], end: int) -> Target:
    after = _AFTER.match(text, match.end(), end)
    span = Span(match.start(), after.end() if after else match.end())
    operator = ">=" if after else _OPERATORS.get((match["sign"] or "").lower(), "=")
    return Target(span.of(text), span, operator, None, "%")


def _number(words: str | None, scale: str | None) -> float | None:
    if words is None:
        return None
    return float(words.replace(".", "").replace(",", ".")) * (_SCALES[scale.lower()] if scale else 1)


def _counts(match: re.Match[str], before: str, *, percent: bool, unit: str) -> bool:
    """Whether the number is a goal: no date, no name, no size that describes a set."""
    if match["blank"]:
        cut_off = before.endswith("v.v")  # "khuyến ngư v.v... tổ chức"
        return percent or (_units().fullmatch(unit) is not None and not cut_off)
    if not percent and (_SIZE.search(before) or (not match["sign"] and (_THERE.search(before) or _NAMED.match(match.string, match.end())))):
        return False
    if not match["sign"] and not percent and _NO_TARGET.search(before) and not before.rstrip().lower().endswith(_DEEDS):
        return False
    return percent or not _SET.search(before) or _EACH.search(before) is not None


def _unit(text: str, at: int, end: int) -> tuple[str | None, int]:
    """The counted noun after a number and where it ends; None for what is never a target."""
    if known := _units().match(text, at, end):
        return known[1], known.end()
    if after := _AFTER.match(text, at, end):  # "... trở lên công đoàn cơ sở": the noun comes later
        known = _units().match(text, after.end(), end)
        return (known[1], at) if known else (None, at)
    if _NO_UNIT.match(text, at, end):
        return None, at
    words: list[str] = []
    while len(words) < 2 and not _UNIT_STOP.match(text, at, end) and (word := _WORD.match(text, at, end)):
        if words and not word["word"][0].islower():
            break
        if word["word"][0].isupper() and not word["word"].isupper():
            return None, at  # "1 Ghi rõ ...", "02 Phó Chủ tịch": a footnote, an office
        words.append(word["word"])
        at = word.end()
        if word["word"].startswith("“"):
            break
    return (" ".join(words), at) if words else (None, at)


@cache
def _units() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,3}}({knowledge.alternatives(knowledge.units())})(?!\w)", re.IGNORECASE)
