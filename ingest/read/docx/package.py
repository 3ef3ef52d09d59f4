"""The zip container of a Word file: its parts as XML trees, read without trusting them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from ingest.read.declared import declared
from ingest.read.failures import failure
from ingest.read.source import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
HEADER = re.compile(r"^word/header\d*\.xml$")
PICTURE = re.compile(r"^word/media/.+\.(?:png|jpe?g|tiff?|bmp|gif|emf|wmf)$", re.I)
# what zipfile and lxml raise on a damaged container or part (RuntimeError: a part with a password)
BROKEN = (zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, EOFError, OSError, ValueError, RuntimeError, StopIteration)
INFLATED_MB = 400  # a part that unzips to more than this is an attack or a mistake
TRACKED = "Văn bản còn dấu vết sửa đổi (track changes): đã lấy theo bản đã sửa."

Element = etree._Element


def q(name: str) -> str:
    """Qualified name of a WordprocessingML tag or attribute."""
    return f"{{{W}}}{name}"


def value(element: Element | None, name: str = "val", default: str = "") -> str:
    """An attribute of an element that may be absent."""
    return default if element is None else str(element.get(q(name), default))


def is_on(element: Element | None) -> bool:
    """Whether a toggle such as <w:b/> or <w:b w:val="1"/> is there and on."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Package:
    """Parts of a Word file; those it lacks are None."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    headers: tuple[Element, ...] = ()
    core: Element | None = None
    has_pictures: bool = False

    def metadata(self) -> dict[str, str]:
        """title and author as the file declares them."""
        if self.core is None:
            return {}
        return declared(self.core.findtext(f"{DUBLIN}title"), self.core.findtext(f"{DUBLIN}creator"))

    def warnings(self) -> tuple[str, ...]:
        """What the user should know of the file."""
        changed = self.document.find(f".//{q('ins')}") is not None or self.document.find(f".//{q('del')}") is not None
        return (TRACKED,) if changed else ()


def open_package(source: Source) -> Package:
    """Open the container; raise ReadError broken or too_large."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            return _package(archive, source)
    except BROKEN as exc:
        raise failure("broken", source.name) from exc


def _package(archive: zipfile.ZipFile, source: Source) -> Package:
    names = archive.namelist()
    main = next((name for name in ("word/document.xml", "word/document2.xml") if name in names), "")
    main = main or next(name for name in names if re.match(r"word/document\d*\.xml$", name))
    parts = {name: part(archive, f"word/{name}.xml", source) for name in ("styles", "numbering", "footnotes", "endnotes")}
    document = part(archive, main, source)
    if document is None:
        raise failure("broken", source.name)
    headers = tuple(tree for name in sorted(names) if HEADER.match(name) and (tree := part(archive, name, source)) is not None)
    pictures = any(PICTURE.match(name) for name in names)
    return Package(document, **parts, headers=headers, core=part(archive, "docProps/core.xml", source), has_pictures=pictures)


def part(archive: zipfile.ZipFile, name: str, source: Source) -> Element | None:
    """A part as a tree, None where the container lacks it; raise ReadError too_large, or one of BROKEN."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > INFLATED_MB * 1024 * 1024:
        raise failure("inflated", source.name, limit=INFLATED_MB)
    data = archive.read(info).replace(STRICT, W.encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True, recover=True)
    return etree.fromstring(data, parser)
