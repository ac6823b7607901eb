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
BOUNCE = 0.30  # of the sky's light, which comes back from what shades a place
FILL, RIM = 0.42, 0.45  # of the sky's light, from the camera's side and along upper edges
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
    """What stands between places and the key: how far from a plane ``back`` metres from ``middle`` (3,) the first thing
    is, ``away`` (S, S), over +-``half`` metres along the first two of ``axes`` (3, 3), the third of which points to
    the key."""

    away: Floats
    axes: Floats
    middle: Floats
    half: float
    back: float


class Samples(NamedTuple):
    """What a renderer found, (h, w, 4): ``surface`` colour and depth, 1e10 where nothing is; ``facing`` the normal in
    camera space and the object's number, from 1."""

    surface: Floats
    facing: Floats


class Lens(NamedTuple):
    """A camera: its matrix (4, 4), what it sees of a metre's depth, its shift in picture widths, whether rays are
    parallel."""

    world: Place
    wide: float
    shift_x: float
    shift_y: float
    flat: bool


NO_SHADOW = ShadowMap(np.full((2, 2), 1e10, np.float32), np.eye(3, dtype=np.float32), np.zeros(3, np.float32), 1.0, 0.0)


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
def lit(samples: Samples, lens: Lens, shade: Floats, mean: Floats, rig: Rig, still: ShadowMap, moving: ShadowMap,
        factor: int) -> Floats:
    """(H, W, 3) float32 scene-linear: the light of ``factor`` x ``factor`` samples a pixel, 0 where most miss.

    ``shade`` (H, W) from contact; ``mean`` (N + 1, 3) what each object's colours come with, 0 for what is baked;
    shadow maps of the set and of what moves. Light falls once on each object within a pixel, not on every sample.
    """
    out = np.zeros((shade.shape[0], shade.shape[1], 3), np.float32)
    _add_baked(samples, lens, shade, mean, rig, still, moving, factor, out)
    _add_formed(samples, lens, shade, mean, rig, still, moving, factor, out)
    _share(samples.surface, factor, out)
    return out


@kernel
def _add_baked(samples: Samples, lens: Lens, shade: Floats, mean: Floats, rig: Rig, still: ShadowMap,
               moving: ShadowMap, factor: int, out: Floats) -> None:
    """Adds to ``out`` the samples whose colours are light already: baked ones, and all that glow by themselves."""
    height, width = shade.shape
    surface, facing, key = samples.surface, samples.facing, rig.key
    left, n, p, v = np.ones(3), np.zeros(3), np.zeros(3), np.zeros(3)
    glow = np.maximum(1.0, 1.3 * (rig.ambient + rig.key_colour))  # brighter than light could make a surface
    for y in range(height):
        for x in range(width):
            fresh = True
            for j in range(y * factor, (y + 1) * factor):
                for i in range(x * factor, (x + 1) * factor):
                    if surface[j, i, 3] > FAR:
                        continue
                    formed = mean[int(facing[j, i, 3]), 0] > 0.0
                    if formed and max(surface[j, i, 0], surface[j, i, 1], surface[j, i, 2]) <= 1.0:
                        continue
                    if fresh and not formed:
                        n[0], n[1], n[2] = facing[j, i, 0], facing[j, i, 1], facing[j, i, 2]
                        _stand(lens, x, y, height, width, surface[j, i, 3], n, p, v)
                        lost, slope = 0.0, n[0] * key[0] + n[1] * key[1] + n[2] * key[2]
                        if slope > 0.0:
                            lost = 1.0 - _light_through(moving, p, n)
                        if lost > 0.0:
                            lost *= _light_through(still, p, n)
                        _keep(n[2], max(0.0, slope), shade[y, x], lost, rig.key_colour, rig.ambient, left)
                        fresh = False
                    for c in range(3):
                        colour = surface[j, i, c]
                        out[y, x, c] += colour if formed or colour > glow[c] else colour * left[c]


