"""Previs frames a second at 640x268 through Workbench, worker start apart and included."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.line import Figures, report
from throughline.build.run import run
from throughline.engines.blender.engine import BlenderRenderer
from throughline.engines.contracts import Pass, RenderRequest
from throughline.stages.film_folder import open_film
from throughline.stages.layout import read_sheet
from throughline.stages.pipeline import chosen_engines, read_story, shot_plan
from throughline.stages.previs import PrevisParams, graded
from throughline.stages.produce import workshop
from throughline.stages.rendering import renderer

EXAMPLE = Path(__file__).parent.parent / "examples/crossing"
SIZE = (640, 268)


def measure() -> Figures:
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        film = open_film(Path(shutil.copytree(EXAMPLE, Path(folder) / "film", ignore=shutil.ignore_patterns("build"))))
        with workshop(film) as shop:
            story = read_story(film, shop.store, shop.ledger)
            engines = chosen_engines(film, {})
            plan = shot_plan(film, story, engines, shop.store)
            shots = [task.id for task in plan.tasks.values() if task.stage == "layout"]
            chosen = shots[len(shots) // 2]
            layout = run(plan, shop.store, shop.ledger, targets=[chosen], jobs=2).products[chosen]
            start = _started(layout.path("shot.usdc"), Path(folder))
            params = next(task.params for task in plan.tasks.values()
                          if task.id == chosen.replace("layout/", "previs_clip/"))
            if not isinstance(params, PrevisParams):
                raise TypeError("the previs task has no PrevisParams")
            sheet = read_sheet(layout.folder)
            renderer("blender")
            first = time.perf_counter()
            frames = sum(1 for _ in graded(params, sheet, layout.path("shot.usdc")))
            whole = time.perf_counter() - first
            again = time.perf_counter()
            frames = sum(1 for _ in graded(params, sheet, layout.path("shot.usdc")))
            warm = time.perf_counter() - again
            renderer("blender").close()
    return {"fps": round(frames / warm, 2), "fps_with_start": round(frames / whole, 2),
            "worker_start_s": round(start, 2), "frames": frames, "shot": chosen}


def _started(stage: Path, folder: Path) -> float:
    """Seconds from asking a cold engine for one small frame to having it."""
    engine = BlenderRenderer()
    start = time.perf_counter()
    engine.render(RenderRequest(stage=str(stage), frames=(0,), width=64, height=28, passes=(Pass.COLOUR,),
                                out=str(folder)))
    engine.close()
    return time.perf_counter() - start


if __name__ == "__main__":
    report("previs", measure)
