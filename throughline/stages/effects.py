"""The effect stage: gas and what breaks, simulated once for all shots that see it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import msgspec
import numpy as np

from throughline.build.execute import Context
from throughline.effects import volume
from throughline.effects.destruction.collapse import collapse
from throughline.effects.destruction.usd import write as write_pieces
from throughline.effects.pyro import Sources, embers, order_cells, simulate
from throughline.effects.sources import DustSource
from throughline.film.effect import EffectOrder, EffectSheet
from throughline.film.record import Record, dump, load
from throughline.film.setplan import Box, Lamp, SetPlan
from throughline.stages.effect_orders import BREAKS, FRAMES, PIECES, SHEET, EffectParams
from throughline.stages.effect_sounds import pushes_of, sounds_of
from throughline.world import sets, standins
from throughline.world.rubble_light import shading

NEAR_M = 6.0


def make_effect(context: Context) -> dict[str, float | int | str]:
    """Simulates one effect; gives effect.json (its sheet), volumes/0000.npz ... (its gas, a file a frame),
    particles/0000.npz ... (its embers, where it burns), and where something breaks pieces.usdc.
    What a killed build had is gone on from."""
    params = context.params
    if not isinstance(params, EffectParams):
        raise TypeError("the effect stage needs EffectParams")
    plan = sets.plan(params.set)
    order = msgspec.structs.replace(params.order, obstacles=_about(plan, params.order))
    ruin, sources = None, None
    if order.kind in BREAKS:
        ruin = collapse(order, standins.standing(params.set))
        write_pieces(ruin, context.out / PIECES, shade=shading(params.set))
        sources = Sources(puffs=puffs(ruin.dust, order))
    cells, _ = order_cells(order, sources)
    lamps = _gas(context, order, sources)
    pushes = ruin.pushes if ruin else pushes_of(order)
    sheet = EffectSheet(order=order, frames=len(lamps), lamps=tuple(lamps), pushes=pushes, cells=cells,
                        sounds=ruin.sounds if ruin else sounds_of(order))
    (context.out / SHEET).write_bytes(dump(sheet))
    return {"frames": sheet.frames, "cells": cells, "pieces": 0 if ruin is None else len(ruin.moves[0])}


def _gas(context: Context, order: EffectOrder, sources: Sources | None) -> list[tuple[Lamp, ...]]:
    """The lamps of every frame; the frames' volumes lie in the product."""
    kept = context.unfinished
    (kept / FRAMES).mkdir(exist_ok=True)
    made = [load(file.read_bytes(), _Glow).lamps for file in sorted((kept / FRAMES).glob("*.json"))]
    for volumes, notes in simulate(order, sources, kept / "state.npz"):
        name = f"{notes.frame:04d}"
        volume.write(kept / FRAMES / f"{name}.npz", volumes)
        (kept / FRAMES / f"{name}.json").write_bytes(dump(_Glow(lamps=notes.lamps)))
        del made[notes.frame:]
        made.append(notes.lamps)
        context.progress(len(made) / max(1, round(order.seconds * order.rate_num / order.rate_den)),
                         f"frame {len(made)}, {notes.cells / 1e6:.1f} M cells")
    (context.out / FRAMES).mkdir()
    for file in sorted((kept / FRAMES).glob("*.npz")):
        shutil.move(file, context.out / FRAMES / file.name)
    if order.kind in embers.RATES:
        _embers(context, order)
    return made


def _embers(context: Context, order: EffectOrder) -> None:
    """What the fire lets go, led through all of its gas from frame 0."""
    folder = context.out / embers.FOLDER
    folder.mkdir()
    files = sorted((context.out / FRAMES).glob("*.npz"))
    for file, found in zip(files, embers.embers(order, (volume.read(file) for file in files)), strict=True):
        embers.write(folder / file.name, found)


class _Glow(Record):
    lamps: tuple[Lamp, ...]


def _about(plan: SetPlan, order: EffectOrder) -> tuple[Box, ...]:
    """The set's walls that the effect may reach; what it happens to, or what it stands in, is none."""
    reach = NEAR_M + 3.0 * order.size_m
    return tuple(box for box in plan.obstacles
                 if box.x0 < order.x + reach and box.x1 > order.x - reach
                 and box.y0 < order.y + reach and box.y1 > order.y - reach
                 and not (box.x0 <= order.x <= box.x1 and box.y0 <= order.y <= box.y1))


def puffs(dust: Sequence[DustSource], order: EffectOrder) -> np.ndarray:
    """(N, 12) float64: what a collapse gives off, as the solver of gas takes it."""
    frame = order.rate_den / order.rate_num
    rows = [(puff.t, *puff.place, puff.radius, 0.0, puff.heat, 0.0, puff.amount * frame, *puff.velocity)
            for puff in dust]
    return np.array(rows, np.float64).reshape(-1, 12)
