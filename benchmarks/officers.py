"""`python -m benchmarks.officers OUT`: makes a folder for search.evaluation of the officers' questions and the documents they ask for.

The questions and judgments lie in tests/queries (ids only); the documents are the project's samples and, where it is there,
../shared (its samples and portal). A document of the portal is cut after LONGEST
characters, lest the technical annexes of a few make up most of the passages.
"""

from __future__ import annotations

import argparse
import json
import lzma
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.settings import ROOT, Settings

LONGEST = 6_000
QUERIES = ROOT / "tests" / "queries"
SAMPLES = ROOT / "corpus" / "samples"
SHARED = ROOT.parent / "shared"
_READ = (".txt", ".html", ".docx", ".pdf")
_WORKERS = 2

Row = dict[str, Any]


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--longest", type=int, default=LONGEST, help="characters kept of a document of the portal")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    done = 0
    with lzma.open(options.out / "corpus.jsonl.xz", "wt", encoding="utf-8", preset=1) as file:
        for row in rows(options.shared, options.longest):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            done += 1
    shutil.copy(QUERIES / "officers.jsonl", options.out / "queries.jsonl")
    shutil.copy(QUERIES / "officers.tsv", options.out / "qrels.tsv")
    print(f"{done:,} đoạn", file=sys.stderr)


def rows(shared: Path, longest: int = LONGEST) -> Iterator[Row]:
    """The passages of all documents, as search.evaluation.collection reads them."""
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        for found in pool.map(understood, documents(shared, longest), chunksize=8):
            yield from found


def documents(shared: Path, longest: int = LONGEST) -> Iterator[tuple[str, str, bytes]]:
    """Id, name and bytes of each document."""
    for kind, folder in (("sample", SAMPLES), ("shared", shared / "samples")):
        for path in sorted(folder.glob("*")):
            if path.suffix in _READ:
                yield f"{kind}-{path.stem.split('.')[0].split('-')[0].split('_')[0]}", path.name, path.read_bytes()
    portal = shared / "documents" / "portal.jsonl.xz"
    if portal.exists():
        with lzma.open(portal, "rt", encoding="utf-8") as lines:
            # some lines come twice under one id: the first counts
            for row in {row["_id"]: row for row in reversed([json.loads(line) for line in lines])}.values():
                yield str(row["_id"]), f"{row['_id']}.txt", str(row["text"])[:longest].encode()


def understood(given: tuple[str, str, bytes]) -> list[Row]:
    """The rows of one document; none where it cannot be read."""
    from ingest.errors import ReadError
    from ingest.pipeline import understand_bytes

    id, name, data = given
    try:
        document = understand_bytes(data, name, Settings())
    except ReadError as error:
        print(f"{name}: {error.message}", file=sys.stderr)
        return []
    return _passages(id, document)


def _passages(id: str, document: Document) -> list[Row]:
    from indices.record import records
    from ingest.passages import passages

    return [
        {
            "_id": record.id,
            "document": id,
            "ordinal": record.ordinal,
            "text": record.text,
            "headings": record.heading_path,
            **{name: getattr(record, name) for name in ("title", "symbol", "type", "issuer", "issued")},
        }
        for record in records(id, document, passages(document), source=id)
    ]


if __name__ == "__main__":
    main()
