"""Final Draft's FDX, read and written: a screenplay with its revisions, breakdown tags, notes and scene lengths.

What FDX has no paragraph for travels so: a NOTE and a BONEYARD as ScriptNotes (``Type`` "Standing note", "Boneyard",
"Inline boneyard"; plain ScriptNotes are inline notes), a SYNOPSIS under its heading as the scene's Summary and
elsewhere as "Outline Body", a SECTION as "Outline 1" to "Outline 4" (deeper ones add the attribute ``Depth``), LYRICS
as "Lyrics", CENTERED as centred Action, a PAGE_BREAK as ``StartsNewPage``, a title field's key as the attribute
``Key``. Read only: Shot, General and Cast List become action, acts become sections, an omitted scene becomes a boneyard
under its heading. A note keeps its words and place; its author, colour and dates are not kept.
"""

from __future__ import annotations

from throughline.film.screenplay import Screenplay
from throughline.formats import fdx_title
from throughline.formats.fdx_read import body
from throughline.formats.fdx_write import document
from throughline.formats.fdx_xml import parsed_document, serialised


def read(content: bytes, file: str | None = None) -> Screenplay:
    """The screenplay in the bytes of an FDX file.

    Raises:
        InputError: not well-formed XML (names the line), a DTD or entities, another document, or no Content.
    """
    root = parsed_document(content, file)
    return Screenplay(title_page=fdx_title.read(root), elements=body(root), source="fdx")


def write(screenplay: Screenplay) -> bytes:
    """The screenplay as an FDX document, UTF-8; the same screenplay, the same bytes."""
    return serialised(document(screenplay))
