"""Tells a document number in running text from what only looks like one: quantities, forms, standards, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.lexicon import document_types
from corpus.symbol.arrange import Arranged
from corpus.symbol.codes import DOUBTFUL, is_law_organ, organ, organ_code, placed, spelled, type_code
from corpus.symbol.groups import Group

_LOOK_BACK = 40
# "Mẫu số 01/ĐGTĐ-BHM", "biểu mẫu số: 04/", "QCVN 41/", "10 TCN "
_FORM = re.compile(
    r"\b(?:mẫu|biểu|phiếu|bảng|mã|QCVN|TCVN|TCN|TCCS|QCĐP|ISO|IEC)\b(?:\s+(?:mẫu|biểu|số|hiệu|báo|cáo))*\s*:?\s*(?:[A-Z]{1,3}[\s.]?)?$",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_FORM_END = re.compile(r"/[A-Z](?![^\W_])")  # "06/KHCN/N": a form of statistics
_SAID = re.compile(r"(?:[sS][ốỐ]|\bS[Oo]\b)\s{0,6}[:.]?\s*$")
_HEADER = re.compile(r"(?:^|\n)\s*(?:[^\W\d_]+\s){0,2}S[ốỐ]\s{0,6}[:.]?\s*$")
# Old numbers with nothing but the head organ: 178/CP, 126/TTg, 9-HĐBT
_ALONE = frozenset({"CP", "TTg", "HĐBT", "HĐCP", "HĐNN", "CTN", "TLĐ", "LĐLĐ", "UBND", "VPCP", "CĐN"})
# Counted things that are also organs: "05 đồng/CĐCS", "2 người/CB"
_COUNTED = frozenset({"CĐCS", "CB", "ĐB", "CĐP", "CĐX", "NĐCS", "CP"})


@cache
def _names() -> tuple[str, ...]:
    names = [kind.name.lower() for kind in document_types()]
    return tuple(f" {name}{said}" for name in [*names, "văn bản", "vb", "cv", "qđ", "nq", "nđ", "tt"] for said in ("", " số"))


def _named(before: str) -> bool:
    """Whether the words before end in the name of a document, "số" after it or not: "Kế hoạch số", "(Công văn"."""
    return f" {_NOT_LETTERS.sub(' ', before.lower()).strip()}".endswith(_names())


def credible(text: str, start: int, arranged: Arranged, *, groups: Sequence[Group], separator: str, year: str | None) -> bool:
    """Whether what stands at `start` is a document number, by its parts and by the words before it."""
    before = text[max(0, start - _LOOK_BACK) : start]
    if _FORM.search(before):
        return False
    if arranged.type_code is None and _FORM_END.match(text, groups[-1].end):
        return False
    if any(group.letters.islower() for group in groups) and not _sure_in_small_letters(arranged, groups, separator, year):
        return False
    if is_law_organ(spelled(groups[0].letters)):
        return separator == "/"
    if arranged.type_code and arranged.organ:
        return _typed(arranged, groups, separator, said=_said(before), year=year)
    if arranged.type_code:
        sure = _said(before) or bool(year) if separator == "/" else _named(before)  # "Chỉ thị số 297-CT"
        return bool(sure) and arranged.type_code not in DOUBTFUL
    return separator in "/-" and _plain(arranged, groups, separator, before=before, year=year)


def _said(before: str) -> bool:
    return bool(_SAID.search(before) or _named(before))


def _sure_in_small_letters(arranged: Arranged, groups: Sequence[Group], separator: str, year: str | None) -> bool:
    """991/qđ-ubnd, 57/2020/qh14: every code is known, and the type or the term says it is a number."""
    if separator != "/":
        return bool(arranged.type_code) and arranged.form == "party" and placed(spelled(groups[-1].letters)) is not None
    if is_law_organ(spelled(groups[0].letters)):
        return bool(year)
    return bool(arranged.type_code and arranged.organ and type_code(arranged.type_code) and organ(groups[1].letters))


def _typed(arranged: Arranged, groups: Sequence[Group], separator: str, *, said: bool, year: str | None) -> bool:
    """With a type and an organ: known type or known organ is enough after a slash; a hyphen or a space wants more."""
    known_type = bool(type_code(arranged.type_code or ""))
    body = spelled(groups[1].letters) if len(groups) > 1 else arranged.organ or ""
    known_organ = placed(body) is not None or arranged.form == "organ first"
    if len(body) < 2 and not said:
        return False
    if separator == "/":
        return (known_type and (known_organ or said or bool(year) or body.isupper())) or (known_organ and said)
    if separator == "-":
        return (known_type and known_organ and len(groups) > 1) or (said and (known_organ or arranged.form == "party"))
    return known_type and known_organ  # 1836 QĐ/TWĐTN


def _plain(arranged: Arranged, groups: Sequence[Group], separator: str, *, before: str, year: str | None) -> bool:
    """Without a type: a known organ, or an unknown one after the name of a document ("văn bản số 1599/KTN")."""
    first = spelled(groups[0].letters)
    said = _said(before)
    if separator == "-":
        return said and first in _ALONE
    known = organ(first)
    if _named(before) or _HEADER.search(before):
        return len(first) > 1
    if year or (len(groups) > 1 and groups[1].joiner == "/"):
        return said  # "001/2014/BCT-KNKCTP", "03b/BTP/KSTT/KTTH": codes of dossiers and forms
    if (known and known.system != "unit") or placed(first):
        return said or (first in _ALONE - _COUNTED) or (len(groups) > 1 and first not in _COUNTED)
    return said and len(groups) > 1 and organ_code(groups[1].letters) is not None
