"""Bodywork lofted from curves: sections along the length, wheel arches cut in, a greenhouse with pillars and glass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.world.shapes import Floats, Piece, f32, join, patch

Curve = tuple[tuple[float, float], ...]
Triple = tuple[float, float, float]
GLASS: Triple = (0.018, 0.022, 0.026)
COARSE = [0, 2, 3, 5, 6, 8, 9, 10, 12, 13]
UNDER: Triple = (0.012, 0.012, 0.013)
TRIM: Triple = (0.02, 0.02, 0.022)


@dataclass(frozen=True)
class BodyShape:
    """A car's curves in metres, x forward from the middle: ``top`` is bonnet, belt and boot, ``roof`` the greenhouse
    from the foot of the rear window to the foot of the windscreen, ``bottom`` the sill. ``axles`` are their x,
    ``wheel`` its radius, ``tumble`` how much narrower the roof is than the belt, ``pillars`` the x of B, C pillars."""

    length: float
    width: float
    height: float
    top: Curve
    roof: Curve
    bottom: Curve
    axles: tuple[float, ...]
    wheel: float
    tumble: float = 0.16
    nose: float = 0.34
    tail: float = 0.26
    pillars: tuple[float, ...] = ()
    screen: tuple[float, float] = (0.0, 0.0)
    rear: tuple[float, float] = (0.0, 0.0)


def curve(points: Curve, x: NDArray[np.floating]) -> NDArray[np.float64]:
    """The smooth curve through ``points`` (sorted by x) at ``x``, flat beyond its ends."""
    from scipy.interpolate import PchipInterpolator  # heavy to load

    xs, zs = np.array(points, float).T
    return np.asarray(PchipInterpolator(xs, zs)(np.clip(x, xs[0], xs[-1])), float)


def half_width(shape: BodyShape, x: NDArray[np.floating]) -> NDArray[np.float64]:
    """Half the body's width at ``x``: full between the axles, rounded in plan at nose and tail."""
    end = np.where(x > 0, shape.nose, shape.tail)
    into = np.clip((np.abs(x) - (shape.length / 2 - 2.2 * end)) / (2.2 * end), 0, 1)
    return np.asarray(shape.width / 2 * (1 - 0.06 * into ** 1.5 - 0.20 * into ** 6), float)


def arch(shape: BodyShape, x: NDArray[np.floating], margin: float = 0.055) -> NDArray[np.float64]:
    """The height of the wheel arch's edge at ``x``; 0 away from the wheels."""
    radius = shape.wheel + margin
    found = np.zeros_like(np.asarray(x, float))
    for axle in shape.axles:
        away = np.abs(x - axle)
        rise = shape.wheel + np.sqrt(np.clip(radius ** 2 - away ** 2, 0, None))
        found = np.where(away < radius, np.maximum(found, rise), found)
    return found


def stations(shape: BodyShape, detail: float) -> NDArray[np.float64]:
    """The x of the sections: even, closer at the rounded ends and round the wheel arches."""
    half = shape.length / 2
    count = int(26 * detail)
    even = np.linspace(-half + 0.2, half - 0.2, count)
    ends = half - 0.2 * (1 - np.sin(np.linspace(0, np.pi / 2, max(3, int(5 * detail)))))
    radius = shape.wheel + 0.055
    turns = np.cos(np.linspace(0, np.pi, int(15 * detail))) * radius
    near = np.concatenate([axle + turns for axle in shape.axles])
    edges = np.concatenate([[axle - radius - 0.004, axle + radius + 0.004] for axle in shape.axles])
    clear = even[[bool(np.min(np.abs(near - value)) > 0.05) for value in even]]
    found = np.unique(np.round(np.concatenate([clear, ends, -ends, near, edges]), 4))
    return np.asarray(found[np.concatenate([[True], np.diff(found) > 0.003])], float)


