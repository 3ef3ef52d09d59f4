"""The officers' questions, and the folder that search.evaluation measures them on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from benchmarks import officers
from search.evaluation.collection import collection

ROWS = [json.loads(line) for line in (officers.QUERIES / "officers.jsonl").read_text(encoding="utf-8").splitlines()]
JUDGED = [line.split("\t") for line in (officers.QUERIES / "officers.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def test_the_questions_are_many_of_every_kind_and_all_judged() -> None:
    """120 and more, each with an answer, each kind in each split; the fresh ones are topics and tasks."""
    assert len(ROWS) >= 120
    assert {row["_id"] for row in ROWS} == {question for question, _, _ in JUDGED}
    kinds = Counter((row["kind"], row["split"]) for row in ROWS)
    every = {(kind, split) for kind in ("topic", "known", "number", "task") for split in ("train", "dev", "test")}
    assert kinds.keys() == every | {("topic", "fresh"), ("task", "fresh")}


def test_answers_among_the_samples_are_there() -> None:
    """Every judged sample is a file of the project."""
    held = {id for id, _, _ in officers.documents(Path("nowhere"))}
    assert {id for _, id, _ in JUDGED if id.startswith("sample-")} <= held


def test_a_document_becomes_passages_with_its_header(tmp_path: Path) -> None:
    """The rows are read back as passages of the document, with number, type and organ."""
    import lzma

    given = next(each for each in officers.documents(Path("nowhere")) if each[0] == "sample-02")
    rows = officers.understood(given)
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    for name, source in (("queries.jsonl", "officers.jsonl"), ("qrels.tsv", "officers.tsv")):
        (tmp_path / name).write_text((officers.QUERIES / source).read_text(encoding="utf-8"), encoding="utf-8")
    made = collection(tmp_path)
    assert {article.judged for article in made.articles} == {"sample-02"}
    assert made.articles[0].symbol == "04/NQ-BCH"
    assert all(set(question.relevant) == {"sample-02"} for question in made.questions)
