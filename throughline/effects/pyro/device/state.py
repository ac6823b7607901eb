"""A grid's arrays on the device, with those that a step works in."""

from __future__ import annotations

import numpy as np
import warp as wp

from throughline.effects.pyro.grid import Grid


class State:
    """The device's copy of a grid. Gas and marks are vectors there: ``gas`` four numbers a fine cell, ``marks`` twice
    three a coarse one."""

    def __init__(self, grid: Grid, device: str):
        fine, coarse = grid.gas.shape[:3], grid.shape
        self.device = device
        self.gas = wp.array(grid.gas, dtype=wp.vec4, device=device)
        self.faces = tuple(wp.array(face, dtype=wp.float32, device=device) for face in grid.faces)
        self.marks = [wp.array(np.ascontiguousarray(grid.marks[..., first:first + 3]), dtype=wp.vec3, device=device)
                      for first in (0, 3)]
        self.live = wp.array(grid.live, dtype=wp.bool, device=device)
        self.pressure = wp.array(grid.pressure, dtype=wp.float32, device=device)
        self.solid = wp.array(np.zeros((0, 0, 0), np.bool_) if grid.solid is None else grid.solid, dtype=wp.bool,
                              device=device)
        self.once, self.out = (wp.empty(fine, dtype=wp.vec4, device=device) for _ in range(2))
        self.air, self.spin, self.force, self.air_way, self.air_back, self.mark = (
            wp.zeros(coarse, dtype=wp.vec3, device=device) for _ in range(6))
        self.way, self.back = ((self.air_way, self.air_back) if fine == coarse else
                               (wp.zeros(fine, dtype=wp.vec3, device=device) for _ in range(2)))
        self.whirl, self.lift, self.wanted, self.bare = (
            wp.empty(coarse, dtype=wp.float32, device=device) for _ in range(4))
        self.counts = (wp.empty(coarse, dtype=wp.int32, device=device), wp.empty(coarse, dtype=wp.int32, device=device))
        self.full, self.near = (wp.empty(coarse, dtype=wp.bool, device=device) for _ in range(2))

    def take_faces(self, grid: Grid) -> None:
        """Takes over the air's velocity from ``grid``."""
        for face, own in zip(grid.faces, self.faces, strict=True):
            own.assign(face)

    def back_to(self, grid: Grid) -> None:
        """Hands what the device holds back to ``grid``."""
        grid.gas[...] = self.gas.numpy()
        for face, own in zip(grid.faces, self.faces, strict=True):
            face[...] = own.numpy()
        for first, own in zip((0, 3), self.marks, strict=True):
            grid.marks[..., first:first + 3] = own.numpy()
        grid.live[...] = self.live.numpy()
        grid.pressure[...] = self.pressure.numpy()