@kernel
def _add_formed(samples: Samples, lens: Lens, shade: Floats, mean: Floats, rig: Rig, still: ShadowMap,
                moving: ShadowMap, factor: int, out: Floats) -> None:
    """Adds to ``out`` the objects to which the rig's light gives form."""
    height, width = shade.shape
    surface, facing, key = samples.surface, samples.facing, rig.key
    light, n, p, v = np.zeros(3), np.zeros(3), np.zeros(3), np.zeros(3)
    whole, who = np.zeros((factor * factor, 8)), np.zeros(factor * factor, np.int64)
    for y in range(height):
        for x in range(width):
            objects = 0
            for j in range(y * factor, (y + 1) * factor):
                for i in range(x * factor, (x + 1) * factor):
                    if (surface[j, i, 3] < FAR and mean[int(facing[j, i, 3]), 0] > 0.0
                            and max(surface[j, i, 0], surface[j, i, 1], surface[j, i, 2]) <= 1.0):
                        objects = _gathered(surface, facing, j, i, who, whole, objects)
            for k in range(objects):
                n[0], n[1], n[2] = whole[k, 3], whole[k, 4], whole[k, 5]
                _stand(lens, x, y, height, width, whole[k, 6] / whole[k, 7], n, p, v)
                sun = 0.0
                if n[0] * key[0] + n[1] * key[1] + n[2] * key[2] > -WRAP:
                    sun = _light_through(moving, p, n)
                if sun > 0.0:
                    sun *= _light_through(still, p, n)
                _form(whole, k, n, p, v, shade[y, x], sun, rig, light)
                for c in range(3):
                    out[y, x, c] += light[c] / mean[who[k], c]


@kernel
def _share(surface: Floats, factor: int, out: Floats) -> None:
    """Turns sums over samples in ``out`` (H, W, 3) into means, 0 where most samples meet nothing."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            covered = 0
            for j in range(y * factor, (y + 1) * factor):
                for i in range(x * factor, (x + 1) * factor):
                    covered += int(surface[j, i, 3] < FAR)
            share = 1.0 / covered if 2 * covered >= factor * factor else 0.0
            for c in range(3):
                out[y, x, c] *= share


@kernel
def _gathered(surface: Floats, facing: Floats, j: int, i: int, who: NDArray[np.int64], whole: Place,
              objects: int) -> int:
    """Adds a sample's colour, normal, depth and one to its object's row in ``whole`` (., 8); how many have rows."""
    number, k = int(facing[j, i, 3]), 0
    while k < objects and who[k] != number:
        k += 1
    if k == objects:
        who[k] = number
        for c in range(8):
            whole[k, c] = 0.0
        objects += 1
    for c in range(3):
        whole[k, c] += surface[j, i, c]
        whole[k, 3 + c] += facing[j, i, c]
    whole[k, 6] += surface[j, i, 3]
    whole[k, 7] += 1.0
    return objects


@kernel
def _stand(lens: Lens, x: int, y: int, height: int, width: int, z: float, n: Place, p: Place, v: Place) -> None:
    """Puts the world place and direction to the eye of what is ``z`` deep at a pixel into ``p`` and ``v`` (3,), and
    turns ``n`` (3,) from the camera's space to the world, of length one."""
    world = lens.world
    across, up = 0.0, 0.0
    if not lens.flat:
        across = ((x + 0.5) / width - 0.5 + lens.shift_x) * lens.wide
        up = ((0.5 * height - y - 0.5) / width + lens.shift_y) * lens.wide
    size = np.sqrt(across * across + up * up + 1.0)
    a, b, c = n[0], n[1], n[2]
    scale = 1.0 / np.sqrt(max(1e-12, a * a + b * b + c * c))
    for r in range(3):
        n[r] = (world[r, 0] * a + world[r, 1] * b + world[r, 2] * c) * scale
        way = world[r, 0] * across + world[r, 1] * up - world[r, 2]
        p[r] = world[r, 3] + way * z
        v[r] = -way / size


