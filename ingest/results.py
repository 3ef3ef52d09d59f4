"""What ingest tells of its work: progress while it goes on, and one result a file (interfaces.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import VanKienError
from corpus.store import FAILED, INDEXED, Entry

UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` files are behind us, `path` is next ("" when only the index is left)."""

    done: int
    total: int
    path: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file; `status` is "indexed", "unchanged" or "failed", `entry` its document where there is one."""

    path: str
    status: str
    entry: Entry | None = None
    error_code: str = ""
    error_message: str = ""

    def to_json(self) -> dict[str, Any]:
        """The object of interfaces.md."""
        error = {"code": self.error_code, "message": self.error_message} if self.error_code else None
        return {"path": self.path, "status": self.status, "document": self.entry.id if self.entry else None, "error": error}


def refused(path: str, error: VanKienError, entry: Entry | None = None) -> Result:
    """The result of a file that cannot be read."""
    return Result(path, FAILED, entry, error.code, error.message)


def first_only(results: Sequence[Result]) -> list[Result]:
    """A document that came in under several paths was indexed by the first; to the others nothing had to be done."""
    seen: set[str] = set()
    told: list[Result] = []
    for result in results:
        id = result.entry.id if result.entry and result.status == INDEXED else ""
        told.append(replace(result, status=UNCHANGED) if id in seen else result)
        seen.update({id} if id else ())
    return told


def quiet(_: Progress) -> None:
    """Tell nobody."""
