"""Reads the hand-made gold of citations and directives, and finds its lines again in the texts it refers to."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml

from corpus.document import Block, Reading, Text
from corpus.settings import Settings
from ingest.normalise import normalise
from ingest.read import read

FOLDERS = {"sample": "samples", "legacy": "documents/legacy"}
PORTAL = "documents/portal.jsonl.xz"
SPLITS = ("dev", "test")  # folders; rules are written on the first only
WHOLE = (1, 10**9)
ORGANS = ("owners", "inherited_owners", "optional_owners", "partners")


@dataclass(frozen=True, slots=True)
class GoldCitation:
    """A mention of another document: `quote` are the words that identify it, `symbols` the full number (None: not said).

    More than one symbol: each of them is right ("Luật Đất đai" where the same document gives the number elsewhere).
    """

    line: int
    quote: str
    type: str | None
    symbols: tuple[str | None, ...]
    clause: str | None
    form: str
    mark: str = ""  # "resolved": a short form that this document itself defines; "optional": may be found or not

    @property
    def optional(self) -> bool:
        """Whether it counts neither when found nor when left out."""
        return self.mark == "optional"


@dataclass(frozen=True, slots=True)
class GoldDeadline:
    """A time limit: the dates that are right for it (None: not computable) and the recurrence, if any."""

    text: str
    dates: tuple[str | None, ...]
    recurrence: str | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """A figure to reach; `text` is given only for one that may be found or not."""

    operator: str
    value: float | None
    unit: str
    text: str = ""

    @property
    def optional(self) -> bool:
        """Whether it counts neither when found nor when left out."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class GoldDirective:
    """A line that orders, assigns, plans or requests; `quote` are its first words.

    An owner written "A|B" may be named either way; `optional_owners` may be named or not; an optional line found or not.
    """

    line: int
    quote: str
    kind: str = "task"
    owners: tuple[str, ...] = ()
    inherited_owners: tuple[str, ...] = ()
    optional_owners: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    deadlines: tuple[GoldDeadline, ...] = ()
    targets: tuple[GoldTarget, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated document: what it is, the lines looked at (first and last, from 1), and what stands in them."""

    name: str
    source: tuple[str, str]
    split: str
    lines: tuple[int, int]
    citations: tuple[GoldCitation, ...]
    directives: tuple[GoldDirective, ...]


def gold(folder: Path, split: str | None = None) -> list[GoldDocument]:
    """Every annotated document of the folder's splits, or of one split, by name."""
    paths = (path for part in SPLITS if split in {None, part} for path in sorted((folder / part).glob("*.yml")))
    return [document(path) for path in paths]


def document(path: Path) -> GoldDocument:
    """One gold file (tests/gold/README.md describes the form); the folder it lies in is its split."""
    read_ = yaml.safe_load(path.read_text(encoding="utf-8"))
    first, last = read_.get("lines", WHOLE)
    return GoldDocument(
        name=path.stem,
        source=_source(path, *next(iter(read_["source"].items()))),
        split=path.parent.name,
        lines=(first, last),
        citations=tuple(
            GoldCitation(line, quote, kind, _several(symbol), *rest) for line, quote, kind, symbol, *rest in read_.get("citations", ())
        ),
        directives=tuple(_directive(row) for row in read_.get("directives", ())),
    )


def _source(path: Path, kind: str, reference: str) -> tuple[str, str]:
    """Where the text lies; a plain text lies beside its gold."""
    return kind, str(path.parent / reference) if kind == "text" else reference


def _directive(row: Mapping[str, Any]) -> GoldDirective:
    known = {key: tuple(row[key]) for key in ORGANS if key in row}
    return GoldDirective(
        line=row["line"],
        quote=row["quote"],
        kind=row.get("kind", "task"),
        deadlines=tuple(_deadline(*entry) for entry in row.get("deadlines", ())),
        targets=tuple(GoldTarget(*entry) for entry in row.get("targets", ())),
        optional=row.get("optional", False),
        **known,
    )


def _deadline(text: str, date: Any, recurrence: str | None, mark: str = "") -> GoldDeadline:
    return GoldDeadline(text, _several(date), recurrence, mark == "optional")


def _several(value: Any) -> tuple[str | None, ...]:
    """One value or a list of values, each as text or None (YAML makes dates of "2022-12-31")."""
    return tuple(None if one is None else str(one) for one in (value if isinstance(value, list) else [value]))


Row = TypeVar("Row", GoldCitation, GoldDirective)


class Texts:
    """The real documents that the gold refers to, under the shared folder; each is read the way the program reads it."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared

    def present(self) -> bool:
        """Whether the folder of real documents is there."""
        return (self.shared / PORTAL).is_file()

    def text(self, one: GoldDocument) -> Text:
        """The normalised text of an annotated document; a portal record has one block a line."""
        kind, reference = one.source
        if kind == "portal":
            return plain(self._portal[reference])
        if kind == "text":  # what `python -m corpus corrections --export` wrote
            return plain(Path(reference).read_text(encoding="utf-8"))
        return normalise(read(self.shared / FOLDERS[kind] / reference, settings=Settings.from_env()))

    @cached_property
    def _portal(self) -> dict[str, str]:
        with lzma.open(self.shared / PORTAL, "rt", encoding="utf-8") as lines:
            return {str(record["_id"]): record["text"] for record in map(json.loads, lines)}


def plain(text: str) -> Text:
    """A text as it stands, one block a line."""
    return normalise(Reading("txt", tuple(Block(line) for line in text.split("\n"))))


def located(one: GoldDocument, text: Text) -> tuple[GoldDocument, list[str]]:
    """The gold with its line numbers mended where the reader now divides lines otherwise, and the quotes that are not found."""
    lines = [text.line_text(line) for line in text.lines]
    lost: list[str] = []
    citations = tuple(_placed(one.citations, lines, lost))
    directives = tuple(_placed(one.directives, lines, lost))
    return replace(one, citations=citations, directives=directives), lost


def _placed(rows: tuple[Row, ...], lines: list[str], lost: list[str]) -> Iterator[Row]:
    for row in rows:
        line = nearest(row.line, row.quote, lines)
        if line is None:
            lost.append(f"{row.line}: {row.quote}")
        else:
            yield replace(row, line=line)


def nearest(line: int, quote: str, lines: list[str]) -> int | None:
    """The line (from 1) nearest to `line` that holds the quote."""
    if 0 < line <= len(lines) and quote in lines[line - 1]:
        return line
    holding = [number for number, words in enumerate(lines, 1) if quote in words]
    return min(holding, key=lambda number: abs(number - line), default=None)
