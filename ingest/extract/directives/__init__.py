"""What a document orders: every line or table row that assigns, plans or requests something still to be done."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Citation, Directive, Header, Section, Span, Text
from ingest.extract.directives.find import Finder


def directives(
    text: Text,
    *,
    header: Header = Header(),
    sections: Sequence[Section] = (),
    furniture: Sequence[Span] = (),
    citations: Sequence[Citation] = (),
) -> tuple[Directive, ...]:
    """All directives of a document, in the order of its lines; nothing is invented: no owner said, none given."""
    return Finder(text, header, tuple(sections), tuple(furniture), tuple(citations)).find()
