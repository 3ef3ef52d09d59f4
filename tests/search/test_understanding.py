"""How questions are read: marks and slips, the small language, hints, numbers; over the words of the project's own samples."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import symbol
from corpus.relations import TRAITS, DirectiveFilter, DirectiveRow, TraitFilter, Validity
from corpus.settings import ROOT
from indices.training.pairs import questions
from indices.vocabulary import EMPTY
from indices.vocabulary.counting import counted
from search.catalog import Places, TraitValues
from search.expand import FORMAL, MEANING, SHORT, SPELLING, SYNONYM, expansions, spelled_out
from search.fields import Condition, wanted_traits
from search.hints import hints
from search.language import parse
from search.names import Clause, Law, clauses, law
from search.numbers import typed
from search.query import Query
from search.restore import restore
from search.searcher import Searcher
from search.speech import ASKED, ask, spoken
from tests.search import library

CASES = ROOT / "tests" / "cases" / "queries"
NAMES = {"signer": ("Trần Văn A", "Trần Thị C"), "owner": ("Công đoàn cơ sở", "Sở Xây dựng")}
ISSUERS = ("Liên đoàn Lao động tỉnh Sông Ngàn", "Tỉnh ủy Sông Ngàn", "Bộ Chính trị")


def cases(name: str) -> list[Any]:
    """The rows of a case file."""
    rows: list[Any] = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return rows


VOCABULARY = spoken(library.vocabulary())


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The samples in an index; nothing here writes."""
    return library.searcher(tmp_path_factory.mktemp("library"))


# --- readings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "read"), cases("readings"))
def test_a_question_is_read_as_it_was_meant(typed: str, read: str) -> None:
    """Marks come back by the words around, slips and keys of Telex and VNI are mended, what is right stays."""
    assert restore(typed, VOCABULARY).text == read


def test_the_questions_counted_are_those_that_were_written(tmp_path: Path) -> None:
    """`python -m search.speech` was run after the last of them."""
    found = ask(questions(), tmp_path / "speech.npz")
    with np.load(ASKED) as kept, np.load(tmp_path / "speech.npz") as made:
        assert set(kept) == set(made)
        assert all(np.array_equal(kept[name], made[name]) for name in made)
    assert found.run(("bao", "nhiêu")) > 100


def test_without_words_to_go_by_nothing_is_changed() -> None:
    """An empty index reads every question as it was typed."""
    assert restore("phat trien doan vien", EMPTY).changes == ()


