"""Volumes as OpenVDB files: for Houdini, Blender, Maya, Nuke, and back from an artist's hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from throughline.effects.volume import Floats, Volume
from throughline.engines.blender.volumes import Grid, VolumeWorker, volume_worker
from throughline.engines.contracts import RequestRefused
from throughline.film.errors import InputError

DENSITY, HEAT, VELOCITY = ("density", "soot", "smoke"), ("temperature", "heat", "flame"), ("vel", "v", "velocity")
RELATIVE = 40.0  # a temperature that is nowhere higher is in units of FLAME kelvin, as smoke solvers count it
FLAME = 1500.0
REMEDY = "write it again as a fog volume with grids density, temperature (kelvin) and vel, in metres, Z up"


def write_vdb(frames: Sequence[Sequence[Volume]], folder: Path, start: int, *, name: str = "effect",
              worker: VolumeWorker | None = None) -> list[Path]:
    """Writes one VDB file a frame, ``name.FRAME.vdb`` from ``start`` on; their paths.

    Grids ``density`` (1/m), ``temperature`` (kelvin) and ``vel`` (m/s), cells in metres, Z up, half floats. A frame of
    several volumes has those of the second as ``density_2`` and so on.
    Raises:
        ValueError: a volume holds a value that is no number.
        EngineError: there is no Blender, or it failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if worker is None:
        with volume_worker() as own:
            return write_vdb(frames, folder, start, name=name, worker=own)
    paths = []
    for number, volumes in enumerate(frames, start):
        path = folder / f"{name}.{number:04d}.vdb"
        worker.write(path, [grid for place, volume in enumerate(volumes, 1) for grid in _grids(volume, place)])
        paths.append(path)
    return paths


def _grids(volume: Volume, number: int) -> list[Grid]:
    for field in ("density", "heat", "velocity"):
        values = getattr(volume, field)
        if values is not None and not np.isfinite(values).all():  # OpenVDB would leave them out without a word
            raise ValueError(f"the {field} of volume {number} holds values that are no numbers")
    tail = "" if number == 1 else f"_{number}"
    found = [Grid(f"density{tail}", volume.density, volume.origin, volume.voxel)]
    if volume.heat is not None:
        found.append(Grid(f"temperature{tail}", volume.heat, volume.origin, volume.voxel))
    if volume.velocity is not None:
        coarse = volume.voxel * volume.density.shape[0] / volume.velocity.shape[0]
        found.append(Grid(f"vel{tail}", volume.velocity, volume.origin, coarse))
    return found


def read_vdb(path: Path, *, worker: VolumeWorker | None = None,
             albedo: tuple[float, float, float] = (0.6, 0.6, 0.6)) -> Volume:
    """The volume of an artist's VDB file, with the given ``albedo``, which a VDB does not hold.

    Density is extinction in 1/m. A temperature nowhere over 40, and ``flame`` always, counts in units of 1500 K.
    Heat and velocity are brought onto the density's cells and box.
    Raises:
        InputError: the file is broken, has no density, or holds values that are no numbers.
        EngineError: there is no Blender, or it failed.
    """
    return read_volumes(path, worker=worker, albedos=(albedo,))[0]


def read_volumes(path: Path, *, worker: VolumeWorker | None = None,
                 albedos: Sequence[tuple[float, float, float]] = ((0.6, 0.6, 0.6),)) -> tuple[Volume, ...]:
    """The volumes of a VDB file as ``write_vdb`` numbers them: ``density``, ``density_2`` ...; read as ``read_vdb``
    does. ``albedos`` are theirs in order, the last that of all further ones.

    Raises: as ``read_vdb``.
    """
    if not path.is_file():
        raise InputError("there is no such VDB file", file=str(path))
    if worker is None:
        with volume_worker() as own:
            return read_volumes(path, worker=own, albedos=albedos)
    try:
        grids = {grid.name.lower(): grid for grid in worker.read(path)}
    except RequestRefused as error:
        raise InputError(f"the VDB cannot be read: {error}", file=str(path), remedy=REMEDY) from error
    for grid in grids.values():
        if not np.isfinite(grid.values).all():
            raise InputError(f"grid {grid.name} holds values that are no numbers", file=str(path), remedy=REMEDY)
    found: list[Volume] = []
    while (volume := _volume(grids, len(found) + 1, albedos[min(len(found), len(albedos) - 1)])) is not None:
        found.append(volume)
    if not found:
        raise InputError(f"no grid named density among: {', '.join(sorted(grids)) or 'none'}", file=str(path),
                         remedy=REMEDY)
    return tuple(found)


