"""Walks the letter groups of a document number ("QĐ", "UBND", "VX") and says where the number ends in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.symbol.codes import JOINT, is_law_organ, organ, organ_code, placed, type_code
from corpus.symbol.letters import DASHES, latin

MOST_GROUPS = 12
_JOINER = re.compile(rf"(?P<before>\s{{0,4}})(?P<mark>[/{DASHES}])(?P<after>\s{{0,4}})|(?P<dot>[._][ ]?)|(?P<lost> )(?=[A-ZĐ]{{2}})")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[&+](?=[^\W\d_]))*(?:\d{1,2}(?!\d))?")
# "UBND", "BTN&MT", "KH+KD", "GDTrH", "BLĐTB&XH", "UBKTTC15": capitals, with one or two small letters only between capitals
_CODE = re.compile(r"[A-ZĐƯƠ](?:[A-ZĐƯƠ&+]|[a-zđư]{1,2}(?=[A-ZĐƯƠ&+]))+(?:[a-z](?![^\W\d_]))?\d{0,2}")
_LONGEST_CODE = 14
_TERM = re.compile(r"[ ](\d{1,2})(?!\d)")  # "03/1998/QH 10": the term of the National Assembly, set apart


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its letters, the separator before it ("-", "/", "."), where it ends, whether that separator was spaced."""

    letters: str
    joiner: str
    end: int
    spaced: bool = False
    last: bool = False  # a word is glued to its end: nothing more can follow


def groups_at(text: str, start: int) -> list[Group]:
    """The groups of a number whose first group begins at `start`, as far as they look like codes; maybe none."""
    first = _group(text, start, joiner="")
    found = [first] if first else []
    while found and not found[-1].last and len(found) < MOST_GROUPS:
        joiner = _JOINER.match(text, found[-1].end)
        group = _next(text, joiner, found) if joiner else None
        if group is None:
            break
        found.append(group)
    return found


def _next(text: str, joiner: re.Match[str], found: list[Group]) -> Group | None:
    mark = joiner["mark"] or ("-" if joiner["lost"] else ".")
    mark = "-" if mark in DASHES else mark
    group = _group(text, joiner.end(), joiner=mark, spaced=bool(joiner["before"] and joiner["after"]))
    return group if group and _goes_on(joiner, found, group) else None


def _goes_on(joiner: re.Match[str], found: list[Group], group: Group) -> bool:
    """Whether the next group still belongs to the number: "QĐ - BKH" does, "QĐ-UBND - UBND tỉnh" and a bullet do not."""
    complete = _complete(found)
    if joiner["lost"]:  # "13/2020/TT BTC": only between a type and an organ
        return len(found) == 1 and bool(type_code(found[0].letters)) and not organ_code(found[0].letters) and _is_body(group.letters)
    if joiner["dot"]:
        return joiner["dot"] == "." or not complete
    before, after = joiner["before"], joiner["after"]
    if "\n" in before:  # "30/2020/NĐ\n-CP" goes on, "12/TLĐ\n- UBND" begins a list
        return not complete and not after and len(found) == 1 and bool(type_code(found[0].letters))
    if not complete:
        return True
    if joiner["mark"] == "/":
        return False
    joint = type_code(found[0].letters) in JOINT
    return (
        joint or not (before or after) or (not before and "\n" in after) or bool((before == "") != (after == "") and len(group.letters) < 7)
    )


def _is_body(letters: str) -> bool:
    known = organ(letters)
    return known is not None and known.system != "unit" and len(letters) > 2


def _complete(found: list[Group]) -> bool:
    if is_law_organ(found[-1].letters):
        return True
    return len(found) > 1 and bool(placed(organ_code(found[-1].letters) or found[-1].letters) or type_code(found[0].letters))


def _group(text: str, start: int, *, joiner: str, spaced: bool = False) -> Group | None:
    """The code that begins at `start`: "TTg" of "TTgngày", "QH15" of "QH15như", a known code in small letters."""
    word = _WORD.match(text, start)
    if not word:
        return None
    raw = latin(word[0])
    if raw in ("QH", "UBTVQH") and (term := _TERM.match(text, word.end())):
        return Group(raw + term[1], joiner, term.end(), spaced)
    if len(raw) <= _LONGEST_CODE + 2 and _known(raw):
        return Group(raw, joiner, word.end(), spaced)
    for size in range(min(len(raw) - 1, 6), 1, -1):  # "TTgngày": a known code with mixed letters, a word glued on
        if raw[:size] in ("TTg", "CTr", "TTr", "QyĐ") and raw[size:].islower():
            return Group(raw[:size], joiner, start + size, spaced, last=True)
    code = _CODE.match(raw)
    if not code or len(code[0]) > _LONGEST_CODE + 6:
        return None
    return Group(code[0], joiner, start + code.end(), spaced, last=code.end() < len(raw))


def _known(word: str) -> bool:
    """A code of the lexicon, exact, all in capitals or all in small letters; "Thu" and "Chi" are words, "Ctr" is not."""
    code = type_code(word)
    if code and (word in (code, code.upper(), code.lower()) or word in ("Ctr", "Ttr", "Qđ")):
        return True
    spelling = organ_code(word)
    return bool(spelling) and (word == spelling or word.isupper() or word.islower())
