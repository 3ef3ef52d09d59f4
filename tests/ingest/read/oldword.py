"""Builds small Word 97 files byte by byte, so that a test shows exactly what Word would have stored."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

PAGE = 512
LETTERS, PARAGRAPHS = 4, 5  # pages of formatting
TEXT = 0x400  # where the text begins; 1,024 bytes are for it
FREE, LAST, TABLES = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass(frozen=True)
class Run:
    """Letters (one byte each) with the codes of their formatting; a run ends its paragraph with \\r or its cell with \\x07."""

    text: str
    letters: bytes = b""
    paragraph: bytes = b""


def byte(code: int, value: int) -> bytes:
    """A code with an operand of one byte."""
    return struct.pack("<HB", code, value)


def font(number: int) -> bytes:
    """The code that sets a font."""
    return struct.pack("<HH", 0x4A4F, number)


def row(*flags: int) -> bytes:
    """What ends a row of a table: the plan of its cells."""
    cells = b"".join(struct.pack("<H18x", flag) for flag in flags)
    plan = struct.pack("<B", len(flags)) + struct.pack(f"<{len(flags) + 1}H", *(1000 * n for n in range(len(flags) + 1))) + cells
    return byte(0x2416, 1) + byte(0x2417, 1) + struct.pack("<HH", 0xD608, len(plan) + 1) + plan


def doc(runs: Sequence[Run], *, fonts: Sequence[str] = ("Times New Roman",), notes: int = 0, flags: int = 0x0200) -> bytes:
    """A file of these runs; the last `notes` letters are footnotes."""
    text = "".join(run.text for run in runs)
    main = bytearray(8 * PAGE)
    struct.pack_into("<HH", main, 0, 0xA5EC, 193)
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into("<ii", main, 0x4C, len(text) - notes, notes)
    main[TEXT : TEXT + len(text)] = text.encode("latin-1")
    main[LETTERS * PAGE : (LETTERS + 1) * PAGE] = _page(runs, paragraph=False)
    main[PARAGRAPHS * PAGE : (PARAGRAPHS + 1) * PAGE] = _page(runs, paragraph=True)
    plan = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, TEXT * 2 | 0x40000000, 0)
    names = b"".join(_font(name) for name in fonts)
    ends = struct.pack("<II", TEXT, TEXT + len(text))
    parts = {
        0x01A2: b"\x02" + struct.pack("<I", len(plan)) + plan,
        0x00FA: ends + struct.pack("<I", LETTERS),
        0x0102: ends + struct.pack("<I", PARAGRAPHS),
        0x0112: struct.pack("<HH", len(fonts), 0) + names,
    }
    table = b""
    for place, part in parts.items():
        struct.pack_into("<II", main, place, len(table), len(part))
        table += part
    return container({"WordDocument": bytes(main), "1Table": table.ljust(8 * PAGE, b"\0")})


def _font(name: str) -> bytes:
    inside = bytes(39) + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(inside)]) + inside


def _page(runs: Sequence[Run], *, paragraph: bool) -> bytes:
    """A page of formatting: where each run ends, then where its codes lie, then (from the back) the codes."""
    page, place = bytearray(PAGE), TEXT
    step, low = (13 if paragraph else 1), PAGE - 2
    for number, run in enumerate(runs):
        struct.pack_into("<I", page, 4 * number, place)
        place += len(run.text)
        if paragraph:
            inside = bytes(2) + run.paragraph + bytes(len(run.paragraph) % 2)
            held = b"\0" + bytes([len(inside) // 2]) + inside
        else:
            held = bytes([len(run.letters)]) + run.letters
        low = (low - len(held)) // 2 * 2
        page[low : low + len(held)] = held
        page[4 * (len(runs) + 1) + step * number] = low // 2
    struct.pack_into("<I", page, 4 * len(runs), place)
    page[-1] = len(runs)
    return bytes(page)


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file of streams of at least 4,096 bytes each: head, sector table, folder, streams."""
    table, body, entries = [TABLES, LAST], b"", [_entry("Root Entry", 5, 1, LAST, 0)]
    for number, (name, data) in enumerate(streams.items(), start=1):
        first, count = len(table), -(-len(data) // PAGE)
        table += [*range(first + 1, first + count), LAST]
        body += data.ljust(count * PAGE, b"\0")
        entries.append(_entry(name, 2, FREE, first, len(data), right=number + 1 if number < len(streams) else FREE))
    head = bytearray(PAGE)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", head, 44, 1, 1)
    struct.pack_into("<IIIII", head, 56, 4096, LAST, 0, LAST, 0)
    struct.pack_into("<109I", head, 76, 0, *[FREE] * 108)
    sectors = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    return bytes(head) + sectors + b"".join(entries).ljust(PAGE, b"\0") + body


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = FREE) -> bytes:
    words = name.encode("utf-16-le")
    entry = bytearray(128)
    entry[: len(words)] = words
    struct.pack_into("<HBB", entry, 64, len(words) + 2, kind, 1)
    struct.pack_into("<III", entry, 68, FREE, right, child)
    struct.pack_into("<II", entry, 116, first, size)
    return bytes(entry)
