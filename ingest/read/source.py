"""What every reader is given: the bytes of a file, its name and its password."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Source:
    """A file in memory; `name` serves messages and the hint of its extension, never to open anything."""

    data: bytes
    name: str = ""
    password: str | None = None

    @property
    def extension(self) -> str:
        """Lower-case extension without the dot, "" without one."""
        return PurePath(self.name).suffix.lower().lstrip(".")
