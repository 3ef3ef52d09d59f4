"""The state of a version: one document in it that says which generation of records counts, and who writes the next one.

A record is born in a generation. Readers see those up to the committed one; a commit is one change of this document, so it is
seen whole or not at all. Records that were replaced or deleted stay a while for those who still read an older state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from indices.elastic.schema import Body, among

ID = "state"
_VOID = 100  # writers that died since; what an older one sent has arrived and been removed long ago


@dataclass(frozen=True, slots=True)
class Dead:
    """Documents whose records of generations before this one no longer count; `at` is when (seconds, of the writer's clock)."""

    generation: int
    documents: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the vocabulary: its name, how many records were counted for it, and how many documents it is kept in."""

    name: str
    size: int
    chunks: int


@dataclass(frozen=True, slots=True)
class State:
    """What is committed, and who writes.

    Attributes:
        generation: the committed one; 0 before the first.
        dimensions: length of the vectors.
        count: records that count.
        dead: what was replaced or deleted and is still there, oldest first.
        words, worn: the parts of the vocabulary, oldest first, and those the last commit put others in the place of.
        void: generations whose writer died or gave up; whatever they left never counts.
        littered: whether something of those may still be there.
        holder, writing, beat: who writes ("" for nobody), which generation, and a number that changes while it lives.
        last: the last generation given to a writer.
        builder, made: who builds a version that was never in use ("" once it was), and since when (seconds).
    """

    generation: int = 0
    dimensions: int = 0
    count: int = 0
    dead: tuple[Dead, ...] = ()
    words: tuple[Part, ...] = ()
    worn: tuple[Part, ...] = ()
    void: tuple[int, ...] = ()
    littered: bool = False
    holder: str = ""
    writing: int = 0
    beat: int = 0
    last: int = 0
    builder: str = ""
    made: float = 0.0

    def body(self) -> Body:
        """As Elasticsearch keeps it."""
        return {"state": asdict(self)}

    @classmethod
    def of(cls, source: Mapping[str, Any]) -> State:
        """From what Elasticsearch keeps, of this or another release: what that one did not know has its default."""
        values = {name: value for name, value in source["state"].items() if name in cls.__slots__}
        dead = tuple(Dead(row["generation"], tuple(row["documents"]), row["at"]) for row in values.get("dead", ()))
        parts = {name: tuple(Part(**row) for row in values.get(name, ())) for name in ("words", "worn")}
        return cls(**values | parts | {"dead": dead, "void": tuple(values.get("void", ()))})

    def visible(self) -> Body:
        """The records that count."""
        return {"bool": {"filter": [{"range": {"born": {"lte": self.generation}}}], "must_not": [*self._void(), *self._gone()]}}

    def hidden(self) -> list[Body]:
        """The records that do not count. Leaving these few out, a ranking may skip whole blocks; asking for all others, it may not."""
        return [{"range": {"born": {"gt": self.generation}}}, *self._void(), *self._gone()]

    def buried(self) -> Body | None:
        """The records that `dead` names; None if it names none."""
        gone = self._gone()
        return {"bool": {"should": gone}} if gone else None

    def taken(self, holder: str) -> State:
        """With a new writer, in place of one that is gone."""
        free = self.released(void=True) if self.holder else self
        return replace(free, holder=holder, writing=self.last + 1, last=self.last + 1)

    def released(self, *, void: bool) -> State:
        """Without a writer; with `void`, what it wrote never counts."""
        free = replace(self, holder="", writing=0, beat=0)
        return replace(free, void=(*self.void, self.writing)[-_VOID:], littered=True) if void else free

    def _void(self) -> list[Body]:
        return [among("born", self.void)] if self.void else []

    def _gone(self) -> list[Body]:
        return [{"bool": {"filter": [among("document", d.documents), _before(d.generation)]}} for d in self.dead]


def _before(generation: int) -> Body:
    return {"range": {"born": {"lt": generation}}}
