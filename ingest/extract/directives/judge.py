"""Whether a line orders something still to be done, and of what kind: the rules, one a function."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.extract.directives import knowledge
from ingest.extract.directives.owner import Assignment

# Lines that look like tasks and are none: "Quyết định này có hiệu lực", "Trên đây là", "Điều 1. Ban hành kèm theo", "Kính gửi"
_NEVER = re.compile(
    r"(?:(?:quyết định|nghị quyết|chỉ thị|kế hoạch|thông tư|nghị định|luật|quy chế|quy định|hướng dẫn|thông báo|chương trình|công văn|bộ luật|pháp lệnh|văn bản)\s+(?:này|số)\s.{0,80}"
    r"(?:có hiệu lực|thay thế|gồm|được ban hành|quy định)|trên đây là|kính gửi|nơi nhận|\(?(?:ban hành )?kèm theo|căn cứ\s.*;$|hết hiệu lực|các quy định trước đây)",
    re.IGNORECASE,
)
# the deed of a decision itself: "Ban hành kèm theo", "Phê duyệt", "Sửa đổi, bổ sung", "Thành lập", "Bãi bỏ"
_ACT = re.compile(r"(?:ban hành|phê duyệt|thông qua|sửa đổi|bổ sung|thành lập|bãi bỏ|công bố|quy định|qui định|bổ nhiệm|điều chỉnh|cấp|thay|nay|công nhận|cho phép|chuyển|hủy bỏ|huỷ bỏ|đính chính|đổi tên|tặng|nhất trí)\b", re.IGNORECASE)
# "Đến năm 2015 ", "Trong năm 2025, ", "Hằng năm ", "Trước hết ", "Đồng thời, ", "Kịp thời": what may stand before the verb
_ADVERB = re.compile(
    r"(?:(?:đến hết|đến|trong|trước|từ|hết|vào|chậm nhất|năm|giai đoạn|quý|tháng)\s[^,;:.]{0,40}?(?:\d{4}|quý\s\w+|tháng\s\d+|nhiệm kỳ)(?:\s?[-–]\s?\d{4})?\)?\s*[,:]?\s*|"
    r"(?:h[ằà]ng (?:năm|quý|tháng|tuần)|mỗi (?:năm|quý|tháng)|định kỳ(?: \w+){0,3}|thường xuyên|trước hết|trước mắt|đồng thời|bên cạnh đó|ngoài ra|cùng với đó|thời gian tới|tiếp đó|mặt khác|"
    r"(?:trong (?:thời hạn|vòng|thời gian)|sau khi|ngay sau khi|chậm nhất|căn cứ|trên cơ sở|đối với|để|nhằm)\s[^,;.]{0,120},\s*|cơ bản|phải|cần phải|cần|trong đó|gấp rút|ngay từ đầu năm|một là|hai là|ba là|thứ \w+)\s*[,:]?\s+)+",
    re.IGNORECASE,
)
# "Về kỹ thuật: Đẩy mạnh ...", "Bước 1: Xây dựng ...", "Tài chính, kiểm tra. Thực hiện ..."
_LABEL = re.compile(r"[^.:;]{2,70}(?::\s+|\.\s+)(?=\S)")
# "Tổ chức Công đoàn Thủ đô", "Phát triển ... là nhiệm vụ": the verb is a noun here
_NOUN_USE = re.compile(
    r"(?:tổ chức (?:công đoàn|đảng|đoàn (?!kiểm|công tác|thanh|giám|đi|khảo)|hội (?!nghị|thi|thảo|diễn|họp|khỏe|khoẻ|chợ|trại)|chính trị|cơ sở đảng|, cá nhân|bộ máy)|báo cáo (?:chính trị|này|số)|hướng dẫn (?:này|số)|thông báo (?:này|số)|giao thông|thu nhập|chi phí|"
    r"chi (?:cục|nhánh|bộ)|phòng (?:tài|tổ|văn|lao|kinh|nội|giáo|y)|đại diện (?:các|lãnh|ban|cho biết)|cấp (?:học|ủy|uỷ|trên|dưới|cơ|huyện|xã|tỉnh)|đưa ra|cho biết|thu hút được|chống lại)\b",
    re.IGNORECASE,
)
_STATES = re.compile(r"^[^;.]{0,160}?\s(?:là (?:một|nhiệm vụ|trách nhiệm|việc|yêu cầu|điều|mục tiêu|cơ sở|khâu|động lực|nền tảng|đơn vị)|được quan tâm|đã được|đã đạt|còn (?:hạn chế|chậm|thấp)|chưa)\b", re.IGNORECASE)
# a goal by its first words: "100% ...", "Ít nhất ...", "Trên 90% ...", "Phấn đấu", "Tỷ lệ ... đạt", "Mỗi ..."
_GOAL = re.compile(r"(?:\d|ít nhất|tối thiểu|trên\s+\d|dưới\s+\d|phấn đấu|tỷ lệ|tỉ lệ|số|mỗi|bình quân|có\s+\d|có\s+ít|đạt|đến (?:hết )?(?:năm|cuối)|không quá|khoảng\s+\d|\.{2,}|…)", re.IGNORECASE)
_AIM = re.compile(r"\b(?:phấn đấu|đạt (?:ít nhất|tối thiểu|trên|từ)|trở lên)\b", re.IGNORECASE)
_MODAL = re.compile(r"\s(?:cần|phải|cần phải)\s+(?!thiết|đối mặt)", re.IGNORECASE)
# a duty to report: "báo cáo kết quả về ...", "tổng hợp, báo cáo", "gửi báo cáo", "gửi kết quả ... về"
_REPORT = re.compile(
    r"(?:báo cáo|b/c)\s+(?!viên|một lần|lần|tài chính (?:quý|năm)|chính trị|đánh giá tác động|nghiên cứu)|(?:gửi|gởi)\s+(?:kết quả|báo cáo)[^.;]{0,60}\s(?:về|đến|cho)\s|\bsơ kết|\btổng kết|phản ánh (?:kịp thời )?về|thông tin, báo cáo",
    re.IGNORECASE,
)
_REPORT_FIRST = re.compile(r"(?:tổng hợp[^.;]{0,60}?báo cáo|báo cáo|gửi báo cáo|gởi báo cáo|định kỳ[^.;,]{0,40}báo cáo|sơ kết|tổng kết|thông tin, báo cáo|theo dõi[^.;]{0,80}?báo cáo|lập báo cáo|tổng hợp)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a line is taken for: "task", "target" or "report", and how sure."""

    kind: str
    confidence: float


