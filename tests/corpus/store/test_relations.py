"""Citations that resolve by themselves, relations both ways, validity and missing documents, in each database."""

from __future__ import annotations

from threading import Barrier, Thread

from corpus.document import Document
from corpus.store import Store
from tests.corpus.store.notices import cite, keep, notice

DUE = "Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị"
PLAN = ("Căn cứ " + DUE + ";", "Thực hiện Nghị quyết số 02-NQ/TW.")


def plan(symbol: str = "35/KH-LĐLĐ", issued: str = "2021-10-01") -> Document:
    """A plan that stands on Nghị quyết 02-NQ/TW and mentions it again."""
    first = cite(PLAN, DUE, "02-NQ/TW", type="Nghị quyết", issued="2021-06-12", issuer="Bộ Chính trị", relation="căn cứ", clause="mục II")
    again = cite(PLAN, "Nghị quyết số 02-NQ/TW.", "02-NQ/TW", type="Nghị quyết")
    return notice(symbol, issued, PLAN, citations=(first, again))


def resolution(issued: str = "2021-06-12") -> Document:
    """Nghị quyết 02-NQ/TW."""
    return notice("02-NQ/TW", issued, ("Đổi mới",), issuer="Bộ Chính trị", kind="Nghị quyết", title="Đổi mới tổ chức")


def decision(number: str, issued: str, /, *lines: str, **replaced: str) -> Document:
    """A decision that replaces the one whose words are given."""
    words = replaced.pop("words", "")
    citations = (cite(lines, words, type="Quyết định", relation="thay thế", **replaced),) if words else ()
    return notice(number, issued, lines, kind="Quyết định", issuer="UBND tỉnh Sông Ngàn", citations=citations)


def states(store: Store, id: str) -> list[tuple[str, str | None]]:
    """What each citation of a document resolves to."""
    return [(row.state, row.target) for row in store.citations_of(id)]


def test_citation_resolves_when_its_document_arrives_and_again_when_it_goes(store: Store) -> None:
    """Missing, held, missing: nobody has to do anything."""
    citing = keep(store, "a", plan())
    assert states(store, citing) == [("missing", None)] * 2
    held = keep(store, "b", resolution())
    assert states(store, citing) == [("held", held)] * 2
    assert [(row.document, row.ordinal) for row in store.cited_by(held)] == [(citing, 0), (citing, 1)]
    store.delete(held)
    assert states(store, citing) == [("missing", None)] * 2
    assert store.missing_count() == 1


def test_text_that_is_not_kept_resolves_all_the_same(store: Store) -> None:
    """A draft's citations mean what those of a kept document would, and nothing is written."""
    assert [row.state for row in store.resolved(plan())] == ["missing", "missing"]
    held = keep(store, "b", resolution())
    assert [(row.document, row.state, row.target) for row in store.resolved(plan())] == [("", "held", held)] * 2
    assert store.cited_by(held) == []


def test_new_version_with_another_date_is_resolved_anew(store: Store) -> None:
    """A header that is read otherwise moves the citations with it."""
    citing = keep(store, "a", plan())
    entry = store.put_file("/van-ban/b", b"1")
    store.save_document(entry.id, resolution("2013-01-10"), (), version=1)
    assert states(store, citing) == [("missing", None)] * 2
    store.save_document(entry.id, resolution(), (), version=1)
    assert states(store, citing) == [("held", entry.id)] * 2


def test_relations_are_told_at_both_ends(store: Store) -> None:
    """One relation a kind, with its sentence, clause and count; bare mentions join the real relation."""
    held, citing = keep(store, "b", resolution()), keep(store, "a", plan())
    [earlier] = store.relations(citing).earlier
    assert (earlier.kind, earlier.other.id, earlier.times, earlier.clauses, earlier.ordinals) == ("căn cứ", held, 2, ("mục II",), (0, 1))
    assert [one.text for one in earlier.evidence] == [PLAN[0]]
    [later] = store.relations(held).later
    assert (later.kind, later.source, later.other.id, later.other.symbol) == ("căn cứ", citing, citing, "35/KH-LĐLĐ")
    assert (store.relations(citing).later, store.relations(held).earlier) == ((), ())


def test_missing_end_of_a_relation_has_no_id(store: Store) -> None:
    """What is known of it is what the citation says."""
    [one] = store.relations(keep(store, "a", plan())).earlier
    assert (one.state, one.other.id, one.other.symbol, one.other.issued) == ("missing", None, "02-NQ/TW", "2021-06-12")


def test_conflict_is_reported_with_both_values(store: Store) -> None:
    """The link stands, the citation stays as written, and the reader is told."""
    keep(store, "b", resolution("2021-06-21"))
    citing = keep(store, "a", plan())
    assert store.relations(citing).warnings == ("02-NQ/TW: câu dẫn ghi ngày 12/06/2021, văn bản trong kho ngày 21/06/2021.",)
    assert store.citations_of(citing)[0].citation.issued == "2021-06-12"


