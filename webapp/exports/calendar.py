"""Writes deadlines as a calendar (iCalendar, RFC 5545): one all-day event for each day something is due."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from corpus.relations import DirectiveRow
from webapp.wording import KINDS, day, named, recurrence, shorter

FOLD = 75  # octets of a line, RFC 5545, 3.1
SUMMARY = 140
DAY = len("2021-12-15")


def calendar(
    rows: Iterable[DirectiveRow], *, name: str, address: Callable[[DirectiveRow], str], days: tuple[str, str] = ("", ""), now: datetime
) -> Iterator[str]:
    """The calendar in folded lines; only days in `days` (ISO, inclusive, "" open). The same deadline keeps its UID for ever."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Van Kien//Nhiem vu//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    shown = (f"X-WR-CALNAME:{_text(name)}", f"NAME:{_text(name)}", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh")
    yield from (_folded(line) for line in (*head, *shown, "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"))
    seen: Counter[str] = Counter()
    for row in rows:
        for iso in sorted({due.date for due in row.directive.deadlines if due.date and len(due.date) == DAY}):
            if (days[0] or "0") <= iso <= (days[1] or "9999"):
                yield from (_folded(line) for line in _event(row, iso, address(row), seen, now))
    yield _folded("END:VCALENDAR")


def _event(row: DirectiveRow, iso: str, url: str, seen: Counter[str], now: datetime) -> Iterator[str]:
    on = date.fromisoformat(iso)
    each = row.directive
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(row, iso, seen)}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(shorter(' '.join(each.text.split()), SUMMARY))}"
    yield f"DESCRIPTION:{_text(_description(row))}"
    yield f"CATEGORIES:{_text(KINDS.get(each.kind, each.kind))}"
    yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(row: DirectiveRow) -> str:
    each = row.directive
    often = "; ".join(recurrence(due.recurrence) for due in each.deadlines if due.recurrence)
    said = (
        ("", each.text),
        ("Chủ trì", "; ".join((*each.owners, *each.inherited_owners))),
        ("Phối hợp", "; ".join(each.partners)),
        ("Thời hạn", "; ".join(due.text for due in each.deadlines)),
        ("Lặp lại", often),
        ("Chỉ tiêu", "; ".join(aim.text for aim in each.targets)),
        ("Văn bản", " ngày ".join(filter(None, (named(row.symbol, row.type, row.title), day(row.issued))))),
    )
    return "\n".join(f"{label}: {words}" if label else words for label, words in said if words)


def _uid(row: DirectiveRow, iso: str, seen: Counter[str]) -> str:
    """From the document, the words and the day, not from the place in the document, which moves when rules improve."""
    key = hashlib.sha256("\0".join((row.document, " ".join(row.directive.text.split()), iso)).encode()).hexdigest()[:32]
    seen[key] += 1
    return f"{key}{f'-{seen[key]}' if seen[key] > 1 else ''}@van-kien"


def _text(words: str) -> str:
    """A text value, RFC 5545, 3.3.11; control characters have no place in it."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(c for c in escaped if c.isprintable() or c == "\t")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a letter, ended by CRLF."""
    pieces: list[str] = []
    now, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > FOLD:
            pieces.append(now)
            now, size = " ", 1
        now += letter
        size += octets
    return "\r\n".join((*pieces, now)) + "\r\n"