def never(words: str) -> bool:
    """Closing formulas, effect, attachments: no directive whatever they say."""
    return _NEVER.match(words) is not None


def act(words: str) -> bool:
    """The deed of a decision itself («Ban hành kèm theo Quyết định này ...»)."""
    return _ACT.match(words) is not None


def opens(words: str) -> str | None:
    """The use of the verb a line begins with, after adverbs and a short label; None if it begins with no verb."""
    found = _verb(words)
    if found is None and (label := _LABEL.match(words)):
        found = _verb(words[label.end() :])
    return found


def _verb(words: str) -> str | None:
    for at in (0, match.end() if (match := _ADVERB.match(words)) else 0):
        verb = _openers().match(words, at)
        if verb and not _NOUN_USE.match(words, at):
            return knowledge.openers()[_uses()[verb[0].lower()]]
    return None


def states(words: str) -> bool:
    """A statement of how things are («Phát triển đoàn viên là nhiệm vụ ...»), though it begins with a verb."""
    return _STATES.match(words) is not None


def goal(words: str) -> bool:
    """Begins like a goal («100% ...», «Phấn đấu ...»)."""
    return _GOAL.match(words) is not None or _AIM.search(words) is not None


def modal(words: str) -> bool:
    """Says that something has to be done («... cần ...», «... phải ...»)."""
    return _MODAL.search(words) is not None


def kind(words: str, assigned: Assignment, at: int | None, *, goals: bool, counted: bool, due: Sequence[int] = ()) -> str:
    """"target", "report" or "task"; `at` is where the deed begins in the words, `due` where its deadlines
    stand, `counted` that a number is asked for.
    """
    deed = words[at:] if at is not None else words
    if _REPORT_FIRST.match(deed) or any(_REPORT.search(_clause(words, where)) for where in due):
        return "report"
    if counted and (goals or _GOAL.match(deed) or "phấn đấu" in words.lower()) and not assigned.owners:
        return "target"
    return "task"


def _clause(words: str, at: int) -> str:
    """The clause around a place."""
    start = max(words.rfind(";", 0, at), words.rfind(". ", 0, at)) + 1
    end = min((stop for mark in (";", ". ") if (stop := words.find(mark, at)) >= 0), default=len(words))
    return words[start:end]


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"(?:{knowledge.alternatives(knowledge.openers())})(?![\w])", re.IGNORECASE)


@cache
def _uses() -> dict[str, str]:
    return {written: verb for verb in knowledge.openers() for written in knowledge.spellings(verb)}
