"""The small language of the search box: "cụm từ", -loại trừ, loai:, OR, parentheses; what is wrong in it is explained, never refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus import text
from corpus.document import Span
from indices.protocol import Filters
from search import fields
from search.clauses import All, Any, Clause, Field, Not, Phrase, Words, texts

_OPENING = {'"': '"', "“": "”", "”": "”", "«": "»", "„": "”"}
_TOKEN = re.compile(
    r"\s*(?:(?P<field>-?[^\W\d_]{2,10}):(?!//)"  # loai:   -coquan:
    r"|(?P<or>(?:OR|HOẶC|\|\|?)(?=[\s(\"“«]|$))"
    r"|(?P<and>AND(?=[\s(\"“«]|$))"
    # -tết   -"đại hội"   -409/TB-LĐLĐ; not the hyphen of 02-NQ/TW
    r"|(?P<not>(?<!\S)(?:-(?=[^\W\d_]|[\"“«(]|\d+[-/][^\W\d_])|NOT\s+(?=\S)))"
    r"|(?P<quote>[\"“”«„])"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<word>[^\s()\"“”«„]+|»))"
)
_OTHERS = ("field", "or", "and", "not", "quote", "open", "close")
_NO_OTHERS = "".join(f"(?P<{name}>(?!))?" for name in (*_OTHERS[1:], "word"))
# "người ký:", "-cơ quan ban hành:"; which words make a name is looked up
_SPOKEN = re.compile(rf"\s*(?P<field>(?:(?<!\S)-)?[^\W\d_]+(?:\s[^\W\d_]+){{1,3}})\s?:(?!//){_NO_OTHERS}")
_CAPITALS = re.compile(r"\s*(?P<word>HOẶC)" + "".join(f"(?P<{name}>(?!))?" for name in _OTHERS))
_SIGNS = re.compile(r"[\"“”«»„|():]|(?<!\S)-\w|\b(?:OR|AND|NOT|HOẶC)\b")
_WORD_OF_FIELD = re.compile(r"-?[a-z]+")
_VALUE = re.compile(r"[^\s()]+")
_DEPTH = 20  # parentheses inside one another
_LONGEST = 12  # words of a value without quotes

_ASKED = "nguoiky:, donvi:, han:, hieuluc: và nhiemvu:"

Names = Callable[[str], Sequence[str]]
"""The names that are known for a field: who signed ("signer"), who is to do it ("owner")."""


@dataclass(frozen=True, slots=True)
class Used:
    """A named value that was understood, as it is shown: `field` is the name typed (loai), `value` what it means."""

    field: str
    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Language:
    """A question taken apart.

    `text` are the words to rank by; `demands` what every result must meet; `filters` what follows from them for the
    index; `conditions` what only the catalog can answer; `used` the named values; `notes` what was wrong, in Vietnamese.
    """

    text: str
    demands: tuple[Clause, ...] = ()
    filters: Filters = field(default_factory=Filters)
    conditions: tuple[fields.Condition, ...] = ()
    used: tuple[Used, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether the question is words alone."""
        return not (self.demands or self.conditions or self.used)


def parse(question: str, issuers: Sequence[str] = (), names: Names = lambda _: ()) -> Language:
    """Take a question (NFC) apart; `issuers` are the organs a value of coquan: may name, `names` those of other fields. Never fails."""
    if not _SIGNS.search(question):
        return Language(question)
    parser = _Parser(question, issuers, names)
    clauses = parser.clauses()
    demands = tuple(clause for clause in clauses if not isinstance(clause, Words))
    found = Language(
        " ".join(" ".join(words for clause in clauses for words in texts(clause)).split()),
        _widened(demands),
        fields.joined(parser.filters),
        tuple(parser.conditions),
        tuple(parser.used),
        tuple(dict.fromkeys([*parser.notes, *parser.slips])),
    )
    if not found.plain:
        return found
    # parentheses and the like in plain words are only signs: «(nếu có)», «a) …»
    said = found.text if parser.notes or parser.joined else question
    return Language(said, notes=tuple(dict.fromkeys(parser.notes)))


def _alternatives(sides: Sequence[Sequence[Clause]], asked: Sequence[Sequence[fields.Condition]]) -> bool:
    """Whether sides of an OR are values of one trait and nothing else, which are alternatives anyway: hieuluc:hết OR hieuluc:chưa."""
    names = {condition.name for conditions in asked for condition in conditions if condition.meant and not condition.excluded}
    return not any(sides) and len(names) == 1 and all(len(conditions) == 1 and conditions[0].name in names for conditions in asked)


def _widened(demands: Sequence[Clause]) -> tuple[Clause, ...]:
    """Several values of one field are alternatives: loai:tb loai:kh."""
    by_name: dict[str, list[Clause]] = {}
    rest: list[Clause] = []
    for clause in demands:
        if isinstance(clause, Field) and clause.name not in ("from", "to"):
            by_name.setdefault(clause.name, []).append(clause)
        else:
            rest.append(clause)
    return (*rest, *(Any(tuple(group)) if len(group) > 1 else group[0] for group in by_name.values()))


