"""`python -m search.evaluation FOLDER`: measures search on a folder of articles, questions and judgments."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import VanKienError
from corpus.settings import ENGINES, Settings
from search.evaluation.variants import VARIANTS

COLUMNS = ("ndcg@10", "recall@10", "recall@100", "mrr@10", "success@1", "p50_ms", "p95_ms")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when measured, 1 when something is missing, 2 for a wrong call."""
    options = _parser().parse_args(argv)
    try:
        report = evaluate(options, Settings.from_env())
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 1
    print(json.dumps(report, ensure_ascii=False) if options.json else table(report))
    return 0


def evaluate(options: argparse.Namespace, settings: Settings) -> dict[str, object]:
    """Everything interfaces.md promises of a run."""
    from indices.encoder import open_encoder
    from search.evaluation.collection import collection
    from search.evaluation.prepare import prepared_index
    from search.evaluation.runs import measured, rankings
    from search.rerank import open_reranker
    from search.searcher import Searcher

    settings = replace(settings, engine=options.engine or settings.engine)
    given = collection(options.folder, split=options.split, limit=options.limit_corpus)
    encoder = open_encoder(settings)
    index, _ = prepared_index(given, settings, encoder)
    reranker = open_reranker(settings)
    if reranker:
        reranker.scores("", [""])  # better no measure than one without what was to be measured
    chosen = rankings(Searcher(index, encoder, reranker=reranker))
    runs = {name: measured(ranking, given.questions, variant=options.variant).to_json() for name, ranking in chosen.items()}
    return {
        "folder": str(options.folder),
        "split": options.split or None,
        "engine": settings.engine,
        "variant": options.variant,
        "queries": len(given.questions),
        "passages": index.count(),
        "runs": runs,
    } | ({"reranker": reranker.name} if reranker else {})


def table(report: dict[str, object]) -> str:
    """The report for a person to read."""
    runs = report["runs"]
    assert isinstance(runs, dict)
    split = f", phần {report['split']}" if report["split"] else ""
    lines = [f"{report['folder']}{split} — {report['engine']}, {report['variant']}: {report['queries']} câu hỏi, {report['passages']} đoạn"]
    lines.append(f"{'':10}" + "".join(f"{name:>12}" for name in COLUMNS))
    for name, values in runs.items():
        cells = (f"{values[column]:.1f}" if column.endswith("_ms") else f"{values[column]:.4f}" for column in COLUMNS)
        lines.append(f"{name:10}" + "".join(f"{cell:>12}" for cell in cells))
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m search.evaluation", description="Đo chất lượng tìm kiếm.")
    parser.add_argument("folder", type=Path, help="thư mục có corpus.jsonl.xz, queries.jsonl, qrels.tsv")
    parser.add_argument("--split", default="", help="chỉ các câu hỏi thuộc phần này (dev, train)")
    parser.add_argument("--engine", choices=ENGINES, help="bộ máy tìm kiếm (mặc định: theo VANKIEN_ENGINE)")
    parser.add_argument("--variant", choices=tuple(VARIANTS), default="plain", help="cách gõ câu hỏi")
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument("--limit-corpus", type=int, metavar="N", help="chỉ dùng N văn bản đầu (để thử nhanh)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
