"""The registry of readers: the content decides, and every refusal says why."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.errors import ReadError
from ingest.read import read, read_bytes

SETTINGS = Settings(max_file_mb=1)
FIXTURES = Path(__file__).parent / "fixtures"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names: str) -> bytes:
    """A zip container with these (empty) parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return buffer.getvalue()


REFUSED = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\n", "empty"),
    ("signs.txt", b"-----\n*****\n.....", "empty"),
    ("blank.html", b"<html><body><p> </p></body></html>", "empty"),
    ("large.txt", b"a" * (1024 * 1024 + 1), "too_large"),
    ("protected.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("cut.docx", zipped("word/document.xml")[:40], "broken"),
    ("empty.docx", zipped("word/document.xml"), "broken"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "broken"),
    ("cut.doc", OLE + "WordDocument".encode("utf-16-le"), "broken"),
    ("blank.rtf", rb"{\rtf1\ansi\par }", "empty"),
    ("empty.xlsx", zipped("xl/workbook.xml"), "broken"),
    ("empty.odt", zipped("content.xml"), "unsupported"),
    ("slides.pptx", zipped("ppt/presentation.xml"), "unsupported"),
    ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "unsupported"),
    ("files.zip", zipped("a.txt"), "unsupported"),
    ("strange.bin", bytes(range(256)), "unsupported"),
    ("liar.pdf", bytes(range(256)), "mismatch"),
    ("liar.docx", b"\x7fELF" + bytes(100), "mismatch"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_cannot_be_read_is_refused_with_a_reason(name: str, data: bytes, code: str) -> None:
    """Each kind of bad file has its code and a Vietnamese sentence that names the file."""
    with pytest.raises(ReadError) as refusal:
        read_bytes(data, name=name, settings=SETTINGS)
    assert refusal.value.code == code
    assert name in refusal.value.message
    assert refusal.value.message.endswith(".")


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    """A path without a file has a code of its own."""
    with pytest.raises(ReadError, match="missing"):
        read(tmp_path / "không có.pdf", settings=SETTINGS)


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    """A folder is no file, and the message says so."""
    with pytest.raises(ReadError, match="thư mục") as refusal:
        read(tmp_path, settings=SETTINGS)
    assert refusal.value.code == "unreadable"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """300 MB (a sparse file) cost no time and no memory."""
    path = tmp_path / "lớn.pdf"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(ReadError, match="300 MB") as refusal:
        read(path, settings=Settings())
    assert refusal.value.code == "too_large"


def test_a_file_is_read_by_what_it_is_and_the_lie_is_told() -> None:
    """HTML named .docx is read as HTML, with a warning."""
    reading = read_bytes("<html><body><p>Thông báo nghỉ lễ</p></body></html>".encode(), name="tb.docx", settings=SETTINGS)
    assert reading.format == "html"
    assert reading.blocks[0].text == "Thông báo nghỉ lễ"
    assert ".docx" in reading.warnings[0]


def test_an_honest_extension_brings_no_warning() -> None:
    """Plain text may have any extension that claims nothing else."""
    for name in ("a.txt", "a.md", "a", "a.log"):
        assert read_bytes("Thông báo".encode(), name=name, settings=SETTINGS).warnings == ()


def test_a_stray_control_character_makes_no_binary_file() -> None:
    """Old converters leave the cell marks of Word in a text."""
    data = (
        "Số thứ tự\x07Nội dung công việc của các đơn vị trong năm công tác, theo kế hoạch đã ban hành, Thời hạn thực hiện\n" * 3
    ).encode()
    assert read_bytes(data, name="a.txt", settings=SETTINGS).format == "txt"


def test_a_pdf_with_leading_rubbish_is_still_a_pdf() -> None:
    """The mark of PDF may stand anywhere in the first kilobyte."""
    data = b"\r\n\r\n" + (FIXTURES / "bulletin.pdf").read_bytes()
    assert read_bytes(data, name="a.txt", settings=SETTINGS).format == "pdf"
