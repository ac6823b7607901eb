"""python -m benchmarks.motion_strips [NAME ...]: filmstrips of how people move, from the side and from the front.

They show the package's own bodies, drawn here with a plain depth buffer on a ground whose lines stand still, so that a
foot that slides is seen. The PNGs go to docs/pictures/motion-NAME.png.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks import motion_contacts
from throughline.film.blocking import Act, Look, Moment, Performance, Waypoint
from throughline.film.setplan import Box
from throughline.motion import Motion, perform
from throughline.motion.contact import touch, touching
from throughline.motion.ground import FLAT, Ground
from throughline.picture.kernel import kernel
from throughline.world.bodies import crowd_look, dressed, skin
from throughline.world.layout.surfaces import skin_of
from throughline.world.mesh import SkinnedBody

OUT = Path(__file__).parents[1] / "docs" / "pictures"
RATE = Fraction(24)
CELL, HEIGHT, FINE = 190, 310, 2
PIXELS_M = 140.0
SIDE, FRONT, OBLIQUE = (-90.0, 6.0), (4.0, 6.0), (-50.0, 16.0)
NAMES = {SIDE: "side", FRONT: "front", OBLIQUE: "from above"}
GROUND, LINE = (226, 224, 219), (196, 193, 186)
LABEL = (110, 106, 98)
LIGHT = np.array([0.35, -0.55, 0.76])
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Strip:
    """A strip: whom it shows, over how many frames, which of them, seen from where (degrees round and above)."""

    people: tuple[Performance, ...]
    frames: int
    shown: range
    views: tuple[tuple[float, float], ...] = (SIDE, FRONT)
    wide: int = CELL
    scale: float = 1.0
    low: int = 32
    land: Ground = FLAT


@kernel
def fill(places: NDArray[np.float64], corners: NDArray[np.int64], colours: NDArray[np.float64],
         depth: NDArray[np.float64], picture: NDArray[np.float64]) -> None:
    """Draws triangles (T, 3) of points (N, 3: pixels and nearness) in flat colours (T, 3) over a picture, in place."""
    high, wide = depth.shape
    for number in range(len(corners)):
        a, b, c = places[corners[number, 0]], places[corners[number, 1]], places[corners[number, 2]]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-9:
            continue
        left, right = int(min(a[0], b[0], c[0])), int(max(a[0], b[0], c[0])) + 1
        top, bottom = int(min(a[1], b[1], c[1])), int(max(a[1], b[1], c[1])) + 1
        for y in range(max(0, top), min(high, bottom + 1)):
            for x in range(max(0, left), min(wide, right + 1)):
                u = ((c[0] - b[0]) * (y - b[1]) - (c[1] - b[1]) * (x - b[0])) / area
                v = ((a[0] - c[0]) * (y - c[1]) - (a[1] - c[1]) * (x - c[0])) / area
                w = 1.0 - u - v
                if u < 0.0 or v < 0.0 or w < 0.0:
                    continue
                near = u * a[2] + v * b[2] + w * c[2]
                if near > depth[y, x]:
                    depth[y, x] = near
                    picture[y, x] = colours[number]


def axes(view: tuple[float, float]) -> Array:
    """Rows: the picture's right, its up and towards the eye, in the world."""
    round_, above = np.radians(view)
    eye = np.array([np.cos(round_) * np.cos(above), np.sin(round_) * np.cos(above), np.sin(above)])
    right = np.array([-np.sin(round_), np.cos(round_), 0.0])
    return np.stack([right, np.cross(eye, right), eye])


def triangles(body: SkinnedBody) -> dict[str, NDArray[np.int64]]:
    """Every mesh's faces as triangles (T, 3)."""
    found = {}
    for mesh in body.meshes:
        starts = np.concatenate([[0], np.cumsum(mesh.counts)[:-1]])
        parts = [np.stack([mesh.corners[starts[mesh.counts > k + 1]], mesh.corners[starts[mesh.counts > k + 1] + k],
                           mesh.corners[starts[mesh.counts > k + 1] + k + 1]], axis=-1)
                 for k in range(1, int(mesh.counts.max()) - 1)]
        found[mesh.name] = np.concatenate(parts).astype(np.int64)
    return found


