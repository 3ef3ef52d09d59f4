"""How deep each marked line lies: numbering systems are stacked by evidence, not by the shape of the marker alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.parse.outline.markers import BULLETS, KEYWORDS, TITLES, Mark

UNNUMBERED = "đề mục"
ANNEX = "phụ lục"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading.

    Attributes:
        row: its row.
        marks: the ways to read its marker; () for an unnumbered heading or the head of a sub-document.
        kind: "" for a marked line, else "đề mục", "phụ lục" or "văn bản kèm theo".
        weight: for an unnumbered heading 1-9 by the file's heading style, 10 in capitals, 20 else; for an annex 0, 1 if minor.
        quote: number of the quoted block, 0 outside.
        segment: number of the sub-document and quoted block together: numbers run on only within one.
        after_colon: the row before ends with ":", so that a list opens here.
        refers: the row before breaks off in the middle of a reference ("quy định tại / Điều 7.").
        titled: it looks like a title (no end mark, short).
        heads: bullets of another kind follow at once, and it looks like their title.
    """

    row: int
    marks: tuple[Mark, ...] = ()
    kind: str = ""
    weight: int = 20
    quote: int = 0
    segment: int = 0
    after_colon: bool = False
    refers: bool = False
    titled: bool = False
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate accepted: the reading chosen (None for an unnumbered one) and its depth from 0."""

    candidate: Candidate
    mark: Mark | None
    depth: int


@dataclass(slots=True)
class Entry:
    """An open heading: what it is, and whether its list goes on later in the text."""

    candidate: Candidate
    mark: Mark | None
    goes_on: bool

    @property
    def rank(self) -> int:
        """Rank of the family; sub-documents outrank all, unnumbered headings stand between Roman and bullets."""
        if self.mark:
            return self.mark.rank
        return 45 if self.candidate.kind == UNNUMBERED else -10 + self.candidate.weight


@dataclass(slots=True)
class Nesting:
    """The stack of open headings while the candidates go by."""

    following: dict[tuple[int, tuple[str, str]], Mark]  # row and style -> the next marker of that style
    lasts: dict[tuple[int, str, str, int], int]  # segment, style and value -> the last row with that marker
    stack: list[Entry] = field(default_factory=list)
    held: set[tuple[tuple[str, str], tuple[str, str]]] = field(default_factory=set)  # style seen right above which style
    floor: int = 0
    quote: int = 0

    def place(self, candidate: Candidate) -> Placed | None:
        """Where the candidate belongs, None if it is no heading after all."""
        self._enter(candidate.quote)
        if not candidate.marks:
            return self._place_unmarked(candidate)
        best, mark, depth = max((self._fit(candidate, mark) for mark in candidate.marks), key=lambda fit: fit[0])
        if best <= 0:
            return None
        return self._push(candidate, mark, depth)

    def _enter(self, quote: int) -> None:
        if quote == self.quote:
            return
        if self.quote:
            del self.stack[self.floor :]
        self.floor = len(self.stack) if quote else 0
        self.quote = quote

    def _push(self, candidate: Candidate, mark: Mark | None, depth: int) -> Placed:
        following = self.following.get((candidate.row, mark.style)) if mark else None
        goes_on = bool(mark and following and _follows(following, mark))
        del self.stack[depth:]
        if mark and depth > self.floor and (above := self.stack[-1].mark):
            self.held.add((above.style, mark.style))
        self.stack.append(Entry(candidate, mark, goes_on))
        return Placed(candidate, mark, depth)

    def _fit(self, candidate: Candidate, mark: Mark) -> tuple[int, Mark, int]:
        """How well this reading fits (0: not at all), the reading, and the depth it would get."""
        if mark.family in BULLETS:
            return 4, mark, self._bullet_depth(candidate, mark)
        same = [at for at in range(len(self.stack) - 1, self.floor - 1, -1) if _same_family(self.stack[at].mark, mark)]
        for score, exact in ((9, True), (7, False)):
            for at in same:
                entry = self.stack[at].mark
                if entry and _follows(mark, entry) and (not exact or entry.sep == mark.sep):
                    return (0 if candidate.refers and not candidate.titled else score), mark, at
        if candidate.refers and mark.family in KEYWORDS:
            return 0, mark, 0
        return self._fit_new(candidate, mark, same)

    def _fit_new(self, candidate: Candidate, mark: Mark, same: list[int]) -> tuple[int, Mark, int]:
        if mark.family.startswith("dotted"):
            return self._fit_dotted(candidate, mark)
        following = self.following.get((candidate.row, mark.style))
        goes_on = following is not None and _follows(following, mark)
        if mark.value <= 1 and mark.value >= 0:
            return 5 + goes_on, mark, self._open_depth(candidate, mark)
        for at in same:
            entry = self.stack[at].mark
            if entry and entry.sep == mark.sep and 0 <= mark.value - entry.value <= (40 if mark.family in KEYWORDS else 3):
                if not self._comes_later(candidate, mark, entry.value + 1):
                    return 3, mark, at
                break
        if same and mark.family == "điều" and candidate.after_colon:
            return 3, mark, len(self.stack)  # the new words of an amended Điều, without quotation marks
        late = mark.family in KEYWORDS or goes_on or (self.quote > 0 and len(self.stack) == self.floor)
        return (2 if late and not same else 0), mark, self._open_depth(candidate, mark)

    def _comes_later(self, candidate: Candidate, mark: Mark, value: int) -> bool:
        """Whether the number that is missing here stands further on, so that this one is out of place."""
        return mark.value > value and self.lasts.get((candidate.segment, *mark.style, value), -1) > candidate.row

    def _fit_dotted(self, candidate: Candidate, mark: Mark) -> tuple[int, Mark, int]:
        """ "2.1." belongs under the open "2." (or "II", "Chương 2"), also where it is not the first."""
        parent = mark.prefix[-1]
        for at in range(len(self.stack) - 1, self.floor - 1, -1):
            entry = self.stack[at].mark
            if entry and entry.rank < mark.rank and entry.value == parent and entry.prefix in ((), mark.prefix[:-1]):
                return (8 if mark.value == 1 else 0 if mark.weak else 3), mark, at + 1
        following = self.following.get((candidate.row, mark.style))
        if mark.value == 1 and (not mark.weak or (following is not None and _follows(following, mark))):
            return 4, mark, self._open_depth(candidate, mark)
        siblings = [at for at in range(self.floor, len(self.stack)) if _same_family(self.stack[at].mark, mark)]
        return (1 if siblings and not mark.weak else 0), mark, siblings[-1] if siblings else 0

    def _open_depth(self, candidate: Candidate, mark: Mark) -> int:
        """The depth of a list that begins here: under the nearest open heading that it does not outrank."""
        depth = len(self.stack)
        if candidate.after_colon and depth > self.floor and mark.rank >= 70 and self._opens_list(mark):
            return depth
        while depth > self.floor and self._outranks(candidate, mark, self.stack[depth - 1]):
            depth -= 1
        return depth

    def _opens_list(self, mark: Mark) -> bool:
        top = self.stack[-1]
        return top.mark is None or top.mark.style != mark.style or top.mark.value != 1 or top.goes_on

    def _outranks(self, candidate: Candidate, mark: Mark, entry: Entry) -> bool:
        if entry.mark is not None and entry.mark.style == mark.style:
            return True  # the list begins again: a sibling list
        if entry.candidate.kind == UNNUMBERED:
            return mark.rank <= 50 and entry.candidate.weight >= 10
        if entry.rank <= mark.rank or (entry.mark and (entry.mark.style, mark.style) in self.held):
            return False
        if mark.family in TITLES and not (entry.mark and entry.mark.family == "điều" and candidate.after_colon):
            return True
        return not entry.goes_on

    def _bullet_depth(self, candidate: Candidate, mark: Mark) -> int:
        depth = len(self.stack)
        for at in range(depth - 1, self.floor - 1, -1):
            entry = self.stack[at]
            if entry.mark is not None and entry.mark.style == mark.style:
                return at
            if entry.mark is None or (entry.mark.family not in BULLETS and (entry.goes_on or not candidate.heads)):
                break
        if candidate.after_colon and not candidate.heads:
            return depth
        while depth > self.floor and self._bullet_outranks(candidate, mark, self.stack[depth - 1]):
            depth -= 1
        return depth

    def _bullet_outranks(self, candidate: Candidate, mark: Mark, entry: Entry) -> bool:
        if entry.mark is None or entry.mark.family not in BULLETS:
            return False
        return not entry.candidate.heads and (candidate.heads or entry.mark.rank > mark.rank)

    def _place_unmarked(self, candidate: Candidate) -> Placed:
        depth = len(self.stack)
        while depth > self.floor and self._yields(self.stack[depth - 1], candidate):
            depth -= 1
        return self._push(candidate, None, depth)

    def _yields(self, entry: Entry, candidate: Candidate) -> bool:
        """Whether an open heading ends where an unnumbered heading or a sub-document begins."""
        if candidate.kind != UNNUMBERED:
            return entry.mark is not None or entry.candidate.kind == UNNUMBERED or entry.candidate.weight >= candidate.weight
        if entry.mark is None:
            return entry.candidate.kind == UNNUMBERED and entry.candidate.weight >= candidate.weight
        if entry.mark.family in BULLETS:
            return True
        return not entry.goes_on and entry.rank >= 70 and (not entry.candidate.titled or candidate.weight <= 10)


def _same_family(entry: Mark | None, mark: Mark) -> bool:
    return (
        entry is not None and entry.family == mark.family and (not mark.prefix or mark.family == "alphadot" or entry.prefix == mark.prefix)
    )


def _follows(mark: Mark, before: Mark) -> bool:
    """Whether a marker is the next after another in one list: 2 after 1, đ (or e) after d."""
    if mark.family != before.family or mark.prefix != before.prefix or not mark.value:
        return False
    return mark.value == before.value + 1 or (mark.other == before.other + 1 and mark.other > 0)


def place(candidates: Sequence[Candidate]) -> list[Placed]:
    """The candidates that are headings, each with its depth, in document order."""
    lasts = {(each.segment, *mark.style, mark.value): each.row for each in candidates for mark in each.marks}
    nesting = Nesting(_following(candidates), lasts)
    return [placed for candidate in candidates if (placed := nesting.place(candidate)) is not None]


def _following(candidates: Sequence[Candidate]) -> dict[tuple[int, tuple[str, str]], Mark]:
    """For every marked candidate and style the next marker of that style in the same block and sub-document."""
    following: dict[tuple[int, tuple[str, str]], Mark] = {}
    nearest: dict[tuple[int, str, str], Mark] = {}
    for candidate in reversed(candidates):
        for mark in candidate.marks:
            key = (candidate.segment, *mark.style)
            if key in nearest:
                following[candidate.row, mark.style] = nearest[key]
        for mark in candidate.marks:
            nearest[candidate.segment, *mark.style] = mark
    return following
