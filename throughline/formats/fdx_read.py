"""Elements from the Content of an FDX document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from throughline.film.screenplay import Element, Screenplay
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fdx_tags, fountain, inline
from throughline.formats.fdx_xml import Piece, characters, paragraph_text, piece, pieces, units
from throughline.formats.inline import Aside, Run

KINDS = {
    "Scene Heading": Kind.SCENE_HEADING, "Character": Kind.CHARACTER, "Parenthetical": Kind.PARENTHETICAL,
    "Dialogue": Kind.DIALOGUE, "Transition": Kind.TRANSITION, "Lyrics": Kind.LYRICS, "Lyric": Kind.LYRICS,
    "Singing": Kind.LYRICS, "New Act": Kind.SECTION, "End of Act": Kind.SECTION, "Outline Body": Kind.SYNOPSIS,
    "Outline 1": Kind.SECTION, "Outline 2": Kind.SECTION, "Outline 3": Kind.SECTION, "Outline 4": Kind.SECTION,
}
STANDING, BONEYARD, INLINE_BONEYARD = "Standing note", "Boneyard", "Inline boneyard"


@dataclass
class _Notes:
    """The notes of one paragraph: elements before it, asides inside its text."""

    standing: list[Element] = field(default_factory=list)
    inside: list[Aside] = field(default_factory=list)


def body(root: etree._Element) -> tuple[Element, ...]:
    """Every element of a FinalDraft document's script, in order."""
    content = root.find("Content")
    nodes = [] if content is None else [node for node in content if node.tag in ("Paragraph", "DualDialogue")]
    capitals = frozenset(
        node.get("Type") or "" for node in root.iterfind("ElementSettings")
        if (spec := node.find("FontSpec")) is not None and "AllCaps" in (spec.get("Style") or "").split("+")
    )
    notes, after = _ranged_notes(root, nodes)
    reader = Paragraphs(capitals, fdx_tags.definitions(root))
    for index, node in enumerate(nodes):
        reader.paragraph(node, notes.get(index, _Notes()))
    return (*reader.found, *after)


def _ranged_notes(root: etree._Element, nodes: Sequence[etree._Element]) -> tuple[dict[int, _Notes], list[Element]]:
    """ScriptNotes by the index of the paragraph that their Range begins in, and those behind the last one.

    A Range counts UTF-16 units of the paragraphs' text, one for every paragraph's end and two for an embedded block.
    """
    starts: list[int] = []
    texts: list[str] = []
    at = 0
    for node in nodes:
        starts.append(at)
        texts.append("".join(part.run.text for part in pieces(node)))
        blocks = 1 if node.tag == "DualDialogue" else len(node.findall("DualDialogue") + node.findall("OmittedScene"))
        at += units(texts[-1]) + 2 * blocks + 1
    notes: dict[int, _Notes] = {}
    after: list[Element] = []
    for node in root.iterfind("ScriptNotes/ScriptNote"):
        first, last = _range(node)
        standing = _standing(node)
        if first >= at:
            after.append(standing or _aside_element(_aside(node, 0), node.sourceline or 0))
            continue
        index = bisect_right(starts, first) - 1
        here = notes.setdefault(index, _Notes())
        if standing is not None or not texts[index]:
            here.standing.append(standing or _aside_element(_aside(node, 0), node.sourceline or 0))
        else:
            here.inside.append(_aside(node, characters(texts[index], max(first, last) - starts[index])))
    return notes, after


