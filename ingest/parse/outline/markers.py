"""What marker, if any, a line begins with: its family, its place in its list, and where the title begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Families from the outermost to the innermost, as NĐ 30/2020 (Phụ lục I, II.5) and free plans stack them.
RANKS = {
    "phần": 0,
    "chương": 10,
    "mục": 20,
    "tiểu mục": 30,
    "upper": 40,  # A.
    "roman": 50,  # I.
    "điều": 60,
    "bước": 65,
    "arabic": 70,  # 1.
    "dotted2": 80,  # 1.1.
    "dotted3": 81,
    "dotted4": 82,
    "dotted5": 83,
    "alpha": 90,  # a)
    "alphadot": 91,  # a1)
    "lowroman": 95,  # (i)
    "dash": 100,
    "bullet": 100,
    "plus": 110,
    "star": 120,
}
KINDS = {"upper": "phần", "roman": "mục", "alpha": "điểm", "alphadot": "điểm", "lowroman": "điểm"}
BULLETS = frozenset({"dash", "bullet", "plus", "star"})
KEYWORDS = frozenset({"phần", "chương", "mục", "tiểu mục", "điều"})
TITLES = frozenset({"phần", "chương", "mục", "tiểu mục"})  # may have their title on the next lines

VIETNAMESE = "abcdđeghiklmnopqrstuvxy"  # the order of điểm: no f j w z, no ă â ê ô ơ ư
ORDINALS = {
    "nhất": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
ROMAN = re.compile(r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\Z", re.I)
ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

KEYWORD = re.compile(
    r"(?P<word>phần|chương|tiểu mục|mục|điều|bước|giai đoạn|nhiệm vụ|giải pháp|nội dung)(?:\s{1,4}|(?=\d))(?P<th>thứ\s{1,3})?(?:số\s{1,2})?"
    r"(?P<number>\d{1,3}[a-zđ]?|[ivxlc]{1,7}|nhất|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|[a-hđ])(?![^\W_])"
    r"(?P<sep>\s{0,4}(?:\.\s?[-–—]|[.:/]\s?[-–—]?|[-–—](?!\s?\d)))?\s*",
    re.I,
)  # "PHẦN THỨ NHẤT", "Chương I", "Mục 2.", "Điều 5. ", "Điều 1. - ", "Điều 7:", "Bước 1:"
NAMED = re.compile(r"(?P<word>PHẦN) (?P<name>MỞ ĐẦU|KẾT LUẬN|CHUNG|NỘI DUNG)\b[.:]?\s*")
# After the number without a separator: "Điều 5 Luật Công đoàn", "Mục 5 Chương XII", "Chương II Nghị định này" are references.
REFERENCE = re.compile(r"(?:Luật|Bộ luật|Nghị|Thông|Quyết|Quy|Hiến|Pháp|Điều|Chương|Phần|Mục|Phụ|Công|Chỉ|Kế|Hướng|Kết|Và|Hoặc)\b")
FREE = re.compile(
    r"(?P<open>\()?(?:(?P<dotted>(?:\d{1,3}|[IVX]{1,5})(?:\.\d{1,3}){1,4})(?P<dsep>\s?[.)/:]?\s?[-–—]?)(?=[^\W\d_]|\s|[“\"(]|$)"
    r"|(?P<alphadot>[a-zđ](?:\.\s?)?\d{1,2})(?P<asep>[.)])(?!\d)"
    r"|(?P<number>\d{1,3}|[IVXLC][IVXLCivxl]{0,6}|[ivx]{1,5}|[A-ZĐ]|[a-zđ])(?P<sep>\s?(?:\.\s?[-–—]|/\s?[-–—]|[.)/:]|[-–—])))"
    r"(?P<space>\s*)"
)
SYMBOL = re.compile(r"\d{1,5}[a-zđ]?\s?[-–/]\s?[A-ZĐ][\w&]{0,8}\s?[-–/.]\s?[A-ZĐ]|\d{1,5}/[A-ZĐ]{2}")  # "35/KH-TU", "58 – KH/TU"
BULLET = re.compile(r"(?P<mark>[-–—+*•·●○▪■□◦►➢✓✔→⇒§o\uf000-\uf0ff])(?P<space>\s*)(?P<rest>\S.{0,40})?")
EMPHASIS = re.compile(r"\*\S[^*]{0,300}\*")  # "*Xây dựng Nông thôn mới*" is italics, not a bullet
OPENING = "“\"«‘'"


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker read one way ("I." may be a Roman one or the letter after H).

    Attributes:
        family: a key of RANKS.
        sep: what closes it, so that "1." and "1)" are two systems; "" where that says nothing.
        value: its place in its list from 1, 0 where unknown (bullets).
        other: its place by the international alphabet, for authors who number e, f, g.
        prefix: for "2.1.3" (2, 1).
        begin, end: offsets in the head: of the marker, and of the title after it.
        written: the marker as written.
        weak: nothing but a number closes it ("2.1 Nội dung"), so only an exact place in a list makes it a marker.
    """

    family: str
    sep: str
    value: int
    other: int
    prefix: tuple[int, ...]
    begin: int
    end: int
    written: str
    weak: bool = False

    @property
    def kind(self) -> str:
        """The kind of Section."""
        if self.family in BULLETS:
            return "gạch đầu dòng"
        return KINDS.get(self.family, self.family if self.family in KEYWORDS else "khoản")

    @property
    def rank(self) -> int:
        """Small for the outer families."""
        return RANKS[self.family]

    @property
    def style(self) -> tuple[str, str]:
        """What the items of one list have in common."""
        return self.family, self.sep


