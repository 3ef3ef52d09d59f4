"""The versions of an index behind their alias: which is in use, how one is made, put in use and dropped."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, ConflictError, Elasticsearch, NotFoundError

from corpus.settings import Settings
from indices.elastic import schema
from indices.elastic.connection import WRITING, Connection
from indices.elastic.holder import is_dead
from indices.elastic.state import ID, State
from indices.protocol import TEXT_FIELDS, IndexFailure

BLANK = "blank"  # id of the document that is no record
LONGEST = 2 * 86_400.0  # seconds a version may be in the making before it counts as abandoned


@dataclass(frozen=True, slots=True)
class Held:
    """The state of a version as read, with what a change of it has to name (it fails if another changed it since)."""

    index: str
    state: State
    seq_no: int
    primary_term: int


@dataclass(frozen=True, slots=True)
class Version:
    """A version as an administrator sees it."""

    name: str
    in_use: bool
    count: int
    building: bool
    megabytes: float

    def __str__(self) -> str:
        """A line for an administrator."""
        part = "đang dùng" if self.in_use else "đang dựng" if self.building else "bản cũ"
        return f"{self.name}: {part}, {self.count} đoạn, {self.megabytes:.1f} MB"


def versions(settings: Settings) -> Versions:
    """Those of the settings' server and index."""
    return Versions(Connection(settings), settings.elasticsearch_index, shards=settings.elasticsearch_shards)


def forget(settings: Settings) -> None:
    """Delete all versions, the one in use too; raises IndexFailure."""
    all = versions(settings)
    for name in all.names():
        all.drop(name)
    all.connection.close()


def of_this_form(settings: Settings) -> bool:
    """Whether the version in use, if there is one, has all the fields that texts are matched by; raises IndexFailure."""
    all = versions(settings)
    try:
        held = all.current()
        if held is None:
            return True
        answer = all.connection.read(lambda client: client.indices.get_mapping(index=held.index))
        return set(TEXT_FIELDS) <= set(answer[held.index]["mappings"]["properties"])
    finally:
        all.connection.close()


