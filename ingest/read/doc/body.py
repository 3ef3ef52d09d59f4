"""The letters of a Word file to paragraphs and rows: fields by their results, hidden and deleted text left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.document import Block
from ingest.read.doc.formats import (
    BOLD,
    DELETED,
    FONT,
    HIDDEN,
    IN_TABLE,
    ITALIC,
    LIST,
    OUTLINE,
    ROW_END,
    TABLE,
    inherited,
    is_bordered,
    merges,
)
from ingest.read.doc.text import Story
from ingest.read.flow import Paragraph, Row, blocks_of, pieces_of
from ingest.read.fonts import Piece, encoding

END, CELL, PAGE, FIELD, RESULT, CLOSE = "\r", "\x07", "\x0c", "\x13", "\x14", "\x15"
SIGNS = {"\x0b": "\n", "\x1e": "-", "\x0e": "\n"}
SOFT = "\x1f"
OPPOSITE = 0x80  # a toggle's value from here on speaks of the style's

_Letter = tuple[str, dict[int, int]]


@dataclass(slots=True)
class Body:
    """Reads the letters once; then `flow` holds paragraphs and rows in order, footnotes last."""

    story: Story
    flow: list[Paragraph | Row] = field(default_factory=list)
    numbered: bool = False  # Word numbers some paragraphs itself
    _letters: list[_Letter] = field(default_factory=list)
    _cell: list[Paragraph] = field(default_factory=list)
    _row: list[tuple[Paragraph, ...]] = field(default_factory=list)
    _fields: list[bool] = field(default_factory=list)  # of the open fields: whether the result has begun
    _styles: dict[int, dict[int, int]] = field(default_factory=dict)

    def read(self) -> None:
        """Everything in the file."""
        for letter, place in self.story.characters():
            if letter in {END, CELL, PAGE}:
                self._end(letter, self.story.paragraphs.at(place))
            elif letter == FIELD:
                self._fields.append(False)
            elif letter == RESULT and self._fields:
                self._fields[-1] = True
            elif letter == CLOSE and self._fields:
                self._fields.pop()
            elif all(self._fields) and (letter >= " " or letter in SIGNS or letter in {SOFT, "\t"}):
                self._letters.append((SIGNS.get(letter, letter), self.story.letters.at(place)))
        self._end(END, {})

    def _end(self, mark: str, codes: dict[int, int]) -> None:
        self.numbered = self.numbered or bool(codes.get(LIST) and self._letters)
        paragraph = self._paragraph(codes)
        if mark == CELL and codes.get(ROW_END):
            plan = codes.get(TABLE, 0)
            self.flow.append(Row(self._row, merges(plan), is_bordered(plan)))
            self._row, self._cell = [], []
        elif mark == CELL:
            self._row.append((*self._cell, paragraph))
            self._cell = []
        elif codes.get(IN_TABLE):
            self._cell.append(paragraph)
        else:
            self.flow += [one for cell in self._row for one in cell]  # cells whose row never ended
            self.flow += [*self._cell, paragraph]
            self._row, self._cell = [], []

    def _paragraph(self, codes: dict[int, int]) -> Paragraph:
        """The letters since the last one, in runs of one font and emphasis."""
        number = codes.get(-1, 0)
        base = self._styles.get(number)
        if base is None:
            base = self._styles[number] = inherited(self.story.styles, number)
        runs: list[list[str]] = []
        kinds: list[tuple[str, bool, bool]] = []
        for letter, own in self._letters:
            if own.get(HIDDEN) == 1 or own.get(DELETED) == 1:
                continue
            kind = (self._font(own, base), _is_on(BOLD, own, base), _is_on(ITALIC, own, base))
            if not kinds or kinds[-1] != kind:
                kinds.append(kind)
                runs.append([])
            runs[-1].append(letter)
        self._letters = []
        pieces = tuple(
            (Piece(_words("".join(run), font), font), bold, italic) for run, (font, bold, italic) in zip(runs, kinds, strict=True)
        )
        return Paragraph(pieces, codes.get(OUTLINE, number - 1 if 1 <= number <= 9 else -1))

    def _font(self, own: dict[int, int], base: dict[int, int]) -> str:
        number = own.get(FONT, base.get(FONT, 0))
        return self.story.fonts[number] if number < len(self.story.fonts) else ""

    def pieces(self) -> list[Piece]:
        """Every piece of text, for judging the fonts."""
        return pieces_of(self.flow)

    def blocks(self) -> list[Block]:
        """The flow as blocks."""
        return blocks_of(self.flow)


def _is_on(code: int, own: dict[int, int], base: dict[int, int]) -> bool:
    value, style = own.get(code), bool(base.get(code, 0) & 1)
    if value is None or value == OPPOSITE:
        return style
    return not style if value == OPPOSITE + 1 else value == 1


def _words(text: str, font: str) -> str:
    """The letters of a run: bytes of Windows-1252 outside legacy fonts; the soft hyphen is ư in TCVN3."""
    if encoding(font):
        return text.replace(SOFT, "\xad" if encoding(font) == "tcvn3" else "")
    text = text.replace(SOFT, "")
    return text if text.isascii() else "".join(map(_windows, text))


def _windows(letter: str) -> str:
    if not "\x80" <= letter <= "\x9f":
        return letter
    return letter.encode("latin-1").decode("cp1252", "ignore")
