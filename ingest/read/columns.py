"""Two columns padded with spaces or tabs in plain text (cơ quan | Quốc hiệu, nơi nhận | chữ ký), read left column first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.document import Block
from ingest.read.grid import FOOTER, NATION, fold, signed_by_two

GAP = re.compile(r"(?<=\S)(?:\t+ *| {3,}\t*| +\| +| *\t *)(?=\S)")  # "UBND TỈNH        CỘNG HÒA", "a | b"
REACH = 14  # a header or a footer is at most this many lines long


def columns(lines: list[str]) -> list[str]:
    """The lines with every padded header or footer taken apart; all others untouched."""
    return [text for _, text in _in_order(lines)]


def columns_of_blocks(blocks: list[Block]) -> list[Block]:
    """The same for the paragraphs of a word processor, whose columns are kept apart by tabs."""
    if not any("\t" in block.text for block in blocks):
        return blocks
    lines = [(block, line) for block in blocks for line in (block.text.split("\n") if "\t" in block.text else [block.text])]
    return [replace(lines[number][0], text=text) for number, text in _in_order([line for _, line in lines])]


def _in_order(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines and halves of lines, each with the number of the line it comes from."""
    position = 0
    while position < len(lines):
        end = _zone_end(lines, position)
        if end > position:
            yield from _apart(lines, position, end)
            position = end
        else:
            yield position, lines[position]
            position += 1


def _zone_end(lines: list[str], start: int) -> int:
    """End of the zone of two columns that begins here; `start` if none does."""
    halves = GAP.split(lines[start].strip(), maxsplit=1)
    if len(halves) != 2 or not (any(_is_form(half) for half in halves) or signed_by_two(halves)):
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
    gap = GAP.search(line.rstrip())
    return len(line[: gap.end()].expandtabs(8)) if gap else 0


def _split(line: str, column: int) -> tuple[str, str] | None:
    """Both halves of a line of two columns; the left one empty for a line that stands under the right column only."""
    halves = GAP.split(line.strip(), maxsplit=1)  # before tabs are widened: one may be as narrow as a space
    if len(halves) == 2:
        return halves[0], halves[1]
    wide = line.expandtabs(8).rstrip()
    indent = len(wide) - len(wide.lstrip())
    if column and wide.strip() and indent >= max(12, column // 2):
        return "", wide.strip()
    return None


def _left_only(line: str, column: int) -> bool:
    narrow = len(line.expandtabs(8).rstrip()) <= max(column, 30)
    return narrow and line.lstrip().startswith(("-", "*", "+", "Số", "V/v"))


def _apart(lines: list[str], start: int, end: int) -> Iterator[tuple[int, str]]:
    column = _column(lines[start])
    halves = [_split(line, column) or (line, "") for line in lines[start:end]]
    for side in (0, 1):
        yield from ((start + number, pair[side]) for number, pair in enumerate(halves) if pair[side].strip())
