"""RTF to blocks: a machine over tokens that gathers paragraphs, rows of tables and footnotes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.document import Block
from ingest.read.flow import Paragraph, Row, blocks_of, pieces_of
from ingest.read.fonts import Piece, encoding
from ingest.read.rtf.state import SKIPPED, STARRED, Fonts, State
from ingest.read.rtf.tokens import Token, tokens

SIGNS = {"~": "\u00a0", "_": "-"}
WORDS = {
    **{"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“"},
    **{"rdblquote": "”", "emspace": " ", "enspace": " ", "nestcell": "\t", "nestrow": "\n"},
}
DEEPEST = 500  # groups within groups; a damaged file may open thousands


@dataclass(slots=True)
class Body:
    """Reads the tokens once; then `flow` holds paragraphs and rows in order, `notes` the footnotes, `facts` title and author."""

    fonts: Fonts = field(default_factory=Fonts)
    flow: list[Paragraph | Row] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    pictures: bool = False
    _state: State = field(default_factory=State)
    _stack: list[State] = field(default_factory=list)
    _pieces: dict[str, list[tuple[Piece, bool, bool]]] = field(default_factory=lambda: {"body": [], "note": []})
    _cell: list[Paragraph] = field(default_factory=list)
    _row: Row = field(default_factory=Row)
    _merge: str = ""
    _pending: int = 0  # characters of the fallback after \u still to be stepped over
    _starred: bool = False

    def read(self, data: str) -> None:
        """Everything in the file."""
        for token in tokens(data):
            if token.brace:
                self._brace(token.brace)
            elif token.word:
                self._word(token)
            elif token.byte >= 0:
                self._say(self.fonts.letter(self._state.font, token.byte), fallback=True)
            elif token.sign:
                self._sign(token.sign)
            else:
                self._say(token.text, fallback=True)
        self._end_paragraph("body")

    def _brace(self, brace: str) -> None:
        self._pending = 0
        self._starred = False
        if brace == "{" and len(self._stack) < DEEPEST:
            self._stack.append(self._state)
        elif brace == "}" and self._stack:
            before, self._state = self._state, self._stack.pop()
            if before.kind == "note" and self._state.kind != "note":
                self._end_paragraph("note")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._end_paragraph(self._state.kind)
        elif sign == "-":  # the soft hyphen, which is the letter ư in TCVN3
            self._say("\xad" if encoding(self.fonts.name(self._state.font)) == "tcvn3" else "")
        else:
            self._say(SIGNS.get(sign, sign if sign in "\\{}" else ""), fallback=True)

    def _say(self, text: str, *, fallback: bool = False) -> None:
        if fallback and self._pending:
            self._pending, text = max(0, self._pending - len(text)), text[self._pending :]
        state = self._state
        if not text or state.hidden:
            return
        if state.kind == "fonts":
            self.fonts.add(state.font, name=text)
        elif state.kind in {"title", "author"}:
            self.facts[state.kind] = self.facts.get(state.kind, "") + text
        elif state.kind in self._pieces:
            self._pieces[state.kind].append((Piece(text, self.fonts.name(state.font)), state.bold, state.italic))

    def _word(self, token: Token) -> None:
        word, number = token.word, token.number
        starred, self._starred = self._starred, False
        if self._group(word, starred=starred):
            return
        if word == "u" and number is not None:
            self._say(chr(number % 0x10000))
            self._pending = self._state.fallback
        elif word in WORDS:
            self._say(WORDS[word])
        elif self._state.kind in {"body", "note"} and self._structure(word):
            return
        else:
            self._format(word, number)

    def _group(self, word: str, *, starred: bool) -> bool:
        """Words that say what their group holds."""
        kinds = {"fonttbl": "fonts", "info": "info", "footnote": "note"}
        if self._state.kind == "skipped":
            return True
        self.pictures = self.pictures or word == "pict"
        if word in SKIPPED or (starred and word not in STARRED):
            kind = "skipped"
        elif word in kinds:
            kind = kinds[word]
        elif self._state.kind == "info":
            kind = word if word in {"title", "author"} else "skipped"
        else:
            return False
        self._state = replace(self._state, kind=kind)
        return True

    def _structure(self, word: str) -> bool:
        """Words that end paragraphs, cells and rows."""
        if word in {"par", "sect", "page"}:
            self._end_paragraph(self._state.kind)
        elif word == "cell":
            self._end_paragraph("body", cell=True)
            self._row.cells.append(tuple(self._cell))
            self._cell = []
        elif word == "row":
            self.flow.append(self._row)
            self._row = replace(self._row, cells=[])
        elif word == "trowd":
            self._row, self._merge = replace(self._row, merges=[], bordered=False), ""
        elif word in {"clmrg", "clvmrg"}:
            self._merge = word
        elif word.startswith("clbrdr") or word.startswith("trbrdr"):
            self._row.bordered = True
        elif word == "cellx":
            self._row.merges.append(self._merge)
            self._merge = ""
        else:
            return False
        return True

    def _format(self, word: str, number: int | None) -> None:
        state, on = self._state, number != 0
        if word == "b":
            state = replace(state, bold=on)
        elif word == "i":
            state = replace(state, italic=on)
        elif word == "v":
            state = replace(state, hidden=on)
        elif word == "f" and number is not None:
            state = replace(state, font=number)
        elif word == "plain":
            state = state.plain(self.fonts.default)
        elif word == "pard":
            state = replace(state, table=False, outline=-1)
        elif word == "intbl":
            state = replace(state, table=True)
        elif word == "outlinelevel" and number is not None:
            state = replace(state, outline=number)
        elif word == "uc" and number is not None:
            state = replace(state, fallback=max(0, min(number, 8)))
        elif word == "fcharset":
            self.fonts.add(state.font, charset=number)
        elif word == "deff" and number is not None:
            self.fonts.default = number
            state = replace(state, font=number)
        elif word == "ansicpg" and number:
            self.fonts.page = f"cp{number}"
        self._state = state

    def _end_paragraph(self, kind: str, *, cell: bool = False) -> None:
        kind = kind if kind in self._pieces else "body"
        paragraph = Paragraph(tuple(self._pieces[kind]), self._state.outline)
        self._pieces[kind] = []
        if kind == "note":
            self.notes.append(paragraph)
        elif cell or self._state.table:
            self._cell.append(paragraph)
        else:
            self.flow.append(paragraph)

    def pieces(self) -> list[Piece]:
        """Every piece of text, for judging the fonts."""
        return pieces_of([*self.flow, *self.notes])

    def blocks(self) -> list[Block]:
        """The flow as blocks, footnotes last."""
        return blocks_of([*self.flow, *self.notes])
