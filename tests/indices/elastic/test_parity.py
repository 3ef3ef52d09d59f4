"""Both engines give the same answers: over the samples in the whole flow of search, and over many articles in each ranking."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

import numpy as np
import pytest

from corpus.settings import ROOT, Settings
from corpus.text import document_tokens
from indices import open_index
from indices.protocol import Filters, Index, Match, Record, TextQuery, Vectors
from indices.record import embedding_text, records
from ingest.passages import passages
from ingest.pipeline import understand
from search.evaluation.collection import Article, Collection, Question, collection
from search.evaluation.measures import ndcg
from search.evaluation.runs import documents
from search.query import Query
from search.searcher import Searcher
from tests.ingest.fakes import FakeEncoder

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]
ZALO = ROOT.parent / "shared" / "benchmarks" / "zalo-phapdien"
ARTICLES, QUESTIONS = 10_000, 300
ALIKE = 5e-4  # scores that differ by less are ties: each engine sums in its own order, and both round to four digits
ASKED = (
    "phát triển đoàn viên, thành lập công đoàn cơ sở",
    "đại hội công đoàn cơ sở nhiệm kỳ mới",
    "cong doan co so",
    "tiết kiệm điện trong cơ quan",
    "phân công nhiệm vụ cho ban thường vụ huyện ủy",
    "đối thoại với công nhân về tiền lương",
    "báo cáo kết quả trước ngày",
    "phòng, chống nắng nóng",
    "quy chế làm việc",
    "NQ/TU",
)


@dataclass(frozen=True)
class Pair:
    """The same records in both engines."""

    embedded: Index
    elastic: Index

    def put(self, given: Sequence[Record], vectors: Vectors) -> None:
        """Put and commit."""
        for index in (self.embedded, self.elastic):
            index.put(given, vectors)
            index.commit()


@pytest.fixture
def pair(elastic: Settings) -> Iterator[Pair]:
    """Two empty indices."""
    made = Pair(open_index(replace(elastic, engine="embedded")), open_index(elastic))
    yield made
    made.embedded.close()
    made.elastic.close()


def overlap(left: Sequence[Match], right: Sequence[Match], depth: int = 10) -> float:
    """Share of the first ten that both have; one that ties with the last of the other side is had by both."""
    if not left and not right:
        return 1.0
    return min(_covered(left[:depth], right), _covered(right[:depth], left))


def _covered(top: Sequence[Match], other: Sequence[Match]) -> float:
    scores = {match.id: match.score for match in other[: len(top)]}
    edge = min(scores.values(), default=0.0)
    had = [match for match in top if match.id in scores or match.score <= edge * (1 + ALIKE)]
    return len(had) / len(top) if top else 0.0


def sample_records() -> list[Record]:
    """All passages of the samples."""
    found: list[Record] = []
    for path in sorted((ROOT / "corpus" / "samples").iterdir()):
        if path.suffix != ".json":
            document = understand(path, Settings())
            found += records(path.stem, document, passages(document), source=path.name)
    return found


def test_samples_are_answered_alike(pair: Pair) -> None:
    """The whole flow: documents, passages and their order, marked words, facets, what was understood, suggestions."""
    encoder, given = FakeEncoder(), sample_records()
    pair.put(given, encoder.encode_passages([embedding_text(record) for record in given]))
    one, other = Searcher(pair.embedded, encoder), Searcher(pair.elastic, encoder)
    for question in (*ASKED, *sorted({record.title for record in given if record.title})):
        for query in (Query(question), Query(question, mode="documents", filters=Filters(type=("Kế hoạch", "Nghị quyết")))):
            assert _seen(other.search(query).to_json()) == _seen(one.search(query).to_json())
        assert other.suggest(question[:6]) == one.suggest(question[:6])
    for filters in (Filters(), Filters(not_type=("Thông báo",)), Filters(issued_from="2023-01-01")):
        assert pair.elastic.facets(None, filters=filters) == pair.embedded.facets(None, filters=filters)
    assert pair.elastic.documents() == pair.embedded.documents()


def test_scores_are_the_same_number(pair: Pair) -> None:
    """Field by field, also where many records lack the field and lengths are kept in a byte: BM25 counts the same on both."""
    pair.put(given := sample_records(), projected([record.tokens["syllables"] for record in given]))
    for question in ASKED:
        for name, tokens in document_tokens(question, title=question, heading=question, symbol="12/KH-LĐLĐ").items():
            left, right = (index.match(TextQuery({name: (tokens, 1.0)}), limit=500) for index in (pair.embedded, pair.elastic))
            scores = {match.id: match.score for match in left}
            assert {match.id: match.score for match in right} == pytest.approx(scores, abs=1.1e-4), name


def _seen(value: object) -> object:
    if isinstance(value, dict):
        return {key: _seen(part) for key, part in value.items() if key not in {"took_ms", "score", "meaning", "query_id"}}
    return [_seen(part) for part in value] if isinstance(value, list) else value


@pytest.mark.skipif(not ZALO.exists(), reason="../shared is not here")
def test_many_articles_are_ranked_alike(pair: Pair) -> None:
    """10,000 articles, 300 questions: text, vectors and both have the same first ten (.99) and the same worth (nDCG within .002).

    How tokens and vectors are made is the same code for both engines, so plain ones, quickly made, serve here.
    """
    given = selected()
    tokens = [plain(f"{article.title} {article.text}") for article in given.articles]
    pair.put([article_record(a, t) for a, t in zip(given.articles, tokens, strict=True)], projected(tokens))
    rankings = {"text": [], "vector": []}  # type: dict[str, list[tuple[float, float, float]]]
    for question in given.questions:
        words = plain(question.text)
        query = TextQuery({name: (found, boost) for name, boost in (("words", 1.0), ("syllables", 0.5), ("heading", 0.4))
                           if (found := fields(words, words)[name])})  # fmt: skip
        vector = projected([words])[0]
        rankings["text"].append(compared(question, *(index.match(query) for index in (pair.embedded, pair.elastic))))
        rankings["vector"].append(compared(question, *(index.nearest(vector) for index in (pair.embedded, pair.elastic))))
    for name, rows in rankings.items():
        shared, left, right = (fmean(row[n] for row in rows) for n in range(3))
        assert len(rows) == QUESTIONS
        assert shared >= 0.99, name
        assert abs(left - right) <= 0.002, name
        assert left > 0.1, name  # what is compared is worth something


def selected() -> Collection:
    """The first train questions, the articles that answer them, and the first others."""
    whole = collection(ZALO, split="train")
    questions = whole.questions[:QUESTIONS]
    wanted = {id for question in questions for id in question.relevant}
    others = (article for article in whole.articles if article.id not in wanted)
    chosen = [article for article in whole.articles if article.id in wanted]
    chosen += [article for _, article in zip(range(ARTICLES - len(chosen)), others, strict=False)]
    random.Random(7).shuffle(chosen)
    return Collection(ZALO, "", tuple(chosen), questions)


def plain(text: str) -> list[str]:
    """Words in lower case."""
    return re.findall(r"\w+", text.lower())


def fields(words: Sequence[str], heading: Sequence[str]) -> dict[str, list[str]]:
    """Tokens for three fields: pairs of words, words, words of the heading."""
    pairs = [f"{left}_{right}" for left, right in pairwise(words)]
    return {"words": pairs, "syllables": list(words), "folded": list(words), "heading": list(heading)}


def article_record(article: Article, words: Sequence[str]) -> Record:
    """An article as one passage, without its words, which nobody shows here."""
    return Record(f"{article.id}:0", article.id, 0, "", (0, 0), None, (), tokens=fields(words, plain(article.title)))


_TABLE = np.random.default_rng(3).normal(size=(4096, 64)).astype(np.float32)


def projected(texts: Sequence[Sequence[str]]) -> Vectors:
    """Unit vectors of sums of a random direction for each word."""
    rows = [_TABLE[[zlib.crc32(word.encode()) % len(_TABLE) for word in words] or [0]].sum(axis=0) for words in texts]
    found = np.stack(rows)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def compared(question: Question, left: list[Match], right: list[Match]) -> tuple[float, float, float]:
    """How alike two rankings are, and what each is worth."""
    return overlap(left, right), *(ndcg(documents(found), question.relevant) for found in (left, right))
