"""Buildings of a Korean street, storey by storey: walls, windows lit or dark, signboards, roofs with their clutter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from throughline.world.sets.draft import Draft, Triple, mix, tone
from throughline.world.sets.shopfront import shopfront
from throughline.world.sets.signs import LIVERIES, WORDS, SignState, blade, board, tall_sign
from throughline.world.shapes import DARK, Piece, lathe, moved, rng

GROUND = 3.9
STOREY = 3.25
WALLS: tuple[Triple, ...] = (
    (0.42, 0.38, 0.31), (0.30, 0.115, 0.075), (0.34, 0.33, 0.32), (0.50, 0.48, 0.44), (0.20, 0.19, 0.185),
    (0.26, 0.145, 0.10), (0.40, 0.35, 0.27), (0.15, 0.165, 0.19), (0.34, 0.38, 0.36),
)
WARM: tuple[Triple, ...] = ((1.0, 0.66, 0.34), (1.0, 0.78, 0.50), (0.92, 0.95, 1.0), (0.80, 0.92, 1.0))


@dataclass(frozen=True)
class Building:
    """One building: its front from x 0 to ``width``, ``depth`` metres deep, ``storeys`` high, what its walls are like
    and how many of its windows burn. ``style``: punched, band, curtain or balcony. ``open_side`` is -1 or 1 where its
    flank at x = 0 or x = width stands free at a corner."""

    width: float
    depth: float
    storeys: int
    style: str
    wall: Triple
    seed: int
    shops: bool = True
    open_side: int = 0

    @property
    def height(self) -> float:
        return GROUND + STOREY * (self.storeys - 1)


@dataclass(frozen=True)
class Life:
    """How alive a street is: share of windows lit, signs, sky that the panes mirror, and the in-between's wrongness
    (``wrong``: doors bricked up, boards blank, colour gone)."""

    windows: float
    signs: SignState
    sky: Triple
    wrong: bool = False
    detail: bool = True


def building(plan: Building, life: Life) -> Piece:
    """The building with its front on the plane y = 0, seen along +Y, standing from x = 0 to its width."""
    random = rng("building", plan.seed)
    draft = Draft()
    wall = mix(plan.wall, (0.26, 0.28, 0.27), 0.75) if life.wrong else plan.wall
    bays = max(2, round(plan.width / 3.1))
    edges = np.linspace(0, plan.width, bays + 1)
    if plan.shops:
        shopfront(draft, edges, GROUND, wall, life.signs, rng("shops", plan.seed), lit=life.windows > 0,
                  wrong=life.wrong)
    else:
        _storey(draft, edges, 0.0, GROUND, wall, plan.style, life, random)
    for storey in range(1, plan.storeys):
        z = GROUND + STOREY * (storey - 1)
        _storey(draft, edges, z, STOREY, wall, plan.style, life, random)
        if plan.shops and life.detail:
            _storey_sign(draft, plan, storey, z, life, rng("board", plan.seed, storey))
    _body(draft, plan, wall)
    if plan.shops and life.detail:
        _blades(draft, plan, life, rng("blades", plan.seed))
    if plan.open_side and life.detail:
        draft.pieces.append(_flank(plan, life, rng("flank", plan.seed)))
    if life.detail:
        _air_conditioners(draft, plan, edges, rng("units", plan.seed))
    _roof(draft, plan, wall, life, rng("roof", plan.seed))
    return draft.piece()


def _storey(draft: Draft, edges: np.ndarray, z: float, height: float, wall: Triple, style: str, life: Life,
            random: np.random.Generator) -> None:
    sill, head, side = {"punched": (0.95, 2.55, 0.62), "band": (1.0, 2.5, 0.06), "curtain": (0.45, 3.05, 0.05),
                        "balcony": (0.25, 2.5, 0.4)}[style]
    low, high = z + sill, z + min(head, height - 0.15)
    whole = random.random()
    if not life.detail:
        _plain_storey(draft, edges, z, height, (sill, head, side), tone(wall, 0.97), life, random)
        return
    for x0, x1 in pairwise(edges):
        left, right = x0 + side, x1 - side
        shade = tone(wall, 0.94 + 0.12 * random.random())
        draft.rect(x0, x1, z, low, 0, shade)
        draft.rect(x0, x1, high, z + height, 0, shade)
        draft.rect(x0, left, low, high, 0, shade)
        draft.rect(right, x1, low, high, 0, shade)
        if life.detail:
            draft.recess(left, right, low, high, 0.16, tone(shade, 0.7))
        bright = life.windows * (1.7 if whole < 0.3 else 0.6)
        _window(draft, left, right, low, high, random.random() < bright, life, random)
        if style == "punched" and life.detail:
            draft.block((left - 0.06, -0.09, low - 0.09), (right + 0.06, 0.03, low), tone(wall, 1.15))
        if style == "balcony" and life.detail:
            draft.block((left, -0.05, low + 0.35), (right, -0.02, low + 0.40), (0.10, 0.10, 0.10))
            draft.block((left, -0.05, low + 0.80), (right, -0.02, low + 0.85), (0.10, 0.10, 0.10))
    if style in ("punched", "balcony") and life.detail:
        draft.block((0, -0.07, z + height - 0.20), (edges[-1], 0.02, z + height - 0.04), tone(wall, 1.08))


def _plain_storey(draft: Draft, edges: np.ndarray, z: float, height: float, form: tuple[float, float, float],
                  wall: Triple, life: Life, random: np.random.Generator) -> None:
    """A storey seen from afar: one wall, flat panes on it."""
    sill, head, side = form
    draft.rect(edges[0], edges[-1], z, z + height, 0, wall)
    for x0, x1 in pairwise(edges):
        level, kind = random.uniform(0.45, 1.0), random.random()
        colour = WARM[int(kind * len(WARM))]
        lit = random.random() < life.windows * 0.8
        low, high = (tone(colour, 0.34 * level), tone(colour, 0.85 * level)) if lit else (
            tone(life.sky, 0.2), tone(life.sky, 0.3))
        draft.rect(x0 + side, x1 - side, z + sill, z + min(head, height - 0.15), -0.03, (0.03, 0.034, 0.04), low, high)


def _window(draft: Draft, x0: float, x1: float, z0: float, z1: float, bright: bool, life: Life,
            random: np.random.Generator) -> None:
    """A pane 16 cm behind the wall: lit with its ceiling brighter and perhaps a curtain, or dark with the sky in it."""
    y = 0.16
    kind, level, drape, shut = random.random(), random.uniform(0.45, 1.0), random.random(), random.random()
    if bright:
        colour = WARM[int(kind * len(WARM))]
        draft.rect(x0, x1, z0, z1, y, (0.05, 0.05, 0.05), tone(colour, 0.32 * level), tone(colour, 0.95 * level))
        lamp = (x0 + x1) / 2 + (kind - 0.5) * 0.5
        draft.rect(lamp - 0.3, lamp + 0.3, z1 - 0.34, z1 - 0.22, y - 0.004, (0.1, 0.1, 0.1), tone(colour, 2.6 * level))
        if drape < 0.45:
            cloth = tone(mix(colour, (0.9, 0.35, 0.18), 0.5 * shut), 0.55 * level)
            part = 0.2 + 0.25 * shut
            draft.rect(x0, x0 + (x1 - x0) * part, z0, z1, y - 0.02, (0.2, 0.17, 0.15), tone(cloth, 0.6), cloth)
            draft.rect(x1 - (x1 - x0) * part, x1, z0, z1, y - 0.02, (0.2, 0.17, 0.15), tone(cloth, 0.6), cloth)
        elif drape < 0.7:
            blind = z1 - (z1 - z0) * (0.25 + 0.5 * shut)
            draft.rect(x0, x1, blind, z1, y - 0.02, (0.25, 0.25, 0.24), tone(colour, 0.42 * level))
    elif life.wrong and shut < 0.45:
        draft.rect(x0, x1, z0, z1, y - 0.05, (0.15, 0.16, 0.155))
    else:
        mirror = tone(life.sky, 0.30 + 0.2 * level)
        draft.rect(x0, x1, z0, z1, y, (0.035, 0.04, 0.045), tone(mirror, 0.55), mirror)
        if drape < 0.3:
            draft.rect(x0, x0 + (x1 - x0) * 0.4, z0, z1, y - 0.015, (0.16, 0.155, 0.14))
    middle = (x0 + x1) / 2
    frame = (0.09, 0.09, 0.095)
    draft.rect(middle - 0.03, middle + 0.03, z0, z1, y - 0.03, frame)
    if life.detail:
        draft.rect(x0, x1, z0, z0 + 0.05, y - 0.03, frame)
        draft.rect(x0, x1, z1 - 0.04, z1, y - 0.03, frame)


def _storey_sign(draft: Draft, plan: Building, storey: int, z: float, life: Life, random: np.random.Generator) -> None:
    """A board across the wall under a storey's windows, as every tenant upstairs hangs one."""
    chance, livery, word = random.random(), int(random.integers(len(LIVERIES))), int(random.integers(len(WORDS)))
    start, length = random.uniform(0.05, 0.3), random.uniform(0.4, 0.62)
    if chance > (0.62 if storey < 4 else 0.35):
        return
    x0 = plan.width * start
    board(draft, LIVERIES[livery], WORDS[word], x0, x0 + plan.width * length, z + 0.06, z + 0.86, life.signs)


