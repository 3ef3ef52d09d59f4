"""`python -m search.evaluation.fit FOLDER --split train`: tries field weights and the dense weight over rankings that are made once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from corpus import text
from corpus.errors import VanKienError
from corpus.settings import Settings
from indices.protocol import TEXT_FIELDS, TextQuery
from search.evaluation.collection import Question, collection
from search.evaluation.measures import ndcg, recall
from search.evaluation.variants import VARIANTS, varied
from search.gather import CANDIDATES, share_of
from search.group import document_of
from search.match import WEIGHTS, Asked
from search.searcher import Searcher

DEEP = 600  # records taken of each field alone; the sums beyond are too small to matter
FACTORS = (0.0, 0.5, 0.75, 1.5, 2.0)
DENSE = tuple(step / 20 for step in range(21))
MORE = "more"  # what is searched beside the words typed keeps its own weights

Scores = NDArray[np.float64]
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with everything found for it: `fields` (n, f) is BM25 by field, `dense` (n,) the cosine, nan where not found;
    `share` is the weight that search gives the cosine."""

    relevant: Mapping[str, int]
    documents: tuple[str, ...]
    fields: Scores
    dense: Scores
    share: float


@dataclass(frozen=True, slots=True)
class Measure:
    """Means over all questions."""

    ndcg: float
    recall: float

    def __str__(self) -> str:
        return f"nDCG@10 {self.ndcg:.4f}  R@10 {self.recall:.4f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables and the best weights; 0 when done, 1 when something is missing."""
    parser = argparse.ArgumentParser(prog="python -m search.evaluation.fit", description="Chọn trọng số trên một phần câu hỏi.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--variant", choices=tuple(VARIANTS), default="plain")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="chỉ một trong N câu hỏi")
    options = parser.parse_args(argv)
    try:
        cases = prepared(options.folder, options.split, variant=options.variant, every=options.every)
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 1
    for line in report(cases):
        print(line, flush=True)
    return 0


def prepared(folder: Path, split: str, *, variant: str = "plain", every: int = 1) -> list[Case]:
    """Every question asked once, of each field and of the vectors."""
    from indices.encoder import open_encoder
    from search.evaluation.prepare import prepared_index

    settings = Settings.from_env()
    given = collection(folder, split=split)
    encoder = open_encoder(settings)
    index, _ = prepared_index(given, settings, encoder)
    searcher = Searcher(index, encoder)
    asked = ((question, varied(text.nfc(question.text), variant=variant, id=question.id)) for question in given.questions[::every])
    return [case(searcher, searcher.understand(typed), question) for question, typed in asked]


def case(searcher: Searcher, asking: Asked, question: Question) -> Case:
    """Ask one question of each field alone, and of the vectors."""
    asked = {name: TextQuery({name: (tokens, 1.0)}) for name, (tokens, _) in asking.query.fields.items()}
    asked[MORE] = TextQuery({}, more=asking.query.more)
    found = {name: {match.id: match.score for match in searcher.index.match(query, limit=DEEP)} for name, query in asked.items()}
    dense = {match.id: match.score for match in searcher.index.nearest(searcher.vector(asking), limit=CANDIDATES)}
    best = searcher.index.match(asking.query, limit=1)
    ids = tuple(dict.fromkeys(id for row in (*found.values(), dense) for id in row))
    fields = np.array([[found.get(name, {}).get(id, 0.0) for name in (*TEXT_FIELDS, MORE)] for id in ids]).reshape(len(ids), -1)
    near = np.array([dense.get(id, np.nan) for id in ids], dtype=np.float64)
    return Case(question.relevant, tuple(map(document_of, ids)), fields, near, share_of(searcher.index, best, asking))


def report(cases: Sequence[Case]) -> Iterator[str]:
    """The weights in use, what other dense and field weights give, and the best found by changing one at a time, twice."""
    weights = dict(WEIGHTS)
    yield f"{len(cases)} câu hỏi; đang dùng dense theo độ dài câu hỏi, {_shown(weights)}: {measured(cases, weights)}"
    for tried in DENSE:
        yield f"  dense {tried:.2f}: {measured(cases, weights, tried)}"
    dense = 0.0
    for _ in range(2):
        dense = _best(DENSE, lambda tried: measured(cases, weights, tried))
        for name in (name for at, name in enumerate(TEXT_FIELDS) if any(case.fields[:, at].any() for case in cases)):
            values = (weights[name], *(round(weights[name] * factor, 3) for factor in FACTORS))
            found = {value: measured(cases, weights | {name: value}, dense) for value in values}
            for value in sorted(found):
                yield f"  {name} {value:g}: {found[value]}"
            weights[name] = _best(values, found.__getitem__)
    yield f"tốt nhất: dense {dense:.2f}, {_shown(weights)}: {measured(cases, weights, dense)}"


def measured(cases: Sequence[Case], weights: Weights, dense: float | None = None) -> Measure:
    """How good the fused ranking is with these weights; with `dense` for every question, or for each its own."""
    order = np.array([*(weights.get(name, 0.0) for name in TEXT_FIELDS), 1.0])
    ranked = [(ranking(each, order, each.share if dense is None else dense), each.relevant) for each in cases]
    return Measure(fmean(ndcg(ids, relevant) for ids, relevant in ranked), fmean(recall(ids, relevant, 10) for ids, relevant in ranked))


def ranking(given: Case, order: Scores, dense: float) -> list[str]:
    """The first documents of the fused ranking: as search.fuse.weighted does it, over arrays."""
    if not given.documents:
        return []
    said = given.fields @ order
    said[said < _edge(said)] = 0.0
    left = said / said.max() if said.max() > 0 else np.zeros(len(said))
    right = _near(given.dense)
    names = sorted(set(given.documents))
    rows = np.searchsorted(names, given.documents)
    shares = np.zeros((2, len(names)))
    np.maximum.at(shares[0], rows, left)
    np.maximum.at(shares[1], rows, right)
    best = np.argsort(-((1 - dense) * shares[0] + dense * shares[1]), kind="stable")
    return [names[row] for row in best[:10].tolist()]


def _edge(said: Scores) -> float:
    """The lowest score that is still among the candidates."""
    return float(np.partition(said, -CANDIDATES)[-CANDIDATES]) if len(said) > CANDIDATES else 0.0


def _near(cosines: Scores) -> Scores:
    """From 0 to 1 over those found, 0 for the others."""
    found = ~np.isnan(cosines)
    scaled = np.zeros(len(cosines))
    if found.any():
        low, high = cosines[found].min(), cosines[found].max()
        scaled[found] = (cosines[found] - low) / (high - low) if high > low else 1.0
    return scaled


def _best(values: Sequence[float], measure: Callable[[float], Measure]) -> float:
    """The value with the highest nDCG, of equals the first."""
    return max(dict.fromkeys(values), key=lambda value: measure(value).ndcg)


def _shown(weights: Weights) -> str:
    return ", ".join(f"{name} {weight:g}" for name, weight in weights.items())


if __name__ == "__main__":
    sys.exit(main())
