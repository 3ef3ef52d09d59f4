"""What can go wrong while answering a question."""

from __future__ import annotations

from corpus.errors import VanKienError


class SearchError(VanKienError):
    """The question cannot be answered; the message says why."""
