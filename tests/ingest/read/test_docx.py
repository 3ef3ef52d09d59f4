"""Word files: the text as Word shows it."""

from __future__ import annotations

import io

import pytest
from docx import Document as WordDocument

from corpus.document import Reading
from ingest.errors import ReadError
from ingest.read.docx import read
from ingest.read.docx.numbering import written
from ingest.read.source import Source
from tests.ingest.read.word import cell, docx, level, numbered, paragraph, run, table


def reading(body: str, **parts: str) -> Reading:
    """Read a Word file with this body."""
    return read(Source(docx(body, **parts), "a.docx"))


def texts(body: str, **parts: str) -> list[str]:
    """The words of its blocks."""
    return [block.text for block in reading(body, **parts).blocks]


def test_letterhead_and_signature_tables_are_read_column_by_column() -> None:
    """Tables without lines that only place things."""
    head = table(
        cell("LIÊN ĐOÀN LAO ĐỘNG|TỈNH AN HÒA") + cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc"),
        cell("Số: 12/KH-LĐLĐ") + cell("An Hòa, ngày 02 tháng 3 năm 2024"),
        borders=False,
    )
    foot = table(cell("Nơi nhận:|- Như trên;") + cell("TM. BAN THƯỜNG VỤ|CHỦ TỊCH|Lê Thị Mẫu"), borders=False)
    assert texts(head + paragraph("KẾ HOẠCH") + foot) == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH AN HÒA",
        "Số: 12/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày 02 tháng 3 năm 2024",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "- Như trên;",
        "TM. BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
        "Lê Thị Mẫu",
    ]


def test_a_letterhead_set_with_tabs_is_read_left_column_first() -> None:
    """Paragraphs instead of a table; a line that begins with tabs stands under the right column."""
    tab = "<w:r><w:tab/></w:r>"
    body = (
        paragraph(run("LIÊN ĐOÀN LAO ĐỘNG") + tab + run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
        + paragraph(run("Số: 12/KH-LĐLĐ") + tab * 2 + run("Độc lập - Tự do - Hạnh phúc"))
        + paragraph(tab * 5 + run("An Hòa, ngày 02 tháng 3 năm 2024", "<w:i/>"))
        + paragraph("KẾ HOẠCH")
    )
    assert texts(body) == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "Số: 12/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày 02 tháng 3 năm 2024",
        "KẾ HOẠCH",
    ]


def test_merged_cells_are_written_out_in_rows() -> None:
    """A vertical merge repeats its value, a horizontal one says it once and keeps the columns."""
    rows = reading(
        table(
            cell("STT") + cell("Việc", '<w:gridSpan w:val="2"/>'),
            cell("1", '<w:vMerge w:val="restart"/>') + cell("Họp|giao ban") + cell("Quý I"),
            cell("", "<w:vMerge/>") + cell("Báo cáo") + cell("Quý II"),
        )
    ).blocks
    assert [row.cells for row in rows] == [("STT", "Việc", ""), ("1", "Họp giao ban", "Quý I"), ("1", "Báo cáo", "Quý II")]
    assert rows[1].text == "1 | Họp giao ban | Quý I"


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%1.%2.", "<w:isLgl/>")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "-")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "Điều %1.", '<w:suff w:val="space"/>')
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_numbers_that_word_generates_are_written() -> None:
    """Roman, legal, letters, bullets; lower levels start again; a list goes on after other lists; an override starts anew."""
    body = "".join(
        [
            numbered("Một", 1, 0),
            numbered("a", 1, 1),
            numbered("b", 1, 1),
            numbered("c", 1, 2),
            numbered("d", 1, 3),
            numbered("Phạm vi", 2),
            numbered("Hai", 1, 0),
            numbered("e", 1, 1),
            numbered("Đối tượng", 2),
            numbered("Quy chế", 3),
            numbered("Hiệu lực", 3),
            numbered("không số", 0),
        ]
    )
    assert texts(body, numbering=LISTS) == [
        "I. Một",
        "1.1. a",
        "1.2. b",
        "a) c",
        "- d",
        "Điều 1. Phạm vi",
        "II. Hai",
        "2.1. e",
        "Điều 2. Đối tượng",
        "Điều 1. Quy chế",
        "Điều 2. Hiệu lực",
        "không số",
    ]


@pytest.mark.parametrize(
    ("count", "form", "expected"),
    [
        (4, "upperRoman", "IV"),
        (19, "lowerRoman", "xix"),
        (27, "lowerLetter", "aa"),
        (5, "decimalZero", "05"),
        (3, "decimal", "3"),
        (2, "none", ""),
    ],
)
def test_counts_are_written_in_words_own_formats(count: int, form: str, expected: str) -> None:
    """After z Word writes aa, and its letters are not in Vietnamese order."""
    assert written(count, form) == expected


