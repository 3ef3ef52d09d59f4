"""By when: the deadlines, recurrences and terms that the words of a directive name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus import dates
from corpus.dates.single import month_end
from corpus.document import Deadline, Span
from corpus.patterns import at_word
from ingest.extract.directives import knowledge
from ingest.extract.directives.again import merged

# What a deadline begins with, right before its date: "trước ngày", "chậm nhất là", "đến hết", "xong trước 16 giờ"
_BETWEEN = r"là|vào|trước|trong|hết|đến|ngày|thời gian|thời điểm|cuối|đầu|giữa|khoảng|năm|tháng|các|dịp|đợt|nhất|cho"
# "16 giờ", "17h00": an hour before the day
_HOUR = r"(?:\s+\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{2}(?:\s?phút)?)?)?"
_LEAD = re.compile(
    rf"\b(?P<word>{knowledge.any_of('before a date')})(?:\s+(?:{_BETWEEN}))*{_HOUR}[\s,(:]*(?:ngày\s*|sáng\s*|chiều\s*)*$", re.IGNORECASE
)
_LOOK_BACK = 48
# "tháng 5", "tháng 5 và tháng 6", "tháng 4 đến hết tháng 8": months without a year
_MONTH = r"0?[1-9]|1[0-2]"
_MONTHS = re.compile(
    at_word(
        "tháng",
        then=rf"\s?(?P<first>{_MONTH})(?:\s*(?:,|và|-|–|đến(?: hết)?)\s*(?:tháng\s?)?(?P<last>{_MONTH})(?![\d/]|\.\d))?"
        r"(?!\d|\s*[/.-]\s*\d|\s*năm\s*\d|\s*(?:và|,|đến(?: hết)?)\s*(?:tháng\s?)?\d)",
    )
)
# "25 của tháng cuối quý", "05 tháng đầu quý sau"
_OF_QUARTER = r"(?:của\s+)?(?:tháng\s+(?:cuối|đầu)\s+(?:của\s+)?(?:mỗi\s+)?quý|quý sau)(?:\s+sau)?"
# "15 hằng tháng", "10 tháng sau"
_OF_MONTH = r"h[àằ]ng tháng|mỗi tháng|của tháng sau|tháng sau|của tháng|tháng tiếp theo"
_DAY_OF_EACH = re.compile(
    rf"(?:ngày\s*)?\d{{1,2}}(?:\s\([^)\d]{{2,20}}\))?\s+(?:(?P<quarter>{_OF_QUARTER})|(?P<month>{_OF_MONTH}))", re.IGNORECASE
)
# "đến cuối nhiệm kỳ", "đến hết nhiệm kỳ 2020-2025"
_TERM_END = re.compile(r"\bđến\s+(?:cuối|hết)\s+nhiệm\s+k[ỳì](?:\s+(?P<years>\d{4}\s?[-–]\s?\d{4}))?", re.IGNORECASE)
# "Giai đoạn I (2008-2010)", "giai đoạn triển khai thực hiện 2009-2012"
# "thời kỳ 2021-2030", "trong 5 năm 2021-2025"
_STAGE = re.compile(
    r"\b(?:thời k[ỳì]\s|(?:5|05|năm|10)\snăm\s\(?|giai đoạn\s(?:\w{1,3}\s\(|(?:triển khai|thực hiện)(?:\sthực hiện)?\s))"
    r"(?:từ năm\s)?(?P<first>\d{4})\s?[-–]\s?(?P<last>\d{4})\)?",
    re.IGNORECASE,
)
# nouns with a year that is part of their name: "kế hoạch ... đến năm 2030", "đề án ... giai đoạn 2021-2025"
_NAMES = re.compile(
    rf"\b(?:{knowledge.any_of('named with a year')}|giai đoạn(?! (?:thực hiện|triển khai|đến|từ)))\b",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"\b{knowledge.any_of('named with a year')}\b", re.IGNORECASE)
# "đến 2030", "trước 2025": a year without the word
_BARE_YEAR = re.compile(r"\b(?:đến|tới|vào|hết|trước)\s{1,3}(?P<year>20\d\d)(?!\d|\s?[-–/.]\s?\d)", re.IGNORECASE)
# what a date belongs to that is no deadline: "có hiệu lực từ ngày", "ban hành ngày", "kỷ niệm ngày"
_EFFECT = re.compile(
    r"(?:hiệu lực|ban hành|kể từ|ký|khóa|khoá|phê duyệt|sinh|kỷ niệm|quốc tế|thành lập|truyền thống|có tên|so với|so với năm|cùng kỳ)"
    r"\s*(?:thi hành\s*)?(?:từ\s*)?(?:kể từ\s*)?(?:ngày\s*)?$",
    re.IGNORECASE,
)
# "... đến năm 2030 đạt 95%", "năm 2025: ...": what is said of the time itself, whatever document is named before it
_TOLD = re.compile(
    r"\s{0,3}(?::|phải |cần |sẽ )?\s{0,3}(?:đạt|chiếm|bằng|phấn đấu|có\s(?:ít|trên|khoảng|từ|\d)|còn\s|tăng|giảm|"
    r"là\s(?:khoảng|trên)?\s?\d|cơ bản|hoàn thành|khoảng|trên|ít nhất|tối thiểu|không quá|\d)",
    re.IGNORECASE,
)
# "... cho 5.000 lao động giai đoạn 2021-2025.": a stage at the end of the clause
_ENDS = re.compile(r"\s{0,3}(?:[.;]|$|(?:đạt|phấn đấu|là|có)\s)")
# "giai đoạn đến năm 2012": a stage of the work, no part of a title
_STAGE_TO = re.compile(r"giai đoạn\s+$", re.IGNORECASE)
# "đã được phê duyệt trước ngày ...", "được cấp trước ngày ...": what was so before that day
_WAS = re.compile(at_word("đã", "được", then=r"\s[^.,;:]{0,60}$"))
# "số liệu từ ngày ... đến ngày ...", "kỳ báo cáo tính từ ngày": what figures cover, a leave, an effect
_COVERED = re.compile(
    at_word(
        *("số liệu", "tính", "kỳ báo cáo", "báo cáo", "thống kê", "chốt", "lấy", "đã", "nghỉ", "hiệu lực", "sinh", "áp dụng"),
        then=r"\b[^,]*$",
    )
)
# a quantity before a bare year: "12m2 / người năm 2010"
_AMOUNT = re.compile(r"\d[\d.,]{0,12}\s?(?:%|[^\W\d]{1,12}\d?)(?:\s?/\s?\w{1,12})?\s{0,2}\(?$")
# "từ 7 triệu năm 2020 lên 14 triệu": where it begins
_GOES_ON = re.compile(r"\s{1,2}(?:lên|xuống|tăng lên|giảm xuống)\s")
_WEAK = ("phấn đấu", "đầu")  # "phấn đấu đến hết năm 2025", "6 tháng đầu năm trước ngày 20/6"
# "trước ngày 31 tháng 3 năm sau"
_NEXT_YEAR = re.compile(r"\s{1,3}(?:của\s)?năm\s(?:sau|tiếp theo|kế tiếp|liền kề|liền sau|kế sau)", re.IGNORECASE)
_AND = re.compile(r"\s{0,3}(?:,|và|hoặc)\s{1,3}(?:trước\s)?(?:ngày\s{0,3})?")  # "trước ngày 15/6 và 15/12"
# what makes "hằng năm" a name: "kế hoạch hằng năm", "nghị quyết hằng năm"
_YEARLY_NAME = re.compile(rf"{knowledge.any_of('named yearly')}\s*$", re.IGNORECASE)
_YEAR_SAID = re.compile(r"\d{4}")
_BLANKS = ' ,*“"-'
_REGULAR = {"continuous": "regularly"}
_GENERAL_TERM = re.compile(r"(?:sau|không quá|tối đa)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# without a digit or one of these no time is said
_TIMES = (
    *("quý", "quí", "quy", "qúy", "tháng", "hằng ", "hàng ", "mỗi ", "định kỳ"),
    *("thường xuyên", "nhiệm kỳ", "nhiệm kì", "trong vòng", "thời hạn", "chậm nhất"),
)
_OLD_QUARTER = re.compile(r"\b([Qq])uí(?!\w)")  # "quí" for "quý"


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time said in the line: its words, and its last day where it can be told."""

    start: int
    end: int
    date: str | None
    kind: str


