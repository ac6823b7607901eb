"""Hair: locks that flow from the crown to the hairline and fall from there, as one surface over the scalp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from throughline.film.blocking import Look
from throughline.film.colour import linear
from throughline.film.errors import InputError
from throughline.motion.skeleton import INDEX, JOINTS
from throughline.world.body_shape import Shape
from throughline.world.hair_head import HATS, Head, under_hat
from throughline.world.shapes import noise, rng
from throughline.world.wardrobe_shell import Floats, Shell, join, lined, normals

OFF_M, THICKEST_M = 0.010, 0.045
ON_SHOULDER_M, BESIDE = 0.055, (92.0, 26.0)
"""How high over the joints of the arms hair lies on the shoulders; the azimuth of the locks that do, in degrees."""
SPREAD = (1.0, 2.0)
"""Hair that clothes push aside takes its neighbours along: so many locks, so many places along a lock."""
COLUMNS, ROWS, HANG = 108, 16, 14
LINE = ((0, 37), (25, 36), (42, 31), (55, 16), (66, -8), (76, -16), (84, 2), (98, 6), (108, -8), (125, -28), (150, -38),
        (180, -42))


@dataclass(frozen=True)
class Style:
    """Lengths in metres for a head of an adult: how far hair stands off at the ``top``, the ``side`` and the ``back``;
    how far it falls below its line in ``front``, at the ``side``, at the ``back``; ``lock`` how deep locks are cut;
    ``swept`` towards the back; ``tail`` is "", "ponytail" or "bun"; ``curl`` the depth of curls."""

    top: float
    side: float
    back: float
    fall_front: float = 0.0
    fall_side: float = 0.0
    fall_back: float = 0.0
    lock: float = 0.004
    tail: str = ""
    curl: float = 0.0


STYLES = {
    "crop": Style(0.007, 0.004, 0.004, lock=0.0015),
    "short": Style(0.026, 0.011, 0.013, fall_front=0.018, lock=0.006),
    "side part": Style(0.030, 0.012, 0.012, fall_front=0.006, lock=0.005),
    "messy": Style(0.034, 0.020, 0.020, fall_front=0.032, fall_side=0.012, fall_back=0.02, lock=0.011),
    "bob": Style(0.024, 0.020, 0.022, fall_front=0.038, fall_side=0.095, fall_back=0.075, lock=0.004),
    "long": Style(0.022, 0.018, 0.024, fall_side=0.30, fall_back=0.34, lock=0.006),
    "shoulder": Style(0.024, 0.020, 0.024, fall_front=0.012, fall_side=0.15, fall_back=0.16, lock=0.006),
    "ponytail": Style(0.012, 0.008, 0.010, lock=0.003, tail="ponytail"),
    "bun": Style(0.012, 0.008, 0.010, lock=0.003, tail="bun"),
    "curly": Style(0.040, 0.034, 0.034, fall_front=0.014, fall_side=0.02, fall_back=0.03, lock=0.004, curl=0.011),
    "topknot": Style(0.010, 0.007, 0.008, lock=0.003, tail="topknot"),
}


def hair(shape: Shape, look: Look, worn: Sequence[Floats] = ()) -> Shell | None:
    """The hair of ``look`` over the clothes that are ``worn``, points (N, 3) each; None for a bald head.

    Raises:
        InputError: a style that is not known.
    """
    if look.hair in ("bald", "none"):
        return None
    if look.hair not in STYLES:
        raise InputError(f"{look.name}: unknown hair {look.hair!r}", remedy=f"known: bald, {', '.join(STYLES)}")
    style = STYLES[look.hair]
    head = Head(shape)
    dice = rng("hair", look.name, look.seed)
    hatted = any(name.strip() in HATS for name in (look.outer or "").split("+"))
    shoulder = float(shape.joint("LeftUpperArm")[2]) + ON_SHOULDER_M * head.size
    columns = _locks(head, style, int(dice.integers(1 << 16)), hatted, shoulder)
    columns = _outside(shape, columns, worn)
    count, rows = columns.shape[:2]
    faces = _sheet(count, rows)
    flat = columns.reshape(-1, 3)
    colour = _colours(look, columns, style)
    shell = Shell(flat, faces, _weights(shape, flat), colour.reshape(-1, 3))
    if rows > ROWS:
        under = columns[:, ROWS - 3:]
        inner = Shell(under.reshape(-1, 3), _sheet(count, under.shape[1]), _weights(shape, under.reshape(-1, 3)),
                      colour[:, ROWS - 3:].reshape(-1, 3))
        inner = lined(inner, 0.006 * head.size, 0.5)
        shell = join([shell, replace(inner, faces=inner.faces[2 * count * (under.shape[1] - 1):])])
    if style.tail:
        shell = join([shell, _tail(head, shape, style.tail, np.array(linear(look.hair_colour)))])
    return shell


def _paths() -> tuple[Floats, Floats]:
    """Unit directions (C, R, 3) of every lock from the crown to the hairline, and the locks' azimuth (C,) in front."""
    pole = np.array([-0.42, 0.0, 0.91])
    pole /= np.linalg.norm(pole)
    front = np.array([pole[2], 0.0, -pole[0]])
    side = np.array([0.0, 1.0, 0.0])
    angle = np.linspace(-np.pi, np.pi, COLUMNS, endpoint=False)
    out = np.cos(angle)[:, None] * front + np.sin(angle)[:, None] * side
    alpha = np.linspace(0.02, 2.4, 160)
    swept = np.cos(alpha)[None, :, None] * pole + np.sin(alpha)[None, :, None] * out[:, None, :]
    azimuth = np.degrees(np.abs(np.arctan2(swept[..., 1], swept[..., 0])))
    height = np.degrees(np.arcsin(np.clip(swept[..., 2], -1.0, 1.0)))
    table = np.array(LINE, dtype=np.float64)
    below = height < np.interp(azimuth, table[:, 0], table[:, 1])
    end = alpha[np.where(below.any(axis=1), below.argmax(axis=1), -1)]
    for _ in range(2):
        end = 0.5 * end + 0.25 * (np.roll(end, 1) + np.roll(end, -1))
    rows = np.linspace(0.0, 1.0, ROWS) ** 0.9
    at = 0.02 + (end[:, None] - 0.02) * rows
    return (np.cos(at)[..., None] * pole + np.sin(at)[..., None] * out[:, None, :]), end


