"""Tables of tasks: which column says what, and one row read as what it orders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.document import Line, Span, Text
from corpus.text import fold
from ingest.extract.directives import knowledge

_NUMBERED = re.compile(r"\s{0,3}(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)]?\s*$")
_SECTION = re.compile(r"\s{0,3}(?:[IVX]{1,5}|[A-ZĐ])[.)]?\s*$")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by their role; owner, partner and time of a merged cell come from the row above."""

    content: Span
    owner: Span | None
    partner: Span | None
    time: Span | None


@dataclass(slots=True)
class Table:
    """A table being read row by row."""

    roles: Mapping[str, int]
    width: int
    above: dict[str, Span] = field(default_factory=dict)

    def row(self, text: Text, line: Line) -> Row | None:
        """The row, or None for a heading, a section row and an empty one."""
        if header(text, line) or self._is_section(text, line):
            self.above.clear()
            return None
        content = line.cells[self.roles["content"]]
        if content.start == content.end or not any(letter.isalpha() for letter in content.of(text.text)):
            return None
        return Row(
            content, self._cell(line, "owner"), self._cell(line, "partner", inherits="owner"), self._cell(line, "time", inherits="owner")
        )

    def _cell(self, line: Line, role: str, inherits: str = "") -> Span | None:
        """The cell of a role; where it is empty, that of the row above (a merged cell)."""
        if role not in self.roles:
            return None
        cell = line.cells[self.roles[role]]
        if cell.start < cell.end:
            self.above[role] = cell
            return cell
        merged = not inherits or self._empty(line, inherits)
        return self.above.get(role) if merged else None

    def _empty(self, line: Line, role: str) -> bool:
        return role not in self.roles or line.cells[self.roles[role]].start == line.cells[self.roles[role]].end

    def _is_section(self, text: Text, line: Line) -> bool:
        """A row that names a group of tasks: «I | Công tác tuyên truyền | | |»."""
        words = {cell.of(text.text).strip() for cell in line.cells} - {""}
        if len(words) <= 1:
            return not self._only_content_is_left(line)
        others = [role for role in ("owner", "partner", "time") if not self._empty(line, role)]
        first = line.cells[0].of(text.text)
        return not others and (_SECTION.match(first) is not None or not (_NUMBERED.match(first) or self.above))

    def _only_content_is_left(self, line: Line) -> bool:
        """Under merged cells a row may have nothing but its content."""
        content = line.cells[self.roles["content"]]
        return (
            bool(self.above)
            and content.start < content.end
            and set(self.roles) - {"content"} != set()
            and line.cells[0].start == line.cells[0].end
        )


def header(text: Text, line: Line) -> Table | None:
    """The table that this row heads, None if it is no heading of a table of tasks."""
    roles: dict[str, int] = {}
    for at, cell in enumerate(line.cells):
        role = _role(cell.of(text.text))
        if role and role not in roles:
            roles[role] = at
    tells = {"owner", "partner", "time"} & roles.keys()
    return Table(roles, len(line.cells)) if "content" in roles and tells else None


def _role(title: str) -> str | None:
    plain = " ".join(re.sub(r"[^\w,\s]", " ", fold(title)).split()).strip(" ,")
    if not plain or len(plain) > 60:
        return None
    best = max((known for known in knowledge.columns() if plain == known or plain.startswith(known + " ")), key=len, default=None)
    return knowledge.columns()[best] if best else None
