"""Who is to do it: the owners and partners that the words of a line name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from corpus.patterns import at_word
from ingest.extract.directives import knowledge, organ
from ingest.extract.directives.partner import partners, sentences

# "Giao Sở X ...", "đề nghị các đơn vị ...", "phân công đồng chí", "ủy quyền cho ..."
_ORDER = (
    r"(?P<order>[Gg]iao(?:\s+(?:nhiệm vụ|trách nhiệm))?(?:\s+cho)?|(?:[Tt]rân trọng\s+|[Kk]ính\s+)?[Đđ]ề nghị|[Yy]êu cầu|[Pp]hân công|"
    r"(?:[Ủủ]y|[Uu]ỷ)\s?quyền(?:\s+cho)?|[Kk]êu gọi|[Nn]hắc nhở|[Mm]ong muốn)"
)
# "Chỉ đạo Công đoàn cơ sở ...", "đôn đốc các đơn vị ...": who is named does it
_LEVEL = r"(?P<level>[Cc]hỉ đạo|[Đđ]ôn đốc)"
_REQUEST = re.compile(rf"(?<!\w)(?:{_ORDER}|{_LEVEL})\s+(?=\S)")
# parts of those words: without one of them nobody is asked
_ASKING = re.compile("iao |ề nghị|êu cầu|hân công|quyền|êu gọi|hắc nhở|ong muốn|hỉ đạo|ôn đốc")
# what may stand right before the word that asks: "...; nay ", "thì ", "đồng thời ", "Hội đồng nhân dân tỉnh "
_BEFORE_REQUEST = re.compile(
    r"(?:^|[,;:.–-]|\b(?:và|thì|nay|xin|cũng|đồng thời|tiếp tục|đã|cần|theo đó|vì vậy|do đó|sẽ|kính|thống nhất|"
    r"vướng mắc|khó khăn|phát sinh))\s*[“\"]?$",
    re.IGNORECASE,
)
_RIGHT = re.compile(r"\b(?:có thể|được|có quyền)(?:\s\w+)?\s*$")
_DONE = re.compile(at_word(r"đã\s(?:\w+\s){0,2}$", exact=True))
_CLAUSE = re.compile(r"[,;:]\s")
# "Cơ quan chủ trì: Sở Tư pháp.", "Đơn vị phối hợp: ...", "Cơ quan quản lý: Sở Nông nghiệp"
_LABEL = re.compile(
    r"(?:(?:các\s)?(?:cơ quan|đơn vị|bộ phận|người)(?:, (?:đơn vị|cá nhân))?)?\s{0,2}"
    r"(?P<role>chủ trì|chịu trách nhiệm|thực hiện|phụ trách|đầu mối|phối hợp|được giao|quản lý|chủ quản)"
    r"(?:\s+(?:chính|thực hiện|tham mưu|soạn thảo|đề án|dự án|chương trình|báo cáo))?\s*:\s*",
    re.IGNORECASE,
)
_SAID = re.compile(
    at_word(*("cho biết", "nhấn mạnh", "đề nghị", "khẳng định", "bày tỏ mong muốn", "cho rằng", "phát biểu"), then=r"\b", exact=True)
)
_GAP = re.compile(r"[,:;]\s+(?:(?:vì vậy|vì thế|do đó|do vậy|theo đó|nên|thì|đồng thời|từ đó|yêu cầu|nay|trong đó)\s+)?")
_MOST_GAPS = 8
# "Thực hiện Nghị quyết ...", "Triển khai Kế hoạch ...": a reason, no task of its own
_REASON = (
    r"(?:thực hiện|triển khai|thi hành|hưởng ứng)\s(?:tốt\s|nghiêm\s|có hiệu quả\s)?(?:các\s|những\s|sự\s|ý kiến\s)*"
    + knowledge.any_of("carried out")
)
# "Năm 2024, ", "Trên cơ sở ..., ", "Thời gian tới, ": what may stand before the subject
_FRONTED = re.compile(rf"(?:{_REASON}|{knowledge.any_of('before a subject')})\b", re.IGNORECASE)
_CONDITION = re.compile(r"(?:sau|khi|nếu|(?:trong )?trường hợp|ngay)\b", re.IGNORECASE)
# "Hằng năm chậm nhất đến ngày 31/3 ", "Định kỳ hàng quý ": a time before the subject, without a comma
_OFTEN = r"(?:định kỳ|h[àằ]ng (?:năm|quý|quí|tháng|tuần)|mỗi (?:năm|quý|tháng))"
_BY = r"(?:chậm nhất|trước|đến|trong|từ)(?:\s(?:là|đến|ngày|năm|tháng|hết|quý)){0,3}\s[\dIV]{1,4}(?:/\d{1,4}){0,2}"
_WHEN = re.compile(rf"(?:(?:{_OFTEN}|{_BY}|(?:tháng|năm)\s\d{{1,4}})[\s,]+)+", re.IGNORECASE)
# "chủ trì hội nghị", "chủ trì cuộc họp": a report of who sat in the chair
_CHAIR = re.compile(r"chủ trì (?:hội nghị|cuộc họp|buổi|phiên|hội thảo|đại hội|lễ|kỳ họp)")
# "Công ty mẹ là doanh nghiệp ...", "Các công ty con do A nắm giữ ...": says what it is, and nobody acts
_DEFINES = re.compile(
    r"\s(?:là (?!cơ quan (?:thường trực|đầu mối|chủ trì|tham mưu)|đầu mối|đơn vị (?:chủ trì|đầu mối|thường trực))|do\s(?=[A-ZĐ]))"
)
# "Các đơn vị ...", "Đối với các bộ ..."
_ANY_OF = re.compile(r"(?:đối với\s+)?(?P<who>(?:các|những)\s)", re.IGNORECASE)
_STRONG = re.compile(r"(?<=[\s,;(])(?:có trách nhiệm|chịu trách nhiệm|có nghĩa vụ|có nhiệm vụ|cần|phải)(?!\w)")
_NOT = ("chưa", "không")
_DIRECTING = ("chỉ đạo", "giao", "yêu cầu", "phân công")
_RANK = {"request": 0, "label": 0, "role": 0, "duty": 1, "modal": 2, "verb": 3, "": 4}


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the words of a line say of who does it.

    Attributes:
        owners, partners: names as written.
        duty: the kind of word that assigns: "request" (giao, đề nghị), "duty" (chủ trì, có trách nhiệm), "modal" (cần, sẽ),
            "verb" (subject and verb), "label", "role" («Cơ quan thẩm định: ...»), "past" (đã ...), or "".
        verb_at: where the first verb of the deed begins, None where there is none.
        said_at: where the word that asks for it stands.
        level: asked of those below by someone above («Chỉ đạo UBND cấp xã ...»).
    """

    owners: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    duty: str = ""
    verb_at: int | None = None
    said_at: int = 0
    level: bool = False


