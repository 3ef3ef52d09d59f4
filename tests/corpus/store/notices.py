"""Documents with citations and directives, written for the tests of what the store knows of them."""

from __future__ import annotations

from corpus.document import Citation, Deadline, Directive, Document, Found, Header, Line, Section, Span, Target, Text
from corpus.store import Entry, Store


def notice(
    symbol: str = "",
    issued: str = "",
    lines: tuple[str, ...] = (),
    *,
    issuer: str = "LĐLĐ tỉnh Sông Ngàn",
    kind: str = "Kế hoạch",
    title: str = "",
    citations: tuple[Citation, ...] = (),
    directives: tuple[Directive, ...] = (),
) -> Document:
    """A document of some lines; spans of citations and directives are found by their words."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    placed = tuple(Line(Span(start, start + len(line))) for start, line in zip(starts, lines, strict=True))
    header = Header(
        type=_found(kind),
        symbol=_found(symbol),
        issued=_found(issued),
        issuer=_found(issuer),
        subject=_found(title),
    )
    articles = tuple(
        Section("điều", line.split(".")[0] + ".", "", 1, Span(start, start + 7), Span(start, len(text)))
        for start, line in zip(starts, lines, strict=True)
        if line.startswith("Điều")
    )
    return Document(Text(text, placed), header, (), articles, citations, directives)


def cite(lines: tuple[str, ...], words: str, symbol: str | None = None, **values: str) -> Citation:
    """The citation that these words of the lines are."""
    start = "\n".join(lines).index(words)
    return Citation(**({"text": words, "span": Span(start, start + len(words)), "symbol": symbol} | values))  # type: ignore[arg-type]


def order(
    lines: tuple[str, ...], words: str, *, owners: tuple[str, ...] = (), due: str = "", recurrence: str | None = None, **values: object
) -> Directive:
    """The directive that these words of the lines are; `due` is the day of its one deadline."""
    start = "\n".join(lines).index(words)
    span = Span(start, start + len(words))
    deadlines = (Deadline("hạn", span, due or None, recurrence),) if due or recurrence else ()
    made = {"kind": "task", "text": words, "span": span, "owners": owners, "deadlines": deadlines} | values
    return Directive(**made)  # type: ignore[arg-type]


def target(value: float) -> Target:
    """At least that many per cent."""
    return Target("đạt", Span(0, 3), ">=", value, "%")


def keep(store: Store, name: str, document: Document) -> str:
    """Put a document in as if it had been read, up to "indexed"; returns its id."""
    entry: Entry = store.put_file(f"/van-ban/{name}", document.text.text.encode() + name.encode())
    store.save_document(entry.id, document, (), version=entry.version)
    store.advance(entry.id, "indexed", version=entry.version)
    return entry.id


def _found(value: str) -> Found[str] | None:
    return Found(value, None, 1.0) if value else None