class Versions:
    """All versions of one alias."""

    def __init__(self, connection: Connection, alias: str, *, shards: int = 1) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,100}", alias):
            raise IndexFailure("bad_setting", f"VANKIEN_ELASTICSEARCH_INDEX «{alias}» chỉ được có chữ thường, số, dấu chấm và gạch.")
        self.connection, self.alias, self._shards = connection, alias, shards

    def patient(self) -> Versions:
        """The same for a background job, whose questions too may wait."""
        return Versions(self.connection.patient(), self.alias, shards=self._shards)

    def current(self) -> Held | None:
        """The state of the version in use, None before the first."""
        return self.connection.read(lambda client: _held(client, self.alias))

    def held(self, index: str) -> Held | None:
        """The state of one version."""
        return self.connection.read(lambda client: _held(client, index))

    def change(self, held: Held, state: State, *, patience: float = WRITING) -> Held | None:
        """Write a state in place of the one read; None if another has changed it since.

        A change whose answer was lost on the way is recognised when it is tried again.
        """
        return self.connection.write(lambda client: _change(client, held, state), patience=patience)

    def first(self, dimensions: int) -> None:
        """Make an empty version and put it in use, unless there is one in use."""
        taken = self.names()  # before looking: whoever makes one meanwhile takes the same name
        if self.current() is None:
            name = self._aliased() or _next(self.alias, taken)  # one without a state: its maker died
            self._create(name, dimensions, {self.alias: {}})
            self._begin(name, State(dimensions=dimensions))

    def begin(self, dimensions: int, builder: str) -> Held:
        """Make an empty version beside the others that nobody sees yet."""
        state = State(dimensions=dimensions, builder=builder, made=time.time())
        taken = self.names()
        while not self._create(name := _next(self.alias, taken), dimensions, {}):
            taken = [*taken, name]
        self._begin(name, state)
        held = self.held(name)
        assert held is not None
        return held

    def publish(self, fresh: str, old: str) -> None:
        """Put a version in the place of the one in use, in one step."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": self.alias, "must_exist": True}},
            {"add": {"index": fresh, "alias": self.alias}},
        ]
        self.connection.write(lambda client: _swapped(client, actions, fresh, self.alias))

    def names(self) -> list[str]:
        """All versions, oldest first, whether in use or not."""
        answer = self.connection.read(lambda client: client.indices.get(index=f"{self.alias}-*", features="aliases", allow_no_indices=True))
        return sorted(name for name in answer if re.fullmatch(re.escape(self.alias) + r"-\d{6}", name))

    def listed(self) -> list[Version]:
        """All versions as an administrator sees them, oldest first."""
        current = self.current()
        rows = [(name, self.held(name)) for name in self.names()]
        return [
            Version(
                name,
                current is not None and name == current.index,
                held.state.count if held else 0,
                held is None or held.state.builder != "",
                self._megabytes(name),
            )
            for name, held in rows
        ]

    def prune(self) -> list[str]:
        """Drop all versions but the one in use and those that somebody builds; returns what was dropped."""
        current = self.current()
        dropped = [name for name in self.names() if current and name != current.index and not self._being_built(name)]
        for name in dropped:
            self.drop(name)
        return dropped

    def drop(self, name: str) -> None:
        """Delete one version."""
        self.connection.write(lambda client: client.indices.delete(index=name, ignore_unavailable=True))

    def _being_built(self, name: str) -> bool:
        held = self.held(name)
        if held is None or not held.state.builder or is_dead(held.state.builder):
            return False
        return time.time() - held.state.made < LONGEST

    def _aliased(self) -> str | None:
        """The index the alias names."""
        return self.connection.read(lambda client: _named(client, self.alias))

    def _create(self, name: str, dimensions: int, aliases: dict[str, Any]) -> bool:
        """Make a version; False if its name is taken."""
        body = schema.index_body(dimensions, self._shards)
        try:
            self.connection.write(lambda client: client.indices.create(index=name, aliases=aliases, **body))
        except IndexFailure as failure:
            if isinstance(failure.__cause__, BadRequestError) and "resource_already_exists" in str(failure.__cause__):
                return False
            raise
        return True

    def _begin(self, name: str, state: State) -> None:
        """Give a version its first state, unless it has one."""
        self.connection.write(lambda client: _begun(client, name, state))

    def _megabytes(self, name: str) -> float:
        stats = self.connection.read(lambda client: client.indices.stats(index=name, metric="store"))
        return float(stats["_all"]["total"]["store"]["size_in_bytes"]) / 1e6


def _next(alias: str, taken: list[str]) -> str:
    number = max((int(name.rpartition("-")[2]) for name in taken), default=0) + 1
    return f"{alias}-{number:06}"


def _held(client: Elasticsearch, index: str) -> Held | None:
    try:
        answer = client.get(index=index, id=ID)
    except NotFoundError:
        return None
    return Held(answer["_index"], State.of(answer["_source"]), answer["_seq_no"], answer["_primary_term"])


def _named(client: Elasticsearch, alias: str) -> str | None:
    try:
        return next(iter(client.indices.get_alias(name=alias)), None)
    except NotFoundError:
        return None


def _begun(client: Elasticsearch, index: str, state: State) -> None:
    for id, body in ((BLANK, schema.blank()), (ID, state.body())):
        with suppress(ConflictError):  # tried again, or a writer was quicker
            client.create(index=index, id=id, document=body)


def _change(client: Elasticsearch, held: Held, state: State) -> Held | None:
    try:
        answer = client.index(index=held.index, id=ID, document=state.body(), if_seq_no=held.seq_no, if_primary_term=held.primary_term)
    except ConflictError:
        now = _held(client, held.index)
        return now if now and now.state == state else None
    return Held(held.index, state, answer["_seq_no"], answer["_primary_term"])


def _swapped(client: Elasticsearch, actions: list[dict[str, Any]], fresh: str, alias: str) -> None:
    try:
        client.indices.update_aliases(actions=actions)
    except NotFoundError:
        if fresh not in client.indices.get_alias(name=alias):  # else it was done, and the answer lost
            raise
