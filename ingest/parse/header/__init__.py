"""Reads thể thức: number, type, date, issuer, trích yếu, signature and recipients; or title and author of an article."""

from __future__ import annotations

from dataclasses import replace

from corpus.document import Found, Header, Span, Text
from corpus.text import fold
from ingest.parse.header.article import article, plain
from ingest.parse.header.fragments import fragments
from ingest.parse.header.head import Head, classified, closing_date, head, passed, today
from ingest.parse.header.issuer import from_text
from ingest.parse.header.organs import natural
from ingest.parse.header.signature import Signature, addressed, signature
from ingest.parse.press import Form, form

HEAD_LINES = 80
OPENING = 4000  # characters of the body in which the acting organ is named

__all__ = ["header"]


def header(text: Text, *, furniture: tuple[Span, ...] = ()) -> Header:
    """All that the text says of itself; a field is None where it does not say. Looks only at the head and the signature.

    `furniture` are spans of site furniture, in which nothing is read.
    """
    found = form(text)
    if found is not Form.OFFICIAL:
        return article(text, furniture) if found is Form.ARTICLE else plain(text)
    cells = classified(fragments(text, range(min(HEAD_LINES, len(text.lines))), furniture))
    top = head(text, cells)
    end = signature(text, top.end, furniture)
    day, by = passed(text, top.type.value) if top.type else (None, None)
    place, closing = (None, None) if top.issued else closing_date(text, end.start)
    to = addressed([cell for cell, _ in cells])
    return Header(
        type=top.type,
        symbol=top.symbol,
        issued=top.issued or day or closing or today(text, top.end),
        issuer=top.issuer or by or _recovered(text, top, end),
        place=top.place or place,
        subject=top.subject,
        signer=end.signer,
        signer_title=end.signer_title,
        authority=end.authority,
        recipients=_together(to, end.recipients),
        secrecy=top.secrecy,
        urgency=top.urgency,
    )


def _recovered(text: Text, top: Head, end: Signature) -> Found[str] | None:
    """The issuer of a document without an issuer line: who acts in the opening, else whom it is signed for."""
    signed = end.authority if end.authority and fold(end.authority.value).startswith(("tm", "t/m")) else None
    body = _after_mark(signed.value) if signed else ""
    limit = min(len(text.text), top.end + OPENING)
    named = from_text(text, top.end, limit, fold(body)) or (from_text(text, top.end, limit) if not body else None)
    if named is not None or not body or signed is None or signed.span is None:
        return named
    start = signed.span.start + signed.span.of(text.text).find(body.split()[0])
    return Found(natural(body), Span(start, signed.span.end), 0.5)


def _after_mark(authority: str) -> str:
    """ "TM. BAN THƯỜNG VỤ" -> "BAN THƯỜNG VỤ"."""
    return authority.lstrip("TtMm/. ").strip() if not authority[:2].isalpha() or authority[2:3] in ". /" else authority


def _together(first: Found[tuple[str, ...]] | None, second: Found[tuple[str, ...]] | None) -> Found[tuple[str, ...]] | None:
    """Kính gửi and Nơi nhận as one list; the span is that of Nơi nhận."""
    if first is None or second is None:
        return first or second
    return replace(second, value=(*first.value, *(item for item in second.value if item not in first.value)))