def ground(target: Array, view: tuple[float, float], strip: Strip) -> Image.Image:
    """The ground under a cell, with lines every half metre that stand still in the world."""
    picture = Image.new("RGB", (strip.wide * FINE, HEIGHT * FINE), GROUND)
    pen, to = ImageDraw.Draw(picture), axes(view)
    across = 0.5 * np.arange(-12, 13)
    middle = np.round(target[:2] * 2.0) / 2.0
    for step in across:
        for ends in (((step, -6.0), (step, 6.0)), ((-6.0, step), (6.0, step))):
            points = np.array([[middle[0] + x, middle[1] + y, 0.0] for x, y in ends])
            pen.line([tuple(point) for point in pixels(points, target, to, strip)[:, :2]], fill=LINE, width=FINE)
    return picture


def pixels(points: Array, target: Array, to: Array, strip: Strip) -> Array:
    """Points (N, 3) as pixels across and down and nearness."""
    seen = (points - target) @ to.T
    seen *= PIXELS_M * strip.scale * FINE
    return np.stack([0.5 * strip.wide * FINE + seen[:, 0], (HEIGHT - strip.low) * FINE - seen[:, 1], seen[:, 2]],
                    axis=-1)


def solid(box: Box) -> tuple[Array, NDArray[np.int64], Array]:
    """A raised footprint as points (8, 3), triangles (T, 3) and their light (T, 3), no wider than people need."""
    y0, y1 = max(box.y0, -0.7), min(box.y1, 0.7)
    points = np.array([[x, y, z] for z in (0.0, box.height) for x, y in
                       ((box.x0, y0), (box.x1, y0), (box.x1, y1), (box.x0, y1))])
    sides = [((4, 5, 6, 7), 0.78), ((0, 1, 5, 4), 0.60), ((2, 3, 7, 6), 0.55), ((3, 0, 4, 7), 0.66),
             ((1, 2, 6, 5), 0.62)]
    corners = np.array([(a, b, c) for (a, b, c, d), _ in sides for a, b, c in ((a, b, c), (a, c, d))])
    return points, corners.astype(np.int64), np.repeat([[light] * 3 for _, light in sides], 2, axis=0)


