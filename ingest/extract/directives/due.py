"""By when, as said above: a heading or lead-in that names one time lends it to the items that name none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.document import Deadline, Section
from ingest.extract.directives import judge
from ingest.extract.directives.place import Place
from ingest.extract.directives.values import Values

_LONGEST = 240  # a heading or lead-in; what is longer says more than a time
_AROUND = " .:;,*“”\"'()-–"
# "Kinh phí năm 2009:", "Vốn đầu tư giai đoạn 2021-2025:": sums of a year, nothing that is due
_SUMS = re.compile(r"(?:tổng |nhu cầu |nguồn )*(?:kinh phí|vốn|chi|thu|dự toán|ngân sách|mức)\b", re.IGNORECASE)
# "Năm 2022, tập trung:": the year that the whole document is for
_YEAR = re.compile(r"(?:trong )?năm\s\d{4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lent:
    deadline: Deadline
    start: int
    end: int


class Dues:
    """The times that headings and lead-ins lend while a document is read from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sections: dict[Section, Deadline] = {}
        self._line: _Lent | None = None

    def note(self, place: Place, values: Values) -> None:
        """Remember the time of a heading («a) Giai đoạn 2021-2025») or lead-in («Trước ngày 30/6, các đơn vị:»)."""
        if place.leads and not place.marked:
            self._line = None  # another lead-in: the time of the one before is not meant any more
        if not (place.leads or place.heading) or place.end - place.start > _LONGEST:
            return
        due = self._one(place, values)
        if due is None:
            return
        if place.own is not None:
            self._sections[place.own] = due
        else:
            end = place.path[-1].extent.end if place.path else len(self._text)
            self._line = _Lent(due, place.line.span.end, end)

    def above(self, place: Place) -> tuple[Deadline, ...]:
        """The time lent to a line, the nearest one."""
        lent = self._line
        if lent and lent.start <= place.start < lent.end and place.marked:
            return (lent.deadline,)
        found = next((one for one in reversed(place.path) if one in self._sections), None)
        own = found is not None and (place.marked or found == place.path[-1])  # and not the second line of an item
        return (self._sections[found],) if found is not None and own else ()

    def _one(self, place: Place, values: Values) -> Deadline | None:
        """The one day that the line names: anywhere in a lead-in, at the edge of a heading."""
        words = place.span.of(self._text)
        if not any(letter.isdigit() for letter in words) or judge.never(words) or judge.act(words) or _SUMS.match(words):
            return None
        days = values.deadlines
        if len(days) != 1 or days[0].date is None or days[0].recurrence or _YEAR.match(days[0].text):
            return None
        before = self._text[place.start : days[0].span.start].strip(_AROUND)
        after = self._text[days[0].span.end : place.end].strip(_AROUND)
        return days[0] if place.leads or not before or not after else None
