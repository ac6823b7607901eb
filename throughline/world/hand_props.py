"""Things gripped by the right hand: the grip at the origin, the thing's axis towards the thumb (+X), palm at -Z."""

from __future__ import annotations

import numpy as np

from throughline.world.shapes import Piece, balls, box, join, lathe, moved, patch, prism, quads, transformed, tube

STEEL = (0.42, 0.43, 0.45)
BLACK = (0.025, 0.025, 0.028)
WOODEN = (0.20, 0.11, 0.055)
_ALONG = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])


def along(piece: Piece, start: float = 0.0) -> Piece:
    """A piece built upright along Z laid along +X, its foot at x = ``start``."""
    return transformed(piece, _ALONG, (start, 0, 0))


def phone(seed: int) -> Piece:
    """A smartphone lying in the palm, its lit screen away from the palm."""
    x, y, z = 0.036, 0.075, 0.004
    lines = [[(-0.024, 0.050 - 0.016 * n, -0.0056), (-0.024, 0.044 - 0.016 * n, -0.0056),
              (0.020 - 0.008 * (n % 3), 0.044 - 0.016 * n, -0.0056), (0.020 - 0.008 * (n % 3), 0.050 - 0.016 * n,
                                                                      -0.0056)]
             for n in range(6)]
    screen = [[(-x + 0.003, y - 0.003, -0.0052), (x - 0.003, y - 0.003, -0.0052), (x - 0.003, -y + 0.003, -0.0052),
               (-x + 0.003, -y + 0.003, -0.0052)]]
    body = join([box((-x, -y, -z), (x, y, z), BLACK), quads(screen, (0.02,) * 3, (1.15, 1.5, 1.9)),
                 quads(lines, (0.02,) * 3, (2.6, 2.6, 2.5)),
                 box((-x + 0.006, y - 0.03, z), (-x + 0.026, y - 0.006, z + 0.002),
                                                                 (0.05,) * 3)])
    return moved(body, (0.0, -0.02, -0.02))


def pistol(seed: int) -> Piece:
    """A semi-automatic pistol, its muzzle towards -Y (along the fingers)."""
    parts = [box((-0.014, -0.155, 0.020), (0.014, 0.035, 0.052), BLACK),
             box((-0.012, -0.13, 0.005), (0.012, 0.02, 0.02),
                                                                          (0.04,) * 3)]
    grip = prism([(-0.025, -0.015), (0.025, -0.02), (0.045, 0.09), (-0.005, 0.095)], -0.014, 0.014,
                 (0.035, 0.028, 0.022))
    parts.append(transformed(grip, np.array([[0.0, 0, 1], [1, 0, 0], [0, -1, 0]]), (0, 0, 0.015)))
    guard = [(0, -0.03 - 0.03 * np.sin(a), 0.004 - 0.026 * np.sin(a / 1.0)) for a in np.linspace(0, np.pi, 7)]
    parts += [tube(guard, 0.004, BLACK, sides=5), box((-0.003, -0.15, 0.052), (0.003, -0.14, 0.058), (0.3,) * 3)]
    return join(parts)


def rifle(seed: int) -> Piece:
    """A hunting rifle, its muzzle towards -Y."""
    stock = prism([(-0.02, 0.42), (0.05, 0.40), (0.02, 0.02), (0.015, -0.35), (-0.015, -0.35), (-0.02, 0.0)], -0.02,
                  0.02,
                  WOODEN)
    turn = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    return join([transformed(stock, turn), tube([(0, 0.05, 0.03), (0, -0.75, 0.03)], 0.011, BLACK, sides=8),
                 tube([(0, -0.02, 0.075), (0, -0.28, 0.075)], 0.018, BLACK, sides=8), box((-0.015, -0.18, 0.02),
                                                                                       (0.015, 0.08, 0.05), STEEL)])


