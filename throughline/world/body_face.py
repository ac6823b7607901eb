"""Skin, eyes, brows and teeth of a body: the colours that make a face read, and the small geometry of the eyes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.interpolate import LinearNDInterpolator
from scipy.sparse import csr_matrix

from throughline.film.blocking import Look
from throughline.motion.skeleton import INDEX, JOINTS
from throughline.world.body_shape import Shape, basis
from throughline.world.shapes import fractal, linear, rng
from throughline.world.wardrobe_shell import Floats, Shell, averaging, cavity, join

IRISES = ("#2b1a10", "#24160e", "#3a2415", "#1f1512", "#33261c", "#4a3a26")
TEETH_BACK = np.array([0.0065, 0.0, 0.0])
RINGS = ((0.0, 0), (0.20, 0), (0.22, 1), (0.40, 2), (0.48, 3), (0.52, 4), (0.72, 4), (1.05, 5), (1.6, 5))


@lru_cache(maxsize=1)
def _skin_mean() -> csr_matrix:
    return averaging(basis().faces["skin"], basis().weights["skin"].shape[0])


def eye_frame(shape: Shape) -> tuple[Floats, Floats, float]:
    """Centres of the left and right eyeball (3,), and their radius in metres."""
    points = shape.block("eyes")
    left, right = points[shape.basis.left_eye], points[~shape.basis.left_eye]
    middle = [0.5 * (side.min(axis=0) + side.max(axis=0)) for side in (left, right)]
    return middle[0], middle[1], float(np.ptp(left[:, 2])) * 0.5


def skin(shape: Shape, look: Look) -> Shell:
    """The body's skin with its colours: lips, lids, warm cheeks and joints, stubble, the dark of mouth and sockets."""
    points, faces, region = shape.block("skin"), shape.basis.faces["skin"], shape.basis.regions
    weights = shape.basis.weights["skin"]
    tone = np.array(linear(look.skin))
    shade = cavity(points, faces, _skin_mean(), 0.006 * look.height_m / 1.72)
    blotch = 1.0 + 0.035 * fractal(points * 28.0, 3)
    colours = tone * (shade * blotch)[:, None]
    left, right, radius = eye_frame(shape)
    warm = _blush(points, left, right, radius) + 0.5 * region["ears"] + 0.5 * region["fingernails"]
    for joint in ("Hand", "LowerArm", "LowerLeg"):
        warm = warm + 0.15 * (np.minimum(weights[:, INDEX[f"Left{joint}"]] + weights[:, INDEX[f"Right{joint}"]], 1.0))
    colours = _mix(colours, colours * [1.12, 0.80, 0.74], 0.65 * np.clip(warm, 0.0, 1.0))
    lips = tone * [0.86, 0.52, 0.50] if look.sex == "male" else tone * [0.86, 0.38, 0.39]
    colours = _mix(colours, lips * shade[:, None], np.clip(region["lips"] * 1.3, 0.0, 1.0)
                   * (0.6 if look.sex == "male" else 0.85))
    colours = _mix(colours, colours * [0.78, 0.66, 0.62], 0.6 * region["eyelids"])
    if look.sex == "male" and look.age >= 18:
        colours = _mix(colours, colours * [0.62, 0.66, 0.72], _stubble(points, shape, left, radius)
                       * (0.35 + 0.3 * rng("stubble", look.name, look.seed).random()))
    colours[region["mouth"] > 0.5] = [0.10, 0.018, 0.016]
    colours[region["socket"] > 0.5] = tone * [0.30, 0.16, 0.14]
    rim = (_skin_mean() @ (region["socket"] > 0.5)) > 0.0
    lash = rim & (region["socket"] < 0.5) & (points[:, 2] > left[2] - 0.1 * radius)
    colours[lash] = colours[lash] * (0.22 if look.sex == "male" else 0.08)
    return Shell(points, faces, weights, np.clip(colours, 0.0, 1.0))


def _mix(one: Floats, two: Floats, share: Floats) -> Floats:
    return np.asarray(one + (two - one) * share[:, None])


def _blush(points: Floats, left: Floats, right: Floats, radius: float) -> Floats:
    """Warmth (N,) of cheeks and the tip of the nose, 0 to 1."""
    spots = [eye + np.array([0.0, sign * 0.9, -2.6]) * radius for eye, sign in ((left, 1.0), (right, -1.0))]
    spots.append(0.5 * (left + right) + np.array([2.6, 0.0, -2.6]) * radius)
    widths = (1.5, 1.5, 0.9)
    return np.asarray(sum(np.exp(-((points - spot) ** 2).sum(axis=1) / (width * radius) ** 2)
                          for spot, width in zip(spots, widths, strict=True)))


def _stubble(points: Floats, shape: Shape, eye: Floats, radius: float) -> Floats:
    """Where a beard would grow (N,), 0 to 1: jaw, chin and upper lip."""
    high = eye[2] - 3.1 * radius - 0.25 * np.abs(points[:, 1])
    low = shape.joint("Head")[2] - 1.6 * radius
    fade = 0.9 * radius
    value = np.clip((high - points[:, 2]) / fade, 0.0, 1.0) * np.clip((points[:, 2] - low) / fade, 0.0, 1.0)
    ahead = (points[:, 0] - shape.joint("Head")[0] - 0.5 * radius) / (2.0 * radius)
    return np.asarray(value * np.clip(ahead, 0.0, 1.0))