@dataclass
class Paragraphs:
    """Reads Paragraphs into ``found``. ``capitals``: the types of paragraph that are shown in capitals."""

    capitals: frozenset[str]
    tags: dict[str, tuple[tuple[str, str], ...]]
    found: list[Element] = field(default_factory=list)

    def paragraph(self, node: etree._Element, notes: _Notes) -> None:
        dual = node if node.tag == "DualDialogue" else node.find("DualDialogue")
        if node.get("StartsNewPage") == "Yes":
            page_break = Element(kind=Kind.PAGE_BREAK, text="", line=node.sourceline or 0)
            empty = not any(part.run.text for part in pieces(node)) and dual is None
            self.found.extend([*notes.standing, page_break] if empty else [page_break, *notes.standing])
        else:
            self.found.extend(notes.standing)
        if dual is not None:
            cues = 0
            for inner in dual.iterchildren("Paragraph"):
                cues += inner.get("Type") == "Character"
                self._element(inner, [], dual=cues > 1 and inner.get("Type") == "Character")
        if node.tag == "Paragraph":
            self._element(node, notes.inside)

    def _element(self, node: etree._Element, asides: list[Aside], dual: bool = False) -> None:
        kind = KINDS.get(node.get("Type") or "", Kind.ACTION)
        if kind is Kind.ACTION and node.get("Alignment") == "Center":
            kind = Kind.CENTERED
        parts: list[Piece] = []
        inside: list[Aside] = []
        for child in node:
            if child.tag == "Text":
                parts.append(piece(child, node.get("Type") in self.capitals))
            elif child.tag == "ScriptNote":
                standing = _standing(child)
                if standing is not None:
                    self.found.append(standing)
                else:
                    inside.append(_aside(child, sum(len(part.run.text) for part in parts)))
        heading = kind is Kind.SCENE_HEADING
        parts, shift = _trimmed(parts, kind)
        placed = [aside._replace(at=max(0, aside.at - shift)) for aside in [*asides, *inside]]
        if parts or (heading and node.get("Number")):
            self.found.append(self._made(kind, node, parts, sorted(placed, key=lambda aside: aside.at), dual))
        else:
            self.found.extend(_aside_element(aside, node.sourceline or 0) for aside in placed)
        if heading:
            self._under_heading(node)

    def _made(
        self, kind: Kind, node: etree._Element, parts: Sequence[Piece], asides: Sequence[Aside], dual: bool
    ) -> Element:
        properties = node.find("SceneProperties") if kind is Kind.SCENE_HEADING else None
        revised = max((part.revision for part in parts), default=0)
        depth = node.get("Depth") or (node.get("Type") or "")[-1:]
        return Element(
            kind=kind, text=inline.from_runs([part.run for part in parts], asides), line=node.sourceline or 0,
            scene_number=node.get("Number") or None if kind is Kind.SCENE_HEADING else None, dual=dual,
            depth=(int(depth) if depth.isdecimal() else 1) if kind is Kind.SECTION else 0,
            revised=revised or None,
            length=properties.get("Length") or None if properties is not None else None,
            page=properties.get("Page") or None if properties is not None else None,
            tags=fdx_tags.tags(parts, self.tags),
        )

    def _under_heading(self, node: etree._Element) -> None:
        """A scene's Summary as its synopsis, and an omitted scene as a boneyard."""
        for paragraph in node.iterfind("SceneProperties/Summary/Paragraph"):
            parts = list(pieces(paragraph))
            text = inline.from_runs([part.run for part in parts]).replace("\n", " ").strip()
            if text:
                revised = max(part.revision for part in parts) or None
                line = paragraph.sourceline or 0
                self.found.append(Element(kind=Kind.SYNOPSIS, text=text, line=line, revised=revised))
        for omitted in node.iterfind("OmittedScene"):
            keeper = Paragraphs(self.capitals, self.tags)
            for inner in omitted.iterchildren("Paragraph"):
                keeper.paragraph(inner, _Notes())
            text = fountain.write(Screenplay(elements=tuple(keeper.found))).strip().replace("*/", "* /")
            if text:
                self.found.append(Element(kind=Kind.BONEYARD, text=text, line=omitted.sourceline or 0))


def _range(node: etree._Element) -> tuple[int, int]:
    numbers = [int(part) if part.strip().isdecimal() else 0 for part in (node.get("Range") or "").split(",")]
    return numbers[0], numbers[-1]


def _note_text(node: etree._Element) -> str:
    return "\n".join(line.rstrip() for line in paragraph_text(node.findall("Paragraph")).strip().split("\n"))


def _aside_element(aside: Aside, line: int) -> Element:
    if aside.boneyard:
        return Element(kind=Kind.BONEYARD, text=aside.text.replace("*/", "* /"), line=line)
    return Element(kind=Kind.NOTE, text=aside.text.replace("]]", "] ]"), line=line)


def _standing(node: etree._Element) -> Element | None:
    kind = {STANDING: Kind.NOTE, BONEYARD: Kind.BONEYARD}.get(node.get("Type") or "")
    if kind is None:
        return None
    return _aside_element(Aside(kind is Kind.BONEYARD, _note_text(node), 0), node.sourceline or 0)


def _aside(node: etree._Element, at: int) -> Aside:
    return Aside(node.get("Type") == INLINE_BONEYARD, _note_text(node), at)


def _trimmed(parts: Sequence[Piece], kind: Kind) -> tuple[list[Piece], int]:
    """The pieces without space at the end, nor at the start outside action, and by how much they begin later.

    A parenthetical gets the parentheses it lacks.
    """
    text = "".join(part.run.text for part in parts)
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip()) if kind is not Kind.ACTION else 0
    kept: list[Piece] = []
    at = 0
    for part in parts:
        said = part.run.text[max(0, start - at) : max(0, end - at)]
        if said:
            kept.append(Piece(replace(part.run, text=said), part.revision, part.tag))
        at += len(part.run.text)
    if kind is Kind.PARENTHETICAL and kept and not (text[start] in "(（" and text[end - 1] in ")）"):
        return [Piece(Run("("), kept[0].revision), *kept, Piece(Run(")"), kept[-1].revision)], start - 1
    return kept, start
