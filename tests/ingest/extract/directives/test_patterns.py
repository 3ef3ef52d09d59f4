"""No pattern of the rules for directives backtracks badly."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

import ingest.extract.directives as package

SHORT, FACTOR = 600, 4
FLOOR = 0.02  # seconds; a pattern that is square in 2,400 characters takes longer
WORST = 9.0  # four times the text, and room for a busy machine; a square pattern takes sixteen times
# what long repetitive texts are made of: words, separators, digits, blanks and half-finished phrases of every rule
BITS = (
    "a", " ", ".", "...", ", ", "; ", "- ", ": ", "1", "12 ", "1.000", "9/", "%", "(", "“", "ngày ", "đến ", "năm ", "2021-",
    "trước ngày ", "các sở, ", "Sở và ", "tổ chức ", "phối hợp với ", "báo cáo ", "đề nghị ", "Giao ", "trong thời hạn ",
    "hằng ", "định kỳ ", "giai đoạn ", "có trách nhiệm ", "vướng mắc ", "sửa đổi ", "ban hành ", "nhiệm vụ ", "là ",
    "tháng 1 ", "quý I", "đối với ", "quyết định số ", "đồng chí ",
)  # fmt: skip


def modules() -> Iterator[ModuleType]:
    """The modules of the package."""
    for found in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern: module constants, tuples of them, and those that cached functions build."""
    for module in modules():
        for name, value in vars(module).items():
            label = f"{module.__name__.rsplit('.', 1)[-1]}.{name}"
            if isinstance(value, re.Pattern):
                yield label, value
            elif isinstance(value, tuple):
                yield from ((f"{label}[{at}]", one) for at, one in enumerate(value) if isinstance(one, re.Pattern))
            elif isinstance(value, functools._lru_cache_wrapper) and not value.__wrapped__.__code__.co_argcount:
                built = value()
                if isinstance(built, re.Pattern):
                    yield label, built


ALL = dict(patterns())


def seconds(pattern: re.Pattern[str], words: str) -> float:
    """The time to look through the words with a pattern: the best of up to three, as other programs only make it slower."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _ in pattern.finditer(words):
            pass
        best = min(best, time.process_time() - start)
        if best < FLOOR:
            break
    return best


def linear(pattern: re.Pattern[str], bit: str) -> bool:
    """Four times the length takes about four times as long, or hardly any time at all."""
    words = bit * (SHORT // len(bit))
    many = seconds(pattern, words * FACTOR)
    return many < FLOOR or many < WORST * seconds(pattern, words)


def test_every_pattern_is_looked_at() -> None:
    """The walk finds the patterns of all modules."""
    assert {"again", "deadline", "judge", "lead", "organ", "owner", "place", "rules", "table", "target", "values", "zone"} <= {
        name.split(".")[0] for name in ALL
    }


@pytest.mark.parametrize("name", sorted(ALL))
def test_time_of_a_pattern_grows_with_the_text_and_not_faster(name: str) -> None:
    """On long repetitive texts four times the length takes about four times as long."""
    assert [bit for bit in BITS if not linear(ALL[name], bit)] == []
