"""From typed words to what the index matches: fields with their weights, and document numbers."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import symbol, text
from indices.protocol import TextQuery

WEIGHTS = {"words": 1.0, "syllables": 0.5, "folded": 0.1, "title": 0.6, "heading": 0.1, "numbers": 3.0}
"""Boosts chosen on the train split of zalo-phapdien and by the officers' way of asking (docs/quality.md)."""

UNMARKED = {"folded": 1.0, "title": 0.6, "heading": 0.1, "numbers": 3.0}
"""A question without any tone mark says nothing to the fields that keep marks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question analysed: `text` as searched; `query` for the index.

    `numbers` are the folded keys of the document numbers typed, `complete` those among them that name type and organ
    ("409 tb ldld", not "tb 409"). `symbol` is the canonical form of the first complete number, None if there is none.
    """

    text: str
    query: TextQuery
    numbers: frozenset[str]
    complete: frozenset[str]
    symbol: str | None

    @property
    def empty(self) -> bool:
        """Whether nothing in the question can be matched (only punctuation, say)."""
        return not any(tokens for tokens, _ in self.query.fields.values())


def asked(question: str) -> Asked:
    """Analyse a question, already NFC."""
    tokens = text.query_tokens(question)
    marked = any(syllable != text.fold(syllable) for syllable in tokens["syllables"])
    weights = WEIGHTS if marked else UNMARKED
    fields = {name: (tuple(tokens[name]), weight) for name, weight in weights.items() if tokens.get(name)}
    typed = symbol.find_in_query(question)
    keys = frozenset(number.key for number in typed)
    complete = frozenset(number.key for number in typed if number.kind == "full")
    canonical = next((s.canonical for s in symbol.find(question)), None) or _bare(question)
    return Asked(question, TextQuery(fields), keys, complete, canonical)


def owns(own: str, asking: Asked) -> float:
    """How surely the document with the number `own` is the one asked for: 1 by its complete number, 0.5 by a part, else 0."""
    if not own or not asking.numbers:
        return 0.0
    keys = asking.complete or asking.numbers
    variants = symbol.variants(own)
    return (1.0 if asking.complete else 0.5) if not keys.isdisjoint(variants) else 0.0


def _bare(question: str) -> str | None:
    """A number typed alone, in lower case or without marks ("409/tb-ldld")."""
    return symbol.canonical(question) if len(question) <= 40 else None
