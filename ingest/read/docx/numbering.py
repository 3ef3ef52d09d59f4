"""Numbers and bullets that Word draws but does not store: "1.", "a)", "I.", "Điều 3.", "-", counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.read.docx.package import Element, is_on, q, value

PLACE = re.compile(r"%([1-9])")
LEVELS = 9
ROMAN_SIGNS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ROMAN_SIGNS, strict=True))
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
BULLET_FONTS = ("wingdings", "symbol", "webdings", "courier")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written and when it starts again."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int | None = None  # the level (1-based) that restarts it; 0: none does; None: every higher one
    legal: bool = False  # all numbers in it Arabic
    font: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: the list it counts in, its levels, and where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts through a document: call `label` once for every numbered paragraph, in order."""

    def __init__(self, root: Element | None) -> None:
        self._lists = _lists(root) if root is not None else {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, number: str, level: int) -> tuple[str, bool]:
        """What Word draws before the paragraph (with the space after it), and whether it is a bullet; ("", False) for none."""
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return "", False
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        self._advance(number, found, counts, level)
        own = found.levels[level]
        if own.form == "none":
            return "", False
        if own.form == "bullet":
            return f"{_bullet(own)} ", True
        drawn = PLACE.sub(lambda place: _written(found, counts, int(place[1]) - 1, legal=own.legal), own.text)
        return (f"{drawn}{own.suffix}" if drawn else ""), False

    def _advance(self, number: str, found: _List, counts: list[int | None], level: int) -> None:
        if level in found.starts and (number, level) not in self._started:
            counts[level] = None
        self._started.add((number, level))
        current = counts[level]
        start = found.starts.get(level, found.levels[level].start)
        counts[level] = start if current is None else current + 1
        for upper in range(level):
            if counts[upper] is None and upper in found.levels:
                counts[upper] = found.levels[upper].start
        for lower in range(level + 1, LEVELS):
            restart = found.levels[lower].restart if lower in found.levels else None
            if restart is None or (restart and level < restart):
                counts[lower] = None


def _lists(root: Element) -> dict[str, _List]:
    abstracts = {value(element, "abstractNumId"): element for element in root.iterfind(q("abstractNum"))}
    linked = {value(link): key for key, element in abstracts.items() if (link := element.find(q("styleLink"))) is not None}
    lists: dict[str, _List] = {}
    for element in root.iterfind(q("num")):
        key = value(element.find(q("abstractNumId")))
        abstract = abstracts.get(key)
        if abstract is not None and (link := abstract.find(q("numStyleLink"))) is not None:
            key = linked.get(value(link), key)
            abstract = abstracts.get(key)
        if abstract is not None:
            lists[value(element, "numId")] = _overridden(element, key, _levels(abstract))
    return lists


def _levels(parent: Element) -> dict[int, Level]:
    return {_integer(value(element, "ilvl"), 0): _level(element) for element in parent.iterfind(q("lvl"))}


def _level(element: Element) -> Level:
    restart = value(element.find(q("lvlRestart")))
    fonts = element.find(f"{q('rPr')}/{q('rFonts')}")
    return Level(
        start=_integer(value(element.find(q("start"))), 1),
        form=value(element.find(q("numFmt")), default="decimal"),
        text=value(element.find(q("lvlText"))),
        suffix="" if value(element.find(q("suff"))) == "nothing" else " ",
        restart=int(restart) if restart.isdigit() else None,
        legal=is_on(element.find(q("isLgl"))),
        font=value(fonts, "ascii").lower(),
    )


def _overridden(element: Element, abstract: str, levels: dict[int, Level]) -> _List:
    starts: dict[int, int] = {}
    for override in element.iterfind(q("lvlOverride")):
        place = _integer(value(override, "ilvl"), 0)
        if (level := override.find(q("lvl"))) is not None:
            levels[place] = _level(level)
        if (start := override.find(q("startOverride"))) is not None:
            starts[place] = _integer(value(start), 1)
    return _List(abstract, levels, starts)


def _written(found: _List, counts: list[int | None], place: int, *, legal: bool) -> str:
    level = found.levels.get(place, Level())
    count = counts[place]
    return written(level.start if count is None else count, "decimal" if legal else level.form)


def written(count: int, form: str) -> str:
    """A count in one of Word's number formats (w:numFmt)."""
    if form in {"upperLetter", "lowerLetter"} and count > 0:
        letters = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)  # Word: …, Z, AA, BB
        return letters if form == "upperLetter" else letters.lower()
    if form in {"upperRoman", "lowerRoman"} and 0 < count < 4000:
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    if form == "decimalZero":
        return f"{count:02d}"
    return "" if form == "none" else str(count)


def _roman(count: int) -> str:
    written_so_far = ""
    for size, sign in ROMAN:
        written_so_far += sign * (count // size)
        count %= size
    return written_so_far


def _bullet(level: Level) -> str:
    """The bullet itself where it is a sign of ours ("-", "+", "*"), else "-" for a picture from a font of symbols."""
    sign = level.text.strip()
    if not sign or PRIVATE.search(sign) or (sign.isalnum() and level.font.startswith(BULLET_FONTS)):
        return "-"
    return sign


def _integer(text: str, default: int) -> int:
    return int(text) if text.lstrip("-").isdigit() else default
