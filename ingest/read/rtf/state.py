"""What holds at a place of an RTF file: emphasis, font, paragraph, and whether the group is text at all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

# groups whose content is no text of the body
SKIPPED = frozenset(
    {
        *("colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "pict", "object", "themedata"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "annotation", "atnid"),
        *("xe", "tc", "bkmkstart", "bkmkend", "datafield", "latentstyles", "datastore", "colorschememapping", "nonshppict", "sp"),
        *("filetbl", "pnseclvl", "wgrffmtfilter", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "template", "xmlnstbl", "mmathPr", "do"),
        *("atnauthor", "private"),
    }
)
STARRED = frozenset({"shpinst", "shptxt"})  # groups marked as optional that hold text all the same
# numbers of Windows character sets
CHARSETS = {163: "cp1258", 238: "cp1250", 204: "cp1251", 161: "cp1253", 162: "cp1254", 128: "cp932", 134: "cp936", 136: "cp950"}


@dataclass(frozen=True, slots=True)
class Font:
    """An entry of the font table."""

    name: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """All that a closing brace takes back."""

    kind: str = "body"  # body, fonts, info, title, author, skipped, note
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    font: int = -1
    fallback: int = 1  # how many characters stand after \u for programs without Unicode
    table: bool = False
    outline: int = -1

    def plain(self, default: int) -> State:
        """Character formatting as at the start."""
        return replace(self, bold=False, italic=False, hidden=False, font=default)


@dataclass(slots=True)
class Fonts:
    """The font table, and the code page of text in each font."""

    default: int = -1
    page: str = "cp1252"
    known: dict[int, Font] = field(default_factory=dict)

    def name(self, number: int) -> str:
        """The name of a font; "" for one that the table lacks."""
        return self.known.get(number, Font()).name

    def add(self, number: int, *, name: str = "", charset: int | None = None) -> None:
        """A piece of an entry: a part of its name, or its character set."""
        font = self.known.get(number, Font())
        page = CHARSETS.get(charset, "") if charset is not None else font.page
        self.known[number] = Font((font.name + name).partition(";")[0], page)

    def letter(self, number: int, byte: int) -> str:
        """The character of a byte in a font."""
        page = self.known.get(number, Font()).page or self.page
        try:
            return bytes([byte]).decode(page)
        except (UnicodeDecodeError, LookupError):
            return chr(byte)