def cell(bodies: list[tuple[SkinnedBody, Motion]], frame: int, view: tuple[float, float],
         strip: Strip) -> Image.Image:
    """One frame of everybody."""
    target = np.mean([motion.root[frame] for _, motion in bodies], axis=0).astype(np.float64)
    target[2] = 0.0
    picture = np.asarray(ground(target, view, strip), dtype=np.float64) / 255.0
    depth = np.full(picture.shape[:2], -1e12)
    to = axes(view)
    for box in strip.land.raised:
        points, corners, light = solid(box)
        fill(pixels(points, target, to, strip), corners, light, depth, picture)
    for body, motion in bodies:
        moved, faces = skin(body, motion, frame), triangles(body)
        for mesh in body.meshes:
            points, corners = moved[mesh.name].astype(np.float64), faces[mesh.name]
            shade = np.empty_like(points)
            shade[:] = points - points[:, 2:] * LIGHT / LIGHT[2]
            fill(pixels(shade, target, to, strip) - np.array([0.0, 0.0, 1e6]), corners,
                 np.full((len(corners), 3), 0.68), depth, picture)
    for body, motion in bodies:
        moved, faces = skin(body, motion, frame), triangles(body)
        for mesh in body.meshes:
            points, corners = moved[mesh.name].astype(np.float64), faces[mesh.name]
            normal = np.cross(points[corners[:, 1]] - points[corners[:, 0]], points[corners[:, 2]] -
                              points[corners[:, 0]])
            normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
            normal *= np.sign(normal @ to[2])[:, None]
            light = 0.34 + 0.72 * np.maximum(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0.0)
            colour = np.clip(mesh.colours[corners].mean(axis=1) * light[:, None], 0.0, 1.0) ** (1.0 / 2.2)
            fill(pixels(points, target, to, strip), corners, colour, depth, picture)
    done = Image.fromarray((255.0 * np.clip(picture, 0.0, 1.0)).astype(np.uint8))
    done = done.resize((strip.wide, HEIGHT), Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(done)
    pen.text((8, 5), f"{frame / float(RATE):.2f} s", fill=LABEL)
    pen.line((strip.wide - 1, 0, strip.wide - 1, HEIGHT), fill=LINE)
    return done


def person(name: str, points: tuple[tuple[float, ...], ...], acts: tuple[Moment, ...] = (), manner: str = "neutral",
           look: Look | None = None, seed: int = 1) -> Performance:
    """Somebody on (frame, x, y[, facing]) points."""
    path = tuple(Waypoint(frame=p[0], x=p[1], y=p[2], facing=p[3] if len(p) > 3 else None) for p in points)
    return Performance(name=name, look=look or Look(name=name), path=path, moments=acts, manner=manner, seed=seed)


def straight(speed: float, frames: int = 96) -> tuple[tuple[float, ...], ...]:
    per = speed / float(RATE)
    return ((-48, -48 * per, 0.0), (frames + 48, (frames + 48) * per, 0.0))


def strips() -> dict[str, Strip]:
    """All strips by name."""
    runner = Look(name="Runner", sex="female", hair="ponytail", top="hoodie", top_colour="#8a3b2e")
    back = Moment(act=Act.LOOK, frame_in=56, frame_out=84, at=(-4.0, -3.0, 1.6))
    crowd = tuple(person(f"C{n}", straight(0.9 + 0.12 * (n % 5)), look=crowd_look(n), seed=n) for n in range(9))
    lanes = tuple(Performance(name=each.name, look=each.look, seed=each.seed, path=tuple(
        Waypoint(frame=p.frame, x=p.x + 1.1 * (n // 3) - 2.0, y=0.95 * (n % 3) - 0.9) for p in each.path))
        for n, each in enumerate(crowd))
    return {
        "walk": Strip((person("Walker", straight(1.35)),), 96, range(24, 48, 3)),
        "jog": Strip((person("Jogger", straight(2.6), look=runner),), 96, range(24, 40, 2)),
        "run": Strip((person("Runner", straight(4.2), look=runner),), 96, range(24, 40, 2), wide=230),
        "sprint": Strip((person("Sprinter", straight(7.5), look=runner),), 96, range(24, 32, 1), wide=260),
        "turn": Strip((person("Turner", ((-24, -4.0, 0), (24, 4.0, 0), (48, 7.4, 2.2), (96, 7.4, 10.0)), (back,),
                              look=runner),), 110, range(20, 90, 9), (OBLIQUE, FRONT)),
        "stumble": Strip((person("Stumbler", straight(3.2), (Moment(act=Act.STUMBLE, frame_in=24, frame_out=60),)),),
                         96, range(24, 64, 5), wide=230),
        "crowd": Strip(lanes, 96, range(30, 60, 10), (OBLIQUE,), 520, 0.72, 76),
        "stand": Strip((person("Stander", ((0, 0, 0, 0.0),)),), 400, range(0, 400, 50)),
        "start-stop": Strip((person("Starter", ((24, 0, 0, 0.0), (72, 2.6, 0), (110, 2.6, 0))),), 110,
                            range(24, 96, 9)),
        "manners": Strip(tuple(person(word, ((-48, -48 * 0.045, 0.8 * n - 2.0), (144, 144 * 0.045, 0.8 * n - 2.0)),
                                      manner=word, look=crowd_look(20 + n), seed=n)
                               for n, word in enumerate(("tired", "afraid", "proud", "drunk", "old", "limping"))),
                         96, range(30, 54, 8), (FRONT,), 700),
    }


def contact_strips() -> dict[str, Strip]:
    """The strips of people who touch, and who climb."""
    return {name: Strip(people, frames, shown, (SIDE, OBLIQUE if land.raised else FRONT), 210,
                        0.78 if land.raised else 1.0, land=land)
            for name, (people, frames, shown, land) in motion_contacts.people().items()}


def drawn(strip: Strip) -> Image.Image:
    """The strip: a row for each view."""
    wearing = {performance.name: dressed(performance.look) for performance in strip.people}
    rests = {name: body.rest for name, body in wearing.items()}
    motions = {performance.name: perform(performance, rests[performance.name], strip.frames, RATE, land=strip.land)
               for performance in strip.people}
    skins = {name: skin_of(wearing[name]) for name in sorted(touching(strip.people))}
    motions = touch(motions, strip.people, rests, skins, RATE)
    bodies = [(wearing[performance.name], motions[performance.name]) for performance in strip.people]
    rows = [[cell(bodies, frame, view, strip) for frame in strip.shown] for view in strip.views]
    picture = Image.new("RGB", (strip.wide * len(strip.shown), HEIGHT * len(rows)))
    for down, row in enumerate(rows):
        for across, one in enumerate(row):
            picture.paste(one, (strip.wide * across, HEIGHT * down))
        ImageDraw.Draw(picture).text((8, HEIGHT * (down + 1) - 16), NAMES[strip.views[down]], fill=LABEL)
    return picture.quantize(160, dither=Image.Dither.NONE)


def main() -> None:
    """Draws the strips that are named, or all."""
    wanted = sys.argv[1:]
    for name, strip in (strips() | contact_strips()).items():
        if not wanted or name in wanted:
            path = OUT / f"motion-{name}.png"
            drawn(strip).save(path, optimize=True)
            print(f"{path} {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
