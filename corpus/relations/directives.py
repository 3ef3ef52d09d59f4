"""The values in which stored directives are asked for and given: filter, row, page, counts."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Directive

OVERDUE, SOON, UNDATED, RECURRING = STATUSES = ("overdue", "soon", "none", "recurring")
_LAST = {4: "-12-31", 7: "-31"}
ORDERS = ("deadline", "issued", "document")


@dataclass(frozen=True, slots=True)
class DirectiveFilter:
    """Which directives are wanted; an empty field keeps all.

    Attributes:
        owner, partner: words as typed, found as whole words in the normalised name; inherited owners count as owners.
        owner_key, partner_key: exactly this key, as counts give it.
        deadline_from, deadline_to: ISO, inclusive; any of its computable days lies there.
        issuer: exactly as the document has it. document: an id. text: words that all stand in the directive, marks optional.
        status: "overdue" (its last day is before today), "soon" (a day in the next `soon_days`), "none" (no deadline of any
            kind said), "recurring".
        today: ISO; "" for the day the question is asked.
    """

    owner: str = ""
    owner_key: str = ""
    partner: str = ""
    partner_key: str = ""
    deadline_from: str = ""
    deadline_to: str = ""
    kind: str = ""
    issuer: str = ""
    document: str = ""
    issued_from: str = ""
    issued_to: str = ""
    status: str = ""
    text: str = ""
    today: str = ""
    soon_days: int = 14


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A stored directive with what a list shows of its document; `ordinal` is its place in the directives of the document.

    `due` and `last_due` are the first and last of its computable days (ISO), "" where there is none.
    """

    document: str
    ordinal: int
    directive: Directive
    symbol: str
    type: str
    issuer: str
    issued: str
    title: str
    source: str
    due: str = ""
    last_due: str = ""
    corrected: bool = False


def last_day(day: str) -> str:
    """The last day that a full or partial ISO date allows, for comparing ("2021-11" -> "2021-11-31"); "" for none."""
    return day + _LAST.get(len(day), "")


@dataclass(frozen=True, slots=True)
class DirectivePage:
    """Some of the directives asked for, and how many there are in all."""

    rows: tuple[DirectiveRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Count:
    """One group of a board: its key, how people write it, and how many directives are in it."""

    key: str
    label: str
    count: int
