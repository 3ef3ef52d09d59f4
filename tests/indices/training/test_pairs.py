"""What is trained on: the train split alone, and the same steps for the same seed."""

from __future__ import annotations

import json
import lzma
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.officers import QUERIES, SHARED
from indices.record import embedding_text
from indices.training import TrainingError, mining
from indices.training.mining import alike, answers, hard_negatives, mined
from indices.training.pairs import WRITTEN, Material, Pair, material
from indices.training.plan import epoch
from search.evaluation.collection import collection
from search.evaluation.prepare import _bare
from tests.indices.training.invented import DRAWN, CountingEncoder, folder_with


def material_of(folder: Path) -> Material:
    """Without questions of our own."""
    return material([folder], written=())


def test_only_the_train_split_is_trained_on(tmp_path: Path) -> None:
    """No question of dev or of a split without a name, and no question asked there too, marks and capitals aside."""
    rows = [
        {"_id": "q1", "text": "Đoàn phí là bao nhiêu?", "split": "train"},
        {"_id": "q2", "text": "Ai nộp báo cáo?", "split": "dev"},
        {"_id": "q3", "text": "AI NOP BAO CAO?", "split": "train"},
        {"_id": "q4", "text": "Khi nào họp?"},
    ]
    given = material_of(folder_with(tmp_path, rows, [("q1", "a1"), ("q2", "a2"), ("q3", "a2"), ("q4", "a3")]))
    assert given.pairs == (Pair("Đoàn phí là bao nhiêu?", 0, frozenset({0})),)


def test_what_people_asked_can_come_more_often_than_what_was_written(tmp_path: Path) -> None:
    """The train questions of the folder twice, our own once."""
    folder = folder_with(tmp_path, [{"_id": "q1", "text": "Khi nào họp?", "split": "train"}], [("q1", "a3")])
    own = tmp_path / "own.tsv"
    own.write_text("a1\tĐóng bao nhiêu?\n", encoding="utf-8")
    given = material([folder], written=[own], repeat=2)
    assert [pair.question for pair in given.pairs] == ["Khi nào họp?", "Khi nào họp?", "Đóng bao nhiêu?"]
    with pytest.raises(ValueError, match="0"):
        material([folder], written=[own], repeat=0)


def test_a_folder_without_a_train_split_is_refused(tmp_path: Path) -> None:
    """The alqac questions have no split: they are never trained on, even when given by mistake."""
    with pytest.raises(TrainingError, match="train"):
        material_of(folder_with(tmp_path, [{"_id": "q1", "text": "Khi nào họp?"}], [("q1", "a1")]))


def test_a_folder_of_another_form_is_refused(tmp_path: Path) -> None:
    """Nobody meets a traceback for a wrong path."""
    with pytest.raises(TrainingError, match="đúng dạng"):
        material_of(tmp_path / "nowhere")


def test_articles_are_trained_on_as_they_are_searched(tmp_path: Path) -> None:
    """Title first, as the evaluation and the index make it."""
    folder = folder_with(tmp_path, [{"_id": "q1", "text": "Khi nào họp?", "split": "train"}], [("q1", "a3")])
    given, judged = material_of(folder), collection(folder)
    assert given.articles == tuple(embedding_text(_bare(article)) for article in judged.articles)


def test_our_own_questions_are_asked_of_the_texts_they_name(tmp_path: Path) -> None:
    """Of a folder that holds the text; not of a text or a document that answers a question which search is measured on."""
    rows = [{"_id": "q1", "text": "Khi nào họp?", "split": "train"}, {"_id": "q2", "text": "Ai nộp báo cáo?", "split": "dev"}]
    folder = folder_with(tmp_path, rows, [("q1", "a3"), ("q2", "a2")])
    own = tmp_path / "own.tsv"
    own.write_text("# của chúng tôi\na1\tĐóng bao nhiêu?\na2\tNộp ngày nào?\nx9\tỞ đâu?\na3\tai nop bao cao?\n", encoding="utf-8")
    given = material([folder], written=[own])
    assert [(pair.question, pair.article) for pair in given.pairs] == [("Khi nào họp?", 2), ("Đóng bao nhiêu?", 0)]
    passage = {"_id": "d1:4", "title": "Kế hoạch", "headings": ["I", "1", "a"], "text": "Việc phải làm.", "document": "d1"}
    with lzma.open(folder / "corpus.jsonl.xz", "at", encoding="utf-8") as file:
        file.write(json.dumps(passage) + "\n")
    own.write_text("d1:4\tLàm gì?\n", encoding="utf-8")
    given = material([folder], written=[own])
    assert given.articles[given.pairs[-1].article] == "Kế hoạch\n1\na\nViệc phải làm."
    (folder / "qrels.tsv").write_text("q1\ta3\t1\nq2\td1\t1\n", encoding="utf-8")
    assert [pair.question for pair in material([folder], written=[own]).pairs] == ["Khi nào họp?"]
    with pytest.raises(TrainingError, match="nowhere"):
        material([folder], written=[own, tmp_path / "nowhere.tsv"])


