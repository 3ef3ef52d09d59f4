"""What Word keeps of formatting, as far as reading needs it: fonts, bold, italic, rows of tables, hidden and deleted text."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

PAGE = 512  # bytes of a page of formatting
CELL = 20  # bytes of a cell in the plan of a row
OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes of an operand by the top bits of its code; 6 tells its own
BOLD, ITALIC, HIDDEN, DELETED, FONT = 0x0835, 0x0836, 0x083C, 0x0800, 0x4A4F
IN_TABLE, ROW_END, OUTLINE, LIST = 0x2416, 0x2417, 0x2640, 0x460B
TABLE, TABS = 0xD608, 0xC615  # operands with a length of two bytes, and of 255 "count it yourself"


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of the main stream and the codes set on each: `ends` are sorted, values[i] holds up to ends[i]."""

    ends: tuple[int, ...] = ()
    values: tuple[dict[int, int], ...] = ()

    def at(self, place: int) -> dict[int, int]:
        """The codes at a byte of the stream."""
        number = bisect_right(self.ends, place)
        return self.values[number] if number < len(self.values) else {}


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style sets on letters, and the style it builds on."""

    codes: dict[int, int] = field(default_factory=dict)
    base: int = -1


def letters(main: bytes, table: bytes, place: int, length: int) -> Runs:
    """Formatting of letters: the pages that a list in the table stream names."""
    return _runs(main, table[place : place + length], _letter_codes)


def paragraphs(main: bytes, table: bytes, place: int, length: int) -> Runs:
    """Formatting of paragraphs; code -1 is the number of the style."""
    return _runs(main, table[place : place + length], _paragraph_codes)


def _runs(main: bytes, pages: bytes, codes: object) -> Runs:
    count = (len(pages) - 4) // 8
    found: list[tuple[int, dict[int, int]]] = []
    for number in struct.unpack_from(f"<{count}I", pages, 4 * (count + 1)) if count > 0 else ():
        page = main[(number & 0x3FFFFF) * PAGE : ((number & 0x3FFFFF) + 1) * PAGE]
        if len(page) == PAGE:
            held = page[-1]
            ends = struct.unpack_from(f"<{held + 1}I", page, 0) if held < 127 else ()
            found += [(end, codes(page, held, i)) for i, end in enumerate(ends[1:])]  # type: ignore[operator]
    found.sort(key=lambda one: one[0])
    return Runs(tuple(end for end, _ in found), tuple(value for _, value in found))


def _letter_codes(page: bytes, held: int, number: int) -> dict[int, int]:
    place = page[4 * (held + 1) + number] * 2
    return dict(_codes(page[place + 1 : place + 1 + page[place]])) if place else {}


def _paragraph_codes(page: bytes, held: int, number: int) -> dict[int, int]:
    place = page[4 * (held + 1) + 13 * number] * 2
    if not place:
        return {}
    words = page[place]
    start, size = (place + 1, words * 2 - 1) if words else (place + 2, page[place + 1] * 2)
    inside = page[start : start + size]
    return {-1: int.from_bytes(inside[:2], "little"), **dict(_codes(inside[2:]))}


def _codes(data: bytes) -> Iterator[tuple[int, int]]:
    """Codes and the values of their operands (up to four bytes, but all of a table's plan)."""
    place = 0
    while place + 2 < len(data):
        code = data[place] | data[place + 1] << 8
        place += 2
        kind = code >> 13
        if code == TABLE:
            size, skip = int.from_bytes(data[place : place + 2], "little") + 1, 0
        elif kind == 6:
            size, skip = data[place] + 1, 1
        else:
            size, skip = OPERANDS[kind], 0
        most = size if code == TABLE else min(size, 4)
        yield code, int.from_bytes(data[place + skip : place + most], "little")
        place += size


def styles(table: bytes, place: int, length: int) -> dict[int, Style]:
    """The styles by number."""
    sheet = table[place : place + length]
    if len(sheet) < 8:
        return {}
    head, count, fixed = struct.unpack_from("<HHH", sheet, 0)
    position, found = 2 + head, {}
    for number in range(min(count, 4096)):
        if position + 2 > len(sheet):
            break
        size = struct.unpack_from("<H", sheet, position)[0]
        entry = sheet[position + 2 : position + 2 + size]
        position += 2 + size + size % 2
        if len(entry) >= max(fixed, 6) + 2:
            found[number] = _style(entry, fixed)
    return found


def _style(entry: bytes, fixed: int) -> Style:
    kind, base = entry[2] & 0xF, (entry[2] | entry[3] << 8) >> 4
    place = fixed + 2 + 2 * (int.from_bytes(entry[fixed : fixed + 2], "little") + 1)
    if kind == 1:  # a paragraph style: what it sets on paragraphs comes first
        place += 2 + int.from_bytes(entry[place : place + 2], "little")
        place += place % 2
    size = int.from_bytes(entry[place : place + 2], "little")
    return Style(dict(_codes(entry[place + 2 : place + 2 + size])), -1 if base == 0xFFF else base)


def inherited(known: dict[int, Style], number: int) -> dict[int, int]:
    """What a style and those it builds on set on letters."""
    chain: list[dict[int, int]] = []
    while number in known and len(chain) < 12:
        chain.append(known[number].codes)
        number = known[number].base
    return {code: value for codes in reversed(chain) for code, value in codes.items()}


def font_names(table: bytes, place: int, length: int) -> list[str]:
    """The names of the fonts by number."""
    data, names = table[place : place + length], []
    position = 4
    while position < len(data):
        size = data[position]
        name = data[position + 40 : position + 1 + size].decode("utf-16-le", "replace")
        names.append(name.partition("\x00")[0])
        position += size + 1
    return names


def merges(plan: int) -> list[str]:
    """How each cell of a row is merged by its TABLE code, in the words of RTF: "clmrg" to the left, "clvmrg" to the cell above."""
    flags = [int.from_bytes(cell[:2], "little") for cell in _cells(plan)]
    return ["clmrg" if flag & 2 else "clvmrg" if flag & 0x20 and not flag & 0x40 else "" for flag in flags]


def is_bordered(plan: int) -> bool | None:
    """Whether a cell of a row has a line on some side; None where the row leaves that to its table."""
    kinds = {cell[side + 1] for cell in _cells(plan) for side in (4, 8, 12, 16) if len(cell) == CELL}
    return True if kinds - {0, 0xFF} else None


def _cells(plan: int) -> list[bytes]:
    """What a row says of each of its cells."""
    data = plan.to_bytes((plan.bit_length() + 7) // 8, "little")
    count = data[2] if len(data) > 2 else 0
    start = 3 + 2 * (count + 1)
    return [data[start + CELL * i : start + CELL * (i + 1)].ljust(CELL, b"\0") for i in range(count)]
