"""Which directives answer a question: those of the documents found, ranked by their own words and by the passage they stand in."""

from __future__ import annotations

import math
from collections import Counter
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
    texts = [_tokens(row.directive) for row in candidates]
    wanted = _wanted(question, texts)
    scored = [_hit(row, _covered(wanted, tokens), places, marker) for row, tokens in zip(candidates, texts, strict=True)]
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


def _tokens(directive: Directive) -> frozenset[str]:
    """What a question may name: the words of the directive, of the headings above it and of those who do it."""
    said = (directive.text, *directive.heading_path, *directive.owners, *directive.inherited_owners, *directive.partners)
    return frozenset(token.text for token in text.syllables("\n".join(said)))


def _wanted(question: str, texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """The syllables of a question with their weights: rare ones among the candidates say most."""
    content = {token.text for token in text.syllables(question)} - STOP_WORDS
    among = Counter(token for tokens in texts for token in tokens)
    folded = Counter(token for tokens in texts for token in {text.fold(t) for t in tokens}) if _unmarked(content) else among
    faint = {text.fold(word) for word in ASKING} | ASKING
    return {word: math.log(2 + len(texts) / (1 + folded[word])) * (FAINT if word in faint else 1.0) for word in content}


def _unmarked(content: Iterable[str]) -> bool:
    return any(word == text.fold(word) for word in content)


def _covered(wanted: Mapping[str, float], tokens: frozenset[str]) -> float:
    """The share of the question's weight that the tokens hold, 0..1; a syllable typed without marks agrees with any marks."""
    total = sum(wanted.values())
    if not total:
        return 0.0
    plain = {text.fold(token) for token in tokens}
    return sum(weight * _agrees(word, tokens, plain) for word, weight in wanted.items()) / total


def _agrees(word: str, tokens: frozenset[str], plain: set[str]) -> float:
    if word in tokens:
        return 1.0
    folded = text.fold(word)
    if folded not in plain:
        return 0.0
    return 1.0 if folded == word else HALF
