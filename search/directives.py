"""Which directives answer a question: those of the documents found, ranked by their own words and by the passage they stand in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import text
from corpus.document import Directive, Span
from corpus.relations import DirectiveRow
from corpus.store.codec import to_json
from search.snippet import STOP_WORDS, Marker

OWN_WORDS = 0.6
"""Share of a directive's own words in its score; the rest comes from the passage it stands in."""

HALF = 0.5  # what a syllable counts that agrees but for its tone mark
ASKING = frozenset(
    [
        "giao",
        "nhiệm",
        "vụ",
        "chỉ",
        "tiêu",
        "thời",
        "hạn",
        "hạn",
        "xong",
        "trước",
        "phải",
        "làm",
        "thực",
        "hiện",
        "đơn",
        "vị",
        "chủ",
        "trì",
        "phối",
        "hợp",
    ]
)
# Words that ask for a directive ("đơn vị nào được giao nhiệm vụ …") and stand in all of them: they count little.
FAINT = 0.25


@dataclass(frozen=True, slots=True)
class HitDirective:
    """A directive that answers, with its place in the document (`ordinal`), its score 0..1 and the words to mark in the stored text."""

    row: DirectiveRow
    score: float
    highlights: tuple[Span, ...]

    @property
    def directive(self) -> Directive:
        """The directive itself."""
        return self.row.directive

    def to_json(self) -> dict[str, Any]:
        """The directive of interfaces.md, with `ordinal`, `score` and `highlights` ([start, end] in the stored text)."""
        found: dict[str, Any] = to_json(self.row.directive)
        return {
            "ordinal": self.row.ordinal,
            **found,
            "score": round(self.score, 4),
            "highlights": [[span.start, span.end] for span in self.highlights],
        }


@dataclass(frozen=True, slots=True)
class Place:
    """A passage found: where it stands in its document, and its score 0..1."""

    span: Span
    score: float


def ranked(question: str, rows: Iterable[DirectiveRow], places: Mapping[str, Sequence[Place]], marker: Marker) -> list[HitDirective]:
    """The directives best first; `places` gives by document the passages found in it, best first.

    A directive outside every passage found gets half of its document's best; with no word to go by only the passage counts.
    """
    candidates = list(rows)
    texts = [_words(row.directive) for row in candidates]
    wanted = _wanted(question, texts)
    scored = [_hit(row, _covered(wanted, words), places, marker) for row, words in zip(candidates, texts, strict=True)]
    return sorted(scored, key=lambda hit: (-hit.score, hit.row.document, hit.row.ordinal))


def _hit(row: DirectiveRow, covered: float, places: Mapping[str, Sequence[Place]], marker: Marker) -> HitDirective:
    score = OWN_WORDS * covered + (1 - OWN_WORDS) * _standing(row, places.get(row.document, ()))
    start = row.directive.span.start
    marked = tuple(Span(s.start + start, s.end + start) for s in marker.spans(row.directive.text))
    return HitDirective(row, score, marked)


def _standing(row: DirectiveRow, places: Sequence[Place]) -> float:
    """The score of the best passage that overlaps the directive, else half of the best of its document."""
    span = row.directive.span
    over = [place.score for place in places if place.span.start < span.end and span.start < place.span.end]
    if over:
        return max(over)
    return max((place.score for place in places), default=0.0) / 2


@dataclass(frozen=True, slots=True)
class _Words:
    """What a question may name of a directive: its syllables, as they are and without marks."""

    marked: frozenset[str]
    plain: frozenset[str]


def _words(directive: Directive) -> _Words:
    """The words of the directive, of the headings above it and of those who do it."""
    said = (directive.text, *directive.heading_path, *directive.owners, *directive.inherited_owners, *directive.partners)
    keys = text.syllable_keys("\n".join(said))
    return _Words(frozenset(keys), frozenset(text.fold("\n".join(keys)).split("\n")))


def _wanted(question: str, texts: Sequence[_Words]) -> dict[str, float]:
    """The syllables of a question with their weights: rare ones among the candidates say most."""
    content = set(text.syllable_keys(question)) - STOP_WORDS
    unmarked = _unmarked(content)
    times = {word: sum(word in (words.plain if unmarked else words.marked) for words in texts) for word in content}
    faint = {text.fold(word) for word in ASKING} | ASKING
    return {word: math.log(2 + len(texts) / (1 + times[word])) * (FAINT if word in faint else 1.0) for word in content}


def _unmarked(content: Iterable[str]) -> bool:
    return any(word == text.fold(word) for word in content)


def _covered(wanted: Mapping[str, float], words: _Words) -> float:
    """The share of the question's weight that the words hold, 0..1; a syllable typed without marks agrees with any marks."""
    total = sum(wanted.values())
    return sum(weight * _agrees(word, words) for word, weight in wanted.items()) / total if total else 0.0


def _agrees(word: str, words: _Words) -> float:
    if word in words.marked:
        return 1.0
    folded = text.fold(word)
    if folded not in words.plain:
        return 0.0
    return 1.0 if folded == word else HALF
