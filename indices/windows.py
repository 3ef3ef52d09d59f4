"""Cuts a long article into passages as long as a model reads, each beginning where a sentence does."""

from __future__ import annotations

from collections.abc import Sequence

from indices.encoder import PASSAGE_PROMPT, Encoder

MARKS = 2  # tokens that open and close a text
LEAST = 64  # tokens of the text itself, however long what stands above it
BACK = 0.7  # share of a passage after which the next one may begin
_ENDS = ("\n", ". ", "; ")


def windows(above: Sequence[str], text: str, encoder: Encoder, *, limit: int) -> list[tuple[int, int]]:
    """[start, end) of each passage of a text, `limit` tokens long; neighbours overlap from the last end of a sentence on.

    None where there are no words. Room is left for all that stands `above` (a title and headings, "" counts for nothing), as
    ingest.passages leaves it for the title and the whole heading path.
    """
    lead = encoder.count_tokens(PASSAGE_PROMPT + "".join(f"{part}\n" for part in above if part))
    room = max(LEAST, limit - MARKS - lead)
    tokens = encoder.token_spans(text)
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(tokens):
        last = min(len(tokens), first + room)
        found.append((tokens[first][0], tokens[last - 1][1]))
        if last == len(tokens):
            break
        first = max(_next(text, tokens, first, last, room), first + 1)
    return found


def _next(text: str, tokens: list[tuple[int, int]], first: int, last: int, room: int) -> int:
    """The token with which the passage after [first, last) begins."""
    low = tokens[first + int(room * BACK)][0]
    cut = max(text.rfind(end, low, tokens[last - 1][1]) for end in _ENDS)
    if cut <= low:
        return last
    while last > first + 1 and tokens[last - 1][0] > cut:
        last -= 1
    return last