def test_several_folders_are_one_material(tmp_path: Path) -> None:
    """The texts of one stand behind those of the other, and pairs point to their own."""
    rows = [{"_id": "q1", "text": "Khi nào họp?", "split": "train"}]
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        folder_with(folder, rows, [("q1", "a3")])
    given = material(folders, written=())
    assert [(pair.article, pair.relevant) for pair in given.pairs] == [(2, {2}), (5, {5})]
    assert len(given.articles) == 6
    assert given.digest != material(folders[:1], written=()).digest


def test_our_own_questions_answer_nothing_that_is_measured() -> None:
    """No question of a text stands twice, and none of a document that the officers' questions ask for."""
    rows = _ours()
    judged = {line.split("\t")[1] for line in (QUERIES / "officers.tsv").read_text(encoding="utf-8").splitlines()}
    assert len(rows) > 400 and all(len(row) == 2 and all(row) for row in rows)
    assert len({(name, question) for name, question in rows}) == len(rows)
    assert judged.isdisjoint(name.rpartition(":")[0] for name, _ in rows)


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "benchmarks" / "alqac").is_dir(), reason="no ../shared")
def test_our_own_questions_are_of_no_text_that_answers_alqac() -> None:
    """Nothing of alqac is trained on; it holds some of zalo's articles under other names."""
    folders = [SHARED / "benchmarks" / name for name in ("alqac", "zalo-phapdien")]
    judged = {line.split("\t")[1] for line in (folders[0] / "qrels.tsv").read_text(encoding="utf-8").splitlines()}
    texts = [{str(row["_id"]): _opening(row["text"]) for row in _rows(folder / "corpus.jsonl.xz")} for folder in folders]
    answers = {texts[0][name] for name in judged if name in texts[0]}
    asked = [name for name, _ in _ours()]
    assert len(answers) > 100
    assert [name for name in asked if texts[1].get(name) in answers] == []


def _ours() -> list[list[str]]:
    lines = [line for path in WRITTEN for line in path.read_text(encoding="utf-8").splitlines()]
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _rows(path: Path) -> list[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _opening(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))[:140]


def test_texts_with_the_words_of_a_question_are_near() -> None:
    """By words and pairs of them; what shares nothing is not."""
    articles = ("mức đóng đoàn phí hằng tháng", "báo cáo hằng tháng về đoàn phí", "họp ban chấp hành", "đoàn phí mức đóng")
    given = Material("", articles, (Pair("mức đóng đoàn phí", 0, frozenset({0})),))
    assert alike(given) == ((0, 3, 1),)


def test_other_passages_of_the_document_that_answers_are_not_near() -> None:
    """They say what it says, and it is the document that is looked for; those of others are."""
    articles = ("mức đóng đoàn phí", "mức đóng đoàn phí hằng tháng", "mức đóng đoàn phí ở xã")
    given = Material("", articles, (Pair("mức đóng đoàn phí", 0, frozenset({0})),), ("d1", "d1", "d2"))
    assert alike(given) == ((0, 2),)


def test_a_passage_knows_its_document(tmp_path: Path) -> None:
    """An article without one is a document of its own."""
    folder = folder_with(tmp_path, [{"_id": "q1", "text": "Khi nào họp?", "split": "train"}], [("q1", "a3")])
    with lzma.open(folder / "corpus.jsonl.xz", "at", encoding="utf-8") as file:
        file.write(json.dumps({"_id": "d1:4", "text": "Việc phải làm.", "document": "d1"}) + "\n")
    assert material_of(folder).documents[-2:] == ("a3", "d1")


def test_texts_without_a_common_word_are_no_error() -> None:
    """A small folder may be of any kind."""
    assert alike(Material("", ("một hai", "ba bốn"), (Pair("năm", 0, frozenset({0})),))) == ((),)


def test_a_question_held_out_in_one_folder_is_not_learnt_from_another(tmp_path: Path) -> None:
    """The same question may stand in two collections."""
    kept, held = tmp_path / "kept", tmp_path / "held"
    for folder, split in ((kept, "train"), (held, "dev")):
        folder.mkdir()
        folder_with(folder, [{"_id": "q1", "text": "Khi nào họp?", "split": split}], [("q1", "a3")])
    with pytest.raises(TrainingError, match="train"):
        material([kept, held], written=())


