"""Lines to paragraphs: a line goes on in the next one where it is full, near, of the same kind, and nothing begins there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.document import Block, Box
from ingest.read.grid import fold
from ingest.read.pdf.order import MARKER, Line, words_of

STEP = 3  # points; margins are measured in steps of this
INDENT = 8.0  # a line further in than this begins a paragraph (or hangs under a list marker)
DEEPEST = 80.0  # further in than this it is centred or in a column
FULL = 2.0  # points short of the margin that still count as full
LOOSE = 1.3  # a gap this much wider than usual parts paragraphs
USUAL = 1.35  # of the letter size: the distance of lines where a document is too short to tell
LEADER = re.compile(r"^[.…\s]{5,}$")  # the dots of a form that did not fit beside their question
DASH = re.compile(r"^[-–] [^\W\d_A-ZĐÂĂÊÔƠƯÁÀẢÃẠ]")  # "- xã hội …" after "chính trị": a dash between words, no bullet
NATION = "cong hoa xa hoi chu nghia viet nam"
SENTENCE_END = re.compile(r"[.:;?!…]['\"”’)]*$")
FINISHED = re.compile(r"(?:[:;!?)…]|\./\.|[^\W\d]{3,}\.)$")  # the end of a sentence or of an item of a list; "TP." is none
CENTRED = 8.0  # points by which the middles of two lines of a title may differ
# "Điều 5. …", "Chương II", "1. …", "a) …", "- …", "II. …", "Căn cứ …"
OPENING = re.compile(
    r"^(?:[-+*•–○▪]\s*\S|\(?\d{1,3}(?:\.\d{1,3})*[.)/]\s|\(?[a-zđ][.)]\s|[IVXL]{1,5}\s*[.\-/)]\s|Điều \d+[a-zđ]?\s*[.:]"
    r"|(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Phụ lục|PHỤ LỤC)\s+[\dIVXLTt]|Căn cứ |Xét |Theo đề nghị |Nơi nhận:|Kính gửi"
    r"|QUYẾT |NGHỊ QUYẾT|(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\.? )"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the page it is on (from 1)."""

    line: Line
    page: int


@dataclass(frozen=True, slots=True)
class Measure:
    """The text area of pages of one width: margins, usual distance of lines (in letter sizes), whether paragraphs are indented."""

    left: float
    right: float
    pitch: float
    indented: bool

    def centred(self, line: Line) -> bool:
        """Whether the line stands in the middle, with white on both sides."""
        left, right = line.x0 - self.left, self.right - line.x1
        return left > 20 and right > 20 and abs(left - right) < max(8.0, 0.05 * (self.right - self.left))

    def starts_inside(self, line: Line) -> bool:
        """Whether the line at the left margin goes on with an indented one, which may look centred where the right edge is ragged."""
        return self.indented and abs(line.x0 - self.left) < STEP


