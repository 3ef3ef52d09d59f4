"""Letters whose marks the file draws apart (NFD text, fonts without Vietnamese letters) made whole, and symbols of symbol fonts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ingest.read.pdf.glyphs import Glyph

# an accent drawn as a character of its own, before or after the letter it stands over (as TeX does)
SPACING = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˘": "\u0306", "˜": "\u0303", "ˇ": "\u0306", "¸": "\u0323"}
SIGNS = "\u0302\u0306\u031b"  # these make another vowel (â ă ơ) and come before the tone
SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf0a8": "☐", "\uf0fe": "☒", "\uf020": " "}
NEAR = 0.5  # share of a mark's width that must stand over its letter
LOST = "\ufffd"


def composed(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs with every mark joined to the letter it stands over, in the order of the file."""
    found: list[Glyph] = []
    waiting: list[Glyph] = []  # accents that came before their letter
    for glyph in glyphs:
        text = SYMBOLS.get(glyph.text, glyph.text)
        if unicodedata.combining(text[0]) or text in SPACING:
            if (found and _over(glyph, found[-1])) or (unicodedata.combining(text[0]) and found and glyph.x1 - glyph.x0 < 0.1):
                found[-1] = found[-1]._replace(text=_with(found[-1].text, text))
            else:
                waiting.append(glyph)
            continue
        glyph = glyph._replace(text=unicodedata.normalize("NFKC", text) if "\ufb00" <= text <= "\ufb06" else text)
        while waiting and _over(waiting[-1], glyph):
            glyph = glyph._replace(text=_with(glyph.text, waiting.pop().text))
        found.append(glyph)
    return _settled(found, waiting) if waiting else found


def _over(mark: Glyph, letter: Glyph) -> bool:
    """Whether the mark stands over (or under) a letter of the same row."""
    if not letter.text[-1].isalpha() or abs(mark.base - letter.base) > letter.size:
        return False
    shared = min(mark.x1, letter.x1) - max(mark.x0, letter.x0)
    return shared >= NEAR * max(min(mark.x1 - mark.x0, letter.x1 - letter.x0), 0.1)


def _with(letter: str, mark: str) -> str:
    """The letter with one more mark, signs of vowels before tones ("á" + "ˆ" -> "ấ")."""
    loose = unicodedata.normalize("NFD", letter) + SPACING.get(mark, mark)
    base, marks = loose[0], sorted(loose[1:], key=lambda one: one not in SIGNS)
    return unicodedata.normalize("NFC", base + "".join(marks))


def _settled(found: list[Glyph], waiting: list[Glyph]) -> list[Glyph]:
    """Marks drawn long after their letters (all accents of a line at its end) find them by place; others stay as they are."""
    rows: dict[int, list[int]] = {}
    for number, glyph in enumerate(found):
        rows.setdefault(round(glyph.base / 4), []).append(number)
    for mark in waiting:
        level = round(mark.base / 4)
        near = (number for step in (0, -1, 1, -2, 2) for number in rows.get(level + step, ()))
        letter = next((number for number in near if _over(mark, found[number])), None)
        if letter is None:
            found.append(mark)
        else:
            found[letter] = found[letter]._replace(text=_with(found[letter].text, mark.text))
    return found


def damage(glyphs: Iterable[Glyph]) -> int:
    """How many characters are none: no Unicode given, or one of a private area."""
    return sum(LOST in glyph.text or "\ue000" <= glyph.text[0] <= "\uf8ff" for glyph in glyphs)
