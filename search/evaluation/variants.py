"""Questions as people also type them: without tone marks, with half of them, with a slip; the same every time for a question."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+")
# Sounds that many speakers do not tell apart, hence the commonest slips in spelling.
_CONFUSED = (("ch", "tr"), ("tr", "ch"), ("s", "x"), ("x", "s"), ("d", "gi"), ("gi", "d"), ("n", "l"), ("l", "n"))
_HOOK, _TILDE = "\u0309", "\u0303"


def varied(text: str, *, variant: str, id: str) -> str:
    """The question in a variant (one of VARIANTS); the same text and id always give the same result."""
    return VARIANTS[variant](text, random.Random(f"{variant}:{id}"))


def unmarked(text: str) -> str:
    """Without any mark, đ as d, capitals kept: "Đoàn viên" -> "Doan vien"."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def _half(text: str, chance: random.Random) -> str:
    """Half of the marked words lose their marks."""
    marked = [word.span() for word in _WORD.finditer(text) if unmarked(word.group()) != word.group()]
    for start, end in sorted(chance.sample(marked, (len(marked) + 1) // 2), reverse=True):
        text = text[:start] + unmarked(text[start:end]) + text[end:]
    return text


def _slip(text: str, chance: random.Random) -> str:
    """One word is misspelt; a text without a word of three letters stays as it is."""
    words = [word.span() for word in _WORD.finditer(text) if len(word.group()) >= 3]
    for start, end in chance.sample(words, len(words)):
        slips = sorted(_slips(text[start:end]))
        if slips:
            return text[:start] + chance.choice(slips) + text[end:]
    return text


def _slips(word: str) -> set[str]:
    """What a hand or an ear may make of a word: a letter left out, two swapped, one doubled, a like sound, hỏi for ngã."""
    places = range(1, len(word))
    found = {word[:i] + word[i + 1 :] for i in places}
    found |= {word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :] for i in places}
    found |= {word[:i] + word[i - 1 : i] + word[i:] for i in places}
    found |= {other + word[len(sound) :] for sound, other in _CONFUSED if word.startswith(sound)}
    found.add(_tone(word))
    return found - {word}


def _tone(word: str) -> str:
    swapped = unicodedata.normalize("NFD", word).translate(str.maketrans(_HOOK + _TILDE, _TILDE + _HOOK))
    return unicodedata.normalize("NFC", swapped)


VARIANTS: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda text, chance: text,
    "unaccented": lambda text, chance: unmarked(text),
    "half": _half,
    "slip": _slip,
}
