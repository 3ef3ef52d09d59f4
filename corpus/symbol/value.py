"""A document number (số/ký hiệu) as a value, and its canonical spelling."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Symbol:
    """A số/ký hiệu taken apart; every part is in its canonical spelling.

    Attributes:
        number: as written, leading zeros and letter kept ("02", "7c", "66.13"); "" where it is left blank.
        year: four digits, or None.
        type_code: "TB", "NĐ"; None for laws and for công văn.
        organ: what follows the type, units and joint organs included ("LĐLĐ", "UBND-GDĐT", "BTC-BNV", "QH14").
        system: "state", "party", "union", "law" (passed by Quốc hội or its Standing Committee) or "mass".
        raw: what was read, untouched.
        span: where it stood, or None when it was not found in a text.
        form: "state" 409/TB-LĐLĐ, "party" 02-NQ/TW, "plain" 45/2019/QH14 and 1510/UBND-GDĐT,
            "organ first" 21/LĐTBXH-TT, "year last" 07/TTr-CĐCS/2024.
        repaired: True when a slip of OCR in the number was mended (I2/HD-TLĐ), so the number is less sure.
    """

    number: str
    year: str | None
    type_code: str | None
    organ: str | None
    system: str
    raw: str
    span: Span | None = None
    form: str = "state"
    repaired: bool = False

    @property
    def canonical(self) -> str:
        """The one spelling for all ways of writing this number: no spaces, hyphen-minus, Đ, codes as in the lexicon."""
        head = "/".join(part for part in (self.number, self.year) if part)
        if self.form == "party":
            return f"{head}-{self.type_code}/{self.organ}"
        if self.form == "year last":
            return f"{self.number}/{_joined(self.type_code, self.organ)}/{self.year}"
        if self.form == "organ first":
            return f"{head}/{_joined(self.organ, self.type_code)}"
        return f"{head}/{_joined(self.type_code, self.organ)}"


def _joined(first: str | None, second: str | None) -> str:
    return "-".join(part for part in (first, second) if part)
