"""Contradictions that a document carries in itself: a congress term that its date refutes, one number with two dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus import symbol
from corpus.document import Citation
from corpus.relations.keys import same_series, term_of
from corpus.relations.organs import organ_key
from corpus.relations.resolve import day
from corpus.relations.value import Conflict

REACH = 60  # characters after a citation in which its term stands
# «của Bộ Chính trị (khóa XII)», «, khoá XIII»
_TERM = re.compile(r"[\s,(]*(?:kh[oó][aá])\s+(?P<term>[IVX]+)\b", re.IGNORECASE)
_IN_NAME = re.compile(r"\bkh[oó][aá]\s+(?P<term>[IVX]+)\b", re.IGNORECASE)
_PARTY = re.compile(r"\b(?:bo chinh tri|ban bi thu|trung uong)\b")
_UNION = re.compile(r"\b(?:tong lien doan|cong doan viet nam)\b")
WRONG_TERM = "{name}: ghi khóa {cited} nhưng ngày {date} thuộc khóa {right}; hãy đối chiếu bản gốc."
TWO_DATES = "{name}: được dẫn với các ngày khác nhau ({days}); hãy đối chiếu bản gốc."


def term_conflict(text: str, citation: Citation) -> Conflict | None:
    """The term said right after a citation, where the citation's own date lies in another one."""
    organ = _organ(citation)
    said = _IN_NAME.search(citation.text) or _TERM.match(text, citation.span.end, citation.span.end + REACH)
    right = term_of(organ, citation.issued or "", margin=3) if organ and said else None
    if said is None or right is None or said["term"].upper() == right:
        return None
    name, cited = citation.symbol or citation.text, said["term"].upper()
    message = WRONG_TERM.format(name=name, cited=cited, date=day(citation.issued or ""), right=right)
    return Conflict("term", cited, right, message)


def contradictions(text: str, citations: Sequence[Citation]) -> tuple[str, ...]:
    """What the citations of one document contradict each other or the calendar in, as sentences for people."""
    terms = (found.message for citation in citations if (found := term_conflict(text, citation)))
    return tuple(dict.fromkeys([*terms, *_dates(citations)]))


def _dates(citations: Sequence[Citation]) -> list[str]:
    """One number of one series, cited with two full dates."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for citation in citations:
        if citation.symbol and citation.form == "full" and citation.issued and len(citation.issued) == len("2021-06-12"):
            said[symbol.identity(citation.symbol), citation.type or ""].append(citation.issued)
    names = {symbol.identity(citation.symbol): citation.symbol for citation in reversed(citations) if citation.symbol}
    return [
        TWO_DATES.format(name=names[number], days=", ".join(day(one) for one in sorted(set(days))))
        for (number, _), days in said.items()
        if number and len(set(days)) > 1 and same_series(names[number], min(days), max(days))
    ]


def _organ(citation: Citation) -> str:
    """Whose congresses count the terms: the Party's, the unions', or nobody's that we know ("")."""
    key = organ_key(citation.issuer or "")
    if _UNION.search(key) or (citation.symbol or "").endswith("TLĐ"):
        return "Công đoàn"
    return "Đảng" if _PARTY.search(key) or (citation.symbol or "").endswith("/TW") else ""
