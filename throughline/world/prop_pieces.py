"""Things that are carried or lie about: books, bags, vessels, lights, instruments."""

from __future__ import annotations

import numpy as np

from throughline.world.sets.draft import Triple
from throughline.world.shapes import (
    Piece,
    balls,
    box,
    boxes,
    cushion,
    f32,
    join,
    lathe,
    moved,
    patch,
    prism,
    quads,
    rng,
    transformed,
    tube,
)

LEATHER = (0.09, 0.05, 0.03)
PAGE = (0.62, 0.59, 0.50)
STEEL = (0.42, 0.43, 0.45)
BRASS = (0.36, 0.25, 0.07)
CLOTHS: tuple[Triple, ...] = ((0.24, 0.03, 0.03), (0.03, 0.07, 0.20), (0.03, 0.12, 0.07), (0.10, 0.07, 0.05))


def book(seed: int) -> Piece:
    """A thick bound book, 24 cm high, lying flat."""
    cloth = CLOTHS[seed % 4]
    return join([box((-0.085, -0.12, -0.022), (0.085, 0.12, -0.018), cloth),
                 box((-0.085, -0.12, 0.018), (0.085, 0.12, 0.022),
                                                                             cloth),
                 box((-0.088, -0.12, -0.02), (-0.082, 0.12, 0.02), cloth),
                 box((-0.08, -0.115, -0.018), (0.08, 0.115, 0.018),
                                                                              PAGE),
                 box((-0.05, -0.06, 0.0222), (0.05, -0.045, 0.0226), BRASS)])


def notebook(seed: int) -> Piece:
    """An open notebook with lines of writing."""
    left = quads([[(-0.14, -0.1, 0.006), (0, -0.1, 0.0), (0, 0.1, 0.0), (-0.14, 0.1, 0.006)]], PAGE)
    right = quads([[(0, -0.1, 0.0), (0.14, -0.1, 0.006), (0.14, 0.1, 0.006), (0, 0.1, 0.0)]], PAGE)
    lines = [[(s * 0.07 - 0.05, 0.08 - 0.02 * n, 0.008), (s * 0.07 - 0.05, 0.076 - 0.02 * n, 0.008),
              (s * 0.07 + 0.05, 0.076 - 0.02 * n, 0.008), (s * 0.07 + 0.05, 0.08 - 0.02 * n, 0.008)]
             for s in (-1, 1) for n in range(8)]
    return join([left, right, quads(lines, (0.05, 0.05, 0.12)), box((-0.145, -0.105, -0.008), (0.145, 0.105, -0.002),
                                                                    LEATHER)])


def _sheet(width: float, height: float, colour: Triple,
           marks: list[tuple[float, float, float, float, Triple]]) -> Piece:
    """A slightly curled sheet with marks (x0, y0, x1, y1, colour in shares of it) on both sides."""
    u, v = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(-1, 1, 7), indexing="ij")
    at = np.stack([u * width / 2, v * height / 2, 0.008 * u ** 2 + 0.004 * v ** 2 - 0.02], -1)
    back = at[::-1] - np.array([0, 0, 0.0014])
    parts = [patch(at, colour), patch(back, colour)]
    for x0, y0, x1, y1, shade in marks:
        for lift in (0.0012, -0.0026):
            ring = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
            face = [(a * width / 2, b * height / 2, 0.008 * a ** 2 + 0.004 * b ** 2 - 0.02 + lift) for a, b in ring]
            parts.append(quads([face if lift > 0 else face[::-1]], shade))
    return join(parts)


def letter(seed: int) -> Piece:
    """A written letter."""
    ink: Triple = (0.04, 0.04, 0.10)
    return _sheet(0.15, 0.21, PAGE, [(-0.75, 0.74 - 0.16 * n, 0.75 - 0.2 * (n % 3), 0.77 - 0.16 * n, ink) for n
                                     in range(9)])


def paper(seed: int) -> Piece:
    """A typed page."""
    ink: Triple = (0.06, 0.06, 0.06)
    return _sheet(0.21, 0.297, (0.66, 0.66, 0.64),
                  [(-0.75, 0.8 - 0.1 * n, 0.75 - 0.3 * (n % 4 == 3), 0.815 - 0.1 * n, ink)
                                                   for n in range(15)])


def photograph(seed: int) -> Piece:
    """A print with two figures against a bright sky."""
    return _sheet(0.15, 0.10, (0.6, 0.6, 0.58), [(-0.9, -0.86, 0.9, 0.1, (0.10, 0.14, 0.07)), (-0.9, 0.1, 0.9, 0.86,
                                                                                          (0.25, 0.38, 0.55)),
                                                (-0.4, -0.7, -0.15, 0.35, (0.3, 0.08, 0.06)), (0.1, -0.7, 0.33, 0.25,
                                                                                              (0.08, 0.10, 0.2))])


