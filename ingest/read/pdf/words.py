"""Glyphs to words to rows: spaces that the file does not spell, letters drawn twice for boldness, raised signs of footnotes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.read.pdf.glyphs import Glyph

SPACE = 0.17  # a gap wider than this share of the letter size parts two words
TWICE = 0.3  # the same letter again, shifted by less than this share of its width: drawn twice
SAME_ROW = 0.35  # baselines nearer than this share of the letter size are one row
SMALL = 0.8  # smaller than this share of its neighbours: raised or lowered


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    letters: int
    bold: int
    italic: int


@dataclass(frozen=True, slots=True)
class Row:
    """The words on one baseline, over the whole width of the page."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(word.x1 for word in self.words)

    @property
    def base(self) -> float:
        """Baseline of its tallest word."""
        return max(self.words, key=lambda word: word.size).base

    @property
    def size(self) -> float:
        """Size of its tallest letters."""
        return max(word.size for word in self.words)


def rows(glyphs: Iterable[Glyph]) -> list[Row]:
    """Rows from top to bottom, their words from left to right."""
    groups: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda one: one.base):
        if groups and glyph.base - base <= SAME_ROW * min(size, glyph.size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
            size = 0.0
        base, size = (glyph.base, glyph.size) if glyph.size > size else (base, size)
    found = [Row(words) for group in _with_raised(groups) if (words := _words(group))]
    return sorted(found, key=lambda row: row.base)


def _with_raised(groups: list[list[Glyph]]) -> list[list[Glyph]]:
    """Small signs beside larger letters (¹, [2]) belong to the row of those letters."""
    merged: list[list[Glyph]] = []
    for group in groups:
        if merged and _belongs(group, merged[-1]):
            merged[-1].extend(group)
        elif merged and _belongs(merged[-1], group):
            merged[-1] = [*group, *merged[-1]]
        else:
            merged.append(group)
    return merged


def _belongs(small: Sequence[Glyph], large: Sequence[Glyph]) -> bool:
    """Whether the first group is raised or lowered text within the second: few, small and inside its height and width."""
    if len(small) > 12 or max(g.size for g in small) > SMALL * max(g.size for g in large):
        return False
    middle = (small[0].top + small[0].bottom) / 2
    inside = min(g.top for g in large) < middle < max(g.bottom for g in large)
    return inside and min(g.x0 for g in large) - 8 < small[0].x0 < max(g.x1 for g in large) + 8


def _words(group: Sequence[Glyph]) -> tuple[Word, ...]:
    words: list[Word] = []
    current: list[Glyph] = []
    spaced = False
    for glyph in sorted(group, key=lambda one: one.x0):
        if glyph.text.isspace():
            spaced = True
            continue
        if current and _is_double(current, glyph):
            current[-1] = current[-1]._replace(bold=True)
            continue
        if current and (spaced or glyph.x0 - current[-1].x1 > SPACE * glyph.size):
            words.append(_word(current))
            current = []
        current.append(glyph)
        spaced = False
    if current:
        words.append(_word(current))
    return tuple(words)


def _is_double(current: Sequence[Glyph], glyph: Glyph) -> bool:
    last = current[-1]
    return (
        glyph.text == last.text
        and glyph.x0 - last.x0 < TWICE * max(last.x1 - last.x0, 0.1)
        and abs(glyph.base - last.base) < 0.1 * glyph.size
    )


def _word(glyphs: Sequence[Glyph]) -> Word:
    letters = [glyph for glyph in glyphs if glyph.text.isalnum()]
    tallest = max(glyphs, key=lambda one: one.size)
    return Word(
        unicodedata.normalize("NFC", "".join(glyph.text for glyph in glyphs)),
        glyphs[0].x0,
        max(glyph.x1 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        tallest.base,
        tallest.size,
        len(letters),
        sum(glyph.bold for glyph in letters),
        sum(glyph.italic for glyph in letters),
    )
