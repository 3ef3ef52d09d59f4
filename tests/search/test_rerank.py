"""A second look at the best documents, by a model that a site names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.settings import Settings
from search.errors import SearchError
from search.query import Query
from search.rerank import CrossEncoderReranker, Reranker, open_reranker
from search.results import Results
from search.searcher import Searcher
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
    assert [hit.score for hit in after.hits] == sorted((hit.score for hit in before.hits), reverse=True)


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
    """And what is named is not loaded before it is asked."""
    assert open_reranker(Settings()) is None
    found = open_reranker(replace(Settings(), reranker="khong/co", reranker_depth=20))
    assert found is not None
    assert (found.name, found.depth) == ("khong/co", 20)
    with pytest.raises(SearchError, match="khong/co"):
        found.scores("hỏi", ["đáp"])


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
    config = BertConfig(vocab_size=9, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1)
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(tmp_path)
    texts = ["đoàn viên", "tập huấn công đoàn", "đoàn"]
    wanted = CrossEncoder(str(tmp_path), device="cpu").predict([("công đoàn", text) for text in texts])
    reranker = CrossEncoderReranker(str(tmp_path))
    assert np.asarray(reranker.scores("công đoàn", texts)) == pytest.approx(wanted, abs=1e-5)
    results = again(plain, reranker).search(Query("tập huấn đoàn viên"))
    assert results.hits and not any("mô hình xếp lại" in note for note in results.understood.notes)
