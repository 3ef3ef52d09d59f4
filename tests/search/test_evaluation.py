"""The evaluation: measures as trec_eval has them, variants that never change between runs, vectors that survive a cut."""

from __future__ import annotations

import json
import lzma
import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.settings import ROOT
from indices.encoder import PASSAGE_PROMPT
from indices.protocol import Match, Vectors
from indices.record import embedding_text
from indices.windows import MARKS
from search.errors import SearchError
from search.evaluation.collection import Article, collection
from search.evaluation.measures import ndcg, percentile, recall, reciprocal_rank
from search.evaluation.prepare import _bare, _portions, record
from search.evaluation.runs import documents
from search.evaluation.variants import VARIANTS, unmarked, varied
from search.evaluation.vectors import LIMIT, vectors
from search.evaluation.windows import passages

QUESTION = "Thủ tục đăng ký kết hôn với người nước ngoài cần giấy tờ gì?"


def test_ndcg_discounts_by_rank_and_divides_by_the_best_possible() -> None:
    """Second of two relevant at rank 3: (1 + 1/2) / (1 + 1/log2 3)."""
    assert ndcg(["a", "x", "b"], {"a": 1, "b": 1}) == pytest.approx(1.5 / (1 + 1 / np.log2(3)))
    assert ndcg(["x"] * 10 + ["a"], {"a": 1}) == 0
    assert ndcg(["b", "a"], {"a": 3, "b": 1}) < ndcg(["a", "b"], {"a": 3, "b": 1}) == 1


def test_ndcg_of_more_relevant_than_depth_can_still_be_perfect() -> None:
    """The best possible ranking is cut at the same depth."""
    assert ndcg([str(i) for i in range(10)], {str(i): 1 for i in range(20)}) == 1


def test_recall_and_reciprocal_rank_look_no_deeper_than_asked() -> None:
    """A relevant article below the depth counts as not found."""
    ranking = [str(i) for i in range(100)]
    assert recall(ranking, {"3": 1, "30": 1, "none": 1}, 10) == pytest.approx(1 / 3)
    assert recall(ranking, {"3": 1, "30": 1, "none": 1}, 100) == pytest.approx(2 / 3)
    assert (reciprocal_rank(ranking, {"3": 1}), reciprocal_rank(ranking, {"10": 1})) == (0.25, 0)


def test_percentiles_are_measured_values() -> None:
    """The nearest rank, never something between two measurements."""
    assert [percentile([5, 1, 3, 2, 4], share) for share in (0.5, 0.95, 0.01)] == [3, 5, 1]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_always_the_same(variant: str) -> None:
    """Two runs ask the same questions, and two questions with the same words need not get the same slip."""
    assert varied(QUESTION, variant=variant, id="q1") == varied(QUESTION, variant=variant, id="q1")
    assert {varied(QUESTION, variant="slip", id=f"q{i}") for i in range(20)} > {varied(QUESTION, variant="slip", id="q1")}


def test_unaccented_loses_every_mark_and_nothing_else() -> None:
    """Letters, spaces and capitals stay."""
    assert varied(QUESTION, variant="unaccented", id="q") == "Thu tuc dang ky ket hon voi nguoi nuoc ngoai can giay to gi?"
    assert unmarked("ĐẢNG bộ") == "DANG bo"


def test_half_takes_the_marks_of_half_of_the_marked_words() -> None:
    """Of 13 marked words, 7."""
    words = QUESTION.split()
    half = varied(QUESTION, variant="half", id="q").split()
    assert sum(a != b for a, b in zip(words, half, strict=True)) == (sum(w != unmarked(w) for w in words) + 1) // 2
    assert all(b in (a, unmarked(a)) for a, b in zip(words, half, strict=True))


def test_a_slip_changes_one_word_by_little() -> None:
    """All other words stay, and the text stays NFC."""
    for i in range(200):
        slipped = varied(QUESTION, variant="slip", id=str(i))
        pairs = [(a, b) for a, b in zip(QUESTION.split(), slipped.split(), strict=True) if a != b]
        assert len(pairs) == 1
        assert abs(len(pairs[0][0]) - len(pairs[0][1])) <= 1
        assert unicodedata.is_normalized("NFC", slipped)


