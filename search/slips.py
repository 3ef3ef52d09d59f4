"""What a word that stands nowhere may have been meant to be: keys of an input method left over, slips of hand and ear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from corpus import text
from indices.vocabulary import Vocabulary

_LETTERS = "abcdeghiklmnopqrstuvxy"
_TELEX_TONES = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_TONES = dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_TELEX = (("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("uow", "ươ"), ("ow", "ơ"), ("uw", "ư"))
_VNI = (("d9", "đ"), ("a6", "â"), ("e6", "ê"), ("o6", "ô"), ("a8", "ă"), ("uo7", "ươ"), ("o7", "ơ"), ("u7", "ư"))
_VNI_LAST = {"6": "aâeêoô", "7": "oơuư", "8": "aă", "9": "dđ"}
_VOWELS = "aăâeêioôơuưy"
_LAST_VOWELS = re.compile(rf"[{_VOWELS}]+(?=[^{_VOWELS}]*$)")
# Sounds that are written one for the other: at the beginning of a syllable, at its end, anywhere.
_ONSETS = (("ch", "tr"), ("s", "x"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("n", "l"), ("ng", "ngh"), ("g", "gh"), ("c", "k"), ("d", "v"))
_CODAS = (("n", "ng"), ("c", "t"), ("n", "nh"), ("i", "y"))
NEAR, FAR, SOUND, KEYS = -5.0, -7.0, -4.0, -1.0
"""log probabilities of the ways to go wrong: a letter too many or too few or swapped, another letter, another sound, keys."""
_MARK = -1.2  # for each mark that is not as typed
_MOST = 24  # candidates kept for one word


def meant(typed: str, vocabulary: Vocabulary) -> dict[int, float]:
    """Syllables that may have been meant, by number, each with the log probability that it came out as typed."""
    found: dict[int, float] = {}
    for form, chance in _decoded(typed):
        _add(found, form, chance, vocabulary)
    for folded, chance in _edits(text.fold(typed)).items():
        if vocabulary.known(folded) and _LAST_VOWELS.search(folded):  # bc, a sign for báo cáo, is no slip away from abc
            _add(found, typed, chance, vocabulary, folded=folded)
    numbers = list(found)
    likely = np.asarray(list(found.values())) + vocabulary.alone(numbers)
    return {numbers[at]: found[numbers[at]] for at in np.argsort(-likely, kind="stable")[:_MOST].tolist()}


def _add(found: dict[int, float], form: str, chance: float, vocabulary: Vocabulary, *, folded: str = "") -> None:
    """Every syllable with these letters, the less likely the more its marks differ."""
    for number in vocabulary.forms(folded or text.fold(form)):
        likely = chance + _MARK * _differing(form, vocabulary.syllables[number])
        found[number] = max(found.get(number, likely), likely)


@lru_cache(maxsize=1 << 14)
def _marks(word: str) -> tuple[str, ...]:
    loose = unicodedata.normalize("NFD", word)
    return tuple(sorted(letter for letter in loose if unicodedata.combining(letter) or letter == "đ"))


@lru_cache(maxsize=1 << 16)
def _differing(typed: str, form: str) -> float:
    """How many marks differ; one that was not typed at all says less."""
    one, other = set(_marks(typed)), set(_marks(form))
    return len(one - other) + (len(other - one) if one else 0.2 * len(other))


def _decoded(typed: str) -> Iterator[tuple[str, float]]:
    """What the keys of Telex or VNI make: doanf -> doàn, vieen -> viên, d9oan2 -> đoàn."""
    if typed.isascii():
        for form in (_keyed(typed, _TELEX, _TELEX_TONES), _vni(typed)):
            if form and form != typed and not any(map(str.isdigit, form)):
                yield form, KEYS


def _keyed(typed: str, signs: tuple[tuple[str, str], ...], tones: dict[str, str]) -> str:
    """The signs of letters, then the one key of the tone, wherever it stands after the vowel."""
    for keys, letter in signs:
        typed = typed.replace(keys, letter, 1)
    vowel = re.search(f"[{_VOWELS}]", typed)
    places = [at for at in range(vowel.end() if vowel else len(typed), len(typed)) if typed[at] in tones]
    if not places:
        return typed
    bare = typed[: places[-1]] + typed[places[-1] + 1 :]
    return _toned(bare, tones[typed[places[-1]]])


def _vni(typed: str) -> str:
    """VNI also with the sign's digit at the end: doan92 -> đoàn, vien6 -> viên."""
    if not re.search(r"[a-z][1-9]", typed):
        return ""
    for digit, letters in _VNI_LAST.items():
        if digit in typed and not any(keys in typed for keys, _ in _VNI if digit in keys):
            plain, signed = letters[::2], letters[1::2]
            at = max(typed.rfind(letter) for letter in plain) if digit != "9" else typed.find("d")
            if at >= 0:
                typed = typed[:at] + signed[plain.index(typed[at])] + typed[at + 1 :]
                typed = typed.replace(digit, "", 1)
    return _keyed(typed, _VNI, _VNI_TONES)


def _toned(bare: str, tone: str) -> str:
    vowels = _LAST_VOWELS.search(bare)
    if not vowels:
        return bare
    at = vowels.start()
    return text.mark_key(unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :]))


@lru_cache(maxsize=1 << 12)
def _edits(word: str) -> dict[str, float]:
    """Folded words one slip away, with the chance of the slip; the word itself for slips in the marks alone."""
    places = range(len(word) + 1)
    found: dict[str, float] = {}
    for at in places:
        left, right = word[:at], word[at:]
        for letter in _LETTERS:
            found.setdefault(left + letter + right, NEAR)
            if right:
                found.setdefault(left + letter + right[1:], FAR)
    found |= {word[:at] + word[at + 1 :]: NEAR + (1.5 if word[at : at + 1] == word[at - 1 : at] else 0) for at in range(len(word))}
    found |= {word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]: NEAR + 1 for at in range(1, len(word))}
    found |= dict.fromkeys(_sounds(word), SOUND)
    found[word] = -2.0
    return found


def _sounds(word: str) -> Iterator[str]:
    for one, other in (*_ONSETS, *((b, a) for a, b in _ONSETS)):
        if word.startswith(one):
            yield other + word[len(one) :]
    for one, other in (*_CODAS, *((b, a) for a, b in _CODAS)):
        if word.endswith(one):
            yield word[: -len(one)] + other
