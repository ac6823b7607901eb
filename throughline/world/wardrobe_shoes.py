"""Shoes on the suit's feet: a shaped upper, a sole, and socks where the ankle shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from throughline.world.wardrobe_figure import Figure, above, below, both
from throughline.world.wardrobe_garments import Layer, cut
from throughline.world.wardrobe_shell import Floats, clip, normals, rimmed

SOLE = 0.014


def shoes(one: Figure, colour: Floats, *, high: float = 0.02) -> list[Layer]:
    """The layers on both feet; ``high`` metres above the ankle joint. Soles reach SOLE metres under the bare foot."""
    size = one.size
    top = one.z("LeftFoot") + high * size
    sock = cut(one, "Socks", both(below(top + 0.06 * size), above(top - 0.03 * size)), np.array([0.05, 0.05, 0.055]),
               ease=0.0025, bridge=1, covering=False)
    points = one.suit.points
    for _ in range(3):
        points = 0.4 * points + 0.6 * (one.mean @ points)
    puffed = one.suit.points * [0.3, 0.3, 0.3] + points * [0.7, 0.7, 0.7]
    low = np.clip((0.07 * size - puffed[:, 2]) / (0.06 * size), 0.0, 1.0)
    cloth = puffed + normals(puffed, one.suit.faces) * (0.005 + 0.003 * low)[:, None]
    cloth[:, 2] = np.maximum(cloth[:, 2], -0.004)
    flat = np.clip((0.020 * size - cloth[:, 2]) / (0.020 * size), 0.0, 1.0)
    cloth[:, 2] -= SOLE * flat
    edge = both(below(top))
    shade = np.where(cloth[:, 2] < 0.004, 0.42, 1.0) * (0.9 + 0.2 * np.clip(one.normal[:, 2], 0.0, 1.0))
    sheet = replace(one.suit, points=cloth).painted(np.asarray(colour)[None] * shade[:, None])
    tongue = edge(cloth)
    shell, _ = clip(sheet, tongue)
    return [sock, Layer("Shoes", rimmed(shell, 0.005), edge)]
