"""Citations with a full number: «Nghị quyết số 02-NQ/TW, ngày 12/6/2021 của Bộ Chính trị»."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus import symbol, text
from corpus.dates import DateFound
from corpus.symbol import Symbol
from ingest.extract.citations import patterns
from ingest.extract.citations.dated import date_after
from ingest.extract.citations.value import Mention

LOOK_BACK = 120
"""Characters before a number in which its type stands."""

_SHARED = re.compile(r"[\s,;]*(?:(?:và|hoặc|cùng)\s+)?(?:số\s*:?\s*)?", re.IGNORECASE)
"""Between two numbers that share a type: «Công văn số 4830/KTTH ngày 24/9/1997, số 1440/CP-KTTH»."""

_LAW_TO_NUMBER = re.compile(
    r"\s*(?:\(?sửa đổi(?:,\s*bổ sung)?\)?|năm\s*\d{4})?(?:\s*Việt Nam)?\s*,?\s*(?:năm\s*\d{4}\s*,?\s*)?(?:luật\s+)?(?:số)?\s*:?\s*",
    re.IGNORECASE,
)
"""Between the name of a law and its number: «Luật Đầu tư trong nước | (sửa đổi) số | 03/1998/QH10»."""

_LAW_TYPES = frozenset({"luat", "bo luat", "phap lenh"})
_LAW_WORD = re.compile(r"(?<!\w)(?:Bộ luật|Luật|Pháp lệnh)(?!\w)")
_NO_NAME = re.compile(r"[;.()\n“”\"]|\d{4}")
_TYPE_WORD = re.compile(r"(?<!\w)(?:Luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Kế hoạch|số)(?!\w)")
_BARE = re.compile(r"(?:số\s*:?\s*)?\d", re.IGNORECASE)
_LONE = re.compile(r"[\s_=*.\-–—]*")
"""What may stand beside a number that is a line of its own: rules, dashes."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of the text before the numbers are looked at: its dates by offset, and the laws cited by name."""

    source: str
    days: Mapping[int, DateFound]
    laws: Sequence[Mention]

    def law_before(self, at: int) -> Mention | None:
        """The law whose name ends right before the number at `at`."""
        index = bisect_right(self.laws, at, key=lambda law: law.name_end) - 1
        law = self.laws[index] if index >= 0 else None
        return law if law and at - law.name_end <= 60 and _LAW_TO_NUMBER.fullmatch(self.source, law.name_end, at) else None


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a mention begins, its type, an organ said before the number, how sure, and the law it names."""

    start: int
    type: str | None
    organ: str | None = None
    sure: float = 0.98
    law: Mention | None = None


def numbered(page: Page, found: Sequence[Symbol]) -> Iterator[Mention]:
    """One mention a number, in order; a number without a type of its own takes that of the number right before it."""
    last: Mention | None = None
    for number in found:
        mention = _mention(page, number, last)
        if mention is not None:
            yield mention
            last = mention


def _mention(page: Page, number: Symbol, last: Mention | None) -> Mention | None:
    if number.span is None or not number.number:
        return None
    head = _head(page, number, last)
    end, issued, issuer = _tail(page, number.span.end)
    return Mention(
        head.start,
        end,
        "full",
        type=head.type,
        symbol=number.canonical,
        issued=issued,
        issuer=issuer or head.organ,
        confidence=head.sure * (0.8 if number.repaired else 1.0),
        name=head.law.name if head.law else "",
        name_end=head.law.name_end if head.law else 0,
    )


def _head(page: Page, number: Symbol, last: Mention | None) -> _Head:
    assert number.span is not None
    at = number.span.start
    law = page.law_before(at)
    if law is not None:
        return _Head(law.start, law.type, law=law)
    window = page.source[max(0, at - LOOK_BACK) : at]
    found = patterns.head_before().search(window)
    if found is not None and not _small_law(found):
        return _Head(at - len(window) + found.start(), named_type(found.group("type")))
    word = patterns.NUMBER_WORD.search(window)
    start = at - len(window) + word.start() if word else at
    if last is not None and 0 <= start - last.end <= 40 and _SHARED.fullmatch(page.source, last.end, start):
        return _Head(start, last.type, sure=0.95)
    through = patterns.head_with_organ().search(window)
    if through is not None and not _TYPE_WORD.search(through.group("organ")):
        return _Head(at - len(window) + through.start(), named_type(through.group("type")), through.group("organ").strip())
    unknown = _law_before(window)
    if unknown is not None:
        return _Head(at - len(window) + unknown, "Bộ luật" if window[unknown : unknown + 2] == "Bộ" else "Luật")
    return _Head(start, symbol.type_of(number), sure=0.9 if word else 0.85)


def _small_law(found: re.Match[str]) -> bool:
    """«… văn bản quy phạm pháp luật số»: the end of a law's name, no type."""
    kind = found.group("type")
    return kind[0].islower() and text.fold(kind) in _LAW_TYPES


def _law_before(window: str) -> int | None:
    """Where an unknown «Luật … số » begins, when nothing but the name of a law stands between."""
    openers = list(_LAW_WORD.finditer(window))
    if openers and not _NO_NAME.search(window[openers[-1].end() :].strip()):
        return openers[-1].start()
    return None


def _tail(page: Page, end: int) -> tuple[int, str | None, str | None]:
    """Where a mention ends, its date, its issuer."""
    issuer = None
    end, issued = date_after(page.source, end, page.days)
    match = patterns.ISSUER.match(page.source, end)
    if match is not None:
        issuer, end = " ".join(match.group("issuer").split()).rstrip(".,"), match.start("issuer") + len(match.group("issuer").rstrip(" .,"))
        if issued is None:
            end, issued = date_after(page.source, end, page.days)
    return end, issued, issuer


def named_type(raw: str) -> str:
    """The lexicon's spelling of a type as written: «nghị  quyết» -> "Nghị quyết"."""
    return _types_by_key().get(text.mark_key(" ".join(raw.split())), raw)


@cache
def _types_by_key() -> dict[str, str]:
    return {text.mark_key(name): name for name in reversed(patterns.type_names())}


def with_shared_dates(mentions: Sequence[Mention], source: str) -> list[Mention]:
    """«Quyết định số 1013/QĐ-TLĐ và Quyết định số 1014/QĐ-TLĐ ngày 19/8/2011»: one date and issuer for both."""
    out = list(mentions)
    for i in range(len(out) - 2, -1, -1):
        here, following = out[i], out[i + 1]
        joined = source[here.end : following.start].strip().lower() in {"và", ","}
        if joined and here.issued is None and here.issuer is None and here.type == following.type:
            out[i] = replace(here, issued=following.issued, issuer=following.issuer)
    return out


def alone_on_its_line(source: str, mention: Mention) -> bool:
    """A number without a type that is a line of its own, rules and dashes aside: a header, not a citation."""
    if not _BARE.match(source, mention.start):
        return False
    floor, roof = max(0, mention.start - LOOK_BACK), min(len(source), mention.end + LOOK_BACK)
    start = source.rfind("\n", floor, mention.start) + 1 or floor
    end = source.find("\n", mention.end, roof)
    end = roof if end < 0 else end
    return bool(_LONE.fullmatch(source, start, mention.start) and _LONE.fullmatch(source, mention.end, end))
