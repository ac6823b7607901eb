"""Products as the stages leave them, small: panels, layout sheets, shots and blockings to make books and plans of."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PIL import Image

from throughline.film.blocking import (
    Blocking,
    Framing,
    FramingStyle,
    Look,
    Performance,
    PlacedEffect,
    SetRef,
    Vehicle,
    Waypoint,
)
from throughline.film.layout import CameraSample, LayoutSheet, ScreenBox, ScreenTrack
from throughline.film.record import dump
from throughline.film.shot import Angle, EffectCue, Move, Shot, Size, SpokenLine
from throughline.film.story import SetKind, TimeOfDay
from throughline.world import sets

Place = tuple[float, float, float]


def context(out: Path, params: object, inputs: dict[str, Path]) -> SimpleNamespace:
    """What a stage sees of a build."""
    out.mkdir(parents=True, exist_ok=True)
    warnings: list[str] = []
    return SimpleNamespace(out=out, params=params, inputs=inputs, warn=warnings.append, warnings=warnings,
                           progress=lambda *told: None)


def shot(name: str, frames: int = 24, lens: int = 50, move: Move = Move.STATIC) -> Shot:
    spoken = (SpokenLine(speaker="하나", text="누구야?", frame_in=2, frame_out=12, line=4, off_screen=True),)
    return Shot(id=name, scene=name.partition("-")[0], frames=frames, size=Size.CU, angle=Angle.LOW, move=move,
                lens_mm=lens, subjects=("하나",), action=f"하나가 돌아본다 ({name}).", spoken=spoken,
                effects=(EffectCue(kind="explosion", frame=3),) if name.endswith("020") else ())


def board(folder: Path, *greys: int, size: tuple[int, int] = (320, 134), mode: str = "RGB") -> Path:
    """A board product with a panel of every grey."""
    folder.mkdir(parents=True)
    for number, level in enumerate(greys, 1):
        Image.fromarray(np.full((size[1], size[0], 3), level, np.uint8)).convert(mode).save(
            folder / f"panel_{number}.png")
    return folder


def blocking(of: Shot, kind: SetKind = SetKind.ROOM) -> Blocking:
    """하나 walks past a parked car, whatever the set, to an explosion."""
    walk = (Waypoint(frame=0, x=-1.0, y=0.0), Waypoint(frame=of.frames - 1, x=2.0, y=0.0))
    return Blocking(
        shot=of, set=SetRef(kind=kind, time=TimeOfDay.DAY, indoors=kind is SetKind.ROOM), props=(),
        performances=(Performance(name="하나", look=Look(name="하나"), path=walk),
                      Performance(name="UNSEEN", look=Look(name="UNSEEN"), path=(Waypoint(frame=0, x=3.0, y=2.0),))),
        vehicles=(Vehicle(name="검은 차", kind="suv", colour="#000000", path=(Waypoint(frame=0, x=0.0, y=2.0,
                                                                                  facing=0.0),)),),
        effects=tuple(PlacedEffect(cue=cue, x=1.0, y=-1.0, z=0.0) for cue in of.effects),
        framing=Framing(style=FramingStyle.SINGLE, subjects=("하나",)))


def layout(folder: Path, of: Blocking, lens: tuple[float, float] = (35.2, 35.2),
           camera: tuple[Place, Place] = ((-3.0, -2.0, 1.5), (-3.0, -2.0, 1.5))) -> Path:
    """A layout product whose camera goes from one place to another while it looks at the middle."""
    folder.mkdir(parents=True)
    frames, ends = of.shot.frames, np.array(camera)
    places = np.linspace(ends[0], ends[1], frames)
    lenses = np.linspace(*lens, frames)
    samples = tuple(CameraSample(position=(float(x), float(y), float(z)), look=(0.0, 0.0, 1.5), roll=0.0,
                                 lens_mm=float(focal)) for (x, y, z), focal in zip(places, lenses, strict=True))
    boxes = tuple(ScreenBox(frame=frame, x0=-0.2, y0=-0.8, x1=0.2, y1=0.8, depth=depth, visible=0.9)
                  for frame, depth in ((0, 3.0), (frames - 1, 2.0)))
    sheet = LayoutSheet(shot=of.shot.id, frames=frames, rate_num=24, rate_den=1, aspect=2.39, camera=samples,
                        mood=sets.plan(of.set).mood, lamps=((),) * frames, footsteps=(),
                        tracks=(ScreenTrack(name="하나", kind="person", boxes=boxes),))
    (folder / "layout.json").write_bytes(dump(sheet))
    return folder
