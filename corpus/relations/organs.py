"""Names of organs as keys, so that «LĐLĐ tỉnh Nghệ An» and «Liên đoàn Lao động tỉnh Nghệ An» are one, and whether two can be the same."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpus import lexicon
from corpus.text import fold, mark_key

SAME, OPEN, UNLIKE, DIFFERENT = "same", "open", "unlike", "different"
_GROUPS = frozenset({"union-org", "union-body", "party", "state", "ministry", "local", "mass-org"})
_OWN = {
    "TP": "Thành phố",
    "T.Ư": "Trung ương",
    "TƯ": "Trung ương",
    "BVT": "Ban Thường vụ",
    "LĐLD": "Liên đoàn Lao động",
    "TLD": "Tổng Liên đoàn",
}
_WORD = re.compile(r"[^\W_]+(?:[.&][^\W_]+)*")
_LEAD = re.compile(r"^(?:(?:cac|cua|do|dong chi|cho)\s+)+")
# bodies that decide in the name of an organ: «Ban Thường vụ Tỉnh ủy» issues as the «Tỉnh ủy»
_BODY = re.compile(r"^(?:(?:ban chap hanh|ban thuong vu|doan chu tich|thuong truc|chu tich|pho chu tich|tap the lanh dao)\s+)+(?=\w)")
_CENTRAL = re.compile(r"\b(?:bo chinh tri|ban bi thu|trung uong dang|ban chap hanh trung uong|dang cong san viet nam|trung uong)\b")
# «tỉnh Nghệ An», «Thành ủy Hà Nội»: what follows is the name of the place
_PLACE = re.compile(
    r"\b(?:tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|tinh|thanh pho|huyen|quan|thi xa|thi tran|phuong|xa|dac khu)\s+(?P<name>.+)$"
)
# «LĐLĐ tỉnh», «Thành ủy»: a level without a name
_LEVELS = {
    **dict.fromkeys(("tinh", "tinh uy", "thanh pho", "thanh uy"), 1),
    **dict.fromkeys(("huyen", "huyen uy", "quan", "quan uy", "thi xa", "thi uy"), 2),
    **dict.fromkeys(("xa", "phuong", "thi tran", "dac khu"), 3),
}
_LEVEL = re.compile(rf"\b(?P<level>{'|'.join(sorted(_LEVELS, key=len, reverse=True))})$")
_LEVELLED = re.compile(rf"\b(?P<level>{'|'.join(sorted(_LEVELS, key=len, reverse=True))})\s+\w")
# «Ban Chấp hành Đảng bộ tỉnh» is the «Tỉnh ủy»
_PARTY_BODY = re.compile(r"^dang bo (?P<level>tinh|thanh pho|huyen|quan|thi xa)\b")
_COMMITTEE = {"tinh": "tinh uy", "thanh pho": "thanh uy", "huyen": "huyen uy", "quan": "quan uy", "thi xa": "thi uy"}
_GENERAL = re.compile(r"^(?:uy|doan|cong|nay|ta|khoa|nhiem ky|cac)\b")
_END = re.compile(r"\s+(?:khoa|nhiem ky|lan thu)\b.*$")


@lru_cache(maxsize=1 << 14)
def organ_key(name: str) -> str:
    """The name folded, abbreviations spelled out, without "các" and punctuation: "lien doan lao dong tinh nghe an"."""
    words = " ".join(_spelled(word) for word in _WORD.findall(name.replace("&", " và ")))
    return _LEAD.sub("", " ".join(fold(mark_key(words)).split()))


def asked_key(typed: str) -> str:
    """The same for a name as people type it, with abbreviations in small letters too: cđcs, ubnd tỉnh."""
    return organ_key(_WORD.sub(lambda word: _any_case().get(fold(word[0]), word[0]), typed))


def compare(first: str, second: str) -> str:
    """SAME, OPEN (one says nothing, or less), UNLIKE (other words) or DIFFERENT (another place), for two issuers as written."""
    one, other = (_body_free(organ_key(name)) for name in (first, second))
    if not one or not other:
        return OPEN
    if one == other or (_CENTRAL.search(one) and _CENTRAL.search(other)):
        return SAME
    here, there = place(first), place(second)
    if here and there and here != there and here not in there and there not in here:
        return DIFFERENT
    shorter, longer = sorted((set(one.split()), set(other.split())), key=len)
    if not shorter <= longer:
        return UNLIKE
    return SAME if here == there else OPEN


def own_place(said: str, source: str) -> str:
    """The place meant by an issuer's name: the one it says; where it says none («LĐLĐ tỉnh»), that of the citing document's issuer of
    the same level; "" for the issuer of all the country and where it cannot be known."""
    if not said:
        return place(source)
    level = _LEVEL.search(organ_key(said))
    named = place(said)
    if named or level is None:
        return named
    own = _LEVELLED.search(_body_free(organ_key(source)))
    return place(source) if own is not None and _LEVELS[own["level"]] == _LEVELS[level["level"]] else ""


def rivals(first: str, second: str) -> bool:
    """Whether one is the Bộ Chính trị and the other the Ban Bí thư: both write /TW, yet a citation that swaps them is wrong."""
    keys = organ_key(first), organ_key(second)
    return any("bo chinh tri" in one and "ban bi thu" in other for one, other in (keys, keys[::-1]))


@lru_cache(maxsize=1 << 12)
def place(name: str) -> str:
    """The place an organ's name ends in: "UBND tỉnh Nghệ An" -> "nghe an"; "" where none is said."""
    found = _PLACE.search(_END.sub("", organ_key(name)))
    rest = found["name"] if found else ""
    while inner := _PLACE.search(rest):
        rest = inner["name"]
    return "" if _GENERAL.match(rest) else rest


def _body_free(key: str) -> str:
    return _PARTY_BODY.sub(lambda found: _COMMITTEE[found["level"]], _END.sub("", _BODY.sub("", key)))


def _spelled(word: str) -> str:
    return _abbreviations().get(word, word)


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviations of organs only, the usual meaning; a word in small letters is never one."""
    known: dict[str, str] = {}
    for meaning in lexicon.expansions():
        if meaning.group in _GROUPS and not meaning.abbreviation.islower() and " " not in meaning.abbreviation:
            known.setdefault(meaning.abbreviation, meaning.words)
    return known | _OWN


@cache
def _any_case() -> dict[str, str]:
    """The abbreviations that are no words, folded: cdcs and ubnd, not tu or ban."""
    plain = ((fold(short), words) for short, words in _abbreviations().items())
    return {short: words for short, words in plain if len(short) > 3 or not set(short) & set("aeiouy")}
