"""How fast do files become searchable, and where does the time go?

    python -m benchmarks.ingest PATH…      files, folders, or a .jsonl.xz of {"_id", "text"} (each becomes a text file)

Everything happens in a temporary data directory; the real one is not touched.
"""

from __future__ import annotations

import argparse
import json
import lzma
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.stopwatch import Stopwatch, machine, peak_memory, table
from corpus.settings import Settings
from ingest import indexing, pipeline

# Attribute of ingest.pipeline -> the stage it is.
STAGES = {
    "read_bytes": "đọc tệp",
    "normalise": "chuẩn hoá",
    "furniture": "rác trang web",
    "header": "thể thức",
    "outline": "đề mục",
    "passages": "chia đoạn",
}
STORE = ("put_file", "claim", "save_document", "original", "advance", "vectors", "save_vectors", "requeue_unfinished", "understood")


def main() -> None:
    """Print the table."""
    options = _options()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        paths = [place for given in options.paths for place in _files(given, Path(folder) / "texts", options.limit)]
        print(_measured(replace(Settings.from_env(), data_dir=Path(folder) / "var"), paths))


def _measured(settings: Settings, paths: list[Path]) -> str:
    watch = Stopwatch()
    opened = time.perf_counter()
    working = pipeline.open_pipeline(settings)
    encoder = working.encoder()  # loaded before the clock starts: `python -m ingest` pays for it once
    opened = time.perf_counter() - opened
    _watch(watch, working)
    watch.watch(encoder, "encode_passages", "véc-tơ")
    start = time.perf_counter()
    with watch.stage("phần còn lại"):
        results = working.ingest(paths)
    taken = time.perf_counter() - start
    counted = sum(result.status == "indexed" for result in results)
    size = sum(result.entry.size for result in results if result.entry) / 1e6
    stages = sorted(watch.calls, key=watch.total, reverse=True)
    rows = [(stage, watch.total(stage), 1000 * watch.total(stage) / len(results), 100 * watch.total(stage) / taken) for stage in stages]
    held = working.index.count()
    summary = f"{len(results)} tệp ({counted} vào chỉ mục), {size:.1f} MB, {held} đoạn trong {taken:.1f} giây"
    speed = f"{len(results) / taken:.1f} tệp/giây, {held / taken:.1f} đoạn/giây"
    cost = f"mở mất {opened:.2f} giây; bộ nhớ cao nhất {peak_memory():.0f} MB"
    working.close()
    return f"{summary}: {speed}; {cost}\n{table(('giai đoạn', 'giây', 'ms/tệp', '%'), rows)}"


def _watch(watch: Stopwatch, working: pipeline.Pipeline) -> None:
    for name, stage in STAGES.items():
        watch.watch(pipeline, name, stage)
    watch.watch(indexing, "records", "tách từ")
    for name in STORE:
        watch.watch(working.store, name, "kho")
    for name in ("put", "delete", "commit", "documents"):
        watch.watch(working.index, name, "chỉ mục")


def _files(given: Path, folder: Path, limit: int | None) -> list[Path]:
    """The path itself, or text files made from the rows of a .jsonl.xz."""
    if not given.name.endswith(".jsonl.xz"):
        return [given]
    place = folder / given.name
    place.mkdir(parents=True)
    with lzma.open(given, "rt", encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            if number == limit:
                break
            (place / f"{number:06}.txt").write_text(row["text"], encoding="utf-8")
    return [place]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, help="rows taken of a .jsonl.xz")
    return parser.parse_args()


if __name__ == "__main__":
    main()
