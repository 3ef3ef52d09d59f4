"""The control stream of RTF: groups, control words, bytes and text, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# "\par", "\fs24 ", "\'b8", "\~", "{", "}", text
TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)")
BINARY = "bin"


class Token(NamedTuple):
    """One of: a control word with its number, a byte, a control sign, a brace, text."""

    word: str = ""
    number: int | None = None
    byte: int = -1
    sign: str = ""
    brace: str = ""
    text: str = ""


def tokens(data: str) -> Iterator[Token]:
    """The tokens of a file read as Latin-1; the bytes of pictures are stepped over."""
    position = 0
    while match := TOKEN.search(data, position):
        position = match.end()
        word, number, byte, sign, brace, text = match.groups()
        if word == BINARY:
            position += max(0, int(number or 0))
        else:
            yield Token(word or "", int(number) if number else None, int(byte, 16) if byte else -1, sign or "", brace or "", text or "")
