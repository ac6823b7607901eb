"""OpenVDB files and Cycles' pictures of them, made by Blender in a process of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.blender.install import Blender, find
from throughline.engines.blender.protocol import Worker
from throughline.engines.contracts import EngineCrashed, NotConfigured

Floats = NDArray[np.float32]
SCRIPT = Path(__file__).with_name("worker_volume.py")


@dataclass(frozen=True)
class Grid:
    """A grid of a VDB file: ``values`` (X, Y, Z) or (X, Y, Z, 3) float32, the lowest corner of its cells and a cell's
    edge, metres, Z up."""

    name: str
    values: Floats
    origin: tuple[float, float, float]
    voxel: float


class VolumeWorker:
    """A running Blender that writes, reads and renders VDB files; ended by ``close``.

    ``timeout``: seconds that one answer may take.
    Raises: NotConfigured, EngineCrashed, EngineTimeout.
    """

    def __init__(self, blender: Blender | None = None, *, timeout: float = 3600.0):
        found = blender or find()
        if found is None:
            raise NotConfigured("there is no Blender; run: python -m throughline.engines.blender.install")
        command = tuple(str(SCRIPT) if part.endswith("worker.py") else part for part in found.command)
        self._worker = Worker(command, timeout=timeout)
        self._count = 0
        self._worker.receive()

    @property
    def scratch(self) -> Path:
        """A folder of the worker's own, gone when it ends."""
        return self._worker.scratch

    def write(self, path: Path, grids: Sequence[Grid], least: float = 1e-4) -> int:
        """Writes the grids as one VDB file; its size in bytes. Values up to ``least`` are left out."""
        told = [{"name": grid.name, "array": self._kept(grid.values), "origin": list(grid.origin),
                 "voxel": grid.voxel, "least": least} for grid in grids]
        try:
            return int(self.ask({"do": "write", "path": str(path.absolute()), "grids": told})["bytes"])
        finally:
            for entry in told:
                Path(str(entry["array"])).unlink(missing_ok=True)

    def read(self, path: Path) -> list[Grid]:
        """The float and vector grids of a VDB file.

        Raises: RequestRefused: the file is broken, or holds a grid that is turned or not of cubes.
        """
        told = self.ask({"do": "read", "path": str(path.absolute()), "out": str(self._worker.scratch)})["grids"]
        found = []
        for entry in told:
            values = np.load(entry["array"], allow_pickle=False)
            Path(entry["array"]).unlink()
            place = entry["origin"]
            found.append(Grid(entry["name"], values, (place[0], place[1], place[2]), float(entry["voxel"])))
        return found

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The worker's answer to any request. Raises: EngineError."""
        if not self._worker.alive:
            raise EngineCrashed("the volume worker has ended")
        self._worker.send(request)
        return self._worker.receive()

    def _kept(self, values: Floats) -> str:
        self._count += 1
        path = self._worker.scratch / f"grid-{self._count}.npy"
        np.save(path, np.ascontiguousarray(values, np.float32), allow_pickle=False)
        return str(path)

    def close(self) -> None:
        self._worker.close()


@contextlib.contextmanager
def volume_worker(blender: Blender | None = None) -> Iterator[VolumeWorker]:
    """A volume worker that is ended when its use is."""
    worker = VolumeWorker(blender)
    try:
        yield worker
    finally:
        worker.close()
