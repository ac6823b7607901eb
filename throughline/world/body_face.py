"""Skin, eyes, brows and teeth of a body: the colours that make a face read, and the small geometry of the eyes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.interpolate import LinearNDInterpolator
from scipy.sparse import csr_matrix

from throughline.film.blocking import Look
from throughline.film.colour import linear
from throughline.motion.skeleton import INDEX, JOINTS
from throughline.world.body_shape import Shape, basis
from throughline.world.shapes import fractal, rng
from throughline.world.wardrobe_shell import Floats, Shell, averaging, cavity, join

IRISES = ("#2b1a10", "#24160e", "#3a2415", "#1f1512", "#33261c", "#4a3a26")
TEETH_BACK = np.array([0.0065, 0.0, 0.0])
LIPS_OVER = 3e-4
"""How far the lips press into each other at rest, metres."""
RINGS = ((0.0, 0), (0.20, 0), (0.22, 1), (0.40, 2), (0.48, 3), (0.52, 4), (0.72, 4), (1.05, 5), (1.6, 5), (2.1, 5))
EYE_JOINTS = (len(JOINTS), len(JOINTS) + 1)
"""The left and right eyeball, which turn on their own after the skeleton's joints."""


@lru_cache(maxsize=1)
def _skin_mean() -> csr_matrix:
    return averaging(basis().faces["skin"], basis().weights["skin"].shape[0])


def eye_frame(shape: Shape) -> tuple[Floats, Floats, float]:
    """Centres of the left and right eyeball (3,), and their radius in metres."""
    points = shape.block("eyes")
    left, right = points[shape.basis.left_eye], points[~shape.basis.left_eye]
    middle = [0.5 * (side.min(axis=0) + side.max(axis=0)) for side in (left, right)]
    return middle[0], middle[1], float(np.ptp(left[:, 2])) * 0.5


def closed_lips(shape: Shape) -> Floats:
    """The skin's points (N, 3) with the lips at rest together: the basis leaves a millimetre between them."""
    points, moved = shape.block("skin"), shape.acts["JawOpen"][shape.basis.blocks["skin"]][:, 2]
    lips = shape.basis.regions["lips"] > 0.3
    low = moved < 0.35 * moved.min()
    lower, upper = points[lips & low], points[lips & ~low]
    half = 0.5 * float(np.ptp(points[lips, 1]))
    middle = float(points[lips, 1].mean())
    across = np.linspace(-0.9, 0.9, 19)
    near = [[row[np.abs((row[:, 1] - middle) / half - place) < 0.14] for row in (lower, upper)] for place in across]
    ends = np.array([[two[:, 2].min(), one[:, 2].max()] if len(one) and len(two) else [np.nan, np.nan]
                     for one, two in near])
    known = np.isfinite(ends[:, 0])
    place = (points[:, 1] - middle) / half
    top, bottom = (np.interp(place, across[known], ends[known, k]) for k in (0, 1))
    gap = np.maximum(top - bottom, 0.0) + LIPS_OVER
    fade = np.exp(-(((points[:, 2] - 0.5 * (top + bottom)) / 0.006) ** 2))
    fade = fade * np.clip(3.0 - 2.5 * np.abs(place), 0.0, 1.0)
    fade = fade * np.clip((points[:, 0] - points[lips, 0].min() + 0.02) / 0.01, 0.0, 1.0)
    shift = np.zeros_like(points)
    shift[:, 2] = 0.5 * gap * fade * np.where(low, 1.0, -1.0)
    return np.asarray(points + shift)


def skin(shape: Shape, look: Look) -> Shell:
    """The body's skin with its colours: lips, lids, warm cheeks and joints, stubble, the dark of mouth and sockets."""
    points, faces, region = closed_lips(shape), shape.basis.faces["skin"], shape.basis.regions
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


def on_head(points: Floats, faces: np.ndarray, colours: Floats, joint: int = INDEX["Head"],
            joints: int = len(JOINTS)) -> Shell:
    """A surface that moves with the head alone, or with another single ``joint`` of ``joints``."""
    weights = np.zeros((len(points), joints))
    weights[:, joint] = 1.0
    return Shell(points, np.asarray(faces, np.int64), weights, np.broadcast_to(colours, points.shape).copy())


def eyes(shape: Shape, look: Look) -> Shell:
    """Both eyeballs looking along +X: pupil, iris with a dark edge, white that darkens under the lids, a catchlight.

    The balls move with EYE_JOINTS; the catchlights, which come from where the light is, with the head.
    """
    iris = np.array(linear(IRISES[int(rng("iris", look.name, look.seed).integers(len(IRISES)))]))
    white = np.array([0.62, 0.58, 0.55])
    palette = np.array([[0.004] * 3, iris * 2.4, iris * 1.3, iris * 0.3, white, white * [0.85, 0.62, 0.58]])
    left, right, radius = eye_frame(shape)
    sides = 20
    angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    around = np.stack([np.zeros(sides), np.cos(angle), np.sin(angle)], axis=1)
    rows = [np.cos(a) * np.array([1.0, 0.0, 0.0]) + np.sin(a) * around for a, _ in RINGS]
    ball = np.concatenate(rows)
    colour = np.concatenate([np.tile(palette[k], (sides, 1)) for _, k in RINGS])
    colour = colour * np.clip(1.0 - 0.75 * np.clip((ball[:, 2:] - 0.12) / 0.5, 0.0, 1.0), 0.2, 1.0)
    faces = _rings(len(RINGS), sides)
    spot = np.array([1.0, 0.20, 0.15])
    spot /= np.linalg.norm(spot)
    side, up = np.array([-spot[1], spot[0], 0.0]), np.array([0.0, 0.0, 1.0])
    glint = np.concatenate([[spot * 1.012], [spot * 1.008 + 0.075 * (np.cos(a) * side + np.sin(a) * up)
                                             for a in np.arange(6) * np.pi / 3]])
    fan = np.array([[0, k + 1, (k + 1) % 6 + 1] for k in range(6)])
    shells = []
    joints = len(JOINTS) + len(EYE_JOINTS)
    for centre, joint in zip((left, right), EYE_JOINTS, strict=True):
        shells += [on_head(centre + ball * radius * 0.985, faces, colour, joint, joints),
                   on_head(centre + glint * radius * 0.985, fan, np.array([1.0, 1.0, 1.0]), joints=joints)]
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
    """Both rows of teeth, a little behind the lips: the upper ones' edges show in an open mouth, the lower ones' less;
    towards the gums and the back they go into the dark."""
    points = shape.block("teeth") - TEETH_BACK
    half = len(points) // 2
    size = float(np.ptp(points[:, 1])) / 0.07
    points[:half, 2] -= 0.0090 * size
    points[half:, 2] -= 0.0035 * size
    root = np.concatenate([points[:half, 2].max() - points[:half, 2], points[half:, 2] - points[half:, 2].min()])
    light = np.clip(1.15 - (points[:, 0].max() - points[:, 0]) / (0.028 * size), 0.0, 1.0)
    light = light * np.clip(1.5 - root / (0.009 * size), 0.0, 1.0)
    quads = shape.basis.faces["teeth"]
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    gums = np.tile([0.09, 0.02, 0.018], (len(points), 1))
    return on_head(points, faces, _mix(gums, np.tile([0.60, 0.56, 0.48], (len(points), 1)), light))