def section(shape: BodyShape, x: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The left half of the sections at ``x``: y and z (X, R), from under the middle by the side to the top middle."""
    w, top, low = half_width(shape, x), curve(shape.top, x), curve(shape.bottom, x)
    half = shape.length / 2
    into = np.clip((np.abs(x) - (half - 0.2)) / 0.2, 0, 1)
    round_off = 1 - np.sqrt(np.clip(1 - into ** 2, 0, 1))
    top = top - (top - low) * 0.22 * round_off
    low = low + 0.12 * round_off
    w = w * (1 - 0.10 * round_off)
    tall = top - low
    across = np.array([0, 0.70, 0.86, 0.945, 0.985, 1.0, 1.0, 0.985, 0.955, 0.90, 0.80, 0.55, 0.28, 0])
    up = np.array([0, 0, 0.015, 0.06, 0.16, 0.34, 0.52, 0.70, 0.84, 0.93, 0.975, 1.0, 1.012, 1.018])
    y, z = w[:, None] * across, low[:, None] + tall[:, None] * up
    edge = arch(shape, x)
    flare = 0.028 * np.exp(-(np.abs(z - edge[:, None]) / 0.09) ** 2) * (edge > 0)[:, None]
    y = y + np.where((across > 0.9), flare, 0)
    z = np.maximum(z, np.minimum(edge, top - 0.05)[:, None])
    return y, z


def shell(shape: BodyShape, paint: Triple, detail: float = 1.0) -> Piece:
    """The body below the windows: painted sides and bonnet, open over the cabin, closed at both ends."""
    x = stations(shape, detail)
    y, z = section(shape, x)
    if detail < 0.7:
        y, z = y[:, COARSE], z[:, COARSE]
    ring = np.concatenate([np.stack([y, z], -1), np.stack([-y[:, -2:0:-1], z[:, -2:0:-1]], -1)], axis=1)
    at = np.concatenate([np.broadcast_to(x[:, None, None], (*ring.shape[:2], 1)), ring], axis=-1)
    at = np.roll(at[:, ::-1], 1, axis=1)
    columns = at.shape[1]
    rows = np.minimum(np.arange(columns), columns - np.arange(columns))
    rows = np.array(COARSE)[rows] if detail < 0.7 else rows
    inside = at[..., 2] <= (arch(shape, x)[:, None] + 0.004)
    colours = np.where((rows <= 2)[None, :, None], f32(UNDER), f32(paint))
    lowest = (rows == 3)[None, :, None]
    colours = np.where(lowest & ~inside[..., None], f32(TRIM), colours)
    middle = (x[:-1] + x[1:]) / 2
    over_cabin = (middle > shape.roof[0][0] + 0.30) & (middle < shape.screen[1] - 0.16)
    flat = (rows >= 10) & (np.roll(rows, -1) >= 10)
    body = patch(at, colours * _gloss(at, shape), wrap=True, keep=~(over_cabin[:, None] & flat[None, :]))
    return join([body, _cap(at[0], paint, front=False), _cap(at[-1], paint, front=True)])


def _gloss(at: NDArray[np.float64], shape: BodyShape) -> NDArray[np.float64]:
    """What polished paint shows of the world: the ground below the middle of a flank, sky over it, most on top."""
    middle = 0.5 * (curve(shape.top, at[..., 0]) + curve(shape.bottom, at[..., 0]))
    over = np.clip((at[..., 2] - middle) / 0.10, -1, 1)
    flank = 0.92 + 0.20 * over - 0.34 * np.clip((0.45 - at[..., 2]) / 0.3, 0, 1)
    shoulder = 0.30 * np.exp(-((at[..., 2] - curve(shape.top, at[..., 0]) + 0.075) / 0.035) ** 2)
    return np.asarray(np.clip(flank + shoulder, 0.35, 1.5)[..., None])


def _cap(ring: NDArray[np.float64], paint: Triple, *, front: bool) -> Piece:
    """The flat end of the body: a fan from its middle."""
    middle = ring.mean(axis=0)
    lattice = np.stack([ring, np.broadcast_to(middle, ring.shape)])
    return patch(lattice if front else lattice[:, ::-1], f32(paint) * f32(0.85), wrap=True)


def on_side(shape: BodyShape, x: NDArray[np.floating], z: NDArray[np.floating], lift: float = 0.004) -> Floats:
    """Points (N, 3) on the left flank at ``x`` and height ``z``, lifted off the surface."""
    ys, zs = section(shape, x)
    side = np.array([np.interp(h, row_z[3:11], row_y[3:11]) for h, row_z, row_y in zip(z, zs, ys, strict=True)])
    return np.stack([x, side + lift, z], axis=-1).astype(np.float32)


def seam(shape: BodyShape, x: float, z0: float, z1: float, width: float = 0.012) -> Piece:
    """The gap of a door at ``x``, on both sides."""
    height = np.linspace(z0, z1, 9)
    left = np.stack([on_side(shape, np.full(9, x + dx), height) for dx in (width / 2, -width / 2)], axis=0)
    mirrored = left[::-1] * f32([1, -1, 1])
    return join([patch(left, (0.004, 0.004, 0.004)), patch(mirrored, (0.004, 0.004, 0.004))])


def greenhouse(shape: BodyShape, paint: Triple, *, clear: bool, detail: float = 1.0, burst: bool = False) -> Piece:
    """Roof, pillars and windows; with ``clear`` the windscreen and front side windows are open to the cabin, with
    ``burst`` there is no glass at all."""
    return _glazed(shape, _cage(shape, detail), paint, clear, burst)


def _cage(shape: BodyShape, detail: float) -> NDArray[np.float64]:
    """The lattice (X, R, 3) of roof, pillars and windows."""
    xs = np.array([p[0] for p in shape.roof])
    marks = [shape.rear[0], shape.rear[1], shape.screen[0], shape.screen[1]]
    marks += [p + d for p in shape.pillars for d in (-0.045, 0.045)]
    x = np.unique(np.round(np.concatenate([np.linspace(xs[0], xs[-1], int(26 * detail)), marks]), 3))
    x = x[np.concatenate([[True], np.diff(x) > 0.012])]
    roof, belt = curve(shape.roof, x), curve(shape.top, x)
    base = half_width(shape, x) * 0.90
    share = np.clip((roof - belt) / (shape.height - belt.min()), 0, 1)
    rail = base - shape.tumble * share - 0.02
    levels = np.array([0.0, 0.08, 0.45, 0.86, 0.95, 1.0])
    foot, rise = belt - 0.035, np.maximum(roof - belt + 0.035, 0.0)
    y = np.concatenate([base[:, None] + (rail - base)[:, None] * levels ** 1.15,
                        rail[:, None] * np.array([0.93, 0.84, 0.5, 0.0])], axis=1)
    crown = np.minimum(0.05, 0.25 * rise)
    z = np.concatenate([foot[:, None] + rise[:, None] * levels,
                        (roof + 0.3 * crown)[:, None] + np.array([0.02, 0.15, 0.55, 0.7]) * crown[:, None]], axis=1)
    z[:, 5] -= 0.006
    half = np.stack([np.broadcast_to(x[:, None], y.shape), y, z], axis=-1)
    return np.concatenate([half, half[:, -2::-1] * np.array([1, -1, 1])], axis=1)[:, ::-1]


def windscreen(shape: BodyShape) -> NDArray[np.float64]:
    """The lattice (X, R, 3) that the windscreen fills, its outside where du x dv points."""
    at = _cage(shape, 1.0)
    rows = (at[:, 0, 0] >= shape.screen[0] - 1e-6) & (at[:, 0, 0] <= shape.screen[1] + 1e-6)
    side = at.shape[1] // 2 - 3
    return at[rows][:, side:at.shape[1] - side]


def _glazed(shape: BodyShape, at: NDArray[np.float64], paint: Triple, clear: bool, burst: bool) -> Piece:
    """The greenhouse's faces sorted into paint, black pillars and glass."""
    columns = at.shape[1]
    middle = (at[:-1, 0, 0] + at[1:, 0, 0]) / 2
    row = np.minimum(np.arange(columns - 1), columns - 2 - np.arange(columns - 1))
    side = (row >= 1) & (row <= 2)
    over = row >= 6
    pillar = np.any([np.abs(middle - p) < 0.045 for p in shape.pillars], axis=0) if shape.pillars else middle > 1e9
    front, back = middle > shape.screen[0], middle < shape.rear[1]
    screen = front[:, None] & over & (middle < shape.screen[1])[:, None]
    backlight = back[:, None] & over & (middle > shape.rear[0])[:, None]
    tall = (middle > shape.rear[0] + 0.25) & (middle < shape.screen[1] - 0.28)
    windows = side & (tall & ~pillar)[:, None]
    black = side & (tall & pillar)[:, None]
    first = max(shape.pillars) if shape.pillars else 0.0
    opened = (windows & (middle > first)[:, None]) | screen
    glass = (windows | screen | backlight) & ~(opened if clear else np.zeros_like(opened))
    body = ~(windows | screen | backlight | black)
    if burst:
        glass = np.zeros_like(glass)
    sky = np.clip((at[..., 2:] - 0.9) / 0.8, 0, 1)
    return join([patch(at, np.broadcast_to(f32(paint), at.shape), keep=body),
                 patch(at, TRIM, keep=black), patch(at, f32(GLASS) * (0.7 + 1.8 * sky), keep=glass)])
