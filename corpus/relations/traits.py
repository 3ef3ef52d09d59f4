"""What documents are told apart by beside their headers: who signed, who is to do what by when, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass, fields

from corpus.relations.value import VALIDITY_WORDS

SIGNER, OWNER, DEADLINE, VALIDITY, TASKS = TRAITS = ("signer", "owner", "deadline", "validity", "tasks")

OVERDUE, SOON, LATER, RECURRING = DUE = ("overdue", "soon", "later", "recurring")
"""Values of "deadline": a directive whose last day is over, that has a day in the next days, a later day, that comes back."""

YES, NO = "yes", "no"
"""Values of "tasks": whether the document has directives."""

VALUES: dict[str, tuple[str, ...]] = {DEADLINE: DUE, VALIDITY: tuple(VALIDITY_WORDS), TASKS: (YES, NO)}
"""Traits that have these values and no others; a signer or an owner is called by name."""


@dataclass(frozen=True, slots=True)
class TraitFilter:
    """Which documents are wanted: those that have one of the values given of every trait, and none of those of `not_*`.

    An empty tuple keeps all. Signers as the documents have them; owners by any spelling of a name (corpus.relations.organ_key).
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

    def unknown(self) -> tuple[str, str] | None:
        """The field and the first value in it that no document can have; None if all make sense."""
        for name, values in self.chosen.items():
            known = VALUES.get(name.removeprefix("not_"))
            for value in values:
                if known is not None and value not in known:
                    return name, value
        return None
