"""Sends many changes: in portions the server can take, slower when it is busy, and with every refusal told."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indices.elastic.connection import BUSY, WRITING, Connection, pause
from indices.elastic.schema import Body
from indices.protocol import IndexFailure

MOST = 500  # changes in one request
LARGEST = 5_000_000  # bytes of one request
_SMALLEST = 16  # changes in one request to a server that is very busy
_NAMED = 3  # refusals that the message quotes


@dataclass(frozen=True, slots=True)
class Rejected:
    """A change the server refused for good: the record's id and the server's reason."""

    id: str
    reason: str


class Rejection(IndexFailure):
    """Some records cannot be indexed; `rejected` names every one of them."""

    def __init__(self, rejected: Sequence[Rejected]) -> None:
        self.rejected = tuple(rejected)
        quoted = "; ".join(f"{one.id}: {one.reason}" for one in self.rejected[:_NAMED])
        more = f" và {len(self.rejected) - _NAMED} đoạn khác" if len(self.rejected) > _NAMED else ""
        super().__init__("rejected", f"Elasticsearch không nhận {len(self.rejected)} đoạn ({quoted}{more}). Không có gì được ghi.")


@dataclass(frozen=True, slots=True)
class _Change:
    """One change, as the lines of the request."""

    id: str
    lines: tuple[str, ...]


class Bulk:
    """Changes on their way into one version. Each may be sent twice: ids are given, so that does no harm."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection, self._index = connection, index
        self._waiting: list[_Change] = []
        self._bytes = 0
        self._portion = MOST

    def put(self, id: str, body: Body) -> None:
        """Index a record under this id."""
        self._add(id, _line({"index": {"_id": id}}), _line(body))

    def delete(self, id: str) -> None:
        """Remove what has this id."""
        self._add(id, _line({"delete": {"_id": id}}))

    @property
    def full(self) -> bool:
        """Whether a request's worth is waiting."""
        return len(self._waiting) >= MOST or self._bytes >= LARGEST

    def flush(self) -> None:
        """Send what waits, all of it or IndexFailure; Rejection names what the server refused for good."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        rejected: list[Rejected] = []
        began, rest = time.monotonic(), 0.1
        while waiting:
            portion, later = waiting[: self._portion], waiting[self._portion :]
            again, refused = self._sent(portion)
            rejected += refused
            if again:
                if time.monotonic() - began > WRITING:
                    raise IndexFailure("busy", f"Elasticsearch quá tải: {len(again)} đoạn chưa ghi được sau {WRITING:.0f} giây.")
                self._portion = max(_SMALLEST, self._portion // 2)
                rest = pause(rest)
            else:
                self._portion, rest = min(MOST, 2 * self._portion), 0.1
                began = time.monotonic()
            waiting = again + later
        if rejected:
            raise Rejection(rejected)

    def _add(self, id: str, *lines: str) -> None:
        self._waiting.append(_Change(id, lines))
        self._bytes += sum(map(len, lines))

    def _sent(self, portion: list[_Change]) -> tuple[list[_Change], list[Rejected]]:
        """Send one request; what has to be sent again, and what was refused for good."""
        lines: list[Any] = [line for change in portion for line in change.lines]  # the client takes them ready-made
        answer = self._connection.write(lambda client: client.bulk(index=self._index, operations=lines))
        again, refused = [], []
        for change, item in zip(portion, answer["items"], strict=True):
            [result] = item.values()
            if result["status"] in BUSY:
                again.append(change)
            elif "error" in result:
                refused.append(Rejected(change.id.rpartition("@")[0], _why(result["error"])))
        return again, refused


def _line(value: Body) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _why(error: Body) -> str:
    """The beginning of the server's reason (which field), and the innermost one behind it (what is wrong)."""
    cause = error
    while isinstance(cause.get("caused_by"), dict):
        cause = cause["caused_by"]
    said = [str(part.get("reason")) for part in (error, cause)]
    return said[0][:200] if cause is error else f"{said[0][:60]}… {said[1][:140]}"
