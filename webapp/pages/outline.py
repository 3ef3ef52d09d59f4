"""The outline beside a document, and what to say when one of its clauses is copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document, Section, Span
from webapp.wording import citation

DEEPEST = 4
MANY = 150
"""With more headings than this only the outer levels are listed."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the outline; `path` are the headings from the outermost to this one."""

    start: int
    level: int
    marker: str
    text: str
    path: tuple[str, ...]


def outline(document: Document) -> tuple[Heading, ...]:
    """The headings to list: those that are lines of their own, else the outermost numbered clauses."""
    paths = heading_paths(document.sections)
    shown = [i for i, s in enumerate(document.sections) if s.titled] or [i for i, s in enumerate(document.sections) if s.level == 1]
    outer = [i for i in shown if document.sections[i].level <= DEEPEST]
    while len(outer) > MANY and (deepest := max(document.sections[i].level for i in outer)) > 1:
        outer = [i for i in outer if document.sections[i].level < deepest]
    return tuple(_heading(document.sections[i], paths[i]) for i in outer)


def heading_paths(sections: Sequence[Section]) -> tuple[tuple[str, ...], ...]:
    """For each section the names of those it lies in, outermost first, and its own."""
    paths: list[tuple[str, ...]] = []
    open_: list[Section] = []
    for section in sections:
        while open_ and open_[-1].level >= section.level:
            open_.pop()
        open_.append(section)
        paths.append(tuple(name(each) for each in open_))
    return tuple(paths)


def name(section: Section) -> str:
    """A section in words: "II. NHIỆM VỤ", or the marker alone of a clause without a title."""
    if section.titled:
        return f"{section.marker} {section.heading}".strip()
    return f"{section.kind} {section.marker.rstrip('.)')}" if section.kind != "gạch đầu dòng" else section.heading


def path_at(document: Document, span: Span) -> tuple[str, ...]:
    """The headings over a place in the text."""
    paths = heading_paths(document.sections)
    over = [i for i, s in enumerate(document.sections) if s.extent.start <= span.start < s.extent.end and s.titled]
    return paths[over[-1]] if over else ()


def cited(document: Document, path: Sequence[str]) -> str:
    """What to put under a copied clause: the document and where in it the clause stands."""
    return "; ".join(filter(None, (citation(document.header), " › ".join(path))))


def _heading(section: Section, path: tuple[str, ...]) -> Heading:
    return Heading(section.span.start, section.level, section.marker, section.heading, path)
