"""What kind of part a line stands in (results, goals, work), by its headings, and how its document is to be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from corpus.document import Header, Section, Text
from corpus.text import fold
from ingest.extract.directives import knowledge

# "về kết quả", "một số", "các", "những nội dung"
_FILLING = re.compile(r"(?:ve|mot so|cac|nhung|1 so)\s+")
_FIRST_LINES = 3


def zone(path: Iterable[Section]) -> str:
    """The zone of a line under these headings: "past", "none", "money", "target", "task", or "" where no heading tells.

    The innermost heading that tells wins, but results stay results whatever their parts are called.
    """
    found = ""
    for section in path:
        here = of_heading(section.heading) if section.titled or len(section.heading) < 80 else ""
        if here == "past":
            return here
        found = here or found
    return found


@lru_cache(maxsize=4096)
def of_heading(heading: str) -> str:
    """The zone that one heading names; work beats goals where it names both ("MỤC TIÊU, NHIỆM VỤ")."""
    plain = fold(heading).strip(" .:;*“\"")
    while match := _FILLING.match(plain):
        plain = plain[match.end() :]
    found = {zone for zone, where, phrase in knowledge.zones() if _says(plain, where, phrase)}
    if "none" in found and found & {"task", "target"} and _looks_on(plain):
        found.discard("none")
    return next((zone for zone in ("past", "none", "money", "task", "target") if zone in found), "")


def _looks_on(plain: str) -> bool:
    """«Mục tiêu, yêu cầu và nhiệm vụ», «Quan điểm, mục tiêu, chỉ tiêu»: the work is named too, on its own."""
    return bool(re.search(r"(?:,|\bva)\s(?:cac\s)?(?:nhiem vu|giai phap|chi tieu|muc tieu|khau dot pha)", plain)) and "quyen han" not in plain


def _says(plain: str, where: str, phrase: str) -> bool:
    if where == "start":
        return plain.startswith(phrase) and not plain[len(phrase) : len(phrase) + 1].isalnum()
    return phrase in plain


def mode(header: Header, text: Text) -> str:
    """How to read the document: "plan", "act", "norm", "outline", "news" or "none"."""
    if header.type is not None:
        return knowledge.modes().get(header.type.value, "plan")
    if header.symbol is None and (header.author is not None or header.newspaper is not None):
        return "news"
    return _by_title([text.line_text(line) for line in text.lines[:_FIRST_LINES]]) or ("news" if _article(header) else "plan")


def _article(header: Header) -> bool:
    return header.symbol is None and header.issuer is None and header.signer is None


def attached(path: Sequence[Section]) -> str | None:
    """How to read an attached document that the line stands in ("QUY CHẾ ..." -> "norm"), None in the document itself."""
    for section in path:
        if section.kind == "văn bản kèm theo":
            return _by_title([section.heading, section.marker])
    return None


def _by_title(lines: Sequence[str]) -> str | None:
    for line in lines:
        match = _types().match(line.lower())
        if match:
            return _modes()[match[0]]
    return None


@cache
def _types() -> re.Pattern[str]:
    return re.compile(rf"(?:{knowledge.alternatives(_modes())})(?!\w)")


@cache
def _modes() -> dict[str, str]:
    return {name.lower(): how for name, how in knowledge.modes().items()}