@settings(max_examples=80, deadline=None)
@given(question=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_question_breaks_the_reading(question: str) -> None:
    """Whatever is typed, each change stands where the question has the typed word."""
    reading = restore(question, VOCABULARY)
    assert all(question[c.span.start : c.span.end] == c.typed for c in reading.changes)


def test_the_reading_is_said_and_verbatim_takes_it_back(searcher: Searcher) -> None:
    """«đã hiểu là …» comes with the words as typed; a verbatim search reads nothing into them."""
    told = searcher.search(Query("cong doan co so")).understood
    assert (told.reading, told.typed) == ("công đoàn cơ sở", "cong doan co so")
    told = searcher.search(Query("cong doan co so", verbatim=True)).understood
    assert (told.reading, told.typed, told.expansions) == (None, None, ())


def test_unmarked_questions_find_what_marked_ones_find(searcher: Searcher) -> None:
    """The first documents are the same."""
    marked, plain = (searcher.search(Query(q, limit=3)) for q in ("tiết kiệm điện mùa khô", "tiet kiem dien mua kho"))
    assert [hit.document.id for hit in marked.hits] == [hit.document.id for hit in plain.hits]
    assert marked.hits[0].document.symbol == "08/CT-UBND"


# --- the small language -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("language"), ids=lambda case: case["typed"])
def test_the_language_takes_a_question_apart(case: dict[str, Any]) -> None:
    """Text, demands, filters, conditions and notes are those of the case."""
    found = parse(case["typed"], ISSUERS, lambda field: NAMES[field])
    assert found.text == case["text"]
    assert [type(clause).__name__ for clause in found.demands] == case.get("demands", [])
    assert {name: getattr(found.filters, name) for name in case.get("filters", {})} == {
        name: tuple(value) if isinstance(value, list) else value for name, value in case.get("filters", {}).items()
    }
    assert [condition.name for condition in found.conditions] == case.get("conditions", [])
    assert "values" not in case or [condition.value for condition in found.conditions] == case["values"]
    assert case.get("note", "") in " ".join(found.notes)
    assert bool(found.notes) == ("note" in case)


@settings(max_examples=200, deadline=None)
@given(question=st.text(alphabet='ab ()"“”-:|ORloainam:2022<>đ', max_size=40))
def test_no_mistake_in_the_language_fails(question: str) -> None:
    """Any mess of its signs is taken apart somehow."""
    assert isinstance(parse(question, ISSUERS).text, str)


def test_deep_parentheses_do_not_overflow() -> None:
    """A thousand of them are read as signs."""
    assert "tết" in parse("(" * 1000 + 'tết OR "xuân"' + ")" * 1000).text


@pytest.mark.parametrize(
    ("typed", "symbols"),
    [
        ('"tiết kiệm điện"', {"08/CT-UBND"}),
        ('loai:"Chỉ thị" điện', {"08/CT-UBND"}),
        ("loai:ct OR loai:bb", {"08/CT-UBND", "03/BB-CĐCS"}),
        ("so:1286/QĐ-UBND", {"1286/QĐ-UBND"}),
        ('"tiet kiem dien"', {"08/CT-UBND"}),
        ('"điện tiết kiệm"', set()),
        ("loai:ct nam:2020", set()),
    ],
)
def test_every_result_meets_the_demands(searcher: Searcher, typed: str, symbols: set[str]) -> None:
    """Phrases, fields and alternatives hide what does not meet them."""
    assert {hit.document.symbol for hit in searcher.search(Query(typed, limit=20)).hits} == symbols


def test_an_excluded_word_is_in_no_result(searcher: Searcher) -> None:
    """Passages with the word are gone, others stay."""
    hits = searcher.search(Query("công đoàn -tết", limit=50, passages=50)).hits
    words = [passage.text.lower() for hit in hits for passage in hit.passages]
    assert words
    assert not [each for each in words if "tết" in each.split()]


# --- numbers and names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("question", "number"), cases("numbers"))
def test_a_number_brings_its_document_first(searcher: Searcher, question: str, number: str) -> None:
    """However it is typed."""
    hit = searcher.search(Query(question)).hits[0]
    assert hit.document.symbol == number
    assert hit.why.number


@pytest.mark.parametrize(
    "question", ["62/CTr-TLĐ", "62/ctr-tld", "62 ctr tld", "chương trình 62/CTr-TLĐ", "chương trình 62 của tổng liên đoàn"]
)
def test_a_number_that_is_only_cited_brings_who_cites_it(searcher: Searcher, question: str) -> None:
    """And the answer says that the document itself is not held."""
    answer = searcher.search(Query(question))
    assert "62/CTr-TLĐ" in answer.hits[0].passages[0].text
    assert answer.understood.cited == ("62/CTr-TLĐ",)
    assert "Kho chưa có văn bản 62/CTr-TLĐ" in " ".join(answer.understood.notes)


def test_a_number_that_nobody_knows_finds_nothing(searcher: Searcher) -> None:
    """Numbers that look alike are no answer; with other words these are searched."""
    answer = searcher.search(Query("4001/QĐ-TTg"))
    assert answer.hits == ()
    assert "4001/QĐ-TTg" in " ".join(answer.understood.notes)
    assert searcher.search(Query("tiết kiệm điện 4001/QĐ-TTg")).hits[0].document.symbol == "08/CT-UBND"


@pytest.mark.parametrize(
    ("question", "id", "heading"),
    [
        ("luật công đoàn 2012", "l12", ""),
        ("luật công đoàn", "l24", ""),
        ("luat cong doan nam 2012", "l12", ""),
        ("điều 8 luật công đoàn", "l24", "Điều 8. Đối thoại"),
        ("điều 18 luật công đoàn 2012", "l12", "Điều 18. Phúc lợi"),
        ("điều 8 bộ luật lao động", "l19", "Điều 8. Đối thoại"),
        ("dieu 7 luật 12/2012/QH13", "l12", "Điều 7. Tập huấn"),
    ],
)
def test_a_law_is_found_by_its_name_and_its_articles(searcher: Searcher, question: str, id: str, heading: str) -> None:
    """Of several with one name that of the year said, else the newest; the article asked for comes first."""
    hit = searcher.search(Query(question)).hits[0]
    assert hit.document.id == id
    assert not heading or hit.passages[0].heading_path == (heading,)


def test_laws_and_places_are_read_from_a_question() -> None:
    """Commas and marks do not matter."""
    assert law("luat an toan, ve sinh lao dong 2015") == Law("luat", "an toan ve sinh lao dong", 2015)
    assert clauses("khoản 2 Điều 8") == (Clause("khoan", "2"), Clause("dieu", "8"))
    assert law("công đoàn cơ sở") is None


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("I2/HD-TLÐ", "12hdtld"),
        ("4O9/TB-LĐLĐ", "409tbldld"),
        ("NĐ60/2026", "nd60/2026"),
        ("NQ66.4/2025", "nq66.4/2025"),
        ("Nghị quyết số 66.4/2025", "nq66.4/2025"),
        ("theo nghi quyet 66.4/2025 nói gì", "nq66.4/2025"),
        ("so 100/byt-tt", "100byttt"),
    ],
)
def test_numbers_as_a_scanner_or_a_hurry_leaves_them(question: str, key: str) -> None:
    """Letters for digits, a code stuck to its number, a number with a point."""
    assert key in typed(question).keys


