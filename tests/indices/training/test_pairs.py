"""What is trained on: the train split alone, and the same steps for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indices.record import embedding_text
from indices.training import TrainingError
from indices.training.mining import hard_negatives, kept_vectors
from indices.training.pairs import Material, Pair, material
from indices.training.plan import epoch
from search.evaluation.collection import Article, collection
from search.evaluation.prepare import _bare
from search.evaluation.vectors import LIMIT, vectors
from tests.indices.training.invented import ARTICLES, DRAWN, FixedEncoder, folder_with


def test_only_the_train_split_is_trained_on(tmp_path: Path) -> None:
    """No question of dev or of a split without a name, and no question asked there too, marks and capitals aside."""
    rows = [
        {"_id": "q1", "text": "Đoàn phí là bao nhiêu?", "split": "train"},
        {"_id": "q2", "text": "Ai nộp báo cáo?", "split": "dev"},
        {"_id": "q3", "text": "AI NOP BAO CAO?", "split": "train"},
        {"_id": "q4", "text": "Khi nào họp?"},
    ]
    given = material(folder_with(tmp_path, rows, [("q1", "a1"), ("q2", "a2"), ("q3", "a2"), ("q4", "a3")]))
    assert given.pairs == (Pair("Đoàn phí là bao nhiêu?", 0, frozenset({0})),)


def test_a_folder_without_a_train_split_is_refused(tmp_path: Path) -> None:
    """The alqac questions have no split: they are never trained on, even when given by mistake."""
    with pytest.raises(TrainingError, match="train"):
        material(folder_with(tmp_path, [{"_id": "q1", "text": "Khi nào họp?"}], [("q1", "a1")]))


def test_a_folder_of_another_form_is_refused(tmp_path: Path) -> None:
    """Nobody meets a traceback for a wrong path."""
    with pytest.raises(TrainingError, match="đúng dạng"):
        material(tmp_path / "nowhere")


def test_articles_are_trained_on_as_they_are_searched(tmp_path: Path) -> None:
    """The text and the digest are those of the evaluation, or kept vectors would not be found."""
    folder = folder_with(tmp_path, [{"_id": "q1", "text": "Khi nào họp?", "split": "train"}], [("q1", "a3")])
    given, judged = material(folder), collection(folder)
    assert given.digest == judged.digest
    assert given.articles == tuple(embedding_text(_bare(article)) for article in judged.articles)


def test_vectors_kept_by_the_evaluation_are_read(tmp_path: Path) -> None:
    """What search.evaluation wrote is found by the text; a text it has not seen is named as missing."""
    texts = [embedding_text(_bare(Article(*row))) for row in ARTICLES]
    encoder = FixedEncoder()
    wanted = vectors(texts, encoder, tmp_path)
    place = tmp_path / f"{encoder.name}-{LIMIT}"
    assert kept_vectors(texts[::-1], place, model=tmp_path) == pytest.approx(wanted[::-1], abs=1e-3)
    with pytest.raises(TrainingError, match=rf"VANKIEN_MODEL={tmp_path} python -m search\.evaluation"):
        kept_vectors([*texts, "một văn bản khác"], place, model=tmp_path)


def test_hard_negatives_are_near_and_do_not_answer() -> None:
    """Nearest first; neither what answers the question nor its word-for-word copy is among them."""
    given = Material("", ("đúng", "gần", "đúng", "xa"), (Pair("hỏi", 0, frozenset({0})),))
    article = np.array([[1, 0], [0.9, 0.1], [1, 0], [0, 1]], np.float32)
    assert hard_negatives(given, questions=np.array([[1, 0]], np.float32), vectors=article) == ((1, 3),)


def test_an_epoch_asks_every_pair_once_and_is_the_same_for_a_seed() -> None:
    """Another seed gives another order; no step has an article as the answer of two questions."""
    steps = epoch(*DRAWN, size=4, negatives=1, seed="1")
    asked = [question for step in steps for question in step.questions[: len(step.questions) // 2]]
    assert sorted(asked) == sorted(pair.question for pair in DRAWN[0])
    assert steps == epoch(*DRAWN, size=4, negatives=1, seed="1")
    assert steps != epoch(*DRAWN, size=4, negatives=1, seed="2")
    assert all(len(set(step.passages)) == len(step.passages) for step in steps)


def test_the_first_passages_answer_the_questions() -> None:
    """Question i is answered by passage i, which is always allowed."""
    pairs, _, articles = DRAWN
    answers = {pair.question: pair.article for pair in pairs}
    for step in epoch(*DRAWN, size=4, negatives=2, seed="1"):
        count = len(step.questions) // 2
        assert [answers[question] for question in step.questions[:count]] == list(step.passages[:count])
        assert all(step.allowed[i][i] for i in range(count))
        assert max(step.passages) < len(articles)


def test_what_also_answers_is_no_negative() -> None:
    """A second relevant article, and a copy of the answer, take no part in a question's loss."""
    pairs = (Pair("một", 0, frozenset({0, 1})), Pair("hai", 1, frozenset({0, 1})), Pair("ba", 3, frozenset({3})))
    (step,) = epoch(pairs, [(2,), (2,), (0,)], ("x", "y", "x", "z"), size=3, negatives=1, seed="1")
    seen = dict(zip(step.questions[:3], step.allowed, strict=True))
    allowed = {place for place, able in zip(step.passages, seen["một"], strict=True) if able}
    assert allowed == {0, 3}
    assert {place for place, able in zip(step.passages, seen["ba"], strict=True) if able} == {0, 1, 2, 3}


def test_a_folder_is_read_the_same_twice(tmp_path: Path) -> None:
    """Pairs stand in the order of the questions' ids, not of the file."""
    rows = [{"_id": f"q{i}", "text": f"Câu {i}?", "split": "train"} for i in range(3)]
    judged = [("q0", "a1"), ("q1", "a2"), ("q2", "a3")]
    (tmp_path / "x").mkdir()
    assert material(folder_with(tmp_path, rows, judged)) == material(folder_with(tmp_path / "x", rows[::-1], judged[::-1]))
