"""The sentence around a place in a text, the evidence that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Span

REACH = 500  # characters on either side beyond which no sentence is followed
# ". Ban", "2021. Ban", "; ", line ends
_END = re.compile(r"[.!?…](?=\s+[\"“(*]*[A-ZĐÀ-Ỹ])|;(?=\s)|\n")
# "TP. Hồ", "T. Ư", "Điều 2. Ban": a stop that ends nothing
_NO_END = re.compile(r"(?:[A-ZĐ]P|\W[A-ZĐ]|(?<![/\d])\d{1,2})$")
_START = re.compile(r"[\s\-–+*•]*")


def sentence(text: str, span: Span) -> Span:
    """The sentence (or clause before ";") that holds the span, without white space and bullet around it."""
    low = max(0, span.start - REACH)
    start = max((end for _, end in _ends(text, low, span.start)), default=low)
    if start == low and low:
        start = text.find(" ", low, span.start) + 1 or low
    stop = next((stop for stop, _ in _ends(text, span.end, span.end + REACH)), min(len(text), span.end + REACH))
    lead = _START.match(text, start, span.start)
    start = lead.end() if lead else start
    return Span(start, max(span.end, start + len(text[start:stop].rstrip())))


def _ends(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The ends of sentences in text[low:high]: where the sentence ends (its stop included), and where the next may begin."""
    for end in _END.finditer(text, low, high):
        mark = end[0]
        if mark == ";" or mark == "\n" or not _NO_END.search(text, max(0, end.start() - 3), end.start()):
            yield end.end() - (mark == "\n"), end.end()
