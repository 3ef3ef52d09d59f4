"""Whether a document is in force: from what it says of itself and what later documents do to it, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.relations.effect import ENDS, STARTS
from corpus.relations.resolve import day
from corpus.relations.value import Validity, ValidityEvent

ENDING = ("thay thế", "bãi bỏ")
BEARING = (*ENDING, "sửa đổi bổ sung", "đính chính", "hợp nhất")  # the relations that bear on validity
STATE_OF = {"thay thế": "replaced", "bãi bỏ": "repealed", ENDS: "expired"}

NO_START = "Văn bản không nêu ngày có hiệu lực."
NO_DATE = "Văn bản có điều khoản hiệu lực nhưng không tính được ngày."
TWO_STARTS = "Văn bản nêu nhiều ngày có hiệu lực ({days})."
MAYBE = "Có văn bản thay thế hoặc bãi bỏ một văn bản cùng số, chưa chắc là văn bản này."
AMENDED = "Đã được sửa đổi, bổ sung."
ON_WHAT_IS_HELD = "Theo các văn bản đang có trong kho."


def validity(events: Sequence[ValidityEvent], today: str) -> Validity:
    """The state on a day (ISO) from all events that concern the document, and why; what is not said stays "unknown"."""
    ordered = tuple(sorted(events, key=lambda event: (event.date or "9999", event.kind)))
    starts = sorted({event.date for event in ordered if event.kind == STARTS and not event.clause and event.date})
    found = Validity("unknown", starts[-1] if starts else "", "", ordered)
    ended = _ended(ordered, today)
    if ended is not None:
        return replace(found, state=STATE_OF[ended.kind], until=ended.date, note=ON_WHAT_IS_HELD)
    if any(event.kind in ENDING and not event.sure for event in ordered):
        return replace(found, note=MAYBE)
    if any(_partial(event, today) for event in ordered):
        return replace(found, state="partly", until=_coming(ordered, today), note=ON_WHAT_IS_HELD)
    if len(starts) > 1:
        return replace(found, state="unknown", note=TWO_STARTS.format(days=", ".join(map(day, starts))))
    if not starts:
        return replace(found, note=NO_DATE if any(event.kind == STARTS for event in ordered) else NO_START)
    amended = any(event.kind == "sửa đổi bổ sung" and event.sure for event in ordered)
    state = "not_yet" if starts[0] > today else "in_force"
    return replace(found, state=state, until=_coming(ordered, today), note=AMENDED if amended else ON_WHAT_IS_HELD)


def _ended(events: Sequence[ValidityEvent], today: str) -> ValidityEvent | None:
    """The first certain end of the whole document that has come; one without a day has come with the document that says it."""
    return next(
        (e for e in events if e.kind in STATE_OF and e.sure and not e.clause and e.date <= today and (e.date or e.kind in ENDING)), None
    )


def _partial(event: ValidityEvent, today: str) -> bool:
    return event.kind in STATE_OF and bool(event.clause) and event.sure and event.date <= today


def _coming(events: Sequence[ValidityEvent], today: str) -> str:
    """The day on which it is known to end later, "" if none is."""
    return next((e.date for e in events if e.kind in STATE_OF and e.sure and not e.clause and e.date > today), "")
