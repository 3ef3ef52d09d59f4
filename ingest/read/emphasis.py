"""Emphasis marks of Markdown in pasted text: `**bold**` over several lines, `*italic*`, unbalanced marks; taken off and kept as facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# a mark is "*", "**", "***", "__" that touches a word on exactly one side, or opens/closes beside punctuation;
# "2 * 3" and the bullet "* Nêu …" are no marks, nor are the blanks of forms "____"
MARK = re.compile(r"(?<![\\*])(\*{1,3})(?!\*)|(?<![\w/])(__)(?=[^\W_])|(?<=[^\W_]|[.,:;)])(__)(?![\w/])")
BULLET = re.compile(r"^\s*\*\s+(?!\*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line without its marks; bold or italic where all its words are."""

    text: str
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class _Open:
    """Which emphasis is open where a line begins."""

    bold: bool = False
    italic: bool = False


def pieces(lines: Sequence[str]) -> list[Piece]:
    """The lines without marks. Emphasis reaches over line ends, but an unclosed mark ends with its paragraph (blank line)."""
    found: list[Piece] = []
    state = _Open()
    for number, line in enumerate(lines):
        if not line.strip():
            state = _Open()
        state = _only_if_closed(state, lines, number)
        piece, state = _read(line, state)
        found.append(piece)
    return found


def _only_if_closed(state: _Open, lines: Sequence[str], number: int) -> _Open:
    """Drop open emphasis that this paragraph never closes: the mark was a slip."""
    if not (state.bold or state.italic):
        return state
    end = number
    while end < len(lines) and end < number + 40 and lines[end].strip():
        if "**" in lines[end] or (state.italic and "*" in lines[end]) or "__" in lines[end]:
            return state
        end += 1
    return _Open()


def _read(line: str, state: _Open) -> tuple[Piece, _Open]:
    """Walk the marks of one line, noting how many letters stand in each emphasis."""
    if "*" not in line and "__" not in line:
        return Piece(line, state.bold, state.italic), state
    bullet = BULLET.match(line)
    position = bullet.end() if bullet else 0
    parts = [line[:position]]
    bold, italic = state.bold, state.italic
    letters = {True: [0, 0], False: [0, 0]}  # emphasised? -> letters by [bold, italic]
    for mark in MARK.finditer(line, position):
        if not _is_mark(line, mark, opened=bold or italic):
            continue
        _count(letters, line[position : mark.start()], bold, italic)
        parts.append(line[position : mark.start()])
        position = mark.end()
        length = len(mark[0]) if mark[0][0] == "*" else 2
        bold, italic = bold ^ (length >= 2), italic ^ (length != 2)
    _count(letters, line[position:], bold, italic)
    parts.append(line[position:])
    return Piece("".join(parts), _all(letters, 0), _all(letters, 1)), _Open(bold, italic)


def _is_mark(line: str, mark: re.Match[str], *, opened: bool) -> bool:
    """Marks touch a word: `*“…”*` yes, `2 * 3` no, `(*)` (a footnote sign) no."""
    before, after = line[mark.start() - 1 : mark.start()], line[mark.end() : mark.end() + 1]
    if (before, after) == ("(", ")") or (mark[3] and not opened):
        return False
    opens, closes = bool(after.strip()), bool(before.strip())
    return (opens or closes) if len(mark[0]) > 1 else (closes if opened and not opens else opens or (opened and closes))


def _count(letters: dict[bool, list[int]], text: str, bold: bool, italic: bool) -> None:
    size = sum(character.isalnum() for character in text)
    letters[bold][0] += size
    letters[italic][1] += size


def _all(letters: dict[bool, list[int]], which: int) -> bool:
    return letters[True][which] > 0 and letters[False][which] == 0
