"""Who is to do it: the owners and partners that the words of a line name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.directives import organ

# Ends of sentences and clauses: ". ", "; "; not "TP. Hồ Chí Minh", "đ/c. "
_SENTENCE = re.compile(r"(?<![A-ZĐ]P)(?<!\b[A-ZĐ])(?<!v\.v)[.!?…](?:\s+|$)")
# "Giao Sở X ...", "đề nghị các đơn vị ...", "yêu cầu Giám đốc ...", "phân công đồng chí", "Chỉ đạo Công đoàn cơ sở ..."
_REQUEST = re.compile(
    r"(?<![\w])(?P<verb>(?:[Gg]iao(?:\s+(?:nhiệm vụ|trách nhiệm))?(?:\s+cho)?|[Đđ]ề nghị|[Yy]êu cầu|[Pp]hân công|[Uu](?:ỷ|ỷ|ỷ)\s*quyền(?:\s+cho)?|[ỦủỦ]y quyền(?:\s+cho)?|"
    r"[Cc]hỉ đạo|[Kk]êu gọi|[Đđ]ôn đốc|[Tt]rân trọng đề nghị|[Nn]hắc nhở))\s+(?=\S)"
)
_NOT_REQUEST = re.compile(r"(?:theo|được|đáp ứng|các|những|văn bản|hồ sơ|đơn|mục tiêu|sự|có)\s*$", re.IGNORECASE)
# "phối hợp với ...", "phối hợp chặt chẽ với", "cùng với", "phối hợp cùng", "kết hợp với"
_PARTNER = re.compile(r"\b(?:phối hợp|kết hợp)(?:\s+(?:chặt chẽ|tốt|có hiệu quả|hiệu quả|thường xuyên))?\s+(?:với|cùng(?:\s+với)?)\s+|\bcùng với\s+", re.IGNORECASE)
# "Cơ quan chủ trì: Sở Tư pháp.", "Đơn vị phối hợp: ..."
_SAID = re.compile(r"\b(?:cho biết|nhấn mạnh|đề nghị|khẳng định|bày tỏ mong muốn)\b")
_GAP = re.compile(r"[,:;]\s+")
_MOST_GAPS = 8
_LABEL = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận|người|các đơn vị|cơ quan, đơn vị)?\s*(?P<role>chủ trì|chịu trách nhiệm|thực hiện|phụ trách|đầu mối|phối hợp|được giao)(?:\s+(?:chính|thực hiện|tham mưu|soạn thảo))?\s*:\s*",
    re.IGNORECASE,
)
# "Năm 2024, ", "Trên cơ sở ..., ", "Thực hiện Nghị quyết ..., ", "Thời gian tới, ": what may stand before the subject
_CONNECTIVE = re.compile(
    r"(?:năm|trong|trên cơ sở|căn cứ|thực hiện|để|nhằm|đồng thời|theo|tại|ngoài|về|từ|qua|sau|h[ằà]ng|mỗi|đến|khi|nếu|định kỳ|bên cạnh|cùng|với|đặc biệt|tiếp|thời gian|trước|do|vì|đối với|"
    r"mặt khác|hiện nay|những|trong đó|bước|phần|mục|nội dung)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the words of a line say of who does it.

    Attributes:
        owners, partners: names as written.
        duty: the kind of word that assigns: "request" (giao, đề nghị), "duty" (chủ trì, có trách nhiệm), "modal" (cần, sẽ),
            "verb" (subject and verb), "label", "past" (đã ...), or "".
        verb_at: where the first verb of the deed begins, None where there is none.
        said_at: where the word that asks for it stands.
    """

    owners: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    duty: str = ""
    verb_at: int | None = None
    said_at: int = 0


def assignment(text: str, start: int, end: int) -> Assignment:
    """The owners and partners named in text[start:end], from all its clauses."""
    label = _labelled(text, start, end)
    if label:
        return label
    found = [one for at, stop in sentences(text, start, end) for one in _clauses(text, at, stop)]
    told = [one for one in found if one.duty != "past"]
    best = min(told, key=lambda one: _RANK[one.duty], default=Assignment(duty="past" if found else ""))
    owners = tuple(dict.fromkeys(name for one in told for name in one.owners))
    return Assignment(owners, partners(text, start, end), best.duty, best.verb_at)


_RANK = {"request": 0, "label": 0, "duty": 1, "modal": 2, "verb": 3, "": 4}


