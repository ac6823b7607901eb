"""Hoods and cowls that lie round the neck."""

from __future__ import annotations

import numpy as np

from throughline.motion.skeleton import INDEX, JOINTS
from throughline.world.shapes import noise
from throughline.world.wardrobe_figure import Figure
from throughline.world.wardrobe_shell import Floats, Shell


def cowl(one: Figure, colour: Floats, front_sag: float, back_sag: float, out: float) -> Shell:
    """A thick roll of cloth round the neck: it sags by ``front_sag`` in front, falls by ``back_sag`` as an empty hood
    behind, and reaches ``out`` from the neck; metres for a figure of size 1."""
    columns = 72
    angle = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    front, back = np.clip(np.cos(angle), 0.0, 1.0) ** 1.5, np.clip(-np.cos(angle), 0.0, 1.0) ** 1.5
    sag = 0.33 * out + front_sag * front + back_sag * back
    reach_out = out * (1.0 + 0.24 * front + 0.1 * back)
    profile = ((0.012, 0.020), (0.030, 0.042), (0.055, 0.040), (0.085, 0.014), (1.0, -0.30), (1.02, -0.72), (0.93,
        -1.0),
               (0.72, -0.90), (0.50, -0.45), (0.008, 0.0))
    rows = []
    for k, (reach, rise) in enumerate(profile):
        wide = reach * out / 0.105 + 0.0 * angle if reach < 0.2 else reach_out * reach
        high = rise * out / 0.105 + 0.0 * angle if rise >= 0.0 else sag * rise
        ripple = (0.010 * np.sin(9 * angle + 1.3 * k) + 0.008 * np.sin(17 * angle + 0.7 * k)) * min(1.0,
            k / 3.0) * out / 0.105
        radius = one.neck / one.size + 0.014 + wide + ripple
        rows.append(np.stack([radius * np.cos(angle) * 1.06 + 0.008, radius * np.sin(angle), high + 0.6 * ripple], 1))
    grid = np.stack(rows) * one.size + one.shape.joint("Neck") - [0.0, 0.0, 0.012 * one.size]
    count = len(profile)
    row, step = np.divmod(np.arange((count - 1) * columns), columns)
    a, b = row * columns + step, row * columns + (step + 1) % columns
    faces = np.concatenate([np.stack([a, a + columns, b + columns], 1), np.stack([a, b + columns, b], 1)])
    points = grid.reshape(-1, 3)
    weights = np.zeros((len(points), len(JOINTS)))
    weights[:, INDEX["UpperChest"]], weights[:, INDEX["Neck"]] = 0.8, 0.2
    crease = 0.75 + 0.35 * noise(points * np.array([40.0, 40.0, 14.0]) / one.size, 41)
    crease = crease * np.repeat([0.45, 0.8, 1.05, 1.0, 1.0, 0.9, 0.7, 0.5, 0.35, 0.3], columns)
    return Shell(points, faces, weights, np.asarray(colour) * crease[:, None])
