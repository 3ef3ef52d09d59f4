"""The project's own samples: what is read from them is what their expected files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Directive
from corpus.settings import ROOT, Settings
from ingest.pipeline import understand

SAMPLES = ROOT / "corpus" / "samples"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.json"))
SECTION = ("kind", "marker", "heading", "level")
CITATION = ("text", "type", "symbol", "clause", "form")


def expected(path: Path) -> dict[str, Any]:
    """What a sample's side file says."""
    side = path.with_name(f"{path.stem}.expected.json")
    answer: dict[str, Any] = json.loads(side.read_text(encoding="utf-8"))
    return answer


def test_there_are_enough_samples_in_every_format() -> None:
    """At least fourteen, in text, HTML, Word and PDF."""
    assert len(DOCUMENTS) >= 14
    assert {path.suffix for path in DOCUMENTS} >= {".txt", ".html", ".docx", ".pdf"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_header_is_read_exactly(path: Path) -> None:
    """Every field of the header has the expected value, and null where the document says nothing."""
    header = understand(path, Settings()).header
    read = {name: getattr(header, name) for name in expected(path)["header"]}
    values = {name: found.value if found else None for name, found in read.items()}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()} == expected(path)["header"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_outline_is_read_exactly(path: Path) -> None:
    """Every heading with its kind, marker and level, and none besides."""
    sections = understand(path, Settings()).sections
    assert [{name: getattr(s, name) for name in SECTION} for s in sections] == expected(path)["sections"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_spans_hold_the_words_of_the_values(path: Path) -> None:
    """A span of a section is its marker and title as they stand in the stored text."""
    document = understand(path, Settings())
    for section in document.sections:
        words = " ".join(section.span.of(document.text.text).split())
        assert words.startswith(section.marker)
        assert document.text.text[section.extent.start : section.extent.end].strip()


UNDERSTOOD = [path for path in DOCUMENTS if "directives" in expected(path)]


def test_directives_and_citations_are_checked_on_enough_samples() -> None:
    """At least six side files say what is ordered and what is cited."""
    assert len(UNDERSTOOD) >= 6


@pytest.mark.parametrize("path", UNDERSTOOD, ids=lambda path: path.stem)
def test_citations_are_read_exactly(path: Path) -> None:
    """Every document cited, with type, canonical number and clause, and none besides."""
    cited = understand(path, Settings()).citations
    assert [{name: getattr(one, name) for name in CITATION} for one in cited] == expected(path)["citations"]


@pytest.mark.parametrize("path", UNDERSTOOD, ids=lambda path: path.stem)
def test_directives_are_read_exactly(path: Path) -> None:
    """Every order with who does it, with whom, by when and how much, and none besides."""
    assert [said(one) for one in understand(path, Settings()).directives] == expected(path)["directives"]


def said(one: Directive) -> dict[str, Any]:
    """A directive as the side files give it."""
    return {
        "begins": " ".join(one.text.split()[:8]),
        "kind": one.kind,
        "owners": list(one.owners),
        "inherited_owners": list(one.inherited_owners),
        "partners": list(one.partners),
        "deadlines": [[due.date, due.recurrence] for due in one.deadlines],
        "targets": [[goal.operator, goal.value, goal.unit] for goal in one.targets],
    }
