"""Bytes of a text file to characters: Unicode in its encodings, else Windows-1258, else the bytes of a legacy font."""

from __future__ import annotations

import codecs
import re
import unicodedata

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# common words with letters that Latin-1 lacks
WORDS = re.compile(r"\b(?:của|và|các|công|động|đoàn|người|không|được|những|việc|Việt|ngày|tháng|năm|thực|hiện)\b", re.I)


def decode(data: bytes, declared: str = "") -> str:
    """Text of a file: byte order mark, UTF-8, UTF-16 without mark, the declared charset, then what looks most Vietnamese."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    for name in (_utf16(data), "utf-8"):
        if name and (text := _try(data, name)) is not None:
            return text
    return _eight_bit(data, declared)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: the high bytes of spaces and Latin letters are zero."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) * 0.15:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _eight_bit(data: bytes, declared: str) -> str:
    """One byte a letter, or UTF-8 with a few damaged bytes, whichever reads best as Vietnamese."""
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") < max(3, len(damaged) // 200):
        return damaged
    declared_text = _try(data, declared) if declared else None
    if declared_text is not None and declared.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        return unicodedata.normalize("NFC", declared_text)
    windows = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    # legacy fonts (TCVN3, VNI) are kept byte for byte: normalise knows how to turn them into Unicode
    return windows if len(WORDS.findall(windows)) >= max(1, len(windows) // 200) else data.decode("latin-1")
