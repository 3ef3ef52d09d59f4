"""Patterns that the engine can scan a text for."""

from __future__ import annotations


def at_word(*alternatives: str, then: str = "", exact: bool = False) -> str:
    r"""A pattern for any of the alternatives at the beginning of a word, and what comes `then`, in any case unless `exact`.

    Each alternative begins with a plain letter. The engine scans for these letters, several times as fast as it tries \b
    with IGNORECASE at every place; so compile the pattern without that flag, and let nothing stand before it.
    """
    rests: dict[str, list[str]] = {}
    for each in alternatives:
        rests.setdefault(each[0], []).append(each[1:])
    first = "[" + "".join(rests if exact else (letter + letter.upper() for letter in rests)) + "]"
    chosen = (rf"(?<={letter})(?:{'|'.join(rest)})" for letter, rest in rests.items())
    return rf"{first}(?<!\w{first})(?{'' if exact else 'i'}:(?:{'|'.join(chosen)}){then})"