def _locks(head: Head, style: Style, seed: int, hatted: bool, shoulder: float) -> Floats:
    """Points (C, R, 3) of every lock from crown to tip; those at the sides end on the ``shoulder`` (m)."""
    directions, _ = _paths()
    count = len(directions)
    ends = directions[:, -1]
    azimuth = np.degrees(np.abs(np.arctan2(ends[:, 1], ends[:, 0])))
    front, back = np.clip((70 - azimuth) / 25, 0, 1), np.clip((azimuth - 95) / 30, 0, 1)
    fall = (style.fall_front * front + style.fall_side * (1 - front) * (1 - back) + style.fall_back * back) * head.size
    groups = np.arange(count) // 3
    uneven = noise(np.stack([groups * 1.7, groups * 0.3, np.full(count, 0.5)], axis=1), seed)
    strand = noise(np.stack([np.arange(count) * 0.9, np.zeros(count), np.full(count, 3.5)], axis=1), seed + 1)
    fall = np.maximum(fall * (1.0 + 0.16 * uneven + 0.08 * strand), 0.0)
    beside = np.exp(-(((azimuth - BESIDE[0]) / BESIDE[1]) ** 2))
    room = np.maximum(head.surface(ends)[:, 2] - shoulder, 0.01)
    fall = fall + (np.minimum(fall, room) - fall) * np.minimum(1.3 * beside, 1.0)
    rows = np.linspace(0.0, 1.0, ROWS)
    up = np.clip(directions[..., 2], 0.0, 1.0) ** 0.8
    stand = style.side + (style.top - style.side) * up + (style.back - style.side) * np.clip(-directions[..., 0], 0, 1)
    hangs = (fall > 0.004)[:, None]
    tuck = np.where(hangs, 1.0, np.clip((1.0 - rows) / 0.14, 0.0, 1.0)[None, :] ** 0.5)
    relief = style.lock * (1.2 * strand[:, None] + 1.0 * uneven[:, None]) * np.clip(rows * 2.5, 0.0, 1.0)
    relief = relief + style.lock * 0.9 * noise(directions * 7.0, seed + 2)
    if style.curl:
        relief = relief + style.curl * noise(directions * 13.0, seed + 3) + 0.6 * style.curl * noise(directions * 25, 5)
    off = (stand * 1.0 + relief) * tuck * head.size - np.where(tuck < 0.05, 0.004, 0.0)
    if hatted:
        pressed = under_hat(head, directions)
        off = off * (1.0 - pressed) + np.minimum(off, 0.005 * head.size) * pressed
    skull = head.surface(directions)
    cap = skull + directions * np.maximum(off, -0.004)[..., None]
    whole = np.concatenate([cap, _hanging(head, style, cap, fall, seed)], axis=1)
    for _ in range(4 if whole.shape[1] > ROWS else 0):
        bend = slice(ROWS - 4, ROWS + 5)
        whole[:, bend] = 0.5 * whole[:, bend] + 0.25 * (whole[:, ROWS - 5:ROWS + 4] + whole[:, ROWS - 3:ROWS + 6])
    return whole


