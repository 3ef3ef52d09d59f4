"""The values a document is made of, from its text to its passages, each with its span in the stored text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end) of code points in the stored text (NFC)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands on its page, in PDF points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    """One line, paragraph or table row as a reader found it, before normalisation.

    `cells` is non-empty exactly for a row of a real (data) table; `text` is then the cells joined by " | ".
    `style` is "title", "heading1" ... "heading9", "caption", "list" where the file says so, else "".
    """

    text: str
    page: int | None = None
    box: Box | None = None
    bold: bool = False
    italic: bool = False
    style: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader took out of a file: blocks in reading order, and what the file says of itself.

    Attributes:
        format: "txt", "md", "html", "docx", "pdf", ...
        pages: number of pages, None where the format has none.
        metadata: what the file declares ("title", "author", "date", "sitename", "url"); only keys with a value.
        furniture: indices of blocks known from the markup to be site furniture (menus, teasers).
        warnings: Vietnamese sentences for the user.
    """

    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    furniture: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the stored text: text[span.start:span.end] has no newline and no outer white space.

    `cells` are the spans of the cells of a table row, in column order (empty spans for empty cells).
    """

    span: Span
    page: int | None = None
    box: Box | None = None
    bold: bool = False
    italic: bool = False
    style: str = ""
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """The stored text and its lines, in order; every offset of every other value refers to `text`."""

    text: str
    lines: tuple[Line, ...]
    format: str = "txt"
    pages: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    furniture: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()

    def line_text(self, line: Line) -> str:
        """The words of one line."""
        return line.span.of(self.text)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value read in the text: the value, where it was read (None: computed or from metadata), how sure (0..1)."""

    value: T
    span: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Header:
    """Thể thức đầu và cuối văn bản. None where the text does not say; nothing is invented.

    `type` is the spelled-out type from the lexicon ("Thông báo"); `symbol` the canonical số/ký hiệu ("409/TB-LĐLĐ");
    `issued` ISO ("2021-12-15", or "2022-11" where the day is missing); `subject` the trích yếu (title of an article);
    `authority` the collective or head signed for ("TM. BAN THƯỜNG VỤ"); `author` and `newspaper` only for articles.
    """

    type: Found[str] | None = None
    symbol: Found[str] | None = None
    issued: Found[str] | None = None
    issuer: Found[str] | None = None
    place: Found[str] | None = None
    subject: Found[str] | None = None
    signer: Found[str] | None = None
    signer_title: Found[str] | None = None
    authority: Found[str] | None = None
    recipients: Found[tuple[str, ...]] | None = None
    secrecy: Found[str] | None = None
    urgency: Found[str] | None = None
    author: Found[str] | None = None
    newspaper: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    Attributes:
        kind: "phần", "chương", "mục", "tiểu mục", "điều", "khoản", "điểm", "phụ lục", "văn bản kèm theo", "đề mục"
            (a heading without a known marker), "gạch đầu dòng".
        marker: as written, "I.", "Điều 5.", "a)", "-"; "" for an unnumbered heading.
        heading: the title without the marker (for a khoản or điểm that has no title: its first words, at most 80 characters).
        level: 1 for the outermost; a child's level is its parent's + 1.
        span: the heading itself, marker included.
        extent: from the start of the heading to the end of everything under it (children included).
        page: page of the heading, None where there are no pages.
        titled: True if the line is a heading of its own; False for a khoản/điểm/bullet whose text is running text.
    """

    kind: str
    marker: str
    heading: str
    level: int
    span: Span
    extent: Span
    page: int | None = None
    titled: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of another document (see interfaces.md for the meaning of the fields)."""

    text: str
    span: Span
    type: str | None = None
    symbol: str | None = None
    issued: str | None = None
    issuer: str | None = None
    clause: str | None = None
    form: str = "full"
    relation: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """Thời hạn: as written; the last day (ISO) where computable; recurrence ("monthly", ...); base ("kể từ ngày ký")."""

    text: str
    span: Span
    date: str | None = None
    recurrence: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Chỉ tiêu số: as written; operator one of ">=", "<=", ">", "<", "=", "~"; value None for a blank ("...%")."""

    text: str
    span: Span
    operator: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Directive:
    """A line or table row that orders, assigns, plans or requests something still to be done."""

    kind: str
    text: str
    span: Span
    heading_path: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    inherited_owners: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    citation: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """Đoạn để tìm: a run of the stored text inside one section, sized to the model's window.

    `text` is exactly span.of(stored text); `heading_path` from outermost to innermost, marker and title
    ("II. NHIỆM VỤ CHỦ YẾU"); `ordinal` counts from 0 in the document.
    """

    ordinal: int
    text: str
    span: Span
    heading_path: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file understood."""

    text: Text
    header: Header = field(default_factory=Header)
    furniture: tuple[Span, ...] = ()
    sections: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    directives: tuple[Directive, ...] = ()
    warnings: tuple[str, ...] = ()
