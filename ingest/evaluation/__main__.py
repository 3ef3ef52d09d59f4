"""`python -m ingest.evaluation headers [FILE]`: quality of headers on labelled records."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared" / "documents" / "portal.jsonl.xz"
ABSENT = "Không thấy tệp {path}: lệnh này cần các bản ghi có nhãn (.jsonl.xz, mỗi dòng có _id, text, labels)."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one measurement; 0 if it ran, 2 if there is nothing to measure on."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluation", description="Đo chất lượng đọc văn bản.")
    parser.add_argument("what", choices=["headers"], help="headers: thể thức (số, ngày, loại, cơ quan, trích yếu)")
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT, help=f"mặc định: {DEFAULT}")
    chosen = parser.parse_args(arguments)
    if not chosen.file.is_file():
        print(ABSENT.format(path=chosen.file), file=sys.stderr)
        return 2
    from ingest.evaluation.headers import evaluate, render

    print(render(evaluate(chosen.file)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
