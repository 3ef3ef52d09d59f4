"""A second look at the best documents, by a model that a site names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.settings import Settings
from search.errors import SearchError
from search.query import Query
from search.rerank import CrossEncoderReranker, Reranker, open_reranker
from search.results import Results
from search.searcher import Searcher
from search.standing import EQUAL
from tests.search.library import searcher as build


class Longest:
    """Takes the longest text for the best one, and keeps what it was asked."""

    name = "longest"

    def __init__(self, depth: int = 50) -> None:
        self.depth = depth
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """See Reranker."""
        self.asked.append((question, list(texts)))
        return [float(len(text)) for text in texts]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Without a second look."""
    folder: Path = tmp_path_factory.mktemp("index")
    return build(folder)


def again(plain: Searcher, reranker: Reranker) -> Searcher:
    """The same with one."""
    return Searcher(plain.index, plain.encoder, reranker=reranker)


def order(results: Results) -> list[str]:
    """The ids of the documents shown."""
    return [hit.document.id for hit in results.hits]


def test_the_best_documents_stand_in_the_order_of_the_second_look(plain: Searcher) -> None:
    """Each is judged by its best passage under title and headings; scores still fall from first to last."""
    second = Longest()
    before, after = (each.search(Query("đoàn viên công đoàn", limit=50)) for each in (plain, again(plain, second)))
    ((question, texts),) = second.asked
    assert question == "đoàn viên công đoàn"
    assert len(texts) == len(before.hits) > 5
    assert sorted(order(after)) == sorted(order(before)) and order(after) != order(before)
    best = {hit.document.id: hit.passages[0].text for hit in after.hits}
    lengths = {id: next(len(text) for text in texts if text.endswith(best[id])) for id in best}
    assert [lengths[id] for id in order(after)] == sorted(lengths.values(), reverse=True)
    scores = [hit.score for hit in after.hits]
    assert all(later < earlier + EQUAL for earlier, later in pairwise(scores))  # nearly equal ones stand by date
    assert (scores[0], scores[-1]) == pytest.approx((before.hits[0].score, before.hits[-1].score), abs=EQUAL)


def test_what_is_beyond_the_depth_stays_where_it_was(plain: Searcher) -> None:
    """Only the first three are read and change places."""
    second = Longest(3)
    before, after = (each.search(Query("đoàn viên công đoàn", limit=50)) for each in (plain, again(plain, second)))
    ((_, texts),) = second.asked
    assert len(texts) == 3
    for hit in after.hits[:3]:
        assert any(text.endswith(hit.passages[0].text) for text in texts)
    held = {hit.document.id: hit.score for hit in before.hits}
    assert [(hit.document.id, hit.score) for hit in after.hits[3:]] == [(hit.document.id, held[hit.document.id]) for hit in after.hits[3:]]


@pytest.mark.parametrize("typed", ["12/2012/QH13", "12/2012/QH13 tập huấn"])
def test_a_number_typed_outweighs_it(plain: Searcher, typed: str) -> None:
    """Whatever the model thinks, the document with the number stays first."""
    assert order(again(plain, Longest()).search(Query(typed)))[0] == "l12"


@pytest.mark.parametrize("query", [Query("đoàn viên", sort="date"), Query("loai:luat"), Query("409"), Query("")])
def test_it_is_not_asked_where_words_do_not_rank(plain: Searcher, query: Query) -> None:
    """By date, without words, or a bare number."""
    second = Longest()
    assert order(again(plain, second).search(query)) == order(plain.search(query))
    assert second.asked == []


def test_a_model_that_cannot_be_loaded_is_said_and_changes_nothing(plain: Searcher) -> None:
    """The answer comes as without it, and says what to look at; the model is tried once."""
    tried: list[str] = []

    def load(name: str) -> None:
        tried.append(name)
        raise OSError("không có tệp config.json\nvà nhiều dòng nữa")

    asked = again(plain, CrossEncoderReranker("khong/co", load=load))
    query = Query("đoàn viên công đoàn")
    for _ in range(2):
        results = asked.search(query)
        assert order(results) == order(plain.search(query))
        assert any("khong/co" in note and "config.json" in note and "VANKIEN_RERANKER" in note for note in results.understood.notes)
    assert tried == ["khong/co"]


def test_none_is_opened_unless_a_site_names_one() -> None:
    """And what is named is not loaded when it is opened."""
    assert open_reranker(Settings()) is None
    found = open_reranker(replace(Settings(), reranker="khong/co", reranker_depth=20))
    assert found is not None
    assert (found.name, found.depth) == ("khong/co", 20)


@pytest.mark.parametrize("scores", [[[0.1, 0.9]], [float("nan")], [0.1, 0.2]])
def test_a_model_of_another_kind_is_said(scores: list[Any]) -> None:
    """Two labels for a pair, no number, or too many."""
    reranker = CrossEncoderReranker("khac", load=lambda _: Answers(np.array(scores)))
    with pytest.raises(SearchError, match="một nhãn"):
        reranker.scores("hỏi", ["đáp"])


def test_an_error_of_the_model_is_said_and_the_model_asked_again(plain: Searcher) -> None:
    """A text that breaks it costs the second look of that question only."""
    answers = Answers(RuntimeError("The expanded size of the tensor (401) must match"))
    asked = again(plain, CrossEncoderReranker("hong", load=lambda _: answers))
    results = asked.search(Query("đoàn viên công đoàn"))
    assert order(results) == order(plain.search(Query("đoàn viên công đoàn")))
    assert any("hong" in note and "401" in note for note in results.understood.notes)
    answers.given = np.zeros(1)
    assert CrossEncoderReranker("hong", load=lambda _: answers).scores("hỏi", ["đáp"]) == [0.0]


class Answers:
    """A model that answers everything alike, or fails."""

    def __init__(self, given: Any) -> None:
        self.given = given

    def predict(self, pairs: object, *, show_progress_bar: bool) -> Any:
        """As CrossEncoder does."""
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


def test_who_cites_a_number_that_nobody_has_stays_in_front(plain: Searcher) -> None:
    """The page says that they cite it; no second look may put others before them."""
    second = Longest()
    query = Query("141/KH-LĐLĐ thực hiện công đoàn")
    before, after = plain.search(query), again(plain, second).search(query)
    assert before.understood.cited and before.hits
    assert order(after) == order(before)
    assert second.asked == []


@pytest.mark.slow
def test_a_cross_encoder_in_a_folder_is_read(tmp_path: Path, plain: Searcher) -> None:
    """A small random model in the form of sentence-transformers ranks as it does when asked directly."""
    import torch
    from sentence_transformers import CrossEncoder
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "đoàn", "viên", "công", "tập", "huấn"]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=9,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
        max_position_embeddings=64,
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(tmp_path)
    texts = ["đoàn viên", "tập huấn công đoàn", "đoàn"]
    wanted = CrossEncoder(str(tmp_path), device="cpu").predict([("công đoàn", text) for text in texts])
    reranker = CrossEncoderReranker(str(tmp_path))
    assert np.asarray(reranker.scores("công đoàn", texts)) == pytest.approx(wanted, abs=1e-5)
    assert len(reranker.scores("công đoàn", ["tập huấn đoàn viên " * 200])) == 1  # longer than it has positions for
    results = again(plain, reranker).search(Query("tập huấn đoàn viên"))
    assert results.hits and not any("mô hình xếp lại" in note for note in results.understood.notes)
