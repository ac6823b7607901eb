"""Hats, glasses, scarves and bags."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from throughline.motion.skeleton import INDEX, JOINTS
from throughline.world.body_face import eye_frame, on_head
from throughline.world.hair_head import HATS, Head, hat_frame
from throughline.world.shapes import noise, sphere
from throughline.world.wardrobe_figure import Figure, above, ahead, both, either, inverse, within
from throughline.world.wardrobe_garments import Layer, patch
from throughline.world.wardrobe_shell import Floats, Shell, join, lined

STANDOFF = 0.013


def _tube(path: Floats, radius: Floats | float, sides: int = 8) -> tuple[Floats, np.ndarray]:
    """Points and triangles of a bar along ``path`` (P, 3), its ends closed by narrowing."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    helper = np.eye(3)[int(np.argmin(np.abs(along).mean(axis=0)))]
    u = np.cross(along, helper)
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(along, u)
    angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    wide = np.broadcast_to(np.asarray(radius, np.float64), (len(path),)).copy()
    wide[[0, -1]] *= 0.35
    ring = np.cos(angle)[None, :, None] * u[:, None] + np.sin(angle)[None, :, None] * v[:, None]
    row, k = np.divmod(np.arange((len(path) - 1) * sides), sides)
    a, b = row * sides + k, row * sides + (k + 1) % sides
    faces = np.concatenate([np.stack([a, b, b + sides], 1), np.stack([a, b + sides, a + sides], 1)])
    return (path[:, None] + wide[:, None, None] * ring).reshape(-1, 3), faces


def _dome(one: Figure, rows: Floats, lift: Callable[[Floats], Floats], colour: Floats) -> Shell:
    """A lined cap on the head: ``rows`` from 0 (band) to 1 (top), ``lift`` its stand-off at each row."""
    head = Head(one.shape)
    _, right, ahead_axis, up = hat_frame(head)
    angle = np.linspace(0.0, 2.0 * np.pi, 44, endpoint=False)
    low = np.arcsin(np.clip(0.028 / 0.10, 0.0, 1.0))
    height = low + (np.pi / 2 - 0.03 - low) * rows
    flat = np.cos(angle)[:, None] * ahead_axis + np.sin(angle)[:, None] * right
    directions = np.cos(height)[:, None, None] * flat[None] + np.sin(height)[:, None, None] * up
    points = head.surface(directions) + directions * (lift(rows) * head.size)[:, None, None]
    row, k = np.divmod(np.arange((len(rows) - 1) * 44), 44)
    a, b = row * 44 + k, row * 44 + (k + 1) % 44
    faces = np.concatenate([np.stack([a, b, b + 44], 1), np.stack([a, b + 44, a + 44], 1)])
    shade = 0.85 + 0.2 * rows[:, None] + 0.05 * noise(directions * 9.0, 3)
    shell = on_head(points.reshape(-1, 3), faces, (colour * shade[..., None]).reshape(-1, 3))
    return lined(shell, 0.004 * head.size)


def _brim(one: Figure, colour: Floats, width: Callable[[Floats], Floats], droop: float) -> Shell:
    head = Head(one.shape)
    _, right, ahead_axis, up = hat_frame(head)
    angle = np.linspace(0.0, 2.0 * np.pi, 56, endpoint=False)
    flat = np.cos(angle)[:, None] * ahead_axis + np.sin(angle)[:, None] * right
    low = np.arcsin(0.028 / 0.10) + 0.05
    base = head.surface(np.cos(low) * flat + np.sin(low) * up) + flat * 0.009 * head.size
    rows = np.linspace(0.0, 1.0, 5)
    out = width(np.degrees(np.abs(np.angle(np.exp(1j * angle))))) * head.size
    rise = 0.012 * np.cos(2.0 * angle + np.pi) * head.size
    points = base[None] + rows[:, None, None] * out[None, :, None] * flat[None] + (
        rows ** 2)[:, None, None] * (rise - droop * out)[None, :, None] * up
    row, k = np.divmod(np.arange(4 * 56), 56)
    a, b = row * 56 + k, row * 56 + (k + 1) % 56
    faces = np.concatenate([np.stack([a, a + 56, b + 56], 1), np.stack([a, b + 56, b], 1)])
    return lined(on_head(points.reshape(-1, 3), faces, colour), 0.004 * head.size, 0.7)


