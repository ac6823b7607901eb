"""The investment deck: twelve slides of native text, tables and charts, with what the speaker says beside each."""

from __future__ import annotations

import io
from pathlib import Path

from pptx import Presentation
from pptx.util import Inches

from throughline.film.dossier import Dossier
from throughline.formats import deck_numbers, deck_slides
from throughline.formats.deck_style import HIGH, WIDE, Page
from throughline.formats.workbook import timeless

SLIDES = (("title", deck_slides.title), ("logline", deck_slides.logline), ("synopsis", deck_slides.synopsis),
          ("look", deck_slides.look), ("characters", deck_slides.characters), ("making", deck_slides.making),
          ("team", deck_slides.team), ("audience", deck_numbers.audience), ("budget", deck_numbers.budget),
          ("finance", deck_numbers.finance), ("schedule", deck_numbers.schedule), ("risk", deck_numbers.risk))
TITLE_ONLY = 5


def write_deck(content: Dossier, pictures: Path) -> bytes:
    """The deck as PPTX; ``pictures`` is the folder of NAME.jpg that the content names. The same content gives the same
    bytes.

    Raises:
        InputError: the font that text is measured with is not installed.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by = content.title, content.company, ""
    properties.language = content.language
    accent = content.accent.lstrip("#").upper()
    for number, (name, draw) in enumerate(SLIDES, start=1):
        page = Page(deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]), pictures, accent)
        draw(page, content, number)
        page.notes(content.notes[name])
    raw = io.BytesIO()
    deck.save(raw)
    return timeless(raw.getvalue())
