"""What only the catalog can answer of a question: who signed, who is to do it, by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from corpus import text
from corpus.errors import VanKienError
from corpus.settings import Settings
from indices.protocol import Filters
from search.fields import LABELS, Condition
from search.language import Language

if TYPE_CHECKING:
    from corpus.store import Entry, Store

NOWHERE = "-"
"""An id that no document has: a filter by it leaves nothing."""
_PAGE = 500


class Catalog(Protocol):
    """What is needed of the catalog."""

    def documents(self, condition: Condition) -> frozenset[str] | None:
        """The ids of the documents that meet a condition; None where the catalog cannot tell."""


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

    def _answer(self, condition: Condition) -> frozenset[str]:
        if condition.name == "signer":
            wanted = f" {text.fold(condition.value)} "
            return frozenset(entry.id for entry in self._entries() if wanted in f" {text.fold(entry.signer)} ")
        return self._with_directives(condition)

    def _with_directives(self, condition: Condition) -> frozenset[str]:
        """Documents with a directive to that owner or of that deadline."""
        from corpus.relations import DirectiveFilter

        wanted = DirectiveFilter(owner=condition.value) if condition.name == "owner" else DirectiveFilter()
        if condition.name == "deadline" and condition.value in ("overdue", "soon"):
            wanted = DirectiveFilter(status=condition.value)
        elif condition.name == "deadline":
            wanted = DirectiveFilter(deadline_from=condition.first, deadline_to=condition.last)
        found: set[str] = set()
        offset = 0
        while rows := self._store.directives(wanted, limit=_PAGE, offset=offset).rows:
            found.update(row.document for row in rows)
            offset += len(rows)
        return frozenset(found)

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
    """The filters with the documents that meet every condition, and notes about what could not be asked."""
    notes = []
    for condition in language.conditions:
        found = catalog.documents(condition) if catalog else None
        if found is None:
            notes.append(f"Chưa lọc được theo {LABELS[condition.name]} ở đây; điều kiện này đã bỏ qua.")
            continue
        kept = found & set(filters.document) if filters.document else found
        filters = replace(filters, document=tuple(sorted(kept)) or (NOWHERE,))
    return filters, notes