def chart(seed: int) -> Piece:
    """A folded-out map."""
    random = rng("chart", seed)
    marks: list[tuple[float, float, float, float, Triple]] = []
    for _ in range(14):
        x, y = random.uniform(-0.8, 0.6, 2).tolist()
        shade: Triple = ((0.20, 0.34, 0.14), (0.16, 0.30, 0.42), (0.42, 0.20, 0.10))[int(random.integers(3))]
        marks.append((x, y, x + 0.25, y + 0.04 + 0.2 * float(random.random()), shade))
    return _sheet(0.5, 0.36, (0.50, 0.46, 0.34), marks)


def newspaper(seed: int) -> Piece:
    """A broadsheet with headline, columns and a picture."""
    ink: Triple = (0.10, 0.10, 0.10)
    marks: list[tuple[float, float, float, float, Triple]] = [(-0.9, 0.78, 0.9, 0.92, ink),
                                                              (-0.9, 0.60, 0.5, 0.70, ink),
                                                              (-0.9, 0.0, 0.1, 0.52, (0.2, 0.2, 0.2))]
    marks += [(-0.9 + 0.62 * c, -0.1 - 0.07 * n, -0.38 + 0.62 * c, -0.07 - 0.07 * n, ink) for c in range(3) for n
              in range(11)]
    return _sheet(0.39, 0.54, (0.46, 0.45, 0.40), marks)


def money(seed: int) -> Piece:
    """A bundle of notes."""
    return join([box((-0.034, -0.075, -0.012), (0.034, 0.075, 0.006), (0.18, 0.30, 0.20)),
                 box((-0.035, -0.015, -0.0125),
                                                                                       (0.035, 0.015, 0.0065), PAGE)])


def bag(seed: int) -> Piece:
    """A hand bag hanging from its straps below the hand."""
    handle = np.linspace(0, np.pi, 11)
    straps = [tube(np.stack([0.09 * np.cos(handle), np.full(11, y), -0.16 + 0.16 * np.sin(handle)], 1), 0.008, LEATHER,
                   sides=5)
              for y in (-0.04, 0.04)]
    body = moved(cushion((0.17, 0.07, 0.13), CLOTHS[seed % 4]), (0, 0, -0.29))
    return moved(join([*straps, body, box((-0.03, -0.078, -0.24), (0.03, -0.07, -0.21), BRASS)]), turn=0.0)


def backpack(seed: int) -> Piece:
    """A rucksack hanging from its loop."""
    cloth = CLOTHS[(seed + 1) % 4]
    return join([moved(cushion((0.11, 0.16, 0.23), cloth), (0, 0, -0.28)),
                 moved(cushion((0.05, 0.12, 0.11), cloth), (0.13, 0, -0.36)),
                 *(tube([(-0.08, s * 0.08, -0.08), (-0.17, s * 0.09, -0.25), (-0.09, s * 0.09, -0.46)], 0.012, LEATHER)
                   for s in (1, -1)), tube([(-0.02, -0.02, -0.05), (0, 0, 0.01), (-0.02, 0.02, -0.05)], 0.007,
                                           LEATHER)])


def suitcase(seed: int) -> Piece:
    """A suitcase carried by its handle."""
    return join([box((-0.32, -0.10, -0.55), (0.32, 0.10, -0.06), LEATHER),
                 tube([(-0.08, 0, -0.06), (-0.07, 0, 0), (0.07, 0, 0),
                                                                              (0.08, 0, -0.06)], 0.012, (0.03,) * 3),
                 *(box((x - 0.02, -0.105, -0.14), (x + 0.02, 0.105, -0.05), BRASS) for x in (-0.2, 0.2)),
                 box((-0.325, -0.004, -0.555), (0.325, 0.004, -0.055), (0.02,) * 3)])


def carton(seed: int) -> Piece:
    """A cardboard box with tape."""
    return join([box((-0.18, -0.15, -0.13), (0.18, 0.15, 0.13), (0.34, 0.23, 0.12)), box((-0.182, -0.025, -0.132),
                                                                                    (0.182, 0.025, 0.132),
                                                                                    (0.45, 0.36, 0.2))])