def test_a_complete_number_keeps_its_year() -> None:
    """26/2025/NĐ-CP is never taken for 26/2026/NĐ-CP."""
    asked, other = typed("26/2025/NĐ-CP").complete, frozenset(symbol.variants("26/2026/NĐ-CP"))
    assert asked
    assert not asked & other


@pytest.mark.parametrize("question", ["mục I/ nhiệm vụ", "quý I/2025", "phát triển đoàn viên", "tăng 15/20 đơn vị"])
def test_what_is_no_number_is_taken_for_none(question: str) -> None:
    """List marks, quarters and fractions."""
    assert not typed(question).complete


@pytest.mark.parametrize("question", ["công văn 4001", "QĐ4001", "thông báo số 4001 về tết"])
def test_a_part_of_a_number_that_nobody_has_is_said(searcher: Searcher, question: str) -> None:
    """Documents with the other words are no answer to it."""
    assert "Không có văn bản nào mang số hay viện dẫn" in " ".join(searcher.search(Query(question)).understood.notes)


def test_a_part_of_a_number_that_is_only_cited_is_said(searcher: Searcher) -> None:
    """The places that cite it come first."""
    answer = searcher.search(Query("chương trình 62"))
    assert "62/CTr-TLĐ" in answer.hits[0].passages[0].text
    assert "Kho chưa có văn bản chương trình 62" in " ".join(answer.understood.notes)


def test_numbers_near_to_one_that_nobody_has_are_offered(searcher: Searcher) -> None:
    """The same digits with the same type or organ, not any document with these digits."""
    empty = searcher.search(Query("215/2023/TB-LĐLĐ")).understood.empty
    assert empty is not None
    assert empty.alternatives == ("215/TB-LĐLĐ",)
    empty = searcher.search(Query("215/QĐ-UBND")).understood.empty
    assert empty is not None
    assert empty.alternatives == ()


