"""Reads the header of a news article: title, author, newspaper and day of publication."""

from __future__ import annotations

import re

from corpus.document import Found, Header, Span, Text
from corpus.text import fold
from ingest.parse.header.dates import iso
from ingest.parse.header.names import person
from ingest.parse.press import POSTED, newspaper_mark, newspapers

TOP = 12
SHORTEST_TITLE, LONGEST_TITLE = 25, 260
BYLINE = re.compile(
    r"(?:(?:tác giả|bài(?:,| và)? ảnh|bài viết|tin(?:,| và)? ảnh|tin|bài|thực hiện|theo|người viết|nguồn)\s*:?\s+)?(.+)", re.IGNORECASE
)
DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org)\b")
INITIALS = re.compile(r"[A-ZĐ](?:\. ?[A-ZĐ]){1,3}\.?|PV|P\.V\.?")  # "T.T", "P.V": how small items are signed
RUNNING = 100  # a line of running text is longer
NO_TITLE = re.compile(r"phu luc\b|bieu\b|mau so\b|stt\b|trang\b|\W")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def article(text: Text, furniture: tuple[Span, ...]) -> Header:
    """Subject, issued, author and newspaper; an article never takes the number, issuer or type of what it cites."""
    lines = [n for n, line in enumerate(text.lines) if not any(s.start <= line.span.start < s.end for s in furniture)]
    return Header(
        subject=_title(text, lines),
        issued=_posted(text, lines) or _declared_day(text),
        author=_author(text, lines) or _declared(text, "author"),
        newspaper=_newspaper(text, lines),
    )


def plain(text: Text) -> Header:
    """Of a text without any form only the title: declared, marked as one, or a short first line over running text."""
    for line in text.lines[:TOP]:
        if line.style in {"title", "heading1"}:
            return Header(subject=Found(text.line_text(line), line.span, 0.8))
    if text.metadata.get("title"):
        return Header(subject=_declared(text, "title"))
    if not text.lines:
        return Header()
    words = text.line_text(text.lines[0])
    follows = any(len(text.line_text(line)) > RUNNING for line in text.lines[1:5])
    if follows and 15 < len(words) < LONGEST_TITLE and words[-1] not in ".;:," and not NO_TITLE.match(fold(words)):
        return Header(subject=Found(words.strip(" *#"), text.lines[0].span, 0.5))
    return Header()


def _title(text: Text, lines: list[int]) -> Found[str] | None:
    """What the page declares, where it can be found; else the short lines before the date, the lead or the first paragraph.

    A page may declare the name of the site on every page: the line right over the date of posting is then the title.
    """
    declared = text.metadata.get("title", "")
    at = next((n for n in lines[:TOP] if declared and fold(_words(text, n)) == fold(declared)), None)
    if at is not None:
        return Found(_words(text, at), text.lines[at].span, 0.97)
    parts, dated = _opening(text, lines)
    if declared:
        over = parts[-1:] if dated and len(_words(text, parts[-1])) > SHORTEST_TITLE else []
        return _joined(text, over) if over else _declared(text, "title")
    while len(parts) > 1 and _words(text, parts[0]).isupper() and not _words(text, parts[1]).isupper():
        parts = parts[1:]  # a section's name in capitals is no title
    return _joined(text, _title_lines(text, parts, lines)) if parts else None


def _opening(text: Text, lines: list[int]) -> tuple[list[int], bool]:
    """The first lines that can be a title, at most three, and whether the date of posting ends them."""
    parts: list[int] = []
    for n in lines[:TOP]:
        words = _words(text, n)
        dated = POSTED.fullmatch(fold(words)) is not None
        if dated or newspaper_mark(words) or len(words) > LONGEST_TITLE or (parts and _sentence(words)):
            return parts, dated and bool(parts)
        if len(words) > 3:
            parts.append(n)
        if len(parts) == 3:
            break
    return parts, False


def _words(text: Text, n: int) -> str:
    return text.line_text(text.lines[n]).strip(" *#")


def _title_lines(text: Text, parts: list[int], lines: list[int]) -> list[int]:
    """At most a kicker and a title: "Cụm thi đua số 1 ...:" + title, "Series title" + "Kỳ 2: ..."."""
    first = text.line_text(text.lines[parts[0]]).rstrip(" *")
    if len(parts) > 1 and (first.endswith(":") or re.match(r"(?:Kỳ|Bài|Phần) (?:\d|cuối)", text.line_text(text.lines[parts[1]]))):
        return parts[:2]
    return parts[:1]


def _joined(text: Text, parts: list[int]) -> Found[str]:
    words = [_words(text, n) for n in parts]
    value = words[0] if len(words) == 1 else f"{words[0]} {words[1]}" if words[0].endswith(":") else f"{words[0]} - {words[1]}"
    return Found(value, Span(text.lines[parts[0]].span.start, text.lines[parts[-1]].span.end), 0.9)


def _sentence(words: str) -> bool:
    return words.endswith((".", ";", "./")) and len(words) > 60


def _posted(text: Text, lines: list[int]) -> Found[str] | None:
    for n in lines[:TOP]:
        words = text.line_text(text.lines[n])
        match = POSTED.fullmatch(fold(words)) if len(words) < 60 else None
        value = iso(match["day"], match["month"], match["year"]) if match else None
        if match and value:
            start = text.lines[n].span.start
            return Found(value, Span(start + match.start("day"), start + match.end("year")), 0.95)
    return None


def _declared_day(text: Text) -> Found[str] | None:
    match = ISO.match(text.metadata.get("date", ""))
    return Found(match.group(), None, 0.8) if match else None


def _author(text: Text, lines: list[int]) -> Found[str] | None:
    """The name on a line of its own at the end ("Minh Anh", "Bài, ảnh: Thu Hà")."""
    for n in reversed(lines[-6:]):
        words = text.line_text(text.lines[n]).strip(" *()")
        match = BYLINE.fullmatch(words) if len(words) < 60 else None
        if match is None or len(lines) < 3:
            continue
        names = re.split(r" - | – | và |, ", match[1])
        if all(person(name) or INITIALS.fullmatch(name) for name in names):
            start = text.lines[n].span.start + text.line_text(text.lines[n]).index(match[1])
            return Found(match[1], Span(start, start + len(match[1])), 0.9)
    return None


def _newspaper(text: Text, lines: list[int]) -> Found[str] | None:
    """By the signature before the lead, by the site's name, or by the domain in its notice."""
    for n in lines[: TOP + 8]:
        match = newspaper_mark(text.line_text(text.lines[n]))
        name = newspapers().get(fold(match["mark"] or match["dash"])) if match else None
        if match and name:
            start = text.lines[n].span.start
            return Found(name, Span(start + match.start(match.lastgroup or 0), start + match.end(match.lastgroup or 0)), 0.95)
    if text.metadata.get("sitename"):
        return _declared(text, "sitename")
    for line in text.lines[-8:]:
        for match in DOMAIN.finditer(fold(text.line_text(line))):
            if name := newspapers().get(match.group()):
                return Found(name, Span(line.span.start + match.start(), line.span.start + match.end()), 0.85)
    return None


def _declared(text: Text, key: str) -> Found[str] | None:
    """What the file says of itself; it has no span in the text."""
    value = text.metadata.get(key, "").strip()
    return Found(value, None, 0.8) if value else None
