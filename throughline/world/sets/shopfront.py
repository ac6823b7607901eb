"""Ground floors: shop windows one looks into, shutters, doors, awnings, the fascia with its name, or bricked doors."""

from __future__ import annotations

import numpy as np

from throughline.world.sets.draft import Draft, Triple, tone
from throughline.world.sets.signs import LIVERIES, WORDS, SignState, board
from throughline.world.shapes import DARK

HEAD = 2.75
SHOP_LIGHTS: tuple[Triple, ...] = ((1.0, 0.76, 0.46), (0.92, 0.97, 1.0), (1.0, 0.84, 0.62), (0.85, 0.95, 1.0),
                                   (1.0, 0.62, 0.32))
GOODS: tuple[Triple, ...] = ((0.7, 0.12, 0.08), (0.10, 0.32, 0.60), (0.75, 0.60, 0.10), (0.10, 0.42, 0.16),
                             (0.75, 0.72, 0.66), (0.62, 0.22, 0.42))
SHUTTERS: tuple[Triple, ...] = ((0.30, 0.30, 0.30), (0.20, 0.26, 0.30), (0.32, 0.27, 0.20), (0.14, 0.22, 0.18),
                                (0.25, 0.25, 0.27), (0.30, 0.16, 0.11))
FRAME = (0.07, 0.07, 0.075)


def shop_light(seed_value: float) -> Triple:
    """The colour of a shop's light for a number from 0 to 1."""
    return SHOP_LIGHTS[int(seed_value * len(SHOP_LIGHTS)) % len(SHOP_LIGHTS)]


def shopfront(draft: Draft, edges: np.ndarray, height: float, wall: Triple, signs: SignState,
              random: np.random.Generator, *, lit: bool, wrong: bool) -> None:
    """Fills the ground floor between ``edges`` with shops one to two bays wide."""
    draft.rect(edges[0], edges[-1], height - 0.18, height, 0, wall)
    bay = 0
    while bay < len(edges) - 1:
        wide = 2 if bay + 2 < len(edges) and random.random() < 0.45 else 1
        x0, x1 = float(edges[bay]), float(edges[min(bay + wide, len(edges) - 1)])
        draft.rect(x0, x0 + 0.22, 0, height - 0.18, 0, wall)
        draft.rect(x1 - 0.22, x1, 0, height - 0.18, 0, wall)
        x0, x1 = x0 + 0.22, x1 - 0.22
        kind, hue, word, livery = (random.random() for _ in range(4))
        draft.rect(x0, x1, HEAD, height - 0.18, 0.0, tone(wall, 0.7))
        open_now = kind < (0.72 if signs.power > 0.5 else 0.86)
        state = signs if open_now or kind > 0.85 else SignState(power=0.0, blank=signs.blank)
        board(draft, LIVERIES[int(livery * len(LIVERIES))], WORDS[int(word * len(WORDS))], x0 + 0.02, x1 - 0.02,
              HEAD + 0.02, height - 0.22, state, depth=0.2)
        if wrong:
            _bricked(draft, x0, x1, random)
        elif open_now:
            _interior(draft, x0, x1, shop_light(hue), 0.46 if lit else 0.30, random)
        else:
            _shutter(draft, x0, x1, hue)
        if not wrong and random.random() < 0.3:
            _awning(draft, x0, x1, GOODS[int(hue * len(GOODS))])
        bay += wide