def on_head(points: Floats, faces: np.ndarray, colours: Floats) -> Shell:
    """A surface that moves with the head alone."""
    weights = np.zeros((len(points), len(JOINTS)))
    weights[:, INDEX["Head"]] = 1.0
    return Shell(points, np.asarray(faces, np.int64), weights, np.broadcast_to(colours, points.shape).copy())


def eyes(shape: Shape, look: Look) -> Shell:
    """Both eyeballs looking along +X: pupil, iris with a dark edge, white that darkens under the lids, a catchlight."""
    iris = np.array(linear(IRISES[int(rng("iris", look.name, look.seed).integers(len(IRISES)))]))
    white = np.array([0.62, 0.58, 0.55])
    palette = np.array([[0.004] * 3, iris * 1.25, iris * 0.8, iris * 0.2, white, white * [0.85, 0.62, 0.58]])
    left, right, radius = eye_frame(shape)
    sides = 20
    angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    around = np.stack([np.zeros(sides), np.cos(angle), np.sin(angle)], axis=1)
    rows = [np.cos(a) * np.array([1.0, 0.0, 0.0]) + np.sin(a) * around for a, _ in RINGS]
    ball = np.concatenate(rows)
    colour = np.concatenate([np.tile(palette[k], (sides, 1)) for _, k in RINGS])
    colour = colour * np.clip(1.0 - 0.75 * np.clip((ball[:, 2:] - 0.12) / 0.5, 0.0, 1.0), 0.2, 1.0)
    faces = _rings(len(RINGS), sides)
    spot = np.array([1.0, 0.20, 0.24])
    spot /= np.linalg.norm(spot)
    side, up = np.array([-spot[1], spot[0], 0.0]), np.array([0.0, 0.0, 1.0])
    glint = np.concatenate([[spot * 1.012], [spot * 1.008 + 0.075 * (np.cos(a) * side + np.sin(a) * up)
                                             for a in np.arange(6) * np.pi / 3]])
    fan = np.array([[0, k + 1, (k + 1) % 6 + 1] for k in range(6)])
    shells = []
    for centre in (left, right):
        shells += [on_head(centre + ball * radius * 0.985, faces, colour),
                   on_head(centre + glint * radius * 0.985, fan, np.array([1.0, 1.0, 1.0]))]
    return join(shells)


def _rings(rows: int, sides: int) -> np.ndarray:
    row, k = np.divmod(np.arange((rows - 1) * sides), sides)
    a, b = row * sides + k, row * sides + (k + 1) % sides
    return np.concatenate([np.stack([a, a + sides, b + sides], 1), np.stack([a, b + sides, b], 1)])


def brows(shape: Shape, surface: Shell, look: Look) -> Shell:
    """Eyebrows: two ribbons on the skin, dense in the middle, fading to the skin at their edges."""
    left, _, radius = eye_frame(shape)
    dice = rng("brows", look.name, look.seed)
    thick = (0.36 if look.sex == "male" and look.age > 14 else 0.24) * float(dice.uniform(0.8, 1.2))
    arch, lift = float(dice.uniform(0.15, 0.5)), float(dice.uniform(-0.08, 0.1))
    u, v = np.meshgrid(np.linspace(0.0, 1.0, 14), np.linspace(-1.0, 1.0, 5), indexing="ij")
    half = thick * np.clip(np.minimum(0.45 + 3.0 * u, 1.35 * (1.0 - u) ** 0.7 + 0.06), 0.0, 1.0)
    across = -1.25 + 3.15 * u
    rise = 1.30 + lift + arch * np.sin(np.pi * np.clip(u * 0.95, 0.0, 1.0) ** 1.3) - 0.30 * u
    front = surface.points[(surface.points[:, 0] > left[0] - 2.0 * radius) & (shape.basis.regions["socket"] < 0.5)
                           & (surface.points[:, 2] > left[2]) & (surface.points[:, 2] < left[2] + 5.0 * radius)]
    depth = LinearNDInterpolator(front[:, 1:], front[:, 0])
    skin_tone, hair = np.array(linear(look.skin)), np.array(linear(look.hair_colour))
    density = (1.0 - v ** 2 * 0.75) * np.clip(4.0 * u + 0.35, 0.0, 1.0) * np.clip(6.0 * (1.0 - u) + 0.3, 0.0, 1.0)
    colour = skin_tone * 0.55 + (hair * 0.8 + skin_tone * 0.06 - skin_tone * 0.55) * (0.35 + 0.65 * density[..., None])
    shells = []
    for side in (1.0, -1.0):
        y = side * (abs(left[1]) + radius * across)
        z = left[2] + radius * (rise + half * v)
        x = np.nan_to_num(depth(y, z), nan=left[0]) + 0.0012 * (1.0 - v ** 2) * look.height_m / 1.72 + 0.0004
        shells.append(on_head(np.stack([x, y, z], axis=-1).reshape(-1, 3), _sheet(14, 5, side < 0),
                              colour.reshape(-1, 3)))
    return join(shells)


def _sheet(rows: int, columns: int, flip: bool) -> np.ndarray:
    row, column = np.divmod(np.arange((rows - 1) * (columns - 1)), columns - 1)
    a = row * columns + column
    faces = np.concatenate([np.stack([a, a + columns, a + columns + 1], 1), np.stack([a, a + columns + 1, a + 1], 1)])
    return faces[:, ::-1] if flip else faces


def teeth(shape: Shape) -> Shell:
    """Both rows of teeth, a little behind the lips."""
    points = shape.block("teeth") - TEETH_BACK
    quads = shape.basis.faces["teeth"]
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return on_head(points, faces, np.array([0.62, 0.57, 0.48]))
