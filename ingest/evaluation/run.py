"""Scores every annotated document: text, extraction, judgements."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ingest.evaluation.extraction import Outcome, score
from ingest.evaluation.gold import GoldDocument, Texts
from ingest.evaluation.results import Results
from ingest.pipeline import understand_text


def run(documents: Sequence[GoldDocument], texts: Texts) -> Results:
    """All judgements on the documents, in their order."""
    outcomes: list[Outcome] = []
    lost: dict[str, list[str]] = {}
    begin = time.perf_counter()
    for one in documents:
        judged, missing = score(one, understand_text(texts.text(one)))
        outcomes += judged
        if missing:
            lost[one.name] = missing
    return Results({one.name: one.split for one in documents}, tuple(outcomes), lost, time.perf_counter() - begin)
