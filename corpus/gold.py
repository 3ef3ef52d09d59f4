"""Writes what people corrected as gold data: the form of tests/gold, with the text beside it, for `python -m ingest.evaluation`."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import Any

from corpus.corrections import CITATION, DIRECTIVE, HEADER, Correction, corrected
from corpus.document import Citation, Deadline, Directive, Document, Span, Target
from corpus.errors import StoreError
from corpus.store import Store

QUOTE = 40  # characters of a directive that name its line


def export(store: Store, folder: Path) -> list[Path]:
    """Write NAME.yml and NAME.txt for every document with corrections; returns the YAML files. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [path for id in store.corrected_documents() if (path := _export(store, id, folder))]
    except OSError as exc:
        raise StoreError("export_failed", f"Không ghi được vào {folder}: {exc.strerror}.") from exc


def _export(store: Store, id: str, folder: Path) -> Path | None:
    import yaml

    entry, document = store.entry(id), store.rules_document(id)
    if entry is None or document is None:
        return None
    (folder / f"{id}.txt").write_text("\n".join(document.text.line_text(line) for line in document.text.lines), encoding="utf-8")
    found = gold(document, store.corrections(id), version=entry.understood, name=f"{id}.txt")
    path = folder / f"{id}.yml"
    path.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=140), encoding="utf-8")
    return path


def gold(document: Document, corrections: list[Correction], *, version: int, name: str) -> dict[str, Any]:
    """The gold of a document: what people put right counts, what only the rules say may be found or not, what was deleted must not be."""
    laid = corrected(document, corrections, version)
    rows = {part: [one for one in corrections if one.part == part and one.id in laid.applied] for part in (HEADER, DIRECTIVE, CITATION)}
    lines = _Lines(document)
    found: dict[str, Any] = {"source": {"text": name}}
    if rows[HEADER]:
        found["header"] = {one.field: one.value for one in rows[HEADER]}
    if rows[CITATION]:
        cited = laid.document.citations
        found["citations"] = [_citation(lines, one, sure=at in laid.citations) for at, one in enumerate(cited)]
    if rows[DIRECTIVE]:
        ordered = laid.document.directives
        found["directives"] = [_directive(lines, one, sure=at in laid.directives) for at, one in enumerate(ordered)]
    found["corrections"] = [_told(one) for part in rows.values() for one in part]
    return found


class _Lines:
    """Numbers of lines, from 1."""

    def __init__(self, document: Document) -> None:
        self._text, self._lines = document.text, document.text.lines
        self._starts = [line.span.start for line in document.text.lines]

    def place(self, span: Span) -> tuple[int, str]:
        """The line a span begins in, and its words there."""
        at = max(0, bisect_right(self._starts, span.start) - 1)
        return at + 1, self._text.text[span.start : min(span.end, self._lines[at].span.end)]


def _citation(lines: _Lines, one: Citation, *, sure: bool) -> list[Any]:
    line, words = lines.place(one.span)
    return [line, words, one.type, one.symbol, one.clause, one.form, *([] if sure else ["optional"])]


def _directive(lines: _Lines, one: Directive, *, sure: bool) -> dict[str, Any]:
    line, words = lines.place(one.span)
    found: dict[str, Any] = {"line": line, "quote": words[:QUOTE].strip()}
    if not sure:
        return found | {"optional": True}
    parts = {
        **{name: list(getattr(one, name)) for name in ("owners", "inherited_owners", "partners")},
        "deadlines": list(map(_deadline, one.deadlines)),
        "targets": list(map(_target, one.targets)),
    }
    return found | {"kind": one.kind} | {name: value for name, value in parts.items() if value}


def _deadline(due: Deadline) -> list[Any]:
    return [due.text, due.date, due.recurrence]


def _target(aim: Target) -> list[Any]:
    return [aim.operator, aim.value, aim.unit]


def _told(one: Correction) -> dict[str, Any]:
    """Who put it right and when: gold has to be traceable."""
    return {"part": one.part, "action": one.action, "field": one.field, "author": one.author, "at": one.at.isoformat(timespec="seconds")}
