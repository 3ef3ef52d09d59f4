"""Reads the questions of the train split and their articles, from a folder in the form of `python -m search.evaluation`."""

from __future__ import annotations

import hashlib
import json
import lzma
from dataclasses import dataclass
from pathlib import Path

from corpus import text
from indices.training import TrainingError

SPLIT = "train"


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and one article that answers it (a position in the articles); `relevant` are all that do."""

    question: str
    article: int
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Material:
    """The articles as they are encoded (title, then text), and the pairs to learn from; `digest` names the articles' content."""

    digest: str
    articles: tuple[str, ...]
    pairs: tuple[Pair, ...]


def material(folder: Path) -> Material:
    """What is trained on; raise TrainingError where the folder is not of the form or has no train split.

    A question that is also asked outside the train split, marks and capitals aside, is left out.
    """
    try:
        digest, names, articles = _articles(folder / "corpus.jsonl.xz")
        relevant = _relevant(folder / "qrels.tsv", {name: i for i, name in enumerate(names)})
        questions = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
        held = {_key(row["text"]) for row in questions if row.get("split") != SPLIT}
        pairs = tuple(
            Pair(text.nfc(row["text"]), article, frozenset(relevant[row["_id"]]))
            for row in sorted(questions, key=lambda row: str(row["_id"]))
            if row.get("split") == SPLIT and _key(row["text"]) not in held
            for article in relevant.get(row["_id"], ())
        )
    except (OSError, ValueError, KeyError, EOFError, lzma.LZMAError) as exc:
        raise TrainingError("bad_collection", f"Thư mục {folder} không có đủ tệp đúng dạng ({exc}).") from exc
    if not pairs:
        raise TrainingError("no_train_split", f"Không có câu hỏi nào thuộc phần «{SPLIT}» trong {folder}.")
    return Material(digest, articles, pairs)


def _articles(path: Path) -> tuple[str, list[str], tuple[str, ...]]:
    """Digest (as search.evaluation makes it), ids, and texts as indices.record.embedding_text makes them of one heading."""
    digest, names, texts = hashlib.sha256(), [], []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name, title, body = str(row["_id"]), str(row.get("title") or ""), str(row["text"])
            digest.update(f"{name}\0{title}\0{body}\0".encode())
            names.append(name)
            texts.append("\n".join(part for part in (title, body) if part))
    return digest.hexdigest()[:16], names, tuple(texts)


def _relevant(path: Path, places: dict[str, int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        question, article, grade = line.split("\t")
        if grade.strip().isdigit() and int(grade) > 0 and article in places:
            found.setdefault(question, []).append(places[article])
    return found


def _key(question: str) -> str:
    return " ".join(text.fold(text.nfc(question)).split())