def lantern(seed: int) -> Piece:
    """A lantern that hangs from its ring, burning."""
    frame = (0.05, 0.045, 0.04)
    turn = np.linspace(0, 2 * np.pi, 13)
    ring = np.stack([np.zeros(13), 0.03 * np.cos(turn), 0.03 * np.sin(turn) - 0.02], 1)
    posts = boxes([(sx * 0.06 - 0.006, sy * 0.06 - 0.006, -0.27) for sx in (1, -1) for sy in (1, -1)],
                  [(sx * 0.06 + 0.006, sy * 0.06 + 0.006, -0.10) for sx in (1, -1) for sy in (1, -1)], frame)
    return join([tube(ring, 0.005, frame, sides=5),
                 moved(lathe([(0.10, 0), (0.07, 0.03), (0.015, 0.06)], frame, sides=4),
                                                         (0, 0, -0.11)), posts,
                 box((-0.075, -0.075, -0.29), (0.075, 0.075, -0.27), frame),
                 box((-0.05, -0.05, -0.265), (0.05, 0.05, -0.115), (0.5, 0.35, 0.15), (3.2, 1.9, 0.7)),
                 balls([(0, 0, -0.2)], [(0.02, 0.02, 0.04)], (0.8,) * 3, glow=(9.0, 5.4, 1.8))])


def candle(seed: int) -> Piece:
    """A candle with its flame, in a dish."""
    return join([lathe([(0.05, 0), (0.055, 0.012), (0.016, 0.013), (0.016, 0.13), (0.002, 0.132)], (0.6, 0.56, 0.46),
                       sides=12),
                 balls([(0, 0, 0.158)], [(0.009, 0.009, 0.025)], (0.8,) * 3, level=2, glow=(8.0, 4.4, 1.2))])


def cup(seed: int) -> Piece:
    """A mug with its handle."""
    colour = ((0.55, 0.53, 0.48), (0.30, 0.05, 0.04), (0.06, 0.12, 0.22))[seed % 3]
    handle = np.linspace(-1.2, 1.2, 9)
    loop = np.stack([0.04 + 0.026 * np.cos(handle), np.zeros(9), 0.026 * np.sin(handle)], 1)
    return join([moved(lathe([(0.001, 0), (0.036, 0), (0.041, 0.095), (0.036, 0.095), (0.033, 0.01)], colour, sides=16),
                       (0, 0, -0.05)), tube(loop, 0.006, colour, sides=6),
                 moved(lathe([(0.035, 0.08), (0.001, 0.081)], (0.05, 0.025, 0.012), sides=16), (0, 0, -0.05))])


def bottle(seed: int) -> Piece:
    """A green glass bottle with a paper label."""
    glass = (0.02, 0.10, 0.045)
    return join([moved(lathe([(0.001, 0), (0.032, 0), (0.033, 0.13), (0.014, 0.18), (0.013, 0.22), (0.001, 0.222)],
                             glass,
                             sides=14), (0, 0, -0.1)), moved(lathe([(0.0335, 0.03), (0.0335, 0.10)], PAGE, sides=14),
                                                             (0, 0,
                                                                                                                -0.1))])


def bowl(seed: int) -> Piece:
    """A bowl of rice."""
    return join([lathe([(0.03, 0), (0.035, 0.008), (0.065, 0.05), (0.06, 0.05), (0.03, 0.012)], STEEL, sides=18),
                 balls([(0, 0, 0.042)], [(0.056, 0.056, 0.026)], (0.66, 0.65, 0.6), level=2, rough=0.1)])


def camera(seed: int) -> Piece:
    """A reflex camera, its lens towards -Y."""
    dark = (0.03,) * 3
    body = join([box((-0.07, -0.03, -0.045), (0.07, 0.03, 0.045), dark),
                 box((-0.025, -0.028, 0.045), (0.025, 0.02, 0.068),
                                                                            dark)])
    lens = lathe([(0.036, 0), (0.038, 0.06), (0.030, 0.062)], (0.05,) * 3, sides=16)
    glass = lathe([(0.030, 0.058), (0.001, 0.052)], (0.03, 0.05, 0.09), sides=16)
    forward = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    return join([body, transformed(join([lens, glass]), forward, (0, -0.03, -0.005))])


def flowers(seed: int) -> Piece:
    """A bunch of white chrysanthemums, or red ones, in paper."""
    random = rng("flowers", seed)
    bloom: Triple = (0.66, 0.65, 0.58) if seed % 2 == 0 else (0.42, 0.02, 0.03)
    heads = random.uniform(-0.07, 0.07, (11, 3)) * np.array([0.5, 1, 1]) + np.array([0.26, 0, 0])
    stems = [tube([(-0.1, 0, 0), (0.05, 0, 0), tuple(head)], 0.003, (0.05, 0.12, 0.03), sides=4) for head in heads]
    wrap = [(-0.06, 0.018), (0.05, 0.035), (0.2, 0.085)]
    turn = np.linspace(0, 2 * np.pi, 13)
    at = np.array([[(x, r * np.cos(a), r * np.sin(a)) for a in turn] for x, r in wrap])
    return join([*stems, balls(heads, np.full(11, 0.032), bloom, level=2, rough=0.35, seed=seed),
                 patch(at, (0.50, 0.45, 0.36))])


