"""Rays through gas, from front to back: what is empty is leapt over, what is dense is taken in short steps."""

from __future__ import annotations

import numpy as np

from throughline.picture.blackbody import STEP
from throughline.picture.kernel import kernel
from throughline.picture.march_grids import BLOCK, DENSE, EMPTY, HOT, Bytes, Packed, Places, Whole, between
from throughline.picture.march_light import Lit
from throughline.picture.march_matter import FLAME
from throughline.picture.view import Floats

NEAREST = 0.05  # metres before the lens in which nothing is seen
STRIDE = 0.9  # of a cell's edge, to a step
WIDEST = 1.5  # of a whole step, where what is there is thin or hardly seen
TAKEN = 0.10  # of the light, that a step may take
SHORTEST = 0.15  # of a whole step
ALIKE = 0.03  # in cover, and in light as a share of it, within which pixels between others are taken from those
SMOOTH = 0.02  # in depth, as a share of it, within which they are of one surface
FULL = 0.004  # of the light behind that is left where no more is added
SAME = 0.55  # of a cell of the light's grid, along which light is taken as the same
LOBES = ((0.6, 0.72), (-0.25, 0.28))  # of scattering: Henyey and Greenstein's g, and share


@kernel
def phase(cosine: float) -> float:
    """How much is scattered along a direction, ``cosine`` from the light's own, where 1 is the same all round.

    Source: Henyey and Greenstein 1941; two lobes, as for smoke and clouds.
    """
    total = 0.0
    for g, share in LOBES:
        square = g * g
        total += share * (1.0 - square) / (1.0 + square - 2.0 * g * cosine) ** 1.5
    return total


@kernel
def marched(depth: Floats, rays: Floats, eye: Places, gas: Packed, lit: Lit, key: Places, irradiance: Floats,
            fire: float, table: Floats, jitter: Floats, light: Floats, through: Floats, deep: Floats, first_pass: bool,
            low: int, high: int) -> None:
    """Fills ``light`` (H, W, 3), ``through`` and ``deep`` (H, W: depth times cover) in rows ``low`` to ``high``: every
    other pixel of every other row in the first pass; then the rest, between those where they are alike and of one
    surface, marched where they are not."""
    density, heat, places, sizes, albedo = gas.density, gas.heat, gas.places, gas.sizes, gas.albedo
    blocks, block_sizes = gas.blocks, gas.block_sizes
    values, light_places, light_sizes = lit.values.ravel(), lit.places, lit.sizes
    ways, source, sums = np.empty((len(places), 9)), np.empty(6), np.empty(4)
    for j in range(low, high):
        for i in range(depth.shape[1]):
            if first_pass != (j % 2 == 0 and i % 2 == 0):
                continue
            if not first_pass and _filled(depth, j, i, light, through, deep):
                continue
            x, y, z = rays[j, i, 0], rays[j, i, 1], rays[j, i, 2]
            first, last = _ways(places, sizes, eye, x, y, z, depth[j, i], ways)
            if last <= first:
                continue
            long = np.sqrt(x * x + y * y + z * z)
            bright = 0.25 * phase((x * key[0] + y * key[1] + z * key[2]) / long)
            shift = jitter[j % jitter.shape[0], i % jitter.shape[1]]
            left, t, fresh, wide, far = 1.0, first, True, 1.0, 0.0
            r, g, b, source[4] = 0.0, 0.0, 0.0, -1.0
            while t < last and left > FULL:
                leap, cell = _next(places, blocks, block_sizes, ways, t)
                if leap > t:
                    t, fresh = leap, True
                    continue
                step = cell * STRIDE * wide / long
                if fresh:
                    step, fresh = step * (0.1 + 0.9 * shift), False
                until = min(t + step, last)
                middle = 0.5 * (t + until)
                _together(density, heat, sizes, albedo, blocks, block_sizes, values, light_places, light_sizes, eye,
                          x, y, z, long, t, until, ways, irradiance, bright, fire, table, source, sums)
                thick = sums[3]
                # it came upon something: back, and slowly
                if wide > SHORTEST and left * thick * long * (until - t) > 2 * TAKEN:
                    wide = SHORTEST
                    continue
                if thick > 1e-7:
                    passes = np.exp(-thick * long * (until - t))
                    share = left * (1.0 - passes)
                    far += share * middle
                    share /= thick
                    r, g, b = r + share * sums[0], g + share * sums[1], b + share * sums[2]
                    left *= passes
                wide = min(WIDEST, max(SHORTEST, TAKEN / (left * thick * STRIDE * cell + 1e-9)))
                t = until
            if left <= FULL:
                r, g, b, far = r / (1.0 - left), g / (1.0 - left), b / (1.0 - left), far / (1.0 - left)
                left = 0.0
            light[j, i, 0], light[j, i, 1], light[j, i, 2] = r, g, b
            through[j, i], deep[j, i] = left, far


