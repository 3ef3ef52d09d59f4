"""An HTML tree to blocks in reading order: paragraphs, headings, numbered lists, tables; bold and italic; links counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from corpus.document import Block
from ingest.read.grid import Grid
from ingest.read.html.spans import spread


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


SKIP = _set("script style noscript template svg iframe object embed button select input textarea canvas video audio map head dialog")
BLOCK = _set(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main nav ol p pre section summary details table ul"
)
FURNITURE_TAGS = frozenset(("nav", "aside", "footer"))
# class or id of what a site puts around and into an article
FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|navbar|breadcrumbs?|sidebar|related|relate|tin-?lien-?quan|lien-?quan|tin-?khac|tinkhac|xem-?them|share|social|comments?|"
    r"binh-?luan|tags?|tag-?list|banner|ads?|advert\w*|quang-?cao|widget|footer|copyright|newsletter|popup|cookie|toolbar|pagination|most-?read|recommend\w*|"
    r"hotline|rating|print)(?:$|[\s_-])",
    re.I,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
SLANTED = re.compile(r"font-style\s*:\s*italic", re.I)
CAPTION = re.compile(r"caption|chu-?thich|imgdesc", re.I)
NO_BORDER = re.compile(r"border(?:-\w+)?\s*:\s*(?:none|0)", re.I)
PAGE_BLOCKS, PAGE_LETTERS = 5, 500  # the cell of a page has at least so many paragraphs and letters
SPACES = re.compile(r"[ \t\r\n\f\u200b]+")
ROMAN = (
    "",
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A block, the element it stands in, the share of its letters in links, and whether the markup calls it furniture."""

    block: Block
    element: HtmlElement
    linked: float = 0.0
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the words at a place are shown, inherited downwards."""

    bold: bool = False
    italic: bool = False
    style: str = ""
    link: bool = False
    furniture: bool = False
    pre: bool = False


class _Walker:
    """Collects words until a block ends."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.words: list[tuple[str, _Manner]] = []
        self.prefix = ""

    def flush(self, element: HtmlElement, manner: _Manner) -> None:
        words, self.words = self.words, []
        text = "".join(word for word, _ in words)
        text = text.strip() if manner.pre else SPACES.sub(" ", text).strip()
        if not text:
            return
        letters = [(sum(map(str.isalnum, word)), how) for word, how in words]
        total = sum(size for size, _ in letters) or 1
        block = Block(
            f"{self.prefix}{text}",
            bold=all(how.bold for size, how in letters if size) and any(size for size, _ in letters),
            italic=all(how.italic for size, how in letters if size) and any(size for size, _ in letters),
            style=manner.style,
        )
        self.prefix = ""
        self.found.append(Found(block, element, sum(size for size, how in letters if how.link) / total, manner.furniture))

    def walk(self, element: HtmlElement, manner: _Manner) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIP or HIDDEN.search(element.get("style", "")) or "hidden" in element.attrib:
            return
        if tag == "br":
            self.flush(element, manner)
            return
        inner = _manner(element, tag, manner)
        if tag == "table":
            self.flush(element, manner)
            self.found.extend(_table(element, inner))
            return
        own = tag in BLOCK
        if own:
            self.flush(element, manner)
            self.prefix = _marker(element) if tag == "li" else self.prefix
        self._children(element, inner)
        if own:
            self.flush(element, inner)
            self.prefix = "" if tag == "li" else self.prefix

    def _children(self, element: HtmlElement, manner: _Manner) -> None:
        if element.text:
            self.words.append((element.text, manner))
        for child in element:
            self.walk(child, manner)
            if child.tag in BLOCK:
                self.flush(element, manner)
            if child.tail:
                self.words.append((child.tail, manner))


def walk(tree: HtmlElement) -> list[Found]:
    """Every visible block of the page in order, furniture included and marked."""
    walker = _Walker()
    body = tree.find("body")
    walker.walk(tree if body is None else body, _Manner())
    return walker.found


