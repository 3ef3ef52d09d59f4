"""What does a search among many vectors cost, and how many of the true neighbours does it find?

    python -m benchmarks.vectors FOLDER [--count 1000000] [--questions 20]

FOLDER holds vectors as search.evaluation keeps them (*.npy); they are repeated with noise of length .3 until there are enough.
A question lies between two of them, as one that no passage repeats.
Milliseconds are those of the processor (all threads together), which other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numkong
import numpy as np

from benchmarks.stopwatch import machine, table
from indices.embedded import segments
from indices.embedded.nearest import nearest
from indices.embedded.segments import Segment
from indices.protocol import Record, Vectors

DEPTH = 200
NOISE = 0.3
PORTION = 20_000


def main() -> None:
    """Print the table."""
    options = _options()
    real = np.concatenate([np.load(path) for path in sorted(options.folder.glob("*.npy"))])
    numbers = np.random.default_rng(1)
    between = real[numbers.integers(0, len(real), (2, options.questions))].astype(np.float32).sum(axis=0)
    questions = _moved(between / np.linalg.norm(between, axis=1, keepdims=True), numbers)
    with tempfile.TemporaryDirectory() as place:
        ranges = [(start, min(PORTION, options.count - start)) for start in range(0, options.count, PORTION)]
        parts = [_segment(Path(place), real, *one, numbers) for one in ranges]
        part = segments.merged(Path(place), "whole", parts, np.empty(0, np.int64))
        full, allowed = replace(part, head=None), np.ones(len(part), dtype=np.bool_)
        halves = [vector[None].astype(np.float16) for vector in questions]
        eighths = [np.rint(vector / np.abs(vector).max() * 127)[None].astype(np.int8) for vector in questions]
        rows = [
            ("one pass in half precision", _worked(lambda n: numkong.cdist(part.vectors, halves[n], "dot"), len(questions))),
            ("one pass in eight bits", _worked(lambda n: numkong.cdist(part.coarse.rows, eighths[n], "dot"), len(questions))),
            ("the nearest 200, exact", _worked(lambda n: nearest([full], questions[n], allowed, DEPTH), len(questions))),
            ("the nearest 200, after a first look", _worked(lambda n: nearest([part], questions[n], allowed, DEPTH), len(questions))),
        ]
        right = sum(_right(part, vector, nearest([part], vector, allowed, DEPTH)[0].tolist()) for vector in questions)
    directions = part.head.rows.shape[1] if part.head else "no"
    print(f"{machine()}; {options.count:,} vectors made of {len(real):,}, a first look in {directions} directions")
    print(table(("", "processor (ms)"), rows))
    print(f"{right / options.questions / DEPTH:.4f} of the nearest {DEPTH} found")


def _segment(folder: Path, real: Vectors, start: int, count: int, numbers: np.random.Generator) -> Segment:
    records = [Record(f"d:{n}", "d", n, "", (0, 0), None, ()) for n in range(start, start + count)]
    held = segments.columns(records, range(start, start + count))
    vectors = _moved(real[np.arange(start, start + count) % len(real)], numbers).astype(np.float16)
    return segments.write(folder, str(start), held, vectors=vectors, packed=[b""] * count)


def _moved(rows: Vectors, numbers: np.random.Generator) -> Vectors:
    moved = rows.astype(np.float32) + numbers.standard_normal(rows.shape, dtype=np.float32) * np.float32(NOISE / rows.shape[1] ** 0.5)
    unit: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit


def _worked(ask: Callable[[int], object], count: int) -> float:
    """Milliseconds of the processor a question, the first one not counted."""
    ask(0)
    began = time.process_time()
    for n in range(count):
        ask(n)
    return (time.process_time() - began) * 1000 / count


def _right(part: Segment, vector: Vectors, found: list[int]) -> int:
    """How many of the nearest by single precision are among those found."""
    exact = np.concatenate([part.vectors[low : low + PORTION].astype(np.float32) @ vector for low in range(0, len(part), PORTION)])
    return len(set(np.argpartition(-exact, DEPTH)[:DEPTH].tolist()) & set(found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
