"""The store's answers on directives: which are wanted, in which order, and how many by owner, by month and by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Text, cast, func, select, tuple_
from sqlalchemy.orm import Session

from corpus.document import Directive, Span
from corpus.errors import StoreError
from corpus.relations import ORDERS, Count, DirectiveFilter, DirectivePage, DirectiveRow
from corpus.store.codec import from_json
from corpus.store.models import DirectiveDeadlineRow, DirectiveOrganRow, DirectiveRecord, DocumentRow
from corpus.store.ordered import INHERITED, NO_DAY, OWNER
from corpus.store.related import chunks
from corpus.store.wanted import conditions, same_directive

T = TypeVar("T")
Condition = ColumnElement[bool]
Places = Mapping[str, Sequence[Span]]  # document -> places in its text
Query = Any  # a select of whatever columns
D = DirectiveRecord
OWNERS = (OWNER, INHERITED)


class Ordering:
    """The part of the store that knows directives; every method is one transaction."""

    _read: Callable[[Callable[[Session], T]], T]

    def directives(
        self, wanted: DirectiveFilter = DirectiveFilter(), *, limit: int = 50, offset: int = 0, order: str = "deadline"
    ) -> DirectivePage:
        """A page of the directives wanted; `order` is one of ORDERS (deadline: the earliest first, those without one last)."""
        if order not in ORDERS:
            raise StoreError("bad_order", f"Không có cách sắp xếp «{order}»; hãy dùng một trong: {', '.join(ORDERS)}.")

        def find(session: Session) -> DirectivePage:
            total = session.scalar(_wanted(select(func.count()), wanted)) or 0
            query = _wanted(select(D, DocumentRow), wanted, shown=True).order_by(*_order(order)).limit(limit).offset(offset)
            return DirectivePage(tuple(_row(record, row) for record, row in session.execute(query)), total)

        return self._read(find)

    def directives_of(self, id: str) -> list[DirectiveRow]:
        """The directives of a document in the order of its text."""
        return self.directives_of_many([id])[id]

    def directives_of_many(self, ids: Sequence[str], *, within: Places | None = None) -> dict[str, list[DirectiveRow]]:
        """The same for several documents; a document without any has an empty list. `within`: only those that stand in these places."""

        def find(session: Session) -> dict[str, list[DirectiveRow]]:
            found: dict[str, list[DirectiveRow]] = {id: [] for id in ids}
            for wanted in _of_documents(ids) if within is None else _standing(session, within):
                for record, row in session.execute(_joined(select(D, DocumentRow)).where(wanted).order_by(D.document_id, D.ordinal)):
                    found[record.document_id].append(_row(record, row))
            return found

        return self._read(find)

    def directive(self, id: str, ordinal: int) -> DirectiveRow | None:
        """One directive."""
        query = _joined(select(D, DocumentRow)).where(D.document_id == id, D.ordinal == ordinal)
        return self._read(lambda session: next((_row(record, row) for record, row in session.execute(query)), None))

    def directives_by_owner(self, wanted: DirectiveFilter = DirectiveFilter(), *, limit: int = 50, offset: int = 0) -> list[Count]:
        """How many each owner has, the most first; the key "" has those that name none. A directive with two owners counts for both."""
        return self._read(lambda session: _by_owner(session, wanted, limit, offset))

    def directives_by_month(self, wanted: DirectiveFilter = DirectiveFilter()) -> list[Count]:
        """How many have a day in each month ("2021-12"), in order; the key "" has those without a computable day."""
        month = func.substr(DirectiveDeadlineRow.date, 1, 7).label("month_due")
        times = _each()
        dated = _wanted(select(month, times), wanted, DirectiveDeadlineRow).where(DirectiveDeadlineRow.date != "")

        def find(session: Session) -> list[Count]:
            months = [Count(key, _month(key), count) for key, count in session.execute(dated.group_by("month_due").order_by("month_due"))]
            none = session.scalar(_wanted(select(func.count()), wanted).where(D.due == NO_DAY)) or 0
            return ([Count("", "", none)] if none else []) + months

        return self._read(find)

    def directives_by_kind(self, wanted: DirectiveFilter = DirectiveFilter()) -> list[Count]:
        """How many are of each kind."""
        query = _wanted(select(D.kind, func.count()), wanted).group_by(D.kind).order_by(D.kind)
        return self._read(lambda session: [Count(kind, kind, count) for kind, count in session.execute(query)])


def _of_documents(ids: Iterable[str]) -> Iterator[Condition]:
    return (D.document_id.in_(chunk) for chunk in chunks(dict.fromkeys(ids)))


def _standing(session: Session, within: Places) -> Iterator[Condition]:
    """The directives that stand in one of the places of their document; most do not, and are not read."""
    keys = []
    for chunk in chunks(within):
        for id, ordinal, span in session.execute(select(D.document_id, D.ordinal, D.data["span"]).where(D.document_id.in_(chunk))):
            if any(place.start < span[1] and span[0] < place.end for place in within[id]):
                keys.append((id, ordinal))
    return (tuple_(D.document_id, D.ordinal).in_(chunk) for chunk in chunks(keys))


def _each() -> Any:
    """The number of different directives, however many of their parts were met."""
    return func.count(func.distinct(D.document_id.concat(":").concat(cast(D.ordinal, Text))))


def _joined(query: Query) -> Query:
    return query.select_from(D).join(DocumentRow, DocumentRow.id == D.document_id)


def _wanted(query: Query, wanted: DirectiveFilter, part: type[Any] | None = None, *, shown: bool = False) -> Query:
    """The query over directives (and one of their parts), narrowed to those wanted; `shown`: with their documents."""
    of_document = wanted.issuer or wanted.issued_from or wanted.issued_to
    query = _joined(query) if shown or of_document else query.select_from(D)
    if part is not None:
        query = query.join(part, same_directive(part))
    return query.where(*conditions(wanted))


def _order(order: str) -> list[Any]:
    place = [D.document_id, D.ordinal]
    if order == "deadline":
        return [D.due, *place]
    return place if order == "document" else [DocumentRow.issued.desc(), *place]


def _row(record: DirectiveRecord, row: DocumentRow) -> DirectiveRow:
    same = {name: getattr(row, name) for name in ("symbol", "type", "issuer", "issued", "title", "source")}
    due = "" if record.due == NO_DAY else record.due
    directive = from_json(Directive, record.data)
    return DirectiveRow(
        record.document_id, record.ordinal, directive, **same, due=due, last_due=record.last_due, corrected=record.corrected
    )


def _by_owner(session: Session, wanted: DirectiveFilter, limit: int, offset: int) -> list[Count]:
    """Counted by key; the label is the spelling met most often."""
    organ = DirectiveOrganRow
    times = func.count()
    query = _wanted(select(organ.key, times), wanted, organ).where(organ.role.in_(OWNERS)).group_by(organ.key)
    rows = session.execute(query.order_by(times.desc(), organ.key).limit(limit).offset(offset)).all()
    labels = _labels(session, [key for key, _ in rows])
    named = [Count(key, labels[key], count) for key, count in rows]
    has_owner = select(organ.ordinal).where(same_directive(organ), organ.role.in_(OWNERS)).exists()
    none = session.scalar(_wanted(select(func.count()), wanted).where(~has_owner)) or 0 if not offset else 0
    return named + ([Count("", "", none)] if none else [])


def _labels(session: Session, keys: Sequence[str]) -> dict[str, str]:
    spellings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    organ = DirectiveOrganRow
    for chunk in chunks(keys):
        query = (
            select(organ.key, organ.name, func.count()).where(organ.role.in_(OWNERS), organ.key.in_(chunk)).group_by(organ.key, organ.name)
        )
        for key, name, count in session.execute(query):
            spellings[key].append((count, name))
    return {key: max(found)[1] for key, found in spellings.items()}


def _month(key: str) -> str:
    return f"{key[5:7]}/{key[:4]}"
