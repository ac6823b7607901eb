"""The title page of FDX, which has places on a page where other formats have keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from throughline.film.screenplay import TitleField
from throughline.formats import inline
from throughline.formats.fdx_xml import add_text, pieces

_CREDIT = re.compile(
    r"(?:written|screenplay|teleplay|story|created|adapted)?\s*(?:and directed\s+)?by:?|각본|脚本", re.IGNORECASE)
_SOURCE = re.compile(r"(?:based (?:up)?on|story by|from the|adapted from|원작)\b", re.IGNORECASE)
_DRAFT = re.compile(r".*\b(?:draft|revis\w+|version|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\b", re.IGNORECASE)
_CENTRED = frozenset(("title", "제목", "タイトル", "credit", "author", "authors", "각본", "source", "원작"))


def read(root: etree._Element) -> tuple[TitleField, ...]:
    """The title page as fields: by their ``Key`` where ours wrote it, else by what stands where on the page."""
    nodes = root.findall("TitlePage/Content/Paragraph")
    lines = [(node.get("Key"), node.get("Alignment"), _line(node)) for node in nodes]
    if any(key for key, _, _ in lines):
        return _keyed((key, line) for key, _, line in lines)
    return placed((alignment == "Center", line) for _, alignment, line in lines)


def _line(node: etree._Element) -> str:
    return inline.from_runs([part.run for part in pieces(node)]).replace("\n", " ").strip()


def _keyed(lines: Iterable[tuple[str | None, str]]) -> tuple[TitleField, ...]:
    fields: list[tuple[str, list[str]]] = []
    for key, line in lines:
        if key and key.startswith("+") and fields:
            fields[-1][1].append(line)
        elif key:
            fields.append((key.removeprefix("+"), [line] if line else []))
        elif line and fields:
            fields[-1][1].append(line)
    return tuple(TitleField(key=key, lines=tuple(values)) for key, values in fields)


def placed(lines: Iterable[tuple[bool, str]]) -> tuple[TitleField, ...]:
    """Fields from a page's lines, each with whether it is centred: title, credit, author, source, then the corner."""
    fields: dict[str, list[str]] = {}
    stage = "Title"
    gap = True
    for centred, line in lines:
        if not line:
            gap = True
            continue
        bare = inline.plain(line).strip()
        if not centred:
            key = "Draft date" if _DRAFT.match(bare) and "@" not in bare else "Contact"
        elif _CREDIT.fullmatch(bare):
            key, stage = "Credit", "Author"
        elif _SOURCE.match(bare):
            key, stage = "Source", "Source"
        elif stage == "Title" and "Title" in fields and gap:
            key = stage = "Author"
        else:
            key = stage
        fields.setdefault(key, []).append(line)
        gap = False
    return tuple(TitleField(key=key, lines=tuple(values)) for key, values in fields.items())


def element(fields: Sequence[TitleField]) -> etree._Element:
    """The TitlePage element, fields in order: title and credits centred a third down the page, others at the left."""
    page = etree.Element("TitlePage")
    content = etree.SubElement(page, "Content")
    _blank(content, 14)
    low = False
    for field in fields:
        centred = field.key.lower() in _CENTRED
        if not centred and not low:
            _blank(content, 12)
            low = True
        _field(content, field, "Center" if centred else "Left")
    return page


def _blank(content: etree._Element, count: int) -> None:
    for _ in range(count):
        etree.SubElement(content, "Paragraph", Alignment="Left")


def _field(content: etree._Element, field: TitleField, alignment: str) -> None:
    for index, line in enumerate(field.lines or ("",)):
        node = etree.SubElement(content, "Paragraph", Alignment=alignment, Key=("+" if index else "") + field.key)
        for run in inline.runs(line):
            add_text(node, run)
    if alignment == "Center":
        _blank(content, 1)
