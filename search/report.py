"""An answer as text for a terminal."""

from __future__ import annotations

from search.directives import HitDirective
from search.results import Hit, HitPassage, Results
from search.snippet import Snippet

BOLD, DIM, MARK, OFF = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[0m"


def report(results: Results, *, colour: bool) -> str:
    """Ranked documents with number, type, issuer, date, and the passages with heading path, page and marked words.

    Without colour the marked words stand between « and ».
    """
    lines = [*_reading(results), *results.understood.notes, f"{results.total} văn bản, {results.took_ms:.0f} ms"]
    for rank, hit in enumerate(results.hits, 1):
        lines += ["", *_hit(rank, hit, colour)]
    return "\n".join(lines)


def _reading(results: Results) -> list[str]:
    """How the question was read, where not as it was typed."""
    told = results.understood
    lines = [f"Đã hiểu là “{told.reading}” (tìm nguyên văn: --verbatim)"] if told.reading else []
    hints = ", ".join(f"{hint[3]} (bỏ: --without {hint[0]})" for hint in told.hints)
    return [*lines, f"Ưu tiên: {hints}"] if hints else lines


def _hit(rank: int, hit: Hit, colour: bool) -> list[str]:
    document = hit.document
    facts = [document.symbol, document.type, document.issuer, document.issued]
    head = f"{rank}. " + " · ".join(fact for fact in facts if fact)
    lines = [f"{BOLD}{head}{OFF}" if colour else head, f"   {document.title or document.source}"]
    if hit.standing.note:
        lines.append(f"   {DIM}{hit.standing.note}{OFF}" if colour else f"   {hit.standing.note}")
    for passage in hit.passages:
        lines += [_where(passage, colour), f"     {_marked(passage.snippet, colour)}"]
    for found in hit.directives:
        lines += _directive(found, colour)
    return lines


def _directive(found: HitDirective, colour: bool) -> list[str]:
    """The words of a directive, and under them who, with whom, by when, how much."""
    directive = found.directive
    shown = Snippet(directive.text, directive.span, found.highlights)
    owners = [*directive.owners, *(f"{owner} (theo mục trên)" for owner in directive.inherited_owners)]
    facts = {
        "giao": ", ".join(owners),
        "phối hợp": ", ".join(directive.partners),
        "hạn": ", ".join(f"{deadline.text} ({deadline.date})" if deadline.date else deadline.text for deadline in directive.deadlines),
        "chỉ tiêu": ", ".join(target.text for target in directive.targets),
    }
    said = "; ".join(f"{name}: {value}" for name, value in facts.items() if value)
    lines = [f"   • {_marked(shown, colour)}"]
    return [*lines, f"     {DIM}{said}{OFF}" if colour else f"     {said}"] if said else lines


def _where(passage: HitPassage, colour: bool) -> str:
    page = f"trang {passage.page}" if passage.page else ""
    where = "   › " + " › ".join(part for part in (*passage.heading_path, page) if part)
    return f"{DIM}{where}{OFF}" if colour else where


def _marked(snippet: Snippet, colour: bool) -> str:
    before, after = (MARK, OFF) if colour else ("«", "»")
    parts, at, base = [], 0, snippet.span.start
    for span in snippet.highlights:
        parts += [snippet.text[at : span.start - base], before, snippet.text[span.start - base : span.end - base], after]
        at = span.end - base
    return " ".join("".join([*parts, snippet.text[at:]]).split())