def beanie(one: Figure, colour: Floats) -> list[Layer]:
    rows = np.r_[np.linspace(0.0, 0.28, 5), np.linspace(0.32, 1.0, 10)]
    return [Layer("Beanie", _dome(one, rows, lambda r: STANDOFF + np.where(r < 0.3, 0.006, 0.0) + 0.012 * r ** 2,
        colour))]


def cap(one: Figure, colour: Floats) -> list[Layer]:
    dome = _dome(one, np.linspace(0.0, 1.0, 12), lambda r: STANDOFF + 0.016 * np.sin(np.pi * np.minimum(r, 0.9)),
        colour)
    visor = _brim(one, colour * 0.85, lambda deg: 0.070 * np.clip(np.cos(np.radians(np.minimum(deg * 1.35, 90))), 0, 1)
                  + 0.001, 0.30)
    return [Layer("Cap", join([dome, visor]))]


def hat(one: Figure, colour: Floats) -> list[Layer]:
    def crown(rows: Floats) -> Floats:
        return np.asarray(STANDOFF + 0.030 * np.minimum(rows * 2.5, 1.0) - 0.020 * np.clip(rows - 0.75, 0, 1) / 0.25)

    dome = _dome(one, np.linspace(0.0, 1.0, 14), crown, colour)
    brim = _brim(one, colour * 0.9, lambda deg: np.full_like(deg, 0.062), 0.12)
    band = _dome(one, np.linspace(0.03, 0.24, 4), lambda r: STANDOFF + 0.004 + 0.030 * np.minimum(r * 2.5, 1.0),
                 colour * 0.3)
    return [Layer("Hat", join([dome, brim, band]))]


def glasses(one: Figure, colour: Floats) -> list[Layer]:
    left, right, radius = eye_frame(one.shape)
    angle = np.linspace(0.0, 2.0 * np.pi, 29)
    front = left[0] + 1.55 * radius
    pieces = []
    for eye in (left, right):
        c, s = np.cos(angle), np.sin(angle)
        rim = np.stack([front - 0.2 * radius * c ** 2, eye[1] + 2.0 * radius * np.sign(c) * np.abs(c) ** 0.8,
                        eye[2] - 0.15 * radius + 1.55 * radius * np.sign(s) * np.abs(s) ** 0.8], axis=1)
        pieces.append(_tube(rim, 0.0014))
        out = np.sign(eye[1])
        hinge = np.array([front - 0.2 * radius, eye[1] + out * 2.0 * radius, eye[2] + 0.2 * radius])
        ear = np.array([left[0] - 7.2 * radius, out * (abs(eye[1]) + 3.1 * radius), eye[2] + 0.1 * radius])
        pieces.append(_tube(np.linspace(hinge, ear, 5), 0.0013, 6))
    inner = abs(left[1]) - 2.0 * radius
    bridge = np.stack([np.full(7, front + 0.1 * radius), np.linspace(-inner, inner, 7),
                       left[2] + 0.25 * radius + 0.25 * radius * np.cos(np.linspace(-1.5, 1.5, 7))], axis=1)
    pieces.append(_tube(bridge, 0.0013, 6))
    return [Layer("Glasses", join([on_head(points, faces, colour * 0.2) for points, faces in pieces]))]


def _chest(points: Floats, share: dict[str, float]) -> Floats:
    weights = np.zeros((len(points), len(JOINTS)))
    for joint, value in share.items():
        weights[:, INDEX[joint]] = value
    return weights


def scarf(one: Figure, colour: Floats) -> list[Layer]:
    """Two turns round the neck and an end in front."""
    centre = one.shape.joint("Neck") + np.array([0.018, 0.0, 0.025]) * one.size
    turn = np.linspace(0.0, 4.0 * np.pi, 64)
    spread = (0.084 + 0.010 * np.sin(0.5 * turn)) * one.size
    path = centre + np.stack([spread * np.cos(turn) * 1.05, spread * np.sin(turn), (0.018 * np.cos(turn + np.pi)
                              + 0.012 * np.sin(turn * 0.5)) * one.size], axis=1)
    points, faces = _tube(path, 0.030 * one.size, 12)
    points += 0.010 * noise(points * 30.0, 5)[:, None] * (points - centre) / (0.1 * one.size)
    ring = Shell(points, faces, _chest(points, {"Neck": 0.45, "UpperChest": 0.55}), np.zeros_like(points))
    drop = np.linspace(0.0, 1.0, 14)
    front = float(one.suit.points[(np.abs(one.suit.points[:, 1]) < 0.08), 0].max()) + 0.030
    start = centre + np.array([0.10, 0.03, -0.02]) * one.size
    tail = np.stack([np.interp(drop, [0, 0.25, 1], [start[0], front, front]), start[1] + 0.02 * drop,
                     start[2] - 0.34 * one.size * drop], axis=1)
    ends, end_faces = _tube(tail, 0.034 * one.size, 10)
    ends[:, 0] = tail[:, 0].repeat(10) + (ends[:, 0] - tail[:, 0].repeat(10)) * 0.35
    hanging = Shell(ends, end_faces, _chest(ends, {"UpperChest": 0.8, "Chest": 0.2}), np.zeros_like(ends))
    whole = join([ring, hanging])
    stripe = 0.85 + 0.25 * noise(whole.points * np.array([60.0, 60.0, 12.0]), 8)
    return [Layer("Scarf", whole.painted(colour * stripe[:, None]))]


