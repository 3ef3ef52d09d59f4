"""Finds what a pasted news page carries beside the article: teasers, captions that repeat the title, menus, notices."""

from __future__ import annotations

import re
from collections import Counter

from corpus.document import Span, Text
from corpus.text import fold
from ingest.parse.header.names import person
from ingest.parse.press import OWN_LINE, TAIL, Form, form, newspaper_mark

SENTENCE_END = (".", "!", "?", "…", ":", "”", '"', ")", ";")
TITLE_LINES = 5
LONGEST_TITLE = 220
# ">>> Xem thêm: <title of another article>"
POINTER = re.compile(r"(?:>{1,3}|»|\*|-)?\s*(?:xem them|doc them|doc tiep|xem tiep|moi ban (?:doc|xem)|tin lien quan)\s*:\s*\S.*")
GLUED_TEASERS = 100  # two teasers' titles pasted as one line are longer than any subheading


def furniture(text: Text) -> tuple[Span, ...]:
    """Spans of site furniture, in order and merged: what the markup said (Text.furniture) and what a news page shows.

    A document with thể thức has none of its own: only what the markup said is returned for it.
    """
    if form(text) is not Form.ARTICLE:
        return text.furniture
    keys = [fold(text.line_text(line)).strip(" *") for line in text.lines]
    hidden = {n for n, line in enumerate(text.lines) if any(span.start <= line.span.start < span.end for span in text.furniture)}
    end = _end(text, keys)
    hidden |= set(range(end, len(keys)))
    hidden |= _repeated(keys[:end])
    hidden |= {n for n, key in enumerate(keys[:end]) if OWN_LINE.fullmatch(key) or (len(key) < LONGEST_TITLE and POINTER.fullmatch(key))}
    hidden |= _after_lead(text, keys[:end])
    hidden |= _inline(text, keys, end)
    return _spans(text, hidden)


def _end(text: Text, keys: list[str]) -> int:
    """Index of the first line after the article: after the author's name, or at the first heading of furniture."""
    tails = [n for n, key in enumerate(keys) if n > 1 and len(key) < 120 and TAIL.fullmatch(key)]
    last_body = max((n for n, key in enumerate(keys) if len(key) > LONGEST_TITLE and not _teaser(text, keys, n)), default=0)
    first = next((n for n in tails if n > last_body), None)
    stop = first if first is not None else len(keys)
    for n in range(max(last_body, 1), stop):
        if _author_line(text, keys, n):
            return n + 1
    return stop


def _author_line(text: Text, keys: list[str], n: int) -> bool:
    """A line that is only a name (or two), after a paragraph that ends as paragraphs do."""
    words = text.line_text(text.lines[n]).strip(" *()")
    before = text.line_text(text.lines[n - 1]).rstrip(" *")
    names = [person(part) for part in words.replace(" và ", " - ").split(" - ")]
    return len(words) < 60 and all(names) and before.endswith(SENTENCE_END) and len(keys[n - 1]) > 40


def _teaser(text: Text, keys: list[str], n: int) -> bool:
    """A lead under a title that is printed twice, or an unfinished lead ("... ")."""
    doubled = n > 1 and keys[n - 1] == keys[n - 2] != ""
    return doubled or (n > 4 and newspaper_mark(text.line_text(text.lines[n])) is not None)


def _repeated(keys: list[str]) -> set[int]:
    """Later lines that only repeat a line of the title (captions, alternative texts of pictures)."""
    title = {key for key in keys[:TITLE_LINES] if 15 < len(key) < LONGEST_TITLE and not key.endswith(".")}
    seen: Counter[str] = Counter()
    found: set[int] = set()
    for n, key in enumerate(keys):
        if key in title:
            seen[key] += 1
            if seen[key] > 1:
                found.add(n)
    return found


def _after_lead(text: Text, keys: list[str]) -> set[int]:
    """Titles of related articles pasted as one long line right after the lead."""
    for n in range(1, min(len(keys) - 1, 12)):
        if newspaper_mark(text.line_text(text.lines[n - 1])) and len(keys[n - 1]) > LONGEST_TITLE // 2:
            words = text.line_text(text.lines[n]).rstrip(" *")
            return {n} if GLUED_TEASERS < len(words) < 600 and not words.endswith(SENTENCE_END) else set()
    return set()


def _inline(text: Text, keys: list[str], end: int) -> set[int]:
    """A heading of furniture inside the article, with the titles under it."""
    found: set[int] = set()
    for n, key in enumerate(keys[:end]):
        if n > 1 and len(key) < 60 and TAIL.fullmatch(key):
            found.add(n)
            for below in range(n + 1, min(n + 5, end)):
                if len(keys[below]) > LONGEST_TITLE or text.line_text(text.lines[below]).rstrip().endswith((".", ":", "…")):
                    break
                found.add(below)
    return found


def _spans(text: Text, hidden: set[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    last = -2
    for n in sorted(hidden):
        line = text.lines[n].span
        if n == last + 1:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line)
        last = n
    return tuple(spans)
