"""A scene from above: its set, and from its shots' layouts the tracks of cameras, cast and vehicles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from throughline.film.blocking import Act, Blocking, Performance, Waypoint
from throughline.film.layout import CameraSample, LayoutSheet
from throughline.film.setplan import SetPlan
from throughline.film.story import SetKind
from throughline.formats.plan_view import Area, Lane, Mark, Path, PlanCamera, PlanView, Point, Top
from throughline.formats.shot_words import effect_word, move_word, size_word
from throughline.stages.plans_records import PlannedScene
from throughline.world import sets, vehicles
from throughline.world.sets import car, hall, office, room
from throughline.world.sets.interior import Shell
from throughline.world.sets.streetplan import ROAD, ZEBRAS

SHELLS = {SetKind.ROOM: room.shell, SetKind.OFFICE: office.shell, SetKind.HALL: hall.shell}
STEP = 4
COARSE = 12
"""Frames between the points of a track as it is drawn, and between those that its length is measured over."""
WALL = 0.15
SEEN = 0.02
SENSOR = 36.0
SPOTS = frozenset({"door", "window", "crosswalk", "signal", "bus stop", "gate", "altar", "counter", "stairs"})
Rows = NDArray[np.float64]


def plan_view(scene: PlannedScene, sheets: Mapping[str, LayoutSheet], rate: float, language: str) -> PlanView:
    """The scene's plan from those of its shots that have a sheet, of which there is at least one."""
    blockings = [blocking for blocking in scene.blockings if blocking.shot.id in sheets]
    plan = sets.plan(blockings[0].set)
    cameras = tuple(_camera(blocking, sheets[blocking.shot.id], plan, rate, language) for blocking in blockings)
    across, up = math.hypot(plan.mood.key[0], plan.mood.key[1]), plan.mood.key[2]
    key = (math.atan2(plan.mood.key[1], plan.mood.key[0]), math.atan2(up, across)) if across > 1e-6 else None
    called = dict(scene.called)
    return PlanView(scene=scene.scene, heading=scene.heading, areas=_areas(plan, blockings), lanes=tuple(
        Lane(start=(lane.x0, lane.y0), end=(lane.x1, lane.y1)) for lane in plan.lanes),
        tops=tuple(replace(top, name=called.get(top.name, top.name)) for top in _tops(blockings, sheets, rate, plan)),
        marks=_marks(plan, blockings, language), key=key,
        cameras=tuple(replace(camera, subject=called.get(camera.subject, camera.subject)) for camera in cameras))


def _areas(plan: SetPlan, blockings: Sequence[Blocking]) -> tuple[Area, ...]:
    gone = {name for blocking in blockings for name in blocking.gone}
    shell = SHELLS[plan.ref.kind](plan.ref) if plan.ref.kind in SHELLS else None
    found = [Area(kind="ground", corners=_corners(*(shell.extent if shell else plan.extent)))]
    found += [Area(kind="pavement", corners=_corners(box.x0, box.y0, box.x1, box.y1), name=box.name, height=box.height)
              for box in plan.raised]
    found += [Area(kind="piece", corners=_corners(box.x0, box.y0, box.x1, box.y1), height=box.height,
                   name=box.name.replace("_", " ")) for box in plan.obstacles if box.name not in gone]
    if plan.ref.kind in (SetKind.STREET, SetKind.BETWEEN, SetKind.CAR):
        found += [Area(kind="zebra", corners=_corners(x0, -ROAD, x1, ROAD)) for x0, x1 in ZEBRAS]
    return (*found, *(_walls(shell) if shell else ()))


def _walls(shell: Shell) -> list[Area]:
    """The four walls of a room and what is cut into them."""
    x0, y0, x1, y1 = shell.extent
    bands = {"north": (x0 - WALL, y1, x1 + WALL, y1 + WALL), "south": (x0 - WALL, y0 - WALL, x1 + WALL, y0),
             "west": (x0 - WALL, y0, x0, y1), "east": (x1, y0, x1 + WALL, y1)}
    found = [Area(kind="wall", corners=_corners(*band)) for band in bands.values()]
    for hole in shell.holes:
        a, b, c, d = bands[hole.wall]
        cut = (hole.a0, b, hole.a1, d) if hole.wall in ("north", "south") else (a, hole.a0, c, hole.a1)
        found.append(Area(kind="door" if hole.door else "opening", corners=_corners(*cut),
                          name="door" if hole.door else "window"))
    return found


