"""Says when what was extracted means the same as what a person annotated: numbers, organs, time limits, figures."""

from __future__ import annotations

import calendar
import re
from functools import cache

from corpus.document import Deadline, Target
from corpus.lexicon import abbreviations
from corpus.symbol import same
from corpus.text import fold
from ingest.evaluation.gold import GoldDeadline, GoldTarget

# "các đồng chí Chủ tịch", "những đơn vị", "mỗi xã": who is meant stays the same without them
_LEAD = re.compile(r"^(?:cac|nhung|moi|tung|toan the|dong chi|ong|ba|\(|\))\b\s*")
# "các sở, ngành có liên quan", "các bộ hữu quan"
_TAIL = re.compile(r"[\s,]*\b(?:co lien quan|lien quan|huu quan)$")
_CLAUSE_FILLING = re.compile(r"\b(?:cac|tu|cua|va|tai|thuoc|trong|so|quy dinh)\b")
_JOIN = re.compile(r"\s+va\s+|\s*[-–&/,;]\s*")
_SCALE = {"nghin": 1e3, "ngan": 1e3, "trieu": 1e6, "ty": 1e9, "ti": 1e9}


def same_number(expected: str | None, found: str | None) -> bool:
    """Whether two document numbers are one; a bare short number ("02") says no more than none at all."""
    expected, found = _full(expected), _full(found)
    if expected is None or found is None:
        return expected is found
    return same(expected, found) or squeezed(expected) == squeezed(found)


def same_words(expected: str | None, found: str | None) -> bool:
    """Equal but for case, marks and spaces; what was not annotated is not asked for."""
    return expected is None or (found is not None and squeezed(expected) == squeezed(found))


def same_clause(expected: str, found: str | None) -> bool:
    """The same articles and items; «các», «từ», «của», «và» do not matter: "các khoản 1 và 2 của Điều 5"."""
    left, right = (squeezed(_CLAUSE_FILLING.sub(" ", fold(one or ""))) for one in (expected, found))
    return left == right


@cache
def organ_key(name: str) -> str:
    """An organ for comparing: abbreviations spelled out, without marks, spaces, "các", "đồng chí", "có liên quan"."""
    words = (abbreviations().get(word, (word,))[0] for word in re.findall(r"\w[\w-]*\w|\w|[^\w\s]", name))
    folded = fold(" ".join(words)).strip(" .,;:-")
    while (shorter := _TAIL.sub("", _LEAD.sub("", folded)).strip()) != folded:
        folded = shorter
    return squeezed(_JOIN.sub(" ", folded))


def same_deadline(expected: GoldDeadline, found: Deadline) -> bool:
    """The same last day; where none can be computed, the same recurrence, if one was annotated."""
    dates = {None if date is None else last_day(date) for date in expected.dates}
    if (last_day(found.date) if found.date else None) not in dates:
        return False
    return found.date is not None or expected.recurrence is None or expected.recurrence == found.recurrence


def last_day(date: str) -> str:
    """The last day of an ISO year, month or day: "2022" -> "2022-12-31", "2022-11" -> "2022-11-30"."""
    if re.fullmatch(r"\d{4}", date):
        return f"{date}-12-31"
    if match := re.fullmatch(r"(\d{4})-(\d{2})", date):
        return f"{date}-{calendar.monthrange(int(match[1]), int(match[2]))[1]:02d}"
    return date


def same_target(expected: GoldTarget, found: Target) -> bool:
    """The same operator and value, and units of which one begins the other ("công đoàn cơ sở", "công đoàn cơ sở mới")."""
    (left, value), (right, other) = _measure(expected.value, expected.unit), _measure(found.value, found.unit)
    same_value = value is None if other is None else value is not None and abs(value - other) < 1e-6 * max(1.0, abs(other))
    return expected.operator == found.operator and same_value and (left.startswith(right) or right.startswith(left))


def overlap(first: str, second: str) -> bool:
    """Whether one text holds the other, after folding."""
    left, right = squeezed(first), squeezed(second)
    return left in right or right in left


def squeezed(text: str) -> str:
    """Folded letters, digits and % only."""
    return re.sub(r"[^\w%]|_", "", fold(text))


def _full(symbol: str | None) -> str | None:
    return symbol if symbol and re.search(r"[-/]", symbol) else None


def _measure(value: float | None, unit: str) -> tuple[str, float | None]:
    """Unit and value with "nghìn", "triệu", "tỷ" multiplied in: 7 "tỷ đồng" -> "dong", 7e9."""
    words = fold(unit).split()
    scale = 1.0
    while words and words[0] in _SCALE:
        scale *= _SCALE[words.pop(0)]
    return squeezed(" ".join(words)), None if value is None else value * scale
