"""Questions as people also type them, so that training sees them: without tone marks, with half of them, with a slip."""

from __future__ import annotations

import random
import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")


def varied(question: str, chance: random.Random) -> str:
    """The question without marks (half of the time), with half of its marks (a quarter), or with a slip in one word (a quarter)."""
    kind = chance.random()
    if kind < 0.5:
        return unmarked(question)
    return _half(question, chance) if kind < 0.75 else _slip(question, chance)


def unmarked(text: str) -> str:
    """Without any mark, đ as d, capitals kept: "Đoàn viên" -> "Doan vien"."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def _half(text: str, chance: random.Random) -> str:
    return _WORD.sub(lambda word: unmarked(word.group()) if chance.random() < 0.5 else word.group(), text)


def _slip(text: str, chance: random.Random) -> str:
    """A letter of one word is left out, doubled, or swapped with the one before it."""
    words = [word for word in _WORD.finditer(text) if len(word.group()) >= 3]
    if not words:
        return text
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end())
    before, letter, after = text[:at], text[at], text[at + 1 :]
    return chance.choice((before + after, before + letter + letter + after, before[:-1] + letter + before[-1] + after))
