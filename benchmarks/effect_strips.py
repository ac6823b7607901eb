"""python -m benchmarks.effect_strips [NAME ...]: filmstrips of every effect that is simulated, and of three collapses.

Each is a scene with a note in a film of its own, made and seen as any film is: read, simulated, laid out, rendered,
lit, graded; eight frames of it, close together when it goes off. The pictures go to docs/pictures/effect-NAME.jpg.
Detail is what a film has that says nothing; ``DETAIL=0.25`` before the command makes drafts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image, ImageDraw

from throughline.build.stage import Made
from throughline.picture.lettering import font
from throughline.stages.film_folder import open_film
from throughline.stages.grading import graded
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.pipeline import chosen_engines, shot_tasks
from throughline.stages.produce import Wish, Workshop, build_film, film_status, workshop
from throughline.stages.records import LayoutParams, PrevisParams
from throughline.stages.wedge import moments

OUT = Path(__file__).parents[1] / "docs" / "pictures"
COLUMNS, ROWS, WIDTH = 4, 2, 1600


class Strip(NamedTuple):
    """A scene: its heading, the note of the effect, what is seen, the note of the shot."""

    heading: str
    note: str
    action: str = "The street is empty."
    shot: str = "long, 28mm, static, 4s"


STREET_DAY, STREET_NIGHT = "EXT. STREET - DAY", "EXT. STREET - NIGHT"
FAR = "long, 24mm, static, 8s"
STRIPS = {
    "fireball": Strip(STREET_DAY, "explosion, 9 m"),
    "car-explosion": Strip(STREET_NIGHT, "car explosion, sedan, 10 m", "The sedan explodes."),
    "gas-main": Strip(STREET_DAY, "gas main, 8 m"),
    "dust-burst": Strip(STREET_DAY, "dust burst, 8 m"),
    "fire": Strip(STREET_NIGHT, "fire, 4 m"),
    "burning-car": Strip(STREET_NIGHT, "burning car, sedan, 5 m", "The sedan stands in the street."),
    "torch": Strip(STREET_NIGHT, "torch, 2 m", shot="medium, 50mm, static, 4s"),
    "smoke": Strip(STREET_DAY, "smoke, 14 m, wind 2 m/s"),
    "chimney-smoke": Strip(STREET_DAY, "chimney smoke, 10 m, wind 2 m/s"),
    "crash": Strip(STREET_DAY, "crash, sedan, 4 m", "The sedan crashes into a wall."),
    "ghost-mist": Strip(STREET_NIGHT, "ghost mist, 16 m"),
    "collapse-floors": Strip(STREET_DAY, "collapse, tower, floor by floor from the fourth", "The tower collapses.",
                             FAR),
    "collapse-left": Strip(STREET_DAY, "collapse, tower, falls to the left", "The tower collapses.", FAR),
    "collapse-pancake": Strip(STREET_DAY, "collapse, tower, pancake", "The tower collapses.", FAR),
}


def script(names: Sequence[str]) -> str:
    """A film with a scene for each strip, in their order."""
    scenes = [f"{strip.heading} #{number}#\n\n[[shot: {strip.shot}]] [[vfx: {strip.note}]]\n{strip.action}\n"
              for number, strip in enumerate((STRIPS[name] for name in names), start=1)]
    return "Title: Effects\n\n" + "\n".join(scenes)


def drawn(shop: Workshop, shots: dict[str, str]) -> None:
    """Makes and saves the strips, by shot."""
    outcome = build_film(shop, Wish(("effects",), tuple(shots)), lambda event: None)
    for line in (*outcome.warnings, *outcome.failed):
        print(line)
    story, standing = film_status(shop, Wish(("effects",), tuple(shots)))
    engines = chosen_engines(shop.film, {})
    size = shop.film.settings.size(WIDTH // COLUMNS)
    for task in shot_tasks(shop.film, story, engines, shop.store):
        if task.stage != "layout" or task.name not in shots or task.id not in standing.products:
            continue
        assert isinstance(task.params, LayoutParams)
        inputs = {key: shop.store.folder_of(standing.products[source.task]) for key, source in task.inputs
                  if key.startswith("effect:") and isinstance(source, Made)}
        inputs["layout"] = shop.store.folder_of(standing.products[task.id])
        sheet, blocking = read_sheet(inputs["layout"]), task.params.blocking
        first = min((effect.cue.frame for effect in blocking.effects), default=0)
        params = PrevisParams(blocking=blocking, title="", engine=engines.render, width=size[0], height=size[1],
                              rate=task.params.rate)
        frames = moments(sheet.frames, first, COLUMNS * ROWS)
        rate = sheet.rate_num / sheet.rate_den
        cells = [(f"{(number - first) / rate:.2f} s", Image.fromarray(picture))
                 for number, picture in graded(params, sheet, inputs, frames)]
        path = OUT / f"effect-{shots[task.name]}.jpg"
        laid(cells, size).convert("RGB").save(path, quality=86, optimize=True)
        print(f"{path} {path.stat().st_size // 1000} kB")


def laid(cells: Sequence[tuple[str, Image.Image]], size: tuple[int, int]) -> Image.Image:
    """The frames, four beside one another, each with its time."""
    picture = Image.new("RGB", (COLUMNS * size[0], ROWS * size[1]))
    pen = ImageDraw.Draw(picture)
    for number, (told, cell) in enumerate(cells):
        x, y = number % COLUMNS * size[0], number // COLUMNS * size[1]
        picture.paste(cell, (x, y))
        pen.text((x + size[0] - 8, y + size[1] - 6), told, fill=(235, 235, 235), font=font("sans", 14), anchor="rs",
                 stroke_width=1, stroke_fill=(0, 0, 0))
    return picture


def main() -> None:
    """Draws the strips that are named, or all."""
    names = sys.argv[1:] or list(STRIPS)
    strange = [name for name in names if name not in STRIPS]
    if strange:
        raise SystemExit(f"there is no strip {', '.join(strange)}; one of: {', '.join(STRIPS)}")
    with TemporaryDirectory(prefix="throughline-strips-") as folder:
        film = Path(folder) / "film"
        film.mkdir()
        (film / "screenplay.fountain").write_text(script(names), encoding="utf-8")
        detail = os.environ.get("DETAIL")
        (film / "film.toml").write_text(f"[effects]\ndetail = {float(detail)}\n" if detail else "", encoding="utf-8")
        with workshop(open_film(film)) as shop:
            story, _ = film_status(shop, Wish(()))
            firsts: dict[str, str] = {}
            for shot in story.shot_list.shots:
                if shot.effects and shot.scene not in firsts:
                    firsts[shot.scene] = shot.id
            drawn(shop, {shot: names[int(scene) - 1] for scene, shot in firsts.items()})


if __name__ == "__main__":
    main()
