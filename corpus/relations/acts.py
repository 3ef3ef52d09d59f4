"""Whether a document itself changes another (replaces, repeals, amends …), or only speaks of such a change."""

from __future__ import annotations

import re

from corpus.document import Citation, Document, Span, Text

CHANGES = ("sửa đổi bổ sung", "thay thế", "bãi bỏ", "đính chính", "hợp nhất")
# types that decide; what a plan or a notice says in the infinitive («Sửa đổi Quy chế số …») is work to be done
_ENACTING = frozenset(
    {
        "Quyết định",
        "Nghị quyết",
        "Nghị định",
        "Thông tư",
        "Thông tư liên tịch",
        "Luật",
        "Bộ luật",
        "Pháp lệnh",
        "Quy định",
        "Quy chế",
        "Lệnh",
        "Nghị quyết liên tịch",
    }
)
_TYPES = (
    r"quyết định|nghị quyết|nghị định|thông tư|luật|bộ luật|pháp lệnh|quy định|quy chế|hướng dẫn|kế hoạch|chỉ thị|chương trình|"
    r"kết luận|thông tri|văn bản|công văn|thông báo|điều lệ"
)
# «Quyết định này có hiệu lực … và thay thế», «hết hiệu lực kể từ ngày Thông tư này có hiệu lực»
_THIS = re.compile(rf"\b(?:{_TYPES})(?:\s+liên\s+tịch)?\s+này\b", re.IGNORECASE)
_MARK = r"[\s\-–+*•“\"]*(?:(?:Điều|Khoản)\s+\d+[a-zđ]?\s*[.:]?\s*|\d+(?:\.\d+)*\s*[.)\-/]\s*|[a-zđ]\s*[.)]\s*)?"
_VERB = r"(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ|đính\s+chính|hợp\s+nhất)"
_BEGINS = re.compile(rf"{_MARK}(?:nay\s+)?{_VERB}\b", re.IGNORECASE)
_EFFECT = re.compile(r"(?:có|hết)\s+hiệu\s+lực", re.IGNORECASE)
# what is still to be done, or done by others
_TO_DO = re.compile(
    r"\b(?:tham mưu|đề xuất|đề nghị|kiến nghị|rà soát|nghiên cứu|dự thảo|dự kiến|xem xét|xây dựng|trình|giao|yêu cầu|chỉ đạo|sẽ|cần|"
    r"phải|để|nhằm|việc|đã được|đã bị|trường hợp|nếu|khi)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:được|bị)\s+(?:\w+\s+){0,3}?(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|đính\s+chính|hợp\s+nhất)", re.IGNORECASE)
_LEAD = {
    "bãi bỏ": re.compile(r"(?:bãi\s+bỏ|hết\s+hiệu\s+lực|hủy\s+bỏ|huỷ\s+bỏ)", re.IGNORECASE),
    "thay thế": re.compile(r"thay\s+thế", re.IGNORECASE),
}
_ITEM = re.compile(r"\s*(?:[-–+*•]|\d+(?:\.\d+)*[.)]|[a-zđ][.)])\s*")
_FOLLOWS = re.compile(r"(?:sau(?:\s+đây)?|gồm)\s*:\s*$", re.IGNORECASE)


def act(document: Document, citation: Citation, evidence: Span, kind: str, *, listed: bool = False) -> str:
    """The change that this document itself makes to the cited one, "" for none; `listed`: an item under a lead-in (`leads`)."""
    if kind not in CHANGES or _quoted(document.text.text, citation):
        return ""
    if listed or _in_subject(document, citation):
        return kind
    text = document.text.text
    before, whole = text[evidence.start : citation.span.start], evidence.of(text)
    if _PASSIVE.search(before):
        return ""  # «Nghị định 30 được sửa đổi, bổ sung tại Nghị định 45»
    if _THIS.search(before) and _last_verb_is_ours(before):
        return kind
    if _EFFECT.search(text[citation.span.end : evidence.end]) and _THIS.search(whole):
        return kind  # «Quyết định số X hết hiệu lực kể từ ngày Quyết định này có hiệu lực»
    return kind if _BEGINS.match(before) and _enacting(document, citation) else ""


def leads(text: Text) -> dict[int, str]:
    """Start of each line of a list that a lead-in like «bãi bỏ các văn bản sau đây:» governs -> "bãi bỏ" or "thay thế"."""
    found: dict[int, str] = {}
    if not re.search(r"hết\s+hiệu\s+lực|bãi\s+bỏ|thay\s+thế|h[ủu][yỷ]\s+bỏ", text.text, re.IGNORECASE):
        return found
    lead = ""
    for line in text.lines:
        words = text.line_text(line)
        if _FOLLOWS.search(words[-40:]):
            lead = _verb(words)
        elif lead and _ITEM.match(words):
            found[line.span.start] = lead
        else:
            lead = ""
    return found


def _verb(words: str) -> str:
    """The change a lead-in announces; none where it is work for others."""
    if _TO_DO.search(words):
        return ""
    return next((kind for kind, pattern in _LEAD.items() if pattern.search(words)), "")


def opens_line(text: Text, citation: Citation) -> bool:
    """Whether nothing but a marker stands before the citation in its line."""
    start = text.text.rfind("\n", 0, citation.span.start) + 1
    return not _ITEM.sub("", text.text[start : citation.span.start], count=1).strip()


def _in_subject(document: Document, citation: Citation) -> bool:
    """«Về việc sửa đổi, bổ sung Quyết định số …» as the document's own title."""
    subject = document.header.subject
    return subject is not None and subject.span is not None and subject.span.start <= citation.span.start < subject.span.end


def _last_verb_is_ours(before: str) -> bool:
    """Whether «… này» governs the verb: nothing still to be done stands between them."""
    this = list(_THIS.finditer(before))[-1]
    return not _TO_DO.search(before, this.end())


def _enacting(document: Document, citation: Citation) -> bool:
    """Whether an article of a deciding document says it; the same words in an attached plan are work to be done."""
    kind = document.header.type
    if kind is None or kind.value not in _ENACTING:
        return False
    at = citation.span.start
    around = {section.kind for section in document.sections if section.extent.start <= at < section.extent.end}
    return "điều" in around and not around & {"văn bản kèm theo", "phụ lục"}


def _quoted(text: str, citation: Citation) -> bool:
    """Whether it stands inside quotation marks that open in its line: the words of another document."""
    start = text.rfind("\n", 0, citation.span.start) + 1
    before = text[max(start, citation.span.start - 2000) : citation.span.start]
    return before.count("“") > before.count("”")
