"""The package's documents on paper: look book, business plan and one-pager, each a template of ours and the content."""

from __future__ import annotations

from pathlib import Path

import msgspec

from throughline.film.dossier import Dossier
from throughline.formats.typeset import typeset

FOLDER = Path(__file__).parent
SHARED = "package.typ"


def write_lookbook(content: Dossier, pictures: Path) -> bytes:
    """The look book as PDF: landscape pages of the film's own pictures, its colours, people and places. ``pictures`` is
    the folder of NAME.jpg that the content names.

    Raises:
        InputError: a picture is missing, or a font is not installed.
    """
    return _set(content, pictures, "lookbook.typ")


def write_plan(content: Dossier, pictures: Path) -> bytes:
    """The business plan as PDF: portrait pages from the title sheet to the open blanks, with tables and charts.

    Raises:
        InputError: as write_lookbook.
    """
    return _set(content, pictures, "plan.typ")


def write_onepager(content: Dossier, pictures: Path) -> bytes:
    """The film and its money on a single page as PDF.

    Raises:
        InputError: as write_lookbook.
    """
    return _set(content, pictures, "onepager.typ")


def _set(content: Dossier, pictures: Path, template: str) -> bytes:
    laid = {f"pictures/{file.name}": file for file in sorted(pictures.glob("*.jpg"))}
    return typeset(FOLDER / template, msgspec.to_builtins(content), {**laid, SHARED: FOLDER / SHARED})