def _interior(draft: Draft, x0: float, x1: float, light: Triple, power: float, random: np.random.Generator) -> None:
    """A shop 2.4 m deep: shelves of goods under bright ceiling lamps, its door and window frames."""
    y = 2.4
    wall = tone(light, 0.62 * power)
    draft.rect(x0, x1, 0, HEAD, y, (0.3, 0.3, 0.3), tone(wall, 0.55), wall)
    floor, roof = tone(light, 0.30 * power), tone(light, 0.8 * power)
    draft.face([(x0, 0, 0.02), (x1, 0, 0.02), (x1, y, 0.02), (x0, y, 0.02)], (0.3, 0.3, 0.3), floor)
    draft.face([(x0, y, HEAD), (x1, y, HEAD), (x1, 0, HEAD), (x0, 0, HEAD)], (0.3, 0.3, 0.3), roof)
    for x, turn in ((x0, 1), (x1, -1)):
        corners: list[Triple] = [(x, 0, 0), (x, y, 0), (x, y, HEAD), (x, 0, HEAD)]
        draft.face(corners[::turn], (0.3, 0.3, 0.3), tone(light, 0.42 * power))
    for n in range(2):
        z = HEAD - 0.06
        yy = 0.5 + n * 1.1
        draft.face([(x0 + 0.3, yy + 0.25, z), (x1 - 0.3, yy + 0.25, z), (x1 - 0.3, yy, z), (x0 + 0.3, yy, z)],
                   (0.2, 0.2, 0.2), tone(light, 5.0 * power))
    for level in range(4):
        z = 0.25 + 0.55 * level
        x = x0 + 0.1
        while x < x1 - 0.3:
            width, tall = float(random.uniform(0.15, 0.6)), float(random.uniform(0.2, 0.45))
            goods = GOODS[int(random.integers(len(GOODS)))]
            glow = tone((goods[0] * light[0], goods[1] * light[1], goods[2] * light[2]), 0.95 * power)
            draft.rect(x, min(x + width, x1 - 0.1), z, z + tall, y - 0.35, goods, tone(glow, 0.7), glow)
            x += width + 0.04
        draft.rect(x0, x1, z - 0.05, z, y - 0.36, (0.3, 0.3, 0.3), tone(light, 0.35 * power))
    if random.random() < 0.6:
        x = float(random.uniform(x0 + 0.3, max(x1 - 1.5, x0 + 0.4)))
        draft.block((x, 1.0, 0.02), (min(x + 1.2, x1 - 0.1), 1.6, 1.0), (0.25, 0.18, 0.12), tone(light, 0.16 * power))
    _glazing(draft, x0, x1, light, power, random)


def _glazing(draft: Draft, x0: float, x1: float, light: Triple, power: float, random: np.random.Generator) -> None:
    """Frames of the shop window, the door's rails and handle, and a few bills stuck on the glass."""
    door = float(random.choice([x0 + 0.1, x1 - 1.15])) if x1 - x0 > 2.2 else x0 + 0.1
    posts = [x0, door, door + 1.0, x1 - 0.06]
    for x in posts:
        draft.block((x, 0.06, 0.02), (x + 0.06, 0.14, HEAD), FRAME)
    draft.block((x0, 0.06, 2.2), (x1, 0.14, 2.27), FRAME)
    draft.block((x0, 0.05, 0.0), (x1, 0.16, 0.12), FRAME)
    draft.block((door + 0.86, 0.0, 0.8), (door + 0.90, 0.05, 1.5), (0.5, 0.5, 0.5))
    for _ in range(int(random.integers(0, 4))):
        x, z = float(random.uniform(x0 + 0.1, x1 - 0.6)), float(random.uniform(0.5, 1.7))
        bill = GOODS[int(random.integers(len(GOODS)))]
        draft.rect(x, x + 0.35, z, z + 0.48, 0.09, bill, tone(bill, 0.25 * power))


def _shutter(draft: Draft, x0: float, x1: float, hue: float) -> None:
    """A roller shutter pulled down, ribbed."""
    paint = SHUTTERS[int(hue * 97) % len(SHUTTERS)]
    for n in range(18):
        z = HEAD * n / 18
        draft.face([(x0, 0.05, z), (x1, 0.05, z), (x1, 0.11, z + HEAD / 18), (x0, 0.11, z + HEAD / 18)],
                   tone(paint, 0.7 + 0.3 * (n % 2)))


def _awning(draft: Draft, x0: float, x1: float, colour: Triple) -> None:
    """A striped awning that leans out over the pavement."""
    stripes = max(3, int((x1 - x0) / 0.45))
    xs = np.linspace(x0, x1, stripes + 1)
    for n in range(stripes):
        shade = colour if n % 2 else (0.72, 0.70, 0.66)
        a, b = float(xs[n]), float(xs[n + 1])
        draft.face([(a, -1.15, 2.42), (b, -1.15, 2.42), (b, -0.2, 2.85), (a, -0.2, 2.85)], shade)
        draft.face([(a, -1.15, 2.22), (b, -1.15, 2.22), (b, -1.15, 2.42), (a, -1.15, 2.42)], tone(shade, 0.85))


def _bricked(draft: Draft, x0: float, x1: float, random: np.random.Generator) -> None:
    """The opening walled up with pale brick, courses broken, a door's outline left."""
    rows = 14
    step = HEAD / rows
    for row in range(rows):
        x = x0 - (0.3 if row % 2 else 0.0)
        while x < x1:
            end = x + 0.6
            a, b = max(x, x0), min(end - 0.02, x1)
            if b > a:
                shade = tone((0.21, 0.22, 0.20), float(random.uniform(0.72, 1.15)))
                draft.rect(a, b, row * step, (row + 1) * step - 0.02, float(random.uniform(0.06, 0.10)), shade)
            x = end
    draft.rect(x0, x1, 0, HEAD, 0.12, (0.10, 0.105, 0.10), DARK)
