"""Turns the date line of a header into a place and an ISO date, the day or month left out where it is blank."""

from __future__ import annotations

import re
from datetime import date

from corpus.document import Found, Span
from ingest.parse.header.fragments import Fragment
from ingest.parse.header.kinds import DATE

DAY_WORD = re.compile(r",?\s*(?:ngày|NGÀY|Ngày)?\s*[\d. …_/-]*\s*(?:tháng|THÁNG|Tháng|\Z)")


def iso(day: str, month: str, year: str) -> str | None:
    """ISO of day, month and year as written: "", "..." for a blank; an impossible day is left out, never corrected."""
    numbers = ["".join(c for c in part if c.isdigit()) for part in (day, month, year)]
    if not numbers[2]:
        return None
    if not numbers[1] or not 1 <= int(numbers[1]) <= 12:
        return numbers[2]
    month_iso = f"{numbers[2]}-{int(numbers[1]):02}"
    try:
        return date(int(numbers[2]), int(numbers[1]), int(numbers[0] or 0)).isoformat()
    except ValueError:
        return month_iso


def date_line(fragment: Fragment) -> tuple[Found[str] | None, Found[str] | None]:
    """Place and date of a cell such as "Hà Nội, ngày 15 tháng 12 năm 2021"."""
    match = DATE.fullmatch(fragment.key)
    if match is None:
        return None, None
    if match["short"]:
        parts = re.split(r" ?[/.-] ?", match["short"])
        value = iso(*parts) if len(parts) == 3 else None
    else:
        value = iso(match["day"], match["month"], match["year"])
    place = _place(fragment)
    start = place.span.end if place and place.span else fragment.span.start
    start += len(fragment.text[start - fragment.span.start :]) - len(fragment.text[start - fragment.span.start :].lstrip(" ,."))
    issued = Found(value, Span(start, fragment.span.end), 0.99 if len(value) == 10 else 0.9) if value else None
    return place, issued


def _place(fragment: Fragment) -> Found[str] | None:
    cut = re.search(r"[,.]?\s*(?:[Nn]gày|NGÀY)|,\s*\d", fragment.text)
    words = fragment.text[: cut.start()].rstrip(" ,.") if cut else ""
    if len(words) < 2 or not words[0].isalpha() or words.casefold() in {"ngày", "số"}:
        return None
    return Found(" ".join(words.split()), Span(fragment.span.start, fragment.span.start + len(words)), 0.97)