def _blade(length: float, width: float, thick: float) -> Piece:
    """A double-edged blade along +X from the origin."""
    x = np.array([0, 0.02, 0.8 * length, length])
    half = np.array([width, width, width * 0.85, 0.002])
    at = np.array([[(xi, h, 0), (xi, 0, thick), (xi, -h, 0), (xi, 0, -thick)] for xi, h in zip(x, half, strict=True)])
    return patch(at, STEEL, wrap=True)


def knife(seed: int) -> Piece:
    """A kitchen knife, 30 cm."""
    return join([box((-0.065, -0.012, -0.016), (0.06, 0.012, 0.012), BLACK),
                 moved(_blade(0.19, 0.018, 0.002), (0.06, 0, 0))])


def sword(seed: int) -> Piece:
    """A straight sword, 95 cm, with guard and pommel."""
    return join([along(lathe([(0.014, -0.09), (0.016, 0.0), (0.014, 0.09)], (0.06, 0.03, 0.02), sides=8)),
                 box((0.09, -0.07, -0.012), (0.105, 0.07, 0.012), (0.30, 0.22, 0.08)),
                 balls([(-0.105, 0, 0)], [0.022], (0.30, 0.22, 0.08)),
                 moved(_blade(0.74, 0.021, 0.004), (0.105, 0, 0))])


def spear(seed: int) -> Piece:
    """A spear, 2.1 m."""
    return join([tube([(-0.9, 0, 0), (0.95, 0, 0)], 0.014, WOODEN, sides=8),
                 moved(_blade(0.26, 0.03, 0.006), (0.95, 0, 0))])


def scythe(seed: int) -> Piece:
    """A long scythe, as the dead are fetched with."""
    angle = np.linspace(0, 1.25, 11)
    outer = np.stack([1.0 - 0.30 * (1 - np.cos(angle)), np.zeros(11), -0.85 * np.sin(angle)], 1)
    inner = outer + np.column_stack([-0.10 * np.cos(angle * 0.9), np.zeros(11), 0.01 * np.ones(11)]) * np.linspace(
        1, 0.05, 11)[:, None]
    blade = patch(np.stack([outer, (outer + inner) / 2 + np.array([0, 0.006, 0]), inner]), STEEL)
    back = patch(np.stack([inner, (outer + inner) / 2 - np.array([0, 0.006, 0]), outer]), STEEL)
    pole = tube([(-0.8, 0, 0.02), (-0.2, 0, -0.02), (0.4, 0, 0.01), (1.02, 0, 0)], 0.017, (0.09, 0.06, 0.04), sides=8)
    return join([pole, blade, back])


def torch(seed: int) -> Piece:
    """A flashlight, burning."""
    return join([along(lathe([(0.0, -0.09), (0.017, -0.088), (0.017, 0.08), (0.028, 0.11), (0.028, 0.13)], BLACK,
                             sides=12)),
                 along(lathe([(0.026, 0.128), (0.001, 0.126)], (0.5,) * 3, sides=12, glow=(9.0, 8.6, 7.4)))])


def umbrella(seed: int) -> Piece:
    """An open umbrella over the hand."""
    ribs, colour = 8, (0.05, 0.06, 0.09) if seed % 2 == 0 else (0.30, 0.02, 0.03)
    t, turn = np.linspace(0, 1, 6), np.linspace(0, 2 * np.pi, 2 * ribs, endpoint=False)
    droop = 1 + 0.05 * (np.arange(2 * ribs) % 2)
    r = 0.52 * np.sin(t * 1.15)[:, None] / np.sin(1.15) / droop
    z = 0.78 - 0.30 * (t ** 2)[:, None] + 0.02 * ((np.arange(2 * ribs) % 2) * t[:, None])
    at = np.stack([z, r * np.cos(turn), r * np.sin(turn)], -1)
    closed = np.concatenate([at, at[:, :1]], axis=1)
    cloth = join([patch(closed, colour), patch(closed[::-1] - np.array([0.006, 0, 0]), tuple(0.7 * c for c in colour))])
    return join([cloth, tube([(-0.10, 0, 0), (0.82, 0, 0)], 0.006, STEEL, sides=6),
                 tube([(0.06, 0, 0), (-0.10, 0, 0), (-0.15, 0, -0.02), (-0.16, 0, -0.06), (-0.12, 0, -0.08)], 0.012,
                      WOODEN)])


