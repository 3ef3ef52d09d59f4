"""Narrows a question to documents by what only the catalog knows of them, and counts what was found by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from corpus.relations.traits import TRAITS, TraitFilter
from indices.protocol import Filters
from search.catalog import Catalog, within

MOST = 3000
"""Documents found whose traits are counted; of more nothing is counted."""

LABELS = {"signer": "người ký", "owner": "đơn vị thực hiện", "deadline": "thời hạn", "validity": "hiệu lực", "tasks": "nhiệm vụ"}


def narrowed(filters: Filters, wanted: TraitFilter, catalog: Catalog | None) -> tuple[Filters, Sequence[str]]:
    """The filters with the documents that have the traits wanted, and a note where the catalog cannot tell."""
    if not wanted.chosen:
        return filters, ()
    found = catalog.having(wanted) if catalog else None
    if found is None:
        names = ", ".join(dict.fromkeys(LABELS[name.removeprefix("not_")] for name in wanted.chosen))
        return filters, (f"Chưa lọc được theo {names} ở đây; điều kiện này đã bỏ qua.",)
    return within(filters, found), ()


def told(wanted: TraitFilter) -> dict[str, object]:
    """The values chosen, as an answer repeats them."""
    return {name: list(values) for name, values in wanted.chosen.items()}


def without(wanted: TraitFilter, trait: str) -> TraitFilter:
    """The filter that leaves every value of a trait."""
    freed: dict[str, Any] = {trait: (), f"not_{trait}": ()}
    return replace(wanted, **freed)


def freed(wanted: TraitFilter) -> tuple[str, ...]:
    """The traits of which values are chosen or left out."""
    return tuple(dict.fromkeys(name.removeprefix("not_") for name in wanted.chosen))


def counted(documents: Iterable[str], catalog: Catalog | None, wanted: TraitFilter) -> dict[str, dict[str, int]]:
    """Trait -> value -> documents, most first; nothing where the catalog cannot tell or there are more than MOST."""
    ids = list(documents)
    if catalog is None or len(ids) > MOST:
        return {}
    found: dict[str, dict[str, int]] = {trait: {} for trait in TRAITS}
    for row in catalog.traits(ids, today=wanted.today, soon_days=wanted.soon_days).values():
        for trait, values in row.items():
            for value in values:
                found[trait][value] = found[trait].get(value, 0) + 1
    return {trait: dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))) for trait, counts in found.items()}
