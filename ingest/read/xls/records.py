"""The records of old Excel workbooks (BIFF): codes with their bytes, and the texts in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

CONTINUE = 0x3C
MOST = 2_000_000  # texts of a workbook


def records(data: bytes, place: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """Codes and their bytes; what did not fit into one record goes on in further parts."""
    code, parts = -1, list[bytes]()
    while place + 4 <= len(data):
        following, size = struct.unpack_from("<HH", data, place)
        part = data[place + 4 : place + 4 + size]
        place += 4 + size
        if following == CONTINUE:
            parts.append(part)
            continue
        if parts:
            yield code, parts
        code, parts = following, [part]
    if parts:
        yield code, parts


def text(data: bytes, *, wide: bool, count: int) -> str:
    """A text of `count` bytes of length and then its letters; `wide` (BIFF8): a byte between says whether they have two bytes each."""
    length = int.from_bytes(data[:count], "little")
    if not wide:
        return data[count : count + length].decode("latin-1")
    double = data[count] & 1 if len(data) > count else 0
    letters = data[count + 1 : count + 1 + length * (2 if double else 1)]
    return letters[: len(letters) // 2 * 2].decode("utf-16-le", "replace") if double else letters.decode("latin-1")


class Texts:
    """The table of texts that all sheets share, in parts; a text cut by the end of a part says anew how wide its letters are."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._place = 0

    def read(self) -> list[str]:
        """All texts, as far as the table goes."""
        found: list[str] = []
        try:
            count = struct.unpack("<II", self._take(8))[1]
            while len(found) < min(count, MOST):
                found.append(self._text())
        except (struct.error, IndexError):
            pass  # the table is cut short: cells that point further are empty
        return found

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if self._part >= len(self._parts):
                raise IndexError
            piece = self._parts[self._part][self._place : self._place + size - len(taken)]
            taken += piece
            self._place += len(piece)
            if len(taken) < size:
                self._part, self._place = self._part + 1, 0
        return taken

    def _text(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        found = []
        while length:
            width = 2 if flags & 1 else 1
            room = (len(self._parts[self._part]) - self._place) // width
            here = min(length, room)
            raw = self._take(here * width)
            found.append(raw.decode("utf-16-le", "replace") if width == 2 else raw.decode("latin-1"))
            length -= here
            if length:
                self._part, self._place = self._part + 1, 0
                flags = self._take(1)[0]
        self._take(4 * runs + extra)
        return "".join(found)
