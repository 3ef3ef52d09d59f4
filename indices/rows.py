"""What a line of a collection's corpus.jsonl.xz says of the place its text stands in: the title of the document, the headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def labels(row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The title of the document, "" where none is told, and the headings above the text, outermost first.

    A row that names its `document` is a passage of it, under its `headings`. Any other row is an article: its own `title` is its
    innermost heading, and the `chapter` it stands in, where the collection tells, the one above.
    """
    title, headings = str(row.get("title") or ""), tuple(map(str, row.get("headings") or ()))
    if row.get("document"):
        return title, headings
    return "", tuple(part for part in (*headings, str(row.get("chapter") or ""), title) if part)
