"""The keys under which documents are cited: by number, laws by name, congress resolutions by title; and what numbers restart when."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from corpus import lexicon, symbol
from corpus.document import Citation
from corpus.relations.value import Held
from corpus.symbol import Symbol
from corpus.text import fold, mark_key

LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
LONGEST_TITLE = 160
_NEAR_CHANGE = 90  # days around a congress in which local committees may be of either term
_WORD = re.compile(r"[^\W_]+")
_SHORT = re.compile(r"\d+[a-zđ]?(?!\w)")  # «Nghị quyết số 02 của Bộ Chính trị»
_LAW = re.compile(r"(?:Bộ\s+luật|Luật|Pháp\s+lệnh)\s.*", re.DOTALL | re.IGNORECASE)
# «… năm 2012», «… 2024», «… ngày 20 tháng 6 năm 2012», «… số 45/2019/QH14», «… sửa đổi», «… Việt Nam»
_LAW_TAIL = re.compile(r"(?:,?\s+số\s.*|,?\s+ngày\s+\d.*|,?\s+(?:năm\s*)?(?:19|20)\d\d)$")
_LAW_EXTRA = re.compile(r"(?: viet nam| sua doi(?: bo sung)?)+$")
_CENTRAL_STATE = ("Bộ", "Tổng cục", "Ngân hàng Nhà nước", "Thanh tra Chính phủ", "Kiểm toán", "Ủy ban Dân tộc", "Văn phòng Chính phủ")
_CENTRAL_CODES = frozenset(
    {"CP", "TTg", "HĐBT", "HĐCP", "CTN", "VPCP", "VPQH", "TLĐ", "TANDTC", "VKSNDTC", "VKSTC", "HĐTP", "BHXH", "TWĐTN", "MTTW"}
)
# «nghi quyet dai hoi …», folded
_CONGRESS = re.compile(r"(?P<type>nghi quyet|van kien|bao cao chinh tri)(?: cua)? dai hoi(?P<rest>.*)")
_COUNTED = re.compile(r" (?:lan thu )?(?P<number>[ivx]{1,6}|\d{1,2})(?= |$)")
_CONGRESS_WORDS = re.compile(r" (?:dai bieu|toan quoc|lan thu|cua|nhiem ky(?: \d{4}){0,2}|khoa)(?= |$)")
_EVERY = re.compile(r"\b(?:cac|cap)\b")
# «chuyên đề về», «thí điểm», «về việc»: what a citation may leave out of a title
_ABOUT = re.compile(r" (?:chuyen de|thi diem)(?: ve(?: viec)?)?(?= )| ve(?: viec)?(?= )")


def citation_key(citation: Citation) -> str:
    """What the cited document is looked up by; a key "s:…" («Nghị quyết 02», never defined) does not identify one, "" nothing at all."""
    if citation.symbol:
        number = symbol.identity(citation.symbol)
        return f"n:{number}" if number else ""
    if citation.form == "law":
        name = law_name(citation.text)
        return f"l:{name}" if name else ""
    if citation.form == "named":
        name = name_key(_bare(citation))
        return f"t:{name}" if name else ""
    short = _SHORT.search(_bare(citation)) if citation.form == "short" else None
    return _short_key(citation.type or "", short[0]) if short else ""


def document_keys(held: Held) -> tuple[str, ...]:
    """Every key under which a stored document is looked for."""
    number = symbol.identity(held.symbol) if held.symbol else ""
    keys = [f"n:{number}", _short_key(held.type, number.split("|")[0])] if number else []
    title = held.title.strip()
    if held.type and title and len(title) <= LONGEST_TITLE:
        full = title if title_key(title).startswith(title_key(held.type)) else f"{held.type} {title}"
        if name := name_key(full):
            keys.append(f"t:{name}")
        if held.type in LAWS and (name := law_name(full)):
            keys.append(f"l:{name}")
    return tuple(dict.fromkeys(keys))


def name_key(words: str) -> str:
    """A document by its type and title, whatever the words between: «Nghị quyết chuyên đề về “Công tác …”», «Nghị quyết Đại hội lần
    thứ XVI Công đoàn …, nhiệm kỳ …»; "" where it is nobody's in particular («Nghị quyết đại hội các cấp»)."""
    key = title_key(words)
    found = _CONGRESS.match(key)
    if found is None:
        return _ABOUT.sub("", key, count=1)
    number = _COUNTED.search(found["rest"])
    body = " ".join(_CONGRESS_WORDS.sub(" ", _COUNTED.sub(" ", found["rest"], count=1)).split())
    if not number or not body or _EVERY.search(body):
        return ""
    return f"{found['type']} dai hoi {number['number']} {body}"


