"""Passage to index record: alone knows what of a document goes into which field, and what a vector is made from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields

from corpus import text
from corpus.document import Document, Found, Passage
from indices.protocol import TEXT_FIELDS, Record

_ARTICLE = re.compile(r"dieu +\d")  # folded
NOTHING = "␀"  # the one token of a field that has none


def records(document_id: str, document: Document, passages: Sequence[Passage], *, source: str) -> list[Record]:
    """One record for each passage, with its tokens; what the document does not say is ""."""
    header = document.header
    symbol, kind, issuer, issued = (_value(found) for found in (header.symbol, header.type, header.issuer, header.issued))
    subject = _subject(document)
    label = "\n".join(part for part in (kind, subject, issuer) if part)
    return [
        Record(
            id=f"{document_id}:{passage.ordinal}",
            document=document_id,
            ordinal=passage.ordinal,
            text=passage.text,
            span=(passage.span.start, passage.span.end),
            page=passage.page,
            heading_path=passage.heading_path,
            title=subject,
            symbol=symbol,
            type=kind,
            issuer=issuer,
            issued=issued,
            year=year(issued),
            source=source,
            tokens=text.document_tokens(passage.text, title=label, heading="\n".join(passage.heading_path), symbol=symbol),
        )
        for passage in passages
    ]


def embedding_text(record: Record) -> str:
    """What a vector is made from: the title, the innermost headings and the words, so that the window goes to the words."""
    return joined(record.title, record.heading_path, record.text)


def embedding_texts(document: Document, passages: Sequence[Passage]) -> list[str]:
    """The same for passages that are no records yet: their tokens are not needed, and cost more time than all the rest."""
    subject = _subject(document)
    return [joined(subject, passage.heading_path, passage.text) for passage in passages]


def counted(tokens: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What is indexed of each field, tokens apart by a space; never empty.

    BM25 on Elasticsearch counts the records that have the field, on Tantivy all of them: with a token in every field of every
    record (and of the one document in the index that is no record) the counts, and so the scores, are the same.
    """
    return {name: " ".join(tokens.get(name, ())) or NOTHING for name in TEXT_FIELDS}


def packed(record: Record) -> bytes:
    """A record as an engine keeps it to show it again: all but its tokens."""
    values = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "tokens"}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(data: bytes) -> Record:
    """The record that was packed."""
    values = json.loads(data)
    return Record(**values | {"span": tuple(values["span"]), "heading_path": tuple(values["heading_path"])})


def year(issued: str) -> int:
    """The year of an ISO date, 0 where unknown."""
    return int(issued[:4]) if issued[:4].isdigit() else 0


def days(issued: str) -> tuple[int, int]:
    """First and last day an ISO date may mean, as YYYYMMDD: ("2022-11") -> (20221101, 20221131); unknown is (0, 0)."""
    if not year(issued):
        return 0, 0
    parts = [int(part) for part in issued.split("-")]
    low, high = [*parts, 1, 1][:3], [*parts, *(12, 31)[len(parts) - 1 :]][:3]
    return _number(low), _number(high)


def _number(parts: Sequence[int]) -> int:
    return parts[0] * 10_000 + parts[1] * 100 + parts[2]


def _subject(document: Document) -> str:
    return _value(document.header.subject) or document.text.metadata.get("title", "")


def joined(title: str, heading_path: Sequence[str], words: str) -> str:
    """What a vector is made from, of its parts: an article under its own heading, anything else under the two innermost ones.

    «Điều 9. Mức đóng» says what it is about, and the chapter above it takes room; «1. Chỉ tiêu» says nothing without what it stands under.
    """
    near = heading_path[-1:] if heading_path and _ARTICLE.match(text.fold(heading_path[-1])) else heading_path[-2:]
    return "\n".join(part for part in (title, *near, words) if part)


def _value(found: Found[str] | None) -> str:
    return found.value if found else ""
