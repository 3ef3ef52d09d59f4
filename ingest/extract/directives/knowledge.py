"""What the rules for directives know as data: verbs, organ words, headings, columns and units, from the TSV files beside this module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
# The two placements of a tone mark: "hoà" and "hòa", "uỷ" and "ủy"; the files have the second.
_OLD_MARKS = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_NEW = re.compile("|".join(_OLD_MARKS))
_Tree = dict[str, "_Tree"]


@cache
def openers() -> dict[str, str]:
    """Verb -> its use: "" (opens a line and ends a subject), "start", "report" or "target"."""
    return dict(_pairs("openers.tsv"))


@cache
def predicates() -> dict[str, str]:
    """What ends the subject of a line -> "duty", "modal", "may", "given", "say", "link", "past" or "verb"."""
    verbs = {verb: "verb" for verb, use in openers().items() if use != "start"}
    return verbs | dict(_pairs("predicates.tsv"))


@cache
def nouns(side: str) -> dict[str, tuple[str, ...]]:
    """Verb ("*": any) -> the words before ("before") or after ("after") which it is a noun, or before which it is none ("deed")."""
    found: dict[str, list[str]] = {}
    for where, verb, word in _rows("nouns.tsv", 3):
        if where == side:
            found.setdefault(verb, []).append(word)
    return {verb: tuple(words) for verb, words in found.items()}


@cache
def nouns_of(side: str, verb: str) -> tuple[str, ...]:
    """The words of one side (`nouns`) for this verb, with those that hold for its kind and for any."""
    known = nouns(side)
    named = known.get("@name", ()) if verb in nouns("name") else ()
    return (*known.get(verb, ()), *named, *known.get("*", ()))


@cache
def zones() -> tuple[tuple[str, str, str], ...]:
    """(zone, "start" or "any", folded phrase of a heading), in the order of the file."""
    return tuple((zone, where, phrase) for zone, where, phrase in _rows("zones.tsv", 3))


@cache
def modes() -> dict[str, str]:
    """Type of document -> how to read it: "plan", "act", "norm", "outline" or "none"."""
    return dict(_pairs("types.tsv"))


@cache
def organs() -> dict[str, tuple[str, ...]]:
    """Word an owner begins with -> words that may not follow it."""
    return {head: tuple(word for word in refused.split(";") if word) for head, refused in _rows("organs.tsv", 2)}


@cache
def names() -> tuple[str, ...]:
    """Folded names that hold a comma or "va" and stay whole."""
    return tuple(name for (name,) in _rows("names.tsv", 1))


@cache
def any_of(name: str) -> str:
    """A pattern for any phrase of a list in words.tsv."""
    return f"(?:{alternatives(_lists()[name])})"


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, phrase in _pairs("words.tsv"):
        found.setdefault(name, []).append(phrase)
    return {name: tuple(phrases) for name, phrases in found.items()}


@cache
def sectors() -> tuple[str, ...]:
    """Folded names of ministries and departments that hold "va", a comma or a dash, the longest first."""
    return tuple(sorted((name for (name,) in _rows("sectors.tsv", 1)), key=len, reverse=True))


@cache
def columns() -> dict[str, str]:
    """Folded title of a column -> its role in a table of tasks."""
    return {title: role for role, title in _rows("columns.tsv", 2)}


@cache
def units() -> tuple[str, ...]:
    """Counted nouns."""
    return tuple(unit for (unit,) in _rows("units.tsv", 1))


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first, in both placements of tone marks; a tree of letters, so that it is fast."""
    tree: _Tree = {}
    for phrase in phrases:
        for written in spellings(phrase):
            node = tree
            for letter in written:
                node = node.setdefault(letter, {})
            node[""] = {}
    return _branch(tree)


def spellings(phrase: str) -> tuple[str, ...]:
    """A phrase in both placements of tone marks."""
    return tuple(dict.fromkeys((phrase, _NEW.sub(lambda match: _OLD_MARKS[match[0]], phrase))))


def _branch(node: _Tree) -> str:
    parts = [re.escape(letter) + _branch(below) for letter, below in sorted(node.items()) if letter]
    if not parts:
        return ""
    whole = f"(?:{'|'.join(parts)})" if len(parts) > 1 or "" in node else parts[0]
    return f"{whole}?" if "" in node else whole


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    return ((first, second) for first, second in _rows(name, 2))


def _rows(name: str, columns: int) -> Iterator[tuple[str, ...]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield tuple([*cells, *[""] * columns][:columns])