def _lump(centre: Floats, half: Floats, power: float = 4.0) -> tuple[Floats, np.ndarray]:
    """A rounded box."""
    unit, faces = sphere(4)
    unit = unit.astype(np.float64)
    size = (np.abs(unit) ** power).sum(axis=1, keepdims=True) ** (1.0 / power)
    return centre + unit / size * half, faces.astype(np.int64)


def backpack(one: Figure, colour: Floats) -> list[Layer]:
    size, mid = one.size, one.z("Chest") + 0.05 * one.size
    back = float(one.suit.points[np.abs(one.suit.points[:, 2] - mid) < 0.05, 0].min()) - 0.022
    parts = []
    for centre, half, shade in (((back - 0.075, 0.0, mid), (0.085, 0.15, 0.21), 1.0),
                                ((back - 0.155, 0.0, mid - 0.07), (0.045, 0.115, 0.095), 0.8)):
        points, faces = _lump(np.array(centre), np.array(half) * size)
        points = points + 0.004 * noise(points * 18.0, 4)[:, None]
        tint = shade * (0.9 + 0.25 * np.clip((points[:, 2] - mid) / 0.4, -0.4, 0.4))
        parts.append(Shell(points, faces, _chest(points, {"Chest": 0.5, "UpperChest": 0.5}), colour * tint[:, None]))
    high, front = one.z("LeftUpperArm"), float(one.shape.joint("UpperChest")[0])
    strap = both(inverse(within(0.062 * size)), within(0.112 * size), above(mid - 0.10 * size),
                 either(ahead(front - 0.02), above(high - 0.03 * size)))
    return [Layer("Backpack", join(parts)),
            patch(one, "Straps", strap, colour * 0.55, ease=0.034, lift=0.006, bridge=10)]


def bag(one: Figure, colour: Floats) -> list[Layer]:
    """A shoulder bag at the left hip."""
    size, hip = one.size, one.z("Hips") - 0.03 * one.size
    side = float(one.suit.points[np.abs(one.suit.points[:, 2] - hip) < 0.04, 1].max()) + 0.045
    points, faces = _lump(np.array([0.0, side + 0.02, hip]), np.array([0.15, 0.045, 0.115]) * size, 5.0)
    body = Shell(points, faces, _chest(points, {"Hips": 0.85, "Spine": 0.15}), np.broadcast_to(colour, points.shape))
    turn = np.linspace(0.0, np.pi, 24)
    high = one.z("LeftUpperArm") + 0.10 * size
    path = np.stack([0.15 * size * np.cos(turn), side - (side + 0.06 * size) * np.sin(turn) ** 0.8,
                     hip + 0.07 * size + (high - hip - 0.07 * size) * np.sin(turn)], axis=1)
    strap, strap_faces = _tube(path, 0.011 * size, 6)
    share = np.clip((strap[:, 2] - hip) / (high - hip), 0.0, 1.0)
    weights = _chest(strap, {"Hips": 1.0})
    weights[:, INDEX["Hips"]] = 1.0 - share
    weights[:, INDEX["UpperChest"]] = share
    return [Layer("Bag", join([body, Shell(strap, strap_faces, weights, np.broadcast_to(colour * 0.6, strap.shape))]))]


EXTRAS: dict[str, Callable[[Figure, Floats], list[Layer]]] = {
    "beanie": beanie, "cap": cap, "hat": hat, "glasses": glasses, "scarf": scarf, "backpack": backpack, "bag": bag,
}
assert set(EXTRAS) >= set(HATS)
