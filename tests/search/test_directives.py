"""Which directives answer a question, and in which order."""

from __future__ import annotations

import pytest

from corpus.document import Directive, Span
from corpus.relations import DirectiveRow
from search.directives import HitDirective, Place, ranked
from search.snippet import marker

MEMBERS = "Phát triển 500 đoàn viên mới, thành lập ít nhất 5 công đoàn cơ sở."
REPORT = "Gửi báo cáo kết quả về Văn phòng trước ngày 20/12."
TREES = "Trồng 1.000 cây xanh quanh trường học."


def row(document: str, ordinal: int, text: str, *, owners: tuple[str, ...] = (), headings: tuple[str, ...] = ()) -> DirectiveRow:
    """A stored directive that stands at 100 × its ordinal."""
    start = 100 * ordinal
    directive = Directive("task", text, Span(start, start + len(text)), headings, owners)
    return DirectiveRow(document, ordinal, directive, "15/KH-LĐLĐ", "Kế hoạch", "LĐLĐ tỉnh Bình An", "2024-03-05", "Kế hoạch năm", "a.txt")


ROWS = (
    row("a", 0, TREES, headings=("3. Chăm lo môi trường",)),
    row("a", 1, MEMBERS, owners=("Công đoàn cơ sở",), headings=("2. Tổ chức",)),
    row("a", 2, REPORT, owners=("Ban Tổ chức",)),
)


def found(question: str, places: dict[str, list[Place]] | None = None) -> list[HitDirective]:
    """The directives of one document, all under one passage unless said otherwise."""
    return ranked(question, ROWS, places or {"a": [Place(Span(0, 300), 1.0)]}, marker(question))


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("ai được giao phát triển đoàn viên", 1),
        ("phat trien doan vien", 1),
        ("trồng cây", 0),
        ("Ban Tổ chức phải báo cáo gì", 2),
        ("môi trường", 0),
    ],
)
def test_own_words_headings_and_owners_decide(question: str, best: int) -> None:
    """A directive is found by what it says, by what stands above it and by who does it; marks may be left out."""
    assert found(question)[0].row.ordinal == best


def test_exact_marks_come_before_folded_ones() -> None:
    """«bán» is not «bàn»: both are found, the exact one first."""
    rows = (row("a", 0, "Tổ chức bàn hàng hoá."), row("a", 1, "Tổ chức bán hàng hoá."))
    first, second = ranked("bán hàng", rows, {"a": [Place(Span(0, 300), 1.0)]}, marker("bán hàng"))
    assert (first.row.ordinal, second.row.ordinal) == (1, 0)
    assert first.score > second.score


def test_the_passage_counts_too() -> None:
    """With equal words the directive under the better passage comes first; one outside every passage comes last."""
    rows = tuple(row("a", n, MEMBERS) for n in range(3))
    places = {"a": [Place(Span(100, 199), 0.9), Place(Span(200, 299), 0.4)]}
    hits = ranked("đoàn viên", rows, places, marker("đoàn viên"))
    assert [hit.row.ordinal for hit in hits] == [1, 0, 2]  # half of the best (0.45) is still more than 0.4


def test_words_to_mark_stand_in_the_stored_text() -> None:
    """Highlights are offsets of the document, inside the directive."""
    [hit] = [hit for hit in found("đoàn viên") if hit.row.ordinal == 1]
    assert [MEMBERS[span.start - 100 : span.end - 100] for span in hit.highlights] == ["đoàn viên"]


def test_json_is_that_of_the_interface() -> None:
    """The fields other programs rely on, and ours besides."""
    [best, *_] = found("phát triển đoàn viên")
    told = best.to_json()
    assert told["text"] == MEMBERS
    assert told["span"] == [100, 100 + len(MEMBERS)]
    assert set(told) >= {
        "kind",
        "heading_path",
        "owners",
        "inherited_owners",
        "partners",
        "deadlines",
        "targets",
        "confidence",
        "ordinal",
        "score",
    }


def test_no_question_keeps_the_order_of_passages() -> None:
    """With nothing to go by every directive stands as its passage does."""
    assert {hit.score for hit in found("")} == {0.4}