def assignment(text: str, start: int, end: int) -> Assignment:
    """The owners and partners named in text[start:end], from all its clauses."""
    label = _labelled(text, start, end)
    if label:
        return label
    found = [one for at, stop in sentences(text, start, end) for one in _clauses(text, at, stop)]
    told = [one for one in found if one.duty != "past"]
    best = min(told, key=lambda one: _RANK[one.duty], default=Assignment(duty="past" if found else ""))
    owners = _once(name for one in told for name in one.owners)
    helpers = tuple(name for name in partners(text, start, end) if name not in owners)
    return Assignment(owners, helpers, best.duty, best.verb_at, level=best.level)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name as it is first written, whatever its case later."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.lower(), name)
    return tuple(found.values())


def _clauses(text: str, start: int, end: int) -> Iterator[Assignment]:
    subjects = list(_subjects(text, start, end))
    request = _requested(text, start, end)
    if request and not any(one.verb_at is not None and one.verb_at <= request.said_at for one in subjects if one.duty != "past"):
        yield request
        subjects = [one for one in subjects if one.duty == "past" or (one.verb_at or 0) > (request.verb_at or end)]
    yield from subjects


# Those who are asked


def _requested(text: str, start: int, end: int) -> Assignment | None:
    """Who is asked, ordered or charged: «Giao Sở X chủ trì», «đề nghị các đơn vị rà soát»."""
    if not _ASKING.search(text, start, end):
        return None
    for match in _REQUEST.finditer(text, start, end):
        if not _asks(text, start, match):
            continue
        verb = organ.predicate(text, match.end() - 1, end)
        stop = verb.start if verb else min(end, match.end() + organ.WINDOW)
        owners = organ.charged(organ.organs(text, match.end(), stop))
        if owners:
            past = _DONE.search(text, max(start, match.start() - 24), match.start()) is not None
            duty, at = "past" if past else "request", verb.start if verb else None
            return Assignment(owners, duty=duty, verb_at=at, said_at=match.start(), level=match["level"] is not None)
    return None