@pytest.mark.parametrize("question", ["215/TB-LĐLĐ", "tb215", "văn bản số 215"])
def test_a_number_alone_brings_nothing_for_its_meaning(searcher: Searcher, question: str) -> None:
    """Only what has or cites the digits; what a vector makes of them says nothing."""
    hits = searcher.search(Query(question, limit=50)).hits
    assert hits[0].document.symbol == "215/TB-LĐLĐ"
    assert all("215" in passage.text or "TB-LĐLĐ" in passage.text for hit in hits[1:] for passage in hit.passages[:1])


def test_a_law_that_is_not_held_is_said_and_who_cites_it_comes_first(searcher: Searcher) -> None:
    """Also by its abbreviation, and with the year of another one that is held."""
    answer = searcher.search(Query("luật an toàn, vệ sinh lao động"))
    assert "Kho chưa có Luật An toàn, vệ sinh lao động" in " ".join(answer.understood.notes)
    told = searcher.search(Query("luật cđ 1990")).understood
    assert "Kho chưa có Luật Công đoàn năm 1990" in " ".join(told.notes)
    assert not searcher.search(Query("luật công đoàn 2012")).understood.notes


def test_the_other_letter_is_searched_too() -> None:
    """i and y for one sound, where the texts write the word the other way."""
    found = [(one.typed, one.meaning, one.kind) for one in expansions("kí kết thỏa ước", VOCABULARY)]
    assert ("kí", "ký", SPELLING) in found
    assert not [one for one in expansions("phát triển đoàn viên", VOCABULARY) if one.kind == SPELLING]


# --- other words and hints --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "meaning", "kind"),
    [
        ("CĐCS vững mạnh", "Công đoàn cơ sở", MEANING),
        ("cdcs vung manh", "Công đoàn cơ sở", MEANING),
        ("công đoàn cơ sở vững mạnh", "CĐCS", SHORT),
        ("bằng lái xe", "giấy phép lái xe", FORMAL),
        ("NĐ 30", "Nghị định", MEANING),
        ("ubnd tỉnh", "Ủy ban nhân dân", MEANING),
        ("luật cđ 2012", "Công đoàn", MEANING),
    ],
)
def test_other_words_are_searched_too(question: str, meaning: str, kind: str) -> None:
    """Abbreviations both ways, and synonyms."""
    assert (meaning, kind) in [(one.meaning, one.kind) for one in expansions(question, EMPTY)]


def test_an_everyday_word_stands_for_what_texts_say() -> None:
    """Where texts hardly hold what was typed the formal words count for more, and the model of meaning reads them too."""
    said = counted(["Không có bằng lái.", "Tịch thu giấy phép lái xe; cấp lại giấy phép lái xe. " * 6])
    one = next(one for one in expansions("mất bằng lái xe", said) if one.meaning == "giấy phép lái xe")
    assert one.kind == FORMAL
    assert spelled_out("mất bằng lái xe", [one]) == "mất bằng lái xe (giấy phép lái xe)"


def test_a_word_that_texts_use_themselves_has_a_synonym_only() -> None:
    """«công ty» is not spelled anew where the texts are full of companies."""
    said = counted(["Các doanh nghiệp và công ty trên địa bàn; công ty cổ phần. " * 6])
    assert [(one.meaning, one.kind) for one in expansions("nợ lương ở công ty", said)] == [("doanh nghiệp", SYNONYM)]


@pytest.mark.parametrize(
    ("question", "said", "short"),
    [
        ("tổ chức đại hội", "Dân tộc và tổ chức; tốc độ.", []),
        ("tổ chức đại hội", "Phòng ToC: tổ chức cán bộ.", ["ToC"]),
        ("phát triển kinh tế - xã hội", "Phát triển KT-XH của tỉnh.", ["KT-XH"]),
    ],
)
def test_a_short_form_is_searched_where_texts_have_it_as_it_is_written(question: str, said: str, short: list[str]) -> None:
    """«tộc» without its marks is no ToC: nobody is told that ToC was searched too where no text says it."""
    found = expansions(question, counted([said]))
    assert [one.meaning for one in found if one.kind == SHORT] == short