def key(seed: int) -> Piece:
    """A key on its ring."""
    turn = np.linspace(0, 2 * np.pi, 13)
    ring = np.stack([-0.02 + 0.016 * np.cos(turn), 0.016 * np.sin(turn), np.zeros(13)], 1)
    return join([tube(ring, 0.0025, STEEL, sides=5), box((-0.005, -0.003, -0.001), (0.045, 0.003, 0.001), STEEL),
                 box((0.03, -0.012, -0.001), (0.035, -0.003, 0.001), STEEL),
                 box((0.04, -0.010, -0.001), (0.044, -0.003, 0.001),
                                                                               STEEL)])


def microphone(seed: int) -> Piece:
    """A hand microphone."""
    return join([along(lathe([(0.011, -0.09), (0.018, 0.07)], BLACK, sides=10)),
                 balls([(0.095, 0, 0)], [0.028], (0.2,) * 3,
                                                                                 level=2)])


def stick(seed: int) -> Piece:
    """A walking stick or club."""
    return tube([(-0.12, 0, 0), (0.4, 0, 0.005), (0.75, 0, 0)], [0.016, 0.02, 0.026], WOODEN, sides=8)


def axe(seed: int) -> Piece:
    """A wood axe."""
    head = prism([(0.46, -0.02), (0.54, -0.02), (0.57, -0.14), (0.43, -0.14)], -0.012, 0.012, STEEL)
    return join([tube([(-0.15, 0, 0), (0.55, 0, 0)], 0.016, WOODEN, sides=8), head])


def hammer(seed: int) -> Piece:
    """A claw hammer."""
    return join([tube([(-0.12, 0, 0), (0.2, 0, 0)], 0.013, WOODEN, sides=8),
                 box((0.18, -0.06, -0.016), (0.215, 0.05, 0.016),
                                                                             STEEL)])


def pen(seed: int) -> Piece:
    """A pen between thumb and finger."""
    return tube([(0.03, -0.05, -0.06), (-0.02, 0.02, 0.05)], 0.0045, (0.03, 0.05, 0.16), sides=6)


def cigarette(seed: int) -> Piece:
    """A lit cigarette."""
    return join([tube([(0.0, -0.06, 0), (0.0, -0.06, -0.06)], 0.004, (0.7,) * 3, sides=6),
                 balls([(0, -0.06, -0.064)], [0.0045], (0.3, 0.05, 0.01), glow=(4.0, 0.9, 0.1))])


def lighter(seed: int) -> Piece:
    """A lighter with its flame."""
    return join([box((-0.03, -0.013, -0.007), (0.03, 0.013, 0.007), STEEL),
                 balls([(0.052, 0, 0)], [(0.018, 0.006, 0.006)], (0.5, 0.3, 0.1), glow=(5.0, 2.6, 0.7), level=2)])


def bell(seed: int) -> Piece:
    """A hand bell."""
    brass = (0.36, 0.25, 0.07)
    return join([along(lathe([(0.012, 0.0), (0.012, 0.09)], WOODEN, sides=8), -0.04),
                 along(lathe([(0.06, 0.0), (0.05, 0.02), (0.03, 0.07), (0.012, 0.09)], brass, sides=14), -0.14)])


def radio(seed: int) -> Piece:
    """A walkie-talkie."""
    return join([box((-0.07, -0.028, -0.016), (0.06, 0.028, 0.016), BLACK), tube([(0.06, 0.015, 0), (0.19, 0.015, 0)],
                                                                                 0.006,
                                                                              BLACK),
                                                                              box((0.0, -0.02, -0.019), (0.04, 0.02,
                                                                                                              -0.015),
                                                                                          (0.1, 0.2, 0.1),
                                                                                          (0.1, 0.5, 0.2))])
