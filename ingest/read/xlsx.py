"""Excel workbooks (.xlsx), read by openpyxl: the visible sheets, with the values that Excel computed last."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from typing import Any

from corpus.document import Reading
from ingest.errors import ReadError
from ingest.read.declared import declared
from ingest.read.docx.package import INFLATED_MB
from ingest.read.failures import failure
from ingest.read.sheets import Sheet, blocks_of, day, number
from ingest.read.source import Source


def read(source: Source) -> Reading:
    """Blocks sheet by sheet; raise ReadError broken or too_large."""
    try:
        book = _book(source)
    except ReadError:
        raise
    except Exception as exc:  # openpyxl raises whatever its parsers meet
        raise failure("broken", source.name) from exc
    sheets = [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return Reading("xlsx", blocks_of(sheets), metadata=declared(book.properties.title, book.properties.creator))


def _book(source: Source) -> Any:
    import openpyxl  # takes a quarter of a second

    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > INFLATED_MB * 1024 * 1024:
            raise failure("inflated", source.name, limit=INFLATED_MB)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions that openpyxl does not know
        return openpyxl.load_workbook(io.BytesIO(source.data), data_only=True)


def _sheet(sheet: Any) -> Sheet:
    """The cells that the file holds; going over all rows of a sheet would make the empty ones too."""
    return Sheet(
        str(sheet.title),
        {place: text for place, cell in sheet._cells.items() if (text := _text(cell))},
        [(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges],
        {place for place, row in sheet.row_dimensions.items() if row.hidden},
    )


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or isinstance(value, bool):
        return "" if value is None else ("Có" if value else "Không")
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, int | float):
        return number(float(value), str(cell.number_format or ""))
    return " ".join(str(value).split())