def _corners(x0: float, y0: float, x1: float, y1: float) -> tuple[Point, ...]:
    return (float(x0), float(y0)), (float(x1), float(y0)), (float(x1), float(y1)), (float(x0), float(y1))


def _marks(plan: SetPlan, blockings: Sequence[Blocking], language: str) -> tuple[Mark, ...]:
    found = {(spot.name, round(spot.x, 1), round(spot.y, 1)): Mark(kind="spot", name=spot.name, at=(spot.x, spot.y))
             for spot in plan.spots if spot.name in SPOTS}
    lamps = [Mark(kind="lamp", name="lamp", at=(lamp.x, lamp.y)) for lamp in plan.lamps]
    effects = [Mark(kind="effect", name=effect_word(effect.cue.kind, language), at=(effect.x, effect.y),
                    radius=effect.cue.size_m / 2, shot=blocking.shot.id)
               for blocking in blockings for effect in blocking.effects]
    return (*found.values(), *lamps, *effects)


def _tops(blockings: Sequence[Blocking], sheets: Mapping[str, LayoutSheet], rate: float,
          plan: SetPlan) -> tuple[Top, ...]:
    """Who and what is in the shots, each once with a path a shot; those that a shot's camera never sees are left."""
    found: dict[tuple[str, str], Top] = {}
    for blocking in blockings:
        frames = blocking.shot.frames
        seen = {track.name for track in sheets[blocking.shot.id].tracks
                if max((box.visible for box in track.boxes), default=0.0) > SEEN} | {*blocking.framing.subjects}
        for part in blocking.performances:
            if part.name in seen:
                _add(found, part.name, "lying" if _lies(part) else "person", 0.16 * part.look.height_m,
                     0.27 * part.look.height_m, _path(blocking.shot.id, part.path, frames, rate))
        for vehicle in blocking.vehicles:
            long, wide, _high = vehicles.size(vehicle.kind)
            _add(found, vehicle.name, "vehicle", long, wide, _path(blocking.shot.id, vehicle.path, frames, rate))
        for prop in blocking.props:
            if prop.holder is None:
                at = Waypoint(frame=0, x=prop.x, y=prop.y, facing=prop.facing)
                _add(found, prop.name, "prop", 0.3, 0.3, _path(blocking.shot.id, (at,), frames, rate))
    return (*_own_car(plan, blockings), *found.values())


def _lies(part: Performance) -> bool:
    return any(moment.act is Act.LIE and moment.frame_in <= 0 for moment in part.moments)


def _own_car(plan: SetPlan, blockings: Sequence[Blocking]) -> tuple[Top, ...]:
    """The car that the scene plays in."""
    if plan.ref.kind is not SetKind.CAR:
        return ()
    kind, _colour = car.described(plan.ref.name)
    long, wide, _high = vehicles.size(kind)
    stands = (Waypoint(frame=0, x=car.AT[0], y=car.AT[1], facing=0.0),)
    paths = tuple(_path(blocking.shot.id, stands, 1, 1.0) for blocking in blockings)
    return (Top(name=plan.ref.name or kind, kind="vehicle", length=long, width=wide, paths=paths),)


def _add(found: dict[tuple[str, str], Top], name: str, kind: str, length: float, width: float, path: Path) -> None:
    before = found.get((name, kind))
    if kind == "lying":
        length = width / 0.27
    found[name, kind] = Top(name=name, kind=kind, length=length, width=width,
                            paths=(*(before.paths if before else ()), path))


