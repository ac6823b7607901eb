"""How long the scenes are on the page, in eighths of a page."""

from __future__ import annotations

import math

from throughline.film.screenplay import Screenplay, scenes
from throughline.formats.pagination import paginate

EIGHTHS = 8


def eighths(screenplay: Screenplay) -> tuple[int, ...]:
    """The length of every scene in eighths of a page, at least 1, in the order of ``scenes``.

    What Final Draft wrote on a heading goes before our own count.
    """
    lengths = [scene.heading.length if scene.heading is not None else None for scene in scenes(screenplay)]
    stated = [written(length) if length else None for length in lengths]
    own = counted(screenplay) if None in stated else [0] * len(stated)
    return tuple(length or count for length, count in zip(stated, own, strict=True))


def counted(screenplay: Screenplay) -> tuple[int, ...]:
    """Eighths of a page per scene, in scene order, by our own count: stated lengths are ignored.

    A scene is as long as the rows that it fills on its printed pages, empty ones between its paragraphs and before
    its heading included, in eighths of a page's rows; a part of an eighth counts as one. (MORE) and a name that comes
    again on the next page are no length of the scene.
    """
    pages = paginate(screenplay)
    return tuple(max(1, math.ceil(rows * EIGHTHS / pages.layout.rows)) for rows in pages.rows)


def written(length: str) -> int | None:
    """Eighths that Final Draft states (``1 3/8``), or None when it says something else."""
    total = 0
    for part in length.split():
        whole, _, below = part.partition("/")
        if not whole.isdigit() or (below and below != "8"):
            return None
        total += int(whole) if below else EIGHTHS * int(whole)
    return total or None