def test_a_numbered_style_numbers_its_paragraphs() -> None:
    """The list may hang on the style, also on the one it is based on; headings have their level."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="K"><w:name w:val="Mục lớn"/><w:basedOn w:val="H"/></w:style>'
    )
    found = reading(paragraph("Một", '<w:pStyle w:val="H"/>') + paragraph("Hai", '<w:pStyle w:val="K"/>'), styles=styles, numbering=LISTS)
    assert [(b.text, b.style, b.bold) for b in found.blocks] == [("I. Một", "heading1", True), ("II. Hai", "heading1", True)]


def test_tracked_deletions_are_left_out_and_insertions_kept() -> None:
    """The text as it would be if all changes were accepted, with a warning."""
    body = paragraph(
        run("Hạn ")
        + f"<w:del>{run('10/5').replace('w:t', 'w:delText')}</w:del><w:ins>{run('15/5')}</w:ins>"
        + f"<w:moveFrom>{run(' cũ')}</w:moveFrom>"
    )
    found = reading(body)
    assert [block.text for block in found.blocks] == ["Hạn 15/5"]
    assert "track changes" in found.warnings[0]


def test_footnotes_stand_at_the_end() -> None:
    """With the same sign in the text and before the note; the separators of Word are no notes."""
    notes = f'<w:footnote w:id="-1">{paragraph("—")}</w:footnote><w:footnote w:id="2">{paragraph("Số liệu ước.")}</w:footnote>'
    body = paragraph(run("Đạt 70%") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph("Hết")
    assert texts(body, footnotes=notes) == ["Đạt 70%[1]", "Hết", "[1] Số liệu ước."]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    """Word stores it twice, for new and for old programs."""
    box = f"<w:txbxContent>{paragraph('MẬT')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    assert texts(paragraph(run("Kính gửi") + f"<w:r>{both}</w:r>")) == ["Kính gửi", "MẬT"]


def test_signs_fields_and_hidden_text_are_read_as_shown() -> None:
    """Soft breaks, hyphens that do not break, capitals, field results; no field codes and no hidden words."""
    body = paragraph(
        run("thông báo", "<w:caps/>")
        + "<w:r><w:br/></w:r>"
        + run("LĐLĐ")
        + "<w:r><w:noBreakHyphen/><w:t>TG</w:t></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
        + run("ẩn", "<w:vanish/>")
    )
    assert texts(body) == ["THÔNG BÁO\nLĐLĐ-TG"]


def test_a_paragraph_is_bold_where_all_its_letters_are() -> None:
    """Toggles of runs count, and w:val="0" turns them off."""
    body = (
        paragraph(run("Điều 1. ", "<w:b/>") + run("Phạm vi", "<w:b/>"))
        + paragraph(run("Đậm ", "<w:b/>") + run("thường"))
        + paragraph(run("Tắt", '<w:b w:val="0"/>'))
        + paragraph(run("Nghiêng", "<w:i/>"))
    )
    assert [(b.bold, b.italic) for b in reading(body).blocks] == [(True, False), (False, False), (False, False), (False, True)]


def test_a_page_header_is_read_only_for_a_number_the_body_lacks() -> None:
    """The only số/ký hiệu counts; a running head does not."""
    header = paragraph("Số: 12/KH-LĐLĐ")
    assert texts(paragraph("KẾ HOẠCH"), header1=header) == ["Số: 12/KH-LĐLĐ", "KẾ HOẠCH"]
    assert texts(paragraph("Số: 12/KH-LĐLĐ"), header1=header) == ["Số: 12/KH-LĐLĐ"]
    assert texts(paragraph("KẾ HOẠCH"), header1=paragraph("Lưu hành nội bộ")) == ["KẾ HOẠCH"]


def test_a_table_of_contents_is_furniture() -> None:
    """Its lines repeat the headings."""
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    assert reading(paragraph("I. Mục tiêu 3", '<w:pStyle w:val="T"/>') + paragraph("I. Mục tiêu"), styles=styles).furniture == (0,)


def test_a_file_of_python_docx_is_read() -> None:
    """A container made by another program: styles, lists, a merged grid, metadata."""
    made = WordDocument()
    made.core_properties.title = "Kế hoạch năm"
    made.add_heading("KẾ HOẠCH", 1)
    for text in ("Một", "Hai"):
        made.add_paragraph(text, style="List Number")
    grid = made.add_table(2, 2, style="Table Grid")
    grid.cell(0, 0).text = "Việc"
    grid.cell(0, 0).merge(grid.cell(1, 0))
    grid.cell(0, 1).text, grid.cell(1, 1).text = "a", "b"
    buffer = io.BytesIO()
    made.save(buffer)
    found = read(Source(buffer.getvalue(), "a.docx"))
    assert [block.text for block in found.blocks] == ["KẾ HOẠCH", "1. Một", "2. Hai", "Việc | a", "Việc | b"]
    assert found.metadata["title"] == "Kế hoạch năm"


def test_pictures_alone_are_a_scan() -> None:
    """A Word file that only holds pictures of pages."""
    import zipfile

    buffer = io.BytesIO(docx(paragraph(" ")))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/media/image1.jpeg", "x")
    with pytest.raises(ReadError) as refusal:
        read(Source(buffer.getvalue(), "a.docx"))
    assert refusal.value.code == "scanned"


def test_an_external_entity_is_not_followed() -> None:
    """XML cannot make the reader open other files."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        body = docx(paragraph("Chữ <w:t>&amp;</w:t>"))
        inside = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode().replace("&amp;", "&xxe;")
        archive.writestr("word/document.xml", f'<!DOCTYPE d [<!ENTITY xxe SYSTEM "file:///etc/hostname">]>{inside}')
    found = read(Source(buffer.getvalue(), "a.docx"))
    assert "".join(block.text for block in found.blocks).strip() == "Chữ"
