"""Turns a text into the tokens of each field of the index, the same way for documents and for queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.document import Span
from corpus.text.letters import fold, nfc
from corpus.text.segment import joins
from corpus.text.tokens import MARK, WORD, Piece, Token, folded_pieces, pieces

if TYPE_CHECKING:
    from corpus.symbol import Symbol


def syllables(text: str) -> list[Token]:
    """Each syllable, number, date and document number, in mark_key form."""
    return [Token(key, Span(start, end)) for key, start, end, kind in pieces(text, _symbols(text)) if kind != MARK]


def syllable_keys(text: str) -> list[str]:
    """The same without their places, in less than half the time."""
    return [key for key, _, _, kind in pieces(text, _symbols(text)) if kind != MARK]


def words(text: str) -> list[Token]:
    """Each word, its syllables joined by "_", in mark_key form; numbers, dates and document numbers whole."""
    found: list[Token] = []
    for (key, start, end, kind), joined in _joined(pieces(text, _symbols(text))):
        if joined:
            found[-1] = Token(f"{found[-1].text}_{key}", Span(found[-1].span.start, end))
        elif kind != MARK:
            found.append(Token(key, Span(start, end)))
    return found


def folded(text: str) -> list[Token]:
    """Syllables without marks; numbers also in the other forms one may type, document numbers also in parts."""
    return [Token(key, Span(start, end)) for key, start, end in folded_pieces(text, pieces(text, _symbols(text)))]


def numbers(text: str) -> list[Token]:
    """Every document number in the text, in each form one may type."""
    return [Token(key, symbol.span) for symbol in _symbols(text) if symbol.span for key in _variants(symbol)]


def document_tokens(text: str, *, title: str = "", heading: str = "", symbol: str = "") -> dict[str, list[str]]:
    """The tokens of a passage, by field of the index: `title` and `symbol` of its document, `heading` above it.

    The words of the heading count as words of the passage too: a short item says little without what stands above it.
    """
    whole = f"{heading}\n{text}" if heading else text
    found = _fields(whole, _symbols(whole))
    if symbol:
        found["numbers"].extend(_variants(symbol))
    return found | {"title": _label(title), "heading": _label(heading)}


def query_tokens(text: str) -> dict[str, list[str]]:
    """The tokens of a question, by field of the index."""
    from corpus import symbol  # corpus.symbol is built on corpus.text.letters

    clean = nfc(text)
    found = _fields(clean, _symbols(clean))
    found["numbers"] = list(dict.fromkeys(number.key for number in symbol.find_in_query(clean)))
    label = [*found["words"], *found["folded"]]
    return found | {"title": label, "heading": label}


def segment_many(texts: Iterable[str]) -> list[list[str]]:
    """The words of each text, without their places."""
    return [_word_keys(pieces(text, _symbols(text))) for text in texts]


def _fields(text: str, symbols: Sequence[Symbol]) -> dict[str, list[str]]:
    found = pieces(text, symbols)
    return {
        "words": _word_keys(found),
        "syllables": [key for key, _, _, kind in found if kind != MARK],
        "folded": [key for key, _, _ in folded_pieces(text, found)],
        "pairs": _pairs(found),
        "numbers": [key for symbol in symbols for key in _variants(symbol)],
    }


def _pairs(found: Sequence[Piece]) -> list[str]:
    """Neighbouring syllables or numbers, two by two, where no mark parts them: «nghỉ thai sản» → nghỉ_thai, thai_sản."""
    return [f"{left[0]}_{right[0]}" for left, right in pairwise(found) if MARK not in (left[3], right[3])]


def _label(text: str) -> list[str]:
    """A title for both kinds of readers in one field: words with marks, and syllables without."""
    if not text:
        return []
    found = _fields(text, _symbols(text))
    return [*found["words"], *found["folded"]]


def _word_keys(found: Sequence[Piece]) -> list[str]:
    """The words as the index has them."""
    glued = [f"_{key}" if joined else f" {key}" for (key, _, _, kind), joined in _joined(found) if kind != MARK]
    return "".join(glued).split()


def _joined(found: Sequence[Piece]) -> Iterator[tuple[Piece, bool]]:
    """Each piece, and whether it belongs to the word of the one before it: only letters are ever joined to letters."""
    letters = False
    for piece, joined in zip(found, joins([piece[0] for piece in found]), strict=True):
        before, letters = letters, piece[3] == WORD and not piece[0][0].isdigit()
        yield piece, joined and before and letters


def _symbols(text: str) -> Sequence[Symbol]:
    """The document numbers of a text; every one of them has a stroke, or in old ones ("244-HĐBT") a hyphen."""
    if "/" not in text and "-" not in text:
        return ()
    from corpus import symbol  # corpus.symbol is built on corpus.text.letters

    return symbol.find(text)


def _variants(symbol: Symbol | str) -> list[str]:
    """The forms of a document number, folded, each one token."""
    from corpus.symbol import variants

    return ["".join(fold(form).split()) for form in variants(symbol)]
