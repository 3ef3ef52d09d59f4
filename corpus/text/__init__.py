"""The words of a text as an index knows them: one analysis for documents and for queries."""

from __future__ import annotations

from corpus.text.analysis import document_tokens, folded, numbers, query_tokens, segment_many, syllable_keys, syllables, words
from corpus.text.letters import fold, mark_key, nfc
from corpus.text.tokens import Token

__all__ = [
    "Token",
    "document_tokens",
    "fold",
    "folded",
    "mark_key",
    "nfc",
    "numbers",
    "query_tokens",
    "segment_many",
    "syllable_keys",
    "syllables",
    "words",
]
