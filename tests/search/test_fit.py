"""Weights are tried over arrays; what they rank must be what search ranks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indices.protocol import TEXT_FIELDS, Match
from search.evaluation.fit import Case, measured, ranking, report
from search.fuse import ranked, weighted

PAIRS = st.lists(st.tuples(st.integers(1, 40), st.one_of(st.none(), st.integers(1, 40))), min_size=2, max_size=20)


def _only(words: float) -> list[float]:
    """The scores of a record that only the field of words finds."""
    return [words, *[0.0] * len(TEXT_FIELDS)]


@given(pairs=PAIRS, dense=st.sampled_from([0.0, 0.35, 0.5, 1.0]))
def test_the_ranking_is_that_of_the_fusion(pairs: list[tuple[int, int | None]], dense: float) -> None:
    """The same documents, some with two passages, in the order of search.fuse.weighted, but for equal scores."""
    ids = [f"d{i // 2}:{i % 2}" for i in range(len(pairs))]
    fields = np.array([_only(said / 10) for said, _ in pairs])
    near = np.array([np.nan if value is None else value / 40 for _, value in pairs])
    made = ranking(Case({}, tuple(id[:-2] for id in ids), fields, near, 0.5), np.array(_only(1.0)), dense)
    lexical = ranked([Match(id, said / 10) for id, (said, _) in zip(ids, pairs, strict=True)])
    nearest = ranked([Match(id, value / 40) for id, (_, value) in zip(ids, pairs, strict=True) if value is not None])
    scores: dict[str, float] = {}
    for match in weighted(lexical, nearest, weight=dense):
        scores.setdefault(match.id[:-2], round(match.score, 9))
    assert [scores[id] for id in made] == sorted(scores.values(), reverse=True)[:10]


def test_the_best_dense_weight_is_found() -> None:
    """Where only meaning finds the answer, the report ends with a dense weight that puts it first."""
    fields = np.array([_only(2.0), _only(1.0)])
    cases = [Case({"b": 1}, ("a", "b"), fields, np.array([0.1, 0.9]), 0.0)]
    last = list(report(cases))[-1]
    assert "nDCG@10 1.0000" in last
    assert measured(cases, {"words": 1.0}, 0.0).ndcg == measured(cases, {"words": 1.0}).ndcg < 1
