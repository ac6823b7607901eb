"""Cars as rigid plates on the ground: tyres that hold or slide, fronts that crush and push back; solved in steps."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from throughline.effects.vehicles.build import GRAVITY, GRIP, STIFF_N_M
from throughline.effects.vehicles.path import Reals

STEP_S = 1.0 / 960.0
BOUNCE = 0.18
"""Restitution of a crash. Source: Brach, Vehicle Accident Analysis, ch. 6 (0.1 to 0.3 at street speeds)."""
RUB = 0.45
ROLLING = 0.02
OUTLINE = 7
Vector = tuple[float, float]


@dataclass
class Body:
    """A plate: ``half`` length and width, ``kg`` (inf: it stands fast), ``at`` x, y and heading, ``speed`` m/s, m/s,
    rad/s, ``stiff`` N/m; ``wheels`` (W, 2); ``jammed`` is the share of its wheels' grip that acts along."""

    half: Vector
    kg: float
    inertia: float
    at: Reals
    speed: Reals
    wheels: Reals = field(default_factory=lambda: np.zeros((0, 2)))
    stiff: float = STIFF_N_M
    jammed: float = 0.0
    outline: Reals = field(init=False)

    def __post_init__(self) -> None:
        a, b = self.half
        side = np.linspace(-1.0, 1.0, OUTLINE)
        ends = [np.column_stack([np.full(OUTLINE, s * a), side * b]) for s in (-1, 1)]
        flanks = [np.column_stack([side * a, np.full(OUTLINE, s * b)]) for s in (-1, 1)]
        self.outline = np.concatenate([*ends, *flanks])

    def world(self, points: Reals) -> Reals:
        c, s = math.cos(self.at[2]), math.sin(self.at[2])
        return np.asarray(points @ np.array([[c, s], [-s, c]]) + self.at[:2])

    def local(self, points: Reals) -> Reals:
        c, s = math.cos(self.at[2]), math.sin(self.at[2])
        return np.asarray((points - self.at[:2]) @ np.array([[c, -s], [s, c]]))

    def moving(self, point: Reals) -> Reals:
        """The velocity of a point of it in the world."""
        x, y = point - self.at[:2]
        return np.array([self.speed[0] - self.speed[2] * y, self.speed[1] + self.speed[2] * x])

    def push(self, impulse: Reals, point: Reals) -> None:
        if math.isinf(self.kg):
            return
        x, y = point - self.at[:2]
        self.speed[:2] += impulse / self.kg
        self.speed[2] += (x * impulse[1] - y * impulse[0]) / self.inertia


@dataclass
class Touch:
    """Two bodies in contact: ``face`` of ``owner`` (0 or 1) that holds the other, how ``deep`` it ever was, and
    ``kept`` for good."""

    owner: int
    normal: Reals
    deep: float = 0.0
    kept: float = 0.0


def run(bodies: list[Body], seconds: float, samples: int) -> Reals:
    """(samples, len(bodies), 3) x, y, heading at even times over ``seconds`` as the bodies strike, slide and rest."""
    steps = max(1, round(seconds / STEP_S / max(samples - 1, 1)))
    dt = seconds / max(samples - 1, 1) / steps
    touches: dict[tuple[int, int], Touch] = {}
    found = np.empty((samples, len(bodies), 3))
    for sample in range(samples):
        found[sample] = [body.at for body in bodies]
        for _ in range(steps if sample < samples - 1 else 0):
            for body in bodies:
                _tyres(body, dt)
            for first in range(len(bodies)):
                for second in range(first + 1, len(bodies)):
                    _meet(bodies, first, second, touches, dt)
            for body in bodies:
                if not math.isinf(body.kg):
                    body.at += body.speed * dt
    return found


