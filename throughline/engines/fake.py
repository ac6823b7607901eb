"""A renderer without Blender: boxes where the stage's things are, in milliseconds. For tests and dry runs."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.contracts import (
    EngineIdentity,
    NotCapable,
    Pass,
    RenderCapabilities,
    RenderedFrame,
    RenderRequest,
    RenderResult,
    RequestRefused,
)

VERSION = "1"
LARGEST = 8192
COARSE = 160


@dataclass(frozen=True)
class _Thing:
    """A box in the world, (2, 3) float64 least and greatest corner, and how it is painted."""

    bounds: NDArray[np.float64]
    number: int
    colour: NDArray[np.float32]

    def hollow(self, point: NDArray[np.float64]) -> bool:
        """True when ``point`` (3,), somebody's or the camera's place, is well inside: a room, a row of lamps."""
        middle, half = self.bounds.mean(axis=0), (self.bounds[1] - self.bounds[0]) / 2
        return bool((np.abs(point - middle) < half - 0.4).all())


class FakeRenderer:
    """A Renderer that draws the bounding box of every named thing of the stage, nearest first, as a flat colour."""

    @property
    def identity(self) -> EngineIdentity:
        return EngineIdentity(name="fake", version=VERSION)

    @property
    def capabilities(self) -> RenderCapabilities:
        return RenderCapabilities(passes=tuple(Pass), maximum_width=LARGEST)

    def render(self, request: RenderRequest) -> RenderResult:
        """Raises: EngineError."""
        started = time.perf_counter()
        if not request.frames or not request.passes:
            raise RequestRefused("a render needs frames and passes")
        if min(request.width, request.height) < 1 or max(request.width, request.height) > LARGEST:
            raise NotCapable(f"{request.width}x{request.height}: from 1 to {LARGEST} pixels")
        if not (os.path.isabs(request.stage) and os.path.isabs(request.out)):
            raise RequestRefused("stage and out must be absolute paths")
        stage = _Stage(request.stage)
        out = Path(request.out)
        out.mkdir(parents=True, exist_ok=True)
        frames = []
        for frame in request.frames:
            passes = stage.drawn(frame, request.width, request.height)
            path = out / f"frame.{frame:06d}.npz"
            making = path.with_name(f".{path.name}")
            with making.open("wb") as file:
                np.savez(file, **{name.value: passes[name] for name in request.passes})  # type: ignore[arg-type]
            os.replace(making, path)
            frames.append(RenderedFrame(frame=frame, path=str(path)))
        return RenderResult(frames=tuple(frames), names=stage.names, seconds=time.perf_counter() - started)

    def close(self) -> None:
        """Nothing is held between requests."""


class _Stage:
    """A USD stage as named boxes and a camera."""

    def __init__(self, path: str):
        from pxr import Tf, Usd, UsdGeom

        if not Path(path).is_file():
            raise RequestRefused(f"no stage at {path}")
        try:
            self._usd: Any = Usd.Stage.Open(path)
        except Tf.ErrorException as error:
            raise RequestRefused(f"{path} is no USD stage") from error
        self._camera: Any = UsdGeom.Camera(self._usd.GetPrimAtPath("/Shot/Camera"))
        if not self._camera:
            raise RequestRefused("no camera at /Shot/Camera")
        self._groups: dict[str, list[Any]] = {}
        for prim in Usd.PrimRange(self._usd.GetPseudoRoot(), Usd.TraverseInstanceProxies()):
            if prim.IsA(UsdGeom.Mesh):
                name = "/".join(str(prim.GetPath()).strip("/").split("/")[1:3])
                self._groups.setdefault(name, []).append(prim)
        self.names = tuple(self._groups)

    def drawn(self, frame: int, width: int, height: int) -> dict[Pass, NDArray[Any]]:
        """Every pass of a frame, coarsely: wider pictures than COARSE repeat their pixels."""
        from pxr import Usd

        step = max(1, -(-width // COARSE))
        across, down = np.arange(0, width, step), np.arange(0, height, step)
        camera = self._camera.GetCamera(Usd.TimeCode(frame))
        axes = np.array(camera.transform)[:3, :3]
        wide = camera.horizontalAperture / max(camera.focalLength, 1e-6)
        x, y = ((across + 0.5) / width - 0.5) * wide, (0.5 * height - down - 0.5) / width * wide
        rays = np.stack([*np.broadcast_arrays(x[None, :], y[:, None], np.float64(-1.0))], axis=-1) @ axes
        eye = np.array(camera.transform.ExtractTranslation())
        drawing = _Drawing.empty(rays.shape[:2])
        things = self._things(Usd.TimeCode(frame))
        within = [eye, *(thing.bounds.mean(axis=0) for thing in things if self.names[thing.number - 1][:5] == "Cast/")]
        for thing in things:
            if not any(thing.hollow(point) for point in within):
                drawing.add(thing, eye, rays, axes)
        return {name: plane.repeat(step, axis=0)[:height].repeat(step, axis=1)[:, :width]
                for name, plane in drawing.passes().items()}

    def _things(self, time_code: Any) -> list[_Thing]:
        from pxr import UsdGeom

        cache: Any = UsdGeom.BBoxCache(time_code, [UsdGeom.Tokens.default_, UsdGeom.Tokens.render])
        things = []
        for number, (name, prims) in enumerate(self._groups.items(), 1):
            seed = hashlib.sha256(name.encode()).digest()
            colour = np.array([0.1 + 0.5 * byte / 255 for byte in seed[:3]], np.float32)
            for prim in prims:
                if UsdGeom.Imageable(prim).ComputeVisibility(time_code) == UsdGeom.Tokens.invisible:
                    continue
                bounds = self._body(name, time_code) if name.startswith("Cast/") else None
                box = cache.ComputeWorldBound(prim).ComputeAlignedRange()
                if bounds is None and not box.IsEmpty():
                    bounds = np.array([box.GetMin(), box.GetMax()])
                if bounds is not None:
                    things.append(_Thing(bounds, number, colour))
        return things

    def _body(self, name: str, time_code: Any) -> NDArray[np.float64] | None:
        """The box round a skinned body: where the first joint of its animation is, or None without one."""
        from pxr import Usd, UsdSkel

        for prim in Usd.PrimRange(self._usd.GetPrimAtPath(f"/Shot/{name}")):
            if prim.IsA(UsdSkel.Animation):
                places = UsdSkel.Animation(prim).GetTranslationsAttr().Get(time_code)
                if places:
                    hips = np.array(places[0], np.float64)
                    return np.array([hips - np.array([0.3, 0.3, 0.95]), hips + np.array([0.3, 0.3, 0.8])])
        return None


@dataclass
class _Drawing:
    """The passes of a frame while things are added to it."""

    colour: NDArray[np.float32]
    depth: NDArray[np.float32]
    normal: NDArray[np.float32]
    number: NDArray[np.uint16]

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> _Drawing:
        return cls(np.zeros((*shape, 3), np.float32), np.full(shape, np.inf, np.float32),
                   np.zeros((*shape, 3), np.float32), np.zeros(shape, np.uint16))

    def add(self, thing: _Thing, eye: NDArray[np.float64], rays: NDArray[np.float64],
            axes: NDArray[np.float64]) -> None:
        """Draws a box where it is nearer than what is there."""
        safe = np.where(np.abs(rays) < 1e-9, 1e-9, rays)
        low, high = (thing.bounds[0] - eye) / safe, (thing.bounds[1] - eye) / safe
        enters, leaves = np.minimum(low, high), np.maximum(low, high)
        near = enters.max(axis=2)
        seen = (leaves.min(axis=2) >= near) & (near > 0.0) & (near < self.depth)
        axis = enters.argmax(axis=2)[seen]
        facing = np.zeros((len(axis), 3))
        facing[np.arange(len(axis)), axis] = -np.sign(np.take_along_axis(rays[seen], axis[:, None], axis=1))[:, 0]
        self.depth[seen], self.number[seen] = near[seen], thing.number
        self.normal[seen] = facing @ axes.T
        self.colour[seen] = thing.colour * (0.65 + 0.35 * facing @ np.array([-0.5, 0.3, 0.8]))[:, None]

    def passes(self) -> dict[Pass, NDArray[Any]]:
        return {Pass.COLOUR: self.colour, Pass.DEPTH: self.depth, Pass.NORMAL: self.normal, Pass.ID: self.number}
