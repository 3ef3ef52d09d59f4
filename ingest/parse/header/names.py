"""Tells a person's name from other short lines, academic and army titles set aside."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TITLE = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|Th\.?S|BS|KS|LS|CN|CKI{1,2}|BSCK ?I{1,2}|TSKH|NGND|NGƯT|TTND|TTƯT|Đ/c|Ông|Bà)\b[.,]?\s*"
    r"|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy|Tướng|Tá)\s+|(?:ĐẠI|THƯỢNG|TRUNG|THIẾU)\s+(?:TƯỚNG|TÁ|ÚY)\s+|(?:Tiến sĩ|"
    r"Thạc sĩ|Giáo sư|Bác sĩ)\s+)+",
)
STRUCTURE = re.compile(
    r"(?:chương|điều|mục|phần|khoản|phụ lục|mẫu|biểu)\s+(?:số\b|thứ\b|\d|[ivxlc]+\b)", re.IGNORECASE
)  # "Chương I" is nobody
WORD = r"(?:[A-ZÀ-ỸĐ][a-zà-ỹđ]*(?:['’-][A-ZÀ-ỸĐa-zà-ỹđ]+)?)"
MIXED = re.compile(rf"{WORD}(?: {WORD}){{1,5}}")
CAPITALS = re.compile(r"[A-ZÀ-ỸĐ]+(?: [A-ZÀ-ỸĐ]+){1,5}")


@cache
def surnames() -> frozenset[str]:
    """Surnames in small letters; needed only to tell a name in capitals from a heading in capitals."""
    return frozenset((Path(__file__).parent / "surnames.txt").read_text("utf-8").casefold().split())


def person(words: str) -> str | None:
    """The name in a line that says nothing but a name ("TS. Lê Văn A" -> "Lê Văn A"), else None."""
    bare = TITLE.sub("", " ".join(words.split())).strip(" .*")
    if len(bare) > 45 or STRUCTURE.match(bare):
        return None
    first = bare.split(" ")[0].casefold()
    if CAPITALS.fullmatch(bare):
        return bare if first in surnames() else None
    return bare if MIXED.fullmatch(bare) and (first in surnames() or len(bare.split()) < 5) else None


def two_people(words: str) -> int | None:
    """Where the second name begins in a line of two ("Mai Văn Phú Đinh Thị Lụa"), None unless there is just one such place."""
    found = [match.start() for match in re.finditer(r"\S+", words)]
    if not 6 <= len(found) <= 8:
        return None
    cuts = [at for at in found[2:-1] if words[at:].split()[0].casefold() in surnames() and person(words[:at]) and person(words[at:])]
    return cuts[0] if len(cuts) == 1 else None
