"""From typed words to what the index matches: fields with their weights, and document numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import symbol, text
from indices.protocol import TextQuery
from search.expand import SYNONYM, Expansion
from search.hints import Hint
from search.language import Language
from search.names import Clause, Law
from search.numbers import typed
from search.restore import Change
from search.snippet import STOP_WORDS

WEIGHTS = {"words": 1.0, "syllables": 0.5, "pairs": 1.0, "folded": 0.1, "title": 0.6, "heading": 0.1, "numbers": 3.0}
"""Boosts chosen on the train split of zalo-phapdien and by the officers' way of asking (docs/quality.md)."""

UNMARKED = {"folded": 1.0, "title": 0.6, "heading": 0.1, "numbers": 3.0}
"""A question without any tone mark says nothing to the fields that keep marks."""

_FAINT = STOP_WORDS | {text.fold(word) for word in STOP_WORDS}

NET = {"folded": 0.2}
"""A question that was read in another way than it was typed is still looked for as typed, without marks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question analysed: `text` as searched; `query` for the index.

    `numbers` are the folded keys of the document numbers typed, `complete` those among them that name type and organ
    ("409 tb ldld", not "tb 409"). `symbol` is the canonical form of the first complete number, None if there is none,
    `exact` its key with all its parts and no others.

    What `search.understand` adds: `words` as read, `changes` to those typed, `expansions` searched beside them, `hints`,
    the demands of the `language`, ids of the documents meant by number or name (`owners`), `places` in them ("điều 8"),
    and `missing`, the words that no text holds (`lost` when these are all words that say anything); `alone` says that
    the question is a complete number and nothing else, `bare` that it is a number of any kind and nothing else; `law` is the law
    named that no document held is.
    """

    text: str
    query: TextQuery
    numbers: frozenset[str]
    complete: frozenset[str]
    symbol: str | None
    exact: str = ""
    words: str = ""
    changes: tuple[Change, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    hints: tuple[Hint, ...] = ()
    language: Language = Language("")  # noqa: RUF009 - frozen
    owners: tuple[str, ...] = ()
    places: tuple[Clause, ...] = ()
    missing: tuple[str, ...] = ()
    lost: bool = False
    alone: bool = False
    bare: bool = False
    law: Law | None = None

    @property
    def marked(self) -> str:
        """The words to mark in what is found: those read, and the same in other letters (CĐCS, công đoàn cơ sở)."""
        return " ; ".join([self.words or self.text, *(one.meaning for one in self.expansions if one.kind != SYNONYM)])

    @property
    def empty(self) -> bool:
        """Whether nothing in the question can be matched (only punctuation, say)."""
        return not any(tokens for tokens, _ in self.query.fields.values())


def asked(question: str, *, read: str = "") -> Asked:
    """Analyse a question, already NFC; `read` is what it was understood to say, where that is not what was typed."""
    tokens = text.query_tokens(read or question)
    marked = any(syllable != text.fold(syllable) for syllable in tokens["syllables"])
    weights = WEIGHTS if marked else UNMARKED
    fields = {
        name: (_telling(name, tokens[name]) if marked else tuple(tokens[name]), weight)
        for name, weight in weights.items()
        if tokens.get(name)
    }
    if read:
        net = tuple(dict.fromkeys([*tokens["folded"], *(token.text for token in text.folded(question))]))
        fields["folded"] = (net, NET["folded"])
    number = typed(question)
    if read and not number.keys:
        number = typed(read)  # thongbao409
    if number.keys:
        fields["numbers"] = (tuple(sorted(number.keys)), weights["numbers"])
    return Asked(read or question, TextQuery(fields), number.keys, number.complete, number.symbol, number.exact)


def _telling(name: str, tokens: Sequence[str]) -> tuple[str, ...]:
    """The tokens of a field; syllables that say nothing are left to the words, among which «không» and «phải» may tell."""
    if name not in ("syllables", "folded"):
        return tuple(tokens)
    return tuple(token for token in tokens if token not in _FAINT) or tuple(tokens)


def owns(own: str, asking: Asked) -> float:
    """How surely the document with the number `own` is the one asked for: 1 by its complete number (more where no part of it
    was left out: 69/NĐ-CP is not 69/2006/NĐ-CP), 0.5 by a part, else 0."""
    if not own or not asking.numbers:
        return 0.0
    keys = asking.complete or asking.numbers
    variants = symbol.variants(own)
    if keys.isdisjoint(variants):
        return 0.0
    return (1.25 if asking.exact and "".join(variants[0].split()) == asking.exact else 1.0) if asking.complete else 0.5
