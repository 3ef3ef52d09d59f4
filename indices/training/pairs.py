"""Reads what is learnt from: the train questions of folders in the form of `python -m search.evaluation`, and questions of our own."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import text
from indices.encoder import Encoder
from indices.record import joined
from indices.rows import labels
from indices.training import TrainingError
from indices.windows import windows

LIMIT = 192
"""Tokens that are read of a text while training; longer articles are cut into passages of at most as many."""

SPLIT = "train"
WRITTEN = tuple(sorted(Path(__file__).parent.glob("written*.tsv")))
"""Questions written for this project, a file for each time they were: the id of a text, a tab, a question that it answers. Of no
text that answers a question which search is measured on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and one article that answers it (a position in the articles); `relevant` are all that do.

    Of an article cut into `passages` all are relevant, and `article` is the first until mining.mined finds the one that answers.
    """

    question: str
    article: int
    relevant: frozenset[int]
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """The articles as they are encoded (title, then text), and the pairs to learn from; `digest` names both.

    `documents` names, for each article, the document or long article that it is a passage of (its own id where it is a whole);
    empty: each is a whole.
    """

    digest: str
    articles: tuple[str, ...]
    pairs: tuple[Pair, ...]
    documents: tuple[str, ...] = ()


def material(folders: Sequence[Path], *, written: Sequence[Path] = WRITTEN, repeat: int = 1, encoder: Encoder | None = None) -> Material:
    """What is trained on; raise TrainingError where a folder is not of the form, or nothing can be learnt from all of them.

    `written` are files as WRITTEN; raise also where one cannot be read. A question that is also asked outside the train split of any
    of the folders, marks and capitals aside, is left out, and so is one of our own whose text is an answer there. Of the folders'
    texts all may be negatives. The folders' own train questions, which people asked, come `repeat` times: they are few beside those
    written for this project. With an `encoder`, which counts the tokens, articles longer than LIMIT with all that stands above them are
    cut into passages, to their end; without, such an article is read up to there. Raises ValueError where `repeat` is less than 1.
    """
    if repeat < 1:
        raise ValueError(repeat)
    given = [_read(folder, encoder) for folder in folders]
    asked = frozenset().union(*(one.asked for one in given))
    judged = frozenset().union(*(one.judged for one in given))
    own = [row for path in written for row in _written(path)]
    articles: list[str] = []
    documents: list[str] = []
    pairs: list[Pair] = []
    for one in given:
        first = len(articles)
        for found in (*one.pairs * repeat, *_own(own, one.places, judged)):
            if _key(found.question) not in asked:
                pairs.append(_moved(found, first))
        articles += one.texts
        documents += one.documents
    if not pairs:
        raise TrainingError("no_train_split", f"Không có câu hỏi nào thuộc phần «{SPLIT}» trong {', '.join(map(str, folders))}.")
    return Material(_digest(articles, pairs), tuple(articles), tuple(pairs), tuple(documents))


def questions(written: Sequence[Path] = WRITTEN) -> list[str]:
    """The questions of our own, in the order they were written; raises TrainingError where a file cannot be read."""
    return [question for path in written for _, question in _written(path)]


@dataclass(frozen=True, slots=True)
class _Folder:
    """What a folder holds: its texts, where those of each id stand, their documents, its train pairs, and of its other questions the
    keys and what answers them."""

    places: Mapping[str, tuple[int, ...]]
    texts: tuple[str, ...]
    documents: tuple[str, ...]
    pairs: tuple[Pair, ...]
    asked: frozenset[str]
    judged: frozenset[str]


def _read(folder: Path, encoder: Encoder | None) -> _Folder:
    try:
        places, texts, documents = _articles(folder / "corpus.jsonl.xz", encoder)
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        rows: list[dict[str, Any]] = sorted((json.loads(line) for line in lines if line.strip()), key=lambda row: str(row["_id"]))
        relevant = _relevant(folder / "qrels.tsv", places)
        held = {str(row["_id"]): _key(row["text"]) for row in rows if row.get("split") != SPLIT}
        pairs = tuple(
            _pair(text.nfc(row["text"]), answer, frozenset(i for one in relevant[row["_id"]] for i in one))
            for row in rows
            if row.get("split") == SPLIT
            for answer in relevant.get(row["_id"], ())
        )
        judged = _judged(folder / "qrels.tsv", held.keys())
    except (OSError, ValueError, KeyError, EOFError, lzma.LZMAError) as exc:
        raise TrainingError("bad_collection", f"Thư mục {folder} không có đủ tệp đúng dạng ({exc}).") from exc
    return _Folder(places, tuple(texts), tuple(documents), pairs, frozenset(held.values()), judged)


def _own(own: Sequence[tuple[str, str]], places: Mapping[str, tuple[int, ...]], judged: Set[str]) -> Iterator[Pair]:
    """The questions of our own that texts of these ids answer, in the order they were written."""
    for name, question in own:
        if name in places and judged.isdisjoint((name, name.rpartition(":")[0])):
            yield _pair(question, places[name], frozenset(places[name]))


def _moved(pair: Pair, by: int) -> Pair:
    """The pair where its articles stand behind `by` others."""
    return Pair(pair.question, by + pair.article, frozenset(by + i for i in pair.relevant), tuple(by + i for i in pair.passages))


def _pair(question: str, answer: tuple[int, ...], relevant: frozenset[int]) -> Pair:
    return Pair(question, answer[0], relevant, answer if len(answer) > 1 else ())


def _articles(path: Path, encoder: Encoder | None) -> tuple[dict[str, tuple[int, ...]], list[str], list[str]]:
    """Places of each id; texts as indices.record.embedding_text makes them (an article, a passage under its headings); documents."""
    places: dict[str, tuple[int, ...]] = {}
    texts: list[str] = []
    documents: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found = list(_texts(row, encoder))
            places[str(row["_id"])] = tuple(range(len(texts), len(texts) + len(found)))
            texts += found
            documents += [str(row.get("document") or row["_id"])] * len(found)
    return places, texts, documents


def _texts(row: Mapping[str, Any], encoder: Encoder | None) -> Iterator[str]:
    """A passage, or a whole article, is one text; an article for which LIMIT tokens leave no room is several."""
    (title, headings), body = labels(row), str(row["text"])
    found = windows((title, *headings), body, encoder, limit=LIMIT) if encoder and not row.get("document") else []
    for start, end in found or [(0, len(body))]:
        yield joined(title, headings, body[start:end] if len(found) > 1 else body)


def _relevant(path: Path, places: Mapping[str, tuple[int, ...]]) -> dict[str, list[tuple[int, ...]]]:
    found: dict[str, list[tuple[int, ...]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        question, article, grade = line.split("\t")
        if grade.strip().isdigit() and int(grade) > 0 and article in places:
            found.setdefault(question, []).append(places[article])
    return found


def _judged(path: Path, questions: Set[str]) -> frozenset[str]:
    """The articles or documents that answer these questions."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(article for question, article, _ in rows if question in questions)


def _written(path: Path) -> list[tuple[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as exc:
        raise TrainingError(
            "bad_questions", f"Không đọc được câu hỏi tự viết {path} ({exc}): mỗi dòng là mã văn bản, dấu tab, câu hỏi."
        ) from exc
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return [(name, text.nfc(question)) for name, _, question in rows]


def _digest(articles: Sequence[str], pairs: Sequence[Pair]) -> str:
    digest = hashlib.sha256()
    for part in (*articles, *(f"{pair.article}\0{sorted(pair.relevant)}\0{pair.question}" for pair in pairs)):
        digest.update(f"{part}\0".encode())
    return digest.hexdigest()[:16]


def _key(question: str) -> str:
    return " ".join(text.fold(text.nfc(question)).split())
