"""Cuts long articles into passages as long as the model reads, each beginning where a sentence does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indices.encoder import PASSAGE_PROMPT, Encoder
from search.evaluation.collection import Article
from search.evaluation.vectors import LIMIT

MARKS = 2  # tokens that open and close a text
LEAST = 64  # tokens of the text itself, however long what stands above it
MOST = 12  # passages of one article: what is longer is a table or an annex, whose end says no more
BACK = 0.7  # share of a passage after which the next one may begin
_ENDS = ("\n", ". ", "; ")


def passages(articles: Iterable[Article], encoder: Encoder) -> Iterator[Article]:
    """Each article as it is where the model reads it whole, else its passages: documents of their own, ordinals from 0.

    An article that is a passage of a document already is left alone.
    """
    for article in articles:
        found = [] if article.document else windows("\n".join(filter(None, (article.title, *article.headings))), article.text, encoder)
        if len(found) < 2:
            yield article
            continue
        for ordinal, (start, end) in enumerate(found):
            part = article.text[start:end]
            yield replace(article, id=f"{article.id}:{ordinal}", text=part, document=article.id, ordinal=ordinal)


def windows(above: str, text: str, encoder: Encoder) -> list[tuple[int, int]]:
    """[start, end) of each passage of a text; neighbours overlap from the last end of a sentence on.

    Room is left for all that stands `above`, as ingest.passages leaves it for the title and the whole heading path.
    """
    lead = encoder.count_tokens(PASSAGE_PROMPT + (f"{above}\n" if above else ""))
    room = max(LEAST, LIMIT - MARKS - lead)
    tokens = encoder.token_spans(text)
    found: list[tuple[int, int]] = []
    first = 0
    while len(found) < MOST:
        last = min(len(tokens), first + room)
        if not tokens:
            break
        found.append((tokens[first][0], tokens[last - 1][1]))
        if last == len(tokens):
            break
        first = max(_next(text, tokens, first, last, room), first + 1)
    return found


def _next(text: str, tokens: list[tuple[int, int]], first: int, last: int, room: int) -> int:
    """The token with which the passage after [first, last) begins."""
    low = tokens[first + int(room * BACK)][0]
    cut = max(text.rfind(end, low, tokens[last - 1][1]) for end in _ENDS)
    if cut <= low:
        return last
    while last > first + 1 and tokens[last - 1][0] > cut:
        last -= 1
    return last
