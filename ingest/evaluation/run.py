"""Scores every annotated document: text, extraction, judgements."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ingest.evaluation.extraction import Outcome, extract, score
from ingest.evaluation.gold import GoldDocument, Texts
from ingest.evaluation.results import Results


def run(documents: Sequence[GoldDocument], texts: Texts) -> Results:
    """All judgements on the documents, in their order."""
    outcomes: list[Outcome] = []
    absent: dict[str, None] = {}
    lost: dict[str, list[str]] = {}
    begin = time.perf_counter()
    for one in documents:
        text = texts.text(one)
        extracted = extract(text)
        absent |= {name: None for name in ("citations", "directives") if getattr(extracted, name) is None}
        judged, missing = score(one, text, extracted)
        outcomes += judged
        if missing:
            lost[one.name] = missing
    return Results({one.name: one.split for one in documents}, tuple(outcomes), tuple(absent), lost, time.perf_counter() - begin)
