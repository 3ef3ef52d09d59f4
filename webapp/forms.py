"""Turns what an officer typed into a form into the values of a document, each with its place in the stored text."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from corpus import dates
from corpus.document import Citation, Deadline, Directive, Span, Target
from webapp.errors import WebError

Form = MultiDict[str, str]
LONGEST = 5000
NOT_FOUND = "Không thấy «{words}» trong văn bản; hãy chép đúng nguyên văn từ thẻ Toàn văn."


def directive(form: Form, text: str, known: Directive | None) -> Directive:
    """The directive of a form; what it does not ask for is kept from `known`. Raises WebError 400."""
    span = _span(form, text, known.span if known else None)
    base = known or Directive("task", "", span)
    return Directive(
        kind=form.get("kind", base.kind),
        text=span.of(text),
        span=span,
        heading_path=base.heading_path,
        owners=_lines(form, "owners", base.owners),
        inherited_owners=_lines(form, "inherited_owners", base.inherited_owners),
        partners=_lines(form, "partners", base.partners),
        deadlines=_deadlines(form, text, span, base),
        targets=_targets(form, text, span),
        citation=base.citation,
    )


def citation(form: Form, text: str, known: Citation | None) -> Citation:
    """The citation of a form. Raises WebError 400."""
    span = _span(form, text, known.span if known else None)
    return Citation(
        text=span.of(text),
        span=span,
        type=_word(form, "type"),
        symbol=_word(form, "symbol"),
        issued=_day(form.get("issued", "")),
        issuer=_word(form, "issuer"),
        clause=_word(form, "clause"),
        form=known.form if known else "full",
        relation=_word(form, "relation"),
    )


def place(words: str, text: str, *, near: int = 0, within: Span | None = None) -> Span | None:
    """Where these words stand, white space aside: the nearest place to an offset, or the first inside a span."""
    parts = [re.escape(part) for part in words.split()]
    if not parts or len(words) > LONGEST:
        return None
    bounds = (within.start, within.end) if within else (0, len(text))
    found = (Span(*match.span()) for match in re.compile(r"\s+".join(parts)).finditer(text, *bounds))
    return min(found, key=lambda span: abs(span.start - near), default=None)


def header_place(field: str, value: str, text: str) -> Span | None:
    """Where the text says a header value: a date in whatever form, other values word for word."""
    if field == "issued":
        wanted = dates.parse(value) or value
        return next((found.span for found in dates.find(text) if found.value == wanted), None)
    return place(value, text)


def _span(form: Form, text: str, known: Span | None) -> Span:
    """Where the words of the form stand; unchanged words stay where they were."""
    words = form.get("words", "")
    if known is not None and words.split() == known.of(text).split():
        return known
    found = place(words, text, near=known.start if known else 0)
    if found is None:
        raise WebError(400, "not_in_text", NOT_FOUND.format(words=words.strip()[:80]))
    return found


def _deadlines(form: Form, text: str, span: Span, base: Directive) -> tuple[Deadline, ...]:
    bases = {" ".join(due.text.split()): due.base for due in base.deadlines}
    made = []
    for raw, day, recurrence in zip_longest(*(form.getlist(f"due_{name}") for name in ("text", "date", "recurrence")), fillvalue=""):
        words = " ".join(raw.split()) or day.strip()
        if words or recurrence:
            at = place(words, text, near=span.start, within=span) or span
            made.append(Deadline(words or at.of(text), at, _day(day), recurrence or None, bases.get(words)))
    return tuple(made)


def _targets(form: Form, text: str, span: Span) -> tuple[Target, ...]:
    names = ("text", "operator", "value", "unit")
    made = []
    for raw, operator, value, unit in zip_longest(*(form.getlist(f"aim_{name}") for name in names), fillvalue=""):
        words = " ".join(raw.split())
        if words or value.strip():
            shown = words or f"{value.strip()} {unit.strip()}".strip()
            at = place(shown, text, near=span.start, within=span) or span
            made.append(Target(shown, at, operator or "=", _number(value), unit.strip()))
    return tuple(made)


def _number(raw: str) -> float | None:
    """A number as it is written in Vietnamese, "1.250,5"; None for a blank, which is what a form to fill in has."""
    clean = raw.strip().strip(".…")
    if not clean:
        return None
    plain = clean.replace(".", "") if _grouped(clean) else clean
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        raise WebError(400, "bad_number", f"«{raw.strip()[:40]}» không phải là một số.") from None


def _grouped(raw: str) -> bool:
    """Whether the points stand between thousands: "1.250" and not "2.5"."""
    return re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", raw) is not None


def _day(raw: str) -> str | None:
    words = raw.strip()
    return (dates.parse(words) or words) if words else None


def _word(form: Form, name: str) -> str | None:
    return " ".join(form.get(name, "").split()) or None


def _lines(form: Form, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """One value a line; what the form does not ask for stays."""
    if name not in form:
        return known
    return tuple(dict.fromkeys(words for line in form[name].splitlines() if (words := " ".join(line.split()))))


def number_of(form: Form, name: str) -> int | None:
    """A place or id in a form, None where it is empty; raises WebError 400."""
    raw: Any = form.get(name, "")
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10):
        raise WebError(400, "bad_request", f"«{name}» phải là một số.")
    return int(raw)
