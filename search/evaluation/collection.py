"""Reads a folder of articles, questions and judgments (the form of interfaces.md)."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from indices.rows import labels
from search.errors import SearchError

CORPUS, QUERIES, JUDGMENTS = "corpus.jsonl.xz", "queries.jsonl", "qrels.tsv"


@dataclass(frozen=True, slots=True)
class Article:
    """One text that can be found, under its `headings`: an article that stands alone, or a passage of the `document` named.

    What the document says of itself (`title` to `issued`) is "" where the collection does not tell.
    """

    id: str
    text: str
    headings: tuple[str, ...] = ()
    document: str = ""
    ordinal: int = 0
    title: str = ""
    symbol: str = ""
    type: str = ""
    issuer: str = ""
    issued: str = ""

    @property
    def judged(self) -> str:
        """The id that judgments name."""
        return self.document or self.id


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with the articles judged relevant: id -> grade above 0."""

    id: str
    text: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """The articles and the questions of a folder; `digest` names the content of its articles."""

    folder: Path
    digest: str
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]


def collection(folder: Path, *, split: str = "", limit: int | None = None) -> Collection:
    """Read a folder; `split` keeps the questions of that split, all where no question names one; `limit` the first articles.

    Questions without a relevant article are left out, as no ranking can be right or wrong for them.
    Raises SearchError where the folder is not of the form.
    """
    try:
        articles = tuple(_articles(folder / CORPUS, limit))
        questions = tuple(_questions(folder, split, {article.judged for article in articles}))
    except (OSError, ValueError, KeyError, TypeError, EOFError, lzma.LZMAError) as exc:
        raise SearchError("bad_collection", f"Thư mục {folder} phải có {CORPUS}, {QUERIES} và {JUDGMENTS} đúng dạng ({exc}).") from exc
    if not questions:
        raise SearchError(
            "bad_collection", f"Không có câu hỏi nào{f' thuộc phần «{split}»' if split else ''} có văn bản trả lời trong {folder}."
        )
    return Collection(folder, _digest(articles), articles, questions)


def _articles(path: Path, limit: int | None) -> Iterator[Article]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in islice(map(json.loads, lines), limit):
            title, headings = labels(row)
            more = {name: row[name] for name in ("document", "ordinal", "symbol", "type", "issuer", "issued") if name in row}
            yield Article(str(row["_id"]), str(row["text"]), headings, title=title, **more)


def _questions(folder: Path, split: str, known: set[str]) -> Iterator[Question]:
    relevant = _judgments(folder / JUDGMENTS, known)
    rows: list[dict[str, Any]] = [json.loads(line) for line in _lines(folder / QUERIES)]
    splits = any("split" in row for row in rows)
    for row in rows:
        if relevant.get(str(row["_id"])) and (not split or not splits or row.get("split") == split):
            yield Question(str(row["_id"]), str(row["text"]), relevant[str(row["_id"])])


def _judgments(path: Path, known: set[str]) -> dict[str, dict[str, int]]:
    """Question -> article -> grade; the first line is a heading where its last column is no number."""
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path)):
        question, article, grade = line.split("\t")
        if number == 0 and not grade.strip().lstrip("-").isdigit():
            continue
        if int(grade) > 0 and article in known:
            found.setdefault(question, {})[article] = int(grade)
    return found


def _lines(path: Path) -> list[str]:
    """The lines that say something; a text may hold U+2028, which ends none."""
    return [line.rstrip("\r") for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip()]


def _digest(articles: tuple[Article, ...]) -> str:
    digest = hashlib.sha256()
    for article in articles:
        digest.update(f"{article.id}\0{article.title}\0{article.text}\0".encode())
        digest.update(repr((article.headings, article.symbol, article.type, article.issuer, article.issued)).encode())
    return digest.hexdigest()[:16]
