"""Letters inside document numbers: look-alikes put right, and the folded key by which codes are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from corpus.text.letters import fold

DASHES = "–—‐‑−-"  # hyphen-minus last: it stands for itself at the end of a character class
# Latin letters for the Cyrillic and Greek ones that only look like them ("TT-BTС"), Đ for Eth and African D.
_LOOKALIKES = dict(zip("АВСЕНІЈКМОРЅТХУавсеіјорѕхуΑΒΕΗΙΚΜΝΟΡΤΥΧ", "ABCEHIJKMOPSTXYabceijopsxyABEHIKMNOPTYX", strict=True))
_LATIN = str.maketrans({**_LOOKALIKES, "Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_HYPHENS = str.maketrans(dict.fromkeys(DASHES, "-"))
_TIDY = str.maketrans(
    {**dict.fromkeys(DASHES, "-"), **dict.fromkeys("\u00a0\u2007\u202f\u2009", " "), **dict.fromkeys("\u200b\u00ad\u2060\ufeff")}
)


def latin(word: str) -> str:
    """The word with look-alike letters of other alphabets replaced; same length."""
    return word if word.isascii() else word.translate(_LATIN)


def tidy(field: str) -> str:
    """A field read elsewhere in NFC, with plain spaces and hyphens, and without invisible characters."""
    return unicodedata.normalize("NFC", field).translate(_TIDY).translate(_LATIN)


@lru_cache(maxsize=1 << 14)
def code_key(code: str) -> str:
    """Letters and digits of a code, folded: "LĐLĐ" and "ldld", "BTN&MT" and "BTNMT" have one key."""
    return "".join(letter for letter in fold(latin(code)) if letter.isascii() and letter.isalnum())


def plain(text: str) -> str:
    """The text folded, dashes as plain hyphens; same length for NFC text, so offsets carry over."""
    return fold(text).translate(_HYPHENS)
