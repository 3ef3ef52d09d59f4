"""Suggestions while typing: numbers, titles and organs of the documents held, and phrases that their texts often use."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from threading import Thread

from corpus import lexicon, symbol, text
from indices.vocabulary import Named
from indices.vocabulary.value import UNKNOWN
from search.snippet import STOP_WORDS
from search.understand import Knowledge

NUMBER, TITLE, ORGAN, PHRASE = "number", "title", "organ", "phrase"
_EDGES = STOP_WORDS | frozenset(
    ["khoản", "điều", "điểm", "mục", "chương", "này", "đó", "quy", "định", "tại", "theo", "ngày", "tháng", "năm", "việc", "tới", "nêu"]
)
FEW = 300
"""Documents of which a suggester is made in some milliseconds."""

_LONGEST = 200
_SCANNED = 400  # titles looked at for one prefix
_INSIDE = 0.8  # a run of three that is nearly always part of one run of four is no phrase of its own
_TAIL = 3  # words at the end of a question that a phrase may complete


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole question to ask: `kind` as above, `detail` says more (type and date of a document), `document` its id."""

    text: str
    kind: str
    detail: str = ""
    document: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """As the API gives it."""
        return {"text": self.text, "kind": self.kind, "detail": self.detail, "document": self.document}