def _volume(grids: dict[str, Grid], number: int, albedo: tuple[float, float, float]) -> Volume | None:
    """The volume of that number, counted from 1, or None where there is none."""
    tail = "" if number == 1 else f"_{number}"
    density, heat, velocity = (_first(grids, [name + tail for name in names], axes)
                               for names, axes in ((DENSITY, 3), (HEAT, 3), (VELOCITY, 4)))
    if density is None:
        return None
    box = density if heat is None else _around(density, heat)
    warm = None if heat is None else _onto(heat, box)
    if warm is not None and heat is not None and (heat.name.lower().startswith("flame")
                                                  or warm.max(initial=0.0) <= RELATIVE):
        warm = np.asarray(np.maximum(warm, 0) * np.float32(FLAME), np.float32)
    moving = None if velocity is None else _onto(velocity, box)
    return Volume(np.maximum(_onto(density, box), 0), warm, moving, box.origin, box.voxel, albedo)


def _first(grids: dict[str, Grid], names: Sequence[str], axes: int) -> Grid | None:
    return next((grids[name] for name in names if name in grids and grids[name].values.ndim == axes), None)


def _around(density: Grid, heat: Grid) -> Grid:
    """An empty grid of the density's cells that holds both boxes, since flame may stand where there is no soot."""
    low, high = _corners(density), _corners(heat)
    first = np.floor((np.minimum(low[0], high[0]) - low[0]) / density.voxel + 1e-3)
    last = np.ceil((np.maximum(low[1], high[1]) - low[0]) / density.voxel - 1e-3)
    shape = (last - first).astype(int)
    origin = low[0] + first * density.voxel
    return Grid("box", np.zeros(shape, np.float32), (float(origin[0]), float(origin[1]), float(origin[2])),
                density.voxel)


def _corners(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    low = np.array(grid.origin)
    return low, low + np.array(grid.values.shape[:3]) * grid.voxel


def _onto(grid: Grid, box: Grid) -> Floats:
    """The grid's values at the middles of the box's cells, 0 outside the grid."""
    from scipy.ndimage import map_coordinates

    axes = [(np.arange(box.values.shape[n]) + 0.5) * box.voxel + box.origin[n] - grid.origin[n] for n in range(3)]
    places = [axis / grid.voxel - 0.5 for axis in axes]
    if abs(grid.voxel - box.voxel) < 1e-6 * box.voxel and all(
            abs(place[0] - round(place[0])) < 1e-3 for place in places):
        return _laid(grid.values, [round(place[0]) for place in places], box.values.shape[:3])
    at = np.meshgrid(*places, indexing="ij")
    planes = np.moveaxis(grid.values, 3, 0) if grid.values.ndim == 4 else grid.values[None]
    found = [map_coordinates(plane, at, order=1, mode="grid-constant") for plane in planes]
    return np.ascontiguousarray(np.stack(found, axis=-1) if grid.values.ndim == 4 else found[0], np.float32)


def _laid(values: Floats, first: Sequence[int], shape: tuple[int, ...]) -> Floats:
    """``values`` cut and filled up with 0 to ``shape``, from cell ``first`` on."""
    out = np.zeros((*shape, *values.shape[3:]), np.float32)
    here = tuple(slice(max(0, -f), max(0, min(n, m - f))) for f, n, m in zip(first, shape, values.shape, strict=False))
    there = tuple(slice(max(0, f), max(0, min(m, n + f))) for f, n, m in zip(first, shape, values.shape, strict=False))
    out[here] = values[there]
    return out
