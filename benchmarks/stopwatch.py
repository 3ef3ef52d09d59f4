"""Times the stages of a real run by standing in front of its functions, so that no benchmark repeats the order of the stages."""

from __future__ import annotations

import functools
import os
import resource
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Stopwatch:
    """Seconds of every call, by stage; a stage called inside another one of the same thread is taken off the outer one."""

    def __init__(self) -> None:
        self.calls: dict[str, list[float]] = {}
        self._thread = threading.local()

    @property
    def _inner(self) -> list[float]:
        """What the stages open in this thread have had inside them so far."""
        if not hasattr(self._thread, "inner"):
            self._thread.inner = []
        inner: list[float] = self._thread.inner
        return inner

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """From now on time `owner.name`, an attribute of a module, an object or a class."""
        function = getattr(owner, name)

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.stage(stage):
                return function(*args, **kwargs)

        setattr(owner, name, timed)

    @contextmanager
    def stage(self, stage: str) -> Iterator[None]:
        """Time what happens inside."""
        self._inner.append(0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            taken = time.perf_counter() - start
            self.calls.setdefault(stage, []).append(taken - self._inner.pop())
            if self._inner:
                self._inner[-1] += taken

    def total(self, stage: str) -> float:
        """Seconds spent in a stage."""
        return sum(self.calls.get(stage, ()))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Aligned columns, the first to the left; numbers with a sensible count of digits."""
    cells = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    return "\n".join("  ".join(_padded(text, width, i) for i, (text, width) in enumerate(zip(row, widths, strict=True))) for row in cells)


def peak_memory() -> float:
    """Most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """The processor and how busy it is: times mean little without."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "?")
    return f"{os.cpu_count()} × {name}, load {os.getloadavg()[0]:.1f}"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return str(value)


def _padded(text: str, width: int, column: int) -> str:
    return text.ljust(width) if column == 0 else text.rjust(width)
