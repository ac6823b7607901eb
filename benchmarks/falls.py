"""Falls by physics: what they cost, whether they are sound, and film strips of them (``--pictures FOLDER``)."""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.line import Figures, report
from throughline.film.blocking import Act, Look, Moment, Performance, Vehicle, Waypoint
from throughline.film.effect import EffectPush
from throughline.film.setplan import Box
from throughline.motion import perform
from throughline.motion.footlock import stances
from throughline.motion.ground import FLAT
from throughline.motion.ground import Ground as Land
from throughline.motion.physics import blast, check
from throughline.motion.physics.body import mass
from throughline.motion.physics.cars import slabs
from throughline.motion.physics.falls import struck
from throughline.motion.physics.ground import Car, Ground
from throughline.motion.physics.ragdoll import Fall, tumble
from throughline.motion.pushes import pushed
from throughline.motion.skeleton import Motion, contact_points
from throughline.world.bodies import dressed, skin
from throughline.world.mesh import SkinnedBody

RATE = Fraction(24)
CAR_M_S = 40.0 / 3.6
FACES = ((0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5))
PAPER, LINES, SMALL = (214, 220, 224), (190, 197, 202), ("Eyes", "Teeth", "Brows")


def _part(name: str, points: tuple[tuple[float, ...], ...], *moments: Moment) -> Performance:
    path = tuple(Waypoint(frame=p[0], x=p[1], y=p[2], facing=p[3] if len(p) > 3 else None) for p in points)
    return Performance(name=name, look=Look(name=name), path=path, moments=moments, seed=7)


def _act(act: Act, first: float, last: float, push: tuple[float, float, float] | None = None,
         strength: float = 1.0) -> Moment:
    return Moment(act=act, frame_in=first, frame_out=last, push=push, strength=strength)


STAND = ((0.0, 0.0, 0.0, 0.0),)
RUN = ((-24.0, -4.4, 0.0), (96.0, 17.6, 0.0))
WALK = ((-24.0, -1.35, 0.0), (96.0, 5.4, 0.0))
BLAST = blast.push((6.0, 0.0, 0.6), 14.0, (0.0, 0.0, 0.95))
WALL = Land(obstacles=(Box(x0=-3.2, y0=-3.0, x1=-2.2, y1=3.0, height=2.6),))
BESIDE = ((0.0, 0.0, 0.0, -math.pi / 2),)
FELL = _act(Act.FALL, 20, 50)
THROWN = _act(Act.THROWN, 12, 60, BLAST)


@dataclass(frozen=True)
class Scene:
    """A fall to measure: the performance, its frames, the eight of them in the strip, on what ground; ``car`` is the
    kind of vehicle that hits."""

    performance: Performance
    frames: int
    shown: tuple[int, ...]
    land: Land = FLAT
    car: str = ""


def _hit(kind: str) -> Scene:
    path = (Waypoint(frame=0.0, x=1.3, y=-10.0), Waypoint(frame=20.0, x=1.3, y=0.0))
    land = Land(vehicles=(Vehicle(name=kind, kind=kind, colour="#84382c", path=path),))
    return Scene(_part("car", WALK, _act(Act.HIT, 20, 60, (0.0, CAR_M_S, 0.0))), 110, (19, 22, 25, 29, 35, 43, 56, 108),
                 land, kind)


SCENES: dict[str, Scene] = {
    "trip": Scene(_part("trip", RUN, FELL), 92, (20, 24, 26, 28, 30, 33, 38, 88)),
    "collapse": Scene(_part("collapse", STAND, _act(Act.FALL, 12, 42)), 92, (10, 20, 25, 29, 33, 37, 44, 88)),
    "shove": Scene(_part("shove", STAND, _act(Act.FALL, 12, 42, (-115.0, 10.0, 0.0))), 92,
                   (10, 14, 17, 20, 23, 26, 31, 88)),
    "side": Scene(_part("side", BESIDE, _act(Act.FALL, 12, 42, (-115.0, 10.0, 0.0))), 92,
                  (10, 14, 17, 20, 23, 26, 31, 88)),
    "car": _hit("sedan"), "bus": _hit("bus"),
    "blast": Scene(_part("blast", STAND, THROWN), 92, (11, 15, 18, 21, 24, 27, 34, 88)),
    "wall": Scene(_part("wall", STAND, _act(Act.THROWN, 12, 60, (-420.0, 25.0, 110.0))), 92,
                  (11, 15, 17, 19, 22, 26, 34, 88), WALL),
    "stumble": Scene(_part("stumble", RUN, _act(Act.STUMBLE, 20, 44)), 70, (18, 22, 25, 28, 31, 34, 38, 46)),
    "stumble-walk": Scene(_part("stumble-walk", WALK, _act(Act.STUMBLE, 20, 44)), 70,
                          (18, 22, 25, 28, 31, 35, 40, 48)),
    "stumble-fall": Scene(_part("stumble-fall", RUN, _act(Act.STUMBLE, 20, 44), _act(Act.FALL, 33, 60)), 92,
                          (20, 25, 30, 34, 37, 40, 44, 88)),
    "flinch": Scene(pushed(_part("flinch", STAND), (EffectPush(
        frame=10.0, x=14.0, y=3.0, z=1.0, impulse=4000.0, reach_m=40.0),), 70), 70, (10, 14, 17, 20, 24, 30, 40, 64)),
    "rise-prone": Scene(_part("trip", RUN, FELL, _act(Act.RISE, 66, 130)), 144, (64, 74, 82, 92, 100, 106, 114, 128)),
    "rise-supine": Scene(_part("shove", STAND, _act(Act.FALL, 12, 42, (-115.0, 10.0, 0.0)), _act(Act.RISE, 72, 154)),
                         176, (70, 88, 97, 106, 116, 125, 136, 170)),
    "walk-on": Scene(_part("walk-on", ((-24.0, -4.4, 0.0), (20.0, 3.7, 0.0), (40.0, 5.0, 0.0), (110.0, 5.0, 0.0),
                                       (200.0, 5.0, 5.0)), FELL), 216, (40, 74, 94, 114, 124, 148, 180, 212)),
}


