"""What people put right: corrections kept apart from the rules' result, and laid over it whenever a document is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from corpus import dates, symbol
from corpus.document import Citation, Deadline, Directive, Document, Found, Header, Span, Target
from corpus.errors import StoreError

Json = Any
Item = TypeVar("Item", Citation, Directive)
HEADER, DIRECTIVE, CITATION = PARTS = ("header", "directive", "citation")
SET, ADD, DELETE = ACTIONS = ("set", "add", "delete")
HEADER_FIELDS = tuple(field.name for field in fields(Header))
KINDS = ("task", "target", "report")
FORMS = ("full", "short", "law", "named")
LONGEST = 2000  # characters of a header value
SURE = 1.0

BAD_FIELD = "Không có trường «{name}» trong phần thể thức."
BAD_VALUE = "Giá trị của «{name}» không hợp lệ: {value}."
BAD_DATE = "Ngày không hợp lệ: «{value}» (viết năm-tháng-ngày, ví dụ 2021-12-15)."
BAD_SPAN = "Đoạn chữ được chọn nằm ngoài văn bản."
BAD_KIND = "Loại «{value}» không có."


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    Attributes:
        version: of the document, that was looked at when it was made.
        part: one of PARTS; action: one of ACTIONS ("set" for a header field; its value None: the document has none).
        field: name of the header field, else "".
        anchor: span of the item that is changed, deleted or added (header: where the value stands, None if nowhere); quote: its
            words then.
        before: what stood there, value: what is right (JSON forms).
        undone_at, undone_by: when and by whom it was taken back.
        applied: False where its words are gone from the text, or the rules now say something else about a newer version.
    """

    id: int
    document: str
    version: int
    part: str
    action: str
    field: str
    anchor: Span | None
    quote: str
    before: Json
    value: Json
    author: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""
    applied: bool = True


@dataclass(frozen=True, slots=True)
class Corrected:
    """A document with its corrections: which of its directives and citations people made, and which corrections found their place."""

    document: Document
    directives: frozenset[int] = frozenset()
    citations: frozenset[int] = frozenset()
    applied: frozenset[int] = frozenset()


def corrected(document: Document, corrections: Sequence[Correction], version: int) -> Corrected:
    """The document of a version with all corrections that are not undone, the later ones over the earlier."""
    from corpus.store.codec import from_json  # the store's own JSON; not needed where nothing is corrected

    standing = [one for one in corrections if one.undone_at is None]
    if not standing:
        return Corrected(document)
    laid = _Laid(document, version, from_json)
    applied = frozenset(one.id for one in standing if laid.lay(one))
    return laid.result(applied)


class _Laid:
    """A document while corrections are laid over it."""

    def __init__(self, document: Document, version: int, from_json: Any) -> None:
        self._document, self._version, self._from_json = document, version, from_json
        self._directives, self._citations = list(document.directives), list(document.citations)
        self._made: set[tuple[str, Span]] = set()

    def lay(self, one: Correction) -> bool:
        """Lay one correction over what stands; False if it has no place here."""
        if one.part == HEADER:
            return self._lay_header(one)
        if one.part == DIRECTIVE:
            return self._lay_item(one, Directive, self._directives)
        return self._lay_item(one, Citation, self._citations)

    def result(self, applied: frozenset[int]) -> Corrected:
        """The corrected document, its items in order of the text."""
        directives = sorted(self._directives, key=lambda item: item.span)
        citations = sorted(self._citations, key=lambda item: item.span)
        document = replace(self._document, directives=tuple(directives), citations=tuple(citations))
        made = self._made
        return Corrected(
            document,
            frozenset(at for at, item in enumerate(directives) if (DIRECTIVE, item.span) in made),
            frozenset(at for at, item in enumerate(citations) if (CITATION, item.span) in made),
            applied,
        )

    def _lay_header(self, one: Correction) -> bool:
        header = self._document.header
        known = getattr(header, one.field, None)
        if one.version != self._version and _plain(known) != one.before:
            return False  # a new version says something else: the officer did not see that
        value = tuple(one.value) if isinstance(one.value, list) else one.value
        found: Any = None if value is None else Found(value, one.anchor if one.version == self._version else None, SURE)
        self._document = replace(self._document, header=replace(header, **{one.field: found}))
        return True

    def _lay_item(self, one: Correction, kind: type[Item], items: list[Item]) -> bool:
        anchor = self._place(one)
        if anchor is None:
            return False
        if one.action != ADD:
            items[:] = [item for item in items if not _same_place(item.span, anchor)]
            self._made = {(part, span) for part, span in self._made if part != one.part or not _same_place(span, anchor)}
        if one.action != DELETE:
            made = self._from_json(kind, one.value)
            moved = self._moved(made, one, anchor)
            items[:] = [item for item in items if item.span != moved.span]
            items.append(moved)
            self._made.add((one.part, moved.span))
        return True

    def _place(self, one: Correction) -> Span | None:
        """Where the words of the correction stand now: at their place, else the nearest repetition of them."""
        text, anchor = self._document.text.text, one.anchor
        if anchor is None or not one.quote:
            return None
        if anchor.of(text) == one.quote:
            return anchor
        found = [at for at in (text.rfind(one.quote, 0, anchor.start + len(one.quote)), text.find(one.quote, anchor.start)) if at >= 0]
        start = min(found, key=lambda at: abs(at - anchor.start), default=None)
        return None if start is None else Span(start, start + len(one.quote))

    def _moved(self, item: Item, one: Correction, anchor: Span) -> Item:
        """The right item, where its words stand now."""
        shift = anchor.start - (one.anchor.start if one.anchor else anchor.start)
        if not shift:
            return item
        moved = replace(item, span=_shifted(item.span, shift))
        if isinstance(moved, Directive):
            deadlines = tuple(replace(due, span=_shifted(due.span, shift)) for due in moved.deadlines)
            return replace(moved, deadlines=deadlines, targets=tuple(replace(aim, span=_shifted(aim.span, shift)) for aim in moved.targets))
        return moved


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _same_place(first: Span, second: Span) -> bool:
    """Whether two spans are of one item: the same, or most of the shorter lies in the other."""
    shared = min(first.end, second.end) - max(first.start, second.start)
    return first == second or 2 * shared > min(first.end - first.start, second.end - second.start)


