"""Gas on a grid: one frame of fire, smoke or dust, in memory and on disk."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from throughline.film.errors import InputError

Floats = NDArray[np.float32]
_FIELDS = ("density", "heat", "velocity")
_STEPS = 255
_HEAT_STEPS = 65535


@dataclass(frozen=True)
class Volume:
    """Gas in a box of cubic cells, at one frame.

    ``density`` (X, Y, Z) float32 is extinction in 1/m of smoke, soot or dust; ``heat`` (X, Y, Z) float32 the
    temperature in kelvin of what glows (0: does not glow) or None; ``velocity`` (x, y, z, 3) float32 in m/s on a grid
    over the same box that may be coarser, or None. ``origin`` is the box's lowest corner in the world and ``voxel`` a
    cell's edge, metres. ``albedo`` is the linear Rec.709 colour of single scattering.
    """

    density: Floats
    heat: Floats | None
    velocity: Floats | None
    origin: tuple[float, float, float]
    voxel: float
    albedo: tuple[float, float, float] = (0.6, 0.6, 0.6)


def cropped(volume: Volume, least: float = 1e-3) -> Volume:
    """The volume without the empty slabs about it: those with density under ``least`` 1/m and no heat; one cell of
    margin is kept. Velocity is kept as it covers the new box only where its grid is as fine as density's, else it is
    cut to whole coarse cells, and the box with it."""
    full = volume.density > least
    if volume.heat is not None:
        full |= volume.heat > 0
    shape = volume.density.shape
    coarse = 1 if volume.velocity is None else max(1, round(shape[0] / volume.velocity.shape[0]))
    cut = []
    for axis in range(3):
        found = np.flatnonzero(full.any(axis=tuple(other for other in range(3) if other != axis)))
        low, high = (0, 1) if not len(found) else (int(found[0]) - 1, int(found[-1]) + 2)
        low, high = max(0, low) // coarse * coarse, min(shape[axis], -(-high // coarse) * coarse)
        cut.append(slice(low, high))
    here = tuple(cut)
    there = tuple(slice(part.start // coarse, -(-part.stop // coarse)) for part in cut)
    origin = tuple(float(corner + part.start * volume.voxel) for corner, part in zip(volume.origin, cut, strict=True))
    return replace(volume, density=np.ascontiguousarray(volume.density[here]),
                   heat=None if volume.heat is None else np.ascontiguousarray(volume.heat[here]),
                   velocity=None if volume.velocity is None else np.ascontiguousarray(volume.velocity[there]),
                   origin=(origin[0], origin[1], origin[2]))


def write(path: Path, volumes: Sequence[Volume]) -> None:
    """Writes the volumes of one frame: density as the square root in eight bits of its most, heat in sixteen bits of
    its most, velocity as half floats; the same bytes for the same volumes.

    Raises:
        ValueError: a volume holds a value that is no number.
    """
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as file:
        for number, volume in enumerate(volumes):
            place = np.array([*volume.origin, volume.voxel, *volume.albedo], np.float64)
            arrays: dict[str, NDArray[np.generic]] = {"place": place}
            for name in _FIELDS:
                values = getattr(volume, name)
                if values is None:
                    continue
                if not np.isfinite(values).all():
                    raise ValueError(f"the {name} of volume {number} holds values that are no numbers")
                if name == "velocity":
                    arrays[name] = values.astype(np.float16)
                else:
                    most = float(values.max(initial=0.0))
                    share = np.clip(values / most, 0.0, 1.0) if most > 0 else np.zeros_like(values)
                    arrays[name] = (np.rint(share * _HEAT_STEPS).astype(np.uint16) if name == "heat"
                                    else np.rint(np.sqrt(share) * _STEPS).astype(np.uint8))
                    arrays[f"{name}_most"] = np.array(most)
            for name, array in arrays.items():
                held = io.BytesIO()
                np.lib.format.write_array(held, np.asarray(array, order="C"), allow_pickle=False)
                entry = ZipInfo(f"{number}/{name}.npy")
                entry.compress_type = ZIP_DEFLATED
                file.writestr(entry, held.getvalue(), compresslevel=1)


def read(path: Path) -> list[Volume]:
    """The volumes of one frame.

    Raises:
        InputError: the file is broken or holds values that are no numbers.
    """
    found: dict[int, dict[str, NDArray[np.generic]]] = {}
    try:
        with ZipFile(path) as file:
            for name in file.namelist():
                number, field = name.removesuffix(".npy").split("/")
                with file.open(name) as held:
                    found.setdefault(int(number), {})[field] = np.lib.format.read_array(held, allow_pickle=False)
        return [_volume(found[number]) for number in sorted(found)]
    except (BadZipFile, OSError, ValueError, KeyError, IndexError) as error:
        raise InputError(f"the volumes cannot be read: {error}", file=str(path),
                         remedy="delete the build folder's copy and build the effect again") from error


def _values(kept: NDArray[np.generic], most: float) -> Floats:
    """What was kept as shares of ``most``: linear in sixteen bits, squared in eight."""
    if kept.dtype == np.uint16:
        return np.asarray(kept.astype(np.float32) * np.float32(most / _HEAT_STEPS), np.float32)
    if kept.dtype == np.uint8:
        return np.asarray(np.square(kept.astype(np.float32) / _STEPS) * np.float32(most), np.float32)
    raise ValueError(f"it is kept as {kept.dtype}")


def _volume(arrays: dict[str, NDArray[np.generic]]) -> Volume:
    place = arrays["place"].astype(np.float64)
    if not np.isfinite(place).all() or place[3] <= 0:
        raise ValueError("its place is no number")
    fields = {}
    for name in ("density", "heat"):
        if name in arrays:
            most = float(arrays[f"{name}_most"])
            if not np.isfinite(most):
                raise ValueError(f"its {name} is no number")
            fields[name] = _values(arrays[name], most)
    velocity = arrays["velocity"].astype(np.float32) if "velocity" in arrays else None
    if velocity is not None and not np.isfinite(velocity).all():
        raise ValueError("its velocity holds values that are no numbers")
    return Volume(fields["density"], fields.get("heat"), velocity,
                  (float(place[0]), float(place[1]), float(place[2])), float(place[3]),
                  (float(place[4]), float(place[5]), float(place[6])))
