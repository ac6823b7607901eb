"""A simulation kept on disk between frames, so that one that was stopped goes on as if it had not been."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from throughline.effects.pyro.grid import Grid, Lattice, solids
from throughline.effects.pyro.sources import Sources
from throughline.film.effect import EffectOrder
from throughline.film.record import dump
from throughline.film.setplan import Box

FORM = 1


def key_of(order: EffectOrder, sources: Sources, lattice: Lattice, solver: str) -> str:
    """What a kept simulation must be of to go on."""
    held = hashlib.sha256(dump(order))
    held.update(repr((FORM, sources.emitters, lattice, solver)).encode())
    held.update(np.ascontiguousarray(sources.puffs, np.float64).tobytes())
    return held.hexdigest()


def save(path: Path, key: str, grid: Grid, frame: int) -> None:
    """Keeps ``grid`` as it is after ``frame``; a write that is cut off leaves the last one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    u, v, w = grid.faces
    with open(fresh, "wb") as file:
        np.savez(file, key=np.frombuffer(bytes.fromhex(key), np.uint8), frame=np.array(frame), low=np.array(grid.low),
                 gas=grid.gas, u=u, v=v, w=w, marks=grid.marks, live=grid.live, pressure=grid.pressure)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def load(path: Path, key: str, lattice: Lattice, walls: tuple[Box, ...]) -> tuple[Grid, int] | None:
    """The grid and the frame that it is after; None where nothing is kept, it is broken, or of another order."""
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as held:
            if held["key"].tobytes().hex() != key:
                return None
            x, y, z = (int(part) for part in held["low"])
            live = held["live"]
            grid = Grid((x, y, z), held["gas"], (held["u"], held["v"], held["w"]), held["marks"], live,
                        held["pressure"], solids((x, y, z), (live.shape[0], live.shape[1], live.shape[2]), lattice,
                                                 walls))
            return grid, int(held["frame"])
    except (BadZipFile, OSError, ValueError, KeyError, EOFError):
        return None
