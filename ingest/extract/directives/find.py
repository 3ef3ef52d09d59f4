"""Walks through the body of a document line by line, and makes a directive of every line and row that is one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Citation, Deadline, Directive, Header, Section, Span, Target, Text
from ingest.extract.directives import judge, organ, owner, table
from ingest.extract.directives.deadline import deadlines
from ingest.extract.directives.owner import Assignment
from ingest.extract.directives.place import Place, places
from ingest.extract.directives.target import targets
from ingest.extract.directives.zone import attached, mode, zone

READ = 4000  # characters of a line in which owners, deadlines and targets are looked for
SHORTEST = 12
_QUOTED = re.compile(r"[“\"][^”\"\n]{3,300}[”\"]")
_REQUESTS = re.compile(r"đề nghị|yêu cầu|chỉ đạo|giao|phân công|cần|phải|sẽ|trách nhiệm|chủ trì|báo cáo|tiếp tục|phấn đấu", re.IGNORECASE)
_SURE = {"request": 0.95, "label": 0.9, "duty": 0.95, "modal": 0.85, "verb": 0.85, "": 0.8}
_SENTENCE = 40  # an item of a list shorter than this is a name, no task
_LONG = 70  # a heading shorter than this is a title, no task


@dataclass(frozen=True, slots=True)
class _Lead:
    """Someone charged by a lead-in, for the lines up to `end`."""

    owners: tuple[str, ...]
    start: int
    end: int
    level: int


class Finder:
    """The directives of one document."""

    def __init__(
        self, text: Text, header: Header, sections: tuple[Section, ...], furniture: tuple[Span, ...], citations: tuple[Citation, ...]
    ) -> None:
        self._text, self._words = text, text.text
        self._header, self._furniture, self._sections = header, furniture, sections
        self._citations = sorted(citations, key=lambda citation: citation.span.start)
        self._cited_at = [citation.span.start for citation in self._citations]
        self._issued = header.issued.value if header.issued else None
        self._mode = mode(header, text)
        self._lead: _Lead | None = None
        self._table: table.Table | None = None
        self._inherited: dict[Section, tuple[str, ...]] = {}

    def find(self) -> tuple[Directive, ...]:
        """All of them, in order."""
        if self._mode == "none":
            return ()
        found: list[Directive] = []
        waiting: list[tuple[Place, Directive]] = []
        seen = Counter(self._text.line_text(line) for line in self._text.lines) if self._mode == "news" else Counter[str]()
        for place in places(self._text, self._header, self._sections, self._furniture):
            if seen[self._text.line_text(place.line)] > 1:
                continue
            if place.line.cells:
                found += self._of_row(place)
                continue
            self._table = None
            directive = self._of_line(place)
            if directive and (place.heading or (place.parent and place.leads)):
                waiting.append((place, directive))  # only if nothing under it is one
            elif directive:
                found.append(directive)
        return tuple(sorted([*found, *_childless(waiting, found)], key=lambda directive: directive.span))

    # Rows of tables

    def _of_row(self, place: Place) -> Iterator[Directive]:
        head = table.header(self._text, place.line)
        if head:
            self._table = head
            return
        if self._table is None or self._table.width != len(place.line.cells):
            return
        row = self._table.row(self._text, place.line)
        if row is None or zone(place.path) == "past":
            return
        yield self._row(place, row)

    def _row(self, place: Place, row: table.Row) -> Directive:
        content = row.content
        said = owner.assignment(self._words, content.start, content.end)
        due = self._deadlines(content) + (self._deadlines(row.time, column=True) if row.time else ())
        aims = self._targets(content, due)
        words = content.of(self._words)
        return Directive(
            kind=judge.kind(words, Assignment(), None, goals=zone(place.path) == "target", counted=bool(aims), due=[one.span.start - content.start for one in due if content.start <= one.span.start < content.end]),
            text=words,
            span=content,
            heading_path=_labels(place),
            owners=_cell(self._words, row.owner) or said.owners,
            partners=_cell(self._words, row.partner) or said.partners,
            deadlines=due,
            targets=aims,
            citation=self._citation(content),
            confidence=0.95,
        )

    # Lines

    def _of_line(self, place: Place) -> Directive | None:
        words = place.span.of(self._words)
        if len(words) < SHORTEST and not any(letter.isdigit() or letter in "….%" for letter in words):
            return None
        said = owner.assignment(self._words, place.start, min(place.end, place.start + READ))
        if place.leads or place.heading:
            self._govern(place, said)
        if (place.leads and place.own is None) or (judge.never(words) and not said.owners):
            return None
        return self._directive(place, words, said)

    def _directive(self, place: Place, words: str, said: Assignment) -> Directive | None:
        span = Span(place.start, min(place.end, place.start + READ))
        here = zone((*place.path, place.own) if place.own and place.own.titled else place.path)
        how = attached(place.path) or self._mode
        if not self._may(place, words, said, here, how):
            return None
        due = self._deadlines(span)
        aims = self._targets(span, due)
        sure = self._sure(place, words, said, here, how, counted=bool(aims), due=bool(due))
        if not sure:
            return None
        at = said.verb_at - place.start if said.verb_at is not None else None
        return Directive(
            kind=judge.kind(words, said, at, goals=here == "target", counted=bool(aims), due=[one.span.start - place.start for one in due]),
            text=words,
            span=place.span,
            heading_path=_labels(place),
            owners=said.owners,
            inherited_owners=() if said.owners else self._inherits(place),
            partners=said.partners,
            deadlines=due,
            targets=aims,
            citation=self._citation(span),
            confidence=sure,
        )

    def _may(self, place: Place, words: str, said: Assignment, here: str, how: str) -> bool:
        """Cheap: whether the place and its first words allow a directive at all."""
        if here == "past" or how == "none":
            return False
        if here in ("none", "money") and not said.owners:
            return False
        if how == "news":
            return _REQUESTS.search(words) is not None or judge.opens(words) is not None
        return True

    def _sure(self, place: Place, words: str, said: Assignment, here: str, how: str, *, counted: bool, due: bool) -> float:
        """How sure it is a directive; 0 if it is none."""
        if said.duty == "past":
            return 0
        if how == "norm":
            return self._in_rules(place, words, said, due=due)
        if how == "news":
            return self._in_news(words, said, counted=counted)
        if here in ("none", "money"):
            return 0.8 if said.duty in ("request", "duty", "label") and here == "money" else 0
        if how == "outline" and here == "":
            return 0
        opened = judge.opens(words)
        if said.owners and said.duty in ("request", "duty", "label"):
            return _SURE[said.duty]
        if how == "act" and here == "" and not self._inherits(place):
            return 0.8 if said.owners and said.duty in ("verb", "modal") and not judge.act(words) else 0
        if here == "target":
            return 0.9 if counted else 0.6 if due and opened is not None else 0
        return self._in_plan(place, words, said, here, opened, counted=counted)

    def _in_plan(self, place: Place, words: str, said: Assignment, here: str, opened: str | None, *, counted: bool) -> float:
        if judge.states(words) and not said.owners:
            return 0
        if said.owners:
            return _SURE[said.duty]
        if opened is not None and (place.marked or here == "task" or self._inherits(place)):
            return 0.9
        if counted and judge.goal(words):
            return 0.85
        if here == "task" and (judge.modal(words) or opened is not None):
            return 0.7
        return 0.6 if self._inherits(place) and place.marked and len(words) >= _SENTENCE else 0

    def _in_rules(self, place: Place, words: str, said: Assignment, *, due: bool) -> float:
        """In rules only what is assigned counts: by name, or under «... có trách nhiệm:»."""
        if said.owners and (said.duty in ("request", "duty", "label") or (said.duty in ("verb", "modal") and due)):
            return 0.85
        return 0.8 if place.marked and self._inherits(place) and judge.opens(words) is not None else 0

    def _in_news(self, words: str, said: Assignment, *, counted: bool) -> float:
        if said.owners and said.duty in ("request", "modal", "duty"):
            return 0.8
        if judge.opens(words) is not None and not judge.states(words) and said.duty != "past":
            return 0.75
        return 0.7 if counted and judge.goal(words) else 0

    # Who is charged by what stands above

    def _govern(self, place: Place, said: Assignment) -> None:
        """Remember whom a heading or a lead-in charges with what follows."""
        charged = said.owners or self._named(place)
        if not charged or said.duty == "past":
            return
        if place.own is not None:
            self._inherited[place.own] = charged
        elif said.duty in ("request", "duty", "modal"):
            end = place.path[-1].extent.end if place.path else len(self._words)
            self._lead = _Lead(charged, place.line.span.end, end, len(place.path))

    def _named(self, place: Place) -> tuple[str, ...]:
        """The organs that a heading consists of: «2. Sở Công Thương», «Đối với các tỉnh nuôi tôm:»."""
        end = place.end
        while end > place.start and self._words[end - 1] in " :.;*":
            end -= 1
        start = place.start
        lead = re.compile(r"(?:đối với|trách nhiệm của|đề nghị|yêu cầu|nhiệm vụ của|giao cho|giao)\s+", re.IGNORECASE).match(self._words, start, end)
        start = lead.end() if lead else start
        if end - start > organ.WINDOW or organ.predicate(self._words, start, end):
            return ()
        return organ.organs(self._words, start, end)

    def _inherits(self, place: Place) -> tuple[str, ...]:
        for section in reversed(place.path):
            if section in self._inherited:
                return self._inherited[section]
        lead = self._lead
        if lead and lead.start <= place.start < lead.end and (place.marked or len(place.path) > lead.level):
            return lead.owners
        return ()

    # What the words hold

    def _deadlines(self, span: Span, *, column: bool = False) -> tuple[Deadline, ...]:
        return deadlines(self._words, span.start, span.end, issued=self._issued, column=column, closed=self._closed(span))

    def _targets(self, span: Span, due: Sequence[Deadline]) -> tuple[Target, ...]:
        return targets(self._words, span.start, span.end, closed=(*self._closed(span), *(one.span for one in due)))

    def _closed(self, span: Span) -> tuple[Span, ...]:
        """Citations and quoted titles, whose dates and numbers are their own."""
        quoted = (Span(*match.span()) for match in _QUOTED.finditer(self._words, span.start, span.end))
        return (*(citation.span for citation in self._cited(span)), *quoted)

    def _cited(self, span: Span) -> Iterator[Citation]:
        for at in range(bisect_left(self._cited_at, span.start), len(self._citations)):
            if self._cited_at[at] >= span.end:
                return
            yield self._citations[at]

    def _citation(self, span: Span) -> str | None:
        """What the directive implements: the first document that it says it carries out."""
        cited = [one for one in self._cited(span) if one.relation == "thực hiện"]
        return (cited[0].symbol or cited[0].text) if cited else None


def _labels(place: Place) -> tuple[str, ...]:
    """Marker and title of the headings above; of running text only the marker."""
    return tuple(f"{one.marker} {one.heading}".strip() if one.titled else one.marker for one in place.path)


def _cell(text: str, cell: Span | None) -> tuple[str, ...]:
    """The organs of a cell; what is no known organ is split at semicolons and line ends only."""
    if cell is None:
        return ()
    named = organ.organs(text, cell.start, cell.end)
    return named or tuple(clean for part in re.split(r"\s*[;\n]\s*", cell.of(text)) if (clean := organ.trimmed(part)))


def _childless(waiting: Sequence[tuple[Place, Directive]], found: Sequence[Directive]) -> Iterator[Directive]:
    """Headings and lead-ins under which nothing is a directive, but that order something themselves."""
    starts = [directive.span.start for directive in found]
    for place, directive in waiting:
        if place.own is None:
            continue
        at = bisect_left(starts, place.end)
        empty = at == len(starts) or starts[at] >= place.own.extent.end
        if empty and place.own.kind in ("khoản", "điểm", "gạch đầu dòng", "điều") and (len(directive.text) >= _LONG or place.leads or directive.owners):
            yield replace(directive, confidence=0.6)