def deadlines(
    text: str, start: int, end: int, *, issued: str | None, column: bool = False, closed: Sequence[Span] = ()
) -> tuple[Deadline, ...]:
    """The deadlines in text[start:end], in order.

    `column` is True for a cell that holds nothing but times; `closed` are spans (citations, quoted titles) whose
    dates belong to something else.
    """
    words = text[start:end]
    low = words.lower()
    if not _DIGIT.search(words) and not any(word in low for word in _TIMES):
        return ()
    if "uí" in words or "UÍ" in words:
        words = _OLD_QUARTER.sub(r"\1uý", words)
    shut = [Span(span.start - start, span.end - start) for span in closed]
    found = [*_dated(words, issued, column=column), *_terms(words)]
    if "tháng" in low or "quý" in low:
        found += _of_each(words)
    if "nhiệm" in low:
        found += _ends_of_term(words)
    kept = _apart([one for one in found if not _inside(one.span, shut)])
    recurring = [one for one in _recurring(words, column=column) if not _inside(one.span, shut)]
    return tuple(_placed(one, text, start) for one in merged(words, kept, recurring))


def _placed(one: Deadline, text: str, by: int) -> Deadline:
    """The deadline with its place and its words in the whole text."""
    span = Span(one.span.start + by, one.span.end + by)
    return replace(one, span=span, text=span.of(text))


