"""Citations with a full number: «Nghị quyết số 02-NQ/TW, ngày 12/6/2021 của Bộ Chính trị»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import dates, symbol, text
from corpus.dates import DateFound
from corpus.symbol import Symbol
from ingest.extract.citations import patterns
from ingest.extract.citations.value import Mention

LOOK_BACK = 120
"""Characters before a number in which its type stands."""

_SHARED = re.compile(r"[\s,;]*(?:(?:và|hoặc|cùng)\s+)?(?:số\s*:?\s*)?", re.IGNORECASE)
"""Between two numbers that share a type: «Công văn số 4830/KTTH ngày 24/9/1997, số 1440/CP-KTTH»."""


@dataclass(frozen=True, slots=True)
class _Tail:
    end: int
    issued: str | None
    issuer: str | None


def numbered(source: str, found: Sequence[Symbol]) -> Iterator[Mention]:
    """One mention a number, in order; a number without a type of its own takes that of the number right before it."""
    days = {day.span.start: day for day in dates.find(source)}
    last: Mention | None = None
    for number in found:
        mention = _mention(source, number, days, last)
        if mention is not None:
            yield mention
            last = mention


def _mention(source: str, number: Symbol, days: dict[int, DateFound], last: Mention | None) -> Mention | None:
    if number.span is None or not number.number:
        return None
    start, kind, organ, sure = _head(source, number, last)
    tail = _tail(source, number.span.end, days)
    return Mention(
        start,
        tail.end,
        "full",
        type=kind,
        symbol=number.canonical,
        issued=tail.issued,
        issuer=tail.issuer or organ,
        confidence=sure * (0.8 if number.repaired else 1.0),
    )


def _head(source: str, number: Symbol, last: Mention | None) -> tuple[int, str | None, str | None, float]:
    """Start of the mention, its type, an organ said before the number, and how sure that is a citation."""
    assert number.span is not None
    at = number.span.start
    window = source[max(0, at - LOOK_BACK) : at]
    found = patterns.head_before().search(window)
    if found is not None:
        organ = (found.group("organ") or "").strip().removeprefix("của").strip() or None
        return at - len(window) + found.start(), named_type(found.group("type")), organ, 0.98
    word = patterns.NUMBER_WORD.search(window)
    start = at - len(window) + word.start() if word else at
    if last is not None and 0 <= start - last.end <= 40 and _SHARED.fullmatch(source, last.end, start):
        return start, last.type, None, 0.95
    law = _law_before(window)
    if law is not None:
        return at - len(window) + law, "Bộ luật" if window[law : law + 2] == "Bộ" else "Luật", None, 0.98
    return start, symbol.type_of(number), None, 0.9 if word else 0.85


def _law_before(window: str) -> int | None:
    """Where «Luật Công đoàn số » begins, when nothing but the name of a law stands between."""
    openers = list(re.finditer(r"(?<!\w)(?:Bộ luật|Luật|Pháp lệnh)(?!\w)", window))
    if openers and not re.search(r"[;.()\n“”\"]|\d{4}", window[openers[-1].end() :].strip()):
        return openers[-1].start()
    return None


def _tail(source: str, end: int, days: dict[int, DateFound]) -> _Tail:
    issued, issuer = None, None
    end, issued = _date(source, end, days)
    match = patterns.ISSUER.match(source, end)
    if match is not None:
        issuer, end = " ".join(match.group("issuer").split()).rstrip(".,"), match.start("issuer") + len(match.group("issuer").rstrip(" .,"))
        if issued is None:
            end, issued = _date(source, end, days)
    return _Tail(end, issued, issuer)


def _date(source: str, end: int, days: dict[int, DateFound]) -> tuple[int, str | None]:
    gap = patterns.DATE_GAP.match(source, end)
    for start in (gap.end() if gap else end, end):
        day = days.get(start)
        if day is not None:
            return day.span.end, day.value if len(day.value) > 4 else None
    before = next((days[at] for at in range(end, (gap.end() if gap else end) + 1) if at in days), None)
    return (before.span.end, before.value) if before is not None and len(before.value) > 4 else (end, None)


def named_type(raw: str) -> str:
    """The lexicon's spelling of a type as written: «nghị  quyết» -> "Nghị quyết"."""
    key = text.mark_key(" ".join(raw.split()))
    return next((name for name in patterns.type_names() if text.mark_key(name) == key), raw)


def with_shared_dates(mentions: Sequence[Mention], source: str) -> list[Mention]:
    """«Quyết định số 1013/QĐ-TLĐ và Quyết định số 1014/QĐ-TLĐ ngày 19/8/2011»: one date and issuer for both."""
    out = list(mentions)
    for i in range(len(out) - 2, -1, -1):
        here, following = out[i], out[i + 1]
        joined = source[here.end : following.start].strip().lower() in {"và", ","}
        if joined and here.issued is None and here.issuer is None and here.type == following.type:
            out[i] = replace(here, issued=following.issued, issuer=following.issuer)
    return out