def _plain(found: Found[Any] | None) -> Json:
    """A header value as JSON has it."""
    value = found.value if found else None
    return list(value) if isinstance(value, tuple) else value


def bad(message: str) -> StoreError:
    """The error for a correction that cannot be."""
    return StoreError("bad_correction", message)


def header_value(name: str, value: str | Sequence[str] | None) -> Json:
    """The JSON form of a header value, numbers and dates in their canonical form; raises StoreError "bad_correction"."""
    if name not in HEADER_FIELDS:
        raise bad(BAD_FIELD.format(name=name))
    if value is None:
        return None
    if name == "recipients":
        lines = [value] if isinstance(value, str) else list(value)
        return [" ".join(line.split()) for line in lines if line.strip()] or None
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words or len(words) > LONGEST:
        raise bad(BAD_VALUE.format(name=name, value=str(value)[:80]))
    if name == "issued":
        return checked_date(words)
    return (symbol.canonical(words) or words) if name == "symbol" else words


def checked_date(value: str) -> str:
    """An ISO day, month or year, also from «15/12/2021»; raises StoreError "bad_correction"."""
    found = dates.parse(value) or value
    full = found + "-01" * (3 - len(found.split("-")))
    try:
        date.fromisoformat(full)
    except ValueError as exc:
        raise bad(BAD_DATE.format(value=value[:40])) from exc
    return found


def checked_directive(directive: Directive, text: str) -> Directive:
    """A directive as a person wrote it, its text taken from its span; raises StoreError "bad_correction"."""
    check_span(directive.span, text)
    if directive.kind not in KINDS:
        raise bad(BAD_KIND.format(value=directive.kind[:40]))
    deadlines = tuple(_checked_deadline(due, directive.span) for due in directive.deadlines)
    targets = tuple(_checked_target(aim, directive.span) for aim in directive.targets)
    return replace(directive, text=directive.span.of(text), deadlines=deadlines, targets=targets, confidence=SURE)


def checked_citation(citation: Citation, text: str) -> Citation:
    """A citation as a person wrote it, its number in canonical form; raises StoreError "bad_correction"."""
    check_span(citation.span, text)
    if citation.form not in FORMS:
        raise bad(BAD_KIND.format(value=citation.form[:40]))
    number = (symbol.canonical(citation.symbol) or citation.symbol.strip()) if citation.symbol else None
    issued = checked_date(citation.issued) if citation.issued else None
    words = " ".join(citation.span.of(text).split())
    return replace(citation, text=words, symbol=number or None, issued=issued, confidence=SURE)


def _checked_deadline(due: Deadline, around: Span) -> Deadline:
    """A deadline whose own words are not known stands for the whole directive."""
    span = due.span if around.start <= due.span.start < due.span.end <= around.end else around
    return replace(due, span=span, date=checked_date(due.date) if due.date else None)


def _checked_target(aim: Target, around: Span) -> Target:
    span = aim.span if around.start <= aim.span.start < aim.span.end <= around.end else around
    if aim.operator not in (">=", "<=", ">", "<", "=", "~"):
        raise bad(BAD_KIND.format(value=aim.operator[:10]))
    return replace(aim, span=span)


def check_span(span: Span, text: str) -> None:
    """Raise StoreError "bad_correction" for a span outside the text or without a word."""
    if not 0 <= span.start < span.end <= len(text) or not span.of(text).strip():
        raise bad(BAD_SPAN)


def items(document: Document, part: str) -> Sequence[Directive] | Sequence[Citation]:
    """The directives or the citations of a document."""
    return document.directives if part == DIRECTIVE else document.citations
