"""Storyboards on paper: panels with what a crew reads beside them, typeset by typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from throughline.film.errors import InputError
from throughline.film.record import Record

TEMPLATE = Path(__file__).with_name("boards.typ")
FACE = "Noto Sans CJK"


class BoardPanel(Record):
    """One cell of the boards: ``image`` is relative to the folder typeset in; texts are plain.

    ``heading`` is the heading of the scene that begins here, "" inside a scene. ``dialogue`` holds (speaker, words).
    """

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
    """A book of boards: its title, a line under it, a summary beside it, its panels in the order of the cut."""

    title: str
    subtitle: str
    aspect: float
    panels: tuple[BoardPanel, ...]
    summary: str = ""
    language: str = "en"


def write_boards(book: BoardBook, folder: Path, path: Path) -> None:
    """Typeset the boards to a PDF at ``path``; the panels' images lie in ``folder``.

    Texts flow: nothing is cut off however long it is. The same book gives the same bytes.

    Raises:
        InputError: a panel's image is missing, or no Noto CJK font is installed.
        ValueError: typst refuses the book; the message is its own.
    """
    for panel in book.panels:
        if not (folder / panel.image).is_file():
            raise InputError(f"{panel.shot}: no picture {panel.image}", remedy="build the shot's board again")
    content = {"title": book.title, "subtitle": book.subtitle, "summary": book.summary, "aspect": book.aspect,
               "language": book.language, "scenes": _scenes(book.panels)}
    data, source = folder / "boards.json", folder / "boards.typ"
    data.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    source.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    try:
        made, warnings = typst.compile_with_warnings(str(source), root=str(folder), timestamp=0)
    except typst.TypstError as error:
        raise ValueError(f"the boards could not be typeset: {' '.join(str(error).split())}") from error
    finally:
        data.unlink()
        source.unlink()
    if any("unknown font" in str(getattr(warning, "message", warning)) for warning in warnings):
        raise InputError(f"no “{FACE} KR” font is installed, the boards would have no Korean",
                         remedy="run: throughline setup (or apt-get install fonts-noto-cjk)")
    path.write_bytes(made)


def _scenes(panels: Sequence[BoardPanel]) -> list[dict[str, object]]:
    """The panels under the headings of their scenes, as the template reads them."""
    scenes: list[tuple[str, list[dict[str, object]]]] = []
    for panel in panels:
        if panel.heading or not scenes:
            scenes.append((panel.heading, []))
        scenes[-1][1].append({name: getattr(panel, name) for name in panel.__struct_fields__})
    return [{"heading": heading, "panels": rows} for heading, rows in scenes]
