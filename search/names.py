"""The documents held, by number and by name: whose number was typed, which law was named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

from corpus import symbol, text
from corpus.lexicon import FOLDER
from corpus.symbol import Symbol
from indices.vocabulary import Named

_WORDS = re.compile(r"[^\W_]+")
_KINDS = ("bo luat", "luat", "phap lenh", "hien phap")
_CLAUSE = re.compile(r"\b(dieu|khoan|diem|chuong|muc)\s+(\d{1,4}[a-z]?|[ivxlc]{1,6}|[a-z])\b")
_WINDOW = 5  # words a number of a document held may be typed in: 356 cđkcn cspl
_BESIDE = frozenset(["cua", "o", "trong", "tai", "theo", "va", "ve", "nam", "so", "noi", "quy", "dinh", "gi", "nao", "the"])  # say nothing
_YEAR = re.compile(r"\s*,?\s*(?:nam\s+)?((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Law:
    """A law named in a question: folded kind and name ("luat", "cong doan"), the year if it was said, and whether the question
    names nothing else but places in it («điều 8 luật công đoàn 2012»)."""

    kind: str
    name: str
    year: int | None
    alone: bool = field(default=False, compare=False)

    @property
    def called(self) -> str:
        """The law as texts name it: «Luật Công đoàn»."""
        return _called().get((self.kind, self.name), "Hiến pháp")


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a document: "điều 8"; folded kind and number."""

    kind: str
    number: str


class Names:
    """An index of the documents by what they are called; built once for a vocabulary."""

    def __init__(self, documents: Iterable[Named]) -> None:
        self._documents = tuple(documents)

    def row(self, id: str) -> Named | None:
        """What the document with this id is called."""
        return self._by_id.get(id)

    def owners(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The ids of the documents whose own number has one of these keys (of `corpus.symbol.variants`)."""
        return tuple(dict.fromkeys(id for key in keys for id in self._by_key.get(key, ())))

    def typed(self, question: str) -> frozenset[str]:
        """The keys, of a number with its letters, that the words of a question make when they are put together, where a document held
        has them: «356 cđkcn cspl», whatever the codes are."""
        words = [text.fold(word) for word in _WORDS.findall(question)]
        starts = [at for at, word in enumerate(words) if word[0].isdigit()]
        runs = ("".join(words[at : at + size]).lstrip("0") for at in starts for size in range(1, _WINDOW + 1))
        return frozenset(run for run in runs if not run.isdigit() and run in self._by_key)

    def near(self, number: str) -> tuple[str, ...]:
        """The numbers of documents held with the same digits and the same type or organ: what a number that nobody has may have meant."""
        asked = symbol.parse(number)
        ids = self._by_key.get(asked.number.lstrip("0"), ()) if asked and asked.number else ()
        held = dict.fromkeys(row.symbol for id in ids if (row := self._by_id.get(id)))
        return tuple(one for one in held if asked and (found := symbol.parse(one)) and _codes(found) & _codes(asked))

    def laws(self, law: Law) -> tuple[str, ...]:
        """The ids of the laws of that name, the newest first; of the year said, when one of them is of it."""
        held = sorted(self._by_law.get((law.kind, law.name), ()), key=lambda row: row.issued, reverse=True)
        of_year = [row for row in held if law.year and str(law.year) in (row.issued[:4], *row.symbol.split("/")[1:2])]
        return tuple(row.id for row in (of_year if law.year else held))

    @cached_property
    def _by_id(self) -> dict[str, Named]:
        return {row.id: row for row in self._documents}

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self._documents:
            for key in symbol.variants(row.symbol) if row.symbol else ():
                found.setdefault("".join(text.fold(key).split()), []).append(row.id)
        return found

    @cached_property
    def _by_law(self) -> dict[tuple[str, str], list[Named]]:
        found: dict[tuple[str, str], list[Named]] = {}
        for row in self._documents:
            kind, title = text.fold(row.type), _bare(text.fold(row.title))
            if kind in _KINDS and title:
                found.setdefault((kind, title.removeprefix(f"{kind} ")), []).append(row)
        return found


def law(question: str) -> Law | None:
    """The first law named in a question; the longest name that is known."""
    plain = _bare(text.fold(question))
    match = _laws().search(plain)
    if not match:
        return None
    year = _YEAR.match(plain, match.end())
    rest = f"{plain[: match.start()]} {plain[year.end() if year else match.end() :]}"
    alone = set(_CLAUSE.sub(" ", rest).split()) <= _BESIDE
    return Law(match[1] or match[3], match[2] or "", int(year[1]) if year else None, alone)


def clauses(question: str) -> tuple[Clause, ...]:
    """The places named in a question: «khoản 2 điều 8» -> khoản 2, điều 8."""
    return tuple(Clause(match[1], match[2]) for match in _CLAUSE.finditer(text.fold(question)))


def _codes(number: Symbol) -> set[str]:
    return {code for code in (number.type_code, number.organ) if code}


def _bare(plain: str) -> str:
    """Without commas, single spaces."""
    return " ".join(plain.replace(",", " ").split())


@cache
def _laws() -> re.Pattern[str]:
    choices = "|".join(map(re.escape, sorted({name for _, name in _called()}, key=len, reverse=True)))
    return re.compile(rf"\b({'|'.join(_KINDS[:3])}) (?:ve )?({choices})(?![^\W_])|\b(hien phap)\b")


@cache
def _called() -> dict[tuple[str, str], str]:
    """Folded kind and name of each law known -> how texts name it."""
    rows = (line.split("\t") for line in (FOLDER / "laws.tsv").read_text(encoding="utf-8").splitlines()[1:])
    named = ((row[0], row[1]) for row in rows if len(row) > 1 and not row[0].startswith("#"))
    return {(text.fold(kind), _bare(text.fold(name))): f"{kind} {name}" for kind, name in named}