def _blades(draft: Draft, plan: Building, life: Life, random: np.random.Generator) -> None:
    """One or two stacks of signs that stand out from the wall at the building's edges."""
    for x in (0.35, plan.width - 0.35):
        top = min(plan.height - 0.6, GROUND + STOREY * 4)
        count, skip = int(random.integers(1, 4)), random.random()
        for _ in range(count):
            livery, word = LIVERIES[int(random.integers(len(LIVERIES)))], WORDS[int(random.integers(len(WORDS)))]
            reach = float(random.uniform(0.7, 1.05))
            if skip < 0.22 or top - 0.86 * reach * len(word) < 3.3:
                continue
            top = blade(draft, livery, word, x, top, life.signs, reach=reach) - 0.18


def _air_conditioners(draft: Draft, plan: Building, edges: np.ndarray, random: np.random.Generator) -> None:
    """Outdoor units on brackets under some windows, with the pipe that runs down from each."""
    for storey in range(1, plan.storeys):
        for x0 in edges[:-1]:
            if random.random() > 0.16:
                continue
            x, z = float(x0 + 0.5 + random.random()), GROUND + STOREY * (storey - 1) + 0.22
            draft.block((x, -0.42, z), (x + 0.85, -0.06, z + 0.62), (0.42, 0.42, 0.40))
            draft.rect(x + 0.06, x + 0.56, z + 0.06, z + 0.56, -0.426, (0.10, 0.10, 0.10))
            draft.block((x + 0.9, -0.08, z - 2.4), (x + 0.95, -0.03, z + 0.3), (0.36, 0.35, 0.32))


