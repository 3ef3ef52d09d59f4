"""Finds how often something is due (hằng tháng, định kỳ 6 tháng) and times counted from something (chậm nhất 05 ngày làm việc)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates.value import Recurrence, Term
from corpus.document import Span

_UNIT = r"(?:ngày|tuần|tháng|quý|qúy|năm)"
_NAMES = {"ngày": "daily", "tuần": "weekly", "tháng": "monthly", "quý": "quarterly", "qúy": "quarterly", "năm": "yearly"}
_BY_MONTHS = {1: "monthly", 3: "quarterly", 6: "half-yearly", 12: "yearly"}
# "hằng tháng", "hàng tháng, qúy, năm", "hàng quý và hàng năm" (found twice), "mỗi quý", "định kỳ quý"
_EVERY = re.compile(
    rf"\b(?:h[àằ]ng|mỗi|định\s+kỳ)\s+(?P<units>{_UNIT}(?:\s*(?:,|và|/|hoặc)\s*(?:h[àằ]ng\s+)?{_UNIT}(?!\s*\d))*)(?!\s*\d(?!\d*\s*lần))\b",
    re.IGNORECASE,
)
# "định kỳ 6 tháng", "3 tháng một lần", "06 tháng/lần", "mỗi 2 năm"
_COUNTED = re.compile(
    r"\b(?:(?:định\s+kỳ|mỗi|h[àằ]ng)\s+(?P<n1>\d{1,2})\s*(?P<u1>ngày|tuần|tháng|năm)\b(?!\s*(?:đầu|cuối))(?P<also>\s*(?:,|và)\s*0?1\s+năm\b)?|"
    r"(?P<n2>\d{1,2})\s*(?P<u2>ngày|tuần|tháng|quý|năm)\s*(?:/\s*|một\s+|01\s+|1\s+)lần\b)",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"\b(?:thường\s+xuyên)\b", re.IGNORECASE)
# "kể từ ngày ký và thay thế Quyết định ...": what follows is another clause
_AFTER_BASE = re.compile(r"\s+(?:và\s+(?:thay\s+thế|bãi\s+bỏ|đăng|được)|nhưng|nếu|thì|phải|có\s+trách\s+nhiệm)\b")
# without one of these words none of the patterns matches: cheap, because most lines say nothing of the kind
_OFTEN = ("hằng", "hàng", "mỗi", "định")
_COUNTS = ("nhất", "trong", "không", "tối", "sau")
_LONGEST_BASE = 120
_WORD = re.compile(_UNIT, re.IGNORECASE)
_ENGLISH = {"ngày": "days", "tuần": "weeks", "tháng": "months", "năm": "years", "quý": "quarters", "giờ": "hours"}
_AMOUNTS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "bốn mươi lăm": 45, "sáu mươi": 60, "chín mươi": 90,
}  # fmt: skip
# "chậm nhất 05 ngày làm việc", "chậm nhất là sau 30 ngày kể từ ngày ký", "trong thời hạn một năm", "Sau 30 ngày, kể từ ngày ..."
_TERM = re.compile(
    r"\b(?:chậm\s+nhất|muộn\s+nhất|trong\s+(?:thời\s+hạn|vòng|thời\s+gian)|không\s+quá|tối\s+đa|sau)\s+(?:là\s+)?(?:sau\s+|trong\s+(?:thời\s+hạn\s+|vòng\s+)?)?"
    rf"(?P<amount>\d{{1,3}}|{'|'.join(sorted(_AMOUNTS, key=len, reverse=True))})\s*(?:\([^)\n]{{1,20}}\)\s*)?"
    r"(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng|năm|giờ)\b"
    rf"(?:\s*\([^)\n]{{1,40}}\))?(?:,?\s*(?P<base>(?:(?:kể\s+|tính\s+)?từ\s+(?:ngày|khi|thời\s+điểm|lúc)|trước\s+(?:ngày|khi)|sau\s+khi)\b[^.;:,\n]{{0,{_LONGEST_BASE}}}))?",
    re.IGNORECASE,
)


def find_recurrences(text: str) -> list[Recurrence]:
    """Every recurrence in the text, in order; "hàng tháng, qúy, năm" gives three, each with the span of its own words."""
    low = text.lower()
    often = any(word in low for word in _OFTEN)
    found = [*_every(text), *_counted(text)] if often or "lần" in low else []
    if "xuyên" in low:
        found += [Recurrence("continuous", match[0], Span(*match.span())) for match in _ALWAYS.finditer(text)]
    return sorted(found, key=lambda recurrence: recurrence.span)


def find_terms(text: str) -> list[Term]:
    """Every time counted from something, in order; `base` holds from what, as written, or None when the text leaves it out."""
    low = text.lower()
    return [_term(text, match) for match in _TERM.finditer(text)] if any(word in low for word in _COUNTS) else []


def _term(text: str, match: re.Match[str]) -> Term:
    base, end = match["base"], match.end()
    if base:
        base = (_AFTER_BASE.split(base)[0] if len(base) < _LONGEST_BASE else base.rsplit(" ", 1)[0]).rstrip()
        end = match.start("base") + len(base)
    return Term(_amount(match["amount"]), _unit(match["unit"]), base, text[match.start() : end], Span(match.start(), end))


def _amount(word: str) -> int:
    return int(word) if word.isdigit() else _AMOUNTS[" ".join(word.lower().split())]


def _unit(words: str) -> str:
    first, *rest = words.lower().split()
    return "working days" if rest else _ENGLISH[first]


def _every(text: str) -> Iterator[Recurrence]:
    for match in _EVERY.finditer(text):
        start = match.start()
        for word in _WORD.finditer(text, match.start("units"), match.end("units")):
            yield Recurrence(_NAMES[word[0].lower()], text[start : word.end()], Span(start, word.end()))
            start = _next_word(text, word.end(), match.end())


def _next_word(text: str, at: int, end: int) -> int:
    """Where the next unit of a list begins, after its comma or "và"."""
    gap = re.compile(r"\s*(?:,|và|/|hoặc)?\s*").match(text, at, end)
    return gap.end() if gap else at


def _counted(text: str) -> Iterator[Recurrence]:
    for match in _COUNTED.finditer(text):
        count, unit = int(match["n1"] or match["n2"]), (match["u1"] or match["u2"]).lower()
        end = match.start("also") if match["also"] else match.end()
        yield Recurrence(_how_often(count, unit), text[match.start() : end], Span(match.start(), end))
        if match["also"]:  # "định kỳ 6 tháng, 01 năm"
            yield Recurrence("yearly", match["also"].lstrip(" ,"), Span(match.end() - len(match["also"].lstrip(" ,")), match.end()))


def _how_often(count: int, unit: str) -> str:
    if count == 1:
        return _NAMES[unit]
    months = {"tháng": count, "quý": 3 * count, "năm": 12 * count}.get(unit)
    return _BY_MONTHS.get(months or 0) or f"every {count} {_ENGLISH[unit]}"
