"""The vocabulary of records: which of their words are counted, and under what name a document is suggested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indices.protocol import Record
from indices.vocabulary.counting import counted
from indices.vocabulary.value import Named, Vocabulary


def of_records(records: Iterable[Record]) -> Vocabulary:
    """The words of each record with the heading above it, those of a title once a document, and the documents by name."""
    documents: dict[str, Named] = {}
    return counted(_texts(records, documents), _later(documents))


def _texts(records: Iterable[Record], documents: dict[str, Named]) -> Iterator[str]:
    for record in records:
        if record.document not in documents:
            documents[record.document] = _named(record)
            yield record.title
        yield "\n".join((*record.heading_path[-1:], record.text))


def _later(documents: dict[str, Named]) -> Iterator[Named]:
    """The names, once all texts have been read."""
    yield from documents.values()


def _named(record: Record) -> Named:
    return Named(record.document, record.symbol, record.type, record.issuer, record.issued, record.title)
