"""Walks through the body of a document line by line, and makes a directive of every line and row that is one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Citation, Directive, Header, Section, Span, Text
from ingest.extract.directives import judge, knowledge, organ, owner, table
from ingest.extract.directives.candidate import Candidate
from ingest.extract.directives.due import Dues
from ingest.extract.directives.kind import kind
from ingest.extract.directives.lead import Charge, Leads, named_by
from ingest.extract.directives.owner import Assignment
from ingest.extract.directives.place import Place, places
from ingest.extract.directives.rules import executes, in_rules_once
from ingest.extract.directives.values import Cited, Values
from ingest.extract.directives.weigh import weigh
from ingest.extract.directives.zone import attached, charging, closing, is_title, mode, of_label, study, zone

READ = 4000  # characters of a line in which owners, deadlines and targets are looked for
SHORTEST = 12
_ONCE = 0.7  # sure of a line that its list makes a directive
_YEAR = re.compile(r"\b20\d\d\b")
SPOKEN = 4  # lines of an article for which the last speaker is meant
_REQUESTS = re.compile(
    r"đề nghị|yêu cầu|chỉ đạo|giao|phân công|cần|phải|sẽ|trách nhiệm|chủ trì|báo cáo|tiếp tục|phấn đấu|mong muốn", re.IGNORECASE
)
_LONG = 60  # a heading shorter than this is a title, no task
_SENTENCE = 45
_TITLE = 100  # a heading longer than this is a sentence
_OWN = ("khoản", "điểm", "gạch đầu dòng", "điều")
# "... các nhiệm vụ sau:", "... như sau:": only announces what follows
_ANNOUNCES = re.compile(
    rf"{knowledge.any_of('announced')}(?:\s\S+){{0,4}}?\s*(?:sau(?: đây)?)?\s*:?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Under:
    """What the headings above say of all lines under them: how to read them, whether they are the last articles, their zone."""

    path: tuple[Section, ...]
    how: str
    closing: bool
    zone: str


class Finder:
    """The directives of one document."""

    def __init__(
        self, text: Text, header: Header, sections: tuple[Section, ...], furniture: tuple[Span, ...], citations: tuple[Citation, ...]
    ) -> None:
        self._text, self._words = text, text.text
        self._header, self._furniture, self._sections = header, furniture, sections
        self._cited = Cited(citations)
        self._issued = header.issued.value if header.issued else None
        self._mode = mode(header, text)
        self._study = study(header, text)
        self._resolution = header.type is not None and header.type.value in ("Nghị quyết", "Nghị quyết liên tịch")
        self._leads, self._dues = Leads(text.text), Dues(text.text)
        self._held: dict[Charge, list[Directive]] = {}
        self._once_charged: set[Charge] = set()
        self._table: table.Table | None = None
        self._above: _Under | None = None

    def find(self) -> tuple[Directive, ...]:
        """All of them, in order."""
        if self._mode == "none":
            return ()
        found: list[Directive] = []
        waiting: list[tuple[Place, Directive]] = []
        seen = Counter(self._text.line_text(line) for line in self._text.lines) if self._mode == "news" else Counter[str]()
        for place in places(self._text, self._header, self._sections, self._furniture):
            if seen[self._text.line_text(place.line)] > 1:
                continue  # a caption
            if place.line.cells:
                found += self._of_row(place)
                continue
            self._table = None
            directive = self._of_line(place)
            if directive and place.parent and not _with_work(place, directive):
                waiting.append((place, directive))  # only if nothing under it is one
            elif directive:
                found.append(directive)
        found += self._once()
        return tuple(sorted([*found, *_childless(waiting, found)], key=lambda directive: directive.span))

    def _once(self) -> Iterator[Directive]:
        """Of lists of duties in rules those with a day of a certain year: work to be done once; in a decision the whole list."""
        for charge, listed in self._held.items():
            dated = [one for one in listed if _for_once(one)]
            yield from listed if self._mode == "rules" and (dated or charge in self._once_charged) else dated

    # Rows of tables

    def _of_row(self, place: Place) -> Iterator[Directive]:
        head = table.header(self._text, place.line)
        if head:
            self._table = head
            return
        if self._table is None or self._table.width != len(place.line.cells):
            return
        row = self._table.row(self._text, place.line)
        if row is not None and self._under(place.path).zone != "past":
            yield self._row(place, row)

    def _row(self, place: Place, row: table.Row) -> Directive:
        content, words = row.content, row.content.of(self._words)
        said = owner.assignment(self._words, content.start, content.end)
        values = self._values(content)
        due = values.deadlines + (self._values(row.time, column=True).deadlines if row.time else ())
        goals, at = zone(place.path) == "target", [one.span.start - content.start for one in values.deadlines]
        return Directive(
            kind=kind(words, Assignment(), None, goals=goals, counted=bool(values.targets), due=at),
            text=words,
            span=content,
            heading_path=_labels(place),
            owners=_cell(self._words, row.owner) or said.owners,
            partners=_cell(self._words, row.partner) or said.partners,
            deadlines=due,
            targets=values.targets,
            citation=values.citation,
            confidence=0.95,
        )

    # Lines

    def _of_line(self, place: Place) -> Directive | None:
        span = Span(place.start, min(place.end, place.start + READ))
        words = span.of(self._words)
        under = self._under(place.path)
        how, last = under.how, under.closing
        charging = last or (how == "rules" and (executes(words) or (self._resolution and place.marked)))
        worth = _worth(how, words, place, closing=charging)
        if how == "none" or not (worth or self._charged(how, place, words)):
            return None
        here = self._zone(place, words)
        if here == "past" or (here in ("none", "standing") and not (last or how == "rules" or judge.trouble(words) or judge.timed(words))):
            return None
        said = owner.assignment(self._words, span.start, span.end)
        if here == "none" and ((last and judge.enacts(words)) or (how == "rules" and said.duty in ("duty", "request"))):
            here = ""  # «Điều 9. Hiệu lực thi hành»: ... «2. Bộ trưởng Bộ X chịu trách nhiệm hướng dẫn thi hành Nghị định này»
        charge = self._leads.above(place)
        values = self._values(span)
        if place.leads or place.own is not None:
            self._leads.note(place, said)
            self._dues.note(place, values)
        if len(words) < SHORTEST and not any(letter.isdigit() or letter in "….%" for letter in words):
            return None
        given = (said.owners and said.duty == "request") or (charge is not None and place.marked and judge.issues(words))
        if is_title(words) or (judge.never(words) and not given):
            return None
        ordered = how != "news" and self._leads.ordered(place)
        line = Candidate(
            place,
            words,
            said,
            here,
            how,
            charge,
            ordered,
            last,
            values,
            self._leads.listed(place),
            self._study and not self._leads.parted(place),
            self._resolution,
        )
        return self._made(line, weigh(line) if worth else 0)

    def _charged(self, how: str, place: Place, words: str) -> bool:
        """In rules, whether the line charges those below it («Các bộ có trách nhiệm:»), or is charged by one that does."""
        if how not in ("norm", "rules"):
            return False
        if place.heading or (place.leads and " trách nhiệm" in words[-40:]):
            return True  # a heading may charge who is named in it, and ends the charge of the one before
        charge = self._leads.above(place) if place.marked else None
        return charge is not None and charge.firm

    def _zone(self, place: Place, words: str) -> str:
        """What part of the document the line stands in, by the headings above and its own short title."""
        titled = place.own is not None and place.own.titled and len(words) <= _TITLE
        if label := of_label(words):
            return label
        return zone((*place.path, place.own), study=self._study) if titled and place.own else self._under(place.path).zone

    def _under(self, path: tuple[Section, ...]) -> _Under:
        """What the headings of the path say; asked for each line, and the same for all items of a list."""
        if self._above is None or self._above.path != path:
            how = attached(path) or self._mode
            self._above = _Under(path, how, closing(path) or (how == "rules" and charging(path)), zone(path, study=self._study))
        return self._above

    def _made(self, line: Candidate, sure: float) -> Directive | None:
        """The directive that a line is, None if it is none."""
        place, said = line.place, line.said
        waits = not sure and in_rules_once(line)
        if not sure and not waits:
            return None
        due = line.values.deadlines or (self._dues.above(place) if line.mode != "news" else ())
        at = said.verb_at - place.start if said.verb_at is not None else None
        where = [one.span.start - place.start for one in line.values.deadlines]
        owners = tuple(name for name in said.owners if not organ.is_nobody(name))
        directive = Directive(
            kind=kind(line.words, said, at, goals=line.zone in ("target", "aim"), counted=line.counted, due=where),
            text=place.span.of(self._words),
            span=place.span,
            heading_path=_labels(place),
            owners=owners,
            inherited_owners=_inherited(line.charge, said, owners),
            partners=said.partners,
            deadlines=due,
            targets=line.values.targets,
            citation=line.values.citation,
            confidence=sure or _ONCE,
        )
        if sure and line.charge is not None and _for_once(directive):
            self._once_charged.add(line.charge)
        if waits and line.charge is not None:
            self._held.setdefault(line.charge, []).append(directive)
            return None
        if place.leads and place.own is None and not _with_work(place, directive):
            return None
        if line.mode == "news" and said.owners:
            self._leads.say(place, said.owners, self._some_lines_on(place))
        return directive

    def _some_lines_on(self, place: Place) -> int:
        lines = self._text.lines
        at = bisect_left(lines, place.line.span.start, key=lambda line: line.span.start)
        return lines[min(at + SPOKEN, len(lines) - 1)].span.end

    def _values(self, span: Span, *, column: bool = False) -> Values:
        return Values(self._words, span, issued=self._issued, cited=self._cited, column=column)


def _for_once(directive: Directive) -> bool:
    """It is due on a day of a certain year."""
    return any(due.date and _YEAR.search(due.text) for due in directive.deadlines)


def _worth(how: str, words: str, place: Place, *, closing: bool) -> bool:
    """Cheap: whether a line of an article or of rules, or what it says of those below, can matter at all."""
    if how == "news":
        return _REQUESTS.search(words) is not None or judge.opens(words) is not None
    if how not in ("norm", "rules") or closing:
        return True
    charged = " giao " in words or " trách nhiệm " in words or " chủ trì" in words
    if how == "rules" and (charged or (place.own is not None and place.own.kind == "điều")):
        return True
    return judge.timed(words) or judge.gives(words) or judge.enacts(words) or judge.trouble(words) or judge.schedules(words)


def _inherited(charge: Charge | None, said: Assignment, owners: Sequence[str]) -> tuple[str, ...]:
    """Who governs the line; where it firmly charges someone by name itself, nobody else."""
    chained = said.level  # «Chỉ đạo UBND cấp xã ...»: the one above sees to it
    if owners and charge and not (chained or (said.duty == "modal" and charge.named)):
        return ()
    return named_by(charge, owners)


def _labels(place: Place) -> tuple[str, ...]:
    """Marker and title of the headings above; of running text only the marker, and none of a bullet, whose dash says nothing."""
    above = [one for one in place.path if one.titled or one.kind != "gạch đầu dòng"]
    return tuple(f"{one.marker} {one.heading}".strip() if one.titled else one.marker for one in above)


def _cell(text: str, cell: Span | None) -> tuple[str, ...]:
    """The organs of a cell; what is no known organ is split at semicolons and line ends only."""
    if cell is None:
        return ()
    named = organ.organs(text, cell.start, cell.end)
    return named or tuple(clean for part in re.split(r"\s*[;\n]\s*", cell.of(text)) if (clean := organ.trimmed(part)))


def _with_work(place: Place, directive: Directive) -> bool:
    """A lead-in or first line with work of its own, not only an announcement of what follows."""
    if place.leads:
        if _ANNOUNCES.search(directive.text[-60:]):
            return bool(directive.targets)
        opened = len(directive.text) >= _TITLE and judge.opens(directive.text) is not None
        return bool(directive.targets or opened or (directive.owners and len(directive.text) >= _SENTENCE))
    named_only = directive.owners and directive.text.rstrip(" .:;").endswith(directive.owners[-1])  # «4. Đề nghị Sở X»
    sentence = len(directive.text) >= _LONG or bool(directive.owners and not named_only)
    return place.own is not None and sentence and not (place.own.titled and place.divided)


def _childless(waiting: Sequence[tuple[Place, Directive]], found: Sequence[Directive]) -> Iterator[Directive]:
    """Headings and lead-ins under which nothing is a directive, but that order something themselves."""
    starts = [directive.span.start for directive in found]
    for place, directive in waiting:
        if place.own is None or place.own.kind not in _OWN or (place.own.kind == "điều" and place.own.titled and place.divided):
            continue
        at = bisect_left(starts, place.end)
        empty = at == len(starts) or starts[at] >= place.own.extent.end
        if empty and (len(directive.text) >= _LONG or directive.owners):
            yield replace(directive, confidence=0.6)