@lru_cache(maxsize=1024)  # the same line is looked at as itself, as the one before and as the one after
def marks(head: str) -> tuple[Mark, ...]:
    """Every way to read the marker at the start of a line, () where there is none; an opening quotation mark may precede."""
    begin = len(head) - len(head.lstrip(OPENING)) if head[:1] in OPENING else 0
    first = head[begin : begin + 1]
    if not first or begin > 2:
        return ()
    if first.isalpha() and (found := _keyword(head, begin)):
        return found
    if first.isalnum() or first == "(":
        return tuple(_free(head, begin))
    return tuple(_bullet(head, begin))


def _keyword(head: str, begin: int) -> tuple[Mark, ...]:
    match = KEYWORD.match(head, begin) or NAMED.match(head, begin)
    if match is None:
        return ()
    groups = match.groupdict()
    word = re.sub(r"\s+", " ", match["word"].casefold())
    sep, rest = (groups.get("sep") or "").strip(), head[match.end() :]
    if "name" in groups:
        return (Mark(word, "", 0, 0, (), begin, match.end(), match[0].strip()),)
    if word not in KEYWORDS and (not sep or sep[0] not in ":.-–" or not match["number"].isdigit()):
        return ()
    if not sep and rest and (match["word"].islower() or not _heading_follows(rest)):
        return ()
    value = _value(match["number"].casefold(), named=bool(match["th"]))
    family = word if word in KEYWORDS else "bước"
    sep = "" if family in KEYWORDS else word
    written = match[0].rstrip(" -–—")
    return (Mark(family, sep, value, value, (), begin, match.end(), written),) if value else ()


def _heading_follows(rest: str) -> bool:
    """Whether the words right after "Điều 5 " begin a title: "QUY ĐỊNH CHUNG", not "của Luật", "và 6", ", khoản"."""
    return (rest[0].isupper() or rest[0] in '“"(') and (REFERENCE.match(rest) is None or rest[:2].isupper())


def _value(number: str, *, named: bool) -> int:
    if number in ORDINALS and (named or len(number) > 1):
        return ORDINALS[number]
    if number[0].isdigit():
        return int(re.match(r"\d+", number)[0])  # type: ignore[index]
    return roman(number) or (VIETNAMESE.index(number) + 1 if number in VIETNAMESE else 0)


def roman(number: str) -> int:
    """The value of a Roman numeral up to 99, 0 if it is none."""
    if not ROMAN.match(number):
        return 0
    digits = [ROMANS[letter] for letter in number.upper()]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _free(head: str, begin: int) -> Iterator[Mark]:
    match = FREE.match(head, begin)
    if match is None or SYMBOL.match(head, begin):
        return
    if bool(match["open"]) and not (match["sep"] or match["asep"] or match["dsep"] or "").strip().startswith(")"):
        return
    rest = head[match.end() :]
    if match["dotted"]:
        yield from _dotted(match, begin)
    elif match["alphadot"]:
        yield _inserted(match, begin)
    elif _closed(match["number"], match["sep"].strip(), match["space"], rest):
        yield from _single(match, begin)


