"""A hero frame of gas by Cycles: path-traced, with the matter and light of picture.march."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from throughline.engines.blender.volumes import VolumeWorker, volume_worker
from throughline.engines.contracts import RequestRefused
from throughline.picture import blackbody
from throughline.picture.march_light import Light
from throughline.picture.march_matter import FLAME
from throughline.picture.march_rays import LOBES
from throughline.picture.view import View

Floats = NDArray[np.float32]
HOTTEST = 2600.0  # kelvin: the ramp's last stop


class Hero(NamedTuple):
    """``picture`` (H, W, 4) float32 linear Rec.709, premultiplied; seconds that Cycles took, and to load."""

    picture: Floats
    seconds: float
    load_s: float


def render_hero(stage: Path | None, vdb_files: Sequence[Path], frame: int, size: tuple[int, int], samples: int, *,
                view: View, light: Light, albedo: Sequence[tuple[float, float, float]] = (), denoise: bool = True,
                seed: int = 0, out: Path, worker: VolumeWorker | None = None) -> Hero:
    """The volumes of ``vdb_files`` by Cycles with ``samples`` a pixel, before the set of ``stage`` as a hold-out.

    ``size`` width and height; ``albedo`` one a file (0.6 where there is none); written to ``out`` as an EXR too.
    Raises:
        EngineError: there is no Blender, or it failed; RequestRefused: a file is broken.
    """
    if worker is None:
        with volume_worker() as own:
            return render_hero(stage, vdb_files, frame, size, samples, view=view, light=light, albedo=albedo,
                               denoise=denoise, seed=seed, out=out, worker=own)
    missing = [str(file) for file in (*vdb_files, *([stage] if stage else [])) if not file.is_file()]
    if missing:
        raise RequestRefused(f"no file at {missing[0]}")
    colours = [*albedo, *[(0.6, 0.6, 0.6)] * (len(vdb_files) - len(albedo))]
    plain = worker.scratch / "hero.npy"
    answer = worker.ask({
        "do": "render", "vdb": [str(file.absolute()) for file in vdb_files],
        "albedo": [list(map(float, colour)) for colour in colours],
        "stage": None if stage is None else str(stage.absolute()), "frame": frame, "size": list(size),
        "samples": samples, "denoise": denoise, "seed": seed, "view": _view(view), "light": _light(light),
        "flame": FLAME, "anisotropy": sum(g * share for g, share in LOBES), "table": _table(),
        "out": str(out.absolute()), "plain": str(plain)})
    return Hero(np.load(plain, allow_pickle=False), float(answer["seconds"]), float(answer["load_s"]))


def _view(view: View) -> dict[str, object]:
    right, up, forward = view.axes().astype(float).tolist()
    return {"position": list(map(float, view.position)), "right": right, "up": up, "forward": forward,
            "lens": view.lens_mm, "aspect": view.aspect}


def _light(light: Light) -> dict[str, object]:
    lamps = [] if light.lamps is None else np.asarray(light.lamps, float).tolist()
    return {"key": list(light.key), "irradiance": list(light.irradiance), "sky": list(light.sky),
            "ground": list(light.ground), "lamps": lamps, "fire": light.fire}


def _table() -> list[list[float]]:
    table = blackbody.table()
    kelvin = np.arange(len(table)) * blackbody.STEP
    rows = np.column_stack([kelvin, table])[kelvin <= HOTTEST]
    return [[float(value) for value in row] for row in rows]
