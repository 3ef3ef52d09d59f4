"""The lexicon: what it must know, and that its files hold together."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus import lexicon

STATE_TYPES = (
    "Nghị quyết Quyết định/Chỉ thị/Quy chế/Quy định/Thông cáo/Thông báo/Hướng dẫn/Chương trình/Kế hoạch/Phương án/Đề án/Dự án/Báo cáo/"
    "Biên bản/Tờ trình/Hợp đồng/Công văn/Công điện/Bản ghi nhớ/Bản thỏa thuận/Giấy ủy quyền/Giấy mời/Giấy giới thiệu/Giấy nghỉ phép/"
    "Phiếu gửi/Phiếu chuyển/Phiếu báo/Thư công"
).replace("Nghị quyết ", "Nghị quyết/")


def _types() -> dict[str, lexicon.DocumentType]:
    return {kind.name: kind for kind in lexicon.document_types()}


def test_all_29_types_of_the_decree_are_known() -> None:
    """NĐ 30/2020, Điều 7 lists 29 types of administrative documents."""
    names = STATE_TYPES.split("/")
    assert len(names) == 29
    assert all(_types()[name].used_by("state") for name in names)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Tờ trình", "TTr"),
        ("Chương trình", "CTr"),
        ("Quy định", "QyĐ"),
        ("Bản ghi nhớ", "BGN GN"),
        ("Giấy ủy quyền", "GUQ UQ"),
        ("Kết luận", "KL"),
        ("Thông tư liên tịch", "TTLT"),
        ("Văn bản hợp nhất", "VBHN"),
        ("Thư công", ""),
    ],
)
def test_types_have_their_codes_with_old_ones_after(name: str, codes: str) -> None:
    """The code in force stands first, older codes follow."""
    assert " ".join(_types()[name].codes).startswith(codes)


@pytest.mark.parametrize(
    "name", ["Luật", "Bộ luật", "Pháp lệnh", "Lệnh", "Hiến pháp", "Nghị định", "Thông tri", "Quy hoạch", "Đề cương", "Điều lệ"]
)
def test_types_outside_the_decree_are_known(name: str) -> None:
    """Laws, Party types and outlines are types too."""
    assert name in _types()


def test_names_and_codes_are_unambiguous() -> None:
    """No type is listed twice, and no organ code means two organs."""
    assert max(Counter(kind.name for kind in lexicon.document_types()).values()) == 1
    assert max(Counter(code for organ in lexicon.organs() for code in organ.codes).values()) == 1


def test_systems_and_forms_are_among_those_defined() -> None:
    """A slip in a data file does not go unseen."""
    assert {name for kind in lexicon.document_types() for name in kind.system.split(",")} == {"state", "party", "union", "law", "press"}
    assert {organ.system for organ in lexicon.organs()} == {"state", "party", "union", "law", "mass", "unit"}
    assert {organ.form for organ in lexicon.organs()} == {"state", "party", "written"}


@pytest.mark.parametrize(
    ("code", "system", "form"),
    [("LĐLĐ", "union", "state"), ("TU", "party", "party"), ("ĐUQSTW", "party", "written"), ("TTg", "state", "state")],
)
def test_organs_say_how_their_numbers_are_written(code: str, system: str, form: str) -> None:
    """The organ decides the separators of its numbers."""
    organ = next(organ for organ in lexicon.organs() if code in organ.codes)
    assert (organ.system, organ.form) == (system, form)


@pytest.mark.parametrize(
    ("short", "meanings"),
    [
        ("LĐLĐ", ("Liên đoàn Lao động",)),
        ("CĐ", ("Công đoàn", "Công điện", "Cao đẳng")),
        ("BCT", ("Bộ Chính trị", "Bộ Công Thương")),
        ("TULĐTT", ("Thỏa ước lao động tập thể",)),
        ("TT", ("Thông tư", "Thường trực", "Thị trấn", "Thông tri")),
    ],
)
def test_abbreviations_give_every_meaning(short: str, meanings: tuple[str, ...]) -> None:
    """An abbreviation with several meanings gives all of them, the usual one first."""
    assert lexicon.abbreviations()[short] == meanings


def test_expansions_hold_words_only() -> None:
    """Notes are in the context column, never in the words that a search would use."""
    assert [
        meaning for meaning in lexicon.expansions() if set("()/:;") & set(meaning.words) or not meaning.words or not meaning.group
    ] == []
