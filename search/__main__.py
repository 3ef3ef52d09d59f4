"""`python -m search "…"`: ask from the command line, one question or a file of them."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import VanKienError

if TYPE_CHECKING:
    from corpus.relations import DirectiveFilter
    from indices.protocol import Filters
    from search.batch import Asked
    from search.query import Query
    from search.searcher import Searcher

DIRECTIVE_OPTIONS = ("owner", "partner", "deadline_from", "deadline_to", "kind", "status")
STATUSES = ("overdue", "soon", "none", "recurring")  # those of corpus.relations, which `--help` need not load

XLSX_HELP = "ghi mọi câu trả lời vào một bảng tính; --batch khi đó đọc mỗi dòng một câu hỏi, hoặc cột đầu của một tệp .xlsx"
NOTHING_HELD = "Kho chưa có văn bản nào; hãy nạp trước: python -m ingest ĐƯỜNG_DẪN…"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0 for an answer (also an empty one), 1 for a failure, 2 for a wrong call."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Vietnamese in any locale; half a character as "\\ud83d", valid in JSON
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    options = parser.parse_args(argv)
    if options.text is None and options.batch is None and options.mode == "directives":
        options.text = ""  # all that meet the filters
    if (options.text is None) == (options.batch is None):
        parser.error("hãy cho một câu hỏi, hoặc --batch TỆP (không phải cả hai)")
    if options.xlsx and (options.json or not options.batch):
        parser.error("--xlsx đi với --batch TỆP, và không đi với --json")
    try:
        code = _run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader, head say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 2 if error.code.startswith("bad_") else 1  # bad_limit, bad_batch, bad_xlsx, bad_setting: called wrongly


def _run(options: argparse.Namespace) -> int:
    from corpus.settings import Settings
    from search.query import Query
    from search.searcher import open_searcher

    base = Query(options.text or "", mode=options.mode, filters=_filters(options), limit=options.limit, sort=options.sort)
    base = replace(base, verbatim=options.verbatim, without=tuple(options.without), directives=_directives(options)).checked()
    rows = _batch(options) if options.batch else []
    searcher = open_searcher(Settings.from_env(), once=options.batch is None)
    if options.xlsx:
        return _workbook(searcher, base, rows, options.xlsx)
    if options.batch:
        return _answer_all(searcher, base, rows)
    results = searcher.search(base)
    if not results.hits and not searcher.index.count():
        print(NOTHING_HELD, file=sys.stderr)
    if options.json:
        print(json.dumps(results.to_json(), ensure_ascii=False))
    else:
        from search.report import report

        print(report(results, colour=sys.stdout.isatty()))
    return 0


def _answer_all(searcher: Searcher, base: Query, rows: Sequence[Asked]) -> int:
    for id, text in rows:
        print(json.dumps(searcher.search(replace(base, text=text), id=id).to_json(), ensure_ascii=False), flush=True)
    return 0


def _workbook(searcher: Searcher, base: Query, rows: Sequence[Asked], target: Path) -> int:
    from search.batch import written

    asked, nothing = written((searcher.search(replace(base, text=text), id=id) for id, text in rows), target)
    print(f"Đã ghi {target}: {asked} câu hỏi, {nothing} câu không có kết quả.")
    return 0


def _batch(options: argparse.Namespace) -> list[Asked]:
    """The questions of the file; with --xlsx as people write them, and only if the workbook can be written."""
    from search.batch import checked_target, list_of_questions, questions

    if options.xlsx is None:
        return list(questions(options.batch))
    checked_target(options.xlsx, options.batch)
    return list_of_questions(options.batch)


def _filters(options: argparse.Namespace) -> Filters:
    from indices.protocol import Filters

    return Filters(
        type=tuple(options.type),
        issuer=tuple(options.issuer),
        year=tuple(options.year),
        document=tuple(options.document),
        issued_from=options.issued_from,
        issued_to=options.issued_to,
    )


def _directives(options: argparse.Namespace) -> DirectiveFilter | None:
    """The filter of directives; None where none of its options is given."""
    given = {name: getattr(options, name) for name in DIRECTIVE_OPTIONS if getattr(options, name)}
    if not given:
        return None
    if options.mode != "directives":
        from search.errors import SearchError

        named = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise SearchError("bad_mode", f"{named} chỉ dùng với --mode directives.")
    from corpus.relations import DirectiveFilter

    return DirectiveFilter(**given)


def _add_directives(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--owner", default="", metavar="ĐƠN-VỊ", help="giao cho đơn vị này")
    group.add_argument("--partner", default="", metavar="ĐƠN-VỊ", help="đơn vị này phối hợp")
    group.add_argument("--deadline-from", default="", metavar="NGÀY", help="hạn từ ngày (2021-12-01)")
    group.add_argument("--deadline-to", default="", metavar="NGÀY", help="hạn đến ngày")
    group.add_argument("--kind", default="", choices=("task", "target", "report"), help="việc, chỉ tiêu hay báo cáo")
    group.add_argument("--status", default="", choices=STATUSES, help="quá hạn, sắp đến hạn, không hạn, định kỳ")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m search", description="Tìm trong các văn bản đã nhập.")
    parser.add_argument("text", nargs="?", help="số hiệu, cụm từ hay câu hỏi")
    parser.add_argument("--batch", type=Path, metavar="TỆP", help='mỗi dòng một {"id", "text"}; trả lời mỗi dòng một đối tượng JSON')
    parser.add_argument(
        "--xlsx",
        type=Path,
        metavar="TỆP",
        help=XLSX_HELP,
    )
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument("--limit", type=int, default=10, help="số văn bản (mặc định 10)")
    parser.add_argument("--mode", choices=("passages", "documents", "directives"), default="passages", help="đoạn, văn bản hay nhiệm vụ")
    parser.add_argument("--sort", choices=("relevance", "date"), default="relevance", help="xếp theo độ khớp hay ngày ban hành")
    parser.add_argument("--verbatim", action="store_true", help="tìm nguyên văn: không thêm dấu, không sửa lỗi gõ")
    parser.add_argument("--without", action="append", default=[], metavar="GỢI-Ý", help="bỏ một ưu tiên (year:2022)")
    parser.add_argument("--type", action="append", default=[], help="chỉ loại văn bản này (nhiều lần được)")
    parser.add_argument("--issuer", action="append", default=[], help="chỉ cơ quan ban hành này")
    parser.add_argument("--year", action="append", type=int, default=[], help="chỉ năm ban hành này")
    parser.add_argument("--document", action="append", default=[], help="chỉ trong văn bản có mã này")
    _add_directives(parser.add_argument_group("nhiệm vụ (--mode directives)"))
    parser.add_argument("--from", dest="issued_from", default="", metavar="NGÀY", help="ban hành từ ngày (2021-12-15)")
    parser.add_argument("--to", dest="issued_to", default="", metavar="NGÀY", help="ban hành đến ngày")
    return parser


if __name__ == "__main__":
    sys.exit(main())