def _tyres(body: Body, dt: float) -> None:
    """What the ground does through every tyre: all its grip across, ``jammed`` of it along."""
    if not len(body.wheels):
        return
    load = body.kg / len(body.wheels) * GRAVITY * dt
    c, s = math.cos(body.at[2]), math.sin(body.at[2])
    share = body.kg / len(body.wheels)
    for wheel in body.world(body.wheels):
        vx, vy = body.moving(wheel)
        ahead, aside = vx * c + vy * s, vy * c - vx * s
        along = (body.jammed + (1 - body.jammed) * ROLLING) * math.copysign(GRIP, ahead)
        fast = math.hypot(ahead * body.jammed, aside)
        if fast > 1e-9 and body.jammed > 0.5:
            along, across = GRIP * ahead * body.jammed / fast, GRIP * aside / fast
        else:
            across = math.copysign(GRIP, aside)
        along = min(abs(along) * load, 0.5 * share * abs(ahead)) * -math.copysign(1.0, ahead)
        across = min(abs(across) * load, 0.5 * share * abs(aside)) * -math.copysign(1.0, aside)
        body.push(np.array([along * c - across * s, along * s + across * c]), wheel)


def _meet(bodies: list[Body], first: int, second: int, touches: dict[tuple[int, int], Touch], dt: float) -> None:
    """The crushed metal between two bodies pushes them apart: a spring as it is crushed, most of it not given back."""
    a, b = bodies[first], bodies[second]
    if math.isinf(a.kg) and math.isinf(b.kg):
        return
    gap = a.at[:2] - b.at[:2]
    if math.hypot(*gap) > math.hypot(*a.half) + math.hypot(*b.half):
        touches.pop((first, second), None)
        return
    key = (first, second)
    touch = touches.get(key)
    seen = _inside(a, b, touch)
    if seen is None:
        if touch is not None:
            touch.deep = touch.kept
        return
    owner, normal, deep, point = seen
    if touch is None:
        touch = touches[key] = Touch(owner, normal)
    holder = bodies[key[touch.owner]]
    c, s = math.cos(holder.at[2]), math.sin(holder.at[2])
    out = np.array([normal[0] * c - normal[1] * s, normal[0] * s + normal[1] * c])
    one, two = (a, b) if touch.owner == 0 else (b, a)
    slide = two.moving(point) - one.moving(point)
    closing = -float(slide @ out)
    force = _crushed(touch, deep, closing, one, two)
    if force <= 0.0:
        return
    across = np.array([-out[1], out[0]])
    rub = min(RUB * force * dt, 0.3 * _lighter(one, two) * abs(float(slide @ across)))
    impulse = force * dt * out - math.copysign(rub, float(slide @ across)) * across
    two.push(impulse, point)
    one.push(-impulse, point)


def _crushed(touch: Touch, deep: float, closing: float, one: Body, two: Body) -> float:
    """The force in newtons of metal crushed ``deep``."""
    stiff = 1.0 / (1.0 / one.stiff + 1.0 / two.stiff)
    if deep >= touch.deep:
        touch.deep = deep
        touch.kept = deep * (1.0 - BOUNCE ** 2)
        return stiff * deep
    return max(0.0, stiff / BOUNCE ** 2 * (deep - touch.kept))


def _lighter(one: Body, two: Body) -> float:
    return 1.0 / (1.0 / one.kg + 1.0 / two.kg)


def _inside(a: Body, b: Body, touch: Touch | None) -> tuple[int, Reals, float, Reals] | None:
    """The body whose face holds the other, that face's normal in its own space, how deep and where in the world."""
    best: tuple[int, Reals, float, Reals] | None = None
    for owner, (holder, other) in enumerate(((a, b), (b, a))):
        if touch is not None and owner != touch.owner:
            continue
        points = other.world(other.outline)
        at = holder.local(points)
        half = np.array(holder.half)
        within = (np.abs(at) < half).all(axis=1)
        if not within.any():
            continue
        depth = (half - np.abs(at[within]))
        if touch is not None:
            axis = int(np.argmax(np.abs(touch.normal)))
            normal = touch.normal
            deeps = half[axis] - at[within][:, axis] * normal[axis]
        else:
            axis = int(np.argmin(depth.max(axis=0)))
            way = math.copysign(1.0, float(at[within][:, axis].mean()))
            normal = np.eye(2)[axis] * way
            deeps = depth[:, axis]
        point = np.average(points[within], axis=0, weights=np.maximum(deeps, 1e-6))
        if best is None or float(deeps.max()) > best[2]:
            best = owner, normal, float(deeps.max()), point
    return best
