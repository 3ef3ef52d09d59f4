"""Whose number it is in «Luật sửa đổi, bổ sung một số điều của Luật X số N»: the amending law's, or that of X."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.extract.citations.value import Mention

_OF = re.compile(r"\s{1,3}của\s{1,3}(?:các\s{1,3})?")
_PASSED = re.compile(r"ban\s+hành\s+$", re.IGNORECASE)
"""«Quốc hội ban hành Luật sửa đổi …»: the new law itself, which has no number yet."""
_AND = re.compile(r"\s{0,3}(?:,|và|,\s{0,3}và)\s{1,3}")


def amending(mentions: Sequence[Mention], source: str) -> list[Mention]:
    """The mentions in order; a number that only the last of the amended laws has goes to the law that amends them.

    It stays where it is if the text gives it for that law elsewhere too, or if each of the amended laws has a number.
    """
    out = list(mentions)
    for first, one in enumerate(mentions):
        if one.form == "law" and one.name == "" and one.symbol is None:
            last = _last_amended(mentions, first, source)
            if (
                last is not None
                and not _PASSED.search(source, max(0, one.start - 12), one.start)
                and _belongs_outside(mentions, first, last)
            ):
                inner = mentions[last]
                out[first] = replace(one, symbol=inner.symbol, issued=inner.issued, issuer=inner.issuer)
                out[last] = replace(inner, form="law", symbol=None, issued=None, issuer=None, end=inner.name_end)
    return out


def _last_amended(mentions: Sequence[Mention], first: int, source: str) -> int | None:
    """The last law of the list that the amending law at `first` amends; None where no list follows."""
    last, joint = first, _OF
    while last + 1 < len(mentions) and mentions[last + 1].name:
        gap = (mentions[last].end, mentions[last + 1].start)
        if gap[1] < gap[0] or gap[1] - gap[0] > 20 or not joint.fullmatch(source, *gap):
            break
        last, joint = last + 1, _AND
        if mentions[last].symbol:
            break
    return last if last > first and mentions[last].symbol else None


def _belongs_outside(mentions: Sequence[Mention], first: int, last: int) -> bool:
    inner = mentions[last]
    following = mentions[last + 1] if last + 1 < len(mentions) else None
    if last == first + 1 and following is not None and following.symbol and following.name and following.start - inner.end < 6:
        return False  # «của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số 27/2023/QH15 …»: each has its own
    elsewhere = (m for i, m in enumerate(mentions) if i != last and m.symbol == inner.symbol and m.name == inner.name)
    return not any(elsewhere)


def _bounds(mentions: Sequence[Mention]) -> dict[int, str]:
    """Index of an amended law -> year of the law that amends it: a later law of the same name cannot be meant."""
    bounds: dict[int, str] = {}
    year, last = "", -1
    for index, one in enumerate(mentions):
        if one.form == "law" and not one.name:
            year, last = (one.issued or _year(one.symbol))[:4], one.end
        elif year and one.name and one.start - last < 20:
            bounds[index], last = year, one.end
        else:
            year = ""
    return bounds


def _year(number: str | None) -> str:
    found = re.search(r"/(\d{4})/", number or "")
    return found[1] if found else ""


def linked(mentions: Sequence[Mention]) -> list[Mention]:
    """Laws cited by name alone, with the number that the same text gives for that name, if it gives only one that fits the year."""
    known: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.symbol and mention.name:
            known[mention.name].add(mention.symbol)
    bounds = _bounds(mentions)
    open_ = {i for i, m in enumerate(mentions) if m.form == "law" and m.symbol is None and m.name}
    return [_link(m, known, bounds.get(i, "9999")) if i in open_ else m for i, m in enumerate(mentions)]


def _link(mention: Mention, known: Mapping[str, set[str]], bound: str) -> Mention:
    year = (mention.issued or "")[:4]
    fitting = [number for number in known.get(mention.name, ()) if (not year or f"/{year}/" in number) and _year(number) <= bound]
    return replace(mention, symbol=fitting[0]) if len(fitting) == 1 and len(known[mention.name]) == 1 else mention
