"""By when: the deadlines, recurrences and terms that the words of a directive name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import dates
from corpus.dates.single import month_end
from corpus.document import Deadline, Span

# What a deadline begins with, right before its date: "trước ngày", "chậm nhất là", "đến hết", "hoàn thành trong", "xong trước 16 giờ"
_LEAD = re.compile(
    r"\b(?P<word>trước|chậm nhất|muộn nhất|hạn cuối|thời hạn|thời gian|đến hết|tới hết|cho đến hết|đến|tới|hết|trong|vào|xong|kể từ|từ|ngay|cuối|đầu|hạn|"
    r"phấn đấu|bắt đầu)"
    r"(?:\s+(?:là|vào|trước|trong|hết|đến|ngày|thời gian|thời điểm|cuối|đầu|giữa|khoảng|năm|tháng|các|dịp|đợt))*"
    r"(?:\s+\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{2}(?:\s?phút)?)?)?[\s,(:]*(?:ngày\s*|sáng\s*|chiều\s*)*$",
    re.IGNORECASE,
)
_LOOK_BACK = 48
# "tháng 5", "tháng 5 và tháng 6", "tháng 4 đến hết tháng 8": months without a year
_MONTHS = re.compile(
    r"\btháng\s?(?P<first>0?[1-9]|1[0-2])(?:\s*(?:,|và|-|–|đến(?: hết)?)\s*(?:tháng\s?)?(?P<last>0?[1-9]|1[0-2])(?![\d/]|\.\d))?(?!\d|\s*[/.-]\s*\d|\s*năm\s*\d|\s*(?:và|,|đến(?: hết)?)\s*(?:tháng\s?)?\d)",
    re.IGNORECASE,
)
# "15 hằng tháng", "25 của tháng cuối quý", "05 tháng đầu quý sau": a day of every month
_DAY_OF_EACH = re.compile(
    r"(?:ngày\s*)?\d{1,2}\s+(?:(?:của\s+)?(?P<quarter>(?:tháng\s+(?:cuối|đầu)\s+(?:của\s+)?(?:mỗi\s+)?quý|quý sau)(?:\s+sau)?)|(?P<month>h[àằ]ng tháng|mỗi tháng|của tháng sau|tháng sau|của tháng|tháng tiếp theo))",
    re.IGNORECASE,
)
# "đến cuối nhiệm kỳ", "đến hết nhiệm kỳ"
_TERM_END = re.compile(r"\bđến\s+(?:cuối|hết)\s+nhiệm\s+k[ỳì](?:\s+(?P<years>\d{4}\s?[-–]\s?\d{4}))?", re.IGNORECASE)
# nouns with a year that is part of their name: "kế hoạch ... đến năm 2030", "giai đoạn"
_NAMES = re.compile(
    r"\b(?:chiến lược|quy hoạch|qui hoạch|đề án|chương trình|kế hoạch|nghị quyết|định hướng|tầm nhìn|dự án|chủ đề|giai đoạn|nhiệm kỳ|lộ trình|kết luận|chỉ thị|quyết định|luật)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(r"(?:hiệu lực|ban hành|kể từ|ký|khóa|phê duyệt|sinh|kỷ niệm|quốc tế|thành lập|truyền thống)\s*(?:thi hành\s*)?(?:ngày\s*)?$", re.IGNORECASE)
_CLAUSE_EDGE = re.compile(r"[;.:]")
# what makes "hằng năm" a name: "kế hoạch hằng năm", "nghị quyết hằng năm"
_YEARLY_NAME = re.compile(r"(?:kế hoạch|nghị quyết|dự toán|ngân sách|nhiệm vụ|kinh phí|chỉ tiêu|công tác|chương trình|hoạt động|lương|phép|cây|đất|nhu cầu)\s*$", re.IGNORECASE)
_REGULAR = {"continuous": "regularly"}
_GENERAL_TERM = re.compile(r"(?:sau|không quá|tối đa)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time said in the line: its words, and its last day where it can be told."""

    start: int
    end: int
    date: str | None
    kind: str