def measure() -> Figures:
    body = dressed(Look(name="faller"))
    figures: Figures = {}
    folder = Path(sys.argv[sys.argv.index("--pictures") + 1]) if "--pictures" in sys.argv else None
    moved = {}
    for name, scene in SCENES.items():
        start = time.process_time()
        moved[name] = perform(scene.performance, body.rest, scene.frames, RATE, land=scene.land)
        figures[f"{name}_seconds"] = round(time.process_time() - start, 2)
    kilograms = mass(body.height_m, "average")
    for name in ("trip", "collapse", "shove", "side", "car", "bus", "blast", "wall"):  # a trip waits
        motion, begin = moved[name], round(SCENES[name].performance.moments[0].frame_in) + (12 if name == "trip" else 5)
        fall = Motion(*(part[begin:] for part in (motion.root, motion.rotations, motion.contacts, motion.jaw)))
        figures[f"{name}_penetration_cm"] = round(100.0 * float(check.sunk(fall, body.rest, kilograms,
                                                                           Ground()).max()), 2)
        figures[f"{name}_over_limits_deg"] = round(float(check.overbent(fall).max()), 1)
        figures[f"{name}_still_mm_a_frame"] = round(1000.0 / 24.0 * float(
            check.fastest(fall, body.rest, 24.0)[-4:].max()), 2)
    figures["rise_slip_mm"] = round(max(_slip(moved[name], body, SCENES[name].shown[3]) for name in
                                        ("rise-prone", "rise-supine", "walk-on")), 2)
    figures["energy_growth_j"] = round(_growth(body, kilograms), 2)
    again = perform(SCENES["trip"].performance, body.rest, 92, RATE)
    figures["same_bytes"] = again.root.tobytes() == moved["trip"].root.tobytes()
    if folder is not None:
        for name, motion in moved.items():
            picture = Image.fromarray(strip(body, motion, SCENES[name])[..., ::-1])
            picture.quantize(96).save(folder / f"falls-{name}.png", optimize=True)
    return figures


def _growth(body: SkinnedBody, kilograms: float) -> float:
    """By how many joules a body without strength that drops from a run ever gains energy from one frame to the next."""
    motion = perform(_part("limp", RUN), body.rest, 40, RATE)
    fallen = tumble(motion, body.rest, 24.0, 20, Fall(strength=0.0, faint=1.0), 2.5, kilograms)
    return float(np.diff(check.energy(fallen, body.rest, 24.0, kilograms)[22:]).max())


def _slip(motion: Motion, body: SkinnedBody, begin: int) -> float:
    points, worst = contact_points(motion, body.rest), 0.0
    for point in range(4):
        for first, last in stances(motion.contacts[:, point]):
            inside = points[max(first, begin):last, point, :2]
            worst = max([worst, *np.linalg.norm(np.diff(inside, axis=0), axis=-1).tolist()])
    return 1000.0 * worst


def strip(body: SkinnedBody, motion: Motion, scene: Scene) -> NDArray[np.uint8]:
    """The frames side by side, from the side and from the front of how the body set out."""
    frames = scene.shown
    ahead = motion.root[min(frames[-1], len(motion.root) - 1), :2] - motion.root[frames[0], :2]
    way = math.atan2(ahead[1], ahead[0]) if float(np.hypot(*ahead)) > 2.5 and not scene.land.obstacles else 0.0
    begin = round(scene.performance.moments[0].frame_in) if scene.performance.moments else 0
    car = struck(motion.root[begin].astype(np.float64), (0.0, CAR_M_S), scene.car) if scene.car else None
    rows = []
    for turn in (0.5 * math.pi, math.pi - 0.25):
        things = [boxes(car, (frame - begin) / float(RATE)) if car else walls(scene.land) for frame in frames]
        rows.append(np.concatenate([panel(body, motion, frame, way + turn, thing, 80.0 if thing else 125.0)
                                    for frame, thing in zip(frames, things, strict=True)], axis=1))
    return np.concatenate(rows)


