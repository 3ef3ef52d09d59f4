"""What a document says of its own validity: from which day it is in force, until when, for which part, with the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from corpus import dates
from corpus.document import Document, Span
from corpus.relations.sentences import sentence
from corpus.relations.value import Effect

STARTS, ENDS = "có hiệu lực", "hết hiệu lực"
_EFFECT = re.compile(r"(?P<word>có|hết)\s+hiệu\s+lực(?:\s+thi\s+hành)?(?=(?P<rest>[^;\n]{0,160}))", re.IGNORECASE)
_TYPES = (
    r"quyết định|nghị quyết|nghị định|thông tư(?: liên tịch)?|luật|bộ luật|pháp lệnh|quy định|quy chế|hướng dẫn|kế hoạch|chỉ thị|"
    r"chương trình|kết luận|thông tri|văn bản|thông báo|điều lệ|lệnh"
)
_THIS = re.compile(rf"\b(?:{_TYPES})\s+này\b", re.IGNORECASE)
# «Quyết định có hiệu lực kể từ ngày ký»: without "này", right at the start of the sentence
_BARE = re.compile(rf"[\s“\"]*(?:Điều\s+\d+\.?\s*|\d+\.\s*)?(?:{_TYPES})\s*$", re.IGNORECASE)
# «Điều 5, khoản 2 Điều 7 của Luật này»
_CLAUSE = re.compile(
    r"(?P<clause>(?:(?:điểm\s+\w+|khoản\s+\d+|điều\s+\d+\w?|chương\s+[IVX]+)[\s,]*(?:và\s+|của\s+)?)+)(?:tại\s+|của\s+)?$", re.IGNORECASE
)
_SIGNED = re.compile(r"^\s*,?\s*(?:kể\s+)?từ\s+ngày\s+(?:ký|ban\s+hành)", re.IGNORECASE)
_AFTER = re.compile(
    r"^\s*,?\s*sau\s+(?P<days>\d{1,3})\s*(?:\([^)]{1,40}\)\s*)?ngày\s*,?\s*(?:kể\s+)?từ\s+ngày\s+(?:ký|ban\s+hành)", re.IGNORECASE
)
_FROM = re.compile(r"^\s*,?\s*(?:(?:kể\s+)?từ|vào)\s+(?=ngày)", re.IGNORECASE)
_UNTIL = re.compile(r"(?:đến\s+hết|cho\s+đến\s+hết|đến)\s+(?=ngày\s)", re.IGNORECASE)
_NEAR = 4  # characters between «từ» and the date that follows


def effects(document: Document) -> tuple[Effect, ...]:
    """Every statement of the document on its own validity, in order; never what it says of other documents."""
    return tuple(dict.fromkeys(_effects(document)))


def _effects(document: Document) -> Iterator[Effect]:
    text = document.text.text
    for match in _EFFECT.finditer(text):
        if any(span.start <= match.start() < span.end for span in document.furniture):
            continue
        around = sentence(text, Span(match.start(), match.end("word")))
        before = text[around.start : match.start()]
        if before.count("“") > before.count("”") or not _of_itself(document, before, match):
            continue
        yield from _stated(document, match, _clause(before), around)


def _of_itself(document: Document, before: str, match: re.Match[str]) -> bool:
    """«Quyết định này có hiệu lực»; not «Quyết định số 5 hết hiệu lực kể từ ngày Quyết định này có hiệu lực»."""
    this = list(_THIS.finditer(before))
    if this:
        between = before[this[-1].end() :]
        return len(between) <= 40 and "ngày" not in before[: this[-1].start()][-12:] and not re.search(r"\b(?:thay thế|bãi bỏ)\b", between)
    return document.header.type is not None and _BARE.fullmatch(before) is not None


def _clause(before: str) -> str:
    this = list(_THIS.finditer(before))
    found = _CLAUSE.search(before[: this[-1].start()]) if this else None
    words = " ".join(found["clause"].split()).strip(" ,") if found else ""
    return re.sub(r"\s+(?:của|và)$", "", words)


def _stated(document: Document, match: re.Match[str], clause: str, around: Span) -> Iterator[Effect]:
    rest, issued = match["rest"], document.header.issued.value if document.header.issued else ""
    kind = STARTS if match["word"].lower() == "có" else ENDS
    until = _UNTIL.search(rest)
    if kind == STARTS and until and (last := _date_at(rest, until.end())):
        yield Effect(ENDS, _next_day(last), clause, around)
        if until.start() < _NEAR:
            return  # «có hiệu lực đến hết ngày …» does not say from when
    yield Effect(kind, _start(rest, issued), clause, around)


def _start(rest: str, issued: str) -> str:
    """The day, ISO; "" where it is not said or not computable («sau 45 ngày kể từ ngày đăng Công báo»)."""
    if _SIGNED.match(rest):
        return issued if len(issued) == len("2021-06-12") else ""
    if (after := _AFTER.match(rest)) and len(issued) == len("2021-06-12"):
        return (date.fromisoformat(issued) + timedelta(days=int(after["days"]))).isoformat()
    begins = _FROM.match(rest)
    return _date_at(rest, begins.end()) if begins else ""


def _date_at(words: str, start: int) -> str:
    """The full date that begins here."""
    found = next((one for one in dates.find(words) if one.span.start >= start), None)
    good = found is not None and found.span.start - start <= len("ngày ") + _NEAR and len(found.value) == len("2021-06-12")
    return found.value if found is not None and good else ""


def _next_day(iso: str) -> str:
    return (date.fromisoformat(iso) + timedelta(days=1)).isoformat()
