"""Fountain: the whole syntax, read into a Screenplay and written back with nothing lost but spacing.

Normalised on the way: runs of empty lines, space at line ends, tabs in action (four spaces), and which of two equal
spellings was used (``!``, ``@``, ``.`` and ``>`` are written only where they are needed).
Source: https://fountain.io/syntax, version 1.1.
"""

from __future__ import annotations

from throughline.film.errors import InputError
from throughline.film.screenplay import Screenplay
from throughline.formats.fountain_blocks import Blocks
from throughline.formats.fountain_dialect import Dialect
from throughline.formats.fountain_lines import clean, joined
from throughline.formats.fountain_write import body_text
from throughline.formats.titlepage import title_page, title_text

FOUNTAIN = Dialect()


def read(text: str, file: str | None = None) -> Screenplay:
    """The screenplay that Fountain ``text`` spells out; any text is one, an empty text an empty one.

    Raises:
        InputError: a NUL character (the text is binary).
    """
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise InputError("not a text file (NUL byte)", file=file, line=line, remedy="save the screenplay as UTF-8 text")
    lines = clean(text).split("\n")
    fields, first = title_page(lines)
    return Screenplay(title_page=fields, elements=Blocks(joined(lines, first), FOUNTAIN).read(), source="fountain")


def write(screenplay: Screenplay) -> str:
    """The screenplay as Fountain text, which reads back as the same screenplay.

    What Fountain has no words for (revisions, breakdown tags, page and length of a scene) is left out; FDX keeps it.
    """
    head = title_text(screenplay.title_page)
    body = body_text(screenplay.elements, FOUNTAIN, guard=not head)
    return "\n".join(part for part in (head, body) if part)
