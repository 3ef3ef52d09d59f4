"""Finds periods in running text: quarters, half years, terms, stages, school years and ranges of days, months and years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from corpus.dates.single import iso, month_end, resolve
from corpus.dates.value import Period
from corpus.document import Span
from corpus.patterns import at_word

_Y = r"(?:19|20)\d\d(?!\d)"
_DASH = r"\s*[-–—]\s*"
_TO = rf"(?:{_DASH}|\s*,?\s*(?:đến|tới)\s+(?:hết\s+|trước\s+)?)"
_QUARTER = r"(?:IV|III|II|I|[1-4])(?!\w|\.\w)"
_OF_YEAR = rf"(?:\s*(?:năm\s*|/\s*|,\s*năm\s*)(?P<year>{_Y}))?"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
# "quý II năm 2004", "quý III/2004", "quý III và quý IV năm 2004", "qúy I-II/2024"
_QUARTERS = re.compile(
    rf"\bq(?:uý|úy)[ \t]*(?P<first>{_QUARTER})(?:(?:{_DASH}|\s*(?:,|và|đến)\s*)(?:q(?:uý|úy)\s*)?(?P<last>{_QUARTER})){{0,3}}{_OF_YEAR}",
    re.IGNORECASE,
)
# "6 tháng đầu năm 2022", "06 tháng cuối năm", "9 tháng đầu năm 2023"
_PARTS = re.compile(rf"\b0?(?P<months>[3-9])\s*tháng\s*(?P<end>đầu|cuối)\s*năm(?:\s*(?P<year>{_Y}))?", re.IGNORECASE)
# "giai đoạn 2021-2025", "nhiệm kỳ 2023- 2028", "năm học 2016 -2017", "giai đoạn từ năm 2021 đến năm 2025", "từ năm 2021 đến năm 2025"
_YEARS = re.compile(
    rf"\b(?P<word>giai\s+đoạn|nhiệm\s+kỳ|nhiệm\s+kì|năm\s+học|niên\s+khóa|niên\s+khoá|lộ\s+trình|từ\s+năm|năm)\s*(?:thực\s+hiện\s+|từ\s+)?(?:năm\s*)?"
    rf"(?P<first>{_Y}){_TO}(?:năm\s*)?(?P<last>{_Y})(?!\s*/)",
    re.IGNORECASE,
)
_DAY = r"\d{1,2}(?!\d)"
_DATE = rf"(?P<d#>{_DAY})(?:\s?[/.-]\s?(?P<m#>{_DAY})(?:\s?[/.-]\s?(?P<y#>{_Y}))?|\s*tháng\s*(?P<w#>{_DAY})(?:\s*năm\s*(?P<z#>{_Y}))?)"
_FIRST, _LAST = _DATE.replace("#", "1"), _DATE.replace("#", "2")
# "từ ngày 01- 03/12/2023", "từ ngày 16 đến 31-12", "từ 1/1/2020 đến hết ngày 31/12/2020", "từ ngày 15 tháng 3 đến ngày 20 tháng 4 năm 2021"
_DAYS = re.compile(at_word(r"từ\s+(?:ngày\s*)?", r"ngày\s*", then=rf"(?:{_FIRST}{_TO}|(?P<d0>{_DAY}){_TO})(?:ngày\s*)?{_LAST}(?![\d/])"))
# "từ tháng 3 đến tháng 5 năm 2021", "tháng 7-8/2020", "từ tháng 10/2021 đến tháng 3/2022"
_MONTHS = re.compile(
    at_word(
        "tháng",
        then=rf"\s*(?P<first>{_DAY})(?:\s*(?:/|năm)\s*(?P<y1>{_Y}))?{_TO}(?:tháng\s*)?(?P<last>{_DAY})\s*(?:/|năm)\s*(?P<y2>{_Y})",
    )
)
_KINDS = {"giai": "stage", "lộ": "stage", "nhiệm": "term", "niên": "school year"}


def find_periods(text: str, *, issued: str | None = None) -> list[Period]:
    """Every period in the text, in order, with exact spans; with `issued` (ISO), those without a year are resolved."""
    found = [period for pattern, reader in _readers(text) for match in pattern.finditer(text) if (period := reader(match))]
    found = list(_apart(sorted(found, key=lambda period: (period.span.start, -period.span.end))))
    return [resolved for period in found if (resolved := resolve_period(period, issued))] if issued else found


def _readers(text: str) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]]]:
    """The patterns that can match at all, by words they cannot do without; cheap, because most lines name no period."""
    low = text.lower()
    ranged = any(word in low for word in ("-", "–", "—", "đến", "tới"))
    if ranged and ("ngày" in low or "từ" in low):
        yield _DAYS, _days
    year = "19" in low or "20" in low
    if "tháng" in low:
        if ranged and year:
            yield _MONTHS, _months
        if "đầu" in low or "cuối" in low:
            yield _PARTS, _parts
    if "quý" in low or "qúy" in low:
        yield _QUARTERS, _quarters
    if ranged and year:
        yield _YEARS, _years


def resolve_period(period: Period, issued: str) -> Period | None:
    """The period with the year put in by the rule of `resolve`, its end first; None where that gives no day."""
    end = resolve(period.end, issued)
    start = resolve(period.start, end or issued, future=False)
    if start and end and start > end and period.start.startswith("--"):  # 01/10 to 30/9: begins the year before
        start = resolve(period.start, f"{int(end[:4]) - 1}", future=False)
    return replace(period, start=start, end=end) if start and end and start <= end else None


def _apart(found: list[Period]) -> Iterator[Period]:
    end = -1
    for period in found:
        if period.span.start >= end:
            end = period.span.end
            yield period


def _period(match: re.Match[str], start: str | None, end: str | None, kind: str) -> Period | None:
    if not start or not end or (start > end and not start.startswith("--")):
        return None
    return Period(start, end, match[0], Span(*match.span()), kind)


def _span_of_months(match: re.Match[str], first: int, last: int, kind: str) -> Period | None:
    """Whole months of the year said, or of no year."""
    if match["year"]:
        year = int(match["year"])
        return _period(match, iso(year, first, 1), month_end(year, last), kind)
    return _period(match, f"--{first:02}-01", f"--{month_end(2001, last)[5:]}", kind)


def _quarters(match: re.Match[str]) -> Period | None:
    first = _quarter(match["first"])
    last = _quarter(match["last"]) if match["last"] else first
    return _span_of_months(match, 3 * first - 2, 3 * last, "quarter") if first <= last else None


def _quarter(word: str) -> int:
    return _ROMAN.get(word.upper()) or int(word)


def _parts(match: re.Match[str]) -> Period | None:
    months = int(match["months"])
    first, last = (1, months) if match["end"].lower() == "đầu" else (13 - months, 12)
    return _span_of_months(match, first, last, "half")


def _years(match: re.Match[str]) -> Period | None:
    first, last = int(match["first"]), int(match["last"])
    if not first < last <= first + 60:
        return None
    word = match["word"].lower()
    if word.startswith("năm") and word != "năm":
        return _period(match, f"{first}-09-01", f"{last}-08-31", "school year")  # the months of a school year
    return _period(match, f"{first}-01-01", f"{last}-12-31", _KINDS.get(word.split()[0], "range"))


def _days(match: re.Match[str]) -> Period | None:
    last = _parts_of(match, 2)
    if (match["d0"] and "ngày" not in match[0].lower()) or (last[2] is None and "." in match[0]):
        return None  # "từ 1 đến 6", "từ 23.3 đến 23.10": numbers
    first = (int(match["d0"]), None, None) if match["d0"] else _parts_of(match, 1)
    day, month, year = first[0], first[1] or last[1], first[2] or last[2]
    return _period(match, _day(year, month, day), _day(last[2], last[1], last[0]), "range")


def _parts_of(match: re.Match[str], which: int) -> tuple[int, int | None, int | None]:
    month, year = match[f"m{which}"] or match[f"w{which}"], match[f"y{which}"] or match[f"z{which}"]
    return int(match[f"d{which}"]), int(month) if month else None, int(year) if year else None


def _day(year: int | None, month: int | None, day: int) -> str | None:
    if month is None:
        return None
    if year is None:
        return f"--{month:02}-{day:02}" if iso(2000, month, day) else None
    return iso(year, month, day)


def _months(match: re.Match[str]) -> Period | None:
    last, year = int(match["last"]), int(match["y2"])
    if not 1 <= last <= 12:
        return None
    return _period(match, iso(int(match["y1"] or year), int(match["first"]), 1), month_end(year, last), "range")