@kernel
def _filled(depth: Floats, j: int, i: int, light: Floats, through: Floats, deep: Floats) -> bool:
    """Fills a pixel from the two or four of the first pass about it, if these and their surfaces are alike."""
    top, bottom, left, right = j - (j & 1), j + (j & 1), i - (i & 1), i + (i & 1)
    if bottom >= depth.shape[0] or right >= depth.shape[1]:
        return False
    here, known = depth[j, i], np.isfinite(depth[j, i])
    least, most, dark, bright = 2.0, -1.0, 1e30, -1.0
    for y in (top, bottom):
        for x in (left, right):
            if np.isfinite(depth[y, x]) != known or (known and abs(depth[y, x] - here) > SMOOTH * here):
                return False
            least, most = min(least, through[y, x]), max(most, through[y, x])
            level = light[y, x, 0] + light[y, x, 1] + light[y, x, 2]
            dark, bright = min(dark, level), max(bright, level)
    if most - least > ALIKE or bright - dark > ALIKE * (bright + 0.1):
        return False
    through[j, i] = 0.25 * (through[top, left] + through[top, right] + through[bottom, left] + through[bottom, right])
    deep[j, i] = 0.25 * (deep[top, left] + deep[top, right] + deep[bottom, left] + deep[bottom, right])
    for c in range(3):
        light[j, i, c] = 0.25 * (light[top, left, c] + light[top, right, c] + light[bottom, left, c]
                                 + light[bottom, right, c])
    return True


@kernel
def _together(density: Floats, heat: Floats, sizes: Whole, albedo: Floats, blocks: Bytes, block_sizes: Whole,
              values: Floats, light_places: Places, light_sizes: Whole, eye: Places, x: float, y: float, z: float,
              long: float, t: float, until: float, ways: Places, irradiance: Floats, bright: float, fire: float,
              table: Floats, source: Places, sums: Places) -> None:
    """Puts what all volumes together hold from ``t`` to ``until`` into ``sums`` (4,): the radiance a metre that they
    send to the eye, and their extinction, 1/m. ``source`` (6,) keeps the light there, the group that it is of, and how
    far along the ray it holds."""
    middle = 0.5 * (t + until)
    for c in range(4):
        sums[c] = 0.0
    for v in range(len(sizes)):
        part = (min(until, ways[v, 1]) - max(t, ways[v, 0])) / (until - t)
        if part <= 0.0:
            continue
        u = ways[v, 2] + middle * ways[v, 3]
        w = ways[v, 4] + middle * ways[v, 5]
        h = ways[v, 6] + middle * ways[v, 7]
        dense, row = _matter(density, heat, sizes, blocks, block_sizes, v, u, w, h)
        dense *= part
        if dense > 1e-6:
            group = sizes[v, 5]
            if source[4] != group or middle > source[5]:
                _light_at(values, light_places, light_sizes, group, eye[0] + middle * x, eye[1] + middle * y,
                          eye[2] + middle * z, source)
                source[4], source[5] = group, middle + SAME * light_places[group, 3] / long
            for c in range(3):
                sums[c] += dense * albedo[v, c] * (source[c] + bright * irradiance[c] * source[3])
        if row > 0.0:
            dense += _burning(table, row, dense, part, fire, albedo, v, sums)
        sums[3] += dense


@kernel
def _ways(places: Places, sizes: Whole, eye: Places, x: float, y: float, z: float, behind: float,
          ways: Places) -> tuple[float, float]:
    """Puts into ``ways`` (V, 9) where the ray (x, y, z) enters and leaves each volume before ``behind``, its place in
    cells (at the eye, and by how much it changes), and up to where it is known to be in something. Where the first
    begins and the last ends."""
    first, last = 1e30, -1.0
    for v in range(len(places)):
        near, far = NEAREST, float(behind)
        for c in range(3):
            way = x if c == 0 else y if c == 1 else z
            fine = places[v, 3]
            ways[v, 2 + 2 * c], ways[v, 3 + 2 * c] = (eye[c] - places[v, c]) / fine, way / fine
            low, high = places[v, c] - eye[c], places[v, c] - eye[c] + sizes[v, c] * fine
            if abs(way) < 1e-9:
                if low > 0.0 or high < 0.0:
                    far = -1.0
                continue
            a, b = low / way, high / way
            near, far = max(near, min(a, b)), min(far, max(a, b))
        ways[v, 0], ways[v, 1], ways[v, 8] = near, far, -1.0
        if far > near:
            first, last = min(first, near), max(last, far)
    return first, last