@pytest.mark.parametrize("text", ["", "??? 123", "an", "😀"])
def test_variants_of_next_to_nothing_do_not_fail(text: str) -> None:
    """Where there is nothing to change, nothing is changed."""
    assert {varied(text, variant=variant, id="q") for variant in VARIANTS} == {text}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four articles; a question in each split, one without a relevant article."""
    articles = [
        {"_id": "luật/1#1", "title": "Điều 1. Nghỉ lễ", "text": "Người lao động được nghỉ các ngày lễ, tết và hưởng nguyên lương."},
        {"_id": "luật/1#2", "title": "Điều 2. Kết hôn", "text": "Việc kết hôn phải được đăng ký tại Ủy ban nhân dân cấp xã."},
        {"_id": "luật/2#1", "title": "", "text": "Phạt tiền đối với người điều khiển xe không mang giấy phép."},
        {"_id": "luật/2#2", "title": "Điều 2. Công đoàn", "text": "Đoàn viên công đoàn đóng đoàn phí hằng tháng theo Điều lệ."},
    ]
    questions = [
        {"_id": "q1", "text": "đăng ký kết hôn ở đâu", "split": "dev"},
        {"_id": "q2", "text": "không mang giấy phép lái xe phạt bao nhiêu", "split": "train"},
        {"_id": "q3", "text": "câu hỏi không ai trả lời", "split": "dev"},
    ]
    place = tmp_path / "folder"
    place.mkdir()
    with lzma.open(place / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in articles)
    (place / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in questions), encoding="utf-8")
    judgments = "query-id\tcorpus-id\tscore\nq1\tluật/1#2\t1\nq2\tluật/2#1\t1\nq2\tluật/1#1\t0\nq3\tunknown\t1\n"
    (place / "qrels.tsv").write_text(judgments, encoding="utf-8")
    return place


def test_a_split_is_asked_for_by_name(folder: Path) -> None:
    """Without a split all questions are asked; one without a relevant article never is; grade 0 is not relevant."""
    assert [(q.id, dict(q.relevant)) for q in collection(folder, split="dev").questions] == [("q1", {"luật/1#2": 1})]
    assert [(q.id, dict(q.relevant)) for q in collection(folder).questions] == [("q1", {"luật/1#2": 1}), ("q2", {"luật/2#1": 1})]


def test_a_folder_without_splits_asks_every_question(folder: Path) -> None:
    """The split of the command line then does not matter."""
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    (folder / "queries.jsonl").write_text("".join(json.dumps({"_id": r["_id"], "text": r["text"]}) + "\n" for r in rows))
    assert len(collection(folder, split="dev").questions) == 2


def test_only_a_line_feed_ends_a_line(folder: Path) -> None:
    """A question may hold U+2028, and a file may come from Windows."""
    (folder / "queries.jsonl").write_bytes('\ufeff{"_id": "q1", "text": "kết\u2028hôn"}\r\n'.encode())
    (folder / "qrels.tsv").write_bytes("q1\tluật/1#2\t1\r\n".encode())
    assert [(q.text, dict(q.relevant)) for q in collection(folder).questions] == [("kết\u2028hôn", {"luật/1#2": 1})]


def test_judgments_without_a_heading_are_read_whole(folder: Path) -> None:
    """The first line counts when its last column is a grade."""
    (folder / "qrels.tsv").write_text("q1\tluật/1#1\t2\n", encoding="utf-8")
    assert dict(collection(folder).questions[0].relevant) == {"luật/1#1": 2}


def test_a_part_of_the_articles_is_another_collection(folder: Path) -> None:
    """So a trial run with few articles never takes the place of the whole."""
    assert collection(folder).digest == collection(folder).digest != collection(folder, limit=2).digest
    assert [article.id for article in collection(folder, limit=2).articles] == ["luật/1#1", "luật/1#2"]


@pytest.mark.parametrize("name", ["corpus.jsonl.xz", "queries.jsonl", "qrels.tsv"])
def test_a_folder_of_another_form_is_named(folder: Path, name: str) -> None:
    """A missing or damaged file is an error with the folder's name, not a traceback."""
    (folder / name).write_text("không phải\n")
    with pytest.raises(SearchError, match="folder"):
        collection(folder)
    (folder / name).unlink()
    with pytest.raises(SearchError, match=name):
        collection(folder)


def test_an_article_is_one_passage_under_its_title() -> None:
    """Analysed by the same code as a passage of a document."""
    made = record(Article("luật/1#2", "Việc kết hôn phải được đăng ký.", ("Điều 2. Kết hôn",)))
    assert (made.id, made.document, made.heading_path) == ("luật/1#2:0", "luật/1#2", ("Điều 2. Kết hôn",))
    assert "kết_hôn" in made.tokens["words"]
    assert "ket" in made.tokens["folded"]


