"""A sample as a PDF file: two-column header, running head and page number on every page but the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS = Path("/usr/share/fonts/truetype/dejavu")
SERIF, SERIF_BOLD = "DejaVuSerif", "DejaVuSerif-Bold"
BODY = ParagraphStyle("body", fontName=SERIF, fontSize=11, leading=16, alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=4)
HEADING = ParagraphStyle("heading", parent=BODY, fontName=SERIF_BOLD, firstLineIndent=0)
CENTRED = ParagraphStyle("centred", parent=BODY, alignment=TA_CENTER, firstLineIndent=0, spaceAfter=0)
CENTRED_BOLD = ParagraphStyle("centred bold", parent=CENTRED, fontName=SERIF_BOLD)
LEFT = ParagraphStyle("left", parent=CENTRED, alignment=0)


def pdf(page: dict[str, Any], out: BinaryIO) -> None:
    """Write the page described by a source; needs Debian's fonts-dejavu-core."""
    for name in (SERIF, SERIF_BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    frame = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=30 * mm,
        rightMargin=20 * mm,
        topMargin=22 * mm,
        bottomMargin=20 * mm,
        invariant=1,
        title=page["title"][0],
    )
    flow: list[Any] = [_columns(page["left"], page["right"], CENTRED), Spacer(1, 6 * mm)]
    flow += [Paragraph(line, CENTRED_BOLD) for line in page["title"]] + [Spacer(1, 4 * mm)]
    flow += [_block(block) for block in page["body"]]
    flow += [Spacer(1, 4 * mm), _columns(page["recipients"], page["signature"], LEFT)]

    def furniture(canvas: Any, frame: Any) -> None:
        if frame.page > 1:
            canvas.setFont(SERIF, 9)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 12 * mm, str(frame.page))
            canvas.drawRightString(A4[0] - 20 * mm, A4[1] - 17 * mm, page["running_head"])

    frame.build(flow, onFirstPage=furniture, onLaterPages=furniture)


def _block(block: Any) -> Any:
    if isinstance(block, dict) and "table" in block:
        rows = [[Paragraph(cell, LEFT) for cell in row] for row in block["table"]]
        return Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    if isinstance(block, dict):
        return Paragraph(block["heading"], CENTRED_BOLD if block.get("centre") else HEADING)
    return Paragraph(block, BODY)


def _columns(left: list[str], right: list[str], left_style: ParagraphStyle) -> Table:
    cells = [
        [Paragraph(line, CENTRED_BOLD if line.isupper() else style) for line in lines]
        for lines, style in ((left, left_style), (right, CENTRED))
    ]
    return Table([cells], colWidths=[72 * mm, 88 * mm], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))


def _stack(lines: list[str], style: ParagraphStyle) -> list[Paragraph]:
    return [Paragraph(line, CENTRED_BOLD if line.isupper() else style) for line in lines]