def test_a_phrase_that_ends_inside_a_word_is_none() -> None:
    """«giờ làm» does not stand in «giờ làm việc»."""
    assert "giờ làm" in [one.typed for one in expansions("giờ làm ca đêm", EMPTY)]
    assert "giờ làm" not in [one.typed for one in expansions("giờ làm việc ca đêm", EMPTY)]


@pytest.mark.parametrize("question", ["ban chấp hành", "tu bổ", "an toàn", "ca trực"])
def test_a_word_is_no_abbreviation(question: str) -> None:
    """Small letters with vowels are words, whatever the lexicon has."""
    assert not [one for one in expansions(question, EMPTY) if one.kind == MEANING]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("nghị quyết của Bộ Chính trị năm 2022", ["year:2022", "issuer:bo chinh tri", "type:nghi quyet"]),
        ("việc nào phải xong trước ngày 20/12", ["day:20/12"]),
        ("phát triển đoàn viên", []),
        ("kế hoạch", []),
    ],
)
def test_a_question_gives_hints(question: str, keys: list[str]) -> None:
    """Year, organ, type and day."""
    assert sorted(hint.key for hint in hints(question, ISSUERS)) == sorted(keys)


def test_a_hint_lifts_and_can_be_removed(searcher: Searcher) -> None:
    """It hides nothing; without it the order is that of the words alone."""
    query = Query("công đoàn năm 2022", limit=50)
    answer = searcher.search(query)
    assert [hint[0] for hint in answer.understood.hints] == ["year:2022"]
    assert any(hit.why.hints == ("year:2022",) for hit in answer.hits)
    without = searcher.search(Query("công đoàn năm 2022", limit=50, without=("year:2022",)))
    assert without.understood.hints == ()
    assert without.total == answer.total


# --- nothing found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["qqqqqqqqqqqq", "qqqqqqqqqqqq wwwwwwwwwwww"])
def test_words_that_stand_nowhere_find_nothing(searcher: Searcher, question: str) -> None:
    """Near meanings are not offered as answers, and the words are named."""
    answer = searcher.search(Query(question))
    assert answer.hits == ()
    assert answer.understood.empty is not None
    assert answer.understood.empty.words == tuple(question.split())
    assert "Không có văn bản nào chứa «qqqqqqqqqqqq»" in " ".join(answer.understood.notes)


def test_words_of_every_text_are_named_as_such(searcher: Searcher) -> None:
    """The answer to stop words alone says what is missing; one telling word is enough."""
    assert "rất thường gặp" in " ".join(searcher.search(Query("và của các")).understood.notes)
    assert "rất thường gặp" not in " ".join(searcher.search(Query("và của công đoàn")).understood.notes)


def test_half_a_character_is_no_trouble(searcher: Searcher) -> None:
    """A lone surrogate, as a shell makes of bytes that are not UTF-8; the query is told as it came."""
    answer = searcher.search(Query("công đoàn \udcff"))
    assert answer.hits and answer.query == "công đoàn \udcff"


@pytest.mark.parametrize("question", ["🙂", "?!…", ""])
def test_signs_alone_find_nothing(searcher: Searcher, question: str) -> None:
    """A sentence says that there is nothing to search."""
    answer = searcher.search(Query(question))
    assert answer.hits == ()
    assert "Không có từ nào" in " ".join(answer.understood.notes)


def test_one_strange_word_among_others_is_said(searcher: Searcher) -> None:
    """The rest is searched."""
    answer = searcher.search(Query("tiết kiệm điện qqqqqqqqqqqq"))
    assert answer.hits
    assert "«qqqqqqqqqqqq»" in answer.understood.notes[0]


