"""The board stage: a shot's panels drawn from rendered passes, with arrows for what moves."""

from __future__ import annotations

import hashlib

import numpy as np
from PIL import Image

from throughline.build.execute import Context
from throughline.engines.contracts import Pass
from throughline.film.blocking import Blocking
from throughline.film.layout import LayoutSheet
from throughline.film.shot import Move
from throughline.picture import board
from throughline.picture.arrows import camera_arrows, subject_arrows
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.records import BoardParams
from throughline.stages.rendering import board_passes, rendered
from throughline.stages.volumes import merged, volumes
from throughline.world.prim_names import prim_name

PASSES = (Pass.COLOUR, Pass.DEPTH, Pass.NORMAL, Pass.ID)
SCREEN_TRAVEL = 0.5
STAY = (Move.STATIC, Move.HANDHELD, Move.TRACK, Move.LEAD, Move.FOLLOW)



def make_board(context: Context) -> dict[str, float | int | str]:
    """Reads a layout; gives panel_1.png and, where the shot changes enough, panel_2.png."""
    params = context.params
    if not isinstance(params, BoardParams):
        raise TypeError("the board stage needs BoardParams")
    shot, folder = params.blocking.shot, context.inputs["layout"]
    sheet = read_sheet(folder)
    frames = panel_frames(params.blocking, sheet)
    drawn = rendered(params.engine, folder / "shot.usdc", frames, (params.width, params.height), PASSES)
    soft, arrows = volumes(folder / "shot.usdc", sheet, params.blocking, context.inputs, seed_of_shot(shot.id)), 0
    for number, frame in enumerate(drawn, start=1):
        seen = merged(*soft.seen(frame))
        panel = board.draw_panel(board_passes(seen), f"{shot.id}/{number}", _subjects(params),
                                 sheet.mood.fog_density if params.blocking.set.fog else 0.0)
        if number == 1:
            arrows = subject_arrows(panel, sheet, params.blocking.framing.subjects, frame.number)
            camera_arrows(panel, shot.move, sheet, frame.number)
        Image.fromarray(panel).save(context.out / f"panel_{number}.png", compress_level=6)
        context.progress(number / len(frames))
    return {"panels": len(frames), "arrows": arrows}


def _subjects(params: BoardParams) -> dict[str, tuple[float, float, float]]:
    """The ID names of people and vehicles, washed in their own colours."""
    names = [f"Cast/{prim_name(part.name)}" for part in params.blocking.performances]
    names += [f"Vehicles/{prim_name(vehicle.name)}" for vehicle in params.blocking.vehicles]
    return {name: (1.0, 1.0, 1.0) for name in names}


def panel_frames(blocking: Blocking, sheet: LayoutSheet) -> list[int]:
    """The frames that tell the shot: one where it rests, two where it travels, an effect at its height."""
    last = sheet.frames - 1
    effect = next((cue for cue in blocking.shot.effects if cue.frame >= 0), None)
    if effect is not None:
        return [min(last, effect.frame + max(10, min(40, (last - effect.frame) // 2)))]
    if blocking.shot.move not in STAY or _travel(blocking, sheet) > SCREEN_TRAVEL:
        return [round(last * 0.14), round(last * 0.88)] if last > 30 else [last // 2]
    return [round(last * 0.45)]


def _travel(blocking: Blocking, sheet: LayoutSheet) -> float:
    """How far the first subject goes on the screen, in half widths."""
    first = blocking.framing.subjects[:1]
    for track in sheet.tracks:
        if track.name in first:
            middles = np.array([[(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2] for box in track.boxes
                                if box.visible > 0.05])
            return float(np.linalg.norm(middles[-1] - middles[0])) if len(middles) > 1 else 0.0
    return 0.0


def seed_of_shot(shot_id: str) -> int:
    return int.from_bytes(hashlib.sha256(shot_id.encode()).digest()[:4], "big")
