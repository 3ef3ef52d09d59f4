"""What Tantivy keeps of a record, and how our queries and filters are said to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from indices.protocol import TEXT_FIELDS, Filters, Record, TextQuery
from indices.record import counted, days

KEYS = ("document", "type", "issuer", "marker")
NUMBERS = ("slot", "year", "first_day", "last_day", "generation")
MARKER = "commit"  # the one document that is no record: it tells which generation of vectors belongs to this commit

Query = Any  # tantivy.Query, which has no types of its own here
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def schema() -> Any:
    """Token fields with frequencies for BM25, keys and numbers for filters; what a result shows lies in the segments."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in KEYS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA = schema()


def open_text(folder: Path) -> Any:
    """The Tantivy index in a folder, made if it is not there; readers reload it only when asked."""
    folder.mkdir(exist_ok=True)
    index = tantivy.Index(SCHEMA, path=str(folder))
    index.config_reader(reload_policy="manual")
    return index


def entry(record: Record, slot: int) -> Any:
    """A record as Tantivy takes it; `slot` is the number that ties it to its vector."""
    first, last = days(record.issued)
    document = tantivy.Document()
    for name, tokens in counted(record.tokens).items():
        document.add_text(name, tokens)
    for name in ("document", "type", "issuer"):
        document.add_text(name, getattr(record, name))
    for name, number in (("slot", slot), ("year", record.year), ("first_day", first), ("last_day", last)):
        document.add_unsigned(name, number)
    return document


def marker(generation: int) -> Any:
    """The document that names the generation of vectors of a commit."""
    document = tantivy.Document()
    document.add_text("marker", MARKER)
    document.add_unsigned("generation", generation)
    for name, tokens in counted({}).items():
        document.add_text(name, tokens)
    return document


def generation(searcher: Any) -> int:
    """The generation that a searcher's commit names, 0 before the first."""
    found = searcher.search(_term("marker", MARKER), 1, count=False, order_by_field="generation").hits
    return int(found[0][0]) if found else 0


def matching(query: TextQuery, filters: Filters) -> Query | None:
    """The query in Tantivy's words; None if it has no tokens."""
    terms = [(_SHOULD, tantivy.Query.boost_query(_term(name, token), boost)) for name, token, boost in weighted(query)]
    if not terms:
        return None
    text = tantivy.Query.boolean_query(terms)
    if not (filters or query.must or query.must_not):
        return text
    return tantivy.Query.boolean_query([(_MUST, text), *_conditions(filters), *_occurrences(query)])


def weighted(query: TextQuery) -> Iterable[tuple[str, str, float]]:
    """Each term once for each field and weight that is given."""
    for name, (tokens, boost) in query.fields.items():
        if boost > 0:
            yield from ((name, token, boost) for token in dict.fromkeys(tokens))
    yield from (term for term in query.more if term[2] > 0)


def _occurrences(query: TextQuery) -> Iterable[tuple[Any, Query]]:
    """What has to occur and what may not; neither changes a score."""
    for group in query.must:
        yield _MUST, _unscored(tantivy.Query.boolean_query([(_SHOULD, _term(name, token)) for name, token in group]))
    for name, token in query.must_not:
        yield _MUST_NOT, _term(name, token)


def _conditions(filters: Filters) -> Iterable[tuple[Any, Query]]:
    """The filters, none of which changes a score."""
    for name in ("type", "issuer", "year", "document"):
        if values := getattr(filters, name):
            yield _MUST, _one_of(name, values)
    for name in ("type", "issuer"):
        if values := getattr(filters, f"not_{name}"):
            yield _MUST_NOT, _one_of(name, values)
    low, high = day_limits(filters)
    if low is not None:
        yield _MUST, _between("last_day", low, None)
    if high is not None:
        yield _MUST, _between("first_day", 1, high)


def day_limits(filters: Filters) -> tuple[int | None, int | None]:
    """The days asked for as numbers: a record passes if any day its date may mean lies between; one without a date never."""
    low = max(1, days(filters.issued_from)[0]) if filters.issued_from else None
    high = days(filters.issued_to)[1] if filters.issued_to else None
    return low, high


def _term(name: str, value: str) -> Query:
    return tantivy.Query.term_query(SCHEMA, name, value, "freq")


def _one_of(name: str, values: Iterable[str] | Iterable[int]) -> Query:
    return _unscored(tantivy.Query.term_set_query(SCHEMA, name, list(values)))


def _between(name: str, low: int, high: int | None) -> Query:
    return _unscored(tantivy.Query.range_query(SCHEMA, name, tantivy.FieldType.Unsigned, low, high))


def _unscored(query: Query) -> Query:
    return tantivy.Query.const_score_query(query, 0.0)