def _short_key(kind: str, number: str) -> str:
    """«Nghị quyết số 02» -> "s:nghi quyet|2": far from naming one document."""
    return f"s:{title_key(kind)}|{number.lstrip('0').lower()}"


def law_name(words: str) -> str:
    """«khoản 2 Điều 5 Luật An toàn, vệ sinh lao động năm 2015» -> "luat an toan ve sinh lao dong"; "" for no law."""
    found = _LAW.search(words)
    if found is None:
        return ""
    name, before = found[0], ""
    while name != before:
        before, name = name, _LAW_TAIL.sub("", name.rstrip(" ,."))
    return _LAW_EXTRA.sub("", title_key(name))


def title_key(words: str) -> str:
    """A title folded, words only."""
    return " ".join(_WORD.findall(fold(mark_key(words))))


def _bare(citation: Citation) -> str:
    """The words of a citation without the clause before them."""
    clause = citation.clause or ""
    words = citation.text[len(clause) :] if clause and citation.text.startswith(clause) else citation.text
    return re.sub(r"^[\s,]*(?:của|thuộc|tại)\s+", "", words)


@lru_cache(maxsize=1 << 12)
def central(number: str) -> bool:
    """Whether only one organ in the country issues such numbers (02-NQ/TW, 30/2020/NĐ-CP); LĐLĐ, UBND, TU exist in every province."""
    parsed = symbol.parse(number)
    if parsed is None:
        return True  # a law by name, a congress resolution by its title
    if parsed.system == "law":
        return True
    head = re.split(r"[-./]", parsed.organ or "")[0]
    return head in _CENTRAL_CODES or head.endswith("TW") or any(name.startswith(_CENTRAL_STATE) for name in _names(head))


def lasting(number: str) -> bool:
    """Whether the number says its own year, so that it never comes again: 30/2020/NĐ-CP."""
    parsed = symbol.parse(number)
    return parsed is not None and parsed.year is not None


def same_series(number: str, first: str, second: str) -> bool | None:
    """Whether numbers of two days (ISO, perhaps partial) run in one series: a year, for the Party a congress term; None: not sure."""
    if not first or not second:
        return None
    parsed = symbol.parse(number)
    if parsed is None or parsed.system != "party":
        return first[:4] == second[:4]
    terms = [term_of("Đảng", day, margin=0 if central(number) else _NEAR_CHANGE) for day in (first, second)]
    return None if None in terms else terms[0] == terms[1]


def term_of(organ: str, day: str, *, margin: int = 0) -> str | None:
    """The congress term ("XIII") of a full ISO day; None outside the table or within `margin` days of a change."""
    from datetime import date  # partial days cannot be placed

    if len(day) != len("2021-06-12"):
        return None
    at = date.fromisoformat(day)
    starts = [(date.fromisoformat(start), term) for start, term in _terms(organ)]
    if any(abs((at - start).days) < margin for start, _ in starts):
        return None
    return next((term for start, term in reversed(starts) if start <= at), None)


def types_agree(first: str, second: str, number: Symbol | str) -> bool:
    """Whether two types can be those of one document; a title may say more than the type («Chương trình hành động»)."""
    if not first or not second:
        return True
    one, other = sorted((title_key(first), title_key(second)), key=len)
    return other.startswith(one)


@cache
def _terms(organ: str) -> tuple[tuple[str, str], ...]:
    rows = (Path(lexicon.__file__).parent / "terms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return tuple((start, term) for name, term, start in cells if name == organ)


@lru_cache(maxsize=1 << 10)
def _names(code: str) -> tuple[str, ...]:
    return tuple(organ.name for organ in lexicon.organs() if code in organ.codes and organ.system != "unit")
