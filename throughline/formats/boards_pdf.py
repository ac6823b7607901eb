"""Storyboards on paper: panels with what a crew reads beside them, typeset by typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from throughline.film.record import Record

TEMPLATE = Path(__file__).with_name("boards.typ")


class BoardPanel(Record):
    """One cell of the boards: ``image`` is relative to the folder typeset in; texts are plain."""

    image: str
    shot: str
    part: str
    heading: str
    size: str
    lens: str
    move: str
    seconds: str
    action: str
    dialogue: tuple[tuple[str, str], ...]
    effects: str = ""


class BoardBook(Record):
    """A book of boards: its title, a line under it, and its panels in the order of the cut."""

    title: str
    subtitle: str
    aspect: float
    panels: tuple[BoardPanel, ...]


def write_boards(book: BoardBook, folder: Path, path: Path) -> None:
    """Typeset the boards to a PDF at ``path``; the panels' images lie in ``folder``.

    Texts flow: nothing is cut off however long it is. The same book gives the same bytes.

    Raises:
        ValueError: typst refuses the book; the message is its own.
    """
    pages = [_plain(panel) for panel in book.panels]
    content = {"title": book.title, "subtitle": book.subtitle, "aspect": book.aspect, "panels": pages}
    data, source = folder / "boards.json", folder / "boards.typ"
    data.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    source.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    try:
        typst.compile(str(source), output=str(path), root=str(folder), timestamp=0)
    except typst.TypstError as error:
        raise ValueError(f"the boards could not be typeset: {error}") from error
    finally:
        data.unlink()
        source.unlink()


def _plain(panel: BoardPanel) -> dict[str, object]:
    fields: Sequence[str] = panel.__struct_fields__
    return {name: getattr(panel, name) for name in fields}
