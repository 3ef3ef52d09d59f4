"""Plain text and Markdown, as people paste them: emphasis marks taken off, headings, lists and pipe tables understood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Block, Reading
from ingest.read.columns import columns
from ingest.read.decode import decode
from ingest.read.emphasis import Piece, pieces
from ingest.read.grid import Cell, Grid
from ingest.read.source import Source
from ingest.read.wrap import joined

HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")  # "## II. NHIỆM VỤ ##"
LIST_ITEM = re.compile(r"^\s*[-+*•]\s+\S")  # "- Kết quả …", "* Nêu …"
RULE = re.compile(r"^\s*([-_*=])(\s*\1){2,}\s*$")  # "---", "* * *"
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")  # "|---|:--:|"
UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|/|#|mailto:)[^()\s]{0,500}\)")  # "[Nghị định 30](https://…)"
QUOTED = re.compile(r"^\s{0,3}>\s?")


def read(source: Source) -> Reading:
    """Blocks, one a non-empty line (rows of pipe tables with cells); `format` is "md" by extension, else "txt"."""
    markdown = source.extension in {"md", "markdown"}
    lines = decode(source.data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return Reading("md" if markdown else "txt", tuple(_blocks(lines, markdown=markdown)))


def _blocks(lines: list[str], *, markdown: bool) -> Iterator[Block]:
    for chunk in _chunks(lines):
        if isinstance(chunk, Grid):
            yield from chunk.blocks()
            continue
        for piece in pieces(joined(columns(chunk))):
            block = _block(piece, markdown=markdown)
            if block.text:
                yield block


def _chunks(lines: list[str]) -> Iterator[list[str] | Grid]:
    """Runs of ordinary lines, and the pipe tables between them."""
    start = position = 0
    while position < len(lines):
        end = _table_end(lines, position)
        if end > position:
            yield lines[start:position]
            yield _grid(lines[position:end])
            start = position = end
        else:
            position += 1
    yield lines[start:]


def _table_end(lines: list[str], start: int) -> int:
    """End of the pipe table whose header row is lines[start]; start itself where there is none."""
    if "|" not in lines[start] or start + 1 >= len(lines) or "|" not in lines[start + 1] or not TABLE_RULE.match(lines[start + 1]):
        return start
    end = start + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def _grid(lines: list[str]) -> Grid:
    rows = [_cells(line) for line in [lines[0], *lines[2:]]]
    return Grid(tuple(tuple(rows_cells) for rows_cells in rows), bordered=None)


def _cells(line: str) -> list[Cell]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [Cell(tuple(_cell_blocks(part))) for part in UNESCAPED_PIPE.split(inner)]


def _cell_blocks(text: str) -> Iterator[Block]:
    for line in re.split(r"<br\s*/?>", text):
        for piece in pieces([line]):
            if piece.text.strip():
                yield Block(ESCAPE.sub(r"\1", piece.text.strip()), bold=piece.bold, italic=piece.italic)


def _block(piece: Piece, *, markdown: bool) -> Block:
    text, style = piece.text, ""
    if RULE.match(text):
        return Block("")
    if heading := HEADING.match(text):
        text, style = heading[2], f"heading{len(heading[1])}"
    elif LIST_ITEM.match(text):
        style = "list"
    if markdown:
        text = ESCAPE.sub(r"\1", LINK.sub(r"\1", QUOTED.sub("", text)))
    return Block(text.strip(), bold=piece.bold, italic=piece.italic, style=style)