def _asks(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the word really asks: it begins a clause, or its subject is an organ («Hội đồng nhân dân tỉnh giao ...»)."""
    before = text[max(start, match.start() - 250) : match.start()].rstrip()
    if _RIGHT.search(before):
        return False
    if _BEFORE_REQUEST.search(before):
        return True
    if match["level"]:
        return False
    clause = before[max((gap.end() for gap in _CLAUSE.finditer(before)), default=0) :].lstrip(" -+*")
    return organ.is_organ(clause) and not re.search(r"\s(?:do|của|thuộc)\s[^,]*$", clause[-24:])


# Subjects


def _subjects(text: str, start: int, end: int) -> Iterator[Assignment]:
    """The subject of the sentence, and of each of its clauses after ";" that has one of its own."""
    first = _subject(text, start, end)
    if first:
        yield first
    after = first.verb_at if first and first.verb_at else start
    at = text.find(";", after, end)
    while at != -1:
        stop = text.find(";", at + 1, end)
        later = _subject(text, at + 1, end if stop == -1 else stop)
        if later and (first or later.duty in ("duty", "modal")):
            yield later
        at = stop


def _subject(text: str, start: int, end: int) -> Assignment | None:
    while start < end and text[start] in ' *“"':
        start += 1
    if one := _for_whom(text, start, end):
        return one
    past = None
    for begin in _beginnings(text, start, min(end, start + organ.WINDOW)):
        verb = organ.predicate(text, begin, end)
        if verb is None:
            return past
        owners = organ.organs(text, begin, verb.start, strict=begin > start) if verb.start > begin else ()
        if not owners or (organ.stop_of(text, begin, verb.start) < verb.start and "(" not in text[begin : verb.start]):
            continue
        owners = organ.charged(owners)
        if begin > start and owners and organ.is_kinds(owners[0]):
            continue  # «... ngân sách quận, | huyện, thị xã hỗ trợ»
        if begin > start and verb.words == "để":
            continue  # «phản ánh về Bộ X, Bộ Y để xem xét»
        if verb.kind not in ("duty", "modal") and (_DEFINES.search(text, begin, verb.start) or organ.ANYBODY.match(text, begin)):
            return past
        if owners and verb.kind != "say":
            told = _told(text, begin, owners, verb, end)
            if told is None or told.duty != "past":
                return told
            past = past or told  # «cho biết, năm qua đơn vị đã ..., thời gian tới đơn vị sẽ ...»
    return past


def _told(text: str, begin: int, owners: tuple[str, ...], verb: organ.Predicate, end: int) -> Assignment | None:
    """What the verb after the subject makes of it."""
    if verb.kind in ("may", "given"):
        strong = _STRONG.search(text, verb.end, _clause_end(text, verb.end, end))
        if strong or verb.kind == "may":
            return Assignment(owners, duty="duty", verb_at=strong.start()) if strong else None
    kind, at = verb.kind, verb.start
    if kind == "given":
        verb = organ.predicate(text, verb.end + 12, end) or verb
        owners, kind, at = organ.organs(text, begin, verb.start), verb.kind, verb.start
    if verb.words in _DIRECTING and (below := _directed(text, verb.end, end)):
        return Assignment(below, duty="request", verb_at=at)
    linked = kind == "link"
    if verb.words in _NOT and (strong := _STRONG.search(text, verb.end, _clause_end(text, verb.end, end))):
        return Assignment(owners, duty="modal", verb_at=strong.start())  # «Những cơ sở chưa thực hiện ... cần ...»
    while kind == "link" or (linked and kind in ("given", "may")):
        after = organ.predicate(text, verb.end, end)
        if after is None:
            return None
        verb, kind, at = after, after.kind, after.start
    if kind in ("link", "say", "given", "may") or _CHAIR.match(text, at, end):
        return None
    return Assignment(owners, duty=kind if kind in ("duty", "modal", "past") else "verb", verb_at=at)


def _for_whom(text: str, start: int, end: int) -> Assignment | None:
    """«(Đối với) các sở đã thuê kho lưu trữ có trách nhiệm ...»: the past says who they are, the duty what they have to do."""
    lead = _ANY_OF.match(text, start, end)
    verb = organ.predicate(text, lead.start("who") - 1, end) if lead else None
    if lead is None or verb is None or verb.kind not in ("past", "duty", "modal"):
        return None
    owners = organ.charged(organ.organs(text, lead.start("who"), verb.start))
    duty = _STRONG.search(text, verb.end, _clause_end(text, verb.end, end)) if verb.kind == "past" else None
    at = duty.start() if duty else None if verb.kind == "past" else verb.start
    if at is None or not any(map(organ.is_authority, owners)) or ("," in text[start : verb.start] and not duty):
        return None
    return Assignment(owners, duty="duty", verb_at=at)


def _directed(text: str, start: int, end: int) -> tuple[str, ...]:
    """«Giám đốc Sở X chỉ đạo Trung tâm Y»: those below, where nothing but their names follows."""
    while end > start and text[end - 1] in " :.;":
        end -= 1
    if end - start > organ.WINDOW or organ.predicate(text, start, end) or organ.stop_of(text, start, end) < end:
        return ()
    return organ.charged(organ.organs(text, start + 1, end))


def _clause_end(text: str, start: int, end: int) -> int:
    at = text.find(";", start, end)
    return end if at == -1 else at


def _beginnings(text: str, start: int, stop: int) -> Iterator[int]:
    """Where the subject may begin: the sentence, or after a comma or colon («Năm 2024, Sở X ...»)."""
    yield start
    when = _WHEN.match(text, start, stop)
    if when and when.end() > start:
        yield when.end()
    said = _SAID.search(text, start, stop)
    if not (said or _FRONTED.match(text, start, stop)):
        if label := _TITLE.match(text, start, stop):
            yield from _beginnings(text, label.end(), stop) if _BY_WHEN.match(text, label.end()) else (label.end(),)
        return
    condition = _CONDITION.match(text, start, stop)
    for gap in itertools.islice(_GAP.finditer(text, said.end() if said else start, stop), _MOST_GAPS):
        if not said and not condition and _verbs().match(text, gap.end(), stop):
            return  # «Trên cơ sở ..., chủ trì phối hợp với A, B»: the deed has begun, and what follows is no subject
        yield gap.end()


_BY_WHEN = re.compile(r"(?:chậm nhất|trước ngày|sau|định kỳ|h[àằ]ng|mỗi)\s", re.IGNORECASE)
# "Về giống: ", "Kinh phí: ": a short title before the subject
_TITLE = re.compile(r"[^.:;,]{2,60}:\s+")


@cache
def _verbs() -> re.Pattern[str]:
    verbs = [words for words, kind in knowledge.predicates().items() if kind == "duty"] + [
        verb for verb in knowledge.openers() if verb not in ("tổ chức", "cấp", "thu", "chi", "cho", "phòng", "trực tiếp")
    ]
    return re.compile(rf"(?!trình độ)(?:{knowledge.alternatives(verbs)})(?!\w)", re.IGNORECASE)


# "Bộ Tài chính: ", "Sở Y tế, Sở Tài chính: "
_NAME_LABEL = re.compile(r"(?P<name>[^.:;]{3,160}?)\s?:\s+(?=\S)")
# "theo chức năng, nhiệm vụ của mình có trách nhiệm ...": after a name and a colon
_OWN_FIELD = re.compile(
    r"(?:theo|căn cứ|trên cơ sở|trong phạm vi|tùy theo|tuỳ theo)\s[^.:]{4,160}?[\s,]"
    r"(?:có trách nhiệm|chịu trách nhiệm|chủ trì|phối hợp|chủ động|tổ chức)\s",
    re.IGNORECASE,
)


def _label_of_name(text: str, start: int, end: int) -> Assignment | None:
    """«Bộ Tài chính: hướng dẫn cơ chế ...»: a name as the title of what it is to do."""
    label = _NAME_LABEL.match(text, start, end)
    if not label or not (_verbs().match(text, label.end(), end) or _OWN_FIELD.match(text, label.end(), end)):
        return None
    stop = label.end("name")
    if not organ.is_organ(label["name"]) or organ.predicate(text, start, stop) or organ.stop_of(text, start, stop) < stop:
        return None
    named = organ.organs(text, start, stop)
    helpers = tuple(name for name in partners(text, label.end(), end) if name not in named)
    return Assignment(named, helpers, "label", verb_at=label.end()) if named else None


_LONGEST_LABEL = 400
# "Cơ quan thẩm định: ", "Cơ quan tổ chức lập quy hoạch: ", "Đơn vị lập dự toán: "
_ROLE = re.compile(
    r"(?:cơ quan|đơn vị|cấp|người)\s(?!(?:nhận|báo cáo|gửi|tính|phối hợp)\b)"
    r"(?=(?:tổ chức|lập|thẩm|phê|quản|trình|chủ|thực|xây|giám|kiểm|theo|hướng|điều|triển)\b)[^.:;,]{4,60}:\s+(?=\S)",
    re.IGNORECASE,
)


def _role_of_name(text: str, start: int, end: int) -> Assignment | None:
    """«Cơ quan thẩm định: Bộ Xây dựng;»: a role, and nothing but who has it."""
    label = _ROLE.match(text, start, end)
    if not label or not organ.is_organ(text[label.end() : end]) or organ.predicate(text, label.end() - 1, end):
        return None
    named = organ.charged(organ.organs(text, label.end(), end))
    return Assignment(named, duty="role") if named else None


def _labelled(text: str, start: int, end: int) -> Assignment | None:
    if text.find(":", start, min(end, start + _LONGEST_LABEL)) == -1:
        return None
    label = _LABEL.match(text, start, end)
    if not label:
        return _role_of_name(text, start, end) or _label_of_name(text, start, end)
    named = organ.organs(text, label.end(), end)
    if label["role"].lower() == "phối hợp":
        return Assignment(partners=named, duty="label") if named else None
    return Assignment(named, duty="label") if named else None