def walls(land: Land) -> list[NDArray[np.float64]]:
    """The faces (4, 3) of what stands on the ground."""
    return [np.array([(x, y, z) for x in (box.x0, box.x1) for y in (box.y0, box.y1) for z in (0.0, box.height)])[
        list(face)] for box in land.obstacles for face in FACES]


def boxes(car: Car, seconds: float) -> list[NDArray[np.float64]]:
    """The faces (4, 3) of a car, ``seconds`` after it hit."""
    forth = np.array([math.cos(car.facing), math.sin(car.facing), 0.0])
    left, up = np.array([-forth[1], forth[0], 0.0]), np.array([0.0, 0.0, 1.0])
    nose = np.array([*car.nose, 0.0]) + forth * car.travelled(seconds)
    faces = []
    for part in slabs(car.kind):
        middle, half, pitch = part.middle, part.half, part.pitch
        axes = np.stack([math.cos(pitch) * forth - math.sin(pitch) * up, left,
                         math.sin(pitch) * forth + math.cos(pitch) * up])
        corner = nose + middle[0] * forth + middle[1] * left + middle[2] * up + np.array(
            [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * np.array(half) @ axes
        faces += [corner[list(face)] for face in FACES]
    return faces


def panel(body: SkinnedBody, motion: Motion, frame: int, yaw: float, things: list[NDArray[np.float64]],
          scale: float = 125.0) -> NDArray[np.uint8]:
    """One frame drawn with soft light by the painter's order, seen along ``yaw``."""
    width, height = 260, 290
    picture = np.full((height, width, 3), PAPER, dtype=np.uint8)
    along = np.array([math.cos(yaw) * math.cos(0.14), math.sin(yaw) * math.cos(0.14), -math.sin(0.14)])
    right = np.array([math.sin(yaw), -math.cos(yaw), 0.0])
    up = np.cross(right, along)
    centre = np.array([motion.root[frame, 0], motion.root[frame, 1], 0.0])

    def seen(points: NDArray[np.floating]) -> NDArray[np.float64]:
        gap = points - centre
        return np.stack([width / 2 + gap @ right * scale, height - 46 - gap @ up * scale], axis=-1)

    middle = np.round(centre * 2.0) / 2.0
    for number in np.arange(-8, 9) * 0.5:
        for ends in (((number, -4.0, 0.0), (number, 4.0, 0.0)), ((-4.0, number, 0.0), (4.0, number, 0.0))):
            line = np.round(seen(middle + np.array(ends))).astype(int)
            cv2.line(picture, tuple(line[0].tolist()), tuple(line[1].tolist()), LINES, 1, cv2.LINE_AA)
    polygons, depths, colours = [], [], []
    light = np.array([0.42, -0.46, 0.78])
    shadow = np.zeros((height, width), dtype=np.uint8)
    world = skin(body, motion, frame)
    for mesh in body.meshes:
        if mesh.name in SMALL:
            continue
        points, first = world[mesh.name].astype(np.float64), np.concatenate([[0], np.cumsum(mesh.counts)])
        flat = points * np.array([1.0, 1.0, 0.0]) - points[:, 2:] * np.array([0.25, -0.2, 0.0])
        for corners in np.unique(mesh.counts):
            faces = np.flatnonzero(mesh.counts == corners)
            index = mesh.corners[first[faces][:, None] + np.arange(corners)]
            cv2.fillPoly(shadow, list(np.round(seen(flat)[index]).astype(np.int32)), 60)
            place = points[index]
            normal = np.cross(place[:, 1] - place[:, 0], place[:, 2] - place[:, 0])
            normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
            faces = np.flatnonzero(normal @ along < 0.05)
            shade = 0.38 + 0.62 * np.clip(normal[faces] @ light, 0.0, 1.0)
            colours.append(np.clip(mesh.colours[index].mean(axis=1), 0, 1)[faces] ** (1 / 2.2) * shade[:, None])
            polygons += list(np.round(seen(points)[index][faces] * 16).astype(np.int32))
            depths.append(((points - centre) @ along)[index].mean(axis=1)[faces])
    for face in things:
        polygons.append(np.round(seen(face) * 16).astype(np.int32))
        depths.append(np.array([1e3 + float(((face - centre) @ along).mean())]))  # behind the body
        colours.append(np.array([[0.52, 0.22, 0.18]]) * (0.7 + 0.3 * min(float(np.ptp(face[:, 2])) / 0.4, 1.0)))
    picture = (picture * (1.0 - cv2.GaussianBlur(shadow, (7, 7), 0)[..., None] / 255.0)).astype(np.uint8)
    every, paint = np.concatenate(depths), np.concatenate(colours)[:, ::-1] * 255
    for number in np.argsort(-every, kind="stable"):
        cv2.fillConvexPoly(picture, polygons[number], paint[number].tolist(), cv2.LINE_AA, 4)
    cv2.putText(picture, str(frame), (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (70, 66, 60), 1, cv2.LINE_AA)
    return picture


if __name__ == "__main__":
    report("falls", measure)
