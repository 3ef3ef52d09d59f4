"""Narrows a question to documents by what only the catalog knows of them, and counts what was found by it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corpus.relations.traits import TRAIT_WORDS, TRAITS, TraitFilter
from indices.protocol import Filters
from search.catalog import Catalog, within

MOST = 3000
"""Documents found whose traits are counted; of more nothing is counted."""


class Having:
    """Which documents have what is wanted, during one question: each value is asked of the catalog once, for that can take seconds."""

    def __init__(self, catalog: Catalog | None) -> None:
        self._catalog = catalog
        self._known: dict[TraitFilter, frozenset[str] | None] = {}

    def narrowed(self, filters: Filters, wanted: TraitFilter) -> tuple[Filters, Sequence[str]]:
        """The filters with the documents that have the traits wanted, and a note where the catalog cannot tell."""
        for name in wanted.chosen:
            found = self._having(wanted.alone(name))
            if found is None:
                names = ", ".join(TRAIT_WORDS[trait] for trait in wanted.traits)
                return filters, (f"Chưa lọc được theo {names} ở đây; điều kiện này đã bỏ qua.",)
            filters = within(filters, found)
        return filters, ()

    def _having(self, wanted: TraitFilter) -> frozenset[str] | None:
        if wanted not in self._known:
            self._known[wanted] = self._catalog.having(wanted) if self._catalog else None
        return self._known[wanted]


def told(wanted: TraitFilter) -> dict[str, object]:
    """The values chosen, as an answer repeats them."""
    return {"traits": {name: list(values) for name, values in wanted.chosen.items()}} if wanted.chosen else {}


def counted(
    documents: Sequence[Sequence[str]], catalog: Catalog | None, wanted: TraitFilter, *, only: Collection[str] = TRAITS
) -> dict[str, dict[str, int]]:
    """Trait -> value -> documents, most first; nothing where the catalog cannot tell or there are more than MOST.

    Of each document found the ids of all its copies: it counts for what any of them has.
    """
    if catalog is None or len(documents) > MOST:
        return {}
    held = catalog.traits([id for ids in documents for id in ids], today=wanted.today, soon_days=wanted.soon_days, only=only)
    found: dict[str, dict[str, int]] = {trait: {} for trait in TRAITS if trait in only}
    for ids in documents:
        for trait, counts in found.items():
            for value in {value for id in ids for value in held.get(id, {}).get(trait, ())}:
                counts[value] = counts.get(value, 0) + 1
    return {trait: dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))) for trait, counts in found.items()}
