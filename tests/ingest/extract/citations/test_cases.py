"""Citations by rule: the cases of tests/cases/citations/*.yml, which anyone can extend."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.evaluation.gold import plain
from ingest.extract.citations import citations

CASES = Path(__file__).resolve().parents[3] / "cases" / "citations"
FIELDS = {
    "words": "text", "number": "symbol", "type": "type", "date": "issued", "issuer": "issuer", "clause": "clause", "form": "form",
    "relation": "relation",
}  # fmt: skip


def _cases() -> list[Any]:
    found = ((path.stem, case) for path in sorted(CASES.glob("*.yml")) for case in yaml.safe_load(path.read_text(encoding="utf-8")))
    return [pytest.param(case, id=f"{rule}: {case['text'][:60]}") for rule, case in found]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    """Exactly the documents named in the case are cited, in order, with the fields it gives."""
    found = citations(plain(case["text"]))
    assert len(found) == len(case["cited"]), [one.text for one in found]
    for expected, one in zip(case["cited"], found, strict=True):
        read = {name: getattr(one, FIELDS[name]) for name in expected}
        assert read == {name: value if value is None else str(value) for name, value in expected.items()}


@pytest.mark.parametrize("case", _cases())
def test_spans_hold_the_words(case: dict[str, Any]) -> None:
    """Every citation covers its words in the stored text, and no two overlap."""
    text = plain(case["text"])
    found = citations(text)
    assert all(" ".join(one.span.of(text.text).split()) == one.text for one in found)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