def rope(seed: int) -> Piece:
    """A coil of rope."""
    s = np.linspace(0, 7 * 2 * np.pi, 120)
    at = np.stack([0.11 * np.cos(s), 0.05 * np.sin(s) * 0.7, -0.12 + 0.12 * np.sin(s + 0.1 * s / 6)], 1)
    at[:, 1] += 0.006 * s / (2 * np.pi) - 0.02
    return tube(at, 0.009, (0.34, 0.26, 0.15), sides=5)


def belt(seed: int) -> Piece:
    """A length of webbing with its buckle tongue."""
    s = np.linspace(0, 1, 12)
    path = np.stack([0.02 * np.sin(5 * s), 0.05 * s, 0.15 - 0.6 * s], 1)
    edge = np.array([0.024, 0, 0])
    at = np.stack([path - edge, path + edge])
    return join([patch(at, (0.05,) * 3), patch(at[::-1], (0.05,) * 3), box((-0.02, -0.005, 0.15), (0.02, 0.005, 0.21),
                                                                           STEEL)])


def laptop(seed: int) -> Piece:
    """An open laptop with a lit screen towards -Y."""
    lid = [[(-0.155, 0.115, 0.02), (0.155, 0.115, 0.02), (0.155, 0.175, 0.215), (-0.155, 0.175, 0.215)]]
    screen = [[(x * 0.94, y - 0.002, 0.02 + (z - 0.02) * 0.94 + 0.006) for x, y, z in lid[0]]]
    keys = [(-0.13 + 0.022 * a, -0.03 + 0.022 * b) for a in range(12) for b in range(5)]
    return join([box((-0.16, -0.11, 0), (0.16, 0.11, 0.016), (0.30, 0.31, 0.32)), quads(lid, (0.2,) * 3),
                 quads([lid[0][::-1]], (0.3,) * 3), quads(screen, (0.02,) * 3, (0.6, 0.8, 1.15)),
                 boxes([(x, y, 0.016) for x, y in keys], [(x + 0.017, y + 0.017, 0.019) for x, y in keys],
                       (0.03,) * 3)])


def watch(seed: int) -> Piece:
    """A wrist watch."""
    turn = np.linspace(0, 2 * np.pi, 25)
    strap = np.stack([np.zeros(25), 0.032 * np.cos(turn), 0.026 * np.sin(turn) - 0.03], 1)
    return join([moved(tube(strap, 0.004, LEATHER, sides=4), scale=(2.2, 1, 1)),
                 lathe([(0.019, 0), (0.019, 0.008), (0.001, 0.009)],
                                                                                 STEEL, sides=16),
                 box((-0.001, 0, 0.009), (0.001, 0.014, 0.0105), (0.02,) * 3),
                 box((-0.001, -0.001, 0.009), (0.010, 0.001,
                                                                                                        0.0105),
                                                                                   (0.02,) * 3)])


def ring(seed: int) -> Piece:
    """A gold ring with its stone."""
    turn = np.linspace(0, 2 * np.pi, 21)
    return join([tube(np.stack([0.009 * np.cos(turn), np.zeros(21), 0.009 * np.sin(turn)], 1), 0.0018,
                      (0.5, 0.34, 0.08), sides=6),
                 balls([(0, 0, 0.012)], [0.0035], (0.7, 0.8, 0.9))])


def ball(seed: int) -> Piece:
    """A ball of 22 cm."""
    return balls([(0, 0, -0.11)], [0.11], ((0.55, 0.53, 0.5), (0.5, 0.12, 0.05))[seed % 2], level=3)


def guitar(seed: int) -> Piece:
    """An acoustic guitar, its neck along +X."""
    wood = (0.34, 0.16, 0.05)
    turn = np.linspace(0, 2 * np.pi, 33)[:-1]
    edge = 0.15 + 0.035 * np.cos(2 * turn) - 0.02 * np.cos(turn)
    outline = np.stack([-0.3 + 1.35 * edge * np.cos(turn), edge * np.sin(turn)], 1)
    return join([prism(outline, -0.05, 0.05, wood), box((-0.1, -0.026, 0.03), (0.42, 0.026, 0.055), (0.06, 0.03, 0.02)),
                 box((0.42, -0.035, 0.025), (0.58, 0.035, 0.05), (0.08, 0.04, 0.02)),
                 moved(lathe([(0.045, 0.0505), (0.001, 0.0505)], (0.01,) * 3, sides=14), (-0.22, 0, 0.001))])


