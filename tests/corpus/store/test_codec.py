"""What a document is survives the way to JSON and back."""

from __future__ import annotations

import json

from corpus.document import Citation, Deadline, Directive, Document, Found, Span, Target, Text
from corpus.store.codec import from_json, pack, to_json, unpack
from tests.corpus.store.documents import document


def full() -> Document:
    """A document with every kind of value in it."""
    text = document().text
    directive = Directive(
        "target",
        "đạt 70%",
        Span(0, 5),
        heading_path=("I.",),
        deadlines=(Deadline("trước 20/12", Span(1, 4), date="2024-12-20"),),
        targets=(Target("70%", Span(2, 4), ">=", 70.0, "%"),),
    )
    citation = Citation("Luật Công đoàn", Span(3, 9), form="law", confidence=0.5)
    return Document(text, document().header, citations=(citation,), directives=(directive,))


def test_every_value_comes_back_as_it_was() -> None:
    """from_json undoes to_json, for compact JSON too."""
    for compact in (False, True):
        data = json.loads(json.dumps(to_json(full(), compact=compact)))
        assert from_json(Document, data) == full()


def test_span_is_a_pair() -> None:
    """A span is [start, end], and a found value has value, span and confidence."""
    assert to_json(Found("x", Span(3, 9), 0.5)) == {"value": "x", "span": [3, 9], "confidence": 0.5}


def test_full_json_names_unknown_fields() -> None:
    """What is unknown is null in the full form and left out of the compact one."""
    assert to_json(Document(Text("", ())))["header"]["symbol"] is None
    assert to_json(Document(Text("", ())), compact=True) == {"text": {"text": "", "lines": []}}


def test_fields_of_other_versions_of_the_program_do_no_harm() -> None:
    """A field that is not known is ignored, one that is missing takes its default."""
    found = from_json(Document, {"text": {"text": "a", "lines": [], "colour": "red"}, "later": 1})
    assert found == Document(Text("a", ()))


def test_packed_document_leaves_the_text_out() -> None:
    """The text is kept beside the packed form, not in it, and comes back from there."""
    packed = pack(document())
    assert unpack(packed, document().text.text) == document()
    assert unpack(packed, "").text.text == ""
