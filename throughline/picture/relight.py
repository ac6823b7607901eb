"""Light on surfaces whose colour, normal and depth are known: key and its shadows, sky, lamps, contact shade.

What is baked (sets, effects) keeps its own light and takes contact shade and the shadows of what moves. What is lit
(cast, vehicles, props) comes with the one irradiance of the place where it stands in its colours; it is given form
by the ratio of the irradiance that each of its surfaces has to that one. Colours over 1 glow by themselves.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel
from throughline.picture.view import Floats

Place = NDArray[np.float64]
REACH = 14.0  # metres: how far a lamp shines
FILL, RIM = 0.30, 0.45  # of the sky's light, from the camera's side and along upper edges
SHEEN = 0.35  # of a light that a smooth surface gives back, in units of what is carried
WRAP = 0.12  # how far round a body the key's light goes
FAR = 1e9


class Rig(NamedTuple):
    """The light of a frame, linear Rec.709: ``key`` (3,) towards it and ``key_colour`` (3,) its irradiance;
    ``ambient`` (3,) the sky's; ``lamps`` (L, 6) place and irradiance at one metre."""

    key: Floats
    key_colour: Floats
    ambient: Floats
    lamps: Floats


class ShadowMap(NamedTuple):
    """What stands between places and the key: ``heights`` (S, S) metres towards it above ``middle`` (3,), over
    +-``half`` metres along the first two of ``axes`` (3, 3), the third of which points to the key."""

    heights: Floats
    axes: Floats
    middle: Floats
    half: float


class Samples(NamedTuple):
    """What a renderer found, (h, w): ``surface`` (h, w, 5) colour, coverage and depth; ``normal`` (h, w, 3) camera
    space; ``number`` (h, w) objects from 1; ``through`` (h, w, 3) camera rays one metre deep."""

    surface: Floats
    normal: Floats
    number: NDArray[np.uint16]
    through: Floats


NO_SHADOW = ShadowMap(np.full((2, 2), -FAR, np.float32), np.eye(3, dtype=np.float32), np.zeros(3, np.float32), 1.0)


def neutral(forward: Floats) -> Rig:
    """A soft studio rig for stages without lights: key high over the camera's left shoulder, (3,) ``forward``."""
    ahead = np.array([forward[0], forward[1], 0.0], np.float32)
    ahead /= max(float(np.linalg.norm(ahead)), 1e-4)
    left = np.array([-ahead[1], ahead[0], 0.0], np.float32)
    key = -0.55 * ahead + 0.5 * left + np.array([0.0, 0.0, 0.8], np.float32)
    return Rig(key=(key / np.linalg.norm(key)).astype(np.float32), key_colour=np.array([0.75, 0.72, 0.68], np.float32),
               ambient=np.array([0.42, 0.44, 0.48], np.float32), lamps=np.zeros((0, 6), np.float32))


def carried(rig: Rig, place: Floats) -> Floats:
    """(3,) float32: the irradiance that colours at ``place`` (3,) come with, before it is held within bounds.

    Source: the one in world.lighting.irradiance.
    """
    away = ((rig.lamps[:, :3] - place) ** 2).sum(axis=1)
    lamps = (rig.lamps[:, 3:] / (1.0 + away)[:, None]).sum(axis=0)
    return np.asarray(np.maximum(rig.ambient + 0.55 * rig.key_colour + 0.55 * lamps, 1e-3), np.float32)