def deadlines(text: str, start: int, end: int, *, issued: str | None, column: bool = False, closed: Sequence[Span] = ()) -> tuple[Deadline, ...]:
    """The deadlines in text[start:end], in order.

    `column` is True for a cell that holds nothing but times; `closed` are spans (citations, quoted titles) whose
    dates belong to something else.
    """
    words = text[start:end]
    shut = [Span(span.start - start, span.end - start) for span in closed]
    found = [*_dated(words, issued, column=column), *_of_each(words), *_terms(words), *_ends_of_term(words)]
    kept = _apart([one for one in found if not _inside(one.span, shut)])
    recurring = [one for one in _recurring(words, column=column) if not _inside(one.span, shut)]
    return tuple(_moved(one, start) for one in _merged(words, kept, recurring))


def _moved(one: Deadline, by: int) -> Deadline:
    return replace(one, span=Span(one.span.start + by, one.span.end + by))


def _inside(span: Span, closed: Sequence[Span]) -> bool:
    return any(shut.start <= span.start < shut.end or shut.start < span.end <= shut.end for shut in closed)


def _apart(found: Sequence[Deadline]) -> list[Deadline]:
    """In order, the longer of two that overlap."""
    kept: list[Deadline] = []
    for one in sorted(found, key=lambda deadline: (deadline.span.start, -deadline.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _dated(words: str, issued: str | None, *, column: bool) -> Iterator[Deadline]:
    for moment in _moments(words, issued):
        lead = _LEAD.search(words, max(0, moment.start - _LOOK_BACK), moment.start)
        begin = lead.start() if lead and lead["word"].lower() != "phấn đấu" else moment.start
        if column or _is_deadline(words, moment, lead):
            word = lead["word"].lower() if lead else ""
            yield Deadline(words[begin : moment.end], Span(begin, moment.end), date=_last_day(moment, word))


def _is_deadline(words: str, moment: _Moment, lead: re.Match[str] | None) -> bool:
    """Whether a time in running text is a deadline, and no part of a name or the date of something else."""
    if _EFFECT.search(words, max(0, moment.start - 24), moment.start):
        return False
    clause = _clause_start(words, lead.start() if lead else moment.start)
    before = words[clause : lead.start() if lead else moment.start]
    if lead is None:
        return moment.kind == "year" and not before.strip(" ,*“\"-") and words[moment.end : moment.end + 1] in ",:" and bool(words[moment.end : moment.end + 1])
    word = lead["word"].lower()
    if word in ("kể từ", "từ", "cuối", "đầu", "ngay", "bắt đầu") and moment.kind not in ("period",):
        return word in ("cuối",)
    if word in ("đến", "tới") and moment.kind in ("year", "period"):
        return not _NAMES.search(before[-80:])
    return True


def _clause_start(words: str, at: int) -> int:
    edge = 0
    for match in _CLAUSE_EDGE.finditer(words, max(0, at - 200), at):
        edge = match.end()
    return edge or max(0, at - 200)


def _last_day(moment: _Moment, word: str) -> str | None:
    """The last day; before a month or a year is the day before it begins («trước năm 2028»)."""
    if word == "trước" and moment.date and moment.kind in ("month", "year"):
        year, month = int(moment.date[:4]), int(moment.date[5:7])
        return f"{year - 1}-12-31" if moment.kind == "year" or month == 1 else month_end(year, month - 1)
    return moment.date


def _moments(words: str, issued: str | None) -> list[_Moment]:
    found = [
        _Moment(one.span.start, one.span.end, one.end, "period")
        for one in dates.find_periods(words, issued=issued)
        if one.kind not in ("stage", "term", "school year")
    ]
    if issued is None:
        found += [_Moment(one.span.start, one.span.end, one.end if not one.end.startswith("--") else None, "period") for one in dates.find_periods(words) if one.end.startswith("--")]
    taken = [Span(one.start, one.end) for one in found]
    found += [one for one in _days(words, issued) if not _inside(Span(one.start, one.end), taken)]
    taken = [Span(one.start, one.end) for one in found]
    found += [one for one in _bare_months(words, issued) if not _inside(Span(one.start, one.end), taken)]
    return found


def _days(words: str, issued: str | None) -> Iterator[_Moment]:
    for one in dates.find(words, yearless=True):
        value: str | None = one.value
        if one.value.startswith("--"):
            value = dates.resolve(one, issued) if issued else None
            yield _Moment(one.span.start, one.span.end, value, "day")
        elif len(one.value) == 10:
            yield _Moment(one.span.start, one.span.end, value, "day")
        elif len(one.value) == 7:
            yield _Moment(one.span.start, one.span.end, month_end(int(one.value[:4]), int(one.value[5:7])), "month")
        else:
            yield _Moment(one.span.start, one.span.end, f"{one.value}-12-31", "year")


def _bare_months(words: str, issued: str | None) -> Iterator[_Moment]:
    for match in _MONTHS.finditer(words):
        month = int(match["last"] or match["first"])
        value = dates.resolve(f"--{month:02}-01", issued) if issued else None
        yield _Moment(match.start(), match.end(), month_end(int(value[:4]), month) if value else None, "month")


def _of_each(words: str) -> Iterator[Deadline]:
    """«trước ngày 15 hằng tháng», «trước ngày 20 của tháng cuối quý»: no one day, but a recurrence."""
    for match in _DAY_OF_EACH.finditer(words):
        lead = _LEAD.search(words, max(0, match.start() - _LOOK_BACK), match.start())
        begin = lead.start() if lead else match.start()
        yield Deadline(words[begin : match.end()], Span(begin, match.end()), recurrence="quarterly" if match["quarter"] else "monthly")


def _terms(words: str) -> Iterator[Deadline]:
    for term in dates.find_terms(words):
        if term.base or not _GENERAL_TERM.match(term.text):
            yield Deadline(term.text, term.span, base=term.base)


def _ends_of_term(words: str) -> Iterator[Deadline]:
    for match in _TERM_END.finditer(words):
        last = match["years"][-4:] if match["years"] else None
        yield Deadline(match[0], Span(*match.span()), date=f"{last}-12-31" if last else None)


def _recurring(words: str, *, column: bool) -> Iterator[Deadline]:
    for one in dates.find_recurrences(words):
        if one.value == "daily" or one.value.startswith("every"):
            continue
        if not column and (one.value == "continuous" or _YEARLY_NAME.search(words, max(0, one.span.start - 14), one.span.start)):
            continue
        yield Deadline(one.text, one.span, recurrence=_REGULAR.get(one.value, one.value))


def _merged(words: str, dated: Sequence[Deadline], recurring: Sequence[Deadline]) -> list[Deadline]:
    """«hằng năm báo cáo trước ngày 15/12»: one deadline that comes again; a recurrence alone stays one of its own."""
    merged, free = list(dated), []
    for often in recurring:
        at = next((i for i, one in enumerate(merged) if _same_clause(words, one.span, often.span)), None)
        if at is None:
            free.append(often)
            continue
        one = merged[at]
        near = 0 <= often.span.start - one.span.end <= 1
        span = Span(one.span.start, often.span.end) if near else one.span
        merged[at] = replace(one, span=span, text=span.of(words), recurrence=one.recurrence or often.recurrence)
    return sorted([*merged, *free], key=lambda one: one.span)


def _same_clause(words: str, one: Span, other: Span) -> bool:
    if other.start < one.end and one.start < other.end:
        return True
    between = words[one.end : other.start] if one.end <= other.start else words[other.end : one.start]
    return len(between) < 80 and not _CLAUSE_EDGE.search(between)
