"""The boards stage: every panel of the film as one PDF to read and print."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from throughline.build.execute import Context
from throughline.film.shot import Shot
from throughline.formats.boards_pdf import BoardBook, BoardPanel, write_boards
from throughline.stages.records import BoardsParams

EFFECT_WORDS = {"en": "Effects", "ko": "효과"}
TITLE_WORDS = {"en": "TITLE", "ko": "자막"}
OFF_WORDS = {"en": "off", "ko": "소리"}
SUMMARIES = {"en": "{shots} shots · {panels} panels · {minutes}:{seconds:02d}",
             "ko": "{shots}컷 · 그림 {panels}장 · {minutes}:{seconds:02d}"}
PRINT_QUALITY = 90


def make_boards(context: Context) -> dict[str, float | int | str]:
    """Reads the boards of the shots; gives boards.pdf and the panels as panels/SHOT_N.png."""
    params = context.params
    if not isinstance(params, BoardsParams):
        raise TypeError("the boards stage needs BoardsParams")
    (context.out / "panels").mkdir()
    with TemporaryDirectory(prefix="throughline-boards-") as folder:
        panels = _panels(context, params, Path(folder))
        book = BoardBook(title=params.title, subtitle=params.subtitle, aspect=params.aspect, panels=panels,
                         summary=_summary(params, len(panels)), language=params.language[:2])
        write_boards(book, Path(folder), context.out / "boards.pdf")
    return {"panels": len(panels)}


def _panels(context: Context, params: BoardsParams, folder: Path) -> tuple[BoardPanel, ...]:
    """Every panel for the book; its picture for the printer in ``folder``, as it is in the product.

    The heading of a scene whose first shots have no panel goes to the first that has one.
    """
    panels, heading = [], ""
    for headed in params.shots:
        heading = headed.heading or heading
        board = context.inputs.get(f"board:{headed.shot.id}")
        files = [] if board is None else sorted(board.glob("panel_*.png"))
        if not files:
            context.warn(f"{headed.shot.id}: no panel yet; left out")
            continue
        for number, file in enumerate(files, start=1):
            name = f"{headed.shot.id}_{number}"
            shutil.copyfile(file, context.out / "panels" / f"{name}.png")
            with Image.open(file) as image:
                image.convert("RGB").save(folder / f"{name}.jpg", quality=PRINT_QUALITY, subsampling=0)
            part = "" if len(files) == 1 else f"  {number}/{len(files)}"
            panels.append(_panel(headed.shot, heading, params, f"{name}.jpg", part, number == 1))
            heading = ""
    return tuple(panels)


def _panel(shot: Shot, heading: str, params: BoardsParams, image: str, part: str, first: bool) -> BoardPanel:
    """A cell; what a shot says and does stands beside its first panel."""
    effects = ", ".join(dict.fromkeys(cue.kind.replace("_", " ") for cue in shot.effects))
    label = _label(EFFECT_WORDS, params.language)
    return BoardPanel(image=image, shot=shot.id, part=part, heading=heading, size=shot.size.value,
                      lens=f"{shot.lens_mm} mm", move=shot.move.value, seconds=f"{shot.frames / params.rate:.1f} s",
                      action=shot.action if first else "", dialogue=_dialogue(shot, params.language) if first else (),
                      effects=f"{label}: {effects}" if effects and first else "")


def _dialogue(shot: Shot, language: str) -> tuple[tuple[str, str], ...]:
    """Titles and speeches of a shot as (who and how, words)."""
    rows = [(_label(TITLE_WORDS, language), card.text) for card in shot.titles]
    for line in shot.spoken:
        how = [_label(OFF_WORDS, language)] if line.off_screen else []
        how += [line.parenthetical.strip("() ")] if line.parenthetical else []
        rows.append((line.speaker + (f" ({', '.join(how)})" if how else ""), line.text))
    return tuple(rows)


def _summary(params: BoardsParams, panels: int) -> str:
    length = round(sum(headed.shot.frames for headed in params.shots) / params.rate)
    return _label(SUMMARIES, params.language).format(shots=len(params.shots), panels=panels, minutes=length // 60,
                                                     seconds=length % 60)


def _label(words: dict[str, str], language: str) -> str:
    return words.get(language[:2], words["en"])
