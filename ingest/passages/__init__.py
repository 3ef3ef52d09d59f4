"""Cuts a document into the passages that are searched: by structure first, sized to the model's window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from corpus.document import Document, Passage, Section, Span
from ingest.passages.blocks import Node, Unit, tree
from ingest.passages.split import Count, estimate, packed, pieces

MARGIN = 4  # tokens the model adds by itself


@dataclass(frozen=True, slots=True)
class Atom:
    """What is not divided any more: a line, a piece of a long one, or a small section with everything under it."""

    span: Span
    tokens: float
    run: int
    page: int | None
    path: tuple[Section, ...]
    zone: str = ""
    row: bool = False
    heading: bool = False
    lead: bool = False


def passages(document: Document, *, count_tokens: Callable[[str], int] | None = None, window: int = 256) -> tuple[Passage, ...]:
    """The passages of `document` in order; every word outside furniture lies in exactly one.

    Text, heading path and title together fit `window` tokens as `count_tokens` counts them (without it 1.35 a syllable).
    """
    cutter = _Cutter(document, count_tokens or estimate, window)
    cutter.walk(tree(document), ())
    cutter.flush()
    text = document.text.text
    return tuple(
        Passage(ordinal, span.of(text), span, tuple(label(section) for section in path), page)
        for ordinal, (span, path, page) in enumerate(cutter.done)
    )


def label(section: Section) -> str:
    """A heading as a path shows it: "II. NHIỆM VỤ CHỦ YẾU"."""
    return f"{section.marker} {section.heading}".strip()


@dataclass(slots=True)
class _Cutter:
    """Walks the tree, gathers atoms under one heading and packs them when the heading changes."""

    document: Document
    count: Count
    window: int
    done: list[tuple[Span, tuple[Section, ...], int | None]] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)
    labels: dict[Span, float] = field(default_factory=dict)

    def walk(self, node: Node, path: tuple[Section, ...]) -> None:
        """Gather the atoms of `node`, whose heading path (itself included) is `path`."""
        for item in node.items:
            if isinstance(item, Unit):
                self._add(item, path)
            elif not self._apart(item) and (atom := self._whole(item, path)) is not None:
                self.atoms.append(atom)
            else:
                self._alone(item, path)

    def _apart(self, node: Node) -> bool:
        """A titled section with a body has passages of its own."""
        return node.section is not None and node.section.titled and not node.bare

    def _alone(self, node: Node, path: tuple[Section, ...]) -> None:
        """A section with passages of its own: it has a title and a body, or is too long to share one."""
        assert node.section is not None
        if not all(atom.heading and atom.path == path[: len(atom.path)] for atom in self.atoms):
            self.flush()  # what stands before is more than the headings above this one
        inner = (*path, node.section)
        self.walk(node, inner)
        self.flush()

    def _whole(self, node: Node, path: tuple[Section, ...]) -> Atom | None:
        """The section as one atom, if it is small and holds no titled section and no furniture."""
        units = list(_flat(node))
        if any(unit is None for unit in units):
            return None
        known = [unit for unit in units if unit is not None]
        if not known or known[0].run != known[-1].run:
            return None
        limit = self._limit(path)
        span = Span(known[0].span.start, known[-1].span.end)
        if span.end - span.start > limit * 12:
            return None
        tokens = self.count(span.of(self.document.text.text))
        return Atom(span, tokens, known[0].run, known[0].page, path) if tokens <= limit else None

    def _add(self, unit: Unit, path: tuple[Section, ...]) -> None:
        limit = self._limit(path)
        for span, tokens in pieces(self.document.text.text, unit.span, limit, self.count):
            self.atoms.append(Atom(span, tokens, unit.run, unit.page, path, unit.zone, unit.row, unit.heading, unit.lead))

    def _limit(self, path: tuple[Section, ...]) -> float:
        subject = self.document.header.subject
        around = sum(self._label_tokens(section) for section in path) + (self._title_tokens() if subject else 0)
        return self.window - MARGIN - min(around, self.window / 3)

    def _label_tokens(self, section: Section) -> float:
        if section.span not in self.labels:
            self.labels[section.span] = self.count(label(section))
        return self.labels[section.span]

    def _title_tokens(self) -> float:
        key = Span(-1, -1)
        if key not in self.labels:
            subject = self.document.header.subject
            self.labels[key] = self.count(subject.value[:300]) if subject else 0
        return self.labels[key]

    def flush(self) -> None:
        """Pack what was gathered into passages."""
        for group in _groups(self.atoms):
            limit = min(self._limit(atom.path) for atom in group)
            bound = list(_bound(group, limit))
            for start, end in packed([sum(atom.tokens for atom in atoms) for atoms in bound], limit):
                self._emit([atom for atoms in bound[start:end] for atom in atoms])
        self.atoms = []

    def _emit(self, atoms: list[Atom]) -> None:
        first, last = atoms[0], atoms[-1]
        path = tuple(_common(atoms))
        while path and not path[-1].titled and path[-1].span.start >= first.span.start:
            path = path[:-1]  # its own first words open the passage
        self.done.append((Span(first.span.start, last.span.end), path, first.page))


def _flat(node: Node) -> Iterator[Unit | None]:
    """All units under a node; None where a titled section with a body lies inside."""
    for item in node.items:
        if isinstance(item, Unit):
            yield item
        elif item.section is not None and item.section.titled and not item.bare:
            yield None
        else:
            yield from _flat(item)


def _groups(atoms: list[Atom]) -> Iterator[list[Atom]]:
    """Runs of atoms that may share a passage: same zone, no furniture between."""
    group: list[Atom] = []
    for atom in atoms:
        if group and (atom.run != group[-1].run or atom.zone != group[-1].zone):
            yield group
            group = []
        group.append(atom)
    if group:
        yield group


def _bound(group: list[Atom], limit: float) -> Iterator[list[Atom]]:
    """Atoms that stay together: a heading, a line that ends with ":" and a table's first row hold on to what follows."""
    held: list[Atom] = []
    size = 0.0
    for index, atom in enumerate(group):
        if held and size + atom.tokens > limit:
            yield held
            held, size = [], 0.0
        held.append(atom)
        size += atom.tokens
        first_row = atom.row and (index == 0 or not group[index - 1].row)
        if not (atom.lead or first_row):
            yield held
            held, size = [], 0.0
    if held:
        yield held


def _common(atoms: list[Atom]) -> Iterator[Section]:
    """The headings that all atoms lie under; headings that open the passage count for what follows them."""
    body = [atom.path for atom in atoms if not atom.heading] or [atoms[-1].path]
    shortest = min(body, key=len)
    for at, section in enumerate(shortest):
        if any(path[at] is not section for path in body):
            return
        yield section


__all__ = ["label", "passages"]
