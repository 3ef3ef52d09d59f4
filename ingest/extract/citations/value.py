"""A mention of a document while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Citation, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in the text: where its own words start and end, and what they say.

    `number` is the bare number of a short form ("02"); `name` the folded name of a law ("dat dai"), "" for a law that
    amends others; `name_end` where that name ends.
    """

    start: int
    end: int
    form: str
    type: str | None = None
    symbol: str | None = None
    number: str = ""
    issued: str | None = None
    issuer: str | None = None
    clause: str | None = None
    relation: str | None = None
    confidence: float = 0.95
    name: str = ""
    name_end: int = 0

    def citation(self, text: str) -> Citation:
        """The finished value."""
        span = Span(self.start, self.end)
        return Citation(
            text=" ".join(span.of(text).split()),
            span=span,
            type=self.type,
            symbol=self.symbol,
            issued=self.issued,
            issuer=self.issuer,
            clause=self.clause,
            form=self.form,
            relation=self.relation,
            confidence=self.confidence,
        )
