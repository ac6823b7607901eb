"""XML of FDX: parsed without trust in the file, and the text runs of its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from throughline.film.errors import InputError
from throughline.formats.inline import Run

_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")


def parsed_document(content: bytes, file: str | None) -> etree._Element:
    """The FinalDraft root element of ``content``.

    Raises:
        InputError: see fdx.read.
    """
    if b"<!DOCTYPE" in content[:65536] or b"<!ENTITY" in content:
        at = max(content.find(b"<!DOCTYPE"), content.find(b"<!ENTITY"), 0)
        line = content.count(b"\n", 0, at) + 1
        raise InputError("the XML declares a document type or entities, which FDX never does", file=file, line=line,
                         remedy="export it from Final Draft again")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                             remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        broken: int | None = getattr(error, "lineno", None)
        what = str(error).split(", line ")[0].replace("\n", " ")
        raise InputError(f"not well-formed XML: {what}", file=file, line=broken or None,
                         remedy="export it from Final Draft again") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("the XML declares a document type, which FDX never does", file=file, line=1,
                         remedy="export it from Final Draft again")
    if root.tag != "FinalDraft":
        raise InputError(f"XML of another kind (<{etree.QName(root).localname}>, not <FinalDraft>)", file=file,
                         line=root.sourceline, remedy="export the screenplay as FDX")
    if root.find("Content") is None:
        raise InputError("an FDX without Content: no screenplay in it", file=file, line=root.sourceline,
                         remedy="export the screenplay from Final Draft again")
    return root


def serialised(root: etree._Element) -> bytes:
    """The document as Final Draft lays it out: indented, with its declaration."""
    body: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n' + body


def valid(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return _INVALID.sub("", text)


def units(text: str) -> int:
    """The length of ``text`` in the UTF-16 units that Final Draft counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, count: int) -> int:
    """How many characters of ``text`` make ``count`` UTF-16 units."""
    if text.isascii():
        return min(count, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * count].decode("utf-16-le", "ignore"))


@dataclass(frozen=True, slots=True)
class Piece:
    """One Text of a paragraph: its run as it prints, its revision (0: none) and its tag number."""

    run: Run
    revision: int = 0
    tag: str | None = None


def pieces(paragraph: etree._Element, capitals: bool = False) -> Iterator[Piece]:
    """The Texts of a paragraph. ``capitals``: its kind is shown in capitals, whatever was typed."""
    for node in paragraph.iterchildren("Text"):
        yield piece(node, capitals)


def piece(node: etree._Element, capitals: bool = False) -> Piece:
    """A Text element as a Piece."""
    text = _CONTROLS.sub("", _BREAKS.sub("\n", "".join(node.itertext())))
    style = (node.get("Style") or "").split("+")
    if capitals or "AllCaps" in style:
        text = text.upper()
    run = Run(text, bold="Bold" in style, italic="Italic" in style, underline="Underline" in style)
    revision = node.get("RevisionID") or "0"
    return Piece(run, int(revision) if revision.isdecimal() else 0, node.get("TagNumber"))


def add_text(paragraph: etree._Element, run: Run, revision: int | None = None, tag: int | None = None) -> None:
    """A Text put at the end of a paragraph."""
    node = etree.SubElement(paragraph, "Text")
    names = [name for name, on in (("Bold", run.bold), ("Italic", run.italic), ("Underline", run.underline)) if on]
    if revision:
        node.set("RevisionID", str(revision))
    if names:
        node.set("Style", "+".join(names))
    if tag is not None:
        node.set("TagNumber", str(tag))
    node.text = valid(run.text)


def paragraph_text(paragraphs: Sequence[etree._Element]) -> str:
    """The plain text of paragraphs, one a line."""
    return "\n".join("".join(piece.run.text for piece in pieces(paragraph)) for paragraph in paragraphs)
