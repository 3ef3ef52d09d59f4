"""Tables as a reader found them: a real table becomes rows with cells, a table used for layout is read column by column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Block, Box

# what stands in the header and the footer of a document, on folded text (NĐ 30/2020, Phụ lục I: ô 1, 2, 3, 4, 7, 9)
NATION = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap\W{1,5}tu do\W{1,5}hanh phuc|dang cong san viet nam\s*$|"
    r"^\W*doan (?:tncs|thanh nien cong san) ho chi minh\W*$"
)
FOOTER = re.compile(r"^\s*(?:noi nhan\s*:|(?:t\s*/?\s*m|k\s*/?\s*t|t\s*/?\s*l|tuq)\s*\.?\s+[a-z])")
# who sign side by side (minutes, joint documents, contracts)
SIGNER = re.compile(
    r"^\W*(?:(?:q\.|quyen|pho|thu) ?)?(?:tong )?(?:chu tich|giam doc|hieu truong|bi thu|truong ban|"
    r"vien truong|bo truong|chu tri|chu toa|thu ky|"
    r"dai dien|nguoi (?:lap|ghi)|ben [ab]\b).{0,60}$"
)
NUMBER = re.compile(r"^\s*so\s*:?\s*[\d.…]*\s*[-/]")
MANY_ROWS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its paragraphs; `columns` it spans; `continued` where it repeats the cell above (vertical merge)."""

    blocks: tuple[Block, ...] = ()
    columns: int = 1
    continued: bool = False

    @property
    def text(self) -> str:
        """All its words on one line."""
        return " ".join(" ".join(block.text.split()) for block in self.blocks if block.text.strip())


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells in column order; `bordered` None where the file does not say."""

    rows: tuple[tuple[Cell, ...], ...]
    bordered: bool | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()

    def blocks(self) -> Iterator[Block]:
        """The table in reading order."""
        return self._columns() if self.is_layout() else self._rows()

    def is_layout(self) -> bool:
        """Whether the table only places things: header (cơ quan | Quốc hiệu), footer (nơi nhận | chữ ký), or a single column."""
        width = max((sum(cell.columns for cell in row) for row in self.rows), default=0)
        if width < 2:
            return True
        if self._is_form():
            return True
        return self.bordered is False and len(self.rows) == 1

    def _is_form(self) -> bool:
        """A header or footer: few rows, and its words say so. A bordered one must say so in its first or last row."""
        if len(self.rows) > MANY_ROWS:
            return False
        said = [block.text for row in self.rows for cell in row for block in cell.blocks if not cell.continued]
        lines = [fold(line) for text in said for line in text.split("\n")]
        if any(NATION.search(line) for line in lines) or self._is_signed_by_two():
            return True
        footers = sum(bool(FOOTER.search(line)) for line in lines)
        return (footers >= 1 and self.bordered is not True) or (any(NUMBER.search(line) for line in lines) and self.bordered is False)

    def _is_signed_by_two(self) -> bool:
        """Whether its first row holds nothing but two posts in capitals (THƯ KÝ | CHỦ TRÌ)."""
        first = [cell.blocks[0].text.split("\n")[0] for cell in self.rows[0] if cell.blocks and cell.text]
        return self.bordered is not True and len(self.rows) < MANY_ROWS // 2 and signed_by_two(first)

    def _columns(self) -> Iterator[Block]:
        """Left column from top to bottom, then the next; a cell over the whole width stands where its row stands."""
        pending: dict[int, list[Block]] = {}
        width = max((sum(cell.columns for cell in row) for row in self.rows), default=0)
        for row in self.rows:
            if any(cell.columns >= width > 1 for cell in row):
                yield from _by_column(pending)
                pending = {}
            column = 0
            for cell in row:
                if not cell.continued:
                    pending.setdefault(column, []).extend(cell.blocks)
                column += cell.columns
        yield from _by_column(pending)

    def _rows(self) -> Iterator[Block]:
        """One block a row; a merged cell's value in every row it spans, once across the columns it spans."""
        for number, row in enumerate(self.rows):
            cells = tuple(text for cell in row for text in (cell.text, *[""] * (cell.columns - 1)))
            if not any(cells):
                continue
            said = [block for cell in row for block in cell.blocks if not cell.continued and block.text.strip()]
            box = self.boxes[number] if self.boxes else None
            yield Block(
                " | ".join(cells).strip(),
                page=self.page,
                box=box,
                bold=bool(said) and all(block.bold for block in said),
                italic=bool(said) and all(block.italic for block in said),
                cells=cells,
            )


def _by_column(pending: dict[int, list[Block]]) -> Iterator[Block]:
    for column in sorted(pending):
        yield from (block for block in pending[column] if block.text.strip() or block.cells)


def signed_by_two(halves: Sequence[str]) -> bool:
    """Whether two columns each begin with the post of one who signs, in capitals."""
    return len(halves) == 2 and all(half.isupper() and SIGNER.match(fold(half)) for half in halves)


def fold(text: str) -> str:
    """Lower case without marks, spaces collapsed, for recognising header and footer lines."""
    decomposed = unicodedata.normalize("NFD", " ".join(text.lower().split()))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d").replace("ð", "d")