@kernel
def _next(places: Places, blocks: Bytes, block_sizes: Whole, ways: Places, t: float) -> tuple[float, float]:
    """Where, beyond ``t``, a ray next comes to something, or ``t`` where it is in it, and the least cell there."""
    leap, cell = 1e30, 1e30
    for v in range(len(places)):
        if t >= ways[v, 1] or ways[v, 1] <= ways[v, 0]:
            continue
        if t < ways[v, 0]:
            leap = min(leap, ways[v, 0])
            continue
        if t < ways[v, 8]:  # still in the block that was looked up
            cell = min(cell, places[v, 3])
            continue
        a = _block(ways[v, 2] + (t + 1e-6) * ways[v, 3], block_sizes[v, 0])
        b = _block(ways[v, 4] + (t + 1e-6) * ways[v, 5], block_sizes[v, 1])
        c = _block(ways[v, 6] + (t + 1e-6) * ways[v, 7], block_sizes[v, 2])
        state = blocks[block_sizes[v, 3] + (a * block_sizes[v, 1] + b) * block_sizes[v, 2] + c]
        full = state & (DENSE | HOT)
        empty, far = 0 if full else (state >> EMPTY) - 1, ways[v, 1]
        for n in range(3):
            here = a if n == 0 else b if n == 1 else c
            at, way = ways[v, 2 + 2 * n], ways[v, 3 + 2 * n]
            if way > 1e-9:
                far = min(far, ((here + empty + 1) * BLOCK - at) / way)
            elif way < -1e-9:
                far = min(far, ((here - empty) * BLOCK - at) / way)
        if full:
            cell, ways[v, 8] = min(cell, places[v, 3]), far
        else:
            leap = min(leap, max(far, t + 1e-4))
    return (t, cell) if cell < 1e30 else (leap, cell)


@kernel
def _block(cells: float, most: int) -> int:
    return min(max(int(cells / BLOCK), 0), most - 1)


@kernel
def _matter(density: Floats, heat: Floats, sizes: Whole, blocks: Bytes, block_sizes: Whole, v: int, u: float, w: float,
            h: float) -> tuple[float, float]:
    """Extinction of volume ``v`` at a place in cells, 1/m, and the row of the table of what glows there."""
    nx, ny, nz = sizes[v, 0], sizes[v, 1], sizes[v, 2]
    a, b, c = _block(u, block_sizes[v, 0]), _block(w, block_sizes[v, 1]), _block(h, block_sizes[v, 2])
    state = blocks[block_sizes[v, 3] + (a * block_sizes[v, 1] + b) * block_sizes[v, 2] + c]
    dense, row = 0.0, 0.0
    if state & DENSE:
        dense = between(density, sizes[v, 3], nx, ny, nz, u - 0.5, w - 0.5, h - 0.5)
    if state & HOT:
        row = between(heat, sizes[v, 4], nx, ny, nz, u - 0.5, w - 0.5, h - 0.5) / STEP
    return dense, row


@kernel
def _burning(table: Floats, row: float, dense: float, part: float, fire: float, albedo: Floats, v: int,
             sums: Places) -> float:
    """Adds what flame and hot soot send to ``sums``; the flame's own extinction, 1/m."""
    row = min(row, len(table) - 1.001)
    n = int(row)
    mix = row - n
    glow = table[n, 3] + (table[n + 1, 3] - table[n, 3]) * mix
    flame = part * FLAME * glow
    for c in range(3):
        bright = fire * (table[n, c] + (table[n + 1, c] - table[n, c]) * mix)
        sums[c] += (flame + glow * dense * (1.0 - albedo[v, c])) * bright
    return float(flame)


@kernel
def _light_at(values: Floats, places: Places, sizes: Whole, group: int, x: float, y: float, z: float,
              out: Places) -> None:
    """Puts the light at a place into ``out`` (4,): mean radiance, and the share of the key."""
    cell, nx, ny, nz = places[group, 3], sizes[group, 0], sizes[group, 1], sizes[group, 2]
    u = min(max((x - places[group, 0]) / cell - 0.5, 0.0), nx - 1.001)
    v = min(max((y - places[group, 1]) / cell - 0.5, 0.0), ny - 1.001)
    w = min(max((z - places[group, 2]) / cell - 0.5, 0.0), nz - 1.001)
    i, j, k = int(u), int(v), int(w)
    a, b, c = np.float32(u - i), np.float32(v - j), np.float32(w - k)
    one = np.float32(1.0)
    n = np.uint64(4 * (sizes[group, 3] + (i * ny + j) * nz + k))
    dx, dy, dz = np.uint64(4 * ny * nz), np.uint64(4 * nz), np.uint64(4)
    m, o, p = n + dy, n + dx, n + dx + dy
    for q in range(4):
        r = np.uint64(q)
        low = ((values[n + r] * (one - c) + values[n + dz + r] * c) * (one - b)
               + (values[m + r] * (one - c) + values[m + dz + r] * c) * b)
        high = ((values[o + r] * (one - c) + values[o + dz + r] * c) * (one - b)
                + (values[p + r] * (one - c) + values[p + dz + r] * c) * b)
        out[q] = low * (one - a) + high * a
