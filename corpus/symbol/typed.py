"""Understands the document numbers a person types into a search box: "409 tb ldld", "tb 409", "nghị quyết 02 bộ chính trị"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from corpus.document import Span
from corpus.lexicon import document_types, organs
from corpus.symbol.codes import organ, organ_code, type_code, types_of_code
from corpus.symbol.keys import without_zeros
from corpus.symbol.letters import code_key, plain
from corpus.symbol.read import canonical, find
from corpus.symbol.value import Symbol

_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_NUMBER = re.compile(r"(\d{1,5}(?:[a-eđ](?![a-z]))?)([a-z]*\d{0,2})")  # "409", "30c", "02nqtw"
_CODE_NUMBER = re.compile(r"([a-z]{1,5}?)(\d{1,5}(?:[a-c](?![a-z]))?)([a-z]*)")  # "nq02", "nq02tw"
_DATE = re.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\b(?:ngay|thang|nam|quy|dieu|khoan|chuong|muc)\s+\d+(?:/\d+)*|\d+(?:[.,]\d+)+|\d+\s?%"
)
_UNITS = r"(?:ngay|thang|nam|quy|gio|phut|tuoi|lan|nguoi|dong|trieu|ty|ti|ngan|nghin|dieu|khoan|diem|m|km|ha|kg|chi tieu|nhiem vu|cap)\b"
_COUNTED = re.compile(rf"\s*(?:{_UNITS}|%)")
_SAID = re.compile(r"\b(?:so|luat|van ban)\s*[:.]?\s*$")
_OF = re.compile(r"\s*(?:,|cua)?\s*")
_BARE = re.compile(r"\s*(?:(?:van ban\s+)?so\s*[:.]?\s*|van ban\s+)?(\d{1,5}(?:/(?:19|20)\d\d)?)\s*")
_YEAR = re.compile(r"\s?/\s?((?:19|20)\d\d)(?!\d)")
_VOWELS = frozenset("aeiouy")
_TERMS = range(8, 18)  # of Quốc hội, as far back as numbers name it
_OF_COMMITTEES = ("nq", "kl")  # codes of what is decided by a body, never by a minister


@dataclass(frozen=True, slots=True)
class QueryNumber:
    """A number typed in a query: a key in the space of `variants`, where it stood, and how much of it was typed.

    `kind` is "full" (number, type and organ: "409tbldld"), "short" (number and type: "tb409") or "bare" ("409").
    `spelled` is the canonical number of a full one that was said in words: «Nghị quyết 02 của Bộ Chính trị», 02-NQ/TW.
    """

    key: str
    span: Span
    kind: str
    spelled: str | None = field(default=None, compare=False)


def find_in_query(text: str) -> list[QueryNumber]:
    """Every document number in what a person typed, in order; one mention may give several keys (a type with two codes)."""
    folded = plain(text)
    found = list(_written(text, folded))
    taken = [number.span for number in found] + [Span(*match.span()) for match in _DATE.finditer(folded)]
    found += [number for number in _loose(text, folded) if not _covered(number.span, taken)]
    if not found and (bare := _BARE.fullmatch(folded)):
        found = [QueryNumber(_key(bare[1]), Span(*bare.span(1)), "bare")]
    return sorted(dict.fromkeys(found), key=lambda number: number.span)


def _covered(span: Span, taken: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in taken)


def _written(text: str, folded: str) -> Iterator[QueryNumber]:
    """Numbers typed as they are written: 02/nq-tw, 409/TB-LĐLĐ, 57/2020/qh14."""
    for symbol in find(text):
        if symbol.span and symbol.number:
            codes = (symbol.organ, symbol.type_code) if symbol.form == "organ first" else (symbol.type_code, symbol.organ)
            key = _key(symbol.number) + (symbol.year or "") + "".join(code_key(code or "") for code in codes)
            if symbol.organ and not symbol.type_code:
                yield from _after_its_type(text, folded, symbol)
            yield QueryNumber(key, symbol.span, "full" if symbol.organ else "short")


def _after_its_type(text: str, folded: str, symbol: Symbol) -> Iterator[QueryNumber]:
    """«TB số 409/LĐLĐ»: the number with the type that was said before it; a công văn has none to write."""
    span, organ = symbol.span or Span(0, 0), symbol.organ or ""
    start, codes, _ = _type_before(text, folded, span.start)
    digits = f"{symbol.number}/{symbol.year}" if symbol.year else symbol.number
    for code in codes if "cv" not in codes else ():
        key = _key(symbol.number) + (symbol.year or "") + code + code_key(organ)
        yield QueryNumber(key, Span(start, span.end), "full", _spelled(digits, code, organ))


def _loose(text: str, folded: str) -> Iterator[QueryNumber]:
    """Numbers typed in any other way, token by token."""
    end = 0
    for token in _TOKEN.finditer(folded):
        if token.start() >= end and any(map(str.isdigit, token[0])):
            for number in _at(text, folded, token):
                end = max(end, number.span.end)
                yield number


def _at(text: str, folded: str, token: re.Match[str]) -> Iterator[QueryNumber]:
    number = _NUMBER.fullmatch(token[0])
    if number and not number[2]:
        yield from _number_at(text, folded, token)
    elif number and (codes := _split(number[2])):
        yield from _numbers(number[1], [codes[0]], codes[1], Span(*token.span()))
    elif (joined := _CODE_NUMBER.fullmatch(token[0])) and type_code(joined[1]) and _wanted(text[token.start() : token.end()], joined[1]):
        tail, end = _organ_after(folded, token.end()) if not joined[3] else (_bodies(joined[3]), token.end())
        yield from _numbers(joined[2], [code_key(joined[1])], tail, Span(token.start(), end))


def _number_at(text: str, folded: str, token: re.Match[str]) -> Iterator[QueryNumber]:
    """A plain number with a type before it ("thông báo số 409", "tb 409") or after it ("409 tb ldld")."""
    start, codes, said = _type_before(text, folded, token.start())
    year = _YEAR.match(folded, token.end())
    end = year.end() if year else token.end()
    digits = f"{token[0]}/{year[1]}" if year else token[0]
    if not codes:
        start, (end, codes) = token.start(), _type_after(text, folded, end)
    if codes and (said or not _doubtful(folded, token, year is not None)):
        bodies, end = _organ_after(folded, end)
        yield from _numbers(digits, codes, bodies, Span(start, end))
    elif said and not codes and len(digits) > 1 and not _doubtful(folded, token, year is not None):
        yield QueryNumber(_key(digits), Span(token.start(), end), "bare")


def _doubtful(folded: str, token: re.Match[str], with_year: bool) -> bool:
    """Whether a number without "số" is more likely a year or a quantity: kế hoạch 2022, báo cáo 6 tháng."""
    is_year = len(token[0]) == 4 and token[0][:2] in ("19", "20")
    return not with_year and (is_year or _COUNTED.match(folded, token.end()) is not None)


def _type_before(text: str, folded: str, at: int) -> tuple[int, list[str], bool]:
    """(where it begins, folded codes, whether "số" was typed) of the type that stands right before the number."""
    window = max(0, at - 40)
    before = folded[window:at]
    said = _SAID.search(before)
    before = before[: said.start()] if said else before
    name = _names_before().search(before)
    if name:
        return window + name.start(1), _codes_by_name()[re.sub(r"\s+", " ", name[1])], bool(said)
    word = re.search(r"(?<![^\W_])([a-z]{2,5})[\s.:/-]*$", before)
    if word and type_code(word[1]) and _wanted(text[window + word.start(1) : window + word.end(1)], word[1]):
        return window + word.start(1), [code_key(word[1])], bool(said)
    return at, [], bool(said)


def _type_after(text: str, folded: str, at: int) -> tuple[int, list[str]]:
    word = re.compile(r"[\s/-]{1,3}([a-z]{2,5})(?![^\W_])").match(folded, at)
    if word and type_code(word[1]) and (_wanted(text[word.start(1) : word.end(1)], word[1]) or folded[at] in "/-"):
        return word.end(), [code_key(word[1])]
    return at, []


def _wanted(typed: str, folded: str) -> bool:
    """A code that is also a word without its marks ("da", "pa") counts only in capitals or with đ."""
    return not _VOWELS & set(folded) or typed.isupper() or "đ" in typed.lower()


def _organ_after(folded: str, at: int) -> tuple[tuple[str, ...], int]:
    """(compact codes, end) of an organ right after: "ldld", "-TU", "của Bộ Chính trị"; ((), at) when there is none."""
    code = re.compile(r"[\s/-]{1,3}([a-z&]{2,10}\d{0,2})(?![^\W_])").match(folded, at)
    if code and (bodies := _bodies(code[1])):
        return bodies, code.end()
    start = _OF.match(folded, at)
    name = _organ_names().match(folded, start.end()) if start and start.end() > at else None
    return ((_codes_by_organ()[name[0]],), name.end()) if name else ((), at)


def _assemblies(code: str) -> tuple[str, ...]:
    """The codes of Quốc hội and its committee with each term: 43/2022/QH15 is what «nghị quyết 43/2022 quốc hội» means."""
    return tuple(f"{code}{term}" for term in _TERMS) if code in ("qh", "ubtvqh") else ()


def _bodies(letters: str) -> tuple[str, ...]:
    """The compact codes of the organs (never of units) that go by these letters: bct is Bộ Công Thương, and Bộ Chính trị (TW)."""
    known = organ(letters)
    own = code_key(organ_code(letters) or "") if known and known.system != "unit" else ""
    return tuple(dict.fromkeys(code for code in (own, _codes_by_organ().get(letters, "")) if code))


def _split(letters: str) -> tuple[str, tuple[str, ...]] | None:
    """Type and organ run together: "nqtw" -> nq, tw; "tb" -> tb; None when they are not codes."""
    if type_code(letters) and len(letters) > 1:
        return letters, ()
    for size in range(min(len(letters) - 2, 5), 1, -1):
        if type_code(letters[:size]) and (bodies := _bodies(letters[size:])):
            return letters[:size], bodies
    return None


def _numbers(digits: str, codes: list[str], bodies: Sequence[str], span: Span) -> Iterator[QueryNumber]:
    number, _, year = digits.partition("/")
    for code in codes:
        for body in _issuing(code, bodies):
            for assembly in _assemblies(body):
                yield QueryNumber(_key(number) + year + assembly, span, "full")
            if code == "cv":  # what a công văn is called, not what stands in its number
                yield QueryNumber(_key(number) + year + body, span, "full", canonical(f"{digits}/{body}"))
            yield QueryNumber(_key(number) + year + code + body, span, "full", None if code == "cv" else _spelled(digits, code, body))
        yield QueryNumber(code + _key(digits), span, "short")


def _issuing(code: str, bodies: Sequence[str]) -> Sequence[str]:
    """The organs among several of one name that issue this type: the Party no thông tư, a ministry no nghị quyết or kết luận."""
    if len(bodies) < 2:
        return bodies
    issuing = [body for body in bodies if (known := organ(body)) and types_of_code(type_code(code) or "", known.system)]
    return [body for body in issuing if code not in _OF_COMMITTEES or not _ministry(body)] or bodies


def _ministry(body: str) -> bool:
    known = organ(body)
    return known is not None and known.name.startswith("Bộ ")


def _spelled(digits: str, code: str, body: str) -> str | None:
    """The number as it is written: 02-NQ/TW also for «nghị quyết 2»."""
    number, stroke, year = digits.partition("/")
    return canonical(f"{number.zfill(2)}{stroke}{year}/{code}-{body}")


def _key(digits: str) -> str:
    return plain(without_zeros(digits))


@cache
def _codes_by_name() -> dict[str, list[str]]:
    return {
        plain(kind.name): list(dict.fromkeys(map(code_key, (*kind.codes, *kind.party_codes)))) for kind in document_types() if kind.codes
    }


@cache
def _names_before() -> re.Pattern[str]:
    names = sorted(_codes_by_name(), key=len, reverse=True)
    return re.compile(r"(?<![^\W_])(" + "|".join(name.replace(" ", r"\s+") for name in names) + r")[\s:,]*$")


@cache
def _codes_by_organ() -> dict[str, str]:
    names: dict[str, str] = {}
    for body in organs():
        for name in (body.name, *body.aliases) if body.system != "unit" else ():
            names.setdefault(plain(name), code_key(body.codes[0]))
    return names


@cache
def _organ_names() -> re.Pattern[str]:
    names = sorted(_codes_by_organ(), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, names)) + r")(?![^\W_])")