class _Parser:
    """Reads one question from left to right."""

    def __init__(self, question: str, issuers: Sequence[str], names: Names) -> None:
        self.question = question
        self.issuers = issuers
        self.names = names
        self.notes: list[str] = []
        self.slips: list[str] = []  # worth a note only where the language is used at all
        self.filters: list[Filters] = []
        self.conditions: list[fields.Condition] = []
        self.used: list[Used] = []
        self.joined = False  # by AND, which says what is meant anyway
        self._at = 0
        self._depth = 0
        self._inside = 0  # alternatives and exclusions we are in: what stands there is no filter of the whole
        self._shouting = question.upper() == question

    def clauses(self) -> list[Clause]:
        """The parts of the whole question."""
        found: list[Clause] = []
        while self._at < len(self.question):
            found += self._alternatives()
            if self._at < len(self.question):  # a closing parenthesis that nothing opened
                self._at += 1
                self.slips.append("Dấu «)» thừa đã được bỏ qua.")
        return found

    def _alternatives(self) -> list[Clause]:
        """Parts joined by OR; a single one as its parts."""
        before = len(self.filters)
        sides, asked = [], []
        while True:
            first = len(self.conditions)
            sides.append(self._sequence())
            asked.append(self.conditions[first:])
            if not (token := self._peek()) or not token["or"]:
                break
            self._at = token.end()
        if len(sides) == 1:
            return sides[0]
        if any(asked) and not _alternatives(sides, asked):
            self._note(f"{_ASKED} không dùng được trong OR; đã áp dụng cho cả câu.")
        kept = [side for side in sides if side]
        if len(kept) < len(sides):
            if not all(side or conditions for side, conditions in zip(sides, asked, strict=True)):
                self._note("OR cần có vế ở cả hai bên; vế trống đã được bỏ qua.")
            return [part for side in kept for part in side]
        del self.filters[before:]
        return [Any(tuple(All(tuple(side)) for side in kept))]

    def _sequence(self) -> list[Clause]:
        """Parts up to OR, a closing parenthesis or the end; neighbouring words together."""
        found: list[Clause] = []
        while (token := self._peek()) and not token["or"] and not token["close"]:
            self._at = token.end()
            self.joined |= bool(token["and"])
            for clause in self._part(token):
                if isinstance(clause, Words) and found and isinstance(found[-1], Words):
                    clause = Words(f"{found.pop().text} {clause.text}")  # type: ignore[union-attr]
                found.append(clause)
        return found

    def _part(self, token: re.Match[str]) -> Iterator[Clause]:
        if token["field"]:
            yield from self._field(token)
        elif token["not"]:
            yield from self._exclusion()
        elif token["quote"]:
            yield from self._phrase(token["quote"])
        elif token["open"]:
            yield from self._group()
        elif not token["and"]:
            yield Words(token["word"])

    def _exclusion(self) -> Iterator[Clause]:
        token = self._peek()
        if token is None:
            return
        self._at = token.end()
        filters, conditions, used = len(self.filters), len(self.conditions), len(self.used)
        parts = tuple(self._part(token))
        asked, said = self.conditions[conditions:], self.used[used:]
        del self.filters[filters:], self.conditions[conditions:]
        if parts:
            yield Not(parts[0] if len(parts) == 1 else All(parts))
        if asked:
            del self.used[used:]
            self.used += [one for one in said if one.name not in fields.CONDITIONS]
            if len(asked) == 1 and not parts:
                self._ask(asked[0], replace(said[-1], field=said[-1].field.lstrip("-")), excluded=True)
            else:
                self._note(f"{_ASKED} không dùng được cùng từ khác trong phần loại trừ; điều kiện này đã bỏ qua.")

    def _phrase(self, opening: str) -> Iterator[Clause]:
        closing = _OPENING.get(opening, '"')
        end = min((at for mark in {closing, '"', "”"} if (at := self.question.find(mark, self._at)) >= 0), default=-1)
        if end < 0:
            self._note("Thiếu dấu ngoặc kép đóng; phần sau được tìm như từ thường.")
            return
        words = self.question[self._at : end].strip()
        self._at = end + 1
        if text.syllables(words):
            yield Phrase(words)
        else:
            self._note("Cụm từ trong ngoặc kép đang để trống.")

    def _group(self) -> Iterator[Clause]:
        if self._depth >= _DEPTH:
            self._note("Có quá nhiều dấu ngoặc lồng nhau; phần bên trong được tìm như từ thường.")
            return
        self._depth += 1
        parts = self._alternatives()
        self._depth -= 1
        token = self._peek()
        if token and token["close"]:
            self._at = token.end()
        else:
            self.slips.append("Thiếu dấu «)»; đã hiểu là đóng ở cuối câu.")
        yield from parts

    def _field(self, token: re.Match[str]) -> Iterator[Clause]:
        """A named value; what is no field of ours is words: «số: 12», «lưu ý: …»."""
        typed = token["field"]
        excluded, written = typed.startswith("-"), _written(typed)
        key = fields.SPOKEN.get(written, written)
        spoken, name = key != written, fields.NAMES.get(key)
        start = token.start("field")
        loose = self._at >= len(self.question) or self.question[self._at].isspace()  # «Số: 409» is no filter, «loại: thông báo» is
        if name is None or (loose and name == "number" and not spoken):
            yield from self._words(typed, loose=loose)
            return
        given = self._value(name)
        if spoken and name == "owner" and not self._held(name, given):  # «Đơn vị: triệu đồng»
            yield Words(f"{typed.lstrip('-')} {given}".strip())
            return
        found = fields.value(name, given, self.issuers) if given else f"Sau {key}: cần có giá trị, ví dụ {key}:{fields.EXAMPLES[name]}"
        if isinstance(found, str):
            if not loose or _WORD_OF_FIELD.fullmatch(typed) or (spoken and name == "issuer"):
                self._note(f"{found} Phần này được tìm như từ thường.")
            named = spoken and len(written.split()) > 2  # «cơ quan ban hành:» names a value and is none of the words sought
            yield Words(f"{typed.lstrip('-')} {given}".strip() if loose and not (named and given) else given)
            return
        span = Span(start, self._at)
        if isinstance(found, fields.Condition):
            self._ask(found, Used(key, found.name, fields.shown(found), span), excluded=excluded)
            return
        self.used.append(Used(f"-{key}" if excluded else key, name, found.shown, span))
        clause = Field(name, found.shown, found.test)
        if excluded:
            self.filters.append(_negative(found))
            yield Not(clause)
            return
        self.filters.append(found.filters)
        yield clause

    def _ask(self, condition: fields.Condition, used: Used, *, excluded: bool) -> None:
        """Take a condition in, or its opposite; what has none is said and left out."""
        wanted = fields.opposite(condition) if excluded else condition
        if wanted is None:
            self._note(f"Không loại trừ được theo {used.field}:; điều kiện này đã bỏ qua.")
            return
        self.conditions.append(wanted)
        self.used.append(replace(used, field=f"-{used.field}") if wanted.excluded else used)

    def _words(self, typed: str, *, loose: bool) -> Iterator[Clause]:
        """What stands before a colon and is no field of ours."""
        if not loose and _WORD_OF_FIELD.fullmatch(typed):
            self._note(f"Không có trường «{typed.lstrip('-')}:»; các trường dùng được: {', '.join(fields.NAMES)}.")
        yield Words(typed.lstrip("-"))

    def _value(self, name: str) -> str:
        """What stands after the colon: in quotes, or the longest name that is known, or up to a space."""
        self._at += len(self.question[self._at :]) - len(self.question[self._at :].lstrip())
        if self._at >= len(self.question):
            return ""
        if self.question[self._at] in _OPENING:
            closing = _OPENING[self.question[self._at]]
            end = self.question.find(closing, self._at + 1)
            if end < 0:
                self._note("Thiếu dấu ngoặc kép đóng sau tên trường.")
                end = len(self.question)
            found, self._at = self.question[self._at + 1 : end], min(end + 1, len(self.question))
            return found.strip()
        match = _VALUE.match(self.question, self._at)
        if not match:
            return ""
        start, self._at = self._at, self._end(name, match.end())
        return self.question[start : self._at].strip(",;")

    def _end(self, name: str, first: int) -> int:
        """Where the value that begins here ends: loại:thông báo tết behind «báo», loại:tb tết behind «tb» (`first`)."""
        ends = [first]
        while len(ends) < _LONGEST and (token := _TOKEN.match(self.question, ends[-1])) and token["word"]:
            ends.append(token.end())
        values = ((end, self.question[self._at : end].strip(",;")) for end in reversed(ends[1:]))
        return next((end for end, words in values if self._held(name, words)), first)

    def _held(self, name: str, words: str) -> bool:
        """Whether words name something there is."""
        held = self.issuers if name == "issuer" else self.names(name) if name in fields.NAMED else ()
        return fields.known(name, words, held)

    def _peek(self) -> re.Match[str] | None:
        token = _SPOKEN.match(self.question, self._at)
        if token and _written(token["field"]) in fields.SPOKEN:
            return token
        token = _TOKEN.match(self.question, self._at)
        if token and token["or"] == "HOẶC" and self._shouting:  # a heading in capitals
            return _CAPITALS.match(self.question, self._at)
        return token

    def _note(self, sentence: str) -> None:
        self.notes.append(sentence)


def _written(typed: str) -> str:
    """The name of a field as it is looked up: without its minus, folded, single spaces."""
    return " ".join(text.fold(typed.lstrip("-")).split())


def _negative(found: fields.Value) -> Filters:
    """The filter that leaves out what a value names; other kinds are checked on each record."""
    return Filters(not_type=found.filters.type, not_issuer=found.filters.issuer)
