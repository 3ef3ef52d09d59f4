"""Says in Vietnamese how a question was read, why a hit was found, and why nothing was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from corpus import symbol, text
from corpus.document import Span
from indices.protocol import Filters, Record
from indices.vocabulary import Named
from search import snippet
from search.fields import LABELS
from search.gather import Gathered
from search.match import Asked, owns
from search.numbers import number_spans
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


@dataclass(frozen=True, slots=True)
class Others:
    """What another question would find: how many records with other filters, how many without a part of the question (its span),
    and the numbers of documents held that are near to one nobody has."""

    filtered: Callable[[Filters], int]
    asked: Callable[[Span], int]
    near: Callable[[str], Sequence[str]]


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
    if any("in_force" in one.meant and not one.excluded and "unknown" not in one.meant for one in asking.language.conditions):
        said.append("Không kể văn bản không rõ hiệu lực; gõ -hieuluc:hết để thấy cả những văn bản ấy.")
    if listed and asking.empty and asking.language.plain:
        return [*said, "Không có từ để tìm: liệt kê mọi nhiệm vụ đúng bộ lọc, hạn gần nhất trước."]
    if asking.empty and asking.language.plain:
        return [*said, "Không có từ nào để tìm; hãy gõ một số hiệu, một cụm từ hay một câu hỏi."]
    if asking.missing and found.scores:
        said.append(f"Không có văn bản nào chứa {quoted(asking.missing)}; kết quả theo các từ còn lại.")
    said += _unheld(asking, found)
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


def _unheld(asking: Asked, found: Gathered) -> list[str]:
    """What is said of a number or a law that was asked for and that no document held is."""
    if asking.law:
        there = " dưới đây là những nơi viện dẫn." if found.citing else ""
        return [f"Kho chưa có {_law(asking)}{';' if there else '.'}{there}"]
    if not asking.numbers or _held(asking, found):
        return []
    said = dict.fromkeys(span.of(asking.words) for span in number_spans(asking.words))
    typed = (asking.symbol if asking.complete else None) or ", ".join(said)
    if not typed:
        return []
    if found.citing:
        return [f"Kho chưa có văn bản {typed}; dưới đây là những nơi viện dẫn văn bản này."]
    return [f"Không có văn bản nào mang số hay viện dẫn {typed}."]


def cited(asking: Asked, found: Gathered) -> tuple[str, ...]:
    """The number typed, or the law named, where documents cite it and none is it."""
    if not found.citing:
        return ()
    if asking.law:
        return (_law(asking),)
    if not asking.complete or _held(asking, found):
        return ()
    return (asking.symbol,) if asking.symbol else ()  # a key, «2nqtw», says nothing to a person


def _held(asking: Asked, found: Gathered) -> bool:
    """Whether a document held has the number typed."""
    keys = asking.complete or asking.numbers
    return bool(asking.owners) or any(row.symbol and not keys.isdisjoint(symbol.variants(row.symbol)) for row in found.names.values())


def _law(asking: Asked) -> str:
    law = asking.law
    return f"{law.called} năm {law.year}" if law and law.year else law.called if law else ""


def why(named: Named, passages: Sequence[Record], spans: Sequence[Sequence[Span]], *, asking: Asked, meaning: float) -> Why:
    """Why a document was found: `spans` are the marks in the text of each passage shown."""
    marked = [row.text[span.start : span.end].lower() for row, marks in zip(passages, spans, strict=True) for span in marks]
    marker = snippet.marker(asking.marked, asking.numbers)
    heading = any(marker.spans(" ".join(row.heading_path)) for row in passages)
    own = named.id in asking.owners or owns(named.symbol, asking) > 0
    fields = [("passage", bool(marked)), ("heading", heading), ("title", bool(marker.spans(named.title))), ("number", own)]
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in marked))[:_SHOWN]
    agreeing = tuple(hint.key for hint in asking.hints if any(hint.test(row) for row in passages))
    return Why(words, tuple(name for name, holds in fields if holds), meaning, own, agreeing)


def empty(
    asking: Asked, filters: Filters, *, chosen: Filters, freed: Mapping[str, Filters] = MappingProxyType({}), others: Others
) -> Empty | None:
    """Which words, which filter or which named value leaves nothing, and what would find something.

    `filters` are all that hold, `chosen` those beside the question; `freed` are the filters without one that the catalog answers, by
    what it is called.
    """
    if asking.empty and asking.language.plain:
        return Empty("words")
    if asking.lost:
        return Empty("words", words=asking.missing)
    culprits = tuple(_FILTERS[name] for name in given(chosen) if others.filtered(_without(filters, name)))
    culprits += tuple(name for name, wider in freed.items() if others.filtered(wider))
    if culprits:
        return Empty("filters", filters=culprits, alternatives=(asking.words,) if asking.words else ())
    if not asking.language.plain:
        used = asking.language.used
        guilty = [one for one in used if others.asked(one.span)] if len(used) > 1 else ()
        named = tuple(dict.fromkeys(LABELS[one.name] for one in guilty or used))
        return Empty("language", words=asking.missing, filters=named, alternatives=(asking.words,) if asking.words else ())
    near = others.near(asking.symbol) if asking.symbol else ()
    return Empty("words", words=asking.missing, alternatives=tuple(near))


def sentence(why: Empty) -> str:
    """The reason in one Vietnamese sentence."""
    if why.reason == "filters":
        return f"Không có kết quả vì bộ lọc: {', '.join(why.filters)}. Hãy bỏ bớt bộ lọc này."
    if why.reason == "language" and (why.filters or why.alternatives):
        named = f" ({', '.join(why.filters)})" if why.filters else ""
        return f"Không có văn bản nào đúng mọi điều kiện{named} của câu hỏi. Hãy bỏ bớt điều kiện, dấu ngoặc kép hay từ loại trừ."
    if why.alternatives:
        return f"Số gần giống đang có: {', '.join(why.alternatives)}."
    if why.words:
        return f"Không có văn bản nào chứa {quoted(why.words)}."
    return "Không có văn bản nào chứa các từ đã gõ."


def quoted(words: Sequence[str]) -> str:
    """«một», «hai»."""
    return ", ".join(f"«{word}»" for word in words)


def _without(filters: Filters, name: str) -> Filters:
    blank: object = getattr(Filters(), name)
    return replace(filters, **{name: blank})  # type: ignore[arg-type]