def _body(draft: Draft, plan: Building, wall: Triple) -> None:
    """The sides, the back and the roof behind the front, in strips that take the light."""
    w, d, h = plan.width, plan.depth, plan.height
    side = tone(wall, 0.8)
    heights = [0.0, 1.2, GROUND, *(GROUND + STOREY * n for n in range(1, plan.storeys))]
    across = np.linspace(0, d, max(2, int(d / 3.0)))
    for z0, z1 in pairwise(heights):
        for y0, y1 in pairwise(across):
            draft.face([(w, y0, z0), (w, y1, z0), (w, y1, z1), (w, y0, z1)], side)
            draft.face([(0, y1, z0), (0, y0, z0), (0, y0, z1), (0, y1, z1)], side)
    draft.face([(w, d, 0), (0, d, 0), (0, d, h), (w, d, h)], side)
    draft.face([(0, 0, h), (w, 0, h), (w, d, h), (0, d, h)], (0.10, 0.16, 0.12))


def _flank(plan: Building, life: Life, random: np.random.Generator) -> Piece:
    """What a free side wall carries: small windows, pipes, and one tall sign to be read from the crossing."""
    draft, d = Draft(), plan.depth
    for storey in range(plan.storeys):
        z = (GROUND + STOREY * (storey - 1)) if storey else 0.3
        for x in (d * 0.52, d * 0.74, d * 0.9):
            if random.random() < 0.8:
                _window(draft, x - 0.45, x + 0.45, z + 1.1, z + 2.3, random.random() < life.windows, life, random)
                draft.block((x - 0.52, -0.08, z + 1.02), (x + 0.52, 0.0, z + 1.1), tone(plan.wall, 1.1))
    for x in (0.5, d - 0.4):
        draft.block((x, -0.14, 0), (x + 0.1, -0.04, plan.height), (0.28, 0.27, 0.25))
    livery, word = LIVERIES[int(random.integers(len(LIVERIES)))], WORDS[int(random.integers(len(WORDS)))]
    tall_sign(draft, livery, word, 1.1, min(2.0, d * 0.3), 4.0, min(plan.height - 0.8, 11.0), life.signs)
    shifted = moved(draft.piece(), (0, -0.18, 0))
    return moved(shifted, (plan.width, 0, 0), np.pi / 2) if plan.open_side > 0 else moved(shifted, (0, d, 0),
                                                                                          -np.pi / 2)


