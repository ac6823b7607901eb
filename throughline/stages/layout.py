"""The layout stage: one USD stage a shot, whole in itself, and its sheet of figures."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np

from throughline.build.execute import Context
from throughline.film.layout import LayoutSheet
from throughline.film.record import dump, load
from throughline.stages.records import LayoutParams
from throughline.world import sets
from throughline.world.layout import compose_shot
from throughline.world.layout.compose import BodyFile
from throughline.world.layout.usd_parts import prim_name


def make_layout(context: Context) -> dict[str, float | int | str]:
    """Reads the set and the bodies; gives shot.usdc with set.usdc and cast/*.usdc beside it, effects.npz where
    there are soft volumes, and layout.json."""
    params = context.params
    if not isinstance(params, LayoutParams):
        raise TypeError("the layout stage needs LayoutParams")
    blocking = params.blocking
    shutil.copyfile(context.inputs["set"], context.out / "set.usdc")
    bodies = {}
    for part in blocking.performances:
        file = f"cast/{prim_name(part.name)}.usdc"
        folder = context.inputs[f"body:{part.name}"]
        bodies[part.name] = BodyFile(file, np.load(folder / "rest.npy", allow_pickle=False), part.look.height_m)
        (context.out / "cast").mkdir(exist_ok=True)
        shutil.copyfile(folder / "body.usdc", context.out / file)
    sheet = compose_shot(blocking, sets.plan(blocking.set), bodies, "set.usdc", context.out, Fraction(params.rate),
                         params.aspect)
    for warning in sheet.warnings:
        context.warn(warning)
    (context.out / "layout.json").write_bytes(dump(sheet))
    return {"frames": sheet.frames, "people": len(blocking.performances)}


def read_sheet(folder: Path) -> LayoutSheet:
    """The sheet in a layout product's folder."""
    return load((folder / "layout.json").read_bytes(), LayoutSheet)
