"""OpenDocument texts: paragraphs with emphasis, headings, tables with merged cells, footnotes."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.document import Reading
from corpus.settings import Settings
from ingest.errors import ReadError
from ingest.read import read_bytes
from ingest.read.odt import NAMESPACES

SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
STYLES = """<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="C" style:parent-style-name="B"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="none"><style:table-cell-properties fo:border="none"/></style:style>"""


def odt(body: str, manifest: str = "<m/>") -> bytes:
    """A file with this body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        styles = f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        archive.writestr("content.xml", f"<d {SPACES}>{styles}<office:body><office:text>{body}</office:text></office:body></d>")
    return buffer.getvalue()


def reading(body: str) -> Reading:
    """Read the body of a file."""
    return read_bytes(odt(body), name="a.odt", settings=Settings())


def test_paragraphs_have_words_spaces_and_emphasis() -> None:
    """White space as the format means it; bold and italic by style and its parents."""
    body = (
        '<text:h text:outline-level="2">I. MỤC  ĐÍCH</text:h><text:p text:style-name="C">Kính<text:s text:c="2"/>gửi</text:p>'
        '<text:p>Điều 1. <text:span text:style-name="B">Nay</text:span> ban\n hành<office:annotation>ý kiến</office:annotation></text:p>'
    )
    assert [(b.text, b.bold, b.italic, b.style) for b in reading(body).blocks] == [
        ("I. MỤC ĐÍCH", False, False, "heading2"),
        ("Kính  gửi", True, True, ""),
        ("Điều 1. Nay ban hành", False, False, ""),
    ]


def test_a_table_has_rows_with_merged_cells() -> None:
    """Merged across once, merged downwards in every row."""
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>".format
    rows = [
        cell("", "STT") + cell("", "Việc") + cell("", "Hạn"),
        cell(' table:number-rows-spanned="2"', "1") + cell(' table:number-columns-spanned="2"', "A") + "<table:covered-table-cell/>",
        "<table:covered-table-cell/>" + cell("", "B") + cell("", "5/2024"),
    ]
    table = "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
    assert [block.cells for block in reading(table).blocks] == [("STT", "Việc", "Hạn"), ("1", "A", ""), ("1", "B", "5/2024")]


def test_a_letterhead_is_read_left_column_first() -> None:
    """A table without borders only places things."""
    cells = [["LIÊN ĐOÀN LAO ĐỘNG", "Số: 1/TB-LĐLĐ"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]]
    row = "".join(
        f'<table:table-cell table:style-name="none">{"".join(f"<text:p>{line}</text:p>" for line in lines)}</table:table-cell>'
        for lines in cells
    )
    table = f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    assert [block.text for block in reading(table).blocks] == [*cells[0], *cells[1]]


def test_footnotes_lists_and_deletions() -> None:
    """Notes at the end, items of lists as such, deleted text out."""
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Ghi chú</text:p></text:note-body></text:note>"
    body = f"<text:tracked-changes><text:p>Xóa</text:p></text:tracked-changes><text:p>A{note}B</text:p>"
    body += "<text:list><text:list-item><text:p>Mục</text:p></text:list-item></text:list>"
    assert [(block.text, block.style) for block in reading(body).blocks] == [("AB", ""), ("Mục", "list"), ("Ghi chú", "")]


@pytest.mark.parametrize(
    ("data", "code"),
    [(odt("<text:p/>"), "empty"), (odt("", "<m><encryption-data/></m>"), "encrypted"), (odt("<text:p>A</text:p>")[:200], "broken")],
)
def test_what_holds_no_text_is_refused(data: bytes, code: str) -> None:
    """Empty, locked, cut short."""
    with pytest.raises(ReadError) as refusal:
        read_bytes(data, name="a.odt", settings=Settings())
    assert refusal.value.code == code