def _inserted(match: re.Match[str], begin: int) -> Mark:
    """ "c1)" was put in after "c)" by an amendment; "c.1)" is a part of it."""
    letter, number, sep = match["alphadot"][0], int(match["alphadot"][1:].lstrip(". ")), match["asep"]
    if "." in match["alphadot"]:
        return Mark("alphadot", sep, number, number, _letter(letter)[:1], begin, match.end(), match[0].strip())
    return Mark("alpha", sep, *_letter(letter), (), begin, match.end(), match[0].strip())


def _dotted(match: re.Match[str], begin: int) -> Iterator[Mark]:
    parts = match["dotted"].split(".")
    sep = match["dsep"].strip()
    if len(parts[-1]) == 3 or int(parts[-1]) == 0 or (not sep and not match["space"]):
        return  # "1.500 đoàn viên"
    numbers = [roman(part) if part[0] in "IVX" else int(part) for part in parts]
    written = match[0].strip()
    family = f"dotted{len(parts)}"
    yield Mark(family, "", numbers[-1], numbers[-1], tuple(numbers[:-1]), begin, match.end(), written, weak=not sep)


def _closed(number: str, sep: str, space: str, rest: str) -> bool:
    """Whether what follows the number lets it be a marker: not "10-4", "24/24", "1.500", "Đ/c", "e-mail", "v.v", "T/M."."""
    if not rest:
        return sep in (".", ")")
    first = rest[0]
    if sep[0] in ".:" and not space and (first.isdigit() or first.islower()):
        return False
    if sep[0] in ".:" and number.isalpha() and re.match(r"[A-ZĐ]{1,3}\.", rest):
        return False  # "V.I. Lênin"
    if sep[0] == ":":
        return bool(space) and not first.isdigit()
    if sep[0] in "/-–—" and len(sep) == 1:
        if first.isdigit() or (not space and (first.islower() or (rest[:2].isupper() and number.isalpha()))):
            return False
        return bool(space) or not number[0].islower()
    return True


def _single(match: re.Match[str], begin: int) -> Iterator[Mark]:
    number, sep = match["number"], match["sep"].strip().replace("–", "-").replace("—", "-").replace(" ", "")
    sep = "()" if match["open"] else sep
    written, end = match[0].strip(), match.end()
    if number.isdigit():
        if int(number) > 0:
            yield Mark("arabic", sep, int(number), int(number), (), begin, end, written)
        return
    small = number[0].islower()
    if value := roman(number):
        yield Mark("lowroman" if small else "roman", sep, value, value, (), begin, end, written)
    if len(number) == 1:
        value, other = _letter(number.casefold())
        yield Mark("alpha" if small else "upper", sep, value, other, (), begin, end, written)
        if small and value > 1 and sep != ")":
            yield Mark("upper", sep, value, other, (), begin, end, written)  # "c. nghĩa vụ thuế": a font that lost its capitals
    elif small:
        yield Mark("roman", sep, roman(number), roman(number), (), begin, end, written)


def _letter(letter: str) -> tuple[int, int]:
    """Place in the Vietnamese and in the international alphabet; -9 where it has none (so that nothing follows it)."""
    international = -9 if letter == "đ" else ord(letter) - ord("a") + 1
    return (VIETNAMESE.index(letter) + 1 if letter in VIETNAMESE else -9), international


def _bullet(head: str, begin: int) -> Iterator[Mark]:
    match = BULLET.match(head, begin)
    if match is None or not match["rest"] or not any(letter.isalnum() for letter in match["rest"]):
        return
    mark, rest = match["mark"], match["rest"]
    if rest[0] in "-–—=_*+" or (mark == "*" and EMPHASIS.match(head, begin)) or (mark in "o§" and not match["space"]):
        return  # "-----", "*nhấn mạnh*"
    family = {"+": "plus", "*": "star"}.get(mark, "dash" if mark in "-–—" else "bullet")
    yield Mark(family, mark if family == "bullet" else "", 0, 0, (), begin, match.start("rest"), mark)