def test_hard_negatives_are_near_and_do_not_answer() -> None:
    """Nearest first; neither what answers the question nor its copy, what is as near as the answer or of its document is among them."""
    given = Material("", ("đúng", "gần", "đúng", "xa", "gần như đúng"), (Pair("hỏi", 0, frozenset({0})),))
    vectors = dict(enumerate(np.array([[1, 0], [0.9, 0.1], [1, 0], [0, 1], [0.99, 0.1]], np.float32)))
    question = np.array([[1, 0]], np.float32)
    assert hard_negatives(given, questions=question, vectors=vectors) == ((1, 3),)
    beside = replace(given, documents=("a", "a", "b", "c", "d"))
    assert hard_negatives(beside, questions=question, vectors=vectors) == ((3,),)


def test_a_long_article_is_cut_and_the_passage_that_answers_is_found(tmp_path: Path) -> None:
    """Each passage stands under the article's heading; all are relevant, and the one nearest in meaning is learnt from."""
    folder = folder_with(tmp_path, [{"_id": "q1", "text": "Khi nào họp?", "split": "train"}], [("q1", "long")])
    clauses = "".join(f"Khoản {i} nói về việc thứ {i}. " * 30 for i in range(1, 20))
    with lzma.open(folder / "corpus.jsonl.xz", "at", encoding="utf-8") as file:
        file.write(json.dumps({"_id": "long", "title": "Điều 9. Họp", "text": clauses}) + "\n")
        file.write(json.dumps({"_id": "d1:4", "title": "Kế hoạch", "document": "d1", "text": clauses}) + "\n")
    whole = material([folder], written=())
    given = material([folder], written=(), encoder=CountingEncoder(fails_at=-1))
    parts = tuple(i for i, name in enumerate(given.documents) if name == "long")
    assert whole.documents.count("long") == given.documents.count("d1") == 1
    assert all(given.articles[i].startswith("Điều 9. Họp\nKhoản ") for i in parts)
    assert given.articles[parts[-1]].endswith("Khoản 19 nói về việc thứ 19.")  # however long it is
    assert given.pairs == (Pair("Khi nào họp?", parts[0], frozenset(parts), parts),)
    behind = material([folder, folder], written=(), encoder=CountingEncoder(fails_at=-1)).pairs[1]
    assert behind.passages == tuple(i + len(given.articles) for i in parts) and behind.article == behind.passages[0]
    vectors = {i: np.array([i == parts[2], 1], np.float32) for i in parts}
    assert answers(given, questions=np.array([[1, 0]], np.float32), vectors=vectors) == (parts[2],)
    encoder = CountingEncoder(fails_at=-1)
    nearest = max(parts, key=lambda i: float(encoder.encode_queries([given.articles[i]])[0] @ encoder.encode_queries(["Khi nào họp?"])[0]))
    for _ in range(2):  # found, and read again
        found = mined(given, encoder, tmp_path / "out", say=lambda line: None)
        assert found.material == replace(given, pairs=(replace(given.pairs[0], article=nearest),))
        assert found.hard[0] and set(found.hard[0]).isdisjoint(parts)
    assert nearest != parts[0]


def test_two_passages_of_a_document_that_answer_are_two_pairs() -> None:
    """Each judged passage is learnt from, though they are of one document."""
    pairs = tuple(Pair("Khi nào họp?", i, frozenset({0, 1})) for i in (0, 1))
    vectors = dict(enumerate(np.array([[1, 0], [0, 1]], np.float32)))
    given = Material("", ("một", "hai"), pairs, ("d", "d"))
    assert answers(given, questions=np.array([[1, 0], [1, 0]], np.float32), vectors=vectors) == (0, 1)


def test_mining_goes_on_where_it_was_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was encoded is not encoded again, what was found is read again, and not for other texts."""
    monkeypatch.setattr(mining, "_PORTION", 4)
    texts = tuple(f"đoàn phí {i} tháng" for i in range(12))
    given = Material("một", texts, (Pair("đoàn phí tháng", 0, frozenset({0})),))
    encoder, said = CountingEncoder(fails_at=3), list[str]()
    with pytest.raises(ZeroDivisionError):
        mined(given, encoder, tmp_path, say=said.append)
    assert encoder.texts == 8
    found = mined(given, encoder, tmp_path, say=said.append)
    assert encoder.texts == 12
    assert found == mined(given, encoder, tmp_path, say=said.append)
    assert found.hard[0] and 0 not in found.hard[0]
    with pytest.raises(TrainingError, match="--output"):
        mined(replace(given, digest="hai"), encoder, tmp_path, say=said.append)
    encoder.name = "another"
    with pytest.raises(TrainingError, match="--output"):
        mined(given, encoder, tmp_path, say=said.append)


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
    assert material_of(folder_with(tmp_path, rows, judged)) == material_of(folder_with(tmp_path / "x", rows[::-1], judged[::-1]))
