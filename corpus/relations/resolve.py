"""Decides which of the documents held a reference means: number, date and issuer make the key, and what is not sure is said to be so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from corpus.relations.keys import central, lasting, same_series, title_key, types_agree
from corpus.relations.organs import DIFFERENT, OPEN, SAME, UNLIKE, compare, own_place, place, rivals
from corpus.relations.value import AMBIGUOUS, HELD, MISSING, SELF, UNCLEAR, Conflict, Held, Reference, Resolution

EXACT, LIKELY, WRONG_DATE, POSSIBLE, NO = range(5)  # how well a held document fits, best first
MOST = 20  # candidates named for one citation
MIN_TITLE = 20  # letters of a title that the words after a citation must repeat

NOT_NAMED = "Chỉ nêu loại và số ngắn, không đủ để xác định văn bản."
SEVERAL = "Có {count} văn bản trong kho cùng phù hợp."
NOT_SURE = "Trong kho có văn bản cùng số nhưng câu dẫn không nêu đủ ngày, cơ quan để chắc chắn."
NOT_SURE_SHORT = "Chỉ nêu loại và số ngắn; trong kho có văn bản có thể là văn bản được nhắc đến."
NOT_SURE_LAW = "Câu dẫn không nêu năm của luật nên chưa chắc là văn bản có trong kho."
OTHER_DATE = "Trong kho có văn bản cùng số nhưng ngày {held}; câu dẫn ghi ngày {cited} nên không nối."
OTHER_ISSUER = "Trong kho có văn bản cùng số nhưng của {held}; câu dẫn là của {cited} nên không nối."
WRONG = {
    "issued": "{name}: câu dẫn ghi ngày {cited}, văn bản trong kho ngày {held}.",
    "issuer": "{name}: câu dẫn ghi của {cited}, văn bản trong kho của {held}.",
    "type": "{name}: câu dẫn ghi là {cited}, văn bản trong kho là {held}.",
}


def resolve(reference: Reference, source: Held, found: Sequence[Held], *, about: str = "") -> Resolution:
    """What the reference means among the documents found under its key.

    `source` is the citing document; `about` the words after the citation, which may repeat the title of the one meant.
    """
    if not reference.key:
        return Resolution(UNCLEAR, note=NOT_NAMED)
    words, short = title_key(about), reference.key.startswith("s:")
    graded = sorted(((_grade(reference, source, held, words), held) for held in found), key=lambda pair: pair[0])
    best = {grade: [held for _, held in group] for grade, group in groupby(graded, key=lambda pair: pair[0])}
    for grade in (EXACT, LIKELY, WRONG_DATE):
        if grade in best:
            return _chosen(reference, source, best[grade])
    if POSSIBLE in best:
        note = NOT_SURE_SHORT if short else NOT_SURE_LAW if reference.key.startswith("l:") else NOT_SURE
        return Resolution(AMBIGUOUS, None, tuple(held.id for held in best[POSSIBLE][:MOST]), note)
    if short:
        return Resolution(UNCLEAR, note=NOT_NAMED)
    return Resolution(MISSING, note=_why_not(reference, best[NO][0]) if NO in best else "")


def _chosen(reference: Reference, source: Held, fits: Sequence[Held]) -> Resolution:
    if any(held.id == source.id for held in fits):
        return Resolution(SELF, source.id, (source.id,))
    ids = tuple(held.id for held in fits[:MOST])
    if len(fits) > 1 and not _copies(fits):
        return Resolution(AMBIGUOUS, None, ids, SEVERAL.format(count=len(fits)))
    return Resolution(HELD, fits[0].id, ids, conflicts=tuple(_conflicts(reference, fits[0])))


def _copies(fits: Sequence[Held]) -> bool:
    """Whether all are one document kept more than once: the same day, and no two issuers that differ."""
    first = fits[0]
    return bool(first.issued) and all(one.issued == first.issued and compare(one.issuer, first.issuer) != DIFFERENT for one in fits[1:])


def _grade(reference: Reference, source: Held, held: Held, words: str) -> int:
    form = reference.key[:2]
    if held.id == source.id:
        return NO if form == "s:" else _grade_self(reference, held)
    if form in ("l:", "t:"):
        return _grade_named(reference, source, held)
    who = _who(reference, source, held)
    if form == "n:" and reference.issued and held.issued:
        return _grade_dated(reference, held, who)
    if who in (DIFFERENT, UNLIKE) or not _types(reference, held) or _later(held, source):
        return NO
    if form == "s:":
        return NO if not reference.issuer else LIKELY if _same_title(held, words) else POSSIBLE
    if who == SAME and _same_time(reference, source, held):
        return LIKELY
    return LIKELY if _same_title(held, words) else POSSIBLE


def _grade_self(reference: Reference, own: Held) -> int:
    """A number cited without a date that is the document's own means itself («Thông báo số 12/TB-CĐCS này»)."""
    return EXACT if not reference.issued or not own.issued or _same_day(reference.issued, own.issued) else NO


