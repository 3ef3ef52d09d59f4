"""What only the catalog can answer of a question: who signed, who is to do it, by when, what holds, what has tasks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from corpus import text
from corpus.document import Span
from corpus.errors import VanKienError
from corpus.relations import TRAITS, DirectiveFilter, DirectiveRow, TraitFilter, Validity
from corpus.settings import Settings
from indices.protocol import Filters
from search.fields import LABELS, Condition
from search.language import Language

if TYPE_CHECKING:
    from corpus.store import Entry, Store

Places = Mapping[str, Sequence[Span]]
"""Document -> places in its text."""

TraitValues = Mapping[str, Sequence[str]]
"""Trait -> the values that a document has."""

NOWHERE = "-"
"""An id that no document has: a filter by it leaves nothing."""
MOST = 5000
"""Directives looked at for one question."""

_PAGE = 500


class Catalog(Protocol):
    """What is needed of the catalog."""

    def documents(self, condition: Condition) -> frozenset[str] | None:
        """The ids of the documents that meet a condition; None where the catalog cannot tell."""

    def names(self, field: str) -> Sequence[str]:
        """The names that "signer" or "owner" may be asked for; none where the catalog cannot tell."""

    def validities(self, documents: Sequence[str]) -> Mapping[str, Validity]:
        """Whether documents are in force today, all asked at once; none where the catalog cannot tell."""

    def directives(self, documents: Sequence[str], *, within: Places | None = None) -> Mapping[str, list[DirectiveRow]]:
        """The directives of documents (`within`: that stand in these places), in the order of their texts; none where the catalog
        cannot tell."""

    def meeting(self, wanted: DirectiveFilter) -> list[DirectiveRow]:
        """The directives that meet a filter, earliest deadline first, at most MOST."""

    def having(self, wanted: TraitFilter) -> frozenset[str] | None:
        """The ids of the documents that a filter of traits leaves; None where the catalog cannot tell."""

    def traits(
        self, documents: Sequence[str], *, today: str = "", soon_days: int = 14, only: Collection[str] = TRAITS
    ) -> Mapping[str, TraitValues]:
        """Of each of these documents the values of these traits (corpus.relations.traits); none where the catalog cannot tell."""


class StoreCatalog:
    """The catalog of a store, opened when it is first asked: most questions need none."""

    def __init__(self, opening: Callable[[], Store]) -> None:
        self._opening = opening

    @cached_property
    def _store(self) -> Store:
        return self._opening()

    def documents(self, condition: Condition) -> frozenset[str] | None:
        """See Catalog; None when the store cannot be opened."""
        with suppress(VanKienError):
            return self._answer(condition)
        return None

    def names(self, field: str) -> Sequence[str]:
        """See Catalog."""
        with suppress(VanKienError):
            found = (entry.signer for entry in self._entries()) if field == "signer" else self._owners() if field == "owner" else ()
            return tuple(dict.fromkeys(name for name in found if name))
        return ()

    def validities(self, documents: Sequence[str]) -> Mapping[str, Validity]:
        """See Catalog."""
        with suppress(VanKienError):
            return self._store.validities(documents)
        return {}

    def directives(self, documents: Sequence[str], *, within: Places | None = None) -> Mapping[str, list[DirectiveRow]]:
        """See Catalog."""
        with suppress(VanKienError):
            return self._store.directives_of_many(documents, within=within)
        return {}

    def meeting(self, wanted: DirectiveFilter) -> list[DirectiveRow]:
        """See Catalog; raises StoreError when the store cannot be opened, for nothing else can answer."""
        return list(islice(self._all(wanted), MOST))

    def having(self, wanted: TraitFilter) -> frozenset[str] | None:
        """See Catalog."""
        with suppress(VanKienError):
            return self._store.documents_with(wanted)
        return None

    def traits(
        self, documents: Sequence[str], *, today: str = "", soon_days: int = 14, only: Collection[str] = TRAITS
    ) -> Mapping[str, TraitValues]:
        """See Catalog."""
        with suppress(VanKienError):
            return self._store.traits(documents, today=today, soon_days=soon_days, only=only)
        return {}

    def _answer(self, condition: Condition) -> frozenset[str]:
        if condition.name == "signer":
            wanted = f" {text.fold(condition.value)} "
            return frozenset(entry.id for entry in self._entries() if wanted in f" {text.fold(entry.signer)} ")
        return self._with_directives(condition)

    def _with_directives(self, condition: Condition) -> frozenset[str]:
        """Documents with a directive to that owner or of that deadline."""
        wanted = DirectiveFilter(owner=condition.value) if condition.name == "owner" else DirectiveFilter()
        if condition.name == "deadline" and condition.value in ("overdue", "soon"):
            wanted = DirectiveFilter(status=condition.value)
        elif condition.name == "deadline":
            wanted = DirectiveFilter(deadline_from=condition.first, deadline_to=condition.last)
        return frozenset(row.document for row in self._all(wanted))

    def _all(self, wanted: DirectiveFilter) -> Iterator[DirectiveRow]:
        offset = 0
        while rows := self._store.directives(wanted, limit=_PAGE, offset=offset).rows:
            yield from rows
            offset += len(rows)

    def _owners(self) -> Iterator[str]:
        offset = 0
        while page := self._store.directives_by_owner(limit=_PAGE, offset=offset):
            yield from (row.label for row in page if row.key)
            offset += _PAGE

    def _entries(self) -> Iterator[Entry]:
        offset = 0
        while page := self._store.entries(limit=_PAGE, offset=offset):
            yield from page
            offset += len(page)


def open_catalog(settings: Settings) -> Catalog | None:
    """The catalog of a data directory; None where there is none yet (a search alone makes none)."""
    if not settings.database_url and not (settings.data_dir / "catalog.sqlite").exists():
        return None
    return StoreCatalog(lambda: _opened(settings))


def _opened(settings: Settings) -> Store:
    from corpus.store import open_store  # loads the driver of the database

    return open_store(settings)


def restricted(language: Language, filters: Filters, catalog: Catalog | None) -> tuple[Filters, Sequence[str]]:
    """The filters with the documents that meet every condition, and notes about what could not be asked.

    Values of traits (hieuluc:, nhiemvu:) are left to search.traits.
    """
    notes = []
    for condition in (one for one in language.conditions if not one.meant):
        found = catalog.documents(condition) if catalog else None
        if found is None:
            notes.append(f"Chưa lọc được theo {LABELS[condition.name]} ở đây; điều kiện này đã bỏ qua.")
            continue
        filters = within(filters, found)
    return filters, notes


def within(filters: Filters, documents: Iterable[str] | None) -> Filters:
    """The filters narrowed to some documents; as they are for None."""
    if documents is None:
        return filters
    kept = set(documents) & set(filters.document) if filters.document else set(documents)
    return replace(filters, document=tuple(sorted(kept)) or (NOWHERE,))
