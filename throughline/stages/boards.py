"""The boards stage: every panel of the film as one PDF to read and print."""

from __future__ import annotations

import shutil

from throughline.build.execute import Context
from throughline.film.record import Record
from throughline.film.shot import Shot
from throughline.formats.boards_pdf import BoardBook, BoardPanel, write_boards

EFFECT_WORDS = {"en": "Effects", "ko": "효과"}


class HeadedShot(Record):
    """A shot with the heading of the scene that it opens, "" where it opens none."""

    shot: Shot
    heading: str


class BoardsParams(Record):
    """The book: title, the line under it, language of its labels, aspect, rate, the shots in order."""

    title: str
    subtitle: str
    language: str
    aspect: float
    rate: float
    shots: tuple[HeadedShot, ...]


def make_boards(context: Context) -> dict[str, float | int | str]:
    """Reads the boards of the shots; gives boards.pdf and the panels as panels/SHOT_N.png."""
    params = context.params
    if not isinstance(params, BoardsParams):
        raise TypeError("the boards stage needs BoardsParams")
    panels = []
    (context.out / "panels").mkdir()
    for headed in params.shots:
        folder = context.inputs.get(f"board:{headed.shot.id}")
        if folder is None:
            context.warn(f"{headed.shot.id}: no panel yet; left out")
            continue
        files = sorted(folder.glob("panel_*.png"))
        for number, file in enumerate(files, start=1):
            name = f"panels/{headed.shot.id}_{number}.png"
            shutil.copyfile(file, context.out / name)
            panels.append(_panel(headed, params, name, number, len(files)))
    book = BoardBook(title=params.title, subtitle=params.subtitle, aspect=params.aspect, panels=tuple(panels))
    write_boards(book, context.out, context.out / "boards.pdf")
    return {"panels": len(panels)}


def _panel(headed: HeadedShot, params: BoardsParams, image: str, number: int, count: int) -> BoardPanel:
    shot = headed.shot
    first = number == 1
    spoken = tuple((line.speaker + (f" ({line.parenthetical.strip('()')})" if line.parenthetical else ""), line.text)
                   for line in shot.spoken) if first else ()
    titles = tuple(("TITLE", card.text) for card in shot.titles) if first else ()
    effects = ", ".join(dict.fromkeys(cue.kind.replace("_", " ") for cue in shot.effects))
    label = EFFECT_WORDS.get(params.language, EFFECT_WORDS["en"])
    return BoardPanel(image=image, shot=shot.id, part="" if count == 1 else f"  {number}/{count}",
                      heading=headed.heading if first else "", size=shot.size.value, lens=f"{shot.lens_mm} mm",
                      move=shot.move.value, seconds=f"{shot.frames / params.rate:.1f} s",
                      action=shot.action if first else "", dialogue=(*titles, *spoken),
                      effects=f"{label}: {effects}" if effects and first else "")
