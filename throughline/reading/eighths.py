"""How long a scene is on the page, in eighths of a page."""

from __future__ import annotations

import math
import unicodedata

from throughline.film.screenplay import Element, ElementKind, Scene
from throughline.formats import inline

_WIDTH = {ElementKind.DIALOGUE: 35, ElementKind.LYRICS: 35, ElementKind.PARENTHETICAL: 25, ElementKind.CHARACTER: 38}
_ACTION_WIDTH = 60
_LINES_A_PAGE = 54
_SILENT = frozenset(
    {ElementKind.SECTION, ElementKind.SYNOPSIS, ElementKind.NOTE, ElementKind.BONEYARD, ElementKind.PAGE_BREAK}
)
_CLOSE = frozenset({ElementKind.DIALOGUE, ElementKind.PARENTHETICAL, ElementKind.LYRICS})


def eighths(scene: Scene) -> int:
    """The scene's length in eighths of a page, at least 1.

    Counted as a page of Courier 12 prints it: 54 lines of 60 columns, speeches 35 columns wide, one empty line
    before each paragraph (two before a heading), wide East Asian characters as two columns. What Final Draft wrote
    on the heading goes before the count.
    """
    if scene.heading is not None and scene.heading.length:
        written = _written(scene.heading.length)
        if written:
            return written
    lines = sum(_lines(element) for element in scene.elements)
    lines += 1 + _lines(scene.heading) if scene.heading is not None else 0
    return max(1, math.ceil(lines * 8 / _LINES_A_PAGE - 1e-9))


def _lines(element: Element) -> int:
    if element.kind in _SILENT:
        return 0
    text = inline.plain(element.text).strip("\n")
    if not text.strip():
        return 0
    width = _WIDTH.get(element.kind, _ACTION_WIDTH)
    space = 0 if element.kind in _CLOSE else 1
    return space + sum(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> int:
    """How many lines of ``width`` columns the words of ``line`` fill."""
    rows, used = 1, 0
    for word in line.split():
        length = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in word)
        if used and used + 1 + length > width:
            rows, used = rows + 1, 0
        rows += max(0, math.ceil(length / width) - 1)
        used += length + (1 if used else 0)
    return rows


def _written(length: str) -> int | None:
    """Eighths that Final Draft states (``1 3/8``), or None when it says something else."""
    total = 0
    for part in length.split():
        whole, _, below = part.partition("/")
        if not whole.isdigit() or (below and below != "8"):
            return None
        total += int(whole) if below else 8 * int(whole)
    return total or None
