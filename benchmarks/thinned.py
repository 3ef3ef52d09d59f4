"""What does leaving frequent tokens out of a question change in the rankings of real ones?

    python -m benchmarks.thinned FOLDER [--split dev] [--articles 20000]

FOLDER is a collection of search.evaluation; of its articles those that answer are taken, and others from all over it. They are matched by
their words alone, so that nothing is encoded, in an index that takes itself for very large.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.stopwatch import machine, table
from indices.embedded import EmbeddedIndex, faint, schema
from indices.protocol import TextQuery
from search.evaluation.collection import Collection, collection
from search.evaluation.measures import ndcg, recall
from search.evaluation.prepare import record
from search.evaluation.runs import documents
from search.match import asked

SHARES = (0.0, 0.01, 0.02, 0.03, 0.05)
PORTION = 1_000
DEPTH = 100
HEADS = ("left out at most", "postings read", "nDCG@10", "R@100", "first 10 the same", "first 100 the same")


def main() -> None:
    """Print a line for each share."""
    options = _options()
    given = collection(options.folder, split=options.split)
    faint.MANY = faint.PLENTY = 1
    with tempfile.TemporaryDirectory() as place:
        index = _filled(EmbeddedIndex(Path(place)), given, options.articles)
        queries = [asked(question.text).query for question in given.questions]
        rows, first, whole = [], list[list[str]](), 0
        for share in SHARES:
            faint.SHARE = share
            found = [documents(index.match(query, limit=DEPTH)) for query in queries]
            first, read = first or found, _read(index, queries)
            whole = whole or read
            pairs = list(zip(found, (question.relevant for question in given.questions), strict=True))
            same = [fmean(len({*a[:k]} & {*b[:k]}) / max(1, len(a[:k])) for a, b in zip(first, found, strict=True)) for k in (10, DEPTH)]
            gains = fmean(ndcg(ids, right) for ids, right in pairs), fmean(recall(ids, right, DEPTH) for ids, right in pairs)
            rows.append([f"{value:.4f}" for value in (share, read / whole, *gains, *same)])
        print(f"{machine()}; {index.count():,} passages, {len(queries)} questions\n{table(HEADS, rows)}")


def _filled(index: EmbeddedIndex, given: Collection, count: int) -> EmbeddedIndex:
    """The articles that answer a question, and others up to about so many; their vectors say nothing."""
    right = {id for question in given.questions for id in question.relevant}
    step = max(1, len(given.articles) // count)
    records = [record(article) for n, article in enumerate(given.articles) if n % step == 0 or article.id in right]
    for low in range(0, len(records), PORTION):
        part = records[low : low + PORTION]
        index.put(part, np.ones((len(part), 1), dtype=np.float32))
    index.commit()
    return index


def _read(index: EmbeddedIndex, queries: Sequence[TextQuery]) -> int:
    """Postings of all tokens that are searched."""
    assert index._snapshot is not None
    searcher = index._snapshot._searcher
    kept = (term for query in queries for term in faint.telling(schema.weighted(query), searcher.doc_freq, searcher.num_docs))
    return sum(searcher.doc_freq(name, token) for name, token, _ in kept)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--articles", type=int, default=20_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
