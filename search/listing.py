"""Lists documents where no words are asked for: all that meet the filters and the named values, found by what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indices.protocol import Filters, Record
from indices.record import days, year
from indices.vocabulary import Named
from search.clauses import All, Any, Clause, Field, Not


def of_documents(clause: Clause) -> bool:
    """Whether a demand asks for nothing but named values, which all passages of a document share."""
    if isinstance(clause, Not):
        return of_documents(clause.part)
    if isinstance(clause, All | Any):
        return all(map(of_documents, clause.parts))
    return isinstance(clause, Field)


def listed(rows: Iterable[Named], demands: Sequence[Clause], filters: Filters) -> Iterator[Named]:
    """The documents that pass the filters and meet demands that are `of_documents`."""
    documents = frozenset(filters.document)
    for row in rows:
        if (not documents or row.id in documents) and _passes(row, filters) and (not demands or _meets_all(bare(row), demands)):
            yield row


def bare(row: Named) -> Record:
    """A record of a document without its words: what demands and hints on type, organ, number and date ask."""
    return Record(
        f"{row.id}:0", row.id, 0, "", (0, 0), None, (), row.title, row.symbol, row.type, row.issuer, row.issued, year(row.issued)
    )  # fmt: skip


def _passes(row: Named, filters: Filters) -> bool:
    wanted = (
        (filters.type, row.type),
        (filters.issuer, row.issuer),
        (filters.year, year(row.issued)),
    )
    if any(values and value not in values for values, value in wanted):
        return False
    if row.type in filters.not_type or row.issuer in filters.not_issuer:
        return False
    first, last = days(row.issued)
    after = not filters.issued_from or last >= max(1, days(filters.issued_from)[0])
    return after and (not filters.issued_to or 1 <= first <= days(filters.issued_to)[1])


def _meets_all(record: Record, demands: Sequence[Clause]) -> bool:
    return all(_meets(clause, record) for clause in demands)


def _meets(clause: Clause, record: Record) -> bool:
    if isinstance(clause, Not):
        return not _meets(clause.part, record)
    if isinstance(clause, All | Any):
        together = all if isinstance(clause, All) else any
        return together(_meets(part, record) for part in clause.parts)
    return isinstance(clause, Field) and clause.test(record)