def measure(lines: Sequence[Line]) -> Measure:
    """The text area that these lines fill."""
    widest = max((line.x1 - line.x0 for line in lines), default=0.0)
    long = [line for line in lines if line.x1 - line.x0 > 0.6 * widest] or list(lines)
    lefts = Counter(round(line.x0 / STEP) for line in long)
    most = max(lefts.values(), default=0)
    left = min((step for step, count in lefts.items() if count >= max(1, most * 0.25)), default=0) * STEP
    ends = sorted(line.x1 for line in long)
    right = ends[int(0.95 * (len(ends) - 1))] if ends else 0.0
    gaps = [(b.base - a.base) / a.size for a, b in pairwise(lines) if a.x1 > right - 15 and 0 < b.base - a.base < 4 * a.size]
    starts = sum(INDENT < line.x0 - left < DEEPEST for line in long)
    return Measure(left, right, median(gaps) if len(gaps) >= 4 else USUAL, starts >= max(2, len(long) // 20))


def blocks(placed: Sequence[Placed], area: Measure) -> list[Block]:
    """The lines of one flow of text as paragraphs; the lines of a short column stay lines."""
    groups: list[list[Placed]] = []
    for one in placed:
        if groups and _goes_on(groups[-1], one, area):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [_block(group) for group in groups]


def _goes_on(group: Sequence[Placed], one: Placed, area: Measure) -> bool:
    a, b = group[-1].line, one.line
    if a.zone != b.zone or abs(a.size - b.size) > 1.2:
        return False
    turned = group[-1].page != one.page
    if a.zone > 0:  # the one line of a letterhead that is known to be one, and what goes on in lower case
        return fold(f"{a.text} {b.text}") == NATION or (not turned and _near(a, b, area) and _is_unfinished(a, b))
    if LEADER.match(b.text):
        return not turned and a.text.endswith(":")
    if not turned and not _near(a, b, area):
        return False
    if area.centred(b) or (area.centred(a) and not area.starts_inside(b)):
        return not turned and _is_one_title(a, b, area)
    if not _is_full(a, b, area) or _begins(group[0].line, a, b, area):
        return False
    return not (turned and SENTENCE_END.search(a.text) and not b.text[:1].islower())


def _is_one_title(a: Line, b: Line, area: Measure) -> bool:
    """Whether a centred line is the rest of the one above: both in the middle and alike, and it did not fit or goes on in lower case.

    "Về việc tăng cường tiết kiệm điện / và bảo đảm việc làm", not "KẾ HOẠCH / Chăm lo đời sống".
    """
    middle = abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 2 * CENTRED
    if not middle or (a.bold, a.italic) != (b.bold, b.italic) or a.text.isupper() != b.text.isupper():
        return False
    full = a.x1 - a.x0 + 0.2 * a.size + (b.words[0].x1 - b.words[0].x0) > area.right - area.left - FULL
    return _is_unfinished(a, b) or (full and not OPENING.match(b.text) and not SENTENCE_END.search(a.text))


def _is_unfinished(a: Line, b: Line) -> bool:
    """Whether the second line begins within a sentence: in lower case, with no marker of a list."""
    return b.text[:1].islower() and not OPENING.match(b.text) and not FINISHED.search(a.text) and (a.bold, a.italic) == (b.bold, b.italic)


def _near(a: Line, b: Line, area: Measure) -> bool:
    return 0 < b.base - a.base <= area.pitch * LOOSE * max(a.size, b.size) + 1


def _is_full(a: Line, b: Line, area: Measure) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    space = 0.2 * a.size
    return a.x1 + space + (b.words[0].x1 - b.words[0].x0) > area.right - FULL


def _begins(first: Line, a: Line, b: Line, area: Measure) -> bool:
    """Whether line b begins a paragraph: by its place, by its marker, or by a change of weight."""
    inset = b.x0 - area.left
    opens = bool(OPENING.match(b.text)) and not (DASH.match(b.text) and not SENTENCE_END.search(a.text))
    if b.text[:1].islower() and not opens and not SENTENCE_END.search(a.text):
        return False
    hangs = abs(b.x0 - _text_start(first)) < INDENT or (abs(b.x0 - a.x0) < STEP and a is not first)
    if inset > INDENT and b.x0 > a.x0 + STEP and not hangs:
        return True
    if area.indented and inset > INDENT and not hangs:
        return True
    if opens and not (area.indented and inset < INDENT and first.x0 - area.left > INDENT and not SENTENCE_END.search(a.text)):
        return True
    if a.bold and not b.bold and not b.text[:1].islower():
        return True
    return a.text.endswith((":", ";", "./.")) and not b.text[:1].islower() and not area.starts_inside(b)


def _text_start(line: Line) -> float:
    """Where the words begin after a list marker; nowhere without one."""
    words = line.words
    return words[1].x0 if len(words) > 1 and MARKER.match(words[0].text) else -1000.0


def _block(group: Sequence[Placed]) -> Block:
    """A paragraph; its box is that of its part on the page where it begins."""
    lines = [one.line for one in group]
    boxes = [one.line.box for one in group if one.page == group[0].page]
    box = Box(min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes))
    return Block(
        words_of(lines),
        page=group[0].page,
        box=box,
        bold=all(line.bold for line in lines),
        italic=all(line.italic for line in lines),
    )
