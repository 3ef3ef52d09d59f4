"""No pattern of the citations backtracks badly: four times the text takes about four times the time."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from itertools import pairwise

import pytest

from ingest.evaluation.gold import plain
from ingest.extract.citations import citations, patterns
from ingest.extract.citations.clauses import LOOK_BACK as CLAUSE_WINDOW
from ingest.extract.citations.numbered import LOOK_BACK as HEAD_WINDOW
from ingest.extract.citations.relation import LOOK_BACK as RELATION_WINDOW

NAMES = ("amending", "clauses", "dated", "laws", "named", "numbered", "patterns", "relation", "shorts")
MODULES = tuple(import_module(f"ingest.extract.citations.{name}") for name in NAMES)
SIZE = 1_000
FLOOR = 0.02  # seconds; a pattern that is square in 4,000 characters takes longer
WORST = 9.0  # four times the text, and room for a busy machine; a square pattern takes sixteen times

PIECES = {
    "clause": "điểm a khoản 1, khoản 2 Điều 5 và ",
    "points": "điểm a, b, c, d, ",
    "articles": "từ Điều 5 đến Điều 9, ",
    "issued with": "Quy chế trâu bò kèm ",
    "issuer": "của Bộ Trâu Bò và Ủy ban Đồng Cỏ ",
    "congress": "Nghị quyết Đại hội Đảng bộ Công đoàn ",
    "law": "Luật Sửa đổi, bổ sung một số điều của Luật ",
    "small law": "luật chăn trâu trên đồng cỏ ",
    "number": "số 12/2030/NĐ-CP, ",
    "broken": "1/2/3-A-B/C – ",
    "title": "Đề án “Trâu Bò Đồng Cỏ ",
    "plenum": "Nghị quyết của Hội nghị lần thứ ",
    "relation": "hướng dẫn thi hành thực hiện và biện pháp một số điều của các ",
    "spaces": "        ",
    "dashes": "- – _ = . ",
    "digits": "1234567890",
    "capitals": "ĐIỀU KHOẢN LUẬT ",
    "brackets": '((“"))',
}


@cache
def _compiled() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of the package by name, those built on first use too."""
    found = {f"{module.__name__.rsplit('.', 1)[-1]}.{name}": value for module in MODULES for name, value in vars(module).items()}
    single = {name: value for name, value in found.items() if isinstance(value, re.Pattern)}
    several = {
        f"{name}[{i}]": one[-1] if isinstance(one, tuple) else one
        for name, value in found.items()
        if isinstance(value, tuple)
        for i, one in enumerate(value)
        if isinstance(one, re.Pattern) or (isinstance(one, tuple) and isinstance(one[-1], re.Pattern))
    }
    made = {"patterns.head_before()": patterns.head_before(), "patterns.head_with_organ()": patterns.head_with_organ()}
    return single | several | made | {"patterns.short()": patterns.short()}


# Patterns that are only ever given a window of this many characters that ends at the citation.
WINDOWS = {
    "patterns.CLAUSE_BEFORE": CLAUSE_WINDOW,
    "clauses._HINT": CLAUSE_WINDOW,
    "patterns.head_before()": HEAD_WINDOW,
    "patterns.head_with_organ()": HEAD_WINDOW,
    "patterns.NUMBER_WORD": HEAD_WINDOW,
    "patterns.FORM_BEFORE": 30,
    "laws._NO_LAW_AFTER": 12,
    "laws._NO_SMALL_LAW_AFTER": 12,
    "amending._PASSED": 12,
} | {f"relation._BEFORE[{i}]": RELATION_WINDOW for i in range(20)}


def _seconds(work: Callable[[], object]) -> float:
    """The best of up to three: other programs on the machine only make it slower."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
        if best < FLOOR:
            break
    return best


@pytest.mark.parametrize("name", sorted(set(_compiled()) - set(WINDOWS)))
def test_patterns_take_linear_time(name: str) -> None:
    """Searching four times as much of a repeated, nearly matching text takes about four times as long."""
    slow = [piece for piece in PIECES.values() if not _linear(_compiled()[name], piece)]
    assert slow == []


def _linear(pattern: re.Pattern[str], piece: str) -> bool:
    short, long = (piece * (size // len(piece)) for size in (SIZE, 4 * SIZE))
    second = _seconds(lambda: sum(1 for _ in pattern.finditer(long)))
    return second < FLOOR or second < WORST * _seconds(lambda: sum(1 for _ in pattern.finditer(short)))


@pytest.mark.parametrize("name", sorted(set(_compiled()) & set(WINDOWS)))
def test_window_patterns_are_fast_on_their_window(name: str) -> None:
    """A pattern that looks back through a window of fixed size is done at once on the worst of them."""
    windows = [(piece * 200)[: WINDOWS[name]] for piece in PIECES.values()]
    assert max(_seconds(lambda window=window: _compiled()[name].search(window)) for window in windows) < 0.02  # type: ignore[misc]


@pytest.mark.parametrize("piece", PIECES)
def test_citations_take_linear_time(piece: str) -> None:
    """The whole stage, on one line: four times the text, about four times the time."""
    short, long = (plain(PIECES[piece] * (size // len(PIECES[piece]))) for size in (SIZE, 4 * SIZE))
    second = _seconds(lambda: citations(long))
    assert second < 10 * FLOOR or second < WORST * _seconds(lambda: citations(short))


def test_citations_survive_random_texts() -> None:
    """Any mixture of the pieces is read without an error, and nothing overlaps."""
    chance = random.Random(7)
    for _ in range(40):
        text = plain("".join(chance.choice(list(PIECES.values())) for _ in range(60)))
        found = citations(text)
        assert all(first.span.end <= second.span.start for first, second in pairwise(found))
