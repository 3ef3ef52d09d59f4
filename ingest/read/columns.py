"""Two columns padded with spaces or tabs in plain text (cơ quan | Quốc hiệu, nơi nhận | chữ ký), read left column first."""

from __future__ import annotations

import re

from ingest.read.grid import FOOTER, NATION, fold

GAP = re.compile(r"(?<=\S)(?:\t+ *| {3,}\t*| +\| +| *\t *)(?=\S)")  # "UBND TỈNH        CỘNG HÒA", "a | b"
REACH = 14  # a header or a footer is at most this many lines long


def columns(lines: list[str]) -> list[str]:
    """The lines with every padded header or footer taken apart; all others untouched."""
    result: list[str] = []
    position = 0
    while position < len(lines):
        end = _zone_end(lines, position)
        if end > position:
            result.extend(_apart(lines[position:end]))
            position = end
        else:
            result.append(lines[position])
            position += 1
    return result


def _zone_end(lines: list[str], start: int) -> int:
    """End of the zone of two columns that begins here; `start` if none does."""
    halves = GAP.split(lines[start].strip(), maxsplit=1)
    if len(halves) != 2 or not any(_is_form(half) for half in halves):
        return start
    end = last = start
    while end < len(lines) and end < start + REACH:
        line = lines[end]
        if _split(line, _column(lines[start])) is not None:
            last = end
        elif line.strip() and not line[:1].isspace() and end > start and not _left_only(line, _column(lines[start])):
            break
        end += 1
    return last + 1


def _is_form(text: str) -> bool:
    folded = fold(text)
    return bool(NATION.search(folded) or FOOTER.search(folded))


def _column(line: str) -> int:
    """Where the right column begins, in characters (tabs widened)."""
    wide = line.expandtabs(8)
    gap = GAP.search(wide.rstrip())
    return gap.end() if gap else 0


def _split(line: str, column: int) -> tuple[str, str] | None:
    """Both halves of a line of two columns; the left one empty for a line that stands under the right column only."""
    wide = line.expandtabs(8).rstrip()
    gap = GAP.search(wide.strip())
    if gap:
        left, right = GAP.split(wide.strip(), maxsplit=1)
        return left, right
    indent = len(wide) - len(wide.lstrip())
    if column and wide.strip() and indent >= max(12, column // 2):
        return "", wide.strip()
    return None


def _left_only(line: str, column: int) -> bool:
    narrow = len(line.expandtabs(8).rstrip()) <= max(column, 30)
    return narrow and line.lstrip().startswith(("-", "*", "+", "Số", "V/v"))


def _apart(lines: list[str]) -> list[str]:
    column = _column(lines[0])
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        halves = _split(line, column) or (line, "")
        left.append(halves[0])
        right.append(halves[1])
    return [line for line in (*left, *right) if line.strip()]
