"""Short citations, «Nghị quyết số 02», and the full number the same document defines for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus import symbol
from ingest.extract.citations import patterns
from ingest.extract.citations.numbered import named_type
from ingest.extract.citations.value import Mention


def shorts(source: str) -> Iterator[Mention]:
    """Type and bare number; without «số» only where the type is capitalised («Kế hoạch 35»)."""
    for match in patterns.short().finditer(source):
        if not _credible(source, match):
            continue
        issuer = patterns.ISSUER.match(source, match.end())
        end = issuer.start("issuer") + len(issuer.group("issuer").rstrip(" .,")) if issuer else match.end()
        yield Mention(
            match.start(),
            end,
            "short",
            type=named_type(match.group("type")),
            number=match.group("said") or match.group("bare"),
            issuer=" ".join(issuer.group("issuer").split()).rstrip(" .,") if issuer else None,
            confidence=0.9 if match.group("word") else 0.85,
        )


def _credible(source: str, match: re.Match[str]) -> bool:
    """Not a form («Mẫu quyết định số 18»); without «số» only a capitalised type that is no heading in capitals («ĐỀ ÁN 1»)."""
    if patterns.FORM_BEFORE.search(source, max(0, match.start() - 30), match.start()):
        return False
    kind = match.group("type")
    return bool(match.group("word")) or (kind[0].isupper() and not kind.isupper())


def resolved(mentions: Sequence[Mention], own: str | None) -> list[Mention]:
    """Short citations with the number that exactly one full citation of the document gives for their type and number."""
    if not any(mention.form == "short" for mention in mentions):
        return list(mentions)
    known = _known(mentions, own)
    return [_resolve(m, known) if m.form == "short" else m for m in mentions]


def _known(mentions: Sequence[Mention], own: str | None) -> dict[tuple[str, str], dict[str, Mention | None]]:
    """(type, bare number) -> canonical number -> the citation that gives it; the document's own number too."""
    known: dict[tuple[str, str], dict[str, Mention | None]] = {}
    for mention in mentions:
        if mention.symbol and mention.type:
            known.setdefault((mention.type, _bare(mention.symbol)), {}).setdefault(mention.symbol, mention)
    parsed = symbol.parse(own) if own else None
    if parsed is not None and own is not None:
        known.setdefault((symbol.type_of(parsed) or "", parsed.number.lstrip("0")), {}).setdefault(own, None)
    return known


def _resolve(mention: Mention, known: dict[tuple[str, str], dict[str, Mention | None]]) -> Mention:
    found = known.get((mention.type or "", mention.number.lstrip("0")), {})
    if len(found) != 1:
        return mention
    ((number, source),) = found.items()
    issued = source.issued if source else None
    issuer = mention.issuer or (source.issuer if source else None)
    return replace(mention, symbol=number, issued=mention.issued or issued, issuer=issuer)


@lru_cache(maxsize=4096)
def _bare(canonical: str) -> str:
    parsed = symbol.parse(canonical)
    return parsed.number.lstrip("0") if parsed else ""
