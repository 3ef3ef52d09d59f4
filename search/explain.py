"""Says in Vietnamese how a question was read, why a hit was found, and why nothing was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from corpus import symbol, text
from corpus.document import Span
from indices.protocol import Filters, Record
from indices.vocabulary import Named
from search import snippet
from search.fields import LABELS
from search.gather import Gathered
from search.match import Asked, owns
from search.results import Empty, Understood, Why

_SHOWN = 8  # words named of a hit
_FILTERS = {
    "type": "loại văn bản",
    "issuer": "cơ quan ban hành",
    "year": "năm ban hành",
    "document": "trong một văn bản",
    "not_type": "trừ loại văn bản",
    "not_issuer": "trừ cơ quan ban hành",
    "issued_from": "ban hành từ ngày",
    "issued_to": "ban hành đến ngày",
}


def understood(asking: Asked, filters: Filters, *, notes: Sequence[str], empty: Empty | None, cited: Sequence[str]) -> Understood:
    """The object that tells how a question was read."""
    return Understood(
        reading=asking.words if asking.changes else None,
        symbol=asking.symbol,
        filters=given(filters),
        notes=tuple(notes),
        typed=asking.language.text if asking.changes else None,
        expansions=tuple(dict.fromkeys((one.typed, one.meaning) for one in asking.expansions)),
        hints=tuple((hint.key, hint.kind, hint.value, hint.label) for hint in asking.hints),
        clauses=tuple((used.field, used.value) for used in asking.language.used),
        cited=tuple(cited),
        empty=empty,
    )


def given(filters: Filters) -> dict[str, object]:
    """The filters that are set."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(filters).items() if value}


def notes(asking: Asked, found: Gathered, *, listed: bool = False) -> list[str]:
    """Sentences about the question itself and about what all the results have in common; `listed`: without words all are shown."""
    said = list(asking.language.notes)
    if listed and asking.empty and asking.language.plain:
        return [*said, "Không có từ để tìm: liệt kê mọi nhiệm vụ đúng bộ lọc, hạn gần nhất trước."]
    if asking.empty and asking.language.plain:
        return [*said, "Không có từ nào để tìm; hãy gõ một số hiệu, một cụm từ hay một câu hỏi."]
    if asking.missing and found.scores:
        said.append(f"Không có văn bản nào chứa {quoted(asking.missing)}; kết quả theo các từ còn lại.")
    if asking.complete and not (found.citing or asking.owners) and asking.symbol:
        said.append(f"Không có văn bản nào mang số hay viện dẫn {asking.symbol}.")
    if found.near and found.scores and not asking.empty:
        said.append("Không có văn bản nào chứa các từ đã gõ; dưới đây là những đoạn gần nghĩa nhất.")
    if found.scores and common(asking.words or asking.text):
        said.append("Câu hỏi chỉ có những từ rất thường gặp, văn bản nào cũng có; hãy thêm từ nói rõ điều cần tìm.")
    if asking.empty and found.scores:
        said.append("Không có từ để tìm: liệt kê các văn bản đúng điều kiện, mới nhất trước.")
    return said


def common(words: str) -> bool:
    """Whether a question has words, but only such as stand in every text: «và của các»."""
    found = text.syllables(words)
    return bool(found) and all(token.text in snippet.STOP_WORDS for token in found)


def cited(asking: Asked, found: Gathered) -> tuple[str, ...]:
    """The number typed, where documents cite it and none has it."""
    if not asking.complete or not found.citing:
        return ()
    if any(row.symbol and not asking.complete.isdisjoint(symbol.variants(row.symbol)) for row in found.names.values()):
        return ()
    return (asking.symbol,) if asking.symbol else ()  # a key, «2nqtw», says nothing to a person


def why(named: Named, passages: Sequence[Record], spans: Sequence[Sequence[Span]], *, asking: Asked, meaning: float) -> Why:
    """Why a document was found: `spans` are the marks in the text of each passage shown."""
    marked = [row.text[span.start : span.end].lower() for row, marks in zip(passages, spans, strict=True) for span in marks]
    marker = snippet.marker(asking.words or asking.text, asking.numbers)
    heading = any(marker.spans(" ".join(row.heading_path)) for row in passages)
    own = named.id in asking.owners or owns(named.symbol, asking) > 0
    fields = [("passage", bool(marked)), ("heading", heading), ("title", bool(marker.spans(named.title))), ("number", own)]
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in marked))[:_SHOWN]
    agreeing = tuple(hint.key for hint in asking.hints if any(hint.test(row) for row in passages))
    return Why(words, tuple(name for name, holds in fields if holds), meaning, own, agreeing)


def empty(asking: Asked, filters: Filters, *, chosen: Filters, finds: Callable[[Filters], int]) -> Empty | None:
    """Which words or which filter leave nothing, and what would find something.

    `filters` are all that hold, `chosen` those beside the question; `finds` counts what is found with other ones.
    """
    if asking.empty and asking.language.plain:
        return Empty("words")
    if asking.lost:
        return Empty("words", words=asking.missing)
    culprits = tuple(_FILTERS[name] for name in given(chosen) if finds(_without(filters, name)))
    if culprits:
        return Empty("filters", filters=culprits, alternatives=(asking.words,) if asking.words else ())
    if not asking.language.plain:
        named = tuple(dict.fromkeys(LABELS[used.name] for used in asking.language.used))
        return Empty("language", words=asking.missing, filters=named, alternatives=(asking.words,) if asking.words else ())
    return Empty("words", words=asking.missing)


def sentence(why: Empty) -> str:
    """The reason in one Vietnamese sentence."""
    if why.reason == "filters":
        return f"Không có kết quả vì bộ lọc: {', '.join(why.filters)}. Hãy bỏ bớt bộ lọc này."
    if why.reason == "language" and (why.filters or why.alternatives):
        named = f" ({', '.join(why.filters)})" if why.filters else ""
        return f"Không có văn bản nào đúng mọi điều kiện{named} của câu hỏi. Hãy bỏ bớt điều kiện, dấu ngoặc kép hay từ loại trừ."
    if why.words:
        return f"Không có văn bản nào chứa {quoted(why.words)}."
    return "Không có văn bản nào chứa các từ đã gõ."


def quoted(words: Sequence[str]) -> str:
    """«một», «hai»."""
    return ", ".join(f"«{word}»" for word in words)


def _without(filters: Filters, name: str) -> Filters:
    blank: object = getattr(Filters(), name)
    return replace(filters, **{name: blank})  # type: ignore[arg-type]