def test_the_filter_that_empties_the_list_is_named(searcher: Searcher) -> None:
    """With what would find something."""
    from indices.protocol import Filters

    answer = searcher.search(Query("tiết kiệm điện", filters=Filters(year=(1999,))))
    assert answer.hits == ()
    assert answer.understood.empty is not None
    assert (answer.understood.empty.reason, answer.understood.empty.filters) == ("filters", ("năm ban hành",))


def test_demands_that_empty_the_list_are_named(searcher: Searcher) -> None:
    """The one that leaves nothing, not those that are met; the words without them are offered."""
    empty = searcher.search(Query('loai:"Chỉ thị" nam:2001 điện')).understood.empty
    assert empty is not None
    assert (empty.reason, empty.alternatives) == ("language", ("điện",))
    assert empty.filters == ("năm ban hành",)


def test_why_tells_words_fields_and_meaning(searcher: Searcher) -> None:
    """The words marked, the fields they stand in, a share between 0 and 1."""
    why = searcher.search(Query("tiết kiệm điện")).hits[0].why
    assert "tiết kiệm điện" in why.words
    assert {"passage", "title"} <= set(why.fields)
    assert 0 <= why.meaning <= 1
    assert not why.number


# --- what only the catalog knows --------------------------------------------------------------------------------------


class Signed:
    """A catalog in which one document was signed by Lê Thị B."""

    def documents(self, condition: Condition) -> frozenset[str] | None:
        """Knows of signers only."""
        if condition.name != "signer":
            return None
        return frozenset({"11-chi-thi-tiet-kiem-dien"}) if condition.value == "Lê Thị B" else frozenset()

    def names(self, field: str) -> Sequence[str]:
        """One signer."""
        return ("Lê Thị B",) if field == "signer" else ()

    def validities(self, documents: Sequence[str]) -> Mapping[str, Validity]:
        """Of none."""
        return {}

    def directives(self, documents: Sequence[str], *, within: Places | None = None) -> Mapping[str, list[DirectiveRow]]:
        """None."""
        return {}

    def meeting(self, wanted: DirectiveFilter) -> list[DirectiveRow]:
        """None."""
        return []

    def having(self, wanted: TraitFilter) -> frozenset[str] | None:
        """It cannot tell."""
        return None

    def traits(
        self, documents: Sequence[str], *, today: str = "", soon_days: int = 14, only: Collection[str] = TRAITS
    ) -> Mapping[str, TraitValues]:
        """Of none."""
        return {}