def _hanging(head: Head, style: Style, cap: Floats, fall: Floats, seed: int) -> Floats:
    """The part (C, H, 3) of every lock below the hairline: it bends down, widens a little and closes at the tip."""
    if not (fall > 0.004).any():
        return cap[:, :0]
    start = cap[:, -1]
    away = (start - head.centre) * [1.0, 1.0, 0.0]
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    along = cap[:, -1] - cap[:, -3]
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    down = np.array([0.0, 0.0, -1.0])
    step = np.linspace(0.0, 1.0, HANG + 1)[1:]
    length = np.minimum(fall, 0.03)[:, None, None]
    bend = 1.0 - np.exp(-3.0 * step)[None, :, None] if style.fall_side < 0.05 else 1.0 - np.exp(-9.0 * step)[None, :,
        None]
    path = start[:, None] + (along[:, None] * (1.0 - bend) * length * 0.6) + down * fall[:, None, None] * step[None,
        :, None]
    swing = np.clip(fall / 0.1, 0.0, 1.0)[:, None, None] * head.size
    path = path + away[:, None] * (0.012 * np.sin(np.pi * step * 0.8))[None, :, None] * swing
    drift = (np.clip(fall - 0.12, 0.0, 0.3)[:, None] * step ** 1.5 * 0.22)[..., None]
    path = path - drift * np.array([1.0, 0.0, 0.0])
    narrow = 1.0 - 0.18 * (step ** 2)[None, :, None] * np.clip(fall / 0.2, 0.0, 1.0)[:, None, None]
    path[..., 1:2] = path[..., 1:2] * narrow
    sway = style.lock * noise(np.stack(np.broadcast_arrays(np.arange(len(cap))[:, None] * 0.45, step[None, :] * 2.0,
                                                           np.float64(seed % 97)), axis=-1), seed + 4)
    path = path + away[:, None] * (sway * step * np.clip(fall / 0.02, 0.0, 1.0)[:, None])[..., None] * 1.4
    return np.asarray(path)


def _outside(shape: Shape, columns: Floats, worn: Sequence[Floats]) -> Floats:
    """The locks kept off the neck, the shoulders, the chest and the back, and off what is ``worn`` there."""
    points, faces = shape.block("skin"), shape.basis.faces["skin"]
    normal = normals(points, faces)
    body = np.flatnonzero((points[:, 2] < shape.joint("Head")[2]) & (points[:, 2] > shape.joint("Spine")[2])
                          & (np.abs(points[:, 1]) < shape.joint("LeftLowerArm")[1]))
    tree = cKDTree(points[body])
    gap = OFF_M + _thickness(tree, normal[body], worn)
    flat = columns.reshape(-1, 3).copy()
    low = np.flatnonzero(flat[:, 2] < shape.joint("Head")[2] + 0.02)
    for _ in range(4):
        distance, near = tree.query(flat[low], k=4)
        share = 1.0 / (distance + 0.01)
        share /= share.sum(axis=1, keepdims=True)
        at = (points[body[near]] * share[..., None]).sum(axis=1)
        out = (normal[body[near]] * share[..., None]).sum(axis=1)
        lack = np.clip(gap[near].max(axis=1) - ((flat[low] - at) * out).sum(axis=1), 0.0, 0.08)
        push = np.zeros_like(flat)
        push[low] = out * lack[:, None]
        push = gaussian_filter1d(push.reshape(columns.shape), SPREAD[0], axis=0, mode="wrap")
        push = gaussian_filter1d(push, SPREAD[1], axis=1, mode="nearest")
        flat = flat + push.reshape(-1, 3)
    return flat.reshape(columns.shape)


