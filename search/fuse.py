"""One ranking out of two: scaled scores, weighted and summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indices.protocol import Match
from search.group import document_of

FEW, MANY = 6, 14
LEAST, MOST = 0.4, 0.45
"""Share of the dense score for a question of FEW syllables and less, and of MANY and more: who types few words searches for these,
who asks at length says what is meant. Chosen on the officers' train and dev questions and on zalo's dev (docs/quality.md)."""

UNSAID = 0.2
"""Added to that share where the text with most of the words holds none of them, and in proportion where it holds some: what nobody said
in these words can only be found by what it means. Chosen in the same way."""

FAINT, NEAR = 0.2, 0.65
"""What is listed at all; chosen on the train split of the officers' questions, no cost to zalo-phapdien."""


def share(question: str, held: float = 1.0) -> float:
    """The weight of the dense score for a question, by its syllables and by how many of them (0..1) the best text holds."""
    length = len(question.split())
    return LEAST + (MOST - LEAST) * min(1.0, max(0.0, (length - FEW) / (MANY - FEW))) + UNSAID * (1 - held)


def weighted(lexical: Sequence[Match], dense: Sequence[Match], *, weight: float) -> list[Match]:
    """Fuse two rankings, best first, ties by id; `weight` is the share of the dense one.

    A text score counts as its share of the best, for the least of the candidates says nothing (over 86,678 articles it is a third of
    the best: subtracted, it buries what the words alone put second or third); a cosine counts from the least of the candidates to
    the best, for no text is far from another. A record missing from a list counts 0 there. Then every record of a document gains
    what its document has more than its best record: where one passage holds the words and another one the meaning, the document
    counts for both. With one list empty the other's order is kept.
    """
    left, right = _said(lexical), _near(dense)
    documents = {id: document_of(id) for id in [*left, *right]}
    own = {id: (1 - weight) * left.get(id, 0.0) + weight * right.get(id, 0.0) for id in documents}
    said, near, best = (_best(scores, documents) for scores in (left, right, own))
    gain = {name: (1 - weight) * said.get(name, 0.0) + weight * near.get(name, 0.0) - score for name, score in best.items()}
    return ranked([Match(id, score + gain[documents[id]]) for id, score in own.items()])


def meaning(lexical: Sequence[Match], dense: Sequence[Match], *, weight: float) -> dict[str, float]:
    """The share of each record's fused score that its vector gave, 0..1."""
    left, right = _said(lexical), _near(dense)
    whole = {id: ((1 - weight) * left.get(id, 0.0), weight * right.get(id, 0.0)) for id in [*left, *right]}
    return {id: near / (said + near) if said + near else 0.0 for id, (said, near) in whole.items()}


def telling(lexical: Sequence[Match], dense: Sequence[Match]) -> frozenset[str]:
    """The records worth listing: those that hold a telling share of the words, and those really near in meaning.

    A share is telling from FAINT of the best text score on: in a small store everything holds «của» or «công». Near is what
    stands at least NEAR of the way from the middle of the ranking by meaning to its top: the model gives all texts of one
    language a high cosine, so that only the distance from the others tells.
    """
    best = lexical[0].score if lexical else 0.0
    kept = {match.id for match in lexical if match.score >= FAINT * best}
    if dense:
        top, middle = dense[0].score, dense[len(dense) // 2].score
        kept.update(match.id for match in dense if match.score >= middle + NEAR * (top - middle))
    return frozenset(kept)


def ranked(matches: Sequence[Match]) -> list[Match]:
    """Best first, ties by id, so that equal scores never shuffle between runs or engines."""
    return sorted(matches, key=lambda match: (-match.score, match.id))


def _best(scores: Mapping[str, float], documents: Mapping[str, str]) -> dict[str, float]:
    """Document -> the highest score of its records."""
    best: dict[str, float] = {}
    for id, score in scores.items():
        document = documents[id]
        if score > best.get(document, -1.0):
            best[document] = score
    return best


def _said(matches: Sequence[Match]) -> Mapping[str, float]:
    top = max((match.score for match in matches), default=0.0)
    return {match.id: max(0.0, match.score / top) if top > 0 else float(match.score == top) for match in matches}


def _near(matches: Sequence[Match]) -> Mapping[str, float]:
    scores = [match.score for match in matches]
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    width = high - low
    return {match.id: (match.score - low) / width if width else 1.0 for match in matches}
