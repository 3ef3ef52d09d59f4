"""The container of old Office files (OLE2 compound file): its streams by name, read without trusting its chains."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

END = 0xFFFFFFFA  # sector numbers from here on are marks: end of a chain, free, part of a table
SIZE = 128  # bytes of a directory entry
ROOT, STREAM = 5, 2


class Entry(NamedTuple):
    """A folder or stream: its kind, name, neighbours, first child, first sector and length."""

    kind: int
    name: str
    left: int
    right: int
    child: int
    first: int
    length: int


class Damaged(Exception):
    """The container does not hold together."""


def names(data: bytes) -> list[str]:
    """What lies in the root folder, by name; raise Damaged."""
    try:
        return [entry.name for entry in _children(_folder(data)[0])]
    except (struct.error, IndexError, ValueError) as exc:
        raise Damaged from exc


def streams(data: bytes) -> dict[str, bytes]:
    """The streams of the root folder, embedded documents and streams cut short left aside; raise Damaged."""
    try:
        return _streams(data)
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as exc:
        raise Damaged from exc


def _folder(data: bytes) -> tuple[list[Entry], list[int], int]:
    """The entries of the container, which sector follows each sector, and the size of a sector."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in {9, 12} or mini_shift != 6:
        raise Damaged
    table = _table(data, 1 << shift)
    entries = list(_entries(_chain(data, table, struct.unpack_from("<I", data, 48)[0], 1 << shift)))
    if not entries or entries[0].kind != ROOT:
        raise Damaged
    return entries, table, 1 << shift


def _streams(data: bytes) -> dict[str, bytes]:
    entries, table, size = _folder(data)
    cutoff, mini_start = struct.unpack_from("<II", data, 56)
    small = _chain(data, table, entries[0].first, size)
    mini = [number for (number,) in struct.iter_unpack("<I", _chain(data, table, mini_start, size))]
    found: dict[str, bytes] = {}
    for entry in _children(entries):
        if entry.kind == STREAM:
            whole = _small(small, mini, entry.first) if entry.length < cutoff else _chain(data, table, entry.first, size)
            if len(whole) >= entry.length:
                found[entry.name] = whole[: entry.length]
    return found


def _children(entries: list[Entry]) -> Iterator[Entry]:
    """What lies in the root folder: a tree of neighbours."""
    waiting, seen = [entries[0].child], set[int]()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            waiting += [entries[number].left, entries[number].right]
            yield entries[number]


def _table(data: bytes, size: int) -> list[int]:
    """Which sector follows each sector."""
    first, count = struct.unpack_from("<II", data, 68)
    sectors = list(struct.unpack_from("<109I", data, 76))
    seen: set[int] = set()
    while first < END and first not in seen and len(seen) < count:
        seen.add(first)
        *more, first = struct.unpack_from(f"<{size // 4}I", data, (first + 1) * size)
        sectors += more
    table: list[int] = []
    for sector in sectors:
        part = data[(sector + 1) * size : (sector + 2) * size] if sector < END else b""
        if len(part) == size:
            table += struct.unpack(f"<{size // 4}I", part)
    return table


def _chain(data: bytes, table: list[int], sector: int, size: int) -> bytes:
    parts = []
    for _ in range(len(table)):  # a chain that bites its tail ends here
        if sector >= len(table):
            break
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    whole = b"".join(parts)
    return whole[: len(whole) // 4 * 4]


def _small(data: bytes, table: list[int], sector: int) -> bytes:
    parts = []
    for _ in range(len(table)):
        if sector >= len(table):
            break
        parts.append(data[sector * 64 : (sector + 1) * 64])
        sector = table[sector]
    return b"".join(parts)


def _entries(directory: bytes) -> Iterator[Entry]:
    for place in range(0, len(directory) - SIZE + 1, SIZE):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
        tree, data = struct.unpack_from("<3I", directory, place + 68), struct.unpack_from("<2I", directory, place + 116)
        yield Entry(directory[place + 66], name, *tree, *data)
