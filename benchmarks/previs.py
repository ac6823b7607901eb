"""Previs frames a second at 640x268 through Workbench, worker start apart and included; and what people who move by the
learned model cost: the busiest shot without simulated effects, which would hide it, laid out and rendered with them,
over the same with the keyed gait of before.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import cast
from unittest.mock import patch

import psutil

from benchmarks.keyed_gait import keyed_performance
from benchmarks.line import Figures, report
from throughline.build.execute import Context
from throughline.build.plan import Plan
from throughline.build.run import run
from throughline.build.stage import Made, Product, Task
from throughline.engines.blender.engine import BlenderRenderer
from throughline.engines.contracts import Pass, RenderRequest
from throughline.stages.film_folder import open_film
from throughline.stages.layout import make_layout
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.pipeline import chosen_engines, read_story, shot_plan
from throughline.stages.previs import graded
from throughline.stages.produce import workshop
from throughline.stages.records import LayoutParams, PrevisParams
from throughline.stages.rendering import renderer
from throughline.world.layout import compose

EXAMPLE = Path(__file__).parent.parent / "examples/crossing"
TIMES = 3


def measure() -> Figures:
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        film = open_film(Path(shutil.copytree(EXAMPLE, Path(folder) / "film", ignore=shutil.ignore_patterns("build"))))
        with workshop(film) as shop:
            story = read_story(film, shop.store, shop.ledger)
            plan = shot_plan(film, story, chosen_engines(film, {}), shop.store)
            layouts = [task for task in plan.tasks.values() if task.stage == "layout"]
            task = max((task for task in layouts if not simulated(task)), key=busy)
            products = run(plan, shop.store, shop.ledger, targets=task.needs, jobs=0).products
            return timed(plan, task, products, Path(folder))


def timed(plan: Plan, task: Task, products: Mapping[str, Product], folder: Path) -> Figures:
    """The figures of one shot, whose layout task is told with all that goes into it."""
    params = plan.tasks[task.id.replace("layout/", "previs_clip/")].params
    if not isinstance(params, PrevisParams):
        raise TypeError("the previs task has no PrevisParams")
    laid = {name: laid_out(task, products, folder / name, how)
            for name, how in (("learned", compose.perform), ("keyed", keyed_performance))}
    start = started(folder / "learned/shot.usdc", folder)
    renderer("blender")
    whole, frames = rendered(params, folder / "learned")[0], params.blocking.shot.frames
    seen = {name: min((rendered(params, folder / name) for _ in range(2)), key=lambda took: took[1]) for name in laid}
    renderer("blender").close()
    cpu = {name: laid[name] + seen[name][1] for name in laid}
    return {"fps": round(frames / seen["learned"][0], 2), "fps_with_start": round(frames / whole, 2),
            "worker_start_s": round(start, 2), "frames": frames, "shot": task.name,
            "people": len(params.blocking.performances), "previs_slowdown": round(cpu["learned"] / cpu["keyed"], 3),
            "layout_slowdown": round(laid["learned"] / laid["keyed"], 3),
            "cpu_s": {f"{what} {name}": round(value, 2) for what, row in (
                ("layout", laid), ("render", {name: one[1] for name, one in seen.items()}))
                for name, value in row.items()}}


def simulated(task: Task) -> bool:
    """True where a layout waits for gas or for what breaks."""
    return any(isinstance(made, Made) and made.task.startswith("effect/") for _, made in task.inputs)


def busy(task: Task) -> float:
    """How many person-frames a layout has."""
    if not isinstance(task.params, LayoutParams):
        raise TypeError("the layout task has no LayoutParams")
    return len(task.params.blocking.performances) * task.params.blocking.shot.frames


def laid_out(task: Task, products: Mapping[str, Product], out: Path, perform: Callable[..., object]) -> float:
    """CPU seconds of the layout stage, the least of ``TIMES``, with people who move by ``perform``."""
    inputs = {name: products[made.task].path(made.file) if made.file else products[made.task].folder
              for name, made in task.inputs if isinstance(made, Made)}
    best = float("inf")
    for _ in range(TIMES):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        context = SimpleNamespace(params=task.params, inputs=inputs, out=out, warn=lambda line: None)
        with patch.object(compose, "perform", perform):
            began = time.process_time()
            make_layout(cast(Context, context))
            best = min(best, time.process_time() - began)
    return best


def rendered(params: PrevisParams, layout: Path) -> tuple[float, float]:
    """Wall and CPU seconds, Blender's included, of a layout's previs frames."""
    before, began = cpu_seconds(), time.perf_counter()
    sheet = read_sheet(layout)
    for _ in graded(params, sheet, {"layout": layout}, range(sheet.frames)):
        pass
    return time.perf_counter() - began, cpu_seconds() - before


def cpu_seconds() -> float:
    own = psutil.Process()
    return sum(sum(each.cpu_times()[:2]) for each in (own, *own.children(recursive=True)))


def started(stage: Path, folder: Path) -> float:
    """Seconds from asking a cold engine for one small frame to having it."""
    engine = BlenderRenderer()
    start = time.perf_counter()
    engine.render(RenderRequest(stage=str(stage), frames=(0,), width=64, height=28, passes=(Pass.COLOUR,),
                                out=str(folder)))
    engine.close()
    return time.perf_counter() - start


if __name__ == "__main__":
    report("previs", measure)
