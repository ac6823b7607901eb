"""The boards stage: every panel of the film as one PDF to read and print."""

from __future__ import annotations

import shutil
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from throughline.build.execute import Context
from throughline.film.shot import Shot
from throughline.formats.boards_pdf import BoardBook, BoardPanel, BoardScene, write_boards
from throughline.formats.shot_words import angle_word, effect_words, korean, move_word, size_word
from throughline.picture.layers import fitted, opened
from throughline.stages.layout_sheet import lens_words, read_sheet
from throughline.stages.panel_export import panel_files
from throughline.stages.records import BoardsParams, HeadedShot

TITLE_WORDS = {"en": "TITLE", "ko": "자막"}
OFF_WORDS = {"en": "off", "ko": "소리"}
SUMMARIES = {"en": "{shots} shots · {panels} panels · {minutes}:{seconds:02d}",
             "ko": "{shots}컷 · 그림 {panels}장 · {minutes}:{seconds:02d}"}
PRINT_QUALITY = 90


def make_boards(context: Context) -> dict[str, float | int | str]:
    """Reads the boards of the shots, and where they are given their layouts; gives boards.pdf and the panels as
    panels/SHOT_N.png."""
    params = context.params
    if not isinstance(params, BoardsParams):
        raise TypeError("the boards stage needs BoardsParams")
    (context.out / "panels").mkdir()
    with TemporaryDirectory(prefix="throughline-boards-") as folder:
        scenes, pictures = _scenes(context, params, Path(folder))
        panels = sum(len(scene.panels) for scene in scenes)
        book = BoardBook(title=params.title, author=params.subtitle, draft=params.draft, aspect=params.aspect,
                         scenes=scenes, summary=_summary(params, panels), language=params.language,
                         layout=params.layout)
        (context.out / "boards.pdf").write_bytes(write_boards(book, pictures))
    return {"panels": panels}


def _scenes(context: Context, params: BoardsParams, folder: Path) -> tuple[tuple[BoardScene, ...], dict[str, Path]]:
    """The scenes that have panels, and the panels' pictures for the printer by name, laid in ``folder``."""
    scenes, pictures = [], {}
    for number, group in groupby(params.shots, key=lambda headed: headed.shot.scene):
        shots = list(group)
        panels: list[BoardPanel] = []
        for headed in shots:
            files = _drawn(context, headed.shot)
            for index, file in enumerate(files, start=1):
                name = f"{headed.shot.id}_{index}"
                shutil.copyfile(file, context.out / "panels" / f"{name}.png")
                pictures[f"{name}.jpg"] = _for_print(file, folder / f"{name}.jpg")
                panels.append(_panel(context, headed, params, f"{name}.jpg", index, len(files)))
        if panels:
            head = next((headed for headed in shots if headed.heading), shots[0])
            scenes.append(BoardScene(number=number, heading=head.heading, panels=tuple(panels), place=head.place,
                                     time=head.time, setting=head.setting))
    return tuple(scenes), pictures


def _drawn(context: Context, shot: Shot) -> list[Path]:
    board = context.inputs.get(f"board:{shot.id}")
    files = [] if board is None else panel_files(board)
    if not files:
        context.warn(f"{shot.id}: no panel yet; left out")
    return files


def _for_print(file: Path, target: Path) -> Path:
    picture = opened(file)
    flat = picture if picture.mode == "RGB" else fitted(picture, picture.size)
    flat.save(target, quality=PRINT_QUALITY, subsampling=0)
    return target


def _panel(context: Context, headed: HeadedShot, params: BoardsParams, image: str, index: int,
           count: int) -> BoardPanel:
    """A cell; what a shot says and does stands beside its first panel, and its length there alone."""
    shot, language = headed.shot, params.language
    size = ", ".join(filter(None, (size_word(shot.size, language), angle_word(shot.angle, language))))
    layout = context.inputs.get(f"layout:{shot.id}")
    panel = BoardPanel(image=image, shot=shot.id, part="" if count == 1 else f"{index}/{count}", size=size,
                       lens=lens_words(shot, None if layout is None else read_sheet(layout)),
                       move=move_word(shot.move, language))
    if index > 1:
        return panel
    seconds = f"{shot.frames / params.rate:.1f}{'초' if korean(language) else ' s'}"
    return msgspec.structs.replace(panel, seconds=seconds, action=shot.action, dialogue=_dialogue(shot, language),
                                   effects=effect_words(shot, language), sounds=", ".join(headed.sounds))


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
    return words["ko" if korean(language) else "en"]
