"""The look of the deck: a slide as a page in inches, with fitted text, pictures, tables and blanks, all native."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from throughline.film.dossier import Passage, State, Still
from throughline.picture.lettering import font

SANS, SERIF = "Noto Sans CJK KR", "Noto Serif CJK KR"
WIDE, HIGH = 13.333, 7.5
MARGIN = 0.75
GROUND, PANEL, RULE, TEXT, MUTED, FAINT = "101113", "1A1C1F", "34373C", "EFEDE8", "A6A8AD", "6F7278"
LEADING = 1.32
EM = 100
SLACK = 0.97
"""Text is fitted to a little less than its box, since programs set type a little differently."""
_HANGUL = re.compile("[가-힣]")
ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


@dataclass(frozen=True)
class Type:
    """How a text is set: size in points, colour "RRGGBB", face, weight, slant, alignment; line spacing and what is
    between paragraphs in times the size."""

    size: float = 13
    colour: str = TEXT
    face: str = SANS
    bold: bool = False
    italic: bool = False
    align: str = "left"
    leading: float = LEADING
    between: float = 0.0


PLAIN = Type()


@dataclass(frozen=True)
class Box:
    """A place on the slide, inches from its left upper corner."""

    x: float
    y: float
    w: float
    h: float


def faced(properties: Any, face: str) -> None:
    """Set the face for Latin and, which programs look for apart, for Korean letters."""
    for tag in ("a:latin", "a:ea", "a:cs"):
        found = properties.find(qn(tag))
        if found is None:
            found = etree.SubElement(properties, qn(tag))
        found.set("typeface", face)


def fitted(text: str, box: Box, style: Type, smallest: float) -> Type:
    """The style in the largest size, from its own down to ``smallest``, in which the text fits the box."""
    size = style.size
    while size > smallest and height_of(text, box.w, style, size) > box.h * SLACK:
        size -= 0.5
    return replace(style, size=size)


def height_of(text: str, width: float, style: Type, size: float) -> float:
    """Inches that the text takes in lines of this width."""
    parts = text.split("\n")
    lines = sum(lines_of(part, width, style.face, style.bold, size) for part in parts)
    return (lines * style.leading + (len(parts) - 1) * style.between) * size / 72


@functools.lru_cache(maxsize=4096)
def lines_of(text: str, width: float, face: str, bold: bool, size: float) -> int:
    """How many lines a paragraph takes, broken between words."""
    room, count, used = width * 72 * SLACK / size * EM, 1, 0.0
    blank, before = _length(" ", face, bold), ""
    for word in text.split(" "):
        length, space = _length(word, face, bold), blank + EM / 4 * _gaps(before[-1:] + word[:1])
        before = word
        if used and used + space + length > room:
            count, used = count + 1, 0.0
        used += (space if used else 0.0) + length
        while used > room:
            count, used = count + 1, used - room
    return count


@functools.lru_cache(maxsize=8192)
def _length(word: str, face: str, bold: bool) -> float:
    """How long a word is, the type being ``EM`` high: with the quarter of it that some programs put between Hangul and
    what is none."""
    name = ("title" if bold else "serif") if face == SERIF else "bold" if bold else "sans"
    return float(font(name, EM).getlength(word)) + EM / 4 * _gaps(word)


def _gaps(text: str) -> int:
    """How often Hangul stands beside what is none."""
    return sum(bool(_HANGUL.match(one)) != bool(_HANGUL.match(other)) for one, other in pairwise(text))


class Page:
    """One slide to draw on."""

    def __init__(self, slide: Any, pictures: Path, accent: str):
        self.slide, self.pictures, self.accent = slide, pictures, accent
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = RGBColor.from_string(GROUND)

    def text(self, box: Box, text: str, style: Type = PLAIN, anchor: str = "top",
             smallest: float | None = None) -> Any:
        """A text box; with ``smallest`` the size gives way until the text fits."""
        if smallest is not None:
            style = fitted(text, box, style, smallest)
        return self._filled(self.slide.shapes.add_textbox(0, 0, 0, 0), box, text, style, anchor)

    def heading(self, box: Box, text: str, style: Type, anchor: str = "top", smallest: float = 16) -> None:
        """The slide's own title, by which programs and screen readers name it."""
        self._filled(self.slide.shapes.title, box, text, fitted(text, box, style, smallest), anchor)

    def _filled(self, shape: Any, box: Box, text: str, style: Type, anchor: str) -> Any:
        shape.left, shape.top, shape.width, shape.height = (Inches(part) for part in (box.x, box.y, box.w, box.h))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = ANCHOR[anchor]
        for index, part in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            self._paragraph(paragraph, part, style)
            paragraph.space_before = Pt(round(style.size * style.between, 1) if index else 0)
        return shape

    def _paragraph(self, paragraph: Any, text: str, style: Type) -> None:
        paragraph.alignment = ALIGN[style.align]
        paragraph.line_spacing = Pt(round(style.size * style.leading, 1))
        run = paragraph.add_run()
        run.text = text
        written(run, style)

    def passage(self, box: Box, passage: Passage, style: Type = PLAIN, smallest: float = 10.5) -> None:
        """A passage; an open one is a blank that nobody can overlook."""
        if passage.state is not State.OPEN:
            self.text(box, passage.text, style, smallest=smallest)
            return
        self.blank(Box(box.x, box.y, box.w, min(box.h, 1.05)), passage)

    def blank(self, box: Box, passage: Passage) -> None:
        """An open blank: its name in brackets in a dashed frame, and how it is filled."""
        frame = self.panel(box, None, self.accent)
        frame.line.dash_style = 4
        inside = Box(box.x + 0.18, box.y + 0.12, box.w - 0.36, box.h - 0.24)
        self.text(Box(inside.x, inside.y, inside.w, 0.34), passage.text,
                  Type(13, self.accent, italic=True), smallest=9.5)
        self.text(Box(inside.x, inside.y + 0.38, inside.w, inside.h - 0.38), passage.note, Type(9.5, MUTED),
                  smallest=8)

    def panel(self, box: Box, fill: str | None = PANEL, line: str | None = None) -> Any:
        """A plain rectangle."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(box.x), Inches(box.y), Inches(box.w),
                                            Inches(box.h))
        if fill is None:
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        if line is None:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = RGBColor.from_string(line)
            shape.line.width = Pt(1)
        shape.shadow.inherit = False
        return shape

    def shade(self, box: Box, angle: int, *opacities: float) -> None:
        """The ground's colour over a picture, from opacity to opacity in equal steps along an angle in degrees."""
        shape = self.panel(box, GROUND)
        found = shape._element.spPr.find(qn("a:solidFill"))
        stops = "".join(
            f'<a:gs pos="{round(100000 * step / (len(opacities) - 1))}"><a:srgbClr val="{GROUND}">'
            f'<a:alpha val="{round(opacity * 100000)}"/></a:srgbClr></a:gs>' for step, opacity in enumerate(opacities))
        gradient = etree.fromstring(
            f'<a:gradFill xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" rotWithShape="1"><a:gsLst>'
            f'{stops}</a:gsLst><a:lin ang="{angle * 60000}" scaled="0"/></a:gradFill>')
        found.getparent().replace(found, gradient)

    def picture(self, box: Box, still: Still | None, at: float = 0.5, low: float = 0.5) -> None:
        """The picture, cut to fill the box, what the eye goes to ``at`` this part of its width where it can be, the cut
        of a high one as far down as ``low`` says, 0 to 1; a quiet panel where there is none."""
        file = None if still is None else self.pictures / f"{still.name}.jpg"
        if still is None or file is None or not file.is_file():
            self.panel(box)
            return
        shape = self.slide.shapes.add_picture(BytesIO(file.read_bytes()), Inches(box.x), Inches(box.y))
        with Image.open(file) as image:
            ratio = image.width / image.height
        wanted = box.w / box.h
        if ratio > wanted:
            shape.crop_left = min(1 - wanted / ratio, max(0.0, still.focus - wanted / ratio * at))
            shape.crop_right = 1 - wanted / ratio - shape.crop_left
        else:
            shape.crop_top = (1 - ratio / wanted) * low
            shape.crop_bottom = 1 - ratio / wanted - shape.crop_top
        shape.width, shape.height = Inches(box.w), Inches(box.h)
        shape._element.nvPicPr.cNvPr.set("descr", still.caption)

    def line(self, x: float, y: float, w: float, colour: str = RULE, weight: float = 0.75) -> None:
        """A level line."""
        shape = self.slide.shapes.add_connector(1, Inches(x), Inches(y), Inches(x + w), Inches(y))
        shape.line.color.rgb = RGBColor.from_string(colour)
        shape.line.width = Pt(weight)

    def notes(self, text: str) -> None:
        """The speaker's notes."""
        frame = self.slide.notes_slide.notes_text_frame
        frame.text = text
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                faced(run._r.get_or_add_rPr(), SANS)


def written(run: Any, style: Type) -> None:
    """Set a run in the style."""
    run.font.size, run.font.bold, run.font.italic = Pt(style.size), style.bold, style.italic
    run.font.color.rgb = RGBColor.from_string(style.colour)
    faced(run._r.get_or_add_rPr(), style.face)


def mixed(colour: str, other: str, part: float) -> str:
    """A colour with a part of another one in it."""
    pairs = zip(bytes.fromhex(colour), bytes.fromhex(other), strict=True)
    return "".join(f"{round(one * (1 - part) + two * part):02X}" for one, two in pairs)


def quiet(texts: Sequence[str]) -> str:
    """Texts in one line, those that are empty left out."""
    return "  ·  ".join(text for text in texts if text)
