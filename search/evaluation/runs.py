"""Runs every question of a collection through the rankings that search is made of, and measures each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from corpus import text
from indices.protocol import Match
from search.evaluation.collection import Question
from search.evaluation.measures import ndcg, percentile, recall, reciprocal_rank
from search.evaluation.variants import varied
from search.query import Query
from search.searcher import Searcher

DEPTH = 100
WARM_UP = 5  # questions asked before the clock runs
Ranking = Callable[[str], list[Match]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over all questions, and times in milliseconds a question."""

    ndcg: float
    recall10: float
    recall100: float
    mrr: float
    success1: float
    p50: float
    p95: float

    def to_json(self) -> dict[str, float]:
        """As interfaces.md names them."""
        names = ("ndcg@10", "recall@10", "recall@100", "mrr@10", "success@1", "p50_ms", "p95_ms")
        return {name: round(value, 4) for name, value in zip(names, asdict(self).values(), strict=True)}


def rankings(searcher: Searcher) -> dict[str, Ranking]:
    """Name -> what ranks a question as search understands it: text alone, vectors alone, both, and the whole answer."""
    index, encoder = searcher.index, searcher.encoder
    return {
        "lexical": lambda question: index.match(searcher.understand(question).query, limit=DEPTH),
        "dense": lambda question: index.nearest(encoder.encode_queries([searcher.understand(question).text])[0], limit=DEPTH),
        "hybrid": lambda question: searcher.candidates(searcher.understand(question)),
        "answer": lambda question: _answered(searcher, question),
    }


def _answered(searcher: Searcher, question: str) -> list[Match]:
    """What a person is shown: documents in order, with numbers, hints and demands counted in."""
    hits = searcher.search(Query(question, limit=DEPTH, passages=1)).hits
    return [Match(f"{document.id}:0", hit.score) for hit in hits for document in (hit.document, *hit.same)]


def measured(ranking: Ranking, questions: Sequence[Question], *, variant: str) -> Measured:
    """Ask every question in the variant; the time is that of the ranking alone."""
    typed = [varied(text.nfc(question.text), variant=variant, id=question.id) for question in questions]
    for question in typed[:WARM_UP]:
        ranking(question)
    found, times = [], []
    for question in typed:
        start = time.perf_counter()
        matches = ranking(question)
        times.append((time.perf_counter() - start) * 1000)
        found.append(documents(matches))
    pairs = [(ids, question.relevant) for ids, question in zip(found, questions, strict=True)]
    return Measured(
        ndcg=fmean(ndcg(ids, relevant) for ids, relevant in pairs),
        recall10=fmean(recall(ids, relevant, 10) for ids, relevant in pairs),
        recall100=fmean(recall(ids, relevant, DEPTH) for ids, relevant in pairs),
        mrr=fmean(reciprocal_rank(ids, relevant) for ids, relevant in pairs),
        success1=fmean(float(ids[:1] != [] and ids[0] in relevant) for ids, relevant in pairs),
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
    )


def documents(matches: Sequence[Match]) -> list[str]:
    """The documents of the records found, each where its best record stands; a record's id is "<document>:<ordinal>"."""
    return list(dict.fromkeys(match.id.rpartition(":")[0] for match in matches))