def _path(shot: str, waypoints: Sequence[Waypoint], frames: int, rate: float) -> Path:
    """Where something with these waypoints is over the frames of a shot."""
    times = np.unique(np.append(np.arange(0, frames, STEP), frames - 1)).astype(np.float64)
    at = np.array([point.frame for point in waypoints], dtype=np.float64)
    where = np.stack([np.interp(times, at, [getattr(point, axis) for point in waypoints]) for axis in "xy"], axis=1)
    steps = np.linalg.norm(np.diff(where, axis=0), axis=1) / np.maximum(np.diff(times), 1e-9) * rate
    moving = np.flatnonzero(steps > 0.05)
    ends = [_facing(waypoints[0], where, moving[:1]), _facing(waypoints[-1], where, moving[-1:])]
    return Path(shot=shot, points=_points(where), facing=(ends[0], ends[1]),
                speed=float(steps.max(initial=0.0)))


def _facing(point: Waypoint, where: Rows, step: NDArray[np.intp]) -> float:
    if point.facing is not None:
        return float(point.facing)
    if not len(step):
        return 0.0
    dx, dy = where[step[0] + 1] - where[step[0]]
    return float(math.atan2(dy, dx))


def _points(where: Rows) -> tuple[Point, ...]:
    return tuple((round(float(x), 3), round(float(y), 3)) for x, y in where)


def _camera(blocking: Blocking, sheet: LayoutSheet, plan: SetPlan, rate: float, language: str) -> PlanCamera:
    shot, first, last = blocking.shot, sheet.camera[0], sheet.camera[-1]
    places = np.array([sample.position for sample in sheet.camera])
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    kept = places[[*range(0, len(places) - 1, STEP), len(places) - 1], :2]
    coarse = places[[*range(0, len(places) - 1, COARSE), len(places) - 1]]
    ends = [_end(sample, plan) for sample in (first, last)]
    travel = float(np.linalg.norm(np.diff(coarse, axis=0), axis=1).sum())
    subject, distance = _subject(blocking, sheet)
    return PlanCamera(
        shot=shot.id, points=_points(kept), heading=(ends[0][0], ends[1][0]), half=(ends[0][1], ends[1][1]),
        tilt=(ends[0][2], ends[1][2]), height=(ends[0][3], ends[1][3]), lens=(first.lens_mm, last.lens_mm),
        field=(_field(first), _field(last)), distance=distance, subject=subject,
        travel=travel, speed=_top_speed(steps, rate), size=size_word(shot.size, language),
        move=move_word(shot.move, language), seconds=sheet.frames / rate)


def _field(sample: CameraSample) -> float:
    return 2.0 * math.atan(SENSOR / 2.0 / sample.lens_mm)


def _end(sample: CameraSample, plan: SetPlan) -> tuple[float, float, float, float]:
    """Heading, half the field as it looks from above, tilt, and height over the ground below."""
    x, y, z = sample.position
    ahead = np.array(sample.look) - np.array(sample.position)
    level = math.hypot(ahead[0], ahead[1])
    tilt = math.atan2(ahead[2], level)
    half = math.atan2(math.tan(_field(sample) / 2), max(math.cos(tilt), 0.05))
    ground = max((box.height for box in plan.raised if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1), default=0.0)
    return math.atan2(ahead[1], ahead[0]), half, tilt, z - ground


def _top_speed(steps: Rows, rate: float) -> float:
    """The highest speed over half a second, so that a hand-held camera's shake is none."""
    window = max(1, min(len(steps), round(rate / 2)))
    if not len(steps):
        return 0.0
    return float(np.convolve(steps, np.ones(window) / window, mode="valid").max() * rate)


def _subject(blocking: Blocking, sheet: LayoutSheet) -> tuple[str, tuple[float, float]]:
    """Whom the shot is of, and how far in front of the lens they are when first and last seen; the place that it shows
    where it shows nobody."""
    for name in blocking.framing.subjects:
        boxes = [box for track in sheet.tracks if track.name == name for box in track.boxes
                 if box.visible > SEEN and box.depth > 0]
        if boxes:
            return name, (boxes[0].depth, boxes[-1].depth)
    target = blocking.framing.point
    ends = [math.dist(sample.position, target or sample.look) for sample in (sheet.camera[0], sheet.camera[-1])]
    return "", (ends[0], ends[1])
