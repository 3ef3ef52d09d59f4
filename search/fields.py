"""The named values of the query language: what loai:, coquan:, so:, nam:, tu:, den:, nguoiky:, donvi:, han:, hieuluc:, nhiemvu: ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from corpus import dates, lexicon, symbol, text
from corpus.relations import TraitFilter
from indices.protocol import Filters, Record
from search.trait_words import TRAITS_SAID, WORDS, meant_by

NAMES = {
    "loai": "type",
    "coquan": "issuer",
    "so": "number",
    "nam": "year",
    "tu": "from",
    "den": "to",
    "nguoiky": "signer",
    "donvi": "owner",
    "han": "deadline",
    "hieuluc": "validity",
    "nhiemvu": "tasks",
}
SPOKEN = {
    "co quan": "coquan",
    "co quan ban hanh": "coquan",
    "noi ban hanh": "coquan",
    "loai van ban": "loai",
    "so hieu": "so",
    "so ky hieu": "so",
    "nam ban hanh": "nam",
    "tu ngay": "tu",
    "den ngay": "den",
    "nguoi ky": "nguoiky",
    "don vi": "donvi",
    "don vi thuc hien": "donvi",
    "thoi han": "han",
    "hieu luc": "hieuluc",
    "nhiem vu": "nhiemvu",
}
"""Names of several words, folded, as people write them («người ký: Trần Văn A») -> the name they stand for."""

LABELS = {
    "type": "loại văn bản",
    "issuer": "cơ quan ban hành",
    "number": "số hiệu",
    "year": "năm ban hành",
    "from": "ban hành từ ngày",
    "to": "ban hành đến ngày",
    "signer": "người ký",
    "owner": "đơn vị thực hiện",
    "deadline": "thời hạn",
    "validity": "hiệu lực",
    "tasks": "nhiệm vụ",
}
EXAMPLES = {
    "type": "tb",
    "issuer": "lđlđ",
    "number": "409",
    "year": "2022",
    "from": "01/01/2022",
    "to": "31/12/2022",
    "signer": '"Nguyễn Văn"',
    "owner": "cđcs",
    "deadline": "quahan",
    "validity": "còn",
    "tasks": "có",
}
"""A value of each, as it is typed."""

CONDITIONS = ("signer", "owner", "deadline", "validity", "tasks")
"""Fields that the catalog answers, not the index."""

NAMED = ("issuer", "signer", "owner")
"""Fields whose values are names."""

_SAID_DEADLINES = {"quahan": "overdue", "qua han": "overdue", "saptoi": "soon", "sap toi": "soon"}
_YEARS = re.compile(r"((?:19|20)\d\d)(?:\s*(?:-|\.\.|–)\s*((?:19|20)\d\d))?")
_TOLD = re.compile(r"(?:<=?|>=?|truoc|sau|tu|den)\s*")


@dataclass(frozen=True, slots=True)
class Value:
    """A value understood: the filters that follow from it, and whether a record has it."""

    name: str
    shown: str
    filters: Filters
    test: Callable[[Record], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """What only the catalog can answer: field (one of CONDITIONS) and value; for a deadline, ISO days `first` to `last`; for validity
    and tasks the values of the trait (corpus.relations.traits) that are wanted, or are not where it is `excluded`."""

    name: str
    value: str
    first: str = ""
    last: str = ""
    meant: tuple[str, ...] = ()
    excluded: bool = False


def value(name: str, typed: str, issuers: Sequence[str]) -> Value | Condition | str:
    """What was meant by a field, or a Vietnamese sentence that says why it cannot be used."""
    return _READERS[name](typed.strip(), issuers)


def known(name: str, typed: str, held: Sequence[str]) -> bool:
    """Whether several words name something there is: a type, or one of the names `held` (organs, signers, owners); «quá hạn», «hết hiệu
    lực»."""
    if name == "type":
        return text.fold(typed) in _types()
    if name == "deadline":
        return text.fold(typed) in _SAID_DEADLINES
    if name in TRAITS_SAID:
        return meant_by(name, typed) is not None
    wanted = expanded(typed) if name in NAMED else ""
    return bool(wanted) and any(f" {wanted} " in f" {expanded(one)} " for one in held)


def _type(typed: str, _: Sequence[str]) -> Value | str:
    found = tuple(name for part in _parts(typed) for name in _types().get(text.fold(part), ()))
    if not found or not all(text.fold(part) in _types() for part in _parts(typed)):
        return f'Không có loại văn bản «{typed}»; ví dụ: loai:"Thông báo", loai:nq.'
    wanted = set(found)
    return Value("type", ", ".join(_shown(typed)), Filters(type=tuple(dict.fromkeys(found))), lambda record: record.type in wanted)


def _shown(typed: str) -> Iterator[str]:
    yield from (_types()[text.fold(part)][0] for part in _parts(typed))


def _parts(typed: str) -> list[str]:
    """Several values at once: loai:tb,kh."""
    return [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]


def _issuer(typed: str, issuers: Sequence[str]) -> Value | str:
    found = tuple(name for name in issuers if _named(typed, name))
    if not found:
        return f"Không có văn bản nào của cơ quan «{typed}» trong kho."
    wanted = set(found)
    return Value("issuer", typed, Filters(issuer=found), lambda record: record.issuer in wanted)


def _number(typed: str, _: Sequence[str]) -> Value | str:
    keys = {key for part in _parts(typed) for key in _number_keys(part)}
    if not keys or not all(map(_number_keys, _parts(typed))):
        return f"«{typed}» không phải là số hiệu; ví dụ: so:409/TB-LĐLĐ."
    return Value("number", typed, Filters(), lambda record: not keys.isdisjoint(symbol.variants(record.symbol)))


def _number_keys(typed: str) -> set[str]:
    return {found.key for found in symbol.find_in_query(typed)} | ({typed.lstrip("0")} if typed.isdigit() else set())


def _year(typed: str, _: Sequence[str]) -> Value | str:
    years: list[int] = []
    for part in re.split(r"[,;\s]+", typed):
        match = _YEARS.fullmatch(part)
        if not match:
            return f"«{typed}» không phải là năm; ví dụ: nam:2022 hoặc nam:2020-2022."
        first, last = sorted((int(match[1]), int(match[2] or match[1])))
        years += range(first, last + 1)
    return Value("year", typed, Filters(year=tuple(years)), lambda record: record.year in years)


def _from(typed: str, _: Sequence[str]) -> Value | str:
    day = day_of(typed)
    if not day:
        return f"«{typed}» không phải là ngày; ví dụ: tu:01/01/2022."
    return Value("from", typed, Filters(issued_from=day), lambda record: bool(record.issued) and _last(record.issued) >= _first(day))


def _to(typed: str, _: Sequence[str]) -> Value | str:
    day = day_of(typed)
    if not day:
        return f"«{typed}» không phải là ngày; ví dụ: den:31/12/2022."
    return Value("to", typed, Filters(issued_to=day), lambda record: bool(record.issued) and _first(record.issued) <= _last(day))


def _named_condition(name: str) -> Callable[[str, Sequence[str]], Condition]:
    return lambda typed, _: Condition(name, typed)


def _deadline(typed: str, _: Sequence[str]) -> Condition | str:
    plain = text.fold(typed)
    if status := _SAID_DEADLINES.get(plain):
        return Condition("deadline", status)
    told = _TOLD.match(plain)
    day = day_of(typed[told.end() :] if told else typed)
    if not day:
        return f"«{typed}» không phải là thời hạn; ví dụ: han:20/12/2021, han:<20/12/2021, han:quahan, han:saptoi."
    before = told is not None and told[0].strip() in ("<", "<=", "truoc", "den")
    after = told is not None and not before
    return Condition("deadline", typed, "" if before else _first(day), "" if after else _last(day))


def _trait(name: str, usable: str) -> Callable[[str, Sequence[str]], Condition | str]:
    def read(typed: str, _: Sequence[str]) -> Condition | str:
        meant = meant_by(name, typed)
        if meant is None:
            return f"Không hiểu «{typed}» là {LABELS[name]} thế nào; dùng được: {usable}."
        return Condition(name, ", ".join(WORDS[value] for value in meant), meant=meant)

    return read


def shown(condition: Condition) -> str:
    """What a condition asks for, in words."""
    words = {"overdue": "quá hạn", "soon": "sắp tới hạn"} if condition.name == "deadline" else {}
    return words.get(condition.value, condition.value)


def opposite(condition: Condition) -> Condition | None:
    """What asks for the documents that do not meet a condition; None where that cannot be asked."""
    return replace(condition, excluded=not condition.excluded) if condition.meant else None


def wanted_traits(conditions: Iterable[Condition], like: TraitFilter) -> TraitFilter:
    """The traits that a question wants in words: several values of one are alternatives. The days are those of `like`."""
    chosen: dict[str, Any] = {}
    for one in conditions:
        if one.meant:
            name = f"not_{one.name}" if one.excluded else one.name
            chosen[name] = tuple(dict.fromkeys((*chosen.get(name, ()), *one.meant)))
    return TraitFilter(today=like.today, soon_days=like.soon_days, **chosen)


_READERS: dict[str, Callable[[str, Sequence[str]], Value | Condition | str]] = {
    "type": _type,
    "issuer": _issuer,
    "number": _number,
    "year": _year,
    "from": _from,
    "to": _to,
    "signer": _named_condition("signer"),
    "owner": _named_condition("owner"),
    "deadline": _deadline,
    "validity": _trait("validity", "còn, hết, chưa, một phần, thay thế, bãi bỏ, không rõ"),
    "tasks": _trait("tasks", "có, không"),
}


def day_of(typed: str) -> str:
    """An ISO day, month or year for what was typed ("20/12/2021", "12/2021", "2021"), "" if it is none."""
    typed = typed.strip().replace("-", "/") if not re.fullmatch(r"\d{4}(-\d\d){0,2}", typed.strip()) else typed.strip()
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", typed):
        return typed if _is_day((typed + "-01-01")[:10] if len(typed) == 4 else (typed + "-01")[:10]) else ""
    month = re.fullmatch(r"(\d{1,2})/(\d{4})", typed)
    if month and 1 <= int(month[1]) <= 12:
        return f"{month[2]}-{int(month[1]):02}"
    return dates.parse(typed) or ""


def _is_day(iso: str) -> bool:
    with suppress(ValueError):
        return bool(date.fromisoformat(iso))
    return False


def also(given: Filters, more: Filters) -> Filters:
    """Both filters; where both name a value of one kind, that of the page stays (the other is checked on each record)."""
    changed: dict[str, Any] = {name: getattr(more, name) for name in Filters.__slots__ if getattr(more, name) and not getattr(given, name)}
    return replace(given, **changed) if changed else given


def spelled(given: Filters, issuers: Sequence[str]) -> Filters:
    """A filter with types and issuers as the documents name them: «thông báo», «LĐLĐ tỉnh»; what nobody is called stays."""
    types = (name for typed in given.type for name in _called("type", typed, ()))
    organs = (name for typed in given.issuer for name in ((typed,) if typed in issuers else _called("issuer", typed, issuers)))
    return replace(given, type=tuple(dict.fromkeys(types)), issuer=tuple(dict.fromkeys(organs)))


def _called(name: str, typed: str, issuers: Sequence[str]) -> tuple[str, ...]:
    found = value(name, typed, issuers)
    meant: tuple[str, ...] = getattr(found.filters, name) if isinstance(found, Value) else (typed,)
    return meant


def joined(values: Sequence[Filters]) -> Filters:
    """Several values of one kind widen, values of different kinds narrow."""
    whole = Filters()
    for one in values:
        for name in Filters.__slots__:
            mine, other = getattr(whole, name), getattr(one, name)
            if other:
                wider: dict[str, Any] = {name: (*mine, *other) if isinstance(mine, tuple) else other}
                whole = replace(whole, **wider)
    return whole


def _first(day: str) -> str:
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]


def _last(day: str) -> str:
    return (day + "-12-31")[:10] if len(day) == 4 else (day + "-31")[:10]


def _named(typed: str, name: str) -> bool:
    """Whether a name of an organ has the words typed."""
    wanted, held = expanded(typed), expanded(name)
    return bool(wanted) and f" {wanted} " in f" {held} "


@cache
def expanded(name: str) -> str:
    """A name folded, abbreviations written out: "UBND tỉnh" -> "uy ban nhan dan tinh"."""
    words = [text.fold(_spelled().get(token.text, token.text)) for token in text.syllables(name)]
    return " ".join(" ".join(words).replace(",", " ").split())


@cache
def _spelled() -> dict[str, str]:
    """Abbreviation of an organ in small letters -> its words, the usual meaning."""
    found: dict[str, str] = {}
    for one in lexicon.expansions():
        if one.group not in ("sign", "document") and " " not in one.abbreviation:
            found.setdefault(one.abbreviation.lower(), one.words)
            found.setdefault(text.fold(one.abbreviation), one.words)
    return {key: words for key, words in found.items() if key not in ("ban", "tu", "hu")}


@cache
def _types() -> dict[str, tuple[str, ...]]:
    """Folded name or code of a type -> the names it may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in lexicon.document_types():
        for key in (kind.name, *kind.codes, *kind.party_codes):
            folded = text.fold(key)
            found[folded] = (*found.get(folded, ()), kind.name)
    return found
