"""`python -m search.evaluation.numbers [FILE…]`: asks for documents by number, in every way people type one, and counts who comes first."""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import symbol, text
from corpus.errors import VanKienError
from corpus.settings import Settings
from corpus.symbol import Symbol
from indices.protocol import Record, Vectors
from search.evaluation.variants import unmarked
from search.query import Query
from search.searcher import Searcher

PASSAGE, PASSAGES = 1500, 4  # characters of a passage made from a line of a file, and passages kept of it
HELD, CITED = "held", "cited"


@dataclass(frozen=True, slots=True)
class Case:
    """A number as typed. `held`: the document with that number must come first; `cited`: a passage that cites it."""

    typed: str
    number: str
    kind: str


class Letters:
    """An encoder without a model: counts of letters. What is asked by number must not hang on meaning."""

    name, dimensions, window = "letters", 26, 256

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, 26)."""
        rows = np.array([[text.fold(each).count(chr(97 + i)) + 0.01 for i in range(26)] for each in texts], dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """As questions."""
        return self.encode_queries(texts)

    def count_tokens(self, passage: str) -> int:
        """Words."""
        return len(passage.split())

    def token_spans(self, passage: str) -> list[tuple[int, int]]:
        """Words."""
        return [found.span() for found in re.finditer(r"\S+", passage)]


def forms(number: Symbol, kind: str) -> Iterator[tuple[str, str]]:
    """(as typed, "full" | "short") of one number; `kind` is its type spelled out, "" where unknown."""
    canonical = number.canonical
    plain = unmarked(canonical)
    yield from ((form, "full") for form in (canonical, canonical.lower(), plain, plain.lower(), canonical.upper()))
    yield from (
        (form, "full") for form in (f"số {canonical}", f"so {plain.lower()}", f"{kind} số {canonical}".strip(), f"văn bản {canonical}")
    )
    yield from ((form, "full") for form in (canonical.replace("-", "–"), canonical.replace("/", " / "), canonical.replace("Đ", "Ð")))
    spaced = plain.lower().replace("/", " ").replace("-", " ")
    if number.type_code and not number.year:
        yield spaced, "full"
        yield _swapped(canonical), "full"
    if number.number.startswith("1") and number.type_code:
        yield "I" + canonical[1:], "full"
    if number.type_code:
        yield from ((form, "short") for form in _short(number, kind))


def _short(number: Symbol, kind: str) -> Iterator[str]:
    """By type and number alone: TB 409, thông báo số 409, tb409, nđ 30/2020."""
    digits = f"{number.number}/{number.year}" if number.year else number.number
    code = number.type_code or ""
    yield from (f"{code} {digits}", f"{code.lower()} {digits}", f"{code}{digits}", f"{code} số {digits}")
    if kind:
        yield from (f"{kind} {digits}", f"{kind} số {digits}", unmarked(f"{kind} số {digits}").lower(), f"{kind.lower()} {digits}")


def _swapped(canonical: str) -> str:
    """409/TB-LĐLĐ as 409-TB/LĐLĐ, and the other way round."""
    return canonical.translate(str.maketrans("/-", "-/"))


def cases(held: Sequence[str], cited: Sequence[str]) -> list[Case]:
    """Every form of every number that only one document can be meant by."""
    numbers = [number for each in dict.fromkeys(held) if (number := symbol.parse(each))]
    full = Counter(symbol.variants(each)[0] for raw in held if (each := symbol.parse(raw)))
    short = Counter(_type_and_number(each) for raw in held if (each := symbol.parse(raw)))
    found: list[Case] = []
    for number in numbers:
        for typed, size in forms(number, symbol.type_of(number) or ""):
            clear = full[symbol.variants(number)[0]] == 1 and (size == "full" or short[_type_and_number(number)] == 1)
            if clear:
                found.append(Case(typed, number.canonical, HELD))
    keys = {symbol.variants(number)[0] for number in numbers}
    for other in filter(None, map(symbol.parse, dict.fromkeys(cited))):
        if symbol.variants(other)[0] not in keys:
            found += [Case(typed, other.canonical, CITED) for typed, size in forms(other, "") if size == "full"]
    return list(dict.fromkeys(found))


def _type_and_number(number: Symbol) -> tuple[str, str, str]:
    """What a short form names; types whose codes fold alike ("QĐ", "QyĐ" spelled out) are told apart by the code."""
    return text.fold(number.type_code or ""), number.number.lstrip("0"), number.year or ""


def right(case: Case, searcher: Searcher) -> bool:
    """Whether what was meant comes first."""
    hits = searcher.search(Query(case.typed, limit=1, passages=1)).hits
    if not hits:
        return False
    if case.kind == HELD:
        return bool(hits[0].document.symbol) and symbol.same(hits[0].document.symbol or "", case.number)
    passage = hits[0].passages[0].text
    return any(symbol.same(found, case.number) for found in symbol.find(passage))


def measured(chosen: Sequence[Case], searcher: Searcher) -> dict[str, object]:
    """Shares of cases that are right, and those that are not."""
    wrong = [case for case in chosen if not right(case, searcher)]
    shares = {}
    for kind in (HELD, CITED):
        of_kind = [case for case in chosen if case.kind == kind]
        bad = sum(case.kind == kind for case in wrong)
        shares[kind] = {"cases": len(of_kind), "first": round(1 - bad / len(of_kind), 4) if of_kind else None}
    return {**shares, "wrong": [{"typed": case.typed, "number": case.number, "kind": case.kind} for case in wrong]}


def held_numbers(searcher: Searcher) -> tuple[list[str], list[str]]:
    """Numbers of the documents held, and numbers cited in their texts."""
    documents = searcher.knowledge().held.documents
    records = searcher.index.get([f"{row.id}:{ordinal}" for row in documents for ordinal in range(PASSAGES)])
    cited = [found.canonical for record in records for found in symbol.find(record.text) if not found.repaired]
    return [row.symbol for row in documents if row.symbol], cited


def filled(files: Sequence[Path], folder: Path) -> Searcher:
    """A searcher over an index made from lines with `title`, `text` and `labels` (number, issued, doc_type, issuer)."""
    from indices.embedded import EmbeddedIndex

    index, encoder = EmbeddedIndex.create(folder), Letters()
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                records = list(_records(json.loads(line)))
                index.put(records, encoder.encode_passages([record.text for record in records]))
    index.commit()
    return Searcher(index, encoder)


def _records(row: dict[str, object]) -> Iterator[Record]:
    labels = row.get("labels") or {}
    assert isinstance(labels, dict)
    number = symbol.canonical(str(labels.get("number") or "")) or ""
    kind, issuer, issued = (str(labels.get(name) or "") for name in ("doc_type", "issuer", "issued"))
    words, title = text.nfc(str(row["text"])), text.nfc(str(row.get("title") or ""))
    for ordinal, start in enumerate(range(0, min(len(words), PASSAGE * PASSAGES), PASSAGE)):
        part = words[start : start + PASSAGE]
        tokens = text.document_tokens(part, title=title, symbol=number)
        year = int(issued[:4]) if issued[:4].isdigit() else 0
        yield Record(
            f"{row['_id']}:{ordinal}", str(row["_id"]), ordinal, part, (start, start + len(part)), None, (),
            title, number, kind, issuer, issued, year, "", tokens,
        )  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every unambiguous number brings its document first, 1 when not, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m search.evaluation.numbers", description="Đo việc tìm theo số hiệu.")
    parser.add_argument("files", nargs="*", type=Path, help="tệp .jsonl.xz có labels; không có: chỉ mục của kho hiện tại")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="chỉ hỏi một trong N cách gõ")
    parser.add_argument("--json", action="store_true", help="in JSON")
    options = parser.parse_args(argv)
    try:
        with tempfile.TemporaryDirectory() as folder:
            from search.searcher import open_searcher

            searcher = filled(options.files, Path(folder)) if options.files else open_searcher(Settings.from_env())
            report = measured(cases(*held_numbers(searcher))[:: options.every], searcher)
    except VanKienError as error:
        print(error.message, file=sys.stderr)
        return 1
    wrong = report["wrong"]
    assert isinstance(wrong, list)
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        for kind in (HELD, CITED):
            print(kind, report[kind])
        print("\n".join(f"sai: {row['typed']!r} ({row['number']}, {row['kind']})" for row in wrong[:40]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
