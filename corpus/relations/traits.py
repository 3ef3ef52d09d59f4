"""What documents are told apart by beside their headers: who signed, who is to do what by when, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from corpus.relations.directives import DirectiveRow, last_day
from corpus.relations.organs import asked_key, organ_key
from corpus.relations.value import VALIDITY_WORDS

SIGNER, OWNER, DEADLINE, VALIDITY, TASKS = TRAITS = ("signer", "owner", "deadline", "validity", "tasks")

OVERDUE, SOON, LATER, RECURRING = DUE = ("overdue", "soon", "later", "recurring")
"""Values of "deadline": a directive whose last day is over, that has a day in the next days, a later day, that comes back."""

YES, NO = "yes", "no"
"""Values of "tasks": whether the document has directives."""

TRAIT_WORDS = {SIGNER: "người ký", OWNER: "đơn vị thực hiện", DEADLINE: "thời hạn", VALIDITY: "hiệu lực", TASKS: "nhiệm vụ"}
"""What people call the traits."""

LONGEST_KEY = 400
VALUES: dict[str, tuple[str, ...]] = {DEADLINE: DUE, VALIDITY: tuple(VALIDITY_WORDS), TASKS: (YES, NO)}
"""Traits that have these values and no others; a signer or an owner is called by name."""


@dataclass(frozen=True, slots=True)
class TraitFilter:
    """Which documents are wanted: those that have one of the values given of every trait, and none of those of `not_*`.

    An empty tuple keeps all. Signers as the documents have them; owners by any spelling of a name, as they are written or asked for
    (corpus.relations.organs).
    `today` is ISO, "" for the day of asking; `soon_days` are those in which a deadline is "soon".
    """

    signer: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    validity: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    not_signer: tuple[str, ...] = ()
    not_owner: tuple[str, ...] = ()
    not_deadline: tuple[str, ...] = ()
    not_validity: tuple[str, ...] = ()
    not_tasks: tuple[str, ...] = ()
    today: str = ""
    soon_days: int = 14

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values given, by the names of their fields."""
        names = (field.name for field in fields(self) if field.name not in ("today", "soon_days"))
        return {name: values for name in names if (values := getattr(self, name))}

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits of which values are given, wanted or not."""
        return tuple(dict.fromkeys(name.removeprefix("not_") for name in self.chosen))

    @property
    def days(self) -> tuple[str, str]:
        """Today, and the last day that is soon; ISO."""
        now = self.today or date.today().isoformat()
        return now, (date.fromisoformat(now) + timedelta(days=self.soon_days)).isoformat()

    def without(self, trait: str) -> TraitFilter:
        """The filter that leaves every value of a trait."""
        freed: dict[str, Any] = {trait: (), f"not_{trait}": ()}
        return replace(self, **freed)

    def alone(self, name: str) -> TraitFilter:
        """The filter with the values of one field only."""
        kept: dict[str, Any] = {name: self.chosen[name]}
        return TraitFilter(today=self.today, soon_days=self.soon_days, **kept)

    def keeps(self, row: DirectiveRow) -> bool:
        """Whether a directive is itself of an owner and a kind of deadline that is wanted, and of none that is not."""
        own = {
            OWNER: frozenset(_key(name) for name in (*row.directive.owners, *row.directive.inherited_owners)),
            DEADLINE: due(row, self.days),
        }
        for name, values in self.chosen.items():
            trait = name.removeprefix("not_")
            if trait in own and own[trait].isdisjoint(owner_keys(values) if trait == OWNER else values) is not name.startswith("not_"):
                return False
        return True

    def unknown(self) -> tuple[str, str] | None:
        """The field and the first value in it that no document can have; None if all make sense."""
        for name, values in self.chosen.items():
            known = VALUES.get(name.removeprefix("not_"))
            for value in values:
                if known is not None and value not in known:
                    return name, value
        return None


def owner_keys(names: Iterable[str]) -> frozenset[str]:
    """The keys under which owners called so are kept: as written, and as people ask for them (cđcs); none for what is no name."""
    return frozenset(key[:LONGEST_KEY] for name in names for key in (organ_key(name), asked_key(name)) if key)


def due(row: DirectiveRow, days: tuple[str, str]) -> frozenset[str]:
    """The kinds of deadline (DUE) that a directive has on a day; `days` as TraitFilter.days gives them."""
    now, soon = days
    dates = [last_day(one.date) for one in row.directive.deadlines if one.date]
    found = {
        OVERDUE: bool(row.last_due) and row.last_due < now,
        SOON: any(now <= day <= soon for day in dates),
        LATER: any(day > soon for day in dates),
        RECURRING: any(one.recurrence for one in row.directive.deadlines),
    }
    return frozenset(kind for kind, holds in found.items() if holds)


def _key(name: str) -> str:
    return organ_key(name)[:LONGEST_KEY]
