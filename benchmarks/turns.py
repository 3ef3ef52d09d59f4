"""What do the ways to spare work in a large index save?

    python -m benchmarks.turns FOLDER DIRECTORY [--questions 60]

FOLDER is a collection of search.evaluation, DIRECTORY an index that benchmarks.growth kept. Each question is asked in each way before
the next one is, so that other work on the machine falls on all ways alike; compare the milliseconds of the processor.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.stopwatch import machine, table
from corpus.settings import Settings
from indices.embedded import EmbeddedIndex, faint
from indices.encoder import open_encoder
from search.evaluation.collection import collection
from search.evaluation.measures import percentile
from search.fuse import weighted
from search.gather import CANDIDATES, share_of
from search.searcher import Searcher

HEADS = ("", "p50 (ms)", "p95 (ms)", "processor (ms)")


@dataclass
class Way:
    """A question asked in one way: with or without the first look at vectors (`look`) and the leaving out of tokens (`thin`)."""

    name: str
    ask: Callable[[str], object]
    look: bool
    thin: bool
    taken: list[float] = field(default_factory=list)
    worked: float = 0.0

    def run(self, question: str) -> None:
        """Ask, and note the time."""
        began, worked = time.perf_counter(), time.process_time()
        self.ask(question)
        self.taken.append((time.perf_counter() - began) * 1000)
        self.worked += (time.process_time() - worked) * 1000


def main() -> None:
    """Print the table."""
    options = _options()
    questions = [question.text for question in collection(options.folder, split="dev").questions[: options.questions]]
    index, encoder = EmbeddedIndex(options.directory), open_encoder(Settings.from_env())
    ways = _ways(Searcher(index, encoder))
    snapshot, many = index._snapshot, faint.MANY
    assert snapshot is not None
    whole = snapshot.segments
    bare = tuple(replace(segment, head=None) for segment in whole)
    for n, question in enumerate([*questions[:5], *questions]):
        for way in ways:
            snapshot.segments = whole if way.look else bare
            faint.MANY = many if way.thin else 1 << 60
            way.run(question)
            if n < 5:  # caches are still cold
                way.taken, way.worked = [], 0.0
    rows = [(way.name, percentile(way.taken, 0.5), percentile(way.taken, 0.95), way.worked / len(way.taken)) for way in ways]
    print(f"{machine()}; {index.count():,} passages, {len(questions)} questions in turn\n{table(HEADS, rows)}")


def _ways(searcher: Searcher) -> list[Way]:
    index, encoder = searcher.index, searcher.encoder

    def words(question: str) -> object:
        return index.match(searcher.understand(question).query, limit=CANDIDATES)

    def vectors(question: str) -> object:
        return index.nearest(encoder.encode_queries([question])[0], limit=CANDIDATES)

    def one_after_the_other(question: str) -> object:
        asking = searcher.understand(question)
        lexical = index.match(asking.query, limit=CANDIDATES)
        dense = index.nearest(searcher.vector(asking), limit=CANDIDATES)
        return weighted(lexical, dense, weight=share_of(index, lexical, asking))

    def both(question: str) -> object:
        return searcher.candidates(searcher.understand(question))

    return [
        Way("words, every token", words, look=False, thin=False),
        Way("words, without the faint ones", words, look=False, thin=True),
        Way("vector and nearest, all rows", vectors, look=False, thin=False),
        Way("vector and nearest, after a first look", vectors, look=True, thin=False),
        Way("hybrid with neither, one after the other", one_after_the_other, look=False, thin=False),
        Way("hybrid with both, one after the other", one_after_the_other, look=True, thin=True),
        Way("hybrid with both, at the same time", both, look=True, thin=True),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    return parser.parse_args()


if __name__ == "__main__":
    main()
