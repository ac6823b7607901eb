"""The effect stage: gas and what breaks, simulated once for all shots that see it."""

from __future__ import annotations

import math
import shutil

import msgspec
import numpy as np

from throughline.build.execute import Context
from throughline.effects import volume
from throughline.effects.destruction.collapse import Collapse, collapse
from throughline.effects.destruction.usd import write as write_pieces
from throughline.effects.pyro import Sources, embers, order_cells, simulate, solver
from throughline.effects.pyro.sources import Emitter
from throughline.film.effect import EffectOrder, EffectSheet
from throughline.film.record import Record, dump, load
from throughline.film.setplan import Box, Lamp, SetPlan
from throughline.stages.effect_orders import BREAKS, FRAMES, PIECES, SHEET, EffectParams
from throughline.stages.effect_sounds import pushes_of, sounds_of
from throughline.world import sets, standins
from throughline.world.rubble_light import shading
from throughline.world.sets.breakable import Tower

NEAR_M = 6.0
FINER, RISES = 1.75, 0.6  # the detail of a building's dust beside what its order's detail is, and how it rises with it
GRIP, RAGGED = 0.4, 0.8
GAS, POWDER = "dust_burst", (0.55, 0.51, 0.45)  # what a collapse gives off is a burst of heavy dust


def make_effect(context: Context) -> dict[str, float | int | str]:
    """Simulates one effect; gives effect.json (its sheet), volumes/0000.npz ... (its gas, a file a frame),
    particles/0000.npz ... (its embers, where it burns), and where something breaks pieces.usdc.
    What a killed build had is gone on from."""
    params = context.params
    if not isinstance(params, EffectParams):
        raise TypeError("the effect stage needs EffectParams")
    plan = sets.plan(params.set)
    stands, ruin = standins.standing(params.set) if params.order.kind in BREAKS else None, None
    order = msgspec.structs.replace(params.order, obstacles=walls_about(plan, params.order, stands))
    if stands is not None:
        ruin = collapse(order, stands)
        write_pieces(ruin, context.out / PIECES, shade=shading(params.set))
    blown, sources = (order, None) if ruin is None else dust_order(ruin)
    cells, _ = order_cells(blown, sources)
    lamps = _gas(context, blown, sources)
    pushes = ruin.pushes if ruin else pushes_of(order)
    sheet = EffectSheet(order=order, frames=len(lamps), lamps=tuple(lamps), pushes=pushes, cells=cells,
                        sounds=ruin.sounds if ruin else sounds_of(order))
    (context.out / SHEET).write_bytes(dump(sheet))
    return {"frames": sheet.frames, "cells": cells, "pieces": 0 if ruin is None else len(ruin.moves[0])}


def _gas(context: Context, order: EffectOrder, sources: Sources | None) -> list[tuple[Lamp, ...]]:
    """The lamps of every frame; the frames' volumes lie in the product."""
    kept = context.unfinished
    (kept / FRAMES).mkdir(exist_ok=True)
    gas = solver("numba" if context.engine is None else context.engine.name)
    made = [load(file.read_bytes(), _Glow).lamps for file in sorted((kept / FRAMES).glob("*.json"))]
    for volumes, notes in simulate(order, sources, kept / "state.npz", gas):
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


def walls_about(plan: SetPlan, order: EffectOrder, fallen: Tower | None = None) -> tuple[Box, ...]:
    """The set's walls that the effect may reach; what it happens to, or what it stands in, is none, nor the walls of
    what comes down."""
    reach = NEAR_M + 3.0 * order.size_m
    wide = (0.0, 0.0) if fallen is None else tuple(np.abs(fallen.piece.points[:, :2]).max(axis=0).tolist())
    return tuple(box for box in plan.obstacles
                 if box.x0 < order.x + reach and box.x1 > order.x - reach
                 and box.y0 < order.y + reach and box.y1 > order.y - reach
                 and not (box.x0 <= order.x <= box.x1 and box.y0 <= order.y <= box.y1)
                 and not _within(box, order, wide))


def _within(box: Box, order: EffectOrder, wide: tuple[float, ...]) -> bool:
    """Whether the box's middle is in a building ``wide`` to both sides, as the order turns it."""
    c, s = math.cos(order.facing), math.sin(order.facing)
    x, y = (box.x0 + box.x1) / 2 - order.x, (box.y0 + box.y1) / 2 - order.y
    return abs(c * x + s * y) < wide[0] and abs(c * y - s * x) < wide[1]


def dust_order(ruin: Collapse) -> tuple[EffectOrder, Sources]:
    """What the solver of gas is asked for a collapse's dust: the order, by how high the building really is, and the
    sources that its pieces are."""
    order, height = ruin.order, float(ruin.pieces.high[:, 2].max())
    frame = order.rate_den / order.rate_num
    rows = [(puff.t, *puff.place, puff.radius, 0.0, puff.heat, 0.0, puff.amount * frame, *puff.velocity)
            for puff in ruin.dust if not puff.seconds]
    lasting = tuple(Emitter(puff.place, (puff.radius,) * 3, puff.t, puff.t + puff.seconds, heat=puff.heat,
                            dust=puff.amount, velocity=puff.velocity, grip=GRIP, swell=puff.swell, ragged=RAGGED,
                            mark=number) for number, puff in enumerate(p for p in ruin.dust if p.seconds))
    blown = msgspec.structs.replace(order, kind=GAS, size_m=height, colour=order.colour or POWDER,
                                    detail=FINER * order.detail ** RISES)
    return blown, Sources(lasting, np.array(rows, np.float64).reshape(-1, 12))
