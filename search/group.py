"""Puts the records found together by document, in order, and counts the documents; reads no record to do so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus import text
from indices.protocol import Index, Record
from indices.vocabulary import Named
from search.match import Asked, owns

FOLLOWING = 0.1
"""Weight of a document's second best record when whole documents are ranked: many good passages beat one."""

OWN_NUMBER = 3.0
"""Added to a document whose own number was typed (half of it for a part of the number): whatever merely mentions it comes after."""

FACETS = ("type", "issuer", "year")


@dataclass(frozen=True, slots=True)
class Group:
    """A document found: what it is called, and the ids of its records found with their scores, best first.

    `same` are other copies and older versions of it that were found too.
    """

    named: Named
    score: float
    records: tuple[tuple[str, float], ...]
    same: tuple[Named, ...] = ()

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.named.id


def document_of(id: str) -> str:
    """The document of a record: "<document>:<ordinal>"."""
    return id.rpartition(":")[0]


def ordinal_of(id: str) -> int:
    """The place of a record in its document."""
    return int(id.rpartition(":")[2])


def named(scores: Iterable[str], known: Callable[[str], Named | None], index: Index) -> dict[str, Named]:
    """What the documents of these records are called; a record is read only where the vocabulary does not name its document."""
    first: dict[str, str] = {}
    for id in scores:
        first.setdefault(document_of(id), id)
    found = {document: row for document in first if (row := known(document))}
    unknown = [id for document, id in first.items() if document not in found]
    return found | {record.document: name_of(record) for record in (index.get(unknown) if unknown else ())}


def name_of(record: Record) -> Named:
    """What a record says of its document."""
    return Named(record.document, record.symbol, record.type, record.issuer, record.issued, record.title)


def grouped(scores: Mapping[str, float], names: Mapping[str, Named], asking: Asked, *, whole: bool) -> list[Group]:
    """Documents in order of their best record (with `whole`, of all of them); the one asked for first, of equals the newest."""
    rows: dict[str, list[tuple[str, float]]] = {}
    for id, score in scores.items():
        rows.setdefault(document_of(id), []).append((id, score))
    groups = [_group(names[document], found, asking, whole=whole) for document, found in rows.items() if document in names]
    groups.sort(key=lambda group: group.document)
    groups.sort(key=lambda group: group.named.issued, reverse=True)
    return sorted(groups, key=lambda group: -round(group.score, 4))


def folded(groups: Sequence[Group]) -> list[Group]:
    """The groups in their order, copies of one document as one: the newest stands for all, where the best of them stood."""
    alike: dict[object, list[Group]] = {}
    for group in groups:
        alike.setdefault(_identity(group.named), []).append(group)
    return [rows[0] if len(rows) == 1 else _whole(rows) for rows in alike.values()]


def _whole(rows: Sequence[Group]) -> Group:
    newest = max(rows, key=lambda group: group.named.issued)  # of equals the first, which is the best
    others = tuple(group.named for group in rows if group is not newest)
    return replace(newest, score=rows[0].score, same=others)


def _identity(row: Named) -> object:
    """Equal for copies: an organ gives a number once a year; without a number the same title of the same day."""
    if row.symbol:
        return text.fold("".join(row.symbol.split())), text.fold(row.issuer), row.issued[:4]
    return (text.fold(row.title), text.fold(row.issuer), row.issued) if row.title and row.issued else row.id


def by_date(groups: Sequence[Group]) -> list[Group]:
    """The newest first."""
    return sorted(groups, key=lambda group: group.named.issued, reverse=True)


def counts(groups: Iterable[Group], name: str) -> dict[str, int]:
    """Value of a facet -> documents, most first; what is unknown is not counted."""
    found: dict[str, int] = {}
    for group in groups:
        value = group.named.issued[:4] if name == "year" else getattr(group.named, name)
        if value:
            found[value] = found.get(value, 0) + 1
    return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))


def _group(row: Named, found: list[tuple[str, float]], asking: Asked, *, whole: bool) -> Group:
    best = sorted(found, key=lambda pair: (-pair[1], ordinal_of(pair[0]))) if len(found) > 1 else found
    own = OWN_NUMBER * max(owns(row.symbol, asking), 0.75 if row.id in asking.owners else 0.0)
    more = sum(score * FOLLOWING**rank for rank, (_, score) in enumerate(best[1:4], 1)) if whole else 0.0
    return Group(row, best[0][1] + more + own, tuple(best))
