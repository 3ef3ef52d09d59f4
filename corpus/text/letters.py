"""Letters of Vietnamese: one code point form, one placement of tone marks, and folding to plain letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_LOOKALIKES = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "\u2010": "-", "\u2011": "-"}
_CLEAN = str.maketrans(dict.fromkeys(_SPACES, " ") | dict.fromkeys(_INVISIBLE) | _LOOKALIKES)

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_STRONG = "ăâêôơư"  # a vowel with its own sign takes the tone: ươ -> ơ, iê -> ê
_VOWELS = "aăâeêioôơuưy"
_WORD = re.compile(r"[^\W\d_]+")
# "quy", "giam", "nguyên": onset (qu and gi count as consonants before a vowel), vowels, coda
_SYLLABLE = re.compile(rf"(qu(?=[{_VOWELS}])|gi(?=[{_VOWELS}])|[^{_VOWELS}]*)([{_VOWELS}]{{1,3}})([^{_VOWELS}]*)")


def nfc(text: str) -> str:
    """One form for one letter: NFC, Đ for its look-alikes, plain spaces, no invisible characters (length may change)."""
    return unicodedata.normalize("NFC", text.translate(_CLEAN))


class _Plain(dict[int, str]):
    """Code point -> its plain lower-case letter, filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        base = unicodedata.normalize("NFD", letter)[:1]
        plain = "d" if letter == "đ" else base if base.isascii() and base else letter
        self[code] = plain if len(plain) == 1 else chr(code)  # "İ".lower() is two characters
        return self[code]


_PLAIN = _Plain()


def fold(text: str) -> str:
    """Lower case without marks, đ as d; as long as the text, character by character, so offsets carry over."""
    return text.translate(_PLAIN)


def mark_key(text: str) -> str:
    """Lower case with each tone mark where the old style has it (hoà -> hòa, uỷ -> ủy, qúy -> quý); same length."""
    return _WORD.sub(lambda word: word_key(word[0]), text)


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> str:
    """mark_key of one word."""
    lower = word.lower()
    if word.isascii():
        return lower
    if len(lower) != len(word):
        return word
    bare, tone = _untoned(lower)
    parts = _SYLLABLE.fullmatch(bare) if tone else None
    if not parts:
        return lower
    onset, vowels, coda = parts.groups()
    at = len(onset) + _toned_vowel(vowels, bool(coda))
    return unicodedata.normalize("NFC", bare[:at] + bare[at] + tone + bare[at + 1 :])


def _untoned(word: str) -> tuple[str, str]:
    """The word without its tone mark, and the mark; no mark when it has none or several (not a syllable)."""
    loose = unicodedata.normalize("NFD", word)
    tones = [mark for mark in loose if mark in _TONES]
    if len(tones) != 1:
        return word, ""
    return unicodedata.normalize("NFC", loose.replace(tones[0], "")), tones[0]


def _toned_vowel(vowels: str, closed: bool) -> int:
    """Which of the vowels bears the tone: hòa, toàn, ngoài, thuở, khuỷu, chiến."""
    strong = max(vowels.rfind(letter) for letter in _STRONG)
    if strong >= 0:
        return strong
    return 1 if len(vowels) == 3 or (len(vowels) == 2 and closed) else 0
