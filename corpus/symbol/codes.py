"""What the letter groups of a document number stand for: type codes, organ codes, and how each is spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from corpus.lexicon import DocumentType, Organ, document_types, organs
from corpus.symbol.letters import code_key, latin

# Codes that are type codes on paper but far oftener a department or an organ ("TC-HCSN", "PC", "CN"): a known organ must follow.
DOUBTFUL = frozenset({"TC", "CN", "BN", "CK", "GN", "NP", "UQ", "SL", "PC", "PB", "PG", "ĐĐ", "L", "CĐ", "DA", "TTh"})
JOINT = frozenset({"TTLT", "TTLB", "NQLT", "CTLT", "KHLT", "HDLN", "HDLT", "TTLN", "TTrLS", "TTrLN", "QCPH", "CTrPH"})
# Old numbers may name the organ before the type: 21/LĐTBXH-TT, 13-BYT/QĐ.
AFTER_ORGAN = frozenset({"TT", "QĐ", "CT", "NQ", "TTLB", "TTLT", "NĐ"})
# How names of the central organs that issue Thông tư begin.
CENTRAL = (
    "Bộ",
    "Liên bộ",
    "Ban Tổ chức - Cán bộ",
    "Thanh tra",
    "Bảo hiểm",
    "Tổng cục",
    "Ngân hàng",
    "Thủ tướng",
    "Chính phủ",
    "Kiểm toán",
    "Tòa án",
    "Viện kiểm sát",
    "Ủy ban Dân tộc",
)
_TERM = re.compile(r"(QH|UBTVQH|HĐNN)(\d{0,2}|[IVX]{1,5})")
_END_DIGITS = re.compile(r"\d+$")
# Committees of the Party and their boards: BTGTU, VPHU, UBKTĐU, BCĐTW, ĐUKCQ, CB01.
_PARTY = re.compile(r"(?:VP|BTC|BTG|BTGDV|BDV|UBKT|BNC|BKT|BCĐ|BCS|BCSĐ|ĐĐ|BXDĐ|TTCT|HĐLL|TB[A-ZĐ]*)?(?:TW|TU|HU|QU|ThU|ThxU|TXU|ĐU)")
_PARTY_HEAD = re.compile(r"(?:ĐU|CB|BCSĐ|ĐĐ)[A-ZĐ]{0,8}")
_UNION = re.compile(r"[A-ZĐ]*(?:LĐLĐ|TLĐ)[A-ZĐ]*|CĐ(?:CS|N|GD|VC|YT|BP|X|P|ĐK|K|CT)[A-ZĐ]{0,8}")


def _spellings(codes: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Lower-case spelling -> spelling, and folded key -> spelling (the first code of a key wins)."""
    marked: dict[str, str] = {}
    plain: dict[str, str] = {}
    for code in codes:
        marked.setdefault(code.lower(), code)
        plain.setdefault(code_key(code), code)
    return marked, plain


@cache
def _types() -> tuple[dict[str, str], dict[str, str]]:
    return _spellings(code for kind in document_types() for code in (*kind.codes, *kind.party_codes))


@cache
def _organs() -> tuple[dict[str, str], dict[str, str]]:
    return _spellings([*(code for organ in organs() for code in organ.codes), "TƯ"])


@lru_cache(maxsize=1 << 12)
def type_code(group: str) -> str | None:
    """The type code a group stands for in any case or without marks ("ctr", "CTR" -> "CTr"; "qd" -> "QĐ"), or None."""
    marked, plain = _types()
    return marked.get(group.lower()) or plain.get(code_key(group))


@lru_cache(maxsize=1 << 12)
def organ_code(group: str) -> str | None:
    """The organ or unit code a group stands for, its term or number kept ("qh14" -> "QH14", "ldld" -> "LĐLĐ"), or None."""
    marked, plain = _organs()
    found = marked.get(group.lower()) or plain.get(code_key(group))
    if found:
        return "TW" if found == "TƯ" else found
    digits = _END_DIGITS.search(group)
    stem = organ_code(group[: digits.start()]) if digits else None
    return stem + digits[0] if stem and digits else None


@lru_cache(maxsize=1 << 12)
def organ(group: str) -> Organ | None:
    """The lexicon's organ for one group of letters, its term or number left out of account."""
    code = organ_code(group)
    return _organs_by_code().get(_END_DIGITS.sub("", code)) if code else None


@cache
def _organs_by_code() -> dict[str, Organ]:
    return {code: found for found in reversed(organs()) for code in found.codes}


@lru_cache(maxsize=1 << 12)
def spelled(group: str) -> str:
    """An organ or unit group as the canonical form has it; an unknown one keeps mixed case, else goes to capitals."""
    known = organ_code(group)
    if known:
        return known
    return group.upper() if group.islower() or group.istitle() else latin(group)


@lru_cache(maxsize=1 << 12)
def is_law_organ(group: str) -> bool:
    """Whether the group is an organ that passes laws, with its term: QH14, UBTVQH15, HĐNN8."""
    return _TERM.fullmatch(organ_code(group) or group) is not None


@lru_cache(maxsize=1 << 12)
def placed(group: str) -> tuple[str, str] | None:
    """(system, form) of an organ group by the lexicon, else by how Party and union codes are built; None if neither knows it."""
    known = organ(group)
    if known and known.system != "unit":
        return known.system, known.form
    if _PARTY.fullmatch(group) or _PARTY_HEAD.fullmatch(group):
        return "party", "party"
    if _UNION.fullmatch(group):
        return "union", "state"
    return None


def types_of_code(code: str, system: str) -> tuple[DocumentType, ...]:
    """The types a code can mean in documents of that system ("QĐ" in the Party: Quyết định and Quy định)."""
    party = system == "party"
    systems = {"mass": ("union", "party", "state"), "law": ("law", "state")}.get(system, (system,))
    return tuple(
        kind
        for kind in document_types()
        if (code in kind.codes and any(kind.used_by(name) for name in systems)) or (party and code in kind.party_codes)
    )