class Suggester:
    """Suggests from what is known of an index; what it needs is made when first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def ready(self) -> Suggester:
        """This one, with all made that it needs: seconds, where there are a hundred thousand documents."""
        _ = self._by_number, self._by_title, self._by_organ, self._by_phrase
        return self

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """At most `limit` suggestions for what has been typed; marks that were typed must agree, others need not."""
        typed = " ".join(text.nfc(prefix[:_LONGEST]).split())
        if not typed or limit <= 0:
            return ()
        numbers = list(self._numbers(typed, limit))
        share = max(2, limit // 3)
        organs, titles = list(self._organs(typed, share)), list(self._titles(typed, limit))
        phrases = list(self._phrases(typed, limit)) if len(typed) > 1 else []
        room = max(0, limit - len(numbers[:share]) - len(organs))
        mixed = [*numbers[:share], *organs, *titles[: max(2, room // 2)], *phrases, *titles, *numbers]
        return tuple({(one.text.casefold(), one.kind): one for one in reversed(mixed)}.values())[::-1][:limit]

    # --- kinds ----------------------------------------------------------------------------------------------------

    def _numbers(self, typed: str, limit: int) -> Iterator[Suggestion]:
        """Documents by number, however it is begun: 409/tb, 409 tb, tb 409, tb409, thông báo số 40."""
        if not any(map(str.isdigit, typed)):
            return
        keys = dict.fromkeys((_compact(typed), _squeezed(typed)))
        seen: set[str] = set()
        rows = self._by_number
        for key in keys:
            for at in range(bisect_left(rows, (key, -1)), len(rows)):
                if not rows[at][0].startswith(key) or len(seen) >= limit:
                    break
                document = self._documents[rows[at][1]]
                if document.id not in seen:
                    seen.add(document.id)
                    yield Suggestion(document.symbol, NUMBER, _detail(document, document.title), document.id)

    def _titles(self, typed: str, limit: int) -> Iterator[Suggestion]:
        """Documents with a title that has the words typed, the last one begun."""
        if len(typed) < 2:
            return
        folded, (joined, starts, marked) = text.fold(typed), self._by_title
        at, found, scanned = joined.find(f" {folded}"), 0, 0
        seen: set[str] = set()
        while at >= 0 and found < limit and scanned < _SCANNED:
            scanned += 1
            row = bisect_left(starts, at + 1) - 1
            document = self._documents[self._titled[row]]
            if _agrees(typed.lower(), marked[at + 1 : at + 1 + len(typed)]) and document.title not in seen:
                seen.add(document.title)
                found += 1
                yield Suggestion(document.title, TITLE, _detail(document, document.symbol), document.id)
            at = joined.find(f" {folded}", at + 1)

    def _organs(self, typed: str, limit: int) -> Iterator[Suggestion]:
        folded = text.fold(typed)
        if len(typed) < 2:
            return
        found = (name for key, name in self._by_organ if key.startswith(folded) and _agrees(typed.lower(), name.lower()[: len(typed)]))
        for _, name in zip(range(limit), dict.fromkeys(found), strict=False):
            yield Suggestion(name, ORGAN, "cơ quan ban hành")

    def _phrases(self, typed: str, limit: int) -> Iterator[Suggestion]:
        """Frequent phrases that begin as typed, or that complete the last words typed."""
        words = typed.split(" ")
        for size in dict.fromkeys((len(words), *range(min(_TAIL, len(words) - 1), 0, -1))):
            head, tail = " ".join(words[: len(words) - size]), " ".join(words[len(words) - size :])
            if len(tail) < 2:
                continue
            found = list(self._begun(tail, limit))
            if found:
                yield from (Suggestion(f"{head} {phrase}".strip(), PHRASE) for phrase in found)
                return

    def _begun(self, typed: str, limit: int) -> Iterator[str]:
        folded, lower, rows = text.fold(typed), typed.lower(), self._by_phrase
        low, high = bisect_left(rows, (folded,)), bisect_left(rows, (folded + "\uffff",))
        agreeing = (row for row in rows[low:high] if _agrees(lower, row[2][: len(lower)]) and row[2] != lower)
        yield from (row[2] for row in nlargest(limit, agreeing, key=lambda row: row[1]))

    # --- what is looked through -----------------------------------------------------------------------------------

    @cached_property
    def _documents(self) -> tuple[Named, ...]:
        """The newest first."""
        return tuple(sorted(self.knowledge.held.documents, key=lambda row: row.issued, reverse=True))

    @cached_property
    def _by_number(self) -> list[tuple[str, int]]:
        rows = {
            (form, at)
            for at, row in enumerate(self._documents)
            if row.symbol
            for key in (*symbol.variants(row.symbol), row.symbol, f"{row.type} {row.symbol}")
            for form in (_compact(key), _squeezed(key))
        }
        return sorted(rows)

    @cached_property
    def _titled(self) -> list[int]:
        return [at for at, row in enumerate(self._documents) if row.title]

    @cached_property
    def _by_title(self) -> tuple[str, list[int], str]:
        """All titles folded in one text, a space before each; where each begins; the same text with its marks."""
        titles = [" " + " ".join(text.nfc(self._documents[at].title).split()) + "\n" for at in self._titled]
        starts, size = [], 0
        for title in titles:
            starts.append(size)
            size += len(title)
        marked = "".join(titles)
        return text.fold(marked), starts, _lower(marked)

    @cached_property
    def _by_organ(self) -> list[tuple[str, str]]:
        held = self.knowledge.issuers
        words = text.fold("\n".join(held))
        known = [organ.name for organ in lexicon.organs() if organ.system != "unit" and text.fold(organ.name) in words]
        return [(text.fold(name), name) for name in (*sorted(known), *held)]

    @cached_property
    def _by_phrase(self) -> list[tuple[str, int, str]]:
        """(folded, times, phrase), in alphabetical order."""
        held = self.knowledge.held
        rows = [
            (tuple(number for number in row if number != UNKNOWN), times)
            for row, times in zip(held.phrases.tolist(), held.times.tolist(), strict=True)
        ]
        inside: dict[tuple[int, ...], int] = {}
        for row, times in rows:
            if len(row) == 4:
                for part in (row[:3], row[1:]):
                    inside[part] = max(inside.get(part, 0), times)
        kept = (([held.syllables[n] for n in row], times) for row, times in rows if times * _INSIDE > inside.get(row, 0))
        return sorted((text.fold(" ".join(words)), times, " ".join(words)) for words, times in kept if _whole(words))


class Suggestions:
    """The suggester of the newest state of an index that is ready: while one for a newer state is made, the older one answers.

    Safe to share between threads: two that meet a new state at once make the same twice.
    """

    def __init__(self) -> None:
        self._ready: Suggester | None = None
        self._making: Knowledge | None = None

    def of(self, knowledge: Knowledge) -> Suggester:
        """At once; only the very first one, and one of FEW documents, is made while the question waits."""
        ready = self._ready
        if ready is not None and ready.knowledge is knowledge:
            return ready
        if ready is None or len(knowledge.held.documents) <= FEW:
            self._ready = Suggester(knowledge)
            return self._ready
        if self._making is not knowledge:
            self._making = knowledge
            Thread(target=self._make, args=(knowledge,), daemon=True).start()
        return ready

    def _make(self, knowledge: Knowledge) -> None:
        made = Suggester(knowledge).ready()
        if self._making is knowledge:  # nothing newer has come meanwhile
            self._ready = made


def _whole(words: list[str]) -> bool:
    """Whether a run of syllables can stand alone."""
    return words[0] not in _EDGES and words[-1] not in _EDGES and all(len(word) > 1 for word in words)


def _agrees(typed: str, held: str) -> bool:
    """Whether the marks that were typed are those held: «doan» agrees with «đoàn», «đoán» does not."""
    return len(typed) == len(held) and all(a in (b, plain) for a, b, plain in zip(typed, held, text.fold(held), strict=True))


def _lower(marked: str) -> str:
    """Small letters, as many as there are letters."""
    small = marked.lower()
    return small if len(small) == len(marked) else "".join(c.lower() if len(c.lower()) == 1 else c for c in marked)


def _compact(typed: str) -> str:
    return "".join(text.fold(typed).split())


def _squeezed(typed: str) -> str:
    """Letters and digits alone; zeros before a number do not count, nor does «số»."""
    words = ["".join(filter(str.isalnum, word)) for word in text.fold(typed).replace("/", " ").replace("-", " ").split()]
    return "".join(word.lstrip("0") if word.isdigit() else word for word in words if word != "so")


def _detail(document: Named, more: str) -> str:
    parts: Iterable[str] = (document.type, "/".join(reversed(document.issued.split("-"))), more)
    return " · ".join(part for part in parts if part)
