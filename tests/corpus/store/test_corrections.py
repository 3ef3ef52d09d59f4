"""What people put right wins over the rules, on every later reading, until it is taken back, in each database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.document import Citation, Deadline, Directive, Document, Found, Header, Span
from corpus.errors import StoreError
from corpus.relations import DirectiveFilter
from corpus.store import Store
from tests.corpus.store.notices import cite, keep, notice, order

LINES = (
    "Căn cứ Nghị quyết số 02-NQ/TW ngày 12/6/2021;",
    "Giao Sở Nội vụ rà soát biên chế trước ngày 20/12/2021.",
    "Đẩy mạnh tuyên truyền.",
    "Kết quả đã đạt được.",
)
WHO = "Nguyễn Thị Lành"


def plan(*, issued: str = "2021-12-01", lines: tuple[str, ...] = LINES) -> Document:
    """What the rules say: one citation, two directives."""
    words = "Nghị quyết số 02-NQ/TW ngày 12/6/2021"
    return notice(
        "5/KH-UBND",
        issued,
        lines,
        citations=(cite(lines, words, "02-NQ/TW", issued="2021-06-12", relation="căn cứ"),),
        directives=(order(lines, LINES[1], owners=("Sở Nội",), due="2021-12-20"), order(lines, LINES[2])),
    )


@pytest.fixture
def document(store: Store) -> str:
    """A plan taken in."""
    return keep(store, "a", plan())


def texts(store: Store, id: str) -> list[str]:
    """The directives of a document, in its own words."""
    found = store.document(id)
    assert found is not None
    assert [row.directive for row in store.directives_of(id)] == list(found.directives)
    return [directive.text for directive in found.directives]


def test_header_field_is_set_shown_and_taken_back(store: Store, document: str) -> None:
    """The catalog shows it at once; the index has to take it; undone, the rules hold again."""
    made = store.correct_header(document, "symbol", "  6 / kh-ubnd ", author=WHO)
    assert made is not None
    assert (made.before, made.value, made.author, made.applied, made.undone_at) == ("5/KH-UBND", "6/KH-UBND", WHO, True, None)
    entry = store.entry(document)
    assert entry is not None
    assert (entry.symbol, entry.state) == ("6/KH-UBND", "understood")
    read = store.document(document)
    assert read is not None
    assert read.header.symbol == Found("6/KH-UBND", None, 1.0)
    assert store.undo_correction(made.id, author="Trần Văn Đức")
    assert not store.undo_correction(made.id, author=WHO)
    assert store.find_by_symbol("5/KH-UBND")[0].id == document
    [undone] = store.corrections(document, undone=True)
    assert (undone.undone_by, store.corrections(document), store.corrected_documents()) == ("Trần Văn Đức", [], [])


def test_field_that_the_document_does_not_have(store: Store, document: str) -> None:
    """None says so."""
    store.correct_header(document, "issued", None, author=WHO)
    assert (store.entry(document) or pytest.fail("gone")).issued == ""


def test_corrected_date_moves_the_citations_of_others(store: Store, document: str) -> None:
    """What is put right in a header resolves what cites it."""
    lines = ("Theo Kế hoạch số 5/KH-UBND ngày 15/12/2021 của LĐLĐ tỉnh Sông Ngàn.",)
    words = lines[0].removeprefix("Theo ").removesuffix(".")
    cited = cite(lines, words, "5/KH-UBND", type="Kế hoạch", issued="2021-12-15", issuer="LĐLĐ tỉnh Sông Ngàn")
    other = keep(store, "b", notice("9/BC-X", "2022-01-01", lines, citations=(cited,)))
    assert store.relations(other).warnings
    store.correct_header(document, "issued", "15/12/2021", author=WHO)
    assert (store.citations_of(other)[0].target, store.relations(other).warnings) == (document, ())


def test_directive_is_edited_deleted_and_added(store: Store, document: str) -> None:
    """Each shows in the text order, and what people made is marked."""
    read = store.document(document)
    assert read is not None
    due = (Deadline("trước ngày 20/12/2021", Span(0, 0), "25/12/2021"),)
    right = replace(read.directives[0], owners=("Sở Nội vụ",), deadlines=due)
    assert store.correct_directive(document, 0, right, author=WHO) is not None
    [first, _] = store.directives_of(document)
    assert (first.directive.owners, first.due, first.corrected, first.directive.confidence) == (("Sở Nội vụ",), "2021-12-25", True, 1.0)
    assert store.directives(DirectiveFilter(owner="sở nội vụ")).total == 1
    store.correct_directive(document, 1, None, author=WHO)
    assert texts(store, document) == [LINES[1]]
    start = read.text.text.index(LINES[3])
    store.correct_directive(document, None, Directive("report", "", Span(start, start + len(LINES[3]))), author=WHO)
    assert texts(store, document) == [LINES[1], LINES[3]]
    assert [row.corrected for row in store.directives_of(document)] == [True, True]
    assert [one.action for one in store.corrections(document)] == ["set", "delete", "add"]
    for one in store.corrections(document):
        store.undo_correction(one.id, author=WHO)
    assert texts(store, document) == [LINES[1], LINES[2]]
    assert not any(row.corrected for row in store.directives_of(document))


def test_citation_is_put_right(store: Store, document: str) -> None:
    """Its number in canonical form, resolved anew."""
    held = keep(store, "b", notice("03-NQ/TW", "2021-06-12", ("x",), issuer="Bộ Chính trị", kind="Nghị quyết"))
    read = store.document(document)
    assert read is not None
    assert store.citations_of(document)[0].state == "missing"
    store.correct_citation(document, 0, replace(read.citations[0], symbol="03 - nq/tw"), author=WHO)
    [row] = store.citations_of(document)
    assert (row.citation.symbol, row.state, row.target, row.corrected) == ("03-NQ/TW", "held", held, True)
    store.correct_citation(document, 0, None, author=WHO)
    assert store.citations_of(document) == []


def test_corrections_win_over_better_rules(store: Store, document: str) -> None:
    """The rules change their mind; the person's word stays, the rest follows the rules."""
    read = store.document(document)
    assert read is not None
    store.correct_header(document, "type", "Chương trình", author=WHO)
    store.correct_directive(document, 0, replace(read.directives[0], owners=("Sở Nội vụ",)), author=WHO)
    store.correct_directive(document, 1, None, author=WHO)
    better = order(LINES, LINES[1].removesuffix("."), owners=("Ai đó",))
    store.save_document(document, replace(plan(), directives=(better, order(LINES, LINES[2]), order(LINES, LINES[3]))), ())
    assert (store.entry(document) or pytest.fail("gone")).type == "Chương trình"
    assert texts(store, document) == [LINES[1], LINES[3]]
    assert store.directives_of(document)[0].directive.owners == ("Sở Nội vụ",)
    rules = store.rules_document(document)
    assert rules is not None
    assert (len(rules.directives), rules.header.type and rules.header.type.value) == (3, "Kế hoạch")