def _thickness(tree: cKDTree, normal: Floats, worn: Sequence[Floats]) -> Floats:
    """How thick (N,) clothes are over the points of a ``tree`` with normals (N, 3), as thick as the thickest nearby."""
    thick = np.zeros(len(normal))
    for cloth in worn:
        distance, near = tree.query(cloth, distance_upper_bound=THICKEST_M)
        over = np.isfinite(distance)
        gap = cloth[over] - tree.data[near[over]]
        np.maximum.at(thick, near[over], (gap * normal[near[over]]).sum(axis=1))
    _, around = tree.query(tree.data, k=6)
    return np.asarray(thick[around].max(axis=1))


def _sheet(columns: int, rows: int) -> np.ndarray:
    column, row = np.divmod(np.arange(columns * (rows - 1)), rows - 1)
    a, b = column * rows + row, (column + 1) % columns * rows + row
    return np.concatenate([np.stack([a, a + 1, b + 1], 1), np.stack([a, b + 1, b], 1)])


def _colours(look: Look, columns: Floats, style: Style) -> Floats:
    base = np.array(linear(look.hair_colour))
    count, rows = columns.shape[:2]
    streak = noise(np.stack(np.broadcast_arrays(np.arange(count)[:, None] * 0.8, np.arange(rows)[None, :] * 0.12,
                                                np.float64(2.5)), axis=-1), 21)
    depth = 1.0 + 0.35 * streak
    roots = np.linspace(0.75, 1.12, rows)[None, :]
    return np.asarray(np.clip(base * (depth * roots)[..., None] + 0.006 * (1 + streak)[..., None], 0.0, 1.0))


def _weights(shape: Shape, points: Floats) -> Floats:
    """Hair moves with the head; below the chin it turns to the chest."""
    weights = np.zeros((len(points), len(JOINTS)))
    neck = shape.joint("Neck")[2]
    low = np.clip((neck + 0.05 - points[:, 2]) / 0.12, 0.0, 1.0) * 0.85
    weights[:, INDEX["Head"]] = 1.0 - low
    weights[:, INDEX["UpperChest"]] = low
    return weights


def _tail(head: Head, shape: Shape, kind: str, base: Floats) -> Shell:
    """A ponytail, bun or topknot: a tube with locks cut into it."""
    where = {"ponytail": (-0.88, 0.45), "bun": (-0.93, 0.28), "topknot": (-0.25, 0.97)}[kind]
    direction = np.array([where[0], 0.0, where[1]]) / np.hypot(*where)
    root = head.surface(direction[None])[0] + direction * 0.006
    size = head.size
    if kind == "ponytail":
        s = np.linspace(0.0, 1.0, 16)
        path = root + np.stack([-0.055 * np.sin(np.pi * np.minimum(s * 1.5, 1.0) * 0.6) - 0.01 * s, 0 * s,
                                0.02 * np.sin(np.pi * s * 0.9) - 0.26 * s ** 1.25], axis=1) * size
        width = np.interp(s, [0, 0.06, 0.15, 0.4, 0.8, 1.0], [0.012, 0.011, 0.022, 0.030, 0.020, 0.003]) * size
    else:
        s = np.linspace(0.0, 1.0, 10)
        big = 0.036 if kind == "bun" else 0.026
        path = root + direction * (s[:, None] * big * 1.7) * size
        width = np.sqrt(np.clip(1.0 - (2.0 * s - 0.9) ** 2 / 1.25, 0.0, 1.0)) * big * size
        width[-1] = 0.001
    sides = 22
    angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    left = np.broadcast_to(np.array([0.0, 1.0, 0.0]), along.shape)
    up = np.cross(left, along)
    twist = 0.0 if kind == "ponytail" else 2.5
    wave = 1.0 + 0.10 * np.sin(7.0 * angle[None, :] + twist * s[:, None] * 2) + 0.06 * np.sin(11.0 * angle[None, :])
    ring = np.cos(angle)[None, :, None] * left[:, None] + np.sin(angle)[None, :, None] * up[:, None]
    points = path[:, None] + ring * (width[:, None] * wave)[..., None]
    flat = points.reshape(-1, 3)
    row, k = np.divmod(np.arange((len(s) - 1) * sides), sides)
    a, b = row * sides + k, row * sides + (k + 1) % sides
    faces = np.concatenate([np.stack([a, b, b + sides], 1), np.stack([a, b + sides, a + sides], 1)])
    if (normals(flat, faces) * (flat - np.repeat(path, sides, axis=0))).sum() < 0:
        faces = faces[:, ::-1]
    colour = base * (0.8 + 0.5 * (wave - 0.84) / 0.32)[..., None]
    return Shell(flat, faces, _weights(shape, flat), np.clip(colour.reshape(-1, 3), 0, 1))
