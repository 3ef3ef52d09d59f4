"""How sure a line of rules (a law, a decree, a circular, a decision that lays down rules) is a directive.

Standing duties and procedure are none; what is to be done once, by a day, or again and again by a named organ is.
"""

from __future__ import annotations

import re

from corpus.document import Deadline
from ingest.extract.directives import judge, organ
from ingest.extract.directives.candidate import Candidate

_NO_WORK = ("past", "none", "standing", "money")
# what an organ may do: "quyết định ...", "quy định chi tiết ...", "xem xét, phê duyệt ..."
_DECIDES = re.compile(
    r"(?:quyết định|ban hành|xem xét|phê duyệt|phê chuẩn|cho phép|chấp thuận|thành lập|lựa chọn|công nhận|áp dụng|"
    r"thông qua|cấp)\b",
    re.IGNORECASE,
)
# those who carry out what an assembly resolves, at the beginning of a line
_EXECUTIVE = re.compile(
    r"(?:các\s)?(?:chính phủ|thủ tướng|bộ|địa phương|ban thường trực|đoàn chủ tịch|(?:ủy|uỷ) ban (?:mặt trận|thường vụ)|"
    r"tòa án|toà án|viện kiểm sát|kiểm toán nhà nước|ngân hàng nhà nước|sở|công an|"
    r"(?:hội đồng nhân dân,? (?:và )?)?(?:[uủ][ỷy]|uỷ) ban nhân dân|ubnd)\b",
    re.IGNORECASE,
)
# "Căn cứ ..., Bộ X ...", "Trên cơ sở ..., ...": what may stand before them
_FRONTED = re.compile(r"(?:căn cứ|trên cơ sở|theo|sau khi|ngay sau|kết thúc)\b", re.IGNORECASE)
# "Định kỳ 03 năm một lần", "Kết thúc năm tài chính": no recurrence that a calendar knows
_EVERY_YEARS = re.compile(
    r"(?:định kỳ|mỗi|cứ)\s(?:\d{1,2}|hai|ba|năm)\s(?:\(\w{1,6}\)\s)?năm\b|(?:sau khi |khi )?kết thúc (?:năm|quý|kỳ|niên độ)\b",
    re.IGNORECASE,
)
# "trước ngày 15 tháng 12", "chậm nhất ngày 20 của tháng": a day, though of no certain year
_DAY = re.compile(r"ngày\s\d{1,2}(?!\d|\s(?:ngày|làm việc))", re.IGNORECASE)
# "được tổ chức ...", "phải được tiến hành xong ..."
_PASSIVE = re.compile(r"(?<!đã )\b(?:phải )?được (?:tổ chức|thực hiện|tiến hành|hoàn thành)\b", re.IGNORECASE)
# "nộp báo cáo quyết toán", "gửi báo cáo", "tổng hợp báo cáo ... gửi"
_SENT = re.compile(r"\b(?:nộp|gửi|gởi|lập|tổng hợp)\s(?:\S+\s){0,3}?báo cáo|báo cáo[^.;]{0,120}\b(?:gửi|nộp)\b", re.IGNORECASE)
# "trước ngày 20 tháng 7": a day of each year
_EACH_YEAR = re.compile(r"(?:trước|chậm nhất|muộn nhất)\b[^,;]{0,16}\bngày\s\d", re.IGNORECASE)
# "trong 20 ngày kể từ ngày nhận đủ hồ sơ": what is done with every application
_PROCEDURE = re.compile(
    r"(?:từ (?:ngày|khi|thời điểm)|(?<!\w)sau khi)\s(?:tiếp )?nhận\s(?:được\s|đủ\s|đầy đủ\s){0,3}(?:các\s)?"
    r"(?:hồ sơ|giấy tờ|đơn|đề nghị|văn bản đề|yêu cầu|thông báo|báo cáo)",
    re.IGNORECASE,
)
# "Báo cáo năm: từ ngày 15/12 năm trước đến ngày 14/12": the days that its figures cover
_COVERS = re.compile(r"từ ngày\s[^;]{0,60}đến (?:hết )?ngày", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")


def in_rules(line: Candidate) -> float:
    """How sure the line is (0..1); see the module."""
    if _PROCEDURE.search(line.words):
        return 0
    if line.place.leads and not line.public:
        return 0.75 if reports(line) else 0
    return _assigned(line) or (0.75 if reports(line) or _again(line) or _by_a_day(line) or _held_by_a_day(line) else 0)


def _assigned(line: Candidate) -> float:
    """What the last articles assign, what is asked with «Giao ...», and the duties that a decision lays on organs."""
    own, said = line.place.own, line.said
    article = line.mode == "rules" and own is not None and own.kind == "điều"
    if said.owners and said.duty == "request":
        return 0.85 if line.mode == "rules" or line.closing or judge.gives(line.words) else 0
    if said.owners and said.duty and (line.closing or article or judge.enacts(line.words)):
        return 0.8
    if line.mode == "rules" and said.duty == "duty" and not line.place.leads and any(organ.is_authority(name) for name in said.owners):
        return 0.75
    if line.mode == "rules" and _does(line):
        return 0.7
    charged = line.charge is not None and (line.charge.firm or line.charge.named or line.resolution)
    told = line.closing or (line.resolution and line.place.marked)
    return 0.75 if told and charged and line.public and line.under and judge.opens(line.words) is not None else 0


def executes(words: str) -> bool:
    """Begins with someone who carries out what an assembly resolves, or with what he goes by: cheap."""
    return _EXECUTIVE.match(words) is not None or _FRONTED.match(words) is not None


def _does(line: Candidate) -> bool:
    """«Chính phủ tổ chức ...», «Ủy ban nhân dân tỉnh rà soát ...» in a resolution: work, and no right to decide something."""
    said = line.said
    if said.duty != "verb" or said.verb_at is None or line.place.leads or judge.case(line.words) or judge.states(line.words):
        return False
    deed = line.words[said.verb_at - line.place.start :]
    works = judge.opens(deed) is not None or deed.startswith("quy định ")
    return works and not _DECIDES.match(deed) and any(map(_EXECUTIVE.match, said.owners))


def reports(line: Candidate) -> bool:
    """A report by a day or again and again: «Định kỳ 6 tháng, hằng năm, Sở X báo cáo ...», «Báo cáo năm: trước ngày 15/12»."""
    if not (line.due or _EVERY_YEARS.match(line.words)) or _COVERS.search(line.words):
        return False
    if line.place.leads:
        return bool(line.said.owners) and line.said.duty in ("duty", "modal") and judge.periodic(line.words) and _sends(line)
    day = any(map(_is_day, line.values.deadlines))
    if judge.schedules(line.words):
        return day and (line.public or not (line.said.owners or line.charge))
    if not judge.periodic(line.words) or not (_charged(line) or _sends(line)):
        return False
    return day or line.said.duty in ("duty", "modal") or judge.recurs(line.words) or "định kỳ" in line.words


def _sends(line: Candidate) -> bool:
    """«Định kỳ hằng năm, ... doanh nghiệp lập báo cáo, gửi ... trước ngày ...»: a report to be sent, whoever has to."""
    told = line.said.duty in ("request", "duty", "modal", "verb")
    return (told or judge.recurs(line.words)) and _SENT.search(line.words) is not None and not judge.case(line.words)


def _again(line: Candidate) -> bool:
    """A task that comes again: «Hằng năm, các bộ xây dựng kế hoạch ...»."""
    return judge.recurs(line.words) and not line.place.leads and any(one.recurrence for one in line.values.deadlines) and _charged(line)


def _by_a_day(line: Candidate) -> bool:
    """A task that an organ has to do by a day of a certain year: «Bộ X chủ trì rà soát, hoàn thành trước ngày 30/6/2026»."""
    dated = any(
        one.date and (_YEAR.search(one.text) or _EACH_YEAR.match(one.text)) and one.text[:8].lower() != "đến hết "
        for one in line.values.deadlines
    )
    told = line.said.duty in ("request", "duty", "modal") or any(organ.is_authority(name) for name in line.said.owners)
    case = judge.case(line.words) and not (line.said.duty == "duty" and any(organ.is_authority(name) for name in line.said.owners))
    return dated and told and bool(line.said.owners) and _charged(line) and not case


def _held_by_a_day(line: Candidate) -> bool:
    """«Hội nghị ... được tổ chức từ ngày 04/02/2026 đến ngày 08/02/2026»: done by a day of a certain year, whoever does it."""
    dated = any(one.date and len(one.date) == 10 and _YEAR.search(one.text) and _DAY.search(one.text) for one in line.values.deadlines)
    return dated and _PASSIVE.search(line.words) is not None and not judge.case(line.words)


def _charged(line: Candidate) -> bool:
    """An organ of its own has to do it, by the words of the line or of what stands above."""
    if not line.public or judge.states(line.words):
        return False
    if line.said.owners:
        return line.said.duty in ("request", "duty", "modal", "verb", "label")
    return line.under and (judge.opens(line.words) is not None or judge.recurs(line.words))


def _is_day(due: Deadline) -> bool:
    """A day, be it of each month, and no number of days from something."""
    return due.base is None and (due.date is not None or _DAY.search(due.text) is not None)


def in_rules_once(line: Candidate) -> bool:
    """An item of a list of duties in rules («Các bộ có trách nhiệm: a) Hoàn thành ... trước ngày 01/01/2026»): standing, or for once."""
    if line.mode not in ("norm", "rules") or line.zone in _NO_WORK or line.place.leads or not line.place.marked:
        return False
    firm = line.charge is not None and line.charge.firm and not line.closing
    return firm and (judge.opens(line.words) is not None or judge.modal(line.words)) and not judge.states(line.words)
