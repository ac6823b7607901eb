"""Puffs on disk: one NumPy archive a shot, small and the same bytes for the same puffs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np

from throughline.film.errors import InputError
from throughline.world.puffs_light import Puffs

LONG_AGO = (1980, 1, 1, 0, 0, 0)
STEPS = 32000  # of a place along an axis, to either side of the middle
HALF = ("radius", "colour", "emission", "density", "edge")


def merged(parts: Sequence[Puffs]) -> Puffs:
    """The puffs of one or more effects together."""
    return Puffs(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Puffs)))


def write(path: Path, frames: Sequence[Puffs]) -> None:
    """Writes the puffs of all frames: places as int16 steps of ``grid`` (x, y, z of the middle, metres a step), the
    rest as float16, ``starts`` (F + 1,) where each frame begins."""
    whole = merged(frames)
    low, high = (whole.centre.min(axis=0), whole.centre.max(axis=0)) if len(whole) else (np.zeros(3), np.zeros(3))
    middle = (low + high) / 2
    step = max(float((high - low).max()) / 2 / STEPS, 1e-6)
    arrays = {
        "starts": np.cumsum([0, *(len(frame) for frame in frames)]).astype(np.int64),
        "grid": np.array([*middle, step], np.float64),
        "centre": np.round((whole.centre - middle) / step).astype(np.int16), "seed": whole.seed,
        **{name: np.minimum(getattr(whole, name), 60000.0).astype(np.float16) for name in HALF},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", LONG_AGO)
            archive.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED, 4)


def read(path: Path) -> list[Puffs]:
    """The puffs of every frame of the shot.

    Raises:
        InputError: the file is not such an archive.
    """
    try:
        with np.load(path, allow_pickle=False) as found:
            arrays = {name: found[name] for name in ("starts", "grid", "centre", "seed", *HALF)}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"is no archive of effects: {error}", file=str(path),
                         remedy="build the layout again") from error
    centre = (arrays["grid"][:3] + arrays["centre"] * arrays["grid"][3]).astype(np.float32)
    rest = {name: arrays[name].astype(np.float32) for name in HALF}
    return [Puffs(centre=centre[a:b], seed=arrays["seed"][a:b], **{name: rest[name][a:b] for name in HALF})
            for a, b in zip(arrays["starts"][:-1], arrays["starts"][1:], strict=True)]
