"""Soft matter before it is lit: puffs in billows that roll, join, turn and are placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.world.shapes import Reals, rng

BURNS = 0.55  # of the fire ramp's light, since a film is exposed for what the fire lights


@dataclass(frozen=True)
class Soft:
    """Puffs still to be lit, N of them: ``centre`` (N, 3) and ``radius`` (N,) metres, ``albedo`` and ``glow`` (N, 3)
    linear Rec.709, ``density`` (N,) opacity through the middle and ``edge`` (N,) raggedness, both 0 to 1, ``seed``
    (N,) the same for the same puff at all times."""

    centre: Reals
    radius: Reals
    albedo: Reals
    glow: Reals
    density: Reals
    edge: Reals
    seed: NDArray[np.int64]


def soft(centre: ArrayLike, radius: ArrayLike, albedo: ArrayLike, density: ArrayLike, seed: ArrayLike, *,
         glow: ArrayLike = 0.0, edge: ArrayLike = 0.85) -> Soft:
    """Puffs from arrays or single values, those without size or density left out."""
    at = np.asarray(centre, np.float64).reshape(-1, 3)
    count = len(at)
    wide, thick = (np.broadcast_to(np.asarray(v, np.float64), (count,)) for v in (radius, density))
    keep = (wide > 1e-3) & (thick > 2e-3)
    body, own = (np.broadcast_to(np.asarray(v, np.float64), (count, 3))[keep] for v in (albedo, glow))
    return Soft(at[keep], wide[keep], body, own, np.clip(thick[keep], 0, 1),
                np.broadcast_to(np.asarray(edge, np.float64), (count,))[keep],
                np.broadcast_to(np.asarray(seed, np.int64), (count,))[keep])


def joined(parts: Sequence[Soft]) -> Soft:
    """All the parts as one."""
    if not parts:
        return soft(np.zeros((0, 3)), 0.0, 0.0, 0.0, 0)
    fields = ("centre", "radius", "albedo", "glow", "density", "edge", "seed")
    return Soft(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


@lru_cache(maxsize=16)
def _inside(count: int, variant: int) -> tuple[Reals, Reals]:
    """(count, 3) places in a unit ball, denser to its skin, none on top of another, and (count,) their sizes."""
    random = rng("billow", count, variant)
    turn = np.arange(count) * 2.39996 + random.uniform(0, 6.28)
    z = 1 - 2 * (np.arange(count) + 0.5) / count
    flat = np.sqrt(1 - z * z)
    away = np.column_stack([flat * np.cos(turn), flat * np.sin(turn), z]) + random.normal(0, 0.16, (count, 3))
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    out = random.uniform(0.25, 1.0, count) ** 0.55
    return away * out[:, None], random.uniform(0.75, 1.3, count)


@dataclass(frozen=True)
class Billow:
    """The puffs of some billows: ``centre`` (N, 3), ``radius`` (N,), ``parent`` (N,) which billow, ``skin`` (N,) 0 in
    its core to 1 at its outside, ``seed`` (N,)."""

    centre: Reals
    radius: Reals
    parent: NDArray[np.int64]
    skin: Reals
    seed: NDArray[np.int64]


def billows(centre: Reals, radius: Reals, order: ArrayLike, count: int, *, roll: ArrayLike = 0.0,
            axis: ArrayLike = (0.0, 1.0, 0.0), size: float = 0.46, flat: ArrayLike = (1.0, 1.0, 1.0)) -> Billow:
    """``count`` puffs in each billow at ``centre`` (K, 3) of ``radius`` (K,), its own by ``order`` (K,).

    Each rolls by ``roll`` radians about ``axis`` ((3,) or (K, 3), unit) as a whole, so that its folds stay its own;
    ``size`` is a puff's radius as a share of its billow's, ``flat`` squashes the billows.
    """
    many = len(centre)
    order = np.broadcast_to(np.asarray(order, np.int64), (many,))
    drawn = [_inside(count, int(number) % 8) for number in order]
    local = np.array([d[0] for d in drawn]).reshape(many, count, 3)
    share = np.array([d[1] for d in drawn]).reshape(many, count)
    spin = 2.1 * order
    c, s = np.cos(spin)[:, None], np.sin(spin)[:, None]
    local = np.stack([local[..., 0] * c - local[..., 1] * s, local[..., 0] * s + local[..., 1] * c, local[..., 2]], -1)
    k = np.broadcast_to(np.asarray(axis, np.float64), (many, 3))[:, None, :]
    angle = np.broadcast_to(np.asarray(roll, np.float64), (many,))[:, None, None]
    local = (local * np.cos(angle) + np.cross(np.broadcast_to(k, local.shape), local) * np.sin(angle)
             + k * (k * local).sum(-1, keepdims=True) * (1 - np.cos(angle)))
    skin = np.linalg.norm(local, axis=2)
    at = centre[:, None, :] + local * radius[:, None, None] * np.asarray(flat)
    wide = size * radius[:, None] * share * (1.25 - 0.45 * skin)
    return Billow(at.reshape(-1, 3), wide.reshape(-1), np.repeat(np.arange(many), count), skin.reshape(-1),
                  (order[:, None] * 64 + np.arange(count)).reshape(-1))


def outward(centre: Reals) -> Reals:
    """(K, 3) unit axes about which things at ``centre`` roll outward as a smoke ring does: up within, down without."""
    flat = np.column_stack([-centre[:, 1], centre[:, 0], np.zeros(len(centre))])
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    return np.where(length > 1e-6, flat / np.maximum(length, 1e-6), np.array([0.0, 1.0, 0.0]))


def placed(part: Soft, place: tuple[float, float, float], turn: float) -> Soft:
    """The puffs turned about Z by ``turn`` radians and moved to ``place``."""
    c, s = np.cos(turn), np.sin(turn)
    at = part.centre @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + np.array(place)
    return Soft(at, part.radius, part.albedo, part.glow, part.density, part.edge, part.seed)


def looped(t: float, count: int, life: float, random: np.random.Generator) -> tuple[Reals, NDArray[np.int64]]:
    """Age from 0 to 1 of ``count`` things that are born again all the time, and the number of their life."""
    clock = t / life + (np.arange(count) + random.uniform(0, 0.3, count)) / count
    return np.asarray(clock % 1.0), np.floor(clock).astype(np.int64)


def eased(age: Reals, span: float) -> Reals:
    """0 at birth to 1 after ``span``, smooth at both ends."""
    x = np.clip(age / span, 0, 1)
    return np.asarray(x * x * (3 - 2 * x))
