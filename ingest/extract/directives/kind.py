"""What kind of directive a line is: a target, a report or a task."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.patterns import at_word
from ingest.extract.directives import judge
from ingest.extract.directives.owner import Assignment

_TO = r"(?:về|đến|cho|tới|với|gửi|lên|qua)"
# a report that is to be sent: "báo cáo kết quả về ...", "gửi kết quả ... về", "tổng hợp, báo cáo UBND tỉnh"
_REPORT = re.compile(
    r"(?:báo cáo|b/c)\s+(?!viên|một lần|chính trị|đánh giá tác động|nghiên cứu|kinh tế|tài chính năm)|"
    rf"(?:gửi|gởi)\s+(?:kết quả|báo cáo|danh sách|văn bản|đăng ký)[^.;]{{0,80}}\s{_TO}\s|phản (?:ánh|ảnh) (?:kịp thời )?về",
    re.IGNORECASE,
)
_REPORT_FIRST = re.compile(
    r"(?:(?:bắt buộc )?(?:phải|cần) báo cáo|(?:tổng hợp|theo dõi|đánh giá|thống kê|lập)[^.;]{0,80}?báo cáo|báo cáo(?! (?:viên|chính trị))|"
    r"(?:việc )?(?:gửi|gởi|nộp) (?:báo cáo|kết quả|danh sách|biên bản)|"
    r"định kỳ[^.;,]{0,40}báo cáo|thông tin, báo cáo|chế độ (?:thông tin )?báo cáo|"
    r"thực hiện (?:chế độ )?(?:thông tin, )?báo cáo)",
    re.IGNORECASE,
)
_MUST_REPORT = re.compile(at_word("phải", "cần", then=r"\s+báo cáo\b"))
_EARLY = 200  # characters in which a line says that it is to be reported
# "có trách nhiệm | lập báo cáo ..."
_DUTY = re.compile(r"(?:(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|cần)\s+)+", re.IGNORECASE)
# "Năm 2013: ", "Đến năm 2010: "
_YEAR = re.compile(r"(?:năm\s\d{4}:\s+)?", re.IGNORECASE)


def kind(words: str, said: Assignment, at: int | None, *, goals: bool, counted: bool, due: Sequence[int] = ()) -> str:
    """ "target", "report" or "task"; `at` is where the deed begins in the words, `due` where its deadlines stand.

    `goals`: the line stands among goals; `counted`: a number is asked for.
    """
    deed = words[at if at is not None else _year(words) :]
    opened = judge.opens(deed) is not None
    duty = _DUTY.match(deed)
    deed = deed[duty.end() :] if duty else deed
    if (
        judge.trouble(words)
        or (due and judge.schedules(words))
        or _MUST_REPORT.search(words[:_EARLY])
        or _REPORT_FIRST.match(deed)
        or (not counted and any(_REPORT.search(_clause(words, where)) for where in due))
    ):
        return "report"
    if goals and (counted or due or not opened) and not said.owners:
        return "target"
    if counted and (judge.begins_as_goal(deed) or (judge.aims(words) and not opened)):
        return "target"
    return "target" if counted and judge.aims(words) and said.duty == "verb" else "task"


def _year(words: str) -> int:
    match = _YEAR.match(words)
    return match.end() if match else 0


def _clause(words: str, at: int) -> str:
    """The clause around a place."""
    start = max(words.rfind(";", 0, at), words.rfind(". ", 0, at)) + 1
    end = min((stop for mark in (";", ". ") if (stop := words.find(mark, at)) >= 0), default=len(words))
    return words[start:end]
