"""The question as a value: what was typed, which mode, which filters, how many results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.relations import DirectiveFilter, TraitFilter
from corpus.relations.traits import TRAIT_WORDS
from indices.protocol import Filters
from search.errors import SearchError

MODES = ("passages", "documents", "directives")
SORTS = ("relevance", "date")
MAX_CHARACTERS = 1000
MAX_LIMIT = 200
# Long enough for any real question and its near text; what is beyond is cut, and the answer says so.


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    `text` is as typed; `mode` one of MODES; `sort` one of SORTS; `limit` documents from `offset` on;
    `passages` best passages a document. `verbatim` takes the words as they are typed; `without` are keys of hints
    that the user has removed. `directives` narrows the directives of mode "directives". `traits` narrows by what only the
    catalog knows of a document; with `counted` the answer counts what was found by that too.
    """

    text: str
    mode: str = "passages"
    filters: Filters = Filters()  # noqa: RUF009 - frozen
    limit: int = 10
    offset: int = 0
    sort: str = "relevance"
    passages: int = 3
    verbatim: bool = False
    without: tuple[str, ...] = ()
    directives: DirectiveFilter | None = None
    traits: TraitFilter = TraitFilter()  # noqa: RUF009 - frozen
    counted: bool = False

    def checked(self) -> Query:
        """This query, or SearchError where a value is out of range."""
        if self.mode not in MODES:
            raise SearchError("bad_mode", f"Chế độ «{self.mode}» không có; hãy dùng {', '.join(MODES)}.")
        if self.sort not in SORTS:
            raise SearchError("bad_sort", f"Cách xếp «{self.sort}» không có; hãy dùng {', '.join(SORTS)}.")
        if not 1 <= self.limit <= MAX_LIMIT or self.offset < 0:
            raise SearchError("bad_limit", f"Số kết quả phải từ 1 đến {MAX_LIMIT}, vị trí bắt đầu từ 0.")
        if wrong := self.traits.unknown():
            raise SearchError("bad_trait", f"Không lọc được {TRAIT_WORDS[wrong[0].removeprefix('not_')]} theo «{wrong[1][:40]}».")
        for day in (self.filters.issued_from, self.filters.issued_to):
            if day and not _is_day(day):
                raise SearchError("bad_day", f"Ngày «{day[:40]}» phải viết theo dạng năm-tháng-ngày, như 2022-12-31.")
        return self


def _is_day(raw: str) -> bool:
    try:
        return len(raw) == 10 and bool(date.fromisoformat(raw))
    except ValueError:
        return False
