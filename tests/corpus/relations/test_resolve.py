"""What a citation means among the documents held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import Citation, Document, Found, Header, Line, Span, Text
from corpus.relations import Held, document_keys, references, resolve

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "resolution.yml").read_text(encoding="utf-8"))


def strings(values: dict[str, Any]) -> dict[str, str]:
    """YAML makes dates of "2021-06-12"."""
    return {key: str(value) for key, value in values.items()}


def citing(citation: dict[str, Any], source: dict[str, Any], about: str) -> Document:
    """A document of one line that cites."""
    values = strings(citation)
    words = values["text"] + about
    header = Header(
        issued=Found(str(source["issued"]), None, 1.0) if "issued" in source else None,
        issuer=Found(source["issuer"], None, 1.0) if "issuer" in source else None,
    )
    made = Citation(**(values | {"span": Span(0, len(values["text"]))}))  # type: ignore[arg-type]
    return Document(Text(words, (Line(Span(0, len(words))),)), header, citations=(made,))


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_resolution(case: dict[str, Any]) -> None:
    """Each rule of tests/cases/resolution.yml."""
    held = [Held(id=str(number), **strings(values)) for number, values in enumerate(case["held"])]
    about = case.get("about", "")
    [reference] = references(citing(case["citation"], case["citing"], about))
    under = [one for one in held if reference.key in document_keys(one)]
    found = resolve(reference, Held(id="source", **strings(case["citing"])), under, about=about)
    assert found.state == case["state"], found
    if found.state == "held":
        assert found.target == str(case.get("target", 0))
    if "candidates" in case:
        assert found.candidates == tuple(str(number) for number in case["candidates"])
    if "note" in case:
        assert found.note == case["note"]
    assert [conflict.message for conflict in found.conflicts] == case.get("conflicts", [])


def test_own_number_without_a_date_is_the_document_itself() -> None:
    """«(Kèm theo Hướng dẫn số 07/HD-LĐLĐ)» in an annex of that very document."""
    own = Held("own", "07/HD-LĐLĐ", "Hướng dẫn", "2022-10-06", "LĐLĐ huyện Bến Tràm")
    twin = Held("other", "07/HD-LĐLĐ", "Hướng dẫn", "2022-03-01", "LĐLĐ huyện Cồn Dài")
    [reference] = references(citing({"text": "Hướng dẫn số 07/HD-LĐLĐ", "symbol": "07/HD-LĐLĐ", "type": "Hướng dẫn"}, {}, ""))
    assert (resolve(reference, own, [twin, own]).state, resolve(reference, own, [twin, own]).target) == ("self", "own")


def test_own_number_of_another_year_is_another_document() -> None:
    """Last year's programme of the same number is no self-citation."""
    own = Held("own", "07/HD-LĐLĐ", "Hướng dẫn", "2022-10-06", "LĐLĐ huyện Bến Tràm")
    words = {"text": "Hướng dẫn số 07/HD-LĐLĐ ngày 02/02/2021", "symbol": "07/HD-LĐLĐ", "type": "Hướng dẫn", "issued": "2021-02-02"}
    [reference] = references(citing(words, {}, ""))
    assert resolve(reference, own, [own]).state == "missing"
