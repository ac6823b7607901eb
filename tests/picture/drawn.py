"""Passes of a small scene made by hand: ground, a wall with a bright window, a person in red, one in blue, fire."""

from __future__ import annotations

import numpy as np

from throughline.picture.board import Passes

NAMES = ("Set/ground", "Set/wall", "Cast/HANA", "Cast/MINHO", "Effects/fire")
WIDTH, HEIGHT = 480, 200


def oval(x: float, y: float, rx: float, ry: float) -> np.ndarray:
    row, column = np.mgrid[:HEIGHT, :WIDTH]
    return np.asarray(((column - x) / rx) ** 2 + ((row - y) / ry) ** 2 < 1)


def passes(exposure: float = 1.0, *, people: bool = True, fire: bool = False) -> Passes:
    """The scene lit ``exposure`` times as bright; sky at the top left."""
    row, column = np.mgrid[:HEIGHT, :WIDTH]
    ids = np.where(row > 140, 1, np.where((column > 100) & (row > 20), 2, 0)).astype(np.uint16)
    depth = np.where(ids == 1, 4 + (200 - row) / 10, np.where(ids == 2, 12.0, np.inf)).astype(np.float32)
    normal = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    normal[ids == 1], normal[ids == 2] = (0, 1, 0), (0, 0, 1)
    colour = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    colour[ids == 1], colour[ids == 2] = (0.06, 0.06, 0.06), (0.18, 0.17, 0.15)
    colour[40:100, 330:420] = (1.2, 1.1, 0.8)
    if people:
        for number, x, cloth in ((3, 190, (0.30, 0.02, 0.02)), (4, 300, (0.02, 0.04, 0.25))):
            head, body = oval(x, 75, 18, 24), oval(x, 160, 42, 66)
            hair = oval(x, 60, 20, 14)
            for where, paint in ((body, cloth), (head, (0.35, 0.24, 0.17)), (hair, (0.01, 0.008, 0.007))):
                ids[where], depth[where], colour[where], normal[where] = number, 4.0, paint, (0, 0, 1)
            for eye in (x - 7, x + 7):
                colour[oval(eye, 80, 3, 2)] = (0.01, 0.01, 0.01)
    if fire:
        where = oval(420, 120, 40, 50)
        ids[where], depth[where], colour[where], normal[where] = 5, 6.0, (0.9, 0.25, 0.04), (0, 0, 1)
        colour[oval(420, 120, 16, 20)] = (6.0, 2.4, 0.6)
    return Passes(colour=colour * np.float32(exposure), depth=depth, normal=normal, ids=ids, names=NAMES)
