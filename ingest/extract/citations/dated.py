"""The date that follows a number or a name: «, ngày 12/6/2021», « ban hành ngày 26 tháng 11 năm 2003»."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.dates import DateFound
from ingest.extract.citations import patterns


def date_after(source: str, at: int, days: Mapping[int, DateFound], *, otherwise: int | None = None) -> tuple[int, str | None]:
    """Where the date right after `at` ends, and its value; (otherwise or at, None) where there is none. A bare year is no date."""
    gap = patterns.DATE_GAP.match(source, at)
    stop = gap.end() if gap else at
    day = days.get(stop) or days.get(at) or next((days[start] for start in range(at, stop + 1) if start in days), None)
    if day is None or len(day.value) <= 4:
        return (at if otherwise is None else otherwise), None
    return day.span.end, day.value
