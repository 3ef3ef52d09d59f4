"""How many of the true neighbours does Elasticsearch's graph of vectors find, for how many candidates, and how long does that take?

    python -m benchmarks.neighbours [--vectors FOLDER] [--count 24000] [--questions 100] [--merged]

FOLDER holds vectors as *.npy files (var/evaluation/*/vectors/*); without it they are invented (benchmarks.invented), and hard:
more than a third crowd around one point. Questions are vectors of the same kind that are not in the index.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from elasticsearch import Elasticsearch, helpers

from benchmarks.invented import Invented
from benchmarks.stopwatch import machine, table
from indices.elastic import schema
from indices.elastic.state import State
from indices.protocol import Vectors
from search.evaluation.measures import percentile
from search.gather import CANDIDATES
from tests.servers.elasticsearch import node

INDEX, ASKED = "neighbours", CANDIDATES + 32  # as many as search asks for, and to see whether ties go on
TRIED = (1_000, 1_856, 4_640, 10_000)
DEPTHS = (100, 10)
HEADS = ("ứng viên", *(f"lân cận đúng, {depth}" for depth in DEPTHS), "p50 (ms)", "p95 (ms)")


def main() -> None:
    """Print a line for each number of candidates."""
    options = _options()
    held, asked = _vectors(options)
    one = node(heap_mb=1024, measured=True)
    try:
        one.start()
        with Elasticsearch(one.url, request_timeout=1800) as client:
            began = time.perf_counter()
            parts = _fill(client, held, merged=options.merged)
            rate = len(held) / (time.perf_counter() - began)
            print(f"{machine()}; {len(held):,} véc-tơ ({rate:.0f}/giây), {parts} phần, {len(asked)} câu hỏi\n")
            print(table(HEADS, [(str(tried), *_measured(client, held, asked, tried)) for tried in TRIED]))
    finally:
        one.remove()


def _vectors(options: argparse.Namespace) -> tuple[Vectors, Vectors]:
    """What is in the index, in the half precision it is kept in, and what is asked."""
    if options.vectors is None:
        invented = Invented()
        return _unit(invented.vectors(options.count)), invented.vectors(options.questions)
    rows = np.concatenate([np.load(path) for path in sorted(options.vectors.glob("*.npy"))])
    mixed = _unit(rows[np.random.default_rng(3).permutation(len(rows))])
    return mixed[options.questions :][: options.count], mixed[: options.questions]


def _unit(rows: Vectors) -> Vectors:
    kept = rows.astype(np.float16).astype(np.float32)
    unit: Vectors = kept / np.linalg.norm(kept, axis=1, keepdims=True)
    return unit


def _fill(client: Elasticsearch, held: Vectors, *, merged: bool) -> int:
    """Put all vectors into a new index; returns how many segments it has."""
    client.indices.create(index=INDEX, **schema.index_body(held.shape[1], 1))
    for _ in helpers.streaming_bulk(client, _entries(held), chunk_size=500):
        pass
    client.indices.refresh(index=INDEX)
    if merged:
        client.indices.forcemerge(index=INDEX, max_num_segments=1)
        client.indices.refresh(index=INDEX)
    return len(client.cat.segments(index=INDEX, format="json").body)


def _entries(held: Vectors) -> Iterator[dict[str, Any]]:
    for n, row in enumerate(held):
        yield {"_index": INDEX, "_id": str(n), "id": str(n), "born": 1, "vector": row.astype(np.float64).round(6).tolist()}


def _measured(client: Elasticsearch, held: Vectors, asked: Vectors, tried: int) -> tuple[str | float, ...]:
    """Shares of the true neighbours found, and milliseconds."""
    right, seconds = dict.fromkeys(DEPTHS, 0), []
    for vector in asked:
        best = np.argsort(-(held @ vector), kind="stable")
        began = time.perf_counter()
        found = _found(client, vector, tried)
        seconds.append(time.perf_counter() - began)
        for depth in DEPTHS:
            right[depth] += len({*found[:depth]} & {*best[:depth].tolist()})
    shares = [f"{right[depth] / depth / len(asked):.4f}" for depth in DEPTHS]
    return *shares, percentile(seconds, 0.5) * 1000, percentile(seconds, 0.95) * 1000


def _found(client: Elasticsearch, vector: Vectors, tried: int) -> list[int]:
    query = schema.walked(vector.astype(np.float64).tolist(), [], State(generation=1).hidden(), ASKED)
    query["knn"]["num_candidates"] = tried
    answer = client.search(index=INDEX, query=query, size=ASKED, source=False, stored_fields="_none_", docvalue_fields=["id"])
    return [int(hit["fields"]["id"][0]) for hit in answer["hits"]["hits"]]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--count", type=int, default=24_000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--merged", action="store_true", help="in one segment, where a graph misses most")
    return parser.parse_args()


if __name__ == "__main__":
    main()
