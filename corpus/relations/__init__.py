"""How documents stand to each other: what a citation means among the documents held, typed relations, and validity."""

from corpus.relations.directives import ORDERS, STATUSES, Count, DirectiveFilter, DirectivePage, DirectiveRow
from corpus.relations.effect import effects
from corpus.relations.keys import document_keys
from corpus.relations.organs import asked_key, organ_key
from corpus.relations.references import about, references
from corpus.relations.resolve import resolve
from corpus.relations.terms import contradictions, term_conflict
from corpus.relations.traits import TRAITS, TraitFilter
from corpus.relations.validity import BEARING, validity
from corpus.relations.value import (
    AMBIGUOUS,
    HELD,
    KINDS,
    MENTION,
    MISSING,
    SELF,
    STATES,
    UNCLEAR,
    VALIDITY_WORDS,
    CitationRow,
    Conflict,
    Effect,
    Evidence,
    Held,
    MissingDocument,
    Other,
    Reference,
    Relation,
    Relations,
    Resolution,
    Validity,
    ValidityEvent,
)

__all__ = [
    "AMBIGUOUS",
    "BEARING",
    "HELD",
    "KINDS",
    "MENTION",
    "MISSING",
    "ORDERS",
    "SELF",
    "STATES",
    "STATUSES",
    "TRAITS",
    "UNCLEAR",
    "VALIDITY_WORDS",
    "CitationRow",
    "Conflict",
    "Count",
    "DirectiveFilter",
    "DirectivePage",
    "DirectiveRow",
    "Effect",
    "Evidence",
    "Held",
    "MissingDocument",
    "Other",
    "Reference",
    "Relation",
    "Relations",
    "Resolution",
    "TraitFilter",
    "Validity",
    "ValidityEvent",
    "about",
    "asked_key",
    "contradictions",
    "document_keys",
    "effects",
    "organ_key",
    "references",
    "resolve",
    "term_conflict",
    "validity",
]
