"""What a document as a whole says of each document it cites: number, date, issuer, and what it does with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.document import Citation, Document, Span
from corpus.relations.acts import CHANGES, act, leads, opens_line
from corpus.relations.keys import LAWS, central, citation_key, law_name
from corpus.relations.organs import own_place
from corpus.relations.sentences import sentence
from corpus.relations.value import KINDS, MENTION, Reference

# between two numbers that share a verb: «thay thế Quyết định số 1013/QĐ-TLĐ và | Quyết định số 1014/QĐ-TLĐ»
_AND = re.compile(r"\s*(?:,|;|và|,\s*và|;\s*và)\s*(?:các\s+)?", re.IGNORECASE)
_SHARED = frozenset(KINDS) - {"căn cứ", MENTION}


def references(document: Document) -> tuple[Reference, ...]:
    """One for each citation, in order."""
    listed = _listed(document)
    kinds = _kinds(document, listed)
    found = [_reference(document, ordinal, kind, listed=ordinal in listed) for ordinal, kind in enumerate(kinds)]
    return tuple(_completed(_laws_by_number(found), _issuer(document)))


def _reference(document: Document, ordinal: int, kind: str, *, listed: bool) -> Reference:
    citation = document.citations[ordinal]
    evidence = sentence(document.text.text, citation.span)
    own = act(document, citation, evidence, kind, listed=listed)
    issuer = citation.issuer or ""
    return Reference(
        ordinal=ordinal,
        citation=citation,
        key=citation_key(citation),
        issued=citation.issued or "",
        issuer=issuer,
        type=citation.type or "",
        place="" if central(citation.symbol or "") else own_place(issuer, _issuer(document)),
        kind=own or (MENTION if kind in CHANGES else kind),
        own_act=bool(own),
        evidence=evidence,
    )


def _issuer(document: Document) -> str:
    return document.header.issuer.value if document.header.issuer else ""


def _listed(document: Document) -> dict[int, str]:
    """Ordinal of each citation that is an item under a lead-in («bãi bỏ các văn bản sau: a) …») -> the kind it announces."""
    governed = leads(document.text)
    if not governed:
        return {}
    found: dict[int, str] = {}
    for ordinal, citation in enumerate(document.citations):
        kind = governed.get(document.text.text.rfind("\n", 0, citation.span.start) + 1)
        if kind and opens_line(document.text, citation):
            found[ordinal] = kind
    return found


def _kinds(document: Document, listed: dict[int, str]) -> list[str]:
    """The relation of each citation; what a list shares («thay thế A và B») goes to all of it."""
    text = document.text.text
    kinds: list[str] = []
    for at, citation in enumerate(document.citations):
        kind = listed.get(at) or citation.relation
        if kind is None and at and kinds[-1] in _SHARED and _joined(text, document.citations[at - 1], citation):
            kind = kinds[-1]
        kinds.append(kind or MENTION)
    return kinds


def _joined(text: str, before: Citation, after: Citation) -> bool:
    return after.span.start - before.span.end <= 12 and _AND.fullmatch(text, before.span.end, after.span.start) is not None


def _laws_by_number(found: Sequence[Reference]) -> Iterable[Reference]:
    """A law by name takes the number that the same document gives for that name, if it gives just one."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.type in LAWS and one.citation.symbol and (name := law_name(one.citation.text)):
            numbers[name].add(one.key)
    for one in found:
        known = numbers.get(one.key[2:], set()) if one.key.startswith("l:") else set()
        same_year = {key for key in known if not one.issued or f"|{one.issued[:4]}|" in key}
        yield replace(one, key=next(iter(same_year)), issued="") if len(same_year) == 1 else one


def _completed(found: Iterable[Reference], source: str) -> Iterable[Reference]:
    """A number cited again without its date or issuer has those of its other citations, if these agree."""
    all_ = list(found)
    days, issuers, places = (_only(all_, name) for name in ("issued", "issuer", "place"))
    for one in all_:
        issuer = one.issuer or issuers.get(one.key, "")
        here = one.place if one.issuer or central(one.citation.symbol or "") else own_place(issuer, source)
        issued = one.issued or days.get(one.key, "")
        yield replace(one, issued=issued, issuer=issuer, place=here or places.get(one.key, ""))


def _only(found: Sequence[Reference], name: str) -> dict[str, str]:
    said: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.key and getattr(one, name):
            said[one.key].add(getattr(one, name))
    return {key: next(iter(values)) for key, values in said.items() if len(values) == 1}


def about(text: str, span: Span) -> str:
    """The words right after a citation, where its title stands («về “Đổi mới tổ chức …”»)."""
    return text[span.end : span.end + 200]
