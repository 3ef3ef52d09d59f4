"""Cuts the long articles of a collection into passages as long as the model reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indices.encoder import Encoder
from indices.windows import windows
from search.evaluation.collection import Article
from search.evaluation.vectors import LIMIT


def passages(articles: Iterable[Article], encoder: Encoder) -> Iterator[Article]:
    """Each article as it is where the model reads it whole, else its passages: documents of their own, ordinals from 0.

    An article that is a passage of a document already is left alone.
    """
    for article in articles:
        above = (article.title, *article.headings)
        found = [] if article.document else windows(above, article.text, encoder, limit=LIMIT)
        if len(found) < 2:
            yield article
            continue
        for ordinal, (start, end) in enumerate(found):
            part = article.text[start:end]
            yield replace(article, id=f"{article.id}:{ordinal}", text=part, document=article.id, ordinal=ordinal)