def bomb(seed: int) -> Piece:
    """Taped charges with a clock that counts in red."""
    return join([*(tube([(-0.1, y, 0), (0.1, y, 0)], 0.02, (0.40, 0.05, 0.03), sides=10) for y in (-0.042, 0, 0.042)),
                 box((-0.045, -0.04, 0.018), (0.045, 0.04, 0.045), (0.03,) * 3),
                 box((-0.035, -0.018, 0.0452), (0.035, 0.018, 0.046), (0.05, 0, 0), (3.2, 0.1, 0.05))])


def shield(seed: int) -> Piece:
    """A round shield strapped to the arm."""
    dish = [(0.001, 0.09), (0.12, 0.08), (0.36, 0.02), (0.38, 0.0)]
    return moved(join([lathe(dish[::-1], (0.22, 0.10, 0.05), sides=24),
                       lathe([(0.09, 0.08), (0.06, 0.13), (0.001, 0.145)], BRASS,
                                                                            sides=16),
                                                                            lathe([(0.39, -0.01), (0.39, 0.02)], BRASS,
                                                                                             sides=24)]), (0, 0, 0.05))


def mask(seed: int) -> Piece:
    """A carved face mask with dark eyes."""
    u, v = np.meshgrid(np.linspace(-1, 1, 17), np.linspace(-1, 1, 19), indexing="ij")
    nose = 0.03 * np.exp(-(u / 0.16) ** 2 - ((v + 0.05) / 0.35) ** 2)
    at = np.stack([u * 0.085 * np.sqrt(np.clip(1 - 0.35 * v ** 2, 0.1, 1)), v * 0.12, -0.05 * u ** 2 - 0.02 * v ** 2
                   + nose], -1)
    eyes = ((np.abs(np.abs(u)
                    - 0.42) < 0.2) & (np.abs(v - 0.2) < 0.12)) | ((np.abs(u) < 0.35) & (np.abs(v + 0.55) < 0.07))
    colour = np.where(eyes[..., None], f32([0.01] * 3), f32([0.36, 0.20, 0.10]))
    return join([patch(at, colour), patch(at[::-1] - np.array([0, 0, 0.008]), (0.1, 0.06, 0.04))])


def amulet(seed: int) -> Piece:
    """A yellow paper charm with red strokes."""
    red: Triple = (0.45, 0.02, 0.01)
    return _sheet(0.07, 0.18, (0.55, 0.42, 0.08), [(-0.1, -0.8, 0.1, 0.8, red), (-0.6, 0.5, 0.6, 0.58, red),
                                                   (-0.5, 0.15, 0.5, 0.22,
                                                                                                        red),
                                                  (-0.7, -0.3, 0.7, -0.22, red), (-0.4, -0.65, 0.4, -0.58, red)])


def doll(seed: int) -> Piece:
    """A rag doll."""
    skin, dress = (0.50, 0.36, 0.26), (0.40, 0.06, 0.10)
    return join([balls([(0, 0, 0.0)], [0.045], skin, level=2), balls([(0, 0, 0.015)], [(0.05, 0.05, 0.04)],
                                                                     (0.08, 0.04, 0.02)),
                 moved(lathe([(0.075, 0), (0.03, 0.13), (0.02, 0.15)], dress, sides=12), (0, 0, -0.19)),
                 *(tube([(0, s * 0.02, -0.06), (0, s * 0.09, -0.12)], 0.013, skin) for s in (1, -1)),
                 *(tube([(0, s * 0.025, -0.18), (0, s * 0.03, -0.29)], 0.016, skin) for s in (1, -1))])


def tray(seed: int) -> Piece:
    """A tray with two cups."""
    return join([box((-0.2, -0.15, -0.01), (0.2, 0.15, 0.0), STEEL), moved(cup(seed), (-0.07, 0, 0.05)),
                 moved(cup(seed + 1),
                                                                                                   (0.08, 0.03, 0.05))])


def handcuffs(seed: int) -> Piece:
    """A pair of handcuffs."""
    turn = np.linspace(0, 2 * np.pi, 21)
    hoop = np.stack([0.035 * np.cos(turn), 0.03 * np.sin(turn), np.zeros(21)], 1)
    return join([moved(tube(hoop, 0.006, STEEL, sides=5), (s * 0.06, 0, 0)) for s in (1, -1)] + [
        box((-0.025, -0.005, -0.004), (0.025, 0.005, 0.004), STEEL)])
