"""What the animal heads of the reapers can do: a jaw that drops about its hinge, lids that close, embers that go out.

Coordinates are those of creatures_heads: metres from the head joint of a person of 1.72 m, facing +X.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.motion.path import smooth
from throughline.world.wardrobe_shell import Floats, Ints

ROWS, SIDES = 6, 14
LID = 1.14
"""How much larger than the eye its lids are."""
TORN = 0.45
"""Where the sculpture grew together between the jaws: triangles of which one corner goes with the jaw this much more
than another are left out."""
EMBER_LEFT = 0.25
"""In a bare skull nothing closes; its ember draws together to this part of its size."""


@dataclass(frozen=True)
class Mouth:
    """A jaw: its ``hinge`` (x, z), the line (x, z) between the jaws, from where to where (x) flesh follows the jaw
    more and more, how far it opens in degrees. ``lids`` is the colour of the lids, None where there are none."""

    hinge: tuple[float, float]
    line: tuple[tuple[float, float], ...]
    flesh: tuple[float, float]
    wide: float
    lids: tuple[float, float, float] | None = None


def _skull(long: float, wide: float) -> Mouth:
    """The mouth of creatures_heads' hoofed skull, ``long`` the muzzle's reach."""
    x = long / 0.30
    return Mouth((-0.015, 0.066), ((-0.03, 0.060), (0.035, 0.045), (0.10 * x, 0.0045), (0.22 * x, -0.0095),
                                   (0.27 * x + 0.009, -0.018), (0.27 * x + 0.012, -0.06)), (-0.035, 0.012), wide)


MOUTHS = {
    "stag": _skull(0.30, 17.0), "goat": _skull(0.285, 17.0), "horse": _skull(0.40, 15.0),
    "crow": Mouth((0.02, 0.075), ((0.02, 0.079), (0.17, 0.079), (0.31, 0.056)), (0.02, 0.09), 22.0,
                  (0.035, 0.036, 0.042)),
    "ox": Mouth((0.02, 0.065), ((0.05, 0.055), (0.16, 0.015), (0.24, 0.000), (0.33, -0.006)), (0.06, 0.20), 13.0,
                (0.045, 0.032, 0.026)),
    "fox": Mouth((0.02, 0.045), ((0.03, 0.036), (0.08, 0.034), (0.17, 0.025), (0.27, 0.022)), (0.02, 0.09), 18.0,
                 (0.130, 0.042, 0.018)),
}


def faced(animal: str, points: Floats, faces: Ints, colours: Floats
          ) -> tuple[Floats, Ints, Floats, dict[str, Floats]]:
    """The head's points, triangles and colours, with lids where the animal has any, and the offsets (N, 3) of its
    shapes: JawOpen, BlinkLeft, BlinkRight."""
    mouth = MOUTHS[animal]
    glow = (colours > 1.0).any(axis=1)
    share = _jaw(mouth, points)
    faces = faces[np.ptp(share[faces], axis=1) < TORN]
    jaw, blinks = _dropped(mouth, points, share), {}
    for name, sign in (("BlinkLeft", 1.0), ("BlinkRight", -1.0)):
        own = np.flatnonzero(glow & (points[:, 1] * sign > 0.0))
        centre = 0.5 * (points[own].min(axis=0) + points[own].max(axis=0))
        offsets = np.zeros_like(points)
        if mouth.lids is None:
            offsets[own] = (centre - points[own]) * (1.0 - EMBER_LEFT)
        else:
            radius = float(np.linalg.norm(points[own] - centre, axis=1).max())
            opened, closed, sheet = _lids(centre, radius * LID, sign)
            faces = np.concatenate([faces, sheet + len(points)])
            points = np.concatenate([points, opened])
            colours = np.concatenate([colours, np.tile(mouth.lids, (len(opened), 1))])
            offsets = np.concatenate([offsets, closed - opened])
            glow = np.concatenate([glow, np.zeros(len(opened), bool)])
        blinks[name] = offsets
    found = {"JawOpen": jaw, **blinks}
    filled = {name: np.concatenate([value, np.zeros((len(points) - len(value), 3))]) for name, value in found.items()}
    return points, faces, colours, filled


def _jaw(mouth: Mouth, points: Floats) -> Floats:
    """How much (N,) of each point goes with the jaw."""
    line = np.array(mouth.line)
    under = smooth((np.interp(points[:, 0], line[:, 0], line[:, 1]) - points[:, 2]) / 0.004 + 0.5)
    forth = smooth((points[:, 0] - mouth.flesh[0]) / (mouth.flesh[1] - mouth.flesh[0]))
    return np.asarray(under * forth)


def _dropped(mouth: Mouth, points: Floats, share: Floats) -> Floats:
    """By how much (N, 3) the open jaw's points go."""
    angle = np.radians(mouth.wide) * share
    x, z = points[:, 0] - mouth.hinge[0], points[:, 2] - mouth.hinge[1]
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([cos * x + sin * z - x, np.zeros_like(x), cos * z - sin * x - z], axis=1)


def _lids(centre: Floats, radius: float, sign: float) -> tuple[Floats, Floats, Ints]:
    """Points (N, 3) of an eye's upper and lower lid open and closed, and their triangles: quarters of a ball about the
    axis from corner to corner, drawn back to above and below the eye while they are open."""
    out = np.array([0.55, 0.83 * sign, 0.0])
    corner = np.cross([0.0, 0.0, 1.0], out)
    across = np.linspace(-0.5 * np.pi, 0.5 * np.pi, SIDES)
    opened: list[Floats] = []
    closed: list[Floats] = []
    sheets: list[Ints] = []
    for up in (1.0, -1.0):
        for rows, angles in ((opened, np.linspace(1.9, 1.15, ROWS)), (closed, np.linspace(1.9, -0.04, ROWS))):
            around = np.cos(angles)[:, None, None] * out + np.sin(angles)[:, None, None] * [0.0, 0.0, up]
            ball = np.cos(across)[None, :, None] * around + np.sin(across)[None, :, None] * corner
            rows.append((centre + radius * ball).reshape(-1, 3))
        row, k = np.divmod(np.arange((ROWS - 1) * (SIDES - 1)), SIDES - 1)
        a = row * SIDES + k + len(sheets) * ROWS * SIDES
        sheet = np.concatenate([np.stack([a, a + SIDES, a + SIDES + 1], 1), np.stack([a, a + SIDES + 1, a + 1], 1)])
        sheets.append(sheet if up * sign > 0.0 else sheet[:, ::-1])
    return np.concatenate(opened), np.concatenate(closed), np.concatenate(sheets).astype(np.int64)