def test_an_article_stands_under_its_chapter(folder: Path) -> None:
    """Where the collection tells it: the words of the chapter are found too, as those of a heading in a document are."""
    row = {"_id": "luật/3#9", "title": "Điều 9. Mức đóng", "chapter": "Chương II ĐOÀN PHÍ", "text": "Bằng 1% tiền lương."}
    with lzma.open(folder / "corpus.jsonl.xz", "at", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    *others, article = collection(folder).articles
    assert [other.headings for other in others] == [("Điều 1. Nghỉ lễ",), ("Điều 2. Kết hôn",), (), ("Điều 2. Công đoàn",)]
    assert article.headings == ("Chương II ĐOÀN PHÍ", "Điều 9. Mức đóng")
    assert "đoàn_phí" in record(article).tokens["words"]


def test_a_passage_of_a_document_has_the_headings_and_the_title_of_it(folder: Path) -> None:
    """What a row says of itself is the document's, and a chapter is among its headings already."""
    row = {
        "_id": "d:3",
        "document": "d",
        "ordinal": 3,
        "title": "Về đoàn phí",
        "headings": ["II", "1. Mức"],
        "chapter": "II",
        "text": "Bằng 1%.",
    }
    with lzma.open(folder / "corpus.jsonl.xz", "at", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    article = collection(folder).articles[-1]
    assert (article.title, article.headings, article.judged) == ("Về đoàn phí", ("II", "1. Mức"), "d")


def test_a_document_stands_where_its_best_record_does() -> None:
    """Ids of documents may hold colons themselves."""
    found = [Match("a:b:1", 3.0), Match("c:0", 2.0), Match("a:b:0", 1.0)]
    assert documents(found) == ["a:b", "c"]


class Counting:
    """An encoder that counts what it is asked, and can be told to stop in the middle."""

    name, dimensions, window = "counting/one", 4, 8

    def __init__(self, stop_after: int = 10**9) -> None:
        self.texts: list[str] = []
        self.stop_after = stop_after

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As passages."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], *, limit: int | None = None) -> Vectors:
        """A vector made from the text alone."""
        if len(self.texts) >= self.stop_after:
            raise KeyboardInterrupt
        self.texts += texts
        rows = np.array([[len(text) + 1, text.count("1") + 1, text.count("2"), 1] for text in texts], dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """Words."""
        return len(text.split())

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Words."""
        return [found.span() for found in re.finditer(r"\S+", text)]


def test_the_passages_of_a_long_article_stand_under_what_it_stands_under() -> None:
    """Each has room for the words beside the headings, and nothing is left out, however long it is."""
    encoder = Counting()
    text = " ".join(f"Khoản {number} nói về mức đóng đoàn phí hằng tháng." for number in range(800))
    whole = Article("luật/3#9", text, ("Chương II ĐOÀN PHÍ", "Điều 9. Mức đóng"))
    parts = list(passages([whole], encoder))
    assert len(parts) > 2 and {part.headings for part in parts} == {whole.headings}
    assert [(part.id, part.judged, part.ordinal) for part in parts] == [(f"luật/3#9:{at}", "luật/3#9", at) for at in range(len(parts))]
    read = [encoder.count_tokens(PASSAGE_PROMPT + embedding_text(bare)) + MARKS for bare in map(_bare, parts)]
    assert max(read) <= LIMIT
    assert all(word in " ".join(part.text for part in parts) for word in ("Khoản 0 ", "Khoản 400 ", "Khoản 799 "))


def test_vectors_are_computed_once_and_a_cut_run_goes_on(tmp_path: Path) -> None:
    """After an interruption only what is missing is encoded; a third run encodes nothing; the order is that of the texts."""
    texts = [f"văn bản {i}" for i in range(1200)] + ["văn bản 7"]
    cut = Counting(stop_after=512)
    with pytest.raises(KeyboardInterrupt):
        vectors(texts, cut, tmp_path)
    again = Counting()
    found = vectors(texts, again, tmp_path)
    assert len(cut.texts) == 512
    assert sorted(cut.texts + again.texts) == sorted(texts[:1200])
    assert np.allclose(found, Counting().encode_passages(texts), atol=1e-3)
    assert np.allclose(vectors(texts[::-1], Counting(stop_after=0), tmp_path), found[::-1])


@pytest.mark.model
@pytest.mark.slow
def test_the_command_measures_any_folder(folder: Path, tmp_path: Path) -> None:
    """The JSON of interfaces.md; a second run uses the index of the first."""
    environ = {"VANKIEN_DATA_DIR": str(tmp_path / "var"), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "search.evaluation", str(folder), "--split", "dev", "--json"]
    first, second = (subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True) for _ in range(2))
    report = json.loads(first.stdout)
    assert (report["split"], report["engine"], report["variant"], report["queries"], report["passages"]) == (
        "dev",
        "embedded",
        "plain",
        1,
        4,
    )
    assert set(report["runs"]) == {"lexical", "dense", "hybrid", "answer"}
    assert set(report["runs"]["hybrid"]) == {"ndcg@10", "recall@10", "recall@100", "mrr@10", "success@1", "p50_ms", "p95_ms"}
    assert [run["ndcg@10"] for run in report["runs"].values()] == [1, 1, 1, 1]
    assert "Phân tích" in first.stderr
    assert second.stderr == ""


def test_no_document_is_put_in_two_portions() -> None:
    """Every article once and in order, and all passages of a document together."""
    articles = [Article(f"p{i}", "x", document=f"d{i // 7}", ordinal=i % 7) for i in range(1201)]
    portions = list(_portions(articles))
    assert [article.id for portion in portions for article in portion] == [article.id for article in articles]
    assert len(portions) == 3
    assert sum(len({article.document for article in portion}) for portion in portions) == len({a.document for a in articles})
