"""Decides which group of a number is the type and which the organ, and by the organ how the number is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.symbol.codes import AFTER_ORGAN, CENTRAL, DOUBTFUL, is_law_organ, organ, organ_code, placed, spelled, type_code
from corpus.symbol.groups import Group


@dataclass(frozen=True, slots=True)
class Arranged:
    """The parts of a number, its system and its form (see Symbol)."""

    type_code: str | None
    organ: str | None
    system: str
    form: str


def arrange(groups: Sequence[Group], separator: str) -> Arranged:
    """Give each group its part; `separator` stood between the number and the first group."""
    groups = _unglued(_abbreviation_joined(groups))
    first = groups[0].letters
    if is_law_organ(first):
        return Arranged(None, _organ(groups), "law", "plain")
    code = _leading_type(groups)
    if code:
        return _after_type(code, groups[1:], separator)
    if _organ_first(groups):
        return Arranged(type_code(groups[1].letters), spelled(first), "state", "organ first")
    if len(groups) > 1 and not type_code(first) and not placed(spelled(first)) and not organ(first) and placed(spelled(groups[1].letters)):
        return _after_type(spelled(first), groups[1:], separator)  # a type code the lexicon lacks: 12/PATĐ-UBND
    place = placed(spelled(first)) or _unit_place(groups)
    return Arranged(None, _organ(groups), place[0], "plain")


def _after_type(code: str, rest: Sequence[Group], separator: str) -> Arranged:
    if not rest:
        return Arranged(code, None, "state", "state")
    written = "party" if separator == "-" and rest[0].joiner == "/" else "state"
    letters = spelled(rest[0].letters)
    if is_law_organ(letters):
        return Arranged(code, _organ(rest), "law", "state")
    system, form = placed(letters) or (written, "written")
    return Arranged(code, _organ(rest), system, written if form == "written" else form)


def _leading_type(groups: Sequence[Group]) -> str | None:
    """The type code in the first slot; a doubtful one ("TC", "CĐ") only when a known organ follows: TC-HCSN is a công văn."""
    code = type_code(groups[0].letters)
    if code is None or (organ_code(groups[0].letters) == groups[0].letters and code != groups[0].letters):
        return None
    if code == "TT" and len(groups) > 1 and organ_code(groups[1].letters) == "HĐND":
        return None  # the standing members of the council (Thường trực), who issue no Thông tư
    if code == "TC" and len(groups) > 1 and spelled(groups[1].letters).startswith("TC"):
        return None  # the ministry of finance of old and its departments: 529/TC/TCT
    followed = len(groups) > 1 and placed(spelled(groups[1].letters)) is not None
    if code in DOUBTFUL or (code == "NĐ" and len(groups) > 1):
        return code if followed else None
    return code


def _organ_first(groups: Sequence[Group]) -> bool:
    known = organ(groups[0].letters)
    if len(groups) != 2 or known is None or not known.name.startswith(CENTRAL):
        return False
    return type_code(groups[1].letters) in AFTER_ORGAN


def _unit_place(groups: Sequence[Group]) -> tuple[str, str]:
    """A công văn with the unit before the organ (199/CSPL-CĐN) belongs to the organ's system."""
    for group in groups[1:]:
        place = placed(spelled(group.letters))
        if place:
            return place
    return "state", "state"


def _organ(groups: Sequence[Group]) -> str:
    """Organ and units: joined by hyphens, a dot inside kept (UBND.VX)."""
    text = spelled(groups[0].letters)
    for group in groups[1:]:
        text += ("." if group.joiner == "." else "-") + spelled(group.letters)
    return text


def _abbreviation_joined(groups: Sequence[Group]) -> Sequence[Group]:
    """T.Ư is one organ, not two groups."""
    if len(groups) > 1 and groups[-1].letters in ("Ư", "ư", "W") and groups[-2].letters in ("T", "t"):
        return [*groups[:-2], replace(groups[-2], letters="TW", end=groups[-1].end)]
    return groups


def _unglued(groups: Sequence[Group]) -> Sequence[Group]:
    """A lost hyphen put back: QĐUBND -> QĐ, UBND; only when no code is spelled like that and both halves are known."""
    first = groups[0].letters
    if type_code(first) or organ(first) or placed(spelled(first)):
        return groups
    for size in range(min(len(first) - 2, 5), 1, -1):
        code, rest = type_code(first[:size]), first[size:]
        if code and code not in DOUBTFUL and _body(rest):
            return [replace(groups[0], letters=code), replace(groups[0], letters=rest, joiner="-"), *groups[1:]]
    return groups


def _body(letters: str) -> bool:
    known = organ(letters)
    return known is not None and known.system != "unit"