@kernel
def _light_through(shadow: ShadowMap, p: Place, n: Place) -> float:
    """How much of the key (0 to 1) reaches ``p`` (3,), a place on a surface with normal ``n`` (3,)."""
    away, size = shadow.away, len(shadow.away)
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
    limit = shadow.back - (high + 0.01 + texel)
    free = (int(away[j - 1, i - 1] > limit) + int(away[j - 1, i + 2] > limit) + int(away[j + 2, i - 1] > limit)
            + int(away[j + 2, i + 2] > limit) + int(away[j, i] > limit))
    if free in (0, 5):
        return 0.2 * free
    light, total = 0.0, 0.0
    for dj in range(-1, 3):
        wy = (1.0 - fy) if dj == -1 else fy if dj == 2 else 1.0
        for di in range(-1, 3):
            weight = wy * ((1.0 - fx) if di == -1 else fx if di == 2 else 1.0)
            total += weight
            if away[j + dj, i + di] > limit:
                light += weight
    return light / total


@kernel
def _keep(up: float, slope: float, shade: float, lost: float, key_colour: Floats, ambient: Floats,
          left: Place) -> None:
    """Puts into ``left`` (3,) what stays of baked light where contact takes some and what moves takes ``lost`` (0 to
    1) of the key, which falls on the surface by ``slope``."""
    for c in range(3):
        direct = key_colour[c] * slope
        sky = ambient[c] * (0.62 + 0.38 * up)
        left[c] = (0.45 + 0.55 * shade) * (1.0 - lost * direct / (direct + sky + 1e-6))


@kernel
def _form(whole: Place, k: int, n: Place, p: Place, v: Place, shade: float, sun: float, rig: Rig,
          light: Place) -> None:
    """Puts into ``light`` (3,) the radiance of an object's samples, gathered in row ``k``, that see ``sun`` (0 to 1)
    of the key, in units of what its colours come with."""
    facing = max(0.0, n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    rim = (1.0 - facing) ** 3 * (0.5 + 0.5 * n[2])
    sky = (0.62 + 0.38 * n[2]) * (BOUNCE + (1.0 - BOUNCE) * shade) + FILL * facing + RIM * rim
    sheen = whole[k, 7] * SHEEN * (0.04 + 0.30 * (1.0 - facing) ** 4)
    key = rig.key
    ndl = n[0] * key[0] + n[1] * key[1] + n[2] * key[2]
    direct = max(0.0, (ndl + WRAP) / (1.0 + WRAP)) * (0.4 + 0.6 * shade) * sun
    gloss = _gloss(n, v, key[0], key[1], key[2]) * ndl * sun if ndl > 0.0 and sun > 0.0 else 0.0
    for c in range(3):
        light[c] = whole[k, c] * (rig.ambient[c] * sky + rig.key_colour[c] * direct)
        light[c] += sheen * (rig.ambient[c] * (0.5 + 0.5 * n[2]) * shade + rig.key_colour[c] * gloss)
    _lamps(whole, k, n, p, v, 0.5 + 0.5 * shade, sheen, rig.lamps, light)


@kernel
def _lamps(whole: Place, r: int, n: Place, p: Place, v: Place, open_to: float, sheen: float, lamps: Floats,
           light: Place) -> None:
    """Adds to ``light`` (3,) what the lamps within reach give, as the sets' own baking has it."""
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
        gloss = _gloss(n, v, dx, dy, dz) * fall * ndl if ndl > 0.0 else 0.0
        for c in range(3):
            light[c] += lamps[k, 3 + c] * (whole[r, c] * amount + sheen * gloss)


@kernel
def _gloss(n: Place, v: Place, lx: float, ly: float, lz: float) -> float:
    hx, hy, hz = v[0] + lx, v[1] + ly, v[2] + lz
    size = np.sqrt(hx * hx + hy * hy + hz * hz) + 1e-6
    power = max(0.0, (n[0] * hx + n[1] * hy + n[2] * hz) / size) ** 4
    return float(4.0 * power ** 7)
