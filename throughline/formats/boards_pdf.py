"""Storyboards on paper: panels with what a crew reads beside them, in grids or on the Korean 콘티 sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from throughline.film.errors import InputError
from throughline.film.record import Record
from throughline.formats.boards_grid import KONTI, LAYOUTS, NARROWEST, WIDEST, Grid, grid, konti_picture
from throughline.formats.shot_words import korean
from throughline.formats.text_width import POINT, lines, width
from throughline.formats.typeset import typeset

TEMPLATE = Path(__file__).with_name("boards.typ")
MOST = 0.8
LINE = 1.5
LABELS = {
    "en": {"scene": "SCENE", "place": "PLACE", "time": "TIME", "cut": "CUT", "picture": "PICTURE", "action": "ACTION",
           "sound": "DIALOGUE / SOUND", "length": "LENGTH", "effects": "Effects", "heard": "Sound", "kind": "I/E"},
    "ko": {"scene": "S#", "place": "장소", "time": "시간", "cut": "컷", "picture": "그림", "action": "내용 (지문)",
           "sound": "대사 · 음향", "length": "초", "effects": "효과", "heard": "음향", "kind": "안/밖"}}


class BoardPanel(Record):
    """One cell of the boards; texts are plain. ``image`` names a picture of those that are given.

    ``part`` is "1/2" where a shot has more panels than one. ``dialogue`` holds (speaker, words).
    """

    image: str
    shot: str
    part: str
    size: str
    lens: str
    move: str
    seconds: str = ""
    action: str = ""
    dialogue: tuple[tuple[str, str], ...] = ()
    effects: str = ""
    sounds: str = ""


class BoardScene(Record):
    """A scene's panels in the order of the cut: its number, its heading, and the heading's parts for the sheet."""

    number: str
    heading: str
    panels: tuple[BoardPanel, ...]
    place: str = ""
    time: str = ""
    setting: str = ""


class BoardBook(Record):
    """A book of boards: title, draft and author for the head of every page, a ``summary`` beside them, the scenes.

    ``layout`` is the panels a page, "1", "2", "3", "4", "6", "9", or "konti"; ``language`` that of the labels.
    """

    title: str
    aspect: float
    scenes: tuple[BoardScene, ...]
    draft: str = ""
    author: str = ""
    summary: str = ""
    language: str = "en"
    layout: str = "6"


def write_boards(book: BoardBook, pictures: Mapping[str, Path]) -> bytes:
    """The boards as a PDF; ``pictures`` hold the panels' images by name.

    Texts flow: nothing is cut off however long it is. The same book gives the same bytes.

    Raises:
        InputError: an unknown layout, a panel without its picture, no Noto CJK font.
        ValueError: typst refuses the book; the message is its own.
    """
    check_layout(book.layout)
    panels = [panel for scene in book.scenes for panel in scene.panels]
    for panel in panels:
        if not pictures.get(panel.image, Path()).is_file():
            raise InputError(f"{panel.shot}: no picture {panel.image}", remedy="build the shot's board again")
    language = "ko" if korean(book.language) else "en"
    aspect = min(max(book.aspect, NARROWEST), WIDEST)
    told = {**msgspec.to_builtins(book), "aspect": aspect, "language": language, "labels": LABELS[language],
            "konti": konti_picture(aspect) if book.layout == KONTI else None,
            "grid": None if book.layout == KONTI else _grid(book, aspect, panels)._asdict()}
    return typeset(TEMPLATE, told, pictures)


def _grid(book: BoardBook, aspect: float, panels: Sequence[BoardPanel]) -> Grid:
    """The grid with room for what most panels say, and the set-up in a line of its own where one line is too short."""
    def needed(room: float, size: float) -> float:
        heights = sorted(_lines(panel, size, room) * LINE * size * POINT for panel in panels)
        return heights[int(MOST * (len(heights) - 1))] if heights else 0.0

    found = grid(book.layout, aspect, needed)
    heads = [" · ".join((f"{panel.shot} {panel.part}", panel.size, panel.lens, panel.move, panel.seconds))
             for panel in panels]
    if all(width(head, max(8.4, found.size)) < found.picture for head in heads):
        return found
    return grid(book.layout, aspect, needed, double=True)


def _lines(panel: BoardPanel, size: float, room: float) -> int:
    said = sum(lines(f"{who} {words}", size, room) for who, words in panel.dialogue)
    return said + sum(lines(text, size, room) for text in (panel.action, panel.effects, panel.sounds))


def check_layout(layout: str) -> None:
    """Raises InputError for a layout that is none."""
    if layout not in LAYOUTS:
        raise InputError(f"“{layout}” is no layout of boards",
                         remedy=f"panels a page or the Korean sheet: {', '.join(LAYOUTS)}")