def _manner(element: HtmlElement, tag: str, outer: _Manner) -> _Manner:
    css = element.get("style", "")
    bold = (
        outer.bold or tag in {"b", "strong", "th"} or (tag[0] == "h" and tag[1:].isdigit()) or bool(HEAVY.search(css))
    ) and not LIGHT.search(css)
    return _Manner(
        bold=bold,
        italic=outer.italic or tag in {"i", "em"} or bool(SLANTED.search(css)),
        style=_style(element, tag) or outer.style,
        link=outer.link or (tag == "a" and "href" in element.attrib),
        furniture=outer.furniture or _is_furniture(element, tag),
        pre=outer.pre or tag == "pre",
    )


def _style(element: HtmlElement, tag: str) -> str:
    if tag[0] == "h" and tag[1:].isdigit():
        return f"heading{tag[1:]}"
    if tag == "li":
        return "list"
    if tag in {"figcaption", "caption"} or (tag == "p" and CAPTION.search(element.get("class", ""))):
        return "caption"
    return ""


def _is_furniture(element: HtmlElement, tag: str) -> bool:
    if tag in {"body", "html", "main", "article"}:
        return False
    return tag in FURNITURE_TAGS or bool(FURNITURE_NAME.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _marker(item: HtmlElement) -> str:
    """What the browser draws before a list item: "1. ", "a. ", "- "; nothing where the style says none."""
    parent = item.getparent()
    if parent is None or "none" in f"{parent.get('style', '')}{item.get('style', '')}".replace(" ", "").partition("list-style")[2][:12]:
        return ""
    if parent.tag != "ol":
        return "" if re.match(r"\s*[-+*•–]", item.text_content()) else "- "
    items = [child for child in parent if child.tag == "li"]
    number = int(parent.get("start", "1")) if parent.get("start", "1").isdigit() else 1
    value = item.get("value", "")
    number = int(value) if value.isdigit() else number + items.index(item)
    return f"{_counted(number, parent.get('type', '1'))}. "


def _counted(number: int, kind: str) -> str:
    if kind in "aA" and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind == "A" else letter
    if kind in "iI" and 1 <= number < len(ROMAN):
        return ROMAN[number] if kind == "I" else ROMAN[number].lower()
    return str(number)


def _table(table: HtmlElement, manner: _Manner) -> Iterator[Found]:
    """A table as rows; one used for layout as its columns; one that holds tables as its cells in order."""
    rows = [row for row in table.iter("tr") if _owner(row) is table]
    caption = next((child for child in table if child.tag == "caption"), None)
    if caption is not None:
        yield from _inside(caption, manner)
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    content = {cell: _inside(cell, replace(manner, bold=manner.bold or cell.tag == "th")) for row in cells for cell in row}
    if any(found.block.cells for inside in content.values() for found in inside) or _is_page(table, content):
        yield from (found for row in cells for cell in row for found in content[cell])
        return
    words = {cell: [found.block for found in inside] for cell, inside in content.items()}
    grid = Grid(tuple(spread(cells, words)), bordered=_bordered(table))
    if grid.is_layout():
        by_block = {id(found.block): found for inside in content.values() for found in inside}
        yield from (by_block[id(block)] for block in grid.blocks())
    else:
        yield from (Found(block, table, furniture=manner.furniture) for block in grid.blocks())


def _is_page(table: HtmlElement, content: dict[HtmlElement, list[Found]]) -> bool:
    """Whether the table lays out a whole page, as old sites do: one cell of many paragraphs holds most of its words."""
    sizes = {cell: sum(len(found.block.text) for found in inside) for cell, inside in content.items()}
    largest = max(sizes, key=sizes.__getitem__, default=None)
    if largest is None or _bordered(table) is True:
        return False
    return len(content[largest]) >= PAGE_BLOCKS and sizes[largest] > PAGE_LETTERS and sizes[largest] > sum(sizes.values()) / 2


def _owner(row: HtmlElement) -> HtmlElement | None:
    return next(iter(row.iterancestors("table")), None)


def _inside(element: HtmlElement, manner: _Manner) -> list[Found]:
    walker = _Walker()
    walker._children(element, _manner(element, element.tag, manner))
    walker.flush(element, manner)
    return walker.found


def _bordered(table: HtmlElement) -> bool | None:
    """True or False where the markup says whether lines are drawn, else None."""
    border = table.get("border", "")
    if border.strip().isdigit():
        return int(border) > 0
    css = table.get("style", "")
    if table.get("role") == "presentation" or NO_BORDER.search(css):
        return False
    return True if "border" in css or table.find(".//th") is not None else None