def test_missing_are_counted_over_documents_with_and_without_date(store: Store) -> None:
    """The most cited first; the undated mention counts with the dated one."""
    lines = ("Theo Quyết định 217-QĐ/TW.",)
    keep(store, "a", plan("1/KH-LĐLĐ"))
    keep(store, "b", plan("2/KH-LĐLĐ"))
    keep(store, "c", notice("3/KH-LĐLĐ", "2021-12-01", lines, citations=(cite(lines, "Quyết định 217-QĐ/TW", "217-QĐ/TW"),)))
    first, second = store.missing()
    assert (first.symbol, first.issued, first.times, first.document_count, len(first.documents)) == ("02-NQ/TW", "2021-06-12", 4, 2, 2)
    assert (second.symbol, second.issued, second.times) == ("217-QĐ/TW", "", 1)
    assert (store.missing_count(), store.missing(limit=1, offset=1)) == (2, [second])
    assert len(store.citing_missing(first.key)) == 4
    assert [row.citation.symbol for row in store.citing_missing(second.key)] == ["217-QĐ/TW"]
    assert store.citing_missing("không có") == []


def test_two_dates_of_one_number_are_two_missing_documents(store: Store) -> None:
    """Party numbers restart each term."""
    lines = ("Nghị quyết số 02-NQ/TW ngày 10/01/2013.",)
    keep(store, "a", plan())
    keep(store, "b", notice("9/BC-LĐLĐ", "2021-12-01", lines, citations=(cite(lines, lines[0], "02-NQ/TW", issued="2013-01-10"),)))
    assert [one.issued for one in store.missing()] == ["2021-06-12", "2013-01-10"]


def test_validity_comes_from_its_own_words_and_from_later_documents(store: Store) -> None:
    """In force, then replaced from the day the new one is in force; the evidence is the new one's sentence."""
    line = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
    old = keep(store, "a", decision("10/QĐ-UBND", "2023-01-10", line))
    assert (store.validity(old, today="2023-06-01").state, store.validity(old, today="2023-06-01").since) == ("in_force", "2023-01-10")
    lines = ("Điều 2. Quyết định này có hiệu lực từ ngày 01/3/2024 và thay thế Quyết định số 10/QĐ-UBND ngày 10/01/2023.",)
    words = {"words": "Quyết định số 10/QĐ-UBND ngày 10/01/2023", "symbol": "10/QĐ-UBND", "issued": "2023-01-10"}
    new = keep(store, "b", decision("20/QĐ-UBND", "2024-02-01", *lines, **words))
    found = store.validity(old, today="2024-03-01")
    assert (found.state, found.until, store.validity(old, today="2024-02-29").state) == ("replaced", "2024-03-01", "in_force")
    [act] = [event for event in found.events if event.kind == "thay thế"]
    assert (act.document, act.other and act.other.id, act.evidence.text, act.sure) == (new, new, lines[0], True)
    store.delete(new)
    assert store.validity(old, today="2024-03-01").state == "in_force"


def test_replacement_of_a_document_that_may_be_this_one_makes_it_unknown(store: Store) -> None:
    """Number without date or place: nobody is told that the document is in force."""
    line = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
    old = keep(store, "a", decision("10/QĐ-UBND", "2019-01-10", line))
    lines = ("Điều 2. Quyết định này thay thế Quyết định số 10/QĐ-UBND.",)
    keep(store, "b", decision("20/QĐ-UBND", "2024-02-01", *lines, words="Quyết định số 10/QĐ-UBND", symbol="10/QĐ-UBND"))
    assert store.validity(old, today="2024-03-01").state == "unknown"


def test_document_that_says_nothing_is_unknown(store: Store) -> None:
    """Nor is one in force that is not known at all."""
    id = keep(store, "a", plan())
    assert [store.validities([id, "khong-co"])[one].state for one in (id, "khong-co")] == ["unknown", "unknown"]


def test_documents_that_cite_each_other_and_come_at_once_find_each_other(store: Store) -> None:
    """Two workers in two transactions: neither passes the other unseen."""
    for number in range(5):
        lines = (f"Theo Quyết định số {number}/QĐ-TLĐ ngày 01/02/2021.",)
        citation = cite(lines, f"Quyết định số {number}/QĐ-TLĐ ngày 01/02/2021", f"{number}/QĐ-TLĐ", issued="2021-02-01", type="Quyết định")
        citing = notice(f"{number}/KH-LĐLĐ", "2021-03-01", lines, citations=(citation,))
        cited = notice(f"{number}/QĐ-TLĐ", "2021-02-01", ("Nội dung",), kind="Quyết định", issuer="Tổng Liên đoàn Lao động Việt Nam")
        together, ids = Barrier(2), dict[str, str]()

        def put(name: str, document: Document, together: Barrier = together, ids: dict[str, str] = ids) -> None:
            together.wait()
            ids[name] = keep(store, f"{name}-{document.header.symbol}", document)

        threads = [Thread(target=put, args=pair) for pair in (("citing", citing), ("cited", cited))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert states(store, ids["citing"]) == [("held", ids["cited"])]
