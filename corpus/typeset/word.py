"""A sample as a Word file, in the form offices use: a borderless header table, Word's own numbering left out, real tables."""

from __future__ import annotations

import datetime
import zipfile
from io import BytesIO
from typing import Any, BinaryIO

import docx as word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table, _Cell

EPOCH = (2026, 1, 5, 8, 0, 0)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def docx(page: dict[str, Any], out: BinaryIO) -> None:
    """Write the page described by a source; the bytes depend on the source alone."""
    file = word.Document()
    file.core_properties.created = file.core_properties.modified = datetime.datetime(*EPOCH)
    _columns(file.add_table(rows=1, cols=2), page["left"], page["right"])
    for line in page["title"]:
        _line(file.add_paragraph(), line, bold=True, centre=True)
    for block in page["body"]:
        _block(file, block)
    _columns(file.add_table(rows=1, cols=2), page["recipients"], page["signature"], centre_left=False)
    for annex in page.get("annex", []):
        _block(file, annex)
    _settled(file, out)


def _settled(file: Any, out: BinaryIO) -> None:
    """Save with fixed times inside the archive, so that the same source gives the same bytes."""
    loose = BytesIO()
    file.save(loose)
    with zipfile.ZipFile(loose) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, EPOCH), before.read(name), zipfile.ZIP_DEFLATED)


def _block(file: Any, block: Any) -> None:
    if isinstance(block, dict) and "table" in block:
        _grid(file, block["table"])
    elif isinstance(block, dict):
        _line(file.add_paragraph(), block["heading"], bold=True, centre=block.get("centre", False))
    else:
        _line(file.add_paragraph(), block)


def _line(paragraph: Any, text: str, *, bold: bool = False, centre: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold = bold
    if centre:
        paragraph.alignment = CENTRE


def _columns(table: Table, left: list[str], right: list[str], *, centre_left: bool = True) -> None:
    _fill(table.cell(0, 0), left, centre=centre_left)
    _fill(table.cell(0, 1), right, centre=True)


def _fill(cell: _Cell, lines: list[str], *, centre: bool) -> None:
    for i, line in enumerate(lines):
        _line(cell.paragraphs[0] if i == 0 else cell.add_paragraph(), line, bold=line.isupper(), centre=centre)


def _grid(file: Any, rows: list[list[str]]) -> None:
    table = file.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            _line(table.cell(i, j).paragraphs[0], value, bold=i == 0)
