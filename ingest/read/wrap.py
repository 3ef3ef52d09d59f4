"""Paragraphs cut into lines of 60 to 100 characters, put together again where the whole text shows that it was cut."""

from __future__ import annotations

import re
from itertools import pairwise

NARROW, WIDE = 55, 110
FEW = 12  # fewer lines than this prove nothing
# "Điều 5.", "Chương II", "1.", "1.2.", "a)", "-", "+", "I.", "Căn cứ …", "Kính gửi:", "# …", "| …"
OPENER = re.compile(
    r"^\s*(?:[-+*•–|#>]|\(?[a-zđ]{1,2}[).]\s|\d+(?:\.\d+)*[.)/]\s|[IVXL]+\s*[.\-)/]|(?:Điều|Chương|Mục|Phần|Phụ lục)\s+\S+"
    r"|Căn cứ|Nơi nhận|Kính gửi|Xét |Theo đề nghị)"
)


def joined(lines: list[str]) -> list[str]:
    """The lines, with cut paragraphs joined if the text as a whole is hard-wrapped; else the lines as they are."""
    width = _width(lines)
    if not width:
        return lines
    result: list[str] = []
    for number, line in enumerate(lines):
        if number and _continues(lines[number - 1], line, width):
            result[-1] = f"{result[-1].rstrip()} {line.strip()}"
        else:
            result.append(line)
    return result


def _width(lines: list[str]) -> int:
    """The column the text was cut at, 0 if it was not: no line is longer, and most long ones run up to it and go on in lower case."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < FEW:
        return 0
    width = lengths[-1 - len(lengths) // 50]  # one line in fifty may stick out
    if not NARROW <= width <= WIDE or lengths[-1] > width * 1.5:
        return 0
    full = [(a, b) for a, b in pairwise(lines) if len(a.rstrip()) > width * 0.8 and b.strip()]
    running = sum(b.lstrip()[:1].islower() for _, b in full)
    return width if len(full) >= FEW // 2 and running > len(full) * 0.5 else 0


def _continues(line: str, following: str, width: int) -> bool:
    """Whether the next word would not have fitted on the line, and nothing says that a new paragraph begins."""
    if not line.strip() or not following.strip() or OPENER.match(following) or line.rstrip().endswith((":", ";", "./.", "|")):
        return False
    first = following.split(maxsplit=1)[0]
    if following.lstrip()[:1].islower():
        return len(line.rstrip()) > width * 0.5
    return len(line.rstrip()) + 1 + len(first) > width and not line.rstrip().endswith(".") and not line.isupper()
