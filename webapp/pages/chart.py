"""Draws how documents stand to each other: earlier ones left, this one in the middle, later ones right; lengths in SVG units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.relations import KINDS, Relation
from corpus.store import Entry
from webapp.wording import day, file_of, named, relation, shorter

WIDTH, SIDE, MIDDLE = 1000, 322, 232
NODE, GAP, TITLE, BETWEEN, TOP = 46, 8, 26, 14, 4
LINE = 17
KEPT = 6
"""Documents of one relation that are drawn; the list names them all."""
SIDE_LETTERS, MIDDLE_LETTERS, CAPITALS = 46, 30, 0.72
HIGHEST = 250
"""How far down the middle may stand, so that it is seen without scrolling."""


@dataclass(frozen=True, slots=True)
class Group:
    """All relations of one kind to one side; `anchor` is where the list of them stands on the page."""

    kind: str
    label: str
    anchor: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A box with up to three lines; `look` is the state of the citation, "more" or "self"; `document` is the id where it is held."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    look: str
    document: str | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a relation over its boxes, with their number."""

    x: float
    y: float
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from the middle to a box; `path` is the `d` of an SVG path."""

    path: str
    look: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    labels: tuple[Label, ...]
    edges: tuple[Edge, ...]


def groups(relations: Sequence[Relation], *, later: bool = False) -> tuple[Group, ...]:
    """The relations by kind, those that change or rule a document before mere mentions; the most cited first."""
    kinds = [*KINDS, *sorted({each.kind for each in relations} - set(KINDS))]
    made = []
    for place, kind in enumerate(kinds):
        members = sorted((each for each in relations if each.kind == kind), key=lambda each: (-each.times, each.other.issued))
        if members:
            anchor = f"{'sau' if later else 'truoc'}-{place}"
            made.append(Group(kind, relation(kind, later=later), anchor, tuple(members)))
    return tuple(made)


def chart(entry: Entry, earlier: Sequence[Group], later: Sequence[Group]) -> Chart:
    """The drawing for one document."""
    left, left_labels, left_end = _column(earlier, 0)
    right, right_labels, right_end = _column(later, WIDTH - SIDE)
    height = max(left_end, right_end, NODE * 3)
    middle = _middle(entry, height)
    edges = [_edge(SIDE, each, middle.x, middle) for each in left]
    edges += [_edge(WIDTH - SIDE, each, middle.x + MIDDLE, middle) for each in right]
    width = WIDTH if right else middle.x + MIDDLE + TOP
    return Chart(width, height, (*left, middle, *right), (*left_labels, *right_labels), tuple(edges))


def wrapped(words: str, letters: int, most: int) -> tuple[str, ...]:
    """The words in lines of at most so many letters; what does not fit in `most` lines is cut with "…"."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= most:
        return tuple(shorter(line, letters) for line in lines)
    return (*(shorter(line, letters) for line in lines[: most - 1]), shorter(" ".join(lines[most - 1 :]), letters))


def _column(every: Sequence[Group], x: float) -> tuple[list[Node], list[Label], float]:
    nodes: list[Node] = []
    labels: list[Label] = []
    y: float = TOP
    for group in every:
        labels.append(Label(x, y + LINE, group.label, len(group.relations)))
        y += TITLE
        for each in group.relations[:KEPT]:
            nodes.append(_node(each, x, y))
            y += NODE + GAP
        if more := len(group.relations) - KEPT if len(group.relations) > KEPT else 0:
            nodes.append(Node(x, y, SIDE, NODE - LINE, (f"và {more} văn bản nữa",), "more", anchor=group.anchor))
            y += NODE - LINE + GAP
        y += BETWEEN
    return nodes, labels, y


def _node(each: Relation, x: float, y: float) -> Node:
    other = each.other
    name = named(other.symbol, other.type, other.title)
    head = " · ".join(filter(None, (name, day(other.issued))))
    below = other.title if other.symbol and other.title else other.issuer
    times = f"{each.times} lần" if each.times > 1 else ""
    letters = round(SIDE_LETTERS * CAPITALS) if head.isupper() else SIDE_LETTERS - 4
    lines = (shorter(head, letters), shorter(" · ".join(filter(None, (below, times))), SIDE_LETTERS))
    look = each.state if other.id is None else "held"
    return Node(x, y, SIDE, NODE, tuple(filter(None, lines)), look, other.id)


def _middle(entry: Entry, height: float) -> Node:
    name = named(entry.symbol, entry.type)
    shown = entry.title or file_of(entry.source)
    title = wrapped(shown, round(MIDDLE_LETTERS * CAPITALS) if shown.isupper() else MIDDLE_LETTERS, 3)
    lines = ((name, *title) if entry.symbol else title) or (name,)
    lines = (*lines, day(entry.issued)) if entry.issued else lines
    tall = (len(lines) + 1) * LINE
    return Node((WIDTH - MIDDLE) / 2, min((height - tall) / 2, HIGHEST), MIDDLE, tall, lines, "self", entry.id)


def _edge(x: float, node: Node, end: float, middle: Node) -> Edge:
    y, centre = node.y + node.height / 2, middle.y + middle.height / 2
    half = (x + end) / 2
    return Edge(f"M{x:g} {y:g} C{half:g} {y:g} {half:g} {centre:g} {end:g} {centre:g}", node.look)