def _grade_dated(reference: Reference, held: Held, who: str) -> int:
    if _same_day(reference.issued, held.issued):
        return {DIFFERENT: NO, UNLIKE: POSSIBLE}.get(who, EXACT)
    if central(held.symbol) and lasting(held.symbol):
        return WRONG_DATE
    same = same_series(held.symbol, reference.issued, held.issued)
    return WRONG_DATE if same and who == SAME and _types(reference, held) and reference.type and held.type else NO


def _grade_named(reference: Reference, source: Held, held: Held) -> int:
    """Laws by name and year; congress resolutions by their whole title."""
    if reference.key.startswith("t:"):
        return _grade_titled(reference, source, held)
    if not reference.issued:
        return NO if _later(held, source) else POSSIBLE
    if not held.issued:
        return POSSIBLE
    return EXACT if _same_day(reference.issued, held.issued) else NO


def _grade_titled(reference: Reference, source: Held, held: Held) -> int:
    """A title that says much, or counts a congress, names one document unless it is of another place."""
    if _later(held, source) or (reference.issued and held.issued and not _same_day(reference.issued, held.issued)):
        return NO
    elsewhere = place(source.issuer) and place(held.issuer) and place(source.issuer) != place(held.issuer)
    counted = " dai hoi " in reference.key
    return LIKELY if counted or (len(reference.key) >= MIN_TITLE and not elsewhere) else POSSIBLE


def _who(reference: Reference, source: Held, held: Held) -> str:
    """Whether the issuers agree; of an organ that every province has, the citing document's own is meant where none is said."""
    if central(held.symbol):
        return SAME  # nobody else has such numbers; other words for the organ are a conflict, not another document
    if not reference.issuer:
        return SAME if source.issuer and compare(source.issuer, held.issuer) == SAME else OPEN
    said = compare(reference.issuer, held.issuer)
    here, there = own_place(reference.issuer, source.issuer), place(held.issuer)
    if said == DIFFERENT or (here and there and here != there):
        return DIFFERENT
    return SAME if said == OPEN and here and here == there else said


def _same_time(reference: Reference, source: Held, held: Held) -> bool:
    """Whether an undated number can only be this one: it says its year, or both documents are of one year (Party: one term)."""
    return lasting(held.symbol) or bool(same_series(held.symbol, reference.issued or source.issued, held.issued))


def _types(reference: Reference, held: Held) -> bool:
    return types_agree(reference.type, held.type, held.symbol)


def _same_day(first: str, second: str) -> bool:
    """Whether two ISO days agree as far as both say ("2022-11" and "2022-11-03")."""
    short = min(len(first), len(second))
    return first[:short] == second[:short]


def _later(held: Held, source: Held) -> bool:
    short = min(len(held.issued), len(source.issued))
    return held.issued[:short] > source.issued[:short]


def _same_title(held: Held, words: str) -> bool:
    title = title_key(held.title)[:60]
    return len(title) >= MIN_TITLE and title in words


def _conflicts(reference: Reference, held: Held) -> list[Conflict]:
    name = reference.citation.symbol or reference.citation.text
    found: list[tuple[str, str, str]] = []
    if reference.issued and held.issued and not _same_day(reference.issued, held.issued):
        found.append(("issued", day(reference.issued), day(held.issued)))
    if compare(reference.issuer, held.issuer) in (DIFFERENT, UNLIKE) or rivals(reference.issuer, held.issuer):
        found.append(("issuer", reference.issuer, held.issuer))
    if not _types(reference, held):
        found.append(("type", reference.type, held.type))
    return [Conflict(field, cited, known, WRONG[field].format(name=name, cited=cited, held=known)) for field, cited, known in found]


def _why_not(reference: Reference, held: Held) -> str:
    if reference.issued and held.issued and not _same_day(reference.issued, held.issued):
        return OTHER_DATE.format(held=day(held.issued), cited=day(reference.issued))
    if reference.issuer and held.issuer and compare(reference.issuer, held.issuer) in (DIFFERENT, UNLIKE):
        return OTHER_ISSUER.format(held=held.issuer, cited=reference.issuer)
    return ""


def day(iso: str) -> str:
    """An ISO day as people write it: "2021-12-15" -> "15/12/2021"."""
    return "/".join(reversed(iso.split("-")))
