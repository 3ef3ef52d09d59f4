"""The words of a Word paragraph as shown: tracked insertions in, deletions out, fields by their results, capitals applied."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.read.docx.package import MATH, Element, is_on, q, value
from ingest.read.docx.styles import Style, Styles, toggled

GONE = {q(name) for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "object", "sdtPr", "annotationRef", "rt")}
TEXT = {q("t"), f"{{{MATH}}}t"}
SIGNS = {q("tab"): "\t", q("ptab"): "\t", q("br"): "\n", q("cr"): "\n", q("noBreakHyphen"): "-", q("softHyphen"): ""}
NOTES = {q("footnoteReference"): "footnote", q("endnoteReference"): "endnote"}
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# bullets and boxes typed with the Symbol and Wingdings fonts; other signs of such fonts have no letter
SYMBOLS = {"F0B7": "•", "F0A7": "•", "F0FC": "✓", "F0A8": "☐", "F0FE": "☒", "F0E0": "→", "F0B3": "≥", "F0A3": "≤"}


@dataclass(slots=True)
class Runs:
    """The text of a paragraph, how much of it is bold and italic, and the text boxes that hang on it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    letters: int = 0
    bold_letters: int = 0
    italic_letters: int = 0

    @property
    def text(self) -> str:
        """The words, with tabs and line breaks."""
        return "".join(self.parts)

    @property
    def bold(self) -> bool:
        """Whether every letter is bold."""
        return 0 < self.letters == self.bold_letters

    @property
    def italic(self) -> bool:
        """Whether every letter is italic."""
        return 0 < self.letters == self.italic_letters

    def add(self, text: str, style: Style) -> None:
        """Words in one style."""
        size = sum(map(str.isalnum, text))
        self.letters += size
        self.bold_letters += size if style.bold else 0
        self.italic_letters += size if style.italic else 0
        self.parts.append(text.upper() if style.caps else text)


def runs(paragraph: Element, *, style: Style, styles: Styles, notes: list[tuple[str, str]]) -> Runs:
    """Read a paragraph; `notes` grows by the footnotes it refers to."""
    found = Runs()
    _walk(paragraph, found, style, styles=styles, notes=notes)
    return found


def _walk(element: Element, found: Runs, style: Style, *, styles: Styles, notes: list[tuple[str, str]]) -> None:
    for child in element:
        tag = child.tag
        if tag in GONE:
            continue
        if tag in TEXT:
            found.add(child.text or "", style)
        elif tag in SIGNS:
            found.parts.append(SIGNS[tag])
        elif tag in NOTES:
            notes.append((NOTES[tag], value(child, "id")))
            found.parts.append(f"[{len(notes)}]")
        elif tag == q("sym"):
            found.parts.append(SYMBOLS.get(value(child, "char").upper(), ""))
        elif tag == q("txbxContent"):
            found.boxes.append(child)
        elif tag == q("r"):
            if (inner := _run_style(child, style, styles)) is not None:
                _walk(child, found, inner, styles=styles, notes=notes)
        else:
            _walk(_shown(child), found, style, styles=styles, notes=notes)


def _shown(element: Element) -> Element:
    """Of alternative contents (a drawing and its copy for old programs) only the first."""
    return element[0] if element.tag == ALTERNATE and len(element) else element


def _run_style(run: Element, style: Style, styles: Styles) -> Style | None:
    """The style of a run, None for hidden text."""
    properties = run.find(q("rPr"))
    if properties is None:
        return style
    if is_on(properties.find(q("vanish"))):
        return None
    named = styles.style(value(properties.find(q("rStyle"))))
    if named.bold or named.italic:
        style = Style(style.name, style.heading, style.bold or named.bold, style.italic or named.italic, style.caps)
    return toggled(style, properties)
