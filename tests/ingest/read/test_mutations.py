"""Damaged files: whatever bytes a file holds, a reader reads or refuses; nothing else escapes."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.errors import ReadError
from ingest.read import read_bytes
from tests.ingest.read.oldword import Run, byte, doc, font, row
from tests.ingest.read.test_odt import odt
from tests.ingest.read.word import docx, paragraph

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
SETTINGS = Settings()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes cut short, with flipped bits, with a hole, with noise, or with a part given twice."""
    length, place = len(data), chance.randrange(len(data))
    kind = chance.randrange(5)
    if kind == 0:
        return data[:place]
    if kind == 1:
        flipped = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            flipped[chance.randrange(length)] ^= 1 << chance.randrange(8)
        return bytes(flipped)
    if kind == 2:
        return data[:place] + data[place + chance.randrange(1, 2000) :]
    if kind == 3:
        return data[:place] + chance.randbytes(chance.randrange(1, 200)) + data[place + chance.randrange(1, 200) :]
    return data[:place] + data[place : place + 3000] + data[place:]


def outcomes(data: bytes, name: str, times: int) -> set[str]:
    """What came of reading the file that often, each time with other damage: "read" or the code of the refusal."""
    chance = random.Random(name)
    found = set()
    for _ in range(times):
        try:
            read_bytes(mutated(data, chance), name=name, settings=SETTINGS)
            found.add("read")
        except ReadError as refusal:
            found.add(refusal.code)
    return found


@pytest.mark.parametrize(("name", "times"), [("damage.pdf", 200), ("accents.pdf", 40), ("grids.pdf", 8)])
def test_a_damaged_pdf_is_read_or_refused(name: str, times: int) -> None:
    """PDFium repairs much, pdfminer little."""
    found = outcomes((FIXTURES / name).read_bytes(), name, times)
    assert {"read", "broken"} <= found <= {"read", "broken", "empty", "scanned", "encrypted", "unsupported", "mismatch"}


def test_a_damaged_page_of_the_web_is_read_or_refused() -> None:
    """Every byte of HTML may be missing."""
    sample = next(SAMPLES.glob("06-*.html"))
    assert "read" in outcomes(sample.read_bytes(), sample.name, 60)


def test_a_damaged_word_file_is_refused() -> None:
    """The container checks its parts."""
    sample = next(SAMPLES.glob("09-*.docx"))
    assert "broken" in outcomes(sample.read_bytes(), sample.name, 200)


@pytest.mark.parametrize("kind", ["docx", "odt", "html"])
def test_elements_nested_by_the_thousand_are_read_or_refused(kind: str) -> None:
    """No file that a person wrote looks like that, and none may end the program."""
    deep = 5000
    made = {
        "docx": docx("<w:sdt><w:sdtContent>" * deep + paragraph("A") + "</w:sdtContent></w:sdt>" * deep),
        "odt": odt("<text:p>" + "<text:span>" * deep + "A" + "</text:span>" * deep + "</text:p>"),
        "html": b"<html><body>" + b"<div><b>" * deep + b"A" + b"</b></div>" * deep,
    }
    try:
        assert read_bytes(made[kind], name=f"a.{kind}", settings=SETTINGS).blocks
    except ReadError as refusal:
        assert refusal.code in {"broken", "empty"}


def test_a_damaged_old_word_file_is_read_or_refused() -> None:
    """Chains of sectors, tables of pieces and pages of formatting may lead anywhere."""
    runs = [Run("Th\x1fêng vô\r", font(1)), Run("1\x07", paragraph=byte(0x2416, 1)), Run("\x07", paragraph=row(0)), Run("A\r")]
    assert outcomes(doc(runs, fonts=("Arial", ".VnTime")), "a.doc", 300) >= {"read", "broken"}


def test_a_damaged_rtf_file_is_read_or_refused() -> None:
    """Braces may open for ever, numbers be of any size."""
    body = r"\trowd\clmgf\cellx9\clmrg\cellx99\intbl A\cell\cell\row\pard {\b b}\u7871?\bin5 12345{\footnote x}{\*\a b}\par " * 20
    assert "read" in outcomes(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}" + body.encode() + b"}", "a.rtf", 300)


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_a_word_file_with_damaged_parts_is_read_or_refused(part: str) -> None:
    """The container is whole, the XML in it is not."""
    sample = next(SAMPLES.glob("09-*.docx"))
    chance = random.Random(part)
    found = set()
    for _ in range(50):
        try:
            read_bytes(_with_damaged(sample.read_bytes(), part, chance), name=sample.name, settings=SETTINGS)
            found.add("read")
        except ReadError as refusal:
            found.add(refusal.code)
    assert "read" in found


def _with_damaged(data: bytes, part: str, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(buffer, "w") as damaged:
        for name in whole.namelist():
            damaged.writestr(name, mutated(whole.read(name), chance) if name == part else whole.read(name))
    return buffer.getvalue()