@pytest.mark.parametrize(
    ("question", "symbols", "note"),
    [
        ('nguoiky:"Lê Thị B"', {"08/CT-UBND"}, "liệt kê"),
        ('nguoiky:"Lê Thị B" điện', {"08/CT-UBND"}, ""),
        ('nguoiky:"Trần C" điện', set(), "người ký"),
    ],
)
def test_conditions_are_answered_by_the_catalog(searcher: Searcher, question: str, symbols: set[str], note: str) -> None:
    """Only documents it names are found; where it names none, the condition is said to be what empties the list."""
    asking = Searcher(searcher.index, searcher.encoder, Signed())
    answer = asking.search(Query(question))
    assert {hit.document.symbol for hit in answer.hits} == symbols
    assert note in " ".join(answer.understood.notes)


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("hieuluc:còn", {"validity": {"in_force", "partly"}}),
        ("hieuluc:CON HIEU LUC.", {"validity": {"in_force", "partly"}}),
        ("hieuluc:chưa có hiệu lực thi hành", {"validity": {"not_yet"}}),
        ("hiệu lực:hết", {"validity": {"expired", "replaced", "repealed"}}),
        ("có hiệu lực:hết", {"validity": {"expired", "replaced", "repealed"}}),
        ("hieuluc:hết,chưa", {"validity": {"expired", "replaced", "repealed", "not_yet"}}),
        ("hieuluc:còn hoặc hết", {"validity": {"in_force", "partly", "expired", "replaced", "repealed"}}),
        ("hieuluc:không còn hiệu lực", {"validity": {"expired", "replaced", "repealed"}}),
        ("hieuluc:đã bị bãi bỏ", {"validity": {"repealed"}}),
        ("hieuluc:đã được thay thế", {"validity": {"replaced"}}),
        ("hieuluc:hết hiệu lực một phần", {"validity": {"partly"}}),
        ("hieuluc:hết một phần", {"validity": {"partly"}}),
        ("hieuluc:chưa rõ", {"validity": {"unknown"}}),
        ("hieuluc:thay thế hieuluc:bãi bỏ", {"validity": {"replaced", "repealed"}}),
        ("hieuluc:hết OR hieuluc:chưa", {"validity": {"expired", "replaced", "repealed", "not_yet"}}),
        ("-hieuluc:hết", {"not_validity": {"expired", "replaced", "repealed"}}),
        ("NOT hieuluc:chưa", {"not_validity": {"not_yet"}}),
        ("-(-hieuluc:chưa)", {"validity": {"not_yet"}}),
        ("-hieuluc:chưa -hieuluc:hết", {"not_validity": {"expired", "replaced", "repealed", "not_yet"}}),
        ("hieuluc:còn nhiemvu:không có", {"validity": {"in_force", "partly"}, "tasks": {"no"}}),
        ("-nhiemvu:không có nhiệm vụ", {"not_tasks": {"no"}}),
    ],
)
def test_validity_and_tasks_are_asked_for_in_words(typed: str, chosen: dict[str, set[str]]) -> None:
    """As people say it; several values of one are alternatives, on the day that is asked for."""
    found = wanted_traits(parse(f"{typed} tết").conditions, TraitFilter(today="2026-01-02", soon_days=3))
    assert {name: set(values) for name, values in found.chosen.items()} == chosen
    assert (found.today, found.soon_days) == ("2026-01-02", 3)


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("NOT hieuluc:chưa tết", [("-hieuluc", "chưa có hiệu lực")]),
        ("-(-nhiemvu:có) tết", [("nhiemvu", "có")]),
        ("-(donvi:cđcs tết)", []),
        ("han:quá hạn tết", [("han", "quá hạn")]),
    ],
)
def test_what_is_said_to_be_used_is_what_is_used(typed: str, used: list[tuple[str, str]]) -> None:
    """Also where it stands in what is left out."""
    assert [(one.field, one.value) for one in parse(typed).used] == used


def test_a_trait_in_words_narrows_like_one_that_is_chosen(searcher: Searcher) -> None:
    """Both hold; the documents of unknown validity are said to be left out."""
    held = {hit.document.id for hit in searcher.search(Query("điện", limit=50)).hits}
    assert len(held) > 1

    class Standing(Signed):
        """A catalog that knows of one document that it is in force."""

        def having(self, wanted: TraitFilter) -> frozenset[str] | None:
            """That one."""
            return frozenset({min(held)}) if wanted.validity == ("in_force", "partly") else None

    answer = Searcher(searcher.index, searcher.encoder, Standing()).search(Query("hieuluc:còn điện", limit=50))
    assert {hit.document.id for hit in answer.hits} == {min(held)}
    assert "không rõ hiệu lực" in " ".join(answer.understood.notes)
    assert answer.understood.clauses == (("hieuluc", "còn hiệu lực, hết hiệu lực một phần"),)


@pytest.mark.parametrize("question", ["donvi:ldld điện", "han:quahan điện", "hieuluc:còn điện"])
def test_a_condition_that_cannot_be_asked_is_left_out_and_said(searcher: Searcher, question: str) -> None:
    """Without a catalog, or with one that cannot tell."""
    for each in (searcher, Searcher(searcher.index, searcher.encoder, Signed())):
        answer = each.search(Query(question))
        assert answer.hits
        assert "Chưa lọc được" in " ".join(answer.understood.notes)