@kernel
def lit(samples: Samples, world: Place, shade: Floats, mean: Floats, rig: Rig, still: ShadowMap, moving: ShadowMap,
        factor: int) -> Floats:
    """(H, W, 3) float32 scene-linear: the light of ``factor`` x ``factor`` samples a pixel, 0 where most miss.

    ``world`` (4, 4) the camera's matrix; ``shade`` (H, W) from contact; ``mean`` (N + 1, 3) what each object's
    colours come with, 0 for what is baked; shadow maps of the set and of what moves.
    """
    height, width = shade.shape
    out = np.zeros((height, width, 3), np.float32)
    light, left, n, p, v = np.zeros(3), np.ones(3), np.zeros(3), np.zeros(3), np.zeros(3)
    surface, number = samples.surface, samples.number
    for y in range(height):
        for x in range(width):
            covered, fresh = 0, True
            for j in range(y * factor, (y + 1) * factor):
                for i in range(x * factor, (x + 1) * factor):
                    if surface[j, i, 4] > FAR:
                        continue
                    covered += 1
                    formed = mean[number[j, i], 0] > 0.0
                    if formed or fresh:
                        _stand(samples, j, i, world, n, p, v)
                        sun, alone = _light_through(moving, p, n), 1.0
                        if formed or sun < 1.0:
                            alone = _light_through(still, p, n)
                    if formed:
                        _form(samples, j, i, n, p, v, shade[y, x], sun * alone, rig, mean, light)
                    else:
                        if fresh:
                            _keep(n, shade[y, x], alone * (1.0 - sun), rig, left)
                            fresh = False
                        for c in range(3):
                            colour = surface[j, i, c]
                            glows = colour > 1.0 and colour > 1.3 * (rig.ambient[c] + rig.key_colour[c])
                            light[c] = colour * (1.0 if glows else left[c])
                    for c in range(3):
                        out[y, x, c] += light[c]
            share = 1.0 / covered if 2 * covered >= factor * factor else 0.0
            for c in range(3):
                out[y, x, c] *= share
    return out


@kernel
def _stand(samples: Samples, j: int, i: int, world: Place, n: Place, p: Place, v: Place) -> None:
    """World normal, place and direction to the eye of a sample, into ``n``, ``p``, ``v`` (3,)."""
    normal, ray, z = samples.normal, samples.through, samples.surface[j, i, 4]
    size = np.sqrt(ray[j, i, 0] ** 2 + ray[j, i, 1] ** 2 + ray[j, i, 2] ** 2)
    for r in range(3):
        n[r] = world[r, 0] * normal[j, i, 0] + world[r, 1] * normal[j, i, 1] + world[r, 2] * normal[j, i, 2]
        way = world[r, 0] * ray[j, i, 0] + world[r, 1] * ray[j, i, 1] + world[r, 2] * ray[j, i, 2]
        p[r] = world[r, 3] + way * z
        v[r] = -way / size


@kernel
def _light_through(shadow: ShadowMap, p: Place, n: Place) -> float:
    """How much of the key (0 to 1) reaches ``p`` (3,), a place on a surface with normal ``n`` (3,)."""
    heights, size = shadow.heights, len(shadow.heights)
    texel = 2.0 * shadow.half / size
    along, aside, high = 0.0, 0.0, 0.0
    for c in range(3):
        q = p[c] + n[c] * (0.02 + 1.5 * texel) - shadow.middle[c]
        along, aside, high = along + shadow.axes[0, c] * q, aside + shadow.axes[1, c] * q, high + shadow.axes[2, c] * q
    x, y = (along / shadow.half + 1.0) * 0.5 * size, (1.0 - aside / shadow.half) * 0.5 * size
    if not (2.0 <= x < size - 2.0 and 2.0 <= y < size - 2.0):
        return 1.0
    i, j = int(x - 0.5), int(y - 0.5)
    fx, fy = x - 0.5 - i, y - 0.5 - j
    limit = high + 0.01 + texel
    if (heights[j - 1, i - 1] < limit and heights[j - 1, i + 2] < limit and heights[j + 2, i - 1] < limit
            and heights[j + 2, i + 2] < limit and heights[j, i] < limit):
        return 1.0
    light, total = 0.0, 0.0
    for dj in range(-1, 3):
        wy = (1.0 - fy) if dj == -1 else fy if dj == 2 else 1.0
        for di in range(-1, 3):
            weight = wy * ((1.0 - fx) if di == -1 else fx if di == 2 else 1.0)
            total += weight
            if heights[j + dj, i + di] < limit:
                light += weight
    return light / total


