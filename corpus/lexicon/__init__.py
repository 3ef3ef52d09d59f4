"""Knowledge of the language as data: document types, abbreviations and organs, loaded once from the TSV files beside this module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document ("Thông báo") and the codes that stand for it in a number, the one in force first.

    `codes` is empty for types that have none (Thư công, Luật). `party_codes` mean this type in Party numbers only
    (QĐ is also Quy định there). `system` is a comma-separated list of "state", "party", "union", "law", "press".
    """

    name: str
    codes: tuple[str, ...]
    system: str
    party_codes: tuple[str, ...] = ()

    def used_by(self, system: str) -> bool:
        """Whether documents of that system have this type."""
        return system in self.system.split(",")


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ as it stands in document numbers.

    `codes` are its spellings there, the usual one first. `system` is "state", "party", "union", "law" (organs that pass
    laws), "mass" (the other mass organisations) or "unit" (a department: stands only after an organ). `form` is how its
    numbers are separated: "party" (02-NQ/TW), "state" (409/TB-LĐLĐ) or "written" (both occur: leave as found).
    `aliases` are names it goes by in running text, besides `name`.
    """

    name: str
    codes: tuple[str, ...]
    system: str
    aliases: tuple[str, ...] = ()
    form: str = "state"


@dataclass(frozen=True, slots=True)
class Expansion:
    """One meaning of an abbreviation: the words, the group it belongs to ("union-org"), and when it means that."""

    abbreviation: str
    words: str
    group: str
    context: str


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Every type of document, in the order of the file."""
    return tuple(
        DocumentType(name=name, codes=tuple(codes.split()), system=system, party_codes=tuple(party.split()))
        for name, codes, party, system in _rows("document_types.tsv", 4)
    )


@cache
def organs() -> tuple[Organ, ...]:
    """Every organ with a code of its own in numbers, in the order of the file."""
    return tuple(
        Organ(
            name=name,
            codes=tuple(codes.split()),
            system=system,
            aliases=tuple(alias for alias in aliases.split(";") if alias),
            form=form or ("party" if system == "party" else "state"),
        )
        for codes, name, system, form, aliases in _rows("organs.tsv", 5)
    )


@cache
def expansions() -> tuple[Expansion, ...]:
    """Every meaning of every abbreviation, the usual meaning of one abbreviation first."""
    return tuple(Expansion(*row) for row in _rows("abbreviations.tsv", 4))


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Abbreviation as written ("LĐLĐ") -> what it stands for, the usual meaning first. Do not change the dict."""
    found: dict[str, tuple[str, ...]] = {}
    for meaning in expansions():
        found[meaning.abbreviation] = (*found.get(meaning.abbreviation, ()), meaning.words)
    return found


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (columns - len(cells))