def _inside(place: Span | _Moment, closed: Sequence[Span | _Moment]) -> bool:
    start, end = place.start, place.end
    return any(shut.start <= start < shut.end or shut.start < end <= shut.end for shut in closed)


def _apart(found: Sequence[Deadline]) -> list[Deadline]:
    """In order, the longer of two that overlap."""
    kept: list[Deadline] = []
    for one in sorted(found, key=lambda deadline: (deadline.span.start, -deadline.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _dated(words: str, issued: str | None, *, column: bool) -> Iterator[Deadline]:
    last = -1  # where the deadline before ends, if it is a day
    for moment in _moments(words, issued):
        if _is_over(words, moment, issued) and not column:
            continue
        lead = _LEAD.search(words, max(0, moment.start - _LOOK_BACK), moment.start)
        if lead and lead["word"].lower() in _WEAK:  # no part of the time, but what follows may be: "phấn đấu đến hết năm 2025"
            lead = _LEAD.search(words, lead.end("word"), moment.start) or lead
        begin = moment.start if lead is None or lead["word"].lower() == "phấn đấu" else lead.start()
        also = moment.kind == "day" and last >= 0 and _AND.fullmatch(words, last, moment.start) is not None
        last = -1
        if also or column or _is_deadline(words, moment, lead):
            before = lead is not None and "trước" in lead[0].lower()
            last = moment.end if moment.kind == "day" else -1
            yield Deadline(words[begin : moment.end], Span(begin, moment.end), date=_last_day(moment, before=before))


def _is_over(words: str, moment: _Moment, issued: str | None) -> bool:
    """A time with its year that was over when the document was issued: «dự án được phê duyệt trước ngày 01/7/2025»."""
    said = _YEAR_SAID.search(words, moment.start, moment.end) is not None
    return bool(said and issued and moment.date and len(issued) == 10 and moment.date < issued)


def _is_deadline(words: str, moment: _Moment, lead: re.Match[str] | None) -> bool:
    """Whether a time in running text is a deadline, and no part of a name or the date of something else."""
    if _EFFECT.search(words, max(0, moment.start - 24), moment.start):
        return False
    at = lead.start() if lead else moment.start
    before = words[_clause_start(words, at) : at]
    if moment.kind in ("stage", "term"):
        return _is_stage(words, moment, before, lead)
    if lead and moment.kind == "day" and lead["word"].lower() == "trước" and _WAS.search(before):
        return False
    if lead is None:
        if moment.kind in ("period", "month"):
            begun = not before.strip(_BLANKS) and _acts(words, moment.end)
            return _opens(words, moment, before) or begun or _lasts(words, moment, before)
        amount = _AMOUNT.search(words, max(0, at - 30), at) is not None and not _GOES_ON.match(words, moment.end)
        begun = not before.strip(_BLANKS) and _acts(words, moment.end)  # "Năm 2025 tổ chức 10 lớp"
        return moment.kind == "year" and (amount or begun or _opens(words, moment, before) or _TOLD.match(words, moment.end) is not None)
    word = lead["word"].lower()
    if word in ("kể từ", "từ", "đầu", "ngay", "bắt đầu", "thực hiện") and moment.kind != "period":
        return False
    if word in ("đến", "tới") and moment.kind in ("year", "period"):
        return _apart_from_names(words, moment, before)
    return True


def _lasts(words: str, moment: _Moment, before: str) -> bool:
    """«Tổ chức đợt cao điểm từ ngày 16 đến 31-12»: done when the last day is over; not the days that figures cover."""
    days = words[moment.start : moment.start + 7].lower() == "từ ngày"
    return days and bool(before.strip(_BLANKS)) and not _COVERED.search(before)


def _apart_from_names(words: str, moment: _Moment, before: str) -> bool:
    """«Đến năm 2030, ...», «... quy hoạch đến năm 2030 đạt 95%», but not «Quy hoạch phát triển ... đến năm 2030»."""
    before = _STAGE_TO.sub("", before)
    return _TOLD.match(words, moment.end) is not None or not _NAMES.search(before[-80:])


def _is_stage(words: str, moment: _Moment, before: str, lead: re.Match[str] | None) -> bool:
    """«Giai đoạn 2008-2010 trồng mới ...», «trong giai đoạn 2021-2025», but not «Đề án ... giai đoạn 2021-2025»."""
    word = lead["word"].lower() if lead else ""
    if moment.kind == "term":
        return word in ("trong", "hết", "đến hết", "cuối", "vào")
    carried = re.match(r"giai đoạn (?:thực hiện|triển khai)", words[moment.start : moment.end], re.IGNORECASE) is not None
    if word in ("từ", "kể từ", "so với"):
        return False
    said = carried or not before.strip(' ,*“"-(') or word in ("trong", "đến", "vào", "hết", "đến hết", "thời gian", "thực hiện")
    ends = _ENDS.match(words, moment.end) is not None and not _NAMES.search(before)
    ends = ends or _AMOUNT.search(words, max(0, moment.start - 30), moment.start) is not None  # "16,5%/năm giai đoạn 2021-2025 và ..."
    return ends or (said and not _TITLED.search(before[-80:]))


def _acts(words: str, at: int) -> bool:
    """Whether a verb of a task follows."""
    return _verbs().match(words, at) is not None


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,3}}(?:{knowledge.alternatives(knowledge.openers())})(?!\w)", re.IGNORECASE)