def partners(text: str, start: int, end: int) -> tuple[str, ...]:
    """Everyone after "phối hợp với" and the like, up to the next verb."""
    found: list[str] = []
    for match in _PARTNER.finditer(text, start, end):
        verb = organ.predicate(text, match.end() - 1, end)
        stop = verb.start if verb else min(end, match.end() + organ.WINDOW)
        found += organ.organs(text, match.end(), _sentence_end(text, match.end(), stop))
    return tuple(dict.fromkeys(found))


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = _SENTENCE.search(text, start, end)
    return stop.start() if stop else end


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line."""
    at = start
    for stop in _SENTENCE.finditer(text, start, end):
        if stop.start() > at:
            yield at, stop.start()
        at = stop.end()
    if at < end:
        yield at, end


def requested(text: str, start: int, end: int) -> Assignment | None:
    """Who is asked, ordered or charged: «Giao Sở X chủ trì», «đề nghị các đơn vị rà soát»."""
    for match in _REQUEST.finditer(text, start, end):
        if _NOT_REQUEST.search(text, max(start, match.start() - 12), match.start()):
            continue
        verb = organ.predicate(text, match.end() - 1, end)
        stop = verb.start if verb else min(end, match.end() + organ.WINDOW)
        owners = organ.organs(text, match.end(), stop)
        if owners:
            past = re.search(r"\bđã\s(?:\w+\s){0,2}$", text[max(start, match.start() - 20) : match.start()]) is not None
            return Assignment(owners, duty="past" if past else "request", verb_at=verb.start if verb else None, said_at=match.start())
    return None


def _clauses(text: str, start: int, end: int) -> Iterator[Assignment]:
    subjects = list(_subjects(text, start, end))
    request = requested(text, start, end)
    if request and not any(one.verb_at is not None and one.verb_at < request.said_at for one in subjects if one.duty != "past"):
        yield request
        if request.duty == "past":
            yield from subjects
    else:
        yield from subjects


def _subjects(text: str, start: int, end: int) -> Iterator[Assignment]:
    """The subject of the sentence, and of each of its clauses after ";" that has one of its own."""
    first = _subject(text, start, end)
    if first:
        yield first
    at = text.find(";", first.verb_at if first and first.verb_at else start, end)
    while at != -1:
        later = _subject(text, at + 1, end)
        if later and later.verb_at is not None and later.verb_at < _or_end(text.find(";", at + 1, end), end):
            yield later
        at = text.find(";", at + 1, end)


def _or_end(at: int, end: int) -> int:
    return end if at == -1 else at


def _subject(text: str, start: int, end: int) -> Assignment | None:
    while start < end and text[start] in " *“\"":
        start += 1
    for begin in _beginnings(text, start, min(end, start + organ.WINDOW)):
        verb = organ.predicate(text, begin, end)
        if verb is None:
            break
        owners = organ.organs(text, begin, verb.start) if verb.start > begin else ()
        if not owners or _broken(text, begin, verb.start):
            continue
        if verb.kind != "say":
            return _told(text, owners, verb, end)
    return None


def _told(text: str, owners: tuple[str, ...], verb: organ.Predicate, end: int) -> Assignment | None:
    kind, at = verb.kind, verb.start
    while kind == "link" and (after := organ.predicate(text, verb.end, end)):
        verb, kind, at = after, after.kind, after.start
    if kind == "link":
        return None
    if kind == "say":
        return None  # who asks is not who does
    return Assignment(owners, duty={"duty": "duty", "modal": "modal", "past": "past"}.get(kind, "verb"), verb_at=at)


def _beginnings(text: str, start: int, stop: int) -> Iterator[int]:
    """Where the subject may begin: the sentence, or after a comma or colon («Năm 2024, Sở X ...»)."""
    yield start
    if _CONNECTIVE.match(text, start, stop) or _SAID.search(text, start, stop):
        for gap in itertools.islice(_GAP.finditer(text, start, stop), _MOST_GAPS):
            yield gap.end()


def _broken(text: str, start: int, stop: int) -> bool:
    """Whether a colon or bracketed remark stands inside, so that it is no list."""
    return organ._STOP.search(text, start, stop) is not None and "(" not in text[start:stop]


def _labelled(text: str, start: int, end: int) -> Assignment | None:
    label = _LABEL.match(text, start, end)
    if not label:
        return None
    named = organ.organs(text, label.end(), end)
    if label["role"].lower() == "phối hợp":
        return Assignment(partners=named, duty="label") if named else None
    return Assignment(named, duty="label") if named else None
