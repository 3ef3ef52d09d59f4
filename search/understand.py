"""From what was typed to what is searched: the language, the reading with its marks, other words, hints, documents by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from corpus import text
from corpus.document import Span
from indices.vocabulary import EMPTY, Vocabulary
from search import clauses, expand, match
from search.hints import Hint, hints
from search.language import Names as Known
from search.language import parse
from search.match import Asked
from search.names import Law, Names, law
from search.names import clauses as places
from search.numbers import number_spans
from search.restore import Reading, restore
from search.snippet import STOP_WORDS
from search.speech import spoken


class Knowledge:
    """What the texts say of their words and names, made ready for questions; one for each state of the index.

    `known` gives the names of a field that only the catalog has ("signer", "owner"); each field is asked once.
    """

    def __init__(self, vocabulary: Vocabulary = EMPTY, known: Known = lambda _: ()) -> None:
        self.held = vocabulary
        self.vocabulary = spoken(vocabulary)
        self.known: Known = cache(known)

    @cached_property
    def names(self) -> Names:
        """The documents by number and name."""
        return Names(self.held.documents)

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """The organs that issued the documents held."""
        return tuple(dict.fromkeys(row.issuer for row in self.held.documents if row.issuer))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants understood, and what not: `verbatim` nothing but the words typed, `without` keys of hints removed."""

    verbatim: bool = False
    without: tuple[str, ...] = ()


def understand(question: str, knowledge: Knowledge, wish: Wish = Wish()) -> Asked:
    """Analyse a question (NFC, one line). Never fails: what is wrong in it is told in `language.notes`."""
    language = parse(question, knowledge.issuers, knowledge.known)
    reading = Reading(language.text) if wish.verbatim else restore(language.text, knowledge.vocabulary)
    others = () if wish.verbatim else _others(reading.text, knowledge)
    bare = _bare(language.text)
    asking = match.asked(bare or language.text, read=reading.text if reading.changes and not bare else "")
    asking = _with_names(asking, language.text, knowledge)
    query = replace(
        asking.query,
        more=expand.terms(reading.text, others, match.WEIGHTS),
        must=clauses.must(language.demands),
        must_not=clauses.must_not(language.demands),
    )
    missing, lost = _missing(reading.text, knowledge, others)
    spelled = expand.spelled_out(reading.text, others)
    named = law(spelled) if not asking.complete else None
    owners = knowledge.names.owners(sorted(asking.complete or asking.numbers)) or _laws(named, knowledge)
    return replace(
        asking,
        text=spelled,
        query=query,
        words=reading.text,
        changes=reading.changes,
        expansions=others,
        hints=_wanted(hints(reading.text, knowledge.issuers), wish, reading.text),
        language=language,
        owners=owners,
        places=places(reading.text),
        missing=missing,
        lost=lost,
        alone=bool(bare and asking.complete),
        bare=bool(bare and asking.numbers),
        law=named if knowledge.held and not owners else None,
    )


def _with_names(asking: Asked, words: str, knowledge: Knowledge) -> Asked:
    """With the numbers of documents held that are typed in a way of their own: «356 cđkcn cspl»."""
    if asking.complete or not any(map(str.isdigit, words)):
        return asking
    keys = knowledge.names.typed(words)
    return replace(asking, numbers=asking.numbers | keys, complete=keys) if keys else asking


def _wanted(found: Sequence[Hint], wish: Wish, words: str) -> tuple[Hint, ...]:
    """The hints that the user has not removed; what is part of a document number is none."""
    numbers = number_spans(words) if found else []
    return tuple(hint for hint in found if hint.key not in wish.without and not _inside(hint.span, numbers))


def _laws(named: Law | None, knowledge: Knowledge) -> tuple[str, ...]:
    """The documents that are the law named."""
    return knowledge.names.laws(named) if named else ()


def _others(words: str, knowledge: Knowledge) -> tuple[expand.Expansion, ...]:
    """Other words, but not for what is part of a document number."""
    numbers = number_spans(words)
    return tuple(one for one in expand.expansions(words, knowledge.held) if not _inside(one.span, numbers))


def _missing(words: str, knowledge: Knowledge, others: Sequence[expand.Expansion]) -> tuple[tuple[str, ...], bool]:
    """The words that no text holds, and whether no other word says anything; numbers and abbreviations are not asked."""
    if not knowledge.held:
        return (), False
    excused = [one.span for one in others if one.kind in (expand.MEANING, expand.FORMAL)] + number_spans(words)
    telling = [token for token in text.syllables(words) if token.text not in STOP_WORDS]
    missing = [t.text for t in telling if t.text.isalpha() and not _inside(t.span, excused) and not knowledge.held.known(text.fold(t.text))]
    return tuple(dict.fromkeys(missing)), bool(missing) and len(missing) == len(telling)


def _bare(words: str) -> str:
    """The numbers typed, where nothing else was: «số», «văn bản» and the like before them do not count; else ""."""
    spans = number_spans(words)
    rest = {token.text for token in text.syllables(words) if not _inside(token.span, spans)}
    return words[spans[0].start : spans[-1].end] if spans and rest <= {"số", "so", "văn", "van", "bản", "ban"} else ""


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)
