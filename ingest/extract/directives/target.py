"""How much: the numeric targets that the words of a directive name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.document import Span, Target
from ingest.extract.directives import knowledge

# "2.400", "95,6", "05", "274.358,36"
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_BEFORE = {
    ">=": r"(?:đạt\s+)?(?:ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|từ)",
    ">": r"(?:đạt\s+)?(?:trên|hơn|vượt(?: mức)?|lớn hơn|cao hơn|nhiều hơn)",
    "<=": r"(?:không quá|tối đa|không vượt quá|nhiều nhất|không cao hơn|không lớn hơn)",
    "<": r"(?:dưới|thấp hơn|nhỏ hơn)",
    "~": r"(?:khoảng|xấp xỉ|bình quân|trung bình|gần)",
}
_OPERATORS = {name: operator for operator, words in _BEFORE.items() for name in [f"o{list(_BEFORE).index(operator)}"]}
_OPERATOR = "|".join(f"(?P<o{i}>{words})" for i, words in enumerate(_BEFORE.values()))
# "...", "…", "......": a blank to be filled in
_BLANK = r"(?:\.{2,}|…+|_{2,})"
_TARGET = re.compile(
    rf"(?<![\w.,/%-])(?:(?P<op>{_OPERATOR})\s*)?(?P<range>từ\s+)?(?P<value>(?<![\d.,/])(?:{_NUMBER})|{_BLANK}|(?=\s?%))"
    rf"(?:\s*(?P<scale0>nghìn|ngàn|triệu|tỷ|tỉ)(?!\w))?(?:\s?%)?(?:\s*(?:-|–|đến)\s*(?P<last>{_NUMBER}))?\s*(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)?(?!\w)\s*(?P<percent>%)?(?P<after>\s+trở (?:lên|xuống))?",
    re.IGNORECASE,
)
# what follows a number that counts no target: "04 Đề án", "02 Nghị quyết", "10 nhiệm vụ", "5 năm", "Điều 5", "30 ngày"
_NO_UNIT = re.compile(
    r"\s*(?:năm|tháng|ngày|tuần|quý|giờ|phút|h\b|đề án|nghị quyết|chương trình|kế hoạch|nhiệm vụ|nội dung|chỉ tiêu|khâu|giải pháp|nhóm|mục tiêu|lĩnh vực|chủ đề|mặt|cấp|khóa|"
    r"phương châm|đột phá|bước|giai đoạn|điều|khoản|điểm|chương|mục|quyết định|chỉ thị|thông tư|nghị định|luật|phần|bên|trở|văn bản|yêu cầu|tiêu chuẩn|trường hợp|đầu|thứ|[/.:,;)]|$|[-–]\s*\d)",
    re.IGNORECASE,
)
# what stands before a number that is a name or a date: "Điều 5", "số 35", "quý 2", "ngày 30", "năm 2024", "Covid-19", "lần thứ"
_NO_TARGET = re.compile(
    r"(?:điều|khoản|điểm|chương|mục|phần|số|ngày|tháng|năm|quý|khóa|khoá|kỳ|thứ|lần|phụ lục|mẫu|biểu|công văn|quyết định|nghị quyết|chỉ thị|kế hoạch|kết luận|chương trình|cấp|loại|hạng|quốc lộ|"
    r"vùng|tổ|phường|khu phố|quận|km|trước|sau|lúc|hồi|giai đoạn|tỷ lệ|[-–/(.+])\s*$",
    re.IGNORECASE,
)
# a set, no goal: "doanh nghiệp có từ 25 lao động", "sử dụng từ 1 triệu kWh/năm trở lên"
_SET = re.compile(r"(?:\w\s+(?:có|sử dụng|với|đủ|có mức|quy mô|thu nhập|tuổi|sinh hoạt|khi nhiệt độ|nhiệt độ)|\bkhi\b[^,;.]{0,40})\s*$", re.IGNORECASE)
_EACH = re.compile(r"(?:^|[;.:,]\s*)(?:mỗi|bình quân|phấn đấu|đến|trung bình|năm|giai đoạn|hằng|hàng)\b[^;.]*$", re.IGNORECASE)
# "tăng 11% so với", "đã kết nạp 64 đoàn viên": results
_RESULT = re.compile(r"\bđã\b[^;.]*$", re.IGNORECASE)
_WORD = re.compile(r"\s*(?P<word>“[^”]{1,60}”|\w+)")
_UNIT_STOP = re.compile(
    r"\s*(?:có|được|là|và|trở|cho|của|tại|ở|trong|đến|từ|về|để|với|theo|vào|bị|do|đạt|ký|tham gia|tổ chức|mới|trên|khi|sẽ|phải|trước|sau|/|xong|hoàn thành|thực hiện|hàng|hằng|mỗi|xếp|học)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float | None
    last: float | None
    percent: bool


def targets(text: str, start: int, end: int, *, closed: Sequence[Span] = ()) -> tuple[Target, ...]:
    """The targets in text[start:end], in order; a range gives two. `closed` spans (citations, deadlines, titles) hold none."""
    return tuple(one for match in _TARGET.finditer(text, start, end) for one in _read(text, match, start, end, closed))


def _read(text: str, match: re.Match[str], start: int, end: int, closed: Sequence[Span]) -> Iterator[Target]:
    at = match.start("value")
    if any(span.start <= at < span.end for span in closed) or _RESULT.search(text, max(start, match.start() - 60), match.start()):
        return
    amount = _amount(match)
    unit, stop = ("%", match.end()) if amount.percent else _unit(text, match.end(), end)
    if unit is None or not _counts(text, match, start, amount):
        return
    operator = _operator(match, amount)
    begin = match.start()
    after = re.compile(r"\s+trở (lên|xuống)").match(text, stop, end)
    if after:
        operator, stop = (">=" if after[1] == "lên" else "<="), after.end()
    if amount.last is not None:
        yield Target(text[begin:stop], Span(begin, stop), ">=", amount.value, unit)
        yield Target(text[begin:stop], Span(begin, stop), "<=", amount.last, unit)
    else:
        yield Target(text[begin:stop], Span(begin, stop), operator, amount.value, unit)


def _amount(match: re.Match[str]) -> _Amount:
    scale = _SCALES.get((match["scale"] or match["scale0"] or "").lower(), 1)
    value = _number(match["value"], _SCALES.get((match["scale0"] or match["scale"] or "").lower(), 1))
    last = _number(match["last"], scale) if match["last"] else None
    return _Amount(value, last, "%" in match[0])


def _number(words: str, scale: float) -> float | None:
    if not words or not words[0].isdigit():
        return None
    return float(words.replace(".", "").replace(",", ".")) * scale


def _operator(match: re.Match[str], amount: _Amount) -> str:
    if match["after"]:
        return ">=" if "lên" in match["after"] else "<="
    said = next((_OPERATORS[name] for name in _OPERATORS if match[name]), "=")
    return "=" if said == ">=" and match["op"].lower().endswith("từ") and amount.last is None else said


def _counts(text: str, match: re.Match[str], start: int, amount: _Amount) -> bool:
    """Whether the number is a goal: no date, no name, no size that describes a set."""
    before = text[max(start, match.start() - 60) : match.start()]
    if _NO_TARGET.search(before) and not match["op"]:
        return False
    if amount.value is None:
        return True
    threshold = match["op"] or match["after"]
    return not (threshold and _SET.search(before) and not _EACH.search(before)) and not (not threshold and _SET.search(before) and not amount.percent and not _EACH.search(before))


def _unit(text: str, at: int, end: int) -> tuple[str | None, int]:
    """The counted noun after a number and where it ends; None for what is never a target."""
    if _NO_UNIT.match(text, at, end):
        return None, at
    known = _units().match(text, at, end)
    if known:
        return known[1], known.end()
    words: list[str] = []
    while len(words) < 2 and not _UNIT_STOP.match(text, at, end) and (word := _WORD.match(text, at, end)):
        words.append(word["word"])
        at = word.end()
        if word["word"].startswith("“"):
            break
    return (" ".join(words), at) if words and not words[0][0].isdigit() else (None, at)


@cache
def _units() -> re.Pattern[str]:
    return re.compile(rf"\s*({knowledge.alternatives(knowledge.units())})(?!\w)", re.IGNORECASE)
