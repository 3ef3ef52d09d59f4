"""The contract of an index, in words: what every engine promises to ingest and to search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import VanKienError

Vectors = NDArray[np.float32]
TEXT_FIELDS = ("words", "syllables", "pairs", "folded", "numbers", "title", "heading")
FILTER_FIELDS = ("type", "issuer", "year", "document")


class IndexFailure(VanKienError):
    """The index cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Record:
    """A passage as the index keeps it: what is matched, what is filtered, and what a result shows.

    `id` is "<document id>:<ordinal>". `tokens` holds, per name in TEXT_FIELDS, ready-made tokens (corpus.text made them).
    `type`, `issuer`, `symbol`, `issued`, `title`, `source` are the document's own, "" where unknown; `year` 0 where unknown.
    `span` is in the stored text of the document; `text` is exactly those words.
    """

    id: str
    document: str
    ordinal: int
    text: str
    span: tuple[int, int]
    page: int | None
    heading_path: tuple[str, ...]
    title: str = ""
    symbol: str = ""
    type: str = ""
    issuer: str = ""
    issued: str = ""
    year: int = 0
    source: str = ""
    tokens: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Tokens to match (OR between tokens, BM25 k1=1.2 b=0.75 each field), each field with its weight.

    `fields` maps a name in TEXT_FIELDS to (tokens, boost). A record's score is the sum over fields of boost * BM25.
    `more` are single terms (field, token, boost) with a weight of their own, added to that sum. Of each group in `must`
    at least one (field, token) has to occur, none of `must_not` may; both leave the score as it is.
    """

    fields: Mapping[str, tuple[Sequence[str], float]]
    more: tuple[tuple[str, str, float], ...] = ()
    must: tuple[tuple[tuple[str, str], ...], ...] = ()
    must_not: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Keep records whose `type`, `issuer`, `year` or `document` is among the values given; an empty tuple keeps all.

    `not_*` drop those values. `issued_from`/`issued_to` are inclusive ISO days; a record without a date fails both.
    """

    type: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    document: tuple[str, ...] = ()
    not_type: tuple[str, ...] = ()
    not_issuer: tuple[str, ...] = ()
    issued_from: str = ""
    issued_to: str = ""

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Match:
    """A record found: its id and score (higher is better; BM25 sum or cosine)."""

    id: str
    score: float


class Index(Protocol):
    """A searchable set of records with one vector each.

    Any number of processes may read while one writes. What `put` or `delete` did is seen by readers only after `commit`,
    all of it or nothing; a crash before the end of `commit` leaves the last committed state. Raises IndexFailure with a
    Vietnamese message when the index cannot be reached, read or written.
    """

    def put(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Add records with their vectors (n, d), L2-normalised float32. Replaces every record of the same documents."""

    def delete(self, documents: Iterable[str]) -> None:
        """Remove all records of these documents; unknown ids are ignored."""

    def commit(self) -> None:
        """Make everything since the last commit visible to readers, atomically."""

    def match(self, query: TextQuery, *, filters: Filters = Filters(), limit: int = 100) -> list[Match]:
        """The best records by text, best first, ties by id; [] for a query without tokens."""

    def nearest(self, vector: Vectors, *, filters: Filters = Filters(), limit: int = 100) -> list[Match]:
        """The records nearest to a unit vector (d,) by cosine, best first, ties by id."""

    def get(self, ids: Sequence[str]) -> list[Record]:
        """The records with these ids, in this order, unknown ids left out. `tokens` may be empty."""

    def facets(self, query: TextQuery | None, *, filters: Filters = Filters()) -> dict[str, dict[str, int]]:
        """For type, issuer and year: value -> number of distinct documents with a record that matches (None: all records)."""

    def documents(self) -> dict[str, int]:
        """Document id -> number of records held."""

    def count(self) -> int:
        """Number of records held."""

    def refresh(self) -> None:
        """See what other processes have committed since (cheap when nothing changed)."""

    def close(self) -> None:
        """Release files and connections."""


class Successor(Index, Protocol):
    """A new version of an index beside the one in use, empty at first; a context manager that closes it.

    Nobody else sees it before `publish`. One that is closed unpublished leaves the index in use as it was.
    """

    def hold(self) -> None:
        """Keep every writer of the version in use out until this one is published or closed; raises IndexFailure("locked")."""

    def publish(self) -> None:
        """Commit, and put this version in the place of the one in use, in one step."""

    def __enter__(self) -> Successor:
        """This version."""

    def __exit__(self, *exc: object) -> None:
        """Close it."""
