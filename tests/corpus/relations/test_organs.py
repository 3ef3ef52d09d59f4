"""Names of organs: the same, open, unlike, or of another place."""

from __future__ import annotations

import pytest

from corpus.relations import organ_key
from corpus.relations.organs import compare, own_place, place, rivals


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("LĐLĐ tỉnh Nghệ An", "lien doan lao dong tinh nghe an"),
        ("các Sở, ban, ngành", "so ban nganh"),
        ("Sở Giáo dục & Đào tạo", "so giao duc va dao tao"),
        ("UBND TP. Hồ Chí Minh", "uy ban nhan dan thanh pho ho chi minh"),
        ("Tỉnh uỷ", "tinh uy"),
        ("Tỉnh ủy", "tinh uy"),
    ],
)
def test_key_is_the_name_spelled_out(name: str, key: str) -> None:
    """Abbreviations, marks, case and punctuation do not count."""
    assert organ_key(name) == key


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("LĐLĐ tỉnh Nghệ An", "Liên đoàn Lao động tỉnh Nghệ An", "same"),
        ("Ban Thường vụ LĐLĐ tỉnh Nghệ An", "Liên đoàn Lao động tỉnh Nghệ An", "same"),
        ("Bộ Chính trị", "Ban Chấp hành Trung ương", "same"),
        ("Ban Chấp hành Đảng bộ tỉnh", "Tỉnh ủy Nghệ An", "open"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Nghệ An", "open"),
        ("", "Chính phủ", "open"),
        ("LĐLĐ tỉnh Nghệ An", "Liên đoàn Lao động tỉnh Hà Tĩnh", "different"),
        ("Sở Nội vụ", "Sở Tài chính", "unlike"),
    ],
)
def test_issuers_compared(first: str, second: str, said: str) -> None:
    """What two names say of one issuer."""
    assert (compare(first, second), compare(second, first)) == (said, said)


def test_place_an_organ_is_of() -> None:
    """The innermost place named; none where only the level is said."""
    assert [place(name) for name in ("UBND tỉnh Nghệ An", "Thành ủy Hà Nội", "UBND tỉnh", "Chính phủ", "LĐLĐ huyện X tỉnh Y")] == [
        *("nghe an", "ha noi", "", "", "y"),
    ]


def test_level_without_a_name_is_the_citing_documents_own_if_of_the_same_level() -> None:
    """«LĐLĐ tỉnh» in a document of a province is that province; in one of a district nobody knows."""
    assert own_place("LĐLĐ tỉnh", "UBND tỉnh Nghệ An") == "nghe an"
    assert own_place("LĐLĐ tỉnh", "Huyện ủy Bến Tràm") == ""
    assert own_place("", "UBND tỉnh Nghệ An") == "nghe an"
    assert own_place("Tổng Liên đoàn Lao động Việt Nam", "UBND tỉnh Nghệ An") == ""


def test_bo_chinh_tri_and_ban_bi_thu_are_not_one() -> None:
    """Both write /TW; a citation that takes one for the other is wrong and said to be."""
    assert rivals("Bộ Chính trị", "Ban Bí thư")
    assert not rivals("Bộ Chính trị", "Ban Chấp hành Trung ương")
