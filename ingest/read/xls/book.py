"""An old Excel workbook: fonts, number formats and cells, as far as reading needs them."""

from __future__ import annotations

import datetime
import re
import struct
from dataclasses import dataclass, field

from ingest.read.fonts import Piece
from ingest.read.sheets import Place, Sheet, day, number
from ingest.read.xls.records import Texts, records, text

BOF, EOF, FONT, XF, FORMAT, SST, SHEET, DATES, LOCKED = 0x809, 0x0A, 0x31, 0xE0, 0x41E, 0xFC, 0x85, 0x22, 0x2F
LABEL_SST, NUMBER, RK, MANY_RK, FORMULA, STRING, LABEL, MERGED, ROW = 0xFD, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x204, 0xE5, 0x208
BUILT_IN = {3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}
DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # numbers of built-in formats of days and times
DAY = re.compile(r"[dy]", re.I)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
BIFF8 = 0x0600
EPOCH, EPOCH_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)


class Locked(Exception):
    """The workbook has a password."""


@dataclass(slots=True)
class Book:
    """Reads a workbook; then `sheets` holds the visible ones, and `words` each text with the font of its cell."""

    data: bytes
    sheets: list[Sheet] = field(default_factory=list)
    words: dict[tuple[int, Place], Piece] = field(default_factory=dict)
    _wide: bool = True
    _fonts: list[str] = field(default_factory=list)
    _kinds: list[tuple[int, int]] = field(default_factory=list)  # font and number format of each kind of cell
    _formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    _texts: list[str] = field(default_factory=list)
    _epoch: datetime.date = EPOCH

    def read(self) -> None:
        """Everything; raise Locked, or struct.error and IndexError on damage."""
        places: list[tuple[int, str]] = []
        for code, parts in records(self.data):
            part = parts[0]
            if code == EOF:
                break
            if code == BOF:
                self._wide = struct.unpack_from("<H", part)[0] >= BIFF8
            elif code == LOCKED:
                raise Locked
            elif code == SHEET and part[4] == 0 and part[5] == 0:  # visible, and a sheet of cells
                places.append((struct.unpack_from("<I", part)[0], text(part[6:], wide=self._wide, count=1)))
            else:
                self._setting(code, parts)
        for number_, (place, name) in enumerate(places):
            self.sheets.append(self._sheet(number_, place, name))

    def _setting(self, code: int, parts: list[bytes]) -> None:
        part = parts[0]
        if code == FONT:
            self._fonts.append(text(part[14:], wide=self._wide, count=1))
        elif code == XF:
            font, form = struct.unpack_from("<HH", part)
            self._kinds.append((font - 1 if font > 4 else font, form))  # there is no font number 4
        elif code == FORMAT:
            self._formats[struct.unpack_from("<H", part)[0]] = text(part[2:], wide=self._wide, count=2 if self._wide else 1)
        elif code == SST:
            self._texts = Texts(parts).read()
        elif code == DATES and part[:1] == b"\x01":
            self._epoch = EPOCH_1904

    def _sheet(self, number_: int, place: int, name: str) -> Sheet:
        sheet = Sheet(name)
        waiting: tuple[int, int, int] | None = None  # the cell of a formula whose text follows
        for code, parts in records(self.data, place):
            part = parts[0]
            if code == EOF:
                break
            if code == STRING and waiting:
                self._say(number_, sheet, waiting, text(b"".join(parts), wide=self._wide, count=2))
            elif code == MERGED:
                areas = struct.iter_unpack("<4H", part[2 : 2 + (len(part) - 2) // 8 * 8])
                sheet.merged += [(top + 1, left + 1, bottom + 1, right + 1) for top, bottom, left, right in areas]
            elif code == ROW and len(part) >= 14 and struct.unpack_from("<H", part, 12)[0] & 0x20:
                sheet.hidden.add(struct.unpack_from("<H", part)[0] + 1)
            elif code == MANY_RK:
                self._many(sheet, part)
            elif code in {LABEL_SST, NUMBER, RK, FORMULA, LABEL}:
                waiting = self._cell(number_, sheet, code, b"".join(parts))
        return sheet

    def _cell(self, number_: int, sheet: Sheet, code: int, part: bytes) -> tuple[int, int, int] | None:
        cell: tuple[int, int, int] = struct.unpack_from("<HHH", part)
        if code == LABEL_SST:
            which = struct.unpack_from("<I", part, 6)[0]
            self._say(number_, sheet, cell, self._texts[which] if which < len(self._texts) else "")
        elif code == LABEL:
            self._say(number_, sheet, cell, text(part[6:], wide=self._wide, count=2))
        elif code == RK:
            self._count(sheet, cell, _packed(part[6:10]))
        elif code == FORMULA and part[12:14] == b"\xff\xff":
            return cell if part[6] == 0 else None
        else:
            self._count(sheet, cell, struct.unpack_from("<d", part, 6)[0])
        return None

    def _many(self, sheet: Sheet, part: bytes) -> None:
        row, column = struct.unpack_from("<HH", part)
        for step, place in enumerate(range(4, len(part) - 7, 6)):
            kind = struct.unpack_from("<H", part, place)[0]
            self._count(sheet, (row, column + step, kind), _packed(part[place + 2 : place + 6]))

    def _say(self, number_: int, sheet: Sheet, cell: tuple[int, int, int], words: str) -> None:
        row, column, kind = cell
        font = self._kinds[kind][0] if kind < len(self._kinds) else 0
        if words := " ".join(words.split(" ")).strip():
            self.words[number_, (row + 1, column + 1)] = Piece(words, self._fonts[font] if font < len(self._fonts) else "")
            sheet.values[row + 1, column + 1] = words

    def _count(self, sheet: Sheet, cell: tuple[int, int, int], value: float) -> None:
        row, column, kind = cell
        form = self._kinds[kind][1] if kind < len(self._kinds) else 0
        shape = QUOTED.sub("", self._formats.get(form, ""))
        is_day = (form in DAYS or (form not in BUILT_IN and bool(DAY.search(shape)))) and 0 < value < 2_900_000
        shown = day(self._epoch + datetime.timedelta(days=int(value))) if is_day else number(value, shape)
        sheet.values[row + 1, column + 1] = shown


def _packed(data: bytes) -> float:
    """A number in four bytes: a whole one or the upper half of a float, perhaps times a hundred."""
    code = struct.unpack("<I", data)[0]
    if code & 2:
        value = float(struct.unpack("<i", data)[0] >> 2)
    else:
        value = float(struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", code & 0xFFFFFFFC))[0])
    return value / 100 if code & 1 else value
