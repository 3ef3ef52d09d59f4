"""Vietnamese dates, periods, recurrences and terms in text, each as a value with its span."""

from corpus.dates.periods import find_periods, resolve_period
from corpus.dates.recurrences import find_recurrences, find_terms
from corpus.dates.single import find, parse, resolve
from corpus.dates.value import DateFound, Period, Recurrence, Term

__all__ = [
    "DateFound",
    "Period",
    "Recurrence",
    "Term",
    "find",
    "find_periods",
    "find_recurrences",
    "find_terms",
    "parse",
    "resolve",
    "resolve_period",
]
