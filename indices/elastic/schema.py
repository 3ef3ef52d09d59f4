"""What Elasticsearch keeps of a record, and how our queries and filters are said to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from indices.protocol import Filters, Record, TextQuery, Vectors
from indices.record import NOTHING, counted, days

Body = dict[str, Any]
_MOST_TERMS = 60_000  # of 65,536 that a server takes in one list


@cache
def _template() -> str:
    return Path(__file__).with_name("index.json").read_text(encoding="utf-8")


def index_body(dimensions: int, shards: int) -> Body:
    """Settings and mapping of a new version: index.json, with the length of this model's vectors."""
    body: Body = json.loads(_template())
    body["settings"]["index"]["number_of_shards"] = shards
    body["mappings"]["properties"]["vector"]["dims"] = dimensions
    return body


def entry(record: Record, vector: Vectors, generation: int) -> Body:
    """A record as Elasticsearch takes it."""
    first, last = days(record.issued)
    shown = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "tokens"}
    keys = {name: getattr(record, name) for name in ("id", "document", "type", "issuer", "year")}
    # six digits say more than the half precision the embedded engine keeps
    numbers = vector.astype("float16").astype("float64").round(6).tolist()
    return {**counted(record.tokens), **keys, "first_day": first, "last_day": last, "born": generation, "record": shown, "vector": numbers}


def blank() -> Body:
    """The document that is no record and never changes; the embedded engine has one too, and BM25 counts it."""
    return dict(counted({}))


def shown(source: Mapping[str, Any]) -> Record:
    """The record that was put, without its tokens."""
    values = source["record"]
    return Record(**values | {"span": tuple(values["span"]), "heading_path": tuple(values["heading_path"])})


def matching(query: TextQuery, allowed: Sequence[Body] = (), hidden: Sequence[Body] = ()) -> Body | None:
    """The scored terms, what must and must not occur, what is allowed and hidden; None if there are no terms.

    Each term is a clause: the sum is that of weighted BM25. All is one flat query: while nothing has to occur, Lucene
    skips whole blocks of records that cannot be among the best.
    """
    terms = [_term(name, token, boost) for name, token, boost in _weighted(query)]
    if not terms:
        return None
    must = [{"bool": {"should": [_term(name, token) for name, token in group]}} for group in query.must]
    must_not = [_term(name, token) for name, token in query.must_not]
    return {"bool": {"should": terms, "minimum_should_match": 1, "filter": [*must, *allowed], "must_not": [*must_not, *hidden]}}


def _weighted(query: TextQuery) -> Iterator[tuple[str, str, float]]:
    """Each term once for each field and weight that is given; the one that stands for an empty field is no word."""
    for name, (tokens, boost) in query.fields.items():
        yield from ((name, token, boost) for token in dict.fromkeys(tokens) if boost > 0 and token != NOTHING)
    yield from (term for term in query.more if term[2] > 0 and term[1] != NOTHING)


def _term(name: str, token: str, boost: float = 1.0) -> Body:
    return {"term": {name: {"value": token, "boost": boost}}}


def among(name: str, values: Sequence[str] | Sequence[int]) -> Body:
    """One of these values; of more than the server takes at once several lists are made."""
    parts: list[Body] = [{"terms": {name: list(values[start : start + _MOST_TERMS])}} for start in range(0, len(values) or 1, _MOST_TERMS)]
    return parts[0] if len(parts) == 1 else {"bool": {"should": parts}}


def conditions(filters: Filters) -> list[Body]:
    """The filters, all of which have to hold."""
    wanted = [among(name, values) for name in ("type", "issuer", "year", "document") if (values := getattr(filters, name))]
    for name in ("type", "issuer"):
        if values := getattr(filters, f"not_{name}"):
            wanted.append({"bool": {"must_not": among(name, values)}})
    if filters.issued_from:
        wanted.append({"range": {"last_day": {"gte": max(1, days(filters.issued_from)[0])}}})
    if filters.issued_to:
        wanted.append({"range": {"first_day": {"gte": 1, "lte": days(filters.issued_to)[1]}}})
    return wanted


def compared(numbers: Sequence[float], allowed: Sequence[Body]) -> Body:
    """Every allowed record by the cosine of its vector, plus one."""
    script = {"source": "cosineSimilarity(params.vector, 'vector') + 1.0", "params": {"vector": numbers}}
    return {"script_score": {"query": {"bool": {"filter": [*allowed]}}, "script": script}}


def walked(numbers: Sequence[float], allowed: Sequence[Body], hidden: Sequence[Body], asked: int) -> Body:
    """About the `asked` nearest allowed records by the graph, compared again in full; the score is (1 + cosine) / 2.

    Real vectors need far fewer candidates (a thousand find .999 of the true hundred); those that crowd around one point do not,
    and with many asked for the walk is most of what a question costs (docs/scale.md).
    """
    return {
        "knn": {
            "field": "vector",
            "query_vector": numbers,
            "k": asked,
            "num_candidates": min(10_000, max(2_700, 8 * asked)),
            "rescore_vector": {"oversample": 2.0},
            "filter": {"bool": {"filter": [*allowed], "must_not": [*hidden]}},
        }
    }
