"""An FDX document from a screenplay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from throughline.film.screenplay import Element, Screenplay, Tag
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fdx_title, inline
from throughline.formats.fdx_read import BONEYARD, INLINE_BONEYARD, STANDING
from throughline.formats.fdx_settings import element_settings
from throughline.formats.fdx_tags import TagWriter
from throughline.formats.fdx_xml import add_text, units, valid
from throughline.formats.fountain_write import speech_end
from throughline.formats.inline import Run

_TYPES = {
    Kind.SCENE_HEADING: "Scene Heading", Kind.ACTION: "Action", Kind.CHARACTER: "Character", Kind.DIALOGUE: "Dialogue",
    Kind.PARENTHETICAL: "Parenthetical", Kind.TRANSITION: "Transition", Kind.LYRICS: "Lyrics", Kind.CENTERED: "Action",
    Kind.SYNOPSIS: "Outline Body",
}
_ASIDES = frozenset((Kind.NOTE, Kind.BONEYARD))


def document(screenplay: Screenplay) -> etree._Element:
    """The FinalDraft root element of the screenplay."""
    root = etree.Element("FinalDraft", DocumentType="Script", Template="No", Version="5")
    writer = _Writer(screenplay.elements, etree.SubElement(root, "Content"))
    writer.write()
    root.extend(element_settings())
    if screenplay.title_page:
        root.append(fdx_title.element(screenplay.title_page))
    root.append(writer.tags.element())
    notes = etree.SubElement(root, "ScriptNotes")
    notes.extend(writer.notes)
    return root


@dataclass
class _Writer:
    """Writes elements into ``content``; ``at`` is where a Range stands, in UTF-16 units."""

    elements: Sequence[Element]
    content: etree._Element
    notes: list[etree._Element] = field(default_factory=list)
    tags: TagWriter = field(default_factory=TagWriter)
    at: int = 0

    def write(self) -> None:
        index = 0
        while index < len(self.elements):
            index = self._next(index)

    def _next(self, index: int) -> int:
        """Writes what begins at ``index``; the index behind it."""
        element = self.elements[index]
        if element.kind in _ASIDES:
            self.notes.append(_standing(element, self.at))
            return index + 1
        if element.kind is Kind.PAGE_BREAK:
            return self._page_break(index)
        if element.kind is Kind.CHARACTER and (end := dual_end(self.elements, index)):
            self._dual(index, end)
            return end
        if element.kind is Kind.SCENE_HEADING:
            return self._heading(index)
        self._ranged(element)
        return index + 1

    def _page_break(self, index: int) -> int:
        """The next paragraph starts a page, unless notes stand beside the break: then an empty one does."""
        after = self.elements[index + 1 : index + 2]
        noted = index > 0 and self.elements[index - 1].kind in _ASIDES
        if noted or not after or after[0].kind in _ASIDES | {Kind.PAGE_BREAK} or not after[0].text:
            node = etree.SubElement(self.content, "Paragraph", StartsNewPage="Yes", Type="Action")
            add_text(node, Run(""))
            self.at += 1
            return index + 1
        first = len(self.content)
        behind = self._next(index + 1)
        self.content[first].set("StartsNewPage", "Yes")
        return behind

    def _heading(self, index: int) -> int:
        element = self.elements[index]
        node = self._ranged(element)
        end = index + 1
        while end < len(self.elements) and self.elements[end].kind is Kind.SYNOPSIS and self.elements[end].text:
            end += 1
        if element.length or element.page or end > index + 1:
            properties = etree.Element("SceneProperties", Length=element.length or "", Page=element.page or "",
                                       Title="")
            if end > index + 1:
                summary = etree.SubElement(properties, "Summary")
                for synopsis in self.elements[index + 1 : end]:
                    paragraph = etree.SubElement(summary, "Paragraph")
                    for run in inline.runs(synopsis.text):
                        add_text(paragraph, run, synopsis.revised)
            node.insert(0, properties)
        return end

    def _dual(self, start: int, end: int) -> None:
        """Speeches side by side; their notes stand inside the paragraphs, where no Range reaches."""
        outer = etree.SubElement(self.content, "Paragraph", Type="General")
        block = etree.SubElement(outer, "DualDialogue")
        waiting: list[etree._Element] = []
        for element in self.elements[start:end]:
            if element.kind in _ASIDES:
                waiting.append(_standing(element, 0))
                continue
            node = self._paragraph(block, element, ranged=False)
            for offset, note in enumerate(waiting):
                node.insert(offset, note)
            waiting = []
        self.at += 3

    def _ranged(self, element: Element) -> etree._Element:
        node = self._paragraph(self.content, element, ranged=True)
        self.at += units("".join(text.text or "" for text in node.iterchildren("Text"))) + 1
        return node

    def _paragraph(self, parent: etree._Element, element: Element, ranged: bool) -> etree._Element:
        node = etree.SubElement(parent, "Paragraph")
        if element.kind is Kind.CENTERED:
            node.set("Alignment", "Center")
        if element.scene_number:
            node.set("Number", valid(element.scene_number))
        node.set("Type", _TYPES.get(element.kind) or f"Outline {min(max(element.depth, 1), 4)}")
        if element.kind is Kind.SECTION and element.depth > 4:
            node.set("Depth", str(element.depth))
        runs, asides = inline.parsed(element.text)
        plain = "".join(run.text for run in runs)
        for aside in asides if ranged else ():
            at = self.at + units(valid(plain[: aside.at]))
            self.notes.append(_note(aside.text, INLINE_BONEYARD if aside.boneyard else None, at))
        waiting = list(asides) if not ranged else []
        cuts = {aside.at for aside in waiting}
        for run, start, here in _stretches(runs, element.tags, cuts):
            while waiting and waiting[0].at <= start:
                aside = waiting.pop(0)
                node.append(_note(aside.text, INLINE_BONEYARD if aside.boneyard else None, 0))
            add_text(node, run, element.revised, self.tags.number(here))
        node.extend(_note(aside.text, INLINE_BONEYARD if aside.boneyard else None, 0) for aside in waiting)
        return node


def dual_end(elements: Sequence[Element], index: int) -> int:
    """The index behind the last speech that is spoken over the one at ``index``; 0 when none is."""
    end = speech_end(elements, index)
    if elements[index].dual:
        return 0
    found = 0
    while True:
        after = end
        while after < len(elements) and elements[after].kind in _ASIDES:
            after += 1
        if after >= len(elements) or elements[after].kind is not Kind.CHARACTER or not elements[after].dual:
            return found
        found = end = speech_end(elements, after)


def _stretches(runs: Sequence[Run], tags: Sequence[Tag], cuts: set[int]) -> list[tuple[Run, int, list[Tag]]]:
    """The runs cut wherever a tag begins or ends or a note stands, with their place and the tags on them."""
    edges = sorted(cuts | {edge for tag in tags for edge in (tag.start, tag.end)})
    found: list[tuple[Run, int, list[Tag]]] = []
    at = 0
    for run in runs:
        end = at + len(run.text)
        inside = [at, *(edge for edge in edges if at < edge < end), end]
        for low, high in pairwise(inside):
            here = [tag for tag in tags if tag.start <= low and high <= tag.end]
            found.append((Run(run.text[low - at : high - at], run.bold, run.italic, run.underline), low, here))
        at = end
    return found


def _standing(element: Element, at: int) -> etree._Element:
    return _note(element.text, STANDING if element.kind is Kind.NOTE else BONEYARD, at)


def _note(text: str, kind: str | None, at: int) -> etree._Element:
    node = etree.Element("ScriptNote", Range=f"{at},{at}")
    if kind:
        node.set("Type", kind)
    for line in text.split("\n"):
        etree.SubElement(etree.SubElement(node, "Paragraph"), "Text").text = valid(line)
    return node