def _roof(draft: Draft, plan: Building, wall: Triple, life: Life, random: np.random.Generator) -> None:
    """Parapet, stair hut, water tank, an aerial, and now and then a red cross or a hoarding."""
    w, d, h = plan.width, plan.depth, plan.height
    draft.block((0, -0.06, h), (w, 0.22, h + 0.95), tone(wall, 1.02))
    draft.block((0, 0.22, h), (0.22, d, h + 0.95), tone(wall, 0.85))
    draft.block((w - 0.22, 0.22, h), (w, d, h + 0.95), tone(wall, 0.85))
    x = float(random.uniform(0.15, 0.6)) * w
    draft.block((x, d * 0.45, h), (x + 3.2, d * 0.45 + 3, h + 2.6), tone(wall, 0.9))
    tank = (0.42, 0.30, 0.04) if random.random() < 0.5 else (0.04, 0.13, 0.32)
    at = float(random.uniform(0.1, 0.8)) * w
    draft.pieces.append(moved(lathe([(0.02, 0), (0.9, 0), (0.95, 0.5), (0.9, 1.5), (0.4, 1.75), (0.02, 1.8)], tank,
                                    sides=10), (at, d * 0.3, h + 0.5)))
    mast = float(random.uniform(0.1, 0.9)) * w
    draft.block((mast, 1.5, h), (mast + 0.06, 1.56, h + 4.2), (0.12, 0.12, 0.12))
    draft.block((mast - 0.6, 1.5, h + 3.4), (mast + 0.66, 1.55, h + 3.45), (0.12, 0.12, 0.12))
    if random.random() < 0.16 and life.detail:
        red = (1.0, 0.05, 0.03)
        glow = tone(red, 4.5) if life.signs.power > 0 and not life.wrong else DARK
        draft.block((x + 1.5, 0.9, h), (x + 1.7, 1.1, h + 3.4), (0.1, 0.1, 0.1))
        draft.block((x + 1.5, 0.9, h + 3.4), (x + 1.7, 1.1, h + 5.8), red, glow)
        draft.block((x + 0.9, 0.9, h + 4.7), (x + 2.3, 1.1, h + 4.9), red, glow)
