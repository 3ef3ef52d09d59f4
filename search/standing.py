"""Which of the documents found still hold: of nearly equal ones those in force come first, then the newest; a note on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.relations import Validity, ValidityEvent
from search.catalog import Catalog
from search.group import Group
from search.results import Standing

EQUAL = 0.005
"""Scores that differ by less than this share of the best one (of 1, where a number lifts it above 1) do not say what is better."""

OVER = ("replaced", "repealed", "expired")
_BY = {"thay thế": "Đã bị thay thế bởi", "bãi bỏ": "Đã bị bãi bỏ bởi"}


def page(groups: Sequence[Group], window: range, catalog: Catalog | None, *, ranked: bool) -> tuple[list[Group], Mapping[str, Standing]]:
    """The documents in a window of the list, with how they stand; `ranked` ones, best first, change places where they are nearly equal.

    The catalog is asked once, for these documents and those nearly equal to one of them.
    """
    first, near = _around(groups, window) if ranked else (window.start, [[group] for group in groups[window.start : window.stop]])
    validities = catalog.validities([group.document for run in near for group in run]) if catalog and near else {}
    ordered = [group for run in near for group in _newest_in_force(run, validities)]
    shown = ordered[window.start - first : window.stop - first]
    return shown, _standings(shown, validities)


def _around(groups: Sequence[Group], window: range) -> tuple[int, list[list[Group]]]:
    """The runs that reach into a window, and where the first of them begins."""
    near: list[list[Group]] = []
    start, first = 0, window.start
    for run in runs(groups):
        if start < window.stop and start + len(run) > window.start:
            first = start if not near else first
            near.append(run)
        start += len(run)
    return first, near


def runs(groups: Sequence[Group]) -> list[list[Group]]:
    """The groups, best first, in runs that are nearly equal to their first."""
    found: list[list[Group]] = []
    equal = EQUAL * min(1.0, groups[0].score) if groups else 0.0
    for group in groups:
        if found and found[-1][0].score - group.score < equal:
            found[-1].append(group)
        else:
            found.append([group])
    return found


def _newest_in_force(run: Sequence[Group], validities: Mapping[str, Validity]) -> list[Group]:
    newest = sorted(run, key=lambda group: group.named.issued, reverse=True)
    return sorted(newest, key=lambda group: validities.get(group.document, Validity()).state in OVER)


def _standings(shown: Sequence[Group], validities: Mapping[str, Validity]) -> dict[str, Standing]:
    """How each document stands; one that replaces another one of the page says so too."""
    found = {group.document: standing(validities.get(group.document, Validity())) for group in shown}
    called = {group.document: group.named for group in shown}
    for id, old in list(found.items()):
        for newer in old.by:
            if newer in found and newer != id:
                said = f"Thay thế {named(called[id].type, called[id].symbol, called[id].title)}."
                found[newer] = replace(found[newer], note=" ".join(part for part in (found[newer].note, said) if part))
    return found


def standing(validity: Validity) -> Standing:
    """What a list says of the validity of a document: «Đã bị thay thế bởi Quyết định 12/QĐ-UBND ngày 05/03/2024.»"""
    if validity.state not in OVER:
        return Standing(validity.state)
    end = next((event for event in validity.events if _ends(event, validity)), None)
    if end is None or end.other is None:
        since = f" từ ngày {_day(validity.until)}" if validity.until else ""
        return Standing(validity.state, f"Đã hết hiệu lực{since}.")
    other = end.other
    issued = f" ngày {_day(other.issued)}" if other.issued else ""
    return Standing(
        validity.state, f"{_BY[end.kind]} {named(other.type, other.symbol, other.title)}{issued}.", (other.id,) if other.id else ()
    )


def _ends(event: ValidityEvent, validity: Validity) -> bool:
    """Whether this event made the document what it is."""
    return event.kind in _BY and event.sure and not event.clause and event.date == validity.until


def named(type: str, symbol: str, title: str) -> str:
    """A document in a few words."""
    return " ".join(part for part in (type, symbol) if part) if symbol else title or type or "văn bản khác"


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
