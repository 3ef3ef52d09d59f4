"""Whether a document is in force, on the evidence of what it and later documents say."""

from __future__ import annotations

from corpus.document import Span
from corpus.relations import Evidence, Other, ValidityEvent, validity

TODAY = "2025-06-01"
SAID = Evidence("…", Span(0, 1))
LATER = Other("later", "9/QĐ-UBND")


def event(kind: str, date: str = "", *, clause: str = "", by: Other | None = None, sure: bool = True) -> ValidityEvent:
    """One event, by the document itself or by a later one."""
    return ValidityEvent(kind, date, clause, "x", by, SAID, sure)


BEGUN = event("có hiệu lực", "2024-01-01")


def test_silence_is_unknown() -> None:
    """A document that says nothing of its validity is never shown as in force."""
    assert validity([], TODAY).state == "unknown"
    assert validity([event("có hiệu lực", "")], TODAY).state == "unknown"


def test_begun_and_not_ended_is_in_force() -> None:
    """From the day it says; before that day not yet."""
    assert (validity([BEGUN], TODAY).state, validity([BEGUN], TODAY).since) == ("in_force", "2024-01-01")
    assert validity([BEGUN], "2023-12-31").state == "not_yet"


def test_replaced_and_repealed_from_the_day_of_the_later_document() -> None:
    """The day before it still is in force, and the coming end is told."""
    replaced = event("thay thế", "2025-05-01", by=LATER)
    assert (validity([BEGUN, replaced], TODAY).state, validity([BEGUN, replaced], TODAY).until) == ("replaced", "2025-05-01")
    assert (validity([BEGUN, replaced], "2025-04-30").state, validity([BEGUN, replaced], "2025-04-30").until) == ("in_force", "2025-05-01")
    assert validity([event("bãi bỏ", "2025-05-01", by=LATER)], TODAY).state == "repealed"


def test_end_that_it_says_itself() -> None:
    """«có hiệu lực đến hết ngày …»."""
    assert validity([BEGUN, event("hết hiệu lực", "2025-01-01")], TODAY).state == "expired"


def test_repealed_clause_is_a_part() -> None:
    """The whole is not gone, the event says which clause is."""
    found = validity([BEGUN, event("bãi bỏ", "2025-01-01", clause="Điều 5", by=LATER)], TODAY)
    assert (found.state, [one.clause for one in found.events if one.clause]) == ("partly", ["Điều 5"])


def test_amended_stays_in_force_and_says_so() -> None:
    """An amendment ends nothing."""
    found = validity([BEGUN, event("sửa đổi bổ sung", "2025-01-01", by=LATER)], TODAY)
    assert (found.state, found.note) == ("in_force", "Đã được sửa đổi, bổ sung.")


def test_possible_replacement_makes_it_unknown() -> None:
    """Where it is not sure that this one was replaced, nobody is told that it is in force."""
    assert validity([BEGUN, event("thay thế", "2025-01-01", by=LATER, sure=False)], TODAY).state == "unknown"


def test_two_beginnings_are_unknown() -> None:
    """A document that contradicts itself."""
    assert validity([BEGUN, event("có hiệu lực", "2024-03-01")], TODAY).state == "unknown"
