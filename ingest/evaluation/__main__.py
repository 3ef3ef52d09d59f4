"""`python -m ingest.evaluation headers [FILE]`, `… extraction [--split dev|test]`: quality of what ingest understands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DEFAULT = SHARED / "documents" / "portal.jsonl.xz"
GOLD = ROOT / "tests" / "gold"
ABSENT = "Không thấy tệp {path}: lệnh này cần các bản ghi có nhãn (.jsonl.xz, mỗi dòng có _id, text, labels)."
NO_TEXTS = "Không thấy văn bản thật trong {path}: bộ chuẩn chỉ ghi số dòng, nên cần thư mục shared để chấm."
NO_GOLD = "Không thấy bộ chuẩn (*.yml) trong {path}."
NO_BEFORE = "Không đọc được kết quả cũ {path}: cần tệp do --json ghi ra."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one measurement; 0 if it ran, 2 if there is nothing to measure on."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluation", description="Đo chất lượng đọc văn bản.")
    commands = parser.add_subparsers(dest="what", required=True)
    heads = commands.add_parser("headers", help="thể thức: số, ngày, loại, cơ quan, trích yếu")
    heads.add_argument("file", nargs="?", type=Path, default=DEFAULT, help=f"mặc định: {DEFAULT}")
    extraction = commands.add_parser("extraction", help="viện dẫn và nhiệm vụ, so với bộ chuẩn ghi tay")
    extraction.add_argument("--split", choices=["dev", "test", "all"], default="all", help="chỉ chấm một phần")
    extraction.add_argument("--json", type=Path, metavar="FILE", help="ghi kết quả ra tệp, để lần sau so")
    extraction.add_argument("--against", type=Path, metavar="FILE", help="so với kết quả cũ: được gì, mất gì, từng dòng")
    extraction.add_argument("--errors", type=int, default=10, metavar="N", help="số lỗi nặng nhất in ra (mặc định 10)")
    extraction.add_argument("--open-test", action="store_true", help="in cả lỗi của phần test (chỉ khi viết báo cáo)")
    extraction.add_argument("--gold", type=Path, default=GOLD, help=argparse.SUPPRESS)
    extraction.add_argument("--shared", type=Path, default=SHARED, help=argparse.SUPPRESS)
    lines = commands.add_parser("lines", help="in văn bản với số dòng, để ghi bộ chuẩn")
    lines.add_argument("file", type=Path, help="tệp .yml có ít nhất dòng source:")
    lines.add_argument("--shared", type=Path, default=SHARED, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    return {"headers": _headers, "extraction": _extraction, "lines": _lines}[chosen.what](chosen)


def _lines(chosen: argparse.Namespace) -> int:
    if not chosen.file.is_file():
        return _refuse(NO_GOLD, chosen.file)
    from ingest.evaluation.gold import Texts, document

    texts = Texts(chosen.shared)
    if not texts.present():
        return _refuse(NO_TEXTS, chosen.shared)
    text = texts.text(document(chosen.file))
    for number, line in enumerate(text.lines, 1):
        print(f"{number:4} {text.line_text(line)}")
    return 0


def _headers(chosen: argparse.Namespace) -> int:
    path: Path = chosen.file
    if not path.is_file():
        return _refuse(ABSENT, path)
    from ingest.evaluation.headers import evaluate, render

    print(render(evaluate(path)))
    return 0


def _extraction(chosen: argparse.Namespace) -> int:
    from ingest.evaluation.gold import Texts, gold
    from ingest.evaluation.results import compared, load, render, save
    from ingest.evaluation.run import run

    texts, documents = Texts(chosen.shared), gold(chosen.gold, None if chosen.split == "all" else chosen.split)
    if not texts.present():
        return _refuse(NO_TEXTS, chosen.shared)
    if not documents:
        return _refuse(NO_GOLD, chosen.gold)
    if chosen.against and not chosen.against.is_file():
        return _refuse(NO_BEFORE, chosen.against)
    results = run(documents, texts)
    print(render(results, errors=chosen.errors, open_test=chosen.open_test))
    if chosen.against:
        print("\nSo với", chosen.against, "\n" + compared(load(chosen.against), results))
    if chosen.json:
        save(results, chosen.json)
    return 0


def _refuse(message: str, path: Path) -> int:
    print(message.format(path=path), file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