def test_correction_of_a_new_version_follows_its_words(store: Store, document: str) -> None:
    """Where the words moved, it moves; where they are gone, it rests and says so."""
    read = store.document(document)
    assert read is not None
    store.correct_directive(document, 0, replace(read.directives[0], owners=("Sở Nội vụ",)), author=WHO)
    store.correct_header(document, "issued", "2021-12-15", author=WHO)
    moved = ("Phần mở đầu.", *LINES)
    store.put_file("/van-ban/a", b"2")
    store.save_document(document, plan(lines=moved), ())
    [first, *_] = store.directives_of(document)
    assert (first.directive.owners, first.directive.span.of("\n".join(moved))) == (("Sở Nội vụ",), LINES[1])
    assert (store.entry(document) or pytest.fail("gone")).issued == "2021-12-15"
    store.put_file("/van-ban/a", b"3")
    store.save_document(document, notice("5/KH-UBND", "2022-02-02", ("Văn bản khác.",)), ())
    assert [one.applied for one in store.corrections(document)] == [False, False]
    assert (store.entry(document) or pytest.fail("gone")).issued == "2022-02-02"


@pytest.mark.parametrize(
    ("field", "value"), [("so", "1"), ("issued", "32/13/2021"), ("issued", "hôm qua"), ("symbol", "  "), ("title", "x")]
)
def test_bad_header_value_is_refused(store: Store, document: str, field: str, value: str) -> None:
    """One Vietnamese sentence, nothing kept."""
    with pytest.raises(StoreError, match="bad_correction"):
        store.correct_header(document, field, value, author=WHO)
    assert store.corrections(document) == []


def test_bad_item_is_refused(store: Store, document: str) -> None:
    """No such directive, a span outside the text, a kind that does not exist, nobody's name."""
    good = Directive("task", "", Span(0, 4))
    bad = [
        (9, good, WHO),
        (None, None, WHO),
        (None, replace(good, span=Span(0, 9999)), WHO),
        (None, replace(good, kind="việc"), WHO),
        (None, good, " "),
    ]
    for ordinal, directive, author in bad:
        with pytest.raises(StoreError, match="bad_correction"):
            store.correct_directive(document, ordinal, directive, author=author)
    with pytest.raises(StoreError, match="bad_correction"):
        store.correct_citation(document, None, Citation("", Span(0, 4), form="văn"), author=WHO)
    assert store.correct_header("khong-co", "type", "Kế hoạch", author=WHO) is None


def test_every_header_field_can_be_set(store: Store, document: str) -> None:
    """And comes back as it was given."""
    values = {"recipients": ("Như trên", "Lưu VT"), "issued": "2021-11", "symbol": "7/KH-UBND"}
    for name in Header.__slots__:
        store.correct_header(document, name, values.get(name, "Giá trị"), author=WHO)
    read = store.document(document)
    assert read is not None
    assert {name: getattr(read.header, name).value for name in Header.__slots__} == {
        name: values.get(name, "Giá trị") for name in Header.__slots__
    }
