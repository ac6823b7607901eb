"""The pages that screenplays are printed on: US Letter, and A4 for Korean scripts. Every measure says where it comes
from."""

from __future__ import annotations

import re

from throughline.film.record import Record
from throughline.film.screenplay import ElementKind as Kind
from throughline.film.screenplay import Screenplay

INCH = 72.0
HANGUL = re.compile(r"[가-힣]")


class Column(Record):
    """Where a kind of paragraph stands: its first column on the page's grid, and how many columns wide it is."""

    first: int
    width: int


class Layout(Record):
    """A page. Points (1/72 inch); ``left`` and ``top`` are where column 0 and row 0 begin, ``pitch`` a column's width,
    ``leading`` a row's height, ``rows`` how many a page holds. ``size`` is the type's, ``fonts`` its faces.

    ``heading_space`` is how many empty rows stand before a scene heading, ``speech_space`` between one speech and the
    next. ``heading_mark`` stands before a heading with its number, which else stands in both margins. ``beside`` is
    true where a speech stands on the line of its name. ``more`` and ``continued`` mark a speech that goes over a page,
    "" for no mark; ``omitted`` stands for a scene that is no more.
    """

    width: float
    height: float
    left: float
    top: float
    pitch: float
    leading: float
    rows: int
    size: float
    fonts: tuple[str, ...]
    columns: dict[str, Column]
    dual: tuple[Column, Column]
    heading_space: int = 2
    speech_space: int = 1
    heading_mark: str = ""
    beside: bool = False
    more: str = "(MORE)"
    continued: str = "(CONT'D)"
    omitted: str = "OMITTED"

    def column(self, kind: Kind) -> Column:
        return self.columns.get(kind.value, self.columns["action"])


LETTER = Layout(
    width=8.5 * INCH, height=11 * INCH, left=1.5 * INCH, top=INCH, pitch=7.2, leading=12.0, rows=54, size=12.0,
    fonts=("Courier Prime", "Noto Sans Mono CJK KR"), columns={
        "action": Column(first=0, width=60), "character": Column(first=20, width=37),
        "parenthetical": Column(first=15, width=26), "dialogue": Column(first=10, width=35),
        "lyrics": Column(first=10, width=35), "transition": Column(first=16, width=40)},
    dual=(Column(first=0, width=28), Column(first=32, width=28)))
"""Final Draft's US screenplay: Courier 12, which is 10 columns and 6 rows an inch, between margins of an inch (1.5 at
the left): 54 rows of 60 columns. Speeches from 2.5 to 6 inches, their parentheticals from 3 to 5.5 with the bracket
hung out by one column, names at 3.5, transitions ranged right at 7.1 inches, two empty rows before a heading.
Source: ElementSettings and PageLayout that Final Draft writes into its FDX files (template "Screenplay").
"""
KOREAN = Layout(
    width=595.28, height=841.89, left=71.0, top=78.0, pitch=5.06, leading=17.6, rows=39, size=11.0,
    fonts=("Noto Serif CJK KR",), columns={
        "action": Column(first=4, width=84), "scene_heading": Column(first=0, width=88),
        "character": Column(first=4, width=40), "dialogue": Column(first=18, width=70),
        "parenthetical": Column(first=18, width=70), "lyrics": Column(first=18, width=70),
        "transition": Column(first=0, width=88), "centered": Column(first=0, width=88)},
    dual=(Column(first=4, width=39), Column(first=48, width=39)), speech_space=0, heading_mark="S#{}. ", beside=True,
    more="", continued="", omitted="삭제")
"""A Korean script on A4 as word processors set it: 11 points at 160 % between margins of 25 mm, heading at the left,
action indented by two letters, speeches beside their names and one under the other. A column is half a Hangul letter
of the face, which is 0.92 em wide.
"""


def layout_of(screenplay: Screenplay) -> Layout:
    """The page that a screenplay is printed on: the Korean one where most of its letters are Hangul, else US Letter."""
    text = "".join(element.text for element in screenplay.elements)
    letters = sum(character.isalpha() for character in text)
    return KOREAN if letters and 2 * len(HANGUL.findall(text)) > letters else LETTER