@kernel
def _keep(n: Place, shade: float, lost: float, rig: Rig, left: Place) -> None:
    """Puts into ``left`` (3,) what stays of baked light where contact takes some and what moves takes ``lost`` (0 to
    1) of the key."""
    ndl = max(0.0, n[0] * rig.key[0] + n[1] * rig.key[1] + n[2] * rig.key[2])
    for c in range(3):
        direct = rig.key_colour[c] * ndl
        sky = rig.ambient[c] * (0.62 + 0.38 * n[2])
        left[c] = (0.45 + 0.55 * shade) * (1.0 - lost * direct / (direct + sky + 1e-6))


@kernel
def _form(samples: Samples, j: int, i: int, n: Place, p: Place, v: Place, shade: float, sun: float, rig: Rig,
          mean: Floats, light: Place) -> None:
    """Puts into ``light`` (3,) the radiance of a lit sample that sees ``sun`` (0 to 1) of the key."""
    surface, who = samples.surface, samples.number[j, i]
    if max(surface[j, i, 0], surface[j, i, 1], surface[j, i, 2]) > 1.0:
        for c in range(3):
            light[c] = surface[j, i, c]
        return
    facing = max(0.0, n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    rim = (1.0 - facing) ** 3 * (0.5 + 0.5 * n[2])
    sky = (0.62 + 0.38 * n[2]) * shade + FILL * facing + RIM * rim
    sheen = SHEEN * (0.04 + 0.30 * (1.0 - facing) ** 4)
    key = rig.key
    ndl = n[0] * key[0] + n[1] * key[1] + n[2] * key[2]
    direct = max(0.0, (ndl + WRAP) / (1.0 + WRAP)) * (0.4 + 0.6 * shade) * sun
    gloss = _gloss(n, v, key[0], key[1], key[2]) * max(0.0, ndl) * sun
    for c in range(3):
        light[c] = surface[j, i, c] * (rig.ambient[c] * sky + rig.key_colour[c] * direct)
        light[c] += sheen * (rig.ambient[c] * (0.5 + 0.5 * n[2]) * shade + rig.key_colour[c] * gloss)
    _lamps(samples, j, i, n, p, v, 0.5 + 0.5 * shade, sheen, rig.lamps, light)
    for c in range(3):
        light[c] /= mean[who, c]


@kernel
def _lamps(samples: Samples, j: int, i: int, n: Place, p: Place, v: Place, open_to: float, sheen: float,
           lamps: Floats, light: Place) -> None:
    """Adds to ``light`` (3,) what the lamps within reach give, as the sets' own baking has it."""
    surface = samples.surface
    for k in range(len(lamps)):
        dx, dy, dz = lamps[k, 0] - p[0], lamps[k, 1] - p[1], lamps[k, 2] - p[2]
        square = dx * dx + dy * dy + dz * dz
        if square > REACH * REACH:
            continue
        length = np.sqrt(square + 1e-4)
        dx, dy, dz = dx / length, dy / length, dz / length
        ndl = n[0] * dx + n[1] * dy + n[2] * dz
        if ndl < -0.13:
            continue
        fall = (1.0 - square / (REACH * REACH)) ** 2 / (square + 0.12)
        amount = max(0.0, 0.88 * ndl + 0.12) * fall * open_to
        gloss = _gloss(n, v, dx, dy, dz) * fall * max(0.0, ndl)
        for c in range(3):
            light[c] += lamps[k, 3 + c] * (surface[j, i, c] * amount + sheen * gloss)


@kernel
def _gloss(n: Place, v: Place, lx: float, ly: float, lz: float) -> float:
    hx, hy, hz = v[0] + lx, v[1] + ly, v[2] + lz
    size = np.sqrt(hx * hx + hy * hy + hz * hz) + 1e-6
    power = max(0.0, (n[0] * hx + n[1] * hy + n[2] * hz) / size) ** 4
    return float(4.0 * power ** 7)
