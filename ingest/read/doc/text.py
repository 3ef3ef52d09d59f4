"""The text of a Word 97-2003 file: its pieces in order, letter by letter with the byte each comes from."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.read.doc.formats import Runs, Style, font_names, letters, paragraphs, styles

MARKS = (0xEC, 0xDC)  # first byte of the files of Word 97 and later, and of Word 6 and 95
WORD97 = 193  # version of the file's head from which texts may be Unicode
ENCRYPTED, TABLE_ONE = 0x0100, 0x0200
COMPRESSED = 0x40000000
MOST = 50_000_000  # letters


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that lie together: where, and whether one byte each."""

    text: str
    place: int
    narrow: bool


@dataclass(frozen=True, slots=True)
class Story:
    """The text of a file (body, then footnotes) and its formatting."""

    pieces: tuple[Piece, ...]
    body: int
    notes: int
    letters: Runs
    paragraphs: Runs
    styles: dict[int, Style]
    fonts: list[str]

    def characters(self) -> Iterator[tuple[str, int]]:
        """Every letter of body and footnotes with its byte in the main stream."""
        left = self.body + self.notes
        for piece in self.pieces:
            width = 1 if piece.narrow else 2
            for number, letter in enumerate(piece.text[:left]):
                yield letter, piece.place + number * width
            left -= len(piece.text)
            if left <= 0:
                return


class Encrypted(Exception):
    """The file has a password."""


def story(streams: dict[str, bytes]) -> Story:
    """The text of a file by its streams; raise Encrypted, or struct.error, IndexError, KeyError on damage."""
    main = streams["WordDocument"]
    version, flags = struct.unpack_from("<H", main, 2)[0], struct.unpack_from("<H", main, 10)[0]
    if main[0] not in MARKS or main[1] != 0xA5:
        raise IndexError
    if flags & ENCRYPTED:
        raise Encrypted
    body, notes = struct.unpack_from("<ii", main, 0x4C)
    if version < WORD97:
        return _old(main)
    table = streams["1Table" if flags & TABLE_ONE else "0Table"]

    def part(place: int) -> tuple[int, int]:
        first, length = struct.unpack_from("<II", main, place)
        return first, length

    return Story(
        tuple(_pieces(main, table, *part(0x01A2))),
        max(0, min(body, MOST)),
        max(0, min(notes, MOST)),
        letters(main, table, *part(0x00FA)),
        paragraphs(main, table, *part(0x0102)),
        styles(table, *part(0x00A2)),
        font_names(table, *part(0x0112)),
    )


def _old(main: bytes) -> Story:
    """Word 6 and 95: one run of bytes, formatting left aside."""
    first, end = struct.unpack_from("<II", main, 0x18)
    text = main[first:end].decode("cp1252", "replace")
    return Story((Piece(text, first, True),), len(text), 0, Runs(), Runs(), {}, [])


def _pieces(main: bytes, table: bytes, place: int, length: int) -> Iterator[Piece]:
    data, position = table[place : place + length], 0
    while position < len(data) and data[position] == 1:  # formatting shared by pieces
        position += 3 + struct.unpack_from("<H", data, position + 1)[0]
    size = struct.unpack_from("<I", data, position + 1)[0]
    plan = data[position + 5 : position + 5 + size]
    count = (len(plan) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", plan, 0)
    for number in range(count):
        where = struct.unpack_from("<I", plan, 4 * (count + 1) + 8 * number + 2)[0]
        amount = starts[number + 1] - starts[number]
        if not 0 <= amount <= MOST:
            raise IndexError
        narrow = bool(where & COMPRESSED)
        where = (where & ~COMPRESSED) // 2 if narrow else where
        raw = main[where : where + amount * (1 if narrow else 2)]
        yield Piece(raw.decode("latin-1") if narrow else raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass"), where, narrow)
