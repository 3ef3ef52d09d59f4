"""Every line of the body with the headings it stands under: where a directive can be, and what governs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Header, Line, Section, Span, Text

# "Nơi nhận:", "Kính gửi:", "Nơi gửi"
_RECIPIENTS = re.compile(r"(?:\*{0,2}nơi (?:nhận|gửi)|kính (?:gửi|gởi))\s*(?:[:/]|$)", re.IGNORECASE)
# "Căn cứ Luật ...;", "- Theo đề nghị của ...", "Xét Tờ trình số ..."
_BASIS = re.compile(r"(?:căn cứ|theo đề nghị|xét đề nghị|xét tờ trình|theo tờ trình|sau khi xem xét)\b[^\n]*[;,.]?$", re.IGNORECASE)
_ANNEXES = frozenset({"văn bản kèm theo", "phụ lục"})
# "- ", "+ ", "1.", "1.2.", "a)", "I-", "Bước 1:", "(i)", "Điều 3."
_MARKER = re.compile(
    r"(?:[-–—+*•·●○▪■➢✓\uf000-\uf0ff]+\s*|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-zđ]\d?)\s?(?:[.)/]\s?[-–]?|[-–])\s+|(?:Điều|Bước)\s\d{1,3}[a-z]?\s?[.:]\s*)+",
)
# "nhằm cải cách ...", "để bảo đảm ...": never the beginning of a sentence
_PURPOSE = re.compile(r"(?:nhằm|để|mà|và|nhất là|trong đó)\s")
_LEADS = re.compile(r"(?::|như sau[.;]?|sau đây[.;]?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the body.

    Attributes:
        start, end: offsets of the line without its marker.
        own: the section whose heading or first line it is, None for running text.
        path: the sections it stands in, outermost first, without `own`.
        marked: it is an item of a list.
        leads: it introduces what follows ("... như sau:").
        parent: True if something stands under it; divided: among it sections of its own.
    """

    line: Line
    start: int
    end: int
    own: Section | None
    path: tuple[Section, ...]
    marked: bool = False
    leads: bool = False
    parent: bool = False
    divided: bool = False

    @property
    def span(self) -> Span:
        """The words of the line without its marker."""
        return Span(self.start, self.end)

    @property
    def heading(self) -> bool:
        """A heading with something under it."""
        return self.own is not None and self.own.titled and self.parent


def places(text: Text, header: Header, sections: Sequence[Section], furniture: Sequence[Span]) -> Iterator[Place]:
    """The lines of the body in order, without header, legal basis, recipients, signature and furniture."""
    ordered = sorted(sections, key=lambda section: (section.extent.start, section.level))
    open_sections: list[Section] = []
    at = 0
    ignored = _Ignored(header, ordered, furniture)
    begin = _preface(ordered)
    for line in text.lines:
        while open_sections and open_sections[-1].extent.end <= line.span.start:
            open_sections.pop()
        own = None
        while at < len(ordered) and ordered[at].span.start < line.span.end:
            own = _open(open_sections, ordered[at])
            at += 1
        if line.span.start < begin:
            continue
        if not ignored.holds(line, text.text) and not (own is None and (_is_title(line, open_sections) or _goes_on(text.text, line))):
            own = own if own and own.span.start >= line.span.start else None
            divided = own is not None and at < len(ordered) and ordered[at].span.start < own.extent.end
            yield _place(text.text, line, own, open_sections, divided=divided)


def _preface(ordered: Sequence[Section]) -> int:
    """Where the body begins in a document whose first section is an article: what stands before is who decides, and on what basis."""
    return ordered[0].span.start if ordered and ordered[0].kind == "điều" else 0


def _is_title(line: Line, open_sections: Sequence[Section]) -> bool:
    """A further line of the heading above («PHẦN III» / «TỔ CHỨC THỰC HIỆN»)."""
    return bool(open_sections) and open_sections[-1].titled and line.span.end <= open_sections[-1].span.end


def _goes_on(text: str, line: Line) -> bool:
    """The rest of the line before, broken by a page or a narrow column."""
    if not text[line.span.start].islower() or line.cells:
        return False
    return _last_letter(text, line.span.start) not in ".;:!?…" or _PURPOSE.match(text, line.span.start) is not None


def _last_letter(text: str, at: int) -> str:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return text[at - 1 : at]


def _open(open_sections: list[Section], section: Section) -> Section:
    while open_sections and (open_sections[-1].extent.end <= section.extent.start or open_sections[-1].level >= section.level):
        open_sections.pop()
    open_sections.append(section)
    return section


def _place(text: str, line: Line, own: Section | None, open_sections: Sequence[Section], *, divided: bool) -> Place:
    marker = _MARKER.match(text, line.span.start, line.span.end)
    start = marker.end() if marker and marker.end() < line.span.end else line.span.start
    if own is not None and own.marker and text.startswith(own.marker, line.span.start):
        start = max(start, _after(text, line.span.start + len(own.marker), line.span.end))
    path = tuple(open_sections[:-1]) if own is not None and open_sections else tuple(open_sections)
    parent = own is not None and own.extent.end > line.span.end + 1
    leads = _LEADS.search(text, max(start, line.span.end - 12), line.span.end) is not None
    return Place(
        line,
        start,
        line.span.end,
        own,
        path,
        marked=own is not None or start > line.span.start,
        leads=leads,
        parent=parent,
        divided=divided,
    )


def _after(text: str, at: int, end: int) -> int:
    """Past what follows a marker, but not into a blank («-...% công đoàn cơ sở»)."""
    while at < end and text[at] in " .:-–/)" and not text.startswith("..", at):
        at += 1
    return at


class _Ignored:
    """What is no body: furniture, the header's fields, the legal basis, and everything from "Nơi nhận" to the next annex."""

    def __init__(self, header: Header, sections: Sequence[Section], furniture: Sequence[Span]) -> None:
        self._spans = sorted([*furniture, *_fields(header)])
        self._annexes = [section.span.start for section in sections if section.kind in _ANNEXES]
        self._span = self._annex = 0
        self._tail = False

    def holds(self, line: Line, text: str) -> bool:
        """Whether the line is outside the body; lines must come in order."""
        return self._covered(line.span) or self._in_tail(line.span, text) or self._basis(line, text)

    def _covered(self, span: Span) -> bool:
        while self._span < len(self._spans) and self._spans[self._span].end <= span.start:
            self._span += 1
        return self._span < len(self._spans) and self._spans[self._span].start < span.end

    def _in_tail(self, span: Span, text: str) -> bool:
        while self._annex < len(self._annexes) and self._annexes[self._annex] < span.end:
            self._annex += 1
            self._tail = False
        if text[span.start] in "Nn*" and _RECIPIENTS.match(text, span.start, min(span.end, span.start + 40)):
            self._tail = True
        return self._tail

    @staticmethod
    def _basis(line: Line, text: str) -> bool:
        if text[line.span.end - 1] not in ";,":
            return False
        start = line.span.start
        while start < line.span.end and text[start] in "-–+* ":
            start += 1
        return _BASIS.match(text, start, min(line.span.end, start + 40)) is not None


def _fields(header: Header) -> Iterator[Span]:
    """Where the header's fields stand; a signer may be named anywhere, so the author of an article is left out."""
    for field in (
        header.type,
        header.symbol,
        header.issued,
        header.issuer,
        header.subject,
        header.signer,
        header.signer_title,
        header.authority,
        header.recipients,
        header.secrecy,
        header.urgency,
    ):
        if field is not None and field.span is not None:
            yield field.span