def _opens(words: str, moment: _Moment, before: str) -> bool:
    """A year alone at the beginning of a clause: «Năm 2013: ...», «Năm 2024, ...»."""
    return not before.strip(_BLANKS) and words[moment.end : moment.end + 1] in (",", ":")


def _clause_start(words: str, at: int) -> int:
    first = max(0, at - 200)
    return max(words.rfind(mark, first, at) for mark in ";.:") + 1 or first


def _last_day(moment: _Moment, *, before: bool) -> str | None:
    """The last day; before a month or a year is the day before it begins («trước năm 2028»)."""
    if before and moment.date and moment.kind in ("month", "year"):
        year, month = int(moment.date[:4]), int(moment.date[5:7])
        return f"{year - 1}-12-31" if moment.kind == "year" or month == 1 else month_end(year, month - 1)
    return moment.date


def _moments(words: str, issued: str | None) -> list[_Moment]:
    """Every time said, each place once: periods before days, days before months."""
    found = list(_periods(words, issued))
    for more in (_days(words, issued), _bare_months(words, issued), _bare_years(words)):
        found += [one for one in more if not _inside(one, found)]
    return found


def _periods(words: str, issued: str | None) -> Iterator[_Moment]:
    named = list(_STAGE.finditer(words)) if "-" in words or "–" in words else []
    stages = [Span(*match.span()) for match in named]
    for match in named:
        yield _Moment(match.start(), match.end(), f"{match['last']}-12-31", "stage")
    for one in dates.find_periods(words):
        kind = one.kind if one.kind in ("stage", "term") else "period"
        if one.kind == "school year" or _inside(one.span, stages) or _gone(one, issued):
            continue
        resolved = dates.resolve_period(one, issued) if issued else one
        end = resolved.end if resolved and not resolved.end.startswith("--") else None
        yield _Moment(one.span.start, one.span.end, end, kind)


def _gone(period: dates.Period, issued: str | None) -> bool:
    """A part of the year that is over when the document is issued: «trong 6 tháng đầu năm», said in July."""
    if not issued or len(issued) < 7 or _YEAR_SAID.search(period.text) or period.kind not in ("half", "quarter"):
        return False
    return period.end[2:4] < issued[5:7]


def _days(words: str, issued: str | None) -> Iterator[_Moment]:
    for one in dates.find(words, yearless=True):
        value: str | None = one.value
        if one.value.startswith("--"):
            value = dates.resolve(one, issued) if issued else None
            if value and issued and not value.endswith("02-29") and _NEXT_YEAR.match(words, one.span.end):
                value = f"{int(issued[:4]) + 1}{value[4:]}"
            yield _Moment(one.span.start, one.span.end, value, "day")
        elif len(one.value) == 10:
            yield _Moment(one.span.start, one.span.end, value, "day")
        elif len(one.value) == 7:
            yield _Moment(one.span.start, one.span.end, month_end(int(one.value[:4]), int(one.value[5:7])), "month")
        else:
            yield _Moment(one.span.start, one.span.end, f"{one.value}-12-31", "year")


def _bare_months(words: str, issued: str | None) -> Iterator[_Moment]:
    for match in _MONTHS.finditer(words) if "tháng" in words.lower() else ():
        month = int(match["last"] or match["first"])
        value = dates.resolve(f"--{month:02}-01", issued) if issued else None
        yield _Moment(match.start(), match.end(), month_end(int(value[:4]), month) if value else None, "month")


def _bare_years(words: str) -> Iterator[_Moment]:
    for match in _BARE_YEAR.finditer(words) if "20" in words else ():
        yield _Moment(match.start("year"), match.end(), f"{match['year']}-12-31", "year")


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
