"""What every index promises (indices/protocol.py), as tests: subclass Contract and give it an `index` fixture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from corpus import text
from indices.protocol import TEXT_FIELDS, Filters, Index, IndexFailure, Record, TextQuery, Vectors
from indices.record import year

DIMENSIONS = 8
WORDS = (
    "phát triển đoàn viên, thành lập công đoàn cơ sở",
    "chăm lo Tết cho đoàn viên có hoàn cảnh khó khăn",
    "tổ chức đại hội công đoàn các cấp nhiệm kỳ mới",
    "an toàn vệ sinh lao động trong doanh nghiệp",
)
Reopen = Callable[[], Index]


def record(document: str, ordinal: int = 0, **changes: object) -> Record:
    """A record with tokens made from its text."""
    words = str(changes.pop("text", WORDS[ordinal % len(WORDS)]))
    issued = str(changes.get("issued", "2021-12-15"))
    made = Record(
        id=f"{document}:{ordinal}",
        document=document,
        ordinal=ordinal,
        text=words,
        span=(ordinal * 100, ordinal * 100 + len(words)),
        page=ordinal + 1,
        heading_path=("I. NHIỆM VỤ", f"{ordinal}. Mục"),
        title="Kế hoạch công tác",
        symbol="53/KH-LĐLĐ",
        type="Kế hoạch",
        issuer="LĐLĐ thành phố Hà Nội",
        issued="2021-12-15",
        year=year(issued),
        source=f"{document}.pdf",
        tokens=text.document_tokens(words, title="Kế hoạch công tác"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def towards(*axes: int) -> Vectors:
    """One unit vector along each axis."""
    return np.eye(DIMENSIONS, dtype=np.float32)[list(axes)]


def asking(question: str, /, **boosts: float) -> TextQuery:
    """A text query over the given fields, by default words and syllables."""
    tokens = text.query_tokens(question)
    return TextQuery({name: (tokens[name], boost) for name, boost in (boosts or {"words": 1.0, "syllables": 0.5}).items()})


def fill(index: Index, documents: Sequence[str] = ("a", "b"), **changes: object) -> None:
    """Documents of four passages each, passage n towards axis n (the second document: n + 4)."""
    for i, name in enumerate(documents):
        index.put([record(name, n, **changes) for n in range(4)], towards(*(n + 4 * (i % 2) for n in range(4))))
    index.commit()


def ids(found: Sequence[object]) -> list[str]:
    """The ids of matches or records."""
    return [item.id for item in found]  # type: ignore[attr-defined]


class Contract:
    """Give `index` (empty, open) and `reopen` (a new Index on the same data, as another process would have)."""

    def test_what_was_put_is_found_by_text(self, index: Index) -> None:
        """The passage with most of the question's words comes first, and its score is positive."""
        fill(index, ["a"])
        found = index.match(asking("thành lập công đoàn cơ sở"))
        assert found[0].id == "a:0"
        assert found[0].score > found[1].score > 0

    def test_unmarked_lower_case_question_matches_folded(self, index: Index) -> None:
        """A question typed without marks finds what has them."""
        fill(index, ["a"])
        assert ids(index.match(asking("ve sinh lao dong", folded=1.0)))[0] == "a:3"

    def test_question_without_tokens_finds_nothing(self, index: Index) -> None:
        """Only punctuation, no field at all, no limit, or no weight: an empty list."""
        fill(index)
        assert index.match(asking("?! ...")) == []
        assert index.match(TextQuery({})) == []
        assert index.match(asking("công đoàn", words=0.0)) == []
        assert index.match(asking("công đoàn"), limit=0) == []

    def test_score_is_the_weighted_sum_of_bm25_over_fields(self, index: Index) -> None:
        """Each field counts by its weight; a token asked twice counts once."""
        fill(index, ["a"])
        words, syllables = (index.match(asking("đại hội", **{name: 1.0}))[0].score for name in ("words", "syllables"))
        both = index.match(asking("đại hội đại hội", words=2.0, syllables=0.5))[0]
        assert both.id == "a:2"
        assert both.score == pytest.approx(2 * words + 0.5 * syllables, rel=1e-3)

    def test_bm25_has_the_agreed_parameters(self, index: Index) -> None:
        """k1 1.2 and b .75: the ratio of two scores for one term is what the formula says."""
        index.put([record("a", 0, text="lương"), record("a", 1, text="lương " + "thưởng " * 3)], towards(0, 1))
        index.put([record("b", 0, text="phạt thuế")], towards(2))
        index.commit()
        short, long = (match.score for match in index.match(asking("lương", syllables=1.0)))
        mean = (1 + 4 + 2) / 3
        expected = (1 + 1.2 * (0.25 + 0.75 * 4 / mean)) / (1 + 1.2 * (0.25 + 0.75 * 1 / mean))
        assert short / long == pytest.approx(expected, rel=0.12)  # an engine may count itself in, or keep lengths in a byte

    def test_nearest_is_by_cosine(self, index: Index) -> None:
        """The vector itself comes first with cosine 1; the order is that of the cosines."""
        fill(index)
        slanted = np.array([0.6, 0.8, 0, 0, 0, 0, 0, 0], dtype=np.float32)
        found = index.nearest(slanted, limit=2)
        assert ids(found) == ["a:1", "a:0"]
        assert [match.score for match in found] == pytest.approx([0.8, 0.6], abs=2e-3)

    def test_ties_are_ordered_by_id(self, index: Index) -> None:
        """Equal texts and equal vectors: the ids decide, also about who is within the limit."""
        names = [f"d{n:02}" for n in range(60)]
        for part in (names[40:], names[20:40], names[:20]):
            for name in reversed(part):
                index.put([record(name)], towards(3))
            index.commit()
        assert ids(index.match(asking("phát triển đoàn viên"), limit=5)) == [f"{name}:0" for name in names[:5]]
        assert ids(index.nearest(towards(3)[0], limit=5)) == [f"{name}:0" for name in names[:5]]

    def test_nothing_is_seen_before_commit(self, index: Index, reopen: Reopen) -> None:
        """Puts and deletes become visible together, at commit."""
        fill(index, ["a"])
        other = reopen()
        index.put([record("b")], towards(0))
        index.delete(["a"])
        other.refresh()
        assert (other.documents(), other.count()) == ({"a": 4}, 4)
        index.commit()
        other.refresh()
        assert (other.documents(), other.count()) == ({"b": 1}, 1)
        assert ids(other.nearest(towards(0)[0])) == ids(other.match(asking("đoàn viên"))) == ["b:0"]
        other.close()

    def test_reader_keeps_its_state_until_refresh(self, index: Index, reopen: Reopen) -> None:
        """A reader goes on with what it saw, though others have committed."""
        fill(index, ["a"])
        other = reopen()
        for name in ("b", "c", "d"):
            fill(index, [name])
        assert other.count() == 4
        assert set(ids(other.nearest(towards(0)[0]))) == {f"a:{n}" for n in range(4)}
        other.refresh()
        assert other.count() == 16
        other.close()

    def test_close_forgets_what_was_not_committed(self, index: Index, reopen: Reopen) -> None:
        """Closing is not committing."""
        fill(index, ["a"])
        index.put([record("b")], towards(0))
        index.close()
        other = reopen()
        assert other.documents() == {"a": 4}
        other.close()

    def test_put_replaces_all_records_of_a_document(self, index: Index) -> None:
        """A new version with fewer passages leaves nothing of the old, neither text nor vector."""
        fill(index)
        index.put([record("a", 0, text="nội dung mới")], towards(7))
        index.commit()
        assert index.documents() == {"a": 1, "b": 4}
        assert index.match(asking("hoàn cảnh khó khăn"), filters=Filters(document=("a",))) == []
        assert ids(index.nearest(towards(1)[0], filters=Filters(document=("a",)))) == ["a:0"]
        assert index.get(["a:0"])[0].text == "nội dung mới"
        assert index.get(["a:1"]) == []

    def test_put_twice_before_commit_keeps_the_last(self, index: Index) -> None:
        """The second put of a document wins within one commit too; delete after put leaves nothing."""
        index.put([record("a", n) for n in range(3)], towards(0, 1, 2))
        index.put([record("b", n) for n in range(3)], towards(0, 1, 2))
        index.put([record("a", 0)], towards(4))
        index.delete(["b"])
        index.commit()
        assert index.documents() == {"a": 1}
        assert [(m.id, m.score) for m in index.nearest(towards(4)[0])] == [("a:0", pytest.approx(1, abs=1e-3))]
        assert len(index.match(asking("đoàn viên"))) == 1

    def test_delete_ignores_unknown_documents(self, index: Index) -> None:
        """Deleting what is not there changes nothing; deleting what is there leaves no trace."""
        fill(index)
        index.delete(["a", "nobody"])
        index.commit()
        assert index.documents() == {"b": 4}
        assert {id.split(":")[0] for id in ids(index.match(asking("đoàn viên"))) + ids(index.nearest(towards(0)[0]))} == {"b"}

    def test_many_changes_leave_text_and_vectors_in_step(self, index: Index) -> None:
        """After many small commits with replacements and deletions both sides hold the same records."""
        for n in range(16):
            index.put([record(f"d{n % 7}", m) for m in range(1 + n % 3)], towards(*(range(1 + n % 3))))
            if n % 5 == 4:
                index.delete([f"d{n % 3}"])
            index.commit()
        held = {f"{name}:{n}" for name, size in index.documents().items() for n in range(size)}
        assert set(ids(index.nearest(towards(0)[0]))) == held
        assert set(ids(index.match(TextQuery({"title": (["kế_hoạch"], 1.0)})))) == held
        assert index.count() == len(held)

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            (Filters(), "abcd"),
            (Filters(type=("Kế hoạch",)), "a"),
            (Filters(type=("Kế hoạch", "Nghị quyết")), "ab"),
            (Filters(not_type=("Kế hoạch",)), "bcd"),
            (Filters(issuer=("Thành ủy Hà Nội",)), "b"),
            (Filters(not_issuer=("Thành ủy Hà Nội", "")), "ac"),
            (Filters(year=(2021, 2022)), "ab"),
            (Filters(document=("a", "d", "nobody")), "ad"),
            (Filters(type=("Không có",)), ""),
            (Filters(issued_from="2021-12-15"), "ab"),
            (Filters(issued_from="2021-12-16"), "b"),
            (Filters(issued_to="2021-12-15"), "ac"),
            (Filters(issued_from="2022-11-20", issued_to="2022-11-25"), "b"),  # the day in 2022-11 is not known
            (Filters(issued_from="2022-12-01"), ""),
            (Filters(issued_from="2019-01-01", issued_to="2021-12-31", not_type=("Kế hoạch",)), "c"),
            (Filters(type=("Kế hoạch",), year=(2022,)), ""),
        ],
    )
    def test_filters_keep_the_same_for_text_vectors_and_facets(self, index: Index, filters: Filters, expected: str) -> None:
        """Type, issuer, year, document and days; a record without a date fails both day limits; scores stay the same."""
        ring = "LĐLĐ thành phố Hà Nội"
        for name, kind, issuer, issued in (
            ("a", "Kế hoạch", ring, "2021-12-15"),
            ("b", "Nghị quyết", "Thành ủy Hà Nội", "2022-11"),
            ("c", "Thông báo", ring, "2019-05-02"),
            ("d", "", "", ""),
        ):
            index.put([record(name, type=kind, issuer=issuer, issued=issued)], towards(0))
        index.commit()
        wanted = [f"{name}:0" for name in expected]
        found = index.match(asking("đoàn viên"), filters=filters)
        assert ids(found) == ids(index.nearest(towards(0)[0], filters=filters)) == wanted
        assert {match.score for match in found} <= {index.match(asking("đoàn viên"))[0].score}
        for facets in (index.facets(None, filters=filters), index.facets(asking("đoàn viên"), filters=filters)):
            assert sum(facets["type"].values()) == len(expected.replace("d", ""))

    def test_facets_count_documents_not_records(self, index: Index) -> None:
        """A document counts once however many of its passages match; what is unknown is not a value; frequent first."""
        fill(index, ["a", "b"])
        fill(index, ["c"], type="Thông báo", issuer="", issued="2022-01-03")
        index.put([record("d", 0, type="", issued="", text="khác hẳn")], towards(0))
        index.commit()
        everything = index.facets(None)
        assert everything == {
            "type": {"Kế hoạch": 2, "Thông báo": 1},
            "issuer": {"LĐLĐ thành phố Hà Nội": 3},
            "year": {"2021": 2, "2022": 1},
        }
        assert list(everything["type"]) == ["Kế hoạch", "Thông báo"]
        assert index.facets(asking("đại hội"))["type"] == {"Kế hoạch": 2, "Thông báo": 1}
        assert index.facets(asking("vắng mặt hoàn toàn không thấy", words=1.0)) == {"type": {}, "issuer": {}, "year": {}}

    def test_get_returns_records_as_they_were_put(self, index: Index) -> None:
        """All but the tokens come back, in the order asked; unknown ids are left out."""
        made = [record("a", n, page=None if n else 3, issued="2022-11") for n in range(3)]
        index.put(made, towards(0, 1, 2))
        index.commit()
        found = index.get(["a:2", "nobody:0", "a:0", "a:2"])
        assert [replace(one, tokens={}) for one in found] == [replace(made[n], tokens={}) for n in (2, 0, 2)]
        assert index.get([]) == []

    def test_empty_index_answers(self, index: Index) -> None:
        """Before the first commit everything is there and empty."""
        assert index.match(asking("công đoàn")) == index.nearest(towards(0)[0]) == index.get(["a:0"]) == []
        assert index.facets(None) == {"type": {}, "issuer": {}, "year": {}}
        assert (index.documents(), index.count()) == ({}, 0)
        index.commit()
        index.refresh()

    def test_deleting_all_leaves_a_working_index(self, index: Index) -> None:
        """An index may become empty and be filled again."""
        fill(index)
        index.delete(["a", "b"])
        index.commit()
        assert (index.count(), index.nearest(towards(0)[0]), index.match(asking("đoàn viên"))) == (0, [], [])
        fill(index, ["c"])
        assert index.documents() == {"c": 4}

    @pytest.mark.parametrize(
        ("records", "vectors", "code"),
        [
            ([record("b")], towards(0, 1), "shape"),
            ([record("b")], np.ones((1, DIMENSIONS + 1), dtype=np.float32), "dimensions"),
            ([record("b")], np.full((1, DIMENSIONS), np.nan, dtype=np.float32), "vectors"),
            ([record("b"), record("b")], towards(0, 1), "ids"),
        ],
    )
    def test_wrong_input_is_refused_and_changes_nothing(self, index: Index, records: list[Record], vectors: Vectors, code: str) -> None:
        """Shapes that do not fit, vectors that are no numbers, ids twice: IndexFailure, and the index stays as it was."""
        fill(index, ["a"])
        with pytest.raises(IndexFailure) as failure:
            index.put(records, vectors)
        index.commit()
        assert failure.value.code == code
        assert index.documents() == {"a": 4}

    def test_vector_of_another_model_is_refused(self, index: Index) -> None:
        """A question's vector of another length gets the advice to rebuild."""
        fill(index, ["a"])
        with pytest.raises(IndexFailure, match="rebuild"):
            index.nearest(np.ones(3, dtype=np.float32))

    def test_every_text_field_is_searchable(self, index: Index) -> None:
        """Each name in TEXT_FIELDS is matched by its own tokens only."""
        tokens = {name: [f"chỉ_{name}"] for name in TEXT_FIELDS}
        index.put([record("a", tokens=tokens)], towards(0))
        index.commit()
        for name in TEXT_FIELDS:
            assert ids(index.match(TextQuery({name: ([f"chỉ_{name}"], 1.0)}))) == ["a:0"]
            assert index.match(TextQuery({name: (["chỉ_khác"], 1.0)})) == []

    def test_very_long_question_is_answered(self, index: Index) -> None:
        """Ten thousand characters of words, known and unknown, and emoji."""
        fill(index)
        words = " ".join(f"từ{n}" for n in range(1500)) + " đoàn viên 😀🇻🇳"
        assert set(ids(index.match(asking(words, words=1.0)))) == {"a:0", "a:1", "b:0", "b:1"}
