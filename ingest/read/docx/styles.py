"""Styles of a Word file: what a paragraph or run inherits (heading level, bold, italic, capitals, numbering, table borders)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.read.docx.package import Element, is_on, q, value

HEADING = re.compile(r"^(?:heading|tiêu đề|đề mục)\s*([1-9])$", re.I)  # names are "heading 1" in every language of Word
BORDERS = ("top", "left", "bottom", "right", "start", "end", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything it is based on folded in."""

    name: str = ""
    heading: str = ""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    number: tuple[str, int] | None = None  # numId, level
    bordered: bool | None = None


class Styles:
    """All styles by id."""

    def __init__(self, root: Element | None) -> None:
        found = root.iterfind(q("style")) if root is not None else ()
        self._elements = {value(element, "styleId"): element for element in found}
        self._known: dict[str, Style] = {}
        default = next((key for key, e in self._elements.items() if value(e, "type") == "paragraph" and value(e, "default") == "1"), "")
        self.default = self.style(default)

    def style(self, style_id: str) -> Style:
        """The style with this id; an empty one if the file does not define it."""
        return self._style(style_id, ())

    def _style(self, style_id: str, seen: tuple[str, ...]) -> Style:
        if style_id in self._known:
            return self._known[style_id]
        element = self._elements.get(style_id)
        if element is None or style_id in seen:
            return Style()
        base = self._style(value(element.find(q("basedOn"))), (*seen, style_id))
        self._known[style_id] = _own(element, base)
        return self._known[style_id]


def _own(element: Element, base: Style) -> Style:
    name = value(element.find(q("name"))).lower()
    run, paragraph = element.find(q("rPr")), element.find(q("pPr"))
    style = replace(base, name=name, heading=_heading(name, paragraph) or base.heading)
    if run is not None:
        style = toggled(style, run)
    if paragraph is not None and (numbered := paragraph.find(q("numPr"))) is not None:
        number, level = numbered.find(q("numId")), numbered.find(q("ilvl"))
        inherited = base.number or ("", 0)
        style = replace(style, number=(value(number, default=inherited[0]), _integer(value(level), inherited[1])))
    borders = element.find(f"{q('tblPr')}/{q('tblBorders')}")
    return style if borders is None else replace(style, bordered=drawn(borders))


def toggled(style: Style, run: Element) -> Style:
    """The style with the toggles of an rPr applied."""
    bold, italic, caps = run.find(q("b")), run.find(q("i")), run.find(q("caps"))
    return replace(
        style,
        bold=style.bold if bold is None else is_on(bold),
        italic=style.italic if italic is None else is_on(italic),
        caps=style.caps if caps is None else is_on(caps),
    )


def _heading(name: str, paragraph: Element | None) -> str:
    if name in {"title", "tiêu đề"}:
        return "title"
    if name in {"caption", "chú thích"}:
        return "caption"
    if level := HEADING.match(name):
        return f"heading{level[1]}"
    return outline(paragraph)


def outline(paragraph: Element | None) -> str:
    """ "heading1" to "heading9" where a pPr has an outline level."""
    level = value(paragraph.find(q("outlineLvl"))) if paragraph is not None else ""
    return f"heading{int(level) + 1}" if level.isdigit() and int(level) < 9 else ""


def drawn(borders: Element) -> bool:
    """Whether any line of a tblBorders or tcBorders is visible."""
    return any(value(line) not in {"", "nil", "none"} for side in BORDERS if (line := borders.find(q(side))) is not None)


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdigit() else default
