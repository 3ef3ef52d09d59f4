"""What a mention of time can be: a day, month or year, a period, a recurrence, or a span counted from something."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text. `value` is ISO: "2021-12-15", "2022-11" (day missing), "2022"; "--12-20" where no year is said."""

    value: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, first and last day included (ISO; "--04-01" where no year is said).

    `kind` is "quarter", "half" (or three quarters: 9 tháng đầu năm), "month", "year", "school year", "term" (nhiệm kỳ),
    "stage" (giai đoạn, lộ trình) or "range" (từ ... đến ...).
    """

    start: str
    end: str
    text: str
    span: Span
    kind: str = "range"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often: "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "continuous" or "every 2 months"."""

    value: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """A time counted from something: 5 "working days" | "days" | "months" | "years", and from what ("kể từ ngày ký"), if said."""

    amount: int
    unit: str
    base: str | None
    text: str
    span: Span
