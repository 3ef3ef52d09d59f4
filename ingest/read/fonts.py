"""Legacy Vietnamese fonts by name: text set in them to Unicode, with the capitals that only the font shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

# ".VnTime", ".VnArialH", "VNTime", "VNtimes new roman"; "VNI-Times"; "VPS Times"; "VISCII"; "VI Times"
FONTS = ((re.compile(r"^\.?vn(?!i[- ])", re.I), "tcvn3"), (re.compile(r"^vni[- ]", re.I), "vni"), (re.compile(r"^vps ", re.I), "vps"))
CAPITAL = re.compile(r"^\.?vn\w*h\b", re.I)  # ".VnTimeH" draws capitals from the bytes of small letters
UNICODE = re.compile(r"[ăĂơƠưƯđĐạ-ỹẠ-Ỹ]")
HIGH = re.compile(r"[\x80-\xff]")
TITLE = re.compile(r"(?<=[AEOUYÔÖ])[âáàåãäêéèúüëùøûõï]")  # "Uûy ban": a small mark after a capital, which viparse does not know
NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI", "vps": "VPS"}
CONVERTED = "Văn bản dùng phông chữ cũ {font}; đã đổi sang Unicode, nên đối chiếu với bản gốc khi trích dẫn."


class Piece(NamedTuple):
    """A run of text in one font, as the bytes of the file say (a legacy letter is a character below U+0100)."""

    text: str
    font: str = ""


@lru_cache(maxsize=256)
def encoding(font: str) -> str:
    """The legacy encoding that a font of this name has; "" for any other font."""
    return next((name for pattern, name in FONTS if pattern.match(font.strip())), "")


def is_legacy(pieces: Iterable[Piece]) -> bool:
    """Whether text in legacy fonts really is in their encoding: the name alone is no proof, many such files hold Unicode."""
    text = "".join(piece.text for piece in pieces if encoding(piece.font))
    return len(HIGH.findall(text)) > 4 * len(UNICODE.findall(text))


def unicode_of(pieces: Iterable[Piece]) -> str:
    """The text of a paragraph of a file that is_legacy. Neighbours of one encoding go together: a VNI mark may be a piece of its own."""
    from viparse import fix  # only old files need it

    parts = []
    for (name, capital), run in groupby(pieces, key=lambda piece: (encoding(piece.font), bool(CAPITAL.match(piece.font.strip())))):
        text = "".join(piece.text for piece in run)
        if name == "vni":
            text = TITLE.sub(lambda mark: mark[0].upper(), text)
        if name and not UNICODE.search(text):
            text = fix(text, encoding=name).replace("ưư", "ư") if HIGH.search(text) else text  # a real soft hyphen before a ư
            text = text.upper() if capital else text
        parts.append(text)
    return "".join(parts)


def warning(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """What to tell the user of a file that was converted."""
    found = sorted({NAMES[name] for piece in pieces if (name := encoding(piece.font)) and HIGH.search(piece.text)})
    return (CONVERTED.format(font=", ".join(found)),) if found else ()
