"""The folded keys under which a document number is kept, its type spelled out, and when two numbers are the same."""

from __future__ import annotations

import re

from corpus.symbol.codes import CENTRAL, organ, types_of_code
from corpus.symbol.letters import code_key, plain
from corpus.symbol.read import parse
from corpus.symbol.value import Symbol

# Heads of state whose old numbers name no type: 178/CP may be a Nghị định or a Quyết định, so the type is not known.
_HEADS = frozenset({"CP", "TTg", "HĐBT", "HĐCP", "CTN"})


def variants(symbol: Symbol | str) -> tuple[str, ...]:
    """Every folded key a person may type for the number, the whole number first; () for what is no number.

    409/TB-LĐLĐ -> "409/tb-ldld", "409tbldld", "tb409", "409"; leading zeros both kept and dropped (nq02, nq2);
    30/2020/NĐ-CP also without its year and as "nd30/2020"; a công văn also as "cv1510".
    """
    found = parse(symbol) if isinstance(symbol, str) else symbol
    if found is None or not found.number:
        return ()
    keys: list[str] = [plain(found.canonical)]
    for number in dict.fromkeys((found.number, without_zeros(found.number))):
        keys += _keys(found, plain(number))
    return tuple(dict.fromkeys(keys))


def without_zeros(number: str) -> str:
    """The number as people say it: "02" -> "2"."""
    return number.lstrip("0") or number[-1:]


def same(first: Symbol | str, second: Symbol | str) -> bool:
    """Whether two numbers are one: leading zeros, case, marks (LĐLD), separators and the place of the year do not count."""
    one, other = (parse(value) if isinstance(value, str) else value for value in (first, second))
    return one is not None and other is not None and _identity(one) == _identity(other)


def identity(symbol: Symbol | str) -> str:
    """One key for all ways of writing a number, as `same` compares them: "2||nq+tw"; "" for what is no number or has none."""
    found = parse(symbol) if isinstance(symbol, str) else symbol
    if found is None or not found.number:
        return ""
    number, year, parts = _identity(found)
    return f"{number}|{year or ''}|{'+'.join(parts)}"


def types_of(symbol: Symbol | str) -> tuple[str, ...]:
    """Every type the code can stand for in its system: QĐ of the Party -> Quyết định, Quy định; none known -> ()."""
    found = parse(symbol) if isinstance(symbol, str) else symbol
    if found is None:
        return ()
    if found.type_code:
        return tuple(kind.name for kind in types_of_code(found.type_code, found.system)) if _clear(found) else ()
    untyped = found.system == "law" or found.organ in _HEADS
    return () if untyped else ("Công văn",)


def type_of(symbol: Symbol | str) -> str | None:
    """The type spelled out, where code and system leave no doubt; None for 144-QĐ/TW (Quyết định or Quy định) and for laws.

    A number without a type code is a công văn (NĐ 30/2020, Phụ lục III). A type spelled out before the number always wins:
    callers that have it need not ask here.
    """
    names = types_of(symbol)
    return names[0] if len(names) == 1 else None


def _clear(symbol: Symbol) -> bool:
    """TT and CT are sure only for an organ that issues Thông tư or Chỉ thị: 213/TT-SNV is a Tờ trình, CT-STC a Cục Thuế."""
    if symbol.system != "state" or symbol.year or symbol.type_code not in ("TT", "CT"):
        return True
    known = organ(re.split(r"[-.]", symbol.organ or "")[0])
    return known is not None and (symbol.type_code == "CT" or known.name.startswith(CENTRAL))


def _identity(symbol: Symbol) -> tuple[str, str | None, tuple[str, ...]]:
    parts = sorted(code_key(part) for part in (symbol.type_code or "", symbol.organ or ""))
    return plain(without_zeros(symbol.number)) if symbol.number else "", symbol.year, tuple(parts)


def _keys(symbol: Symbol, number: str) -> list[str]:
    codes = code_key(f"{symbol.type_code or ''}{symbol.organ or ''}")
    if symbol.form == "organ first":
        codes = code_key(f"{symbol.organ or ''}{symbol.type_code or ''}")
    kind = code_key(symbol.type_code) if symbol.type_code else "cv" if type_of(symbol) == "Công văn" else ""
    head = code_key(kind if symbol.type_code else "") + code_key(re.split(r"[-.]", symbol.organ or "")[0])
    keys = [number + codes, number + head]
    if symbol.year:
        keys += [number + symbol.year + codes, f"{number}/{symbol.year}", *([f"{kind}{number}/{symbol.year}"] if kind else [])]
    return [*keys, *([kind + number] if kind else []), number]
