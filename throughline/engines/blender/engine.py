"""The Blender engine: Workbench draws what is where, our own light makes it a picture."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.blender import gbuffer
from throughline.engines.blender.install import Blender, find
from throughline.engines.blender.protocol import Worker
from throughline.engines.contracts import (
    EngineError,
    EngineIdentity,
    NotCapable,
    NotConfigured,
    Pass,
    RenderCapabilities,
    RenderedFrame,
    RenderRequest,
    RenderResult,
    RequestRefused,
)
from throughline.picture import relight
from throughline.picture.contact import AROUND, contact

LOOK = "1"  # part of the identity: raised whenever the same stage would give other pixels
Floats = NDArray[np.float32]
CAMERA = "/Shot/Camera"
FACTOR = 2
AHEAD = 2
CONTACT_M = 0.7


class BlenderRenderer:
    """A Renderer by Blender's Workbench in a process of its own, kept between requests.

    ``blender``: which one (the one that ``install.find`` finds); ``timeout``: seconds a frame may take.
    """

    def __init__(self, blender: Blender | None = None, *, timeout: float = 120.0):
        self._blender, self._timeout = blender, timeout
        self._worker: Worker | None = None

    def _found(self) -> Blender:
        if self._blender is None:
            self._blender = find()
        if self._blender is None:
            raise NotConfigured("there is no Blender; run: python -m throughline.engines.blender.install")
        return self._blender

    @property
    def identity(self) -> EngineIdentity:
        return EngineIdentity(name="blender", version=f"{self._found().version}+{LOOK}")

    @property
    def capabilities(self) -> RenderCapabilities:
        return RenderCapabilities(passes=tuple(Pass))

    def render(self, request: RenderRequest) -> RenderResult:
        """Raises: EngineError."""
        started = time.perf_counter()
        self._check(request)
        worker = self._running()
        try:
            return self._rendered(worker, request, started)
        except RequestRefused:
            self.close()  # answers to frames asked ahead may still be on their way
            raise
        except EngineError:
            self._worker = None
            raise

    def _check(self, request: RenderRequest) -> None:
        if not request.frames or not request.passes:
            raise RequestRefused("a render needs frames and passes")
        least, most = sorted((request.width, request.height))
        largest = self.capabilities.maximum_width
        if least < 1 or most > largest:
            raise NotCapable(f"{request.width}x{request.height}: from 1 to {largest} pixels")
        if not Path(request.stage).is_file():
            raise RequestRefused(f"no stage at {request.stage}")
        if not (os.path.isabs(request.stage) and os.path.isabs(request.out)):
            raise RequestRefused("stage and out must be absolute paths")

    def _running(self) -> Worker:
        if self._worker is None or not self._worker.alive:
            self._worker = Worker(self._found().command, timeout=self._timeout)
            self._worker.receive()
        return self._worker

    def _rendered(self, worker: Worker, request: RenderRequest, started: float) -> RenderResult:
        worker.send({"do": "open", "stage": request.stage, "camera": CAMERA})
        opened = worker.receive()
        shots = _Shots(tuple(opened["names"]), tuple(opened["stands"]), request)
        out = Path(request.out)
        out.mkdir(parents=True, exist_ok=True)
        frames = []
        for place, frame in enumerate(request.frames):
            ahead = request.frames[:AHEAD] if place == 0 else request.frames[place + AHEAD - 1:place + AHEAD]
            for wanted in ahead:
                worker.send({"do": "frame", "frame": wanted, "width": FACTOR * request.width,
                             "height": FACTOR * request.height, "out": str(worker.scratch),
                             "shadow": Pass.COLOUR in request.passes,
                             "all": Pass.NORMAL in request.passes or Pass.ID in request.passes})
            passes = shots.passes(worker.receive())
            frames.append(RenderedFrame(frame=frame, path=str(_saved(out / f"frame.{frame:06d}.npz", passes))))
        worker.send({"do": "close"})
        peak = float(worker.receive()["peak_mb"])
        return RenderResult(frames=tuple(frames), names=shots.names, seconds=time.perf_counter() - started,
                            peak_mb=peak)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def _taken(path: str) -> NDArray[np.float32]:
    pixels: NDArray[np.float32] = np.load(path)
    os.remove(path)
    return pixels


def _saved(path: Path, passes: dict[str, NDArray[Any]]) -> Path:
    """``path`` written whole: a render that dies leaves no half file under its name."""
    making = path.with_name(f".{path.name}")
    with making.open("wb") as file:
        np.savez(file, **passes)  # type: ignore[arg-type]
    os.replace(making, path)
    return path


@dataclass
class _Shots:
    """What turns the worker's answers about an open stage into passes; keeps the set's shadows between frames."""

    names: tuple[str, ...]
    stands: tuple[list[float] | None, ...]
    request: RenderRequest
    still: relight.ShadowMap = relight.NO_SHADOW

    def passes(self, answer: dict[str, Any]) -> dict[str, NDArray[Any]]:
        """The arrays of one frame, by the passes' names, in the order of the request."""
        surface = _taken(answer["surface"])
        through = _rays(surface.shape, answer["view"])
        if answer["facing"] is None:
            normal, number = np.zeros_like(through), np.zeros(surface.shape[:2], np.uint16)
        else:
            normal, number = gbuffer.normals(_taken(answer["facing"]), through, surface)
        made: dict[Pass, NDArray[Any]] = {}
        if Pass.COLOUR in self.request.passes:
            made[Pass.COLOUR], made[Pass.DEPTH] = self._colour(answer, surface, normal, number, through)
        if {Pass.NORMAL, Pass.ID} & set(self.request.passes) or not made:
            made[Pass.DEPTH], made[Pass.NORMAL], made[Pass.ID] = gbuffer.resolve(surface, normal, number, FACTOR)
        return {name.value: made[name] for name in self.request.passes}

    def _colour(self, answer: dict[str, Any], surface: Floats, normal: Floats, number: NDArray[np.uint16],
                through: Floats) -> tuple[Floats, Floats]:
        """COLOUR and DEPTH."""
        view, shadow = answer["view"], answer["shadow"]
        world = np.array(view["world"], np.float64)
        rig = _rig(answer["rig"], world)
        carried = np.zeros((len(self.names) + 1, 3), np.float32)
        for index, place in enumerate(self.stands, 1):
            if place is not None:
                carried[index] = relight.carried(rig, np.array(place, np.float32))
        normal = gbuffer.flat_normals(through, surface, normal, number, carried[:, 0] > 0)
        depth, turned, _ = gbuffer.resolve(surface, normal, number, FACTOR)
        shade = contact(depth, turned, _rays(depth.shape, view), float(view["wide"]), CONTACT_M, AROUND)
        still = moving = relight.NO_SHADOW
        if shadow is not None:
            if "still" in shadow:
                self.still = _shadow(shadow["still"])
            still, moving = self.still, _shadow(shadow["moving"])
        samples = relight.Samples(surface, normal, number, through)
        colour = relight.lit(samples, world, shade, carried, rig, still, moving, FACTOR)
        return colour, depth


def _rays(shape: tuple[int, ...], view: dict[str, Any]) -> Floats:
    shift_x, shift_y = view["shift"]
    return gbuffer.rays(shape[0], shape[1], float(view["wide"]), float(shift_x), float(shift_y),
                        bool(view["orthographic"]))


def _shadow(told: dict[str, Any]) -> relight.ShadowMap:
    return relight.ShadowMap(_taken(told["map"]), np.array(told["axes"], np.float32),
                             np.array(told["middle"], np.float32), float(told["half"]))


def _rig(told: dict[str, Any], world: NDArray[np.float64]) -> relight.Rig:
    """The stage's lights, or a neutral rig when it has none."""
    if not (told["key"] or told["ambient"] or told["lamps"]):
        return relight.neutral(-world[:3, 2].astype(np.float32))
    dark = {"towards": [0.0, 0.0, 1.0], "colour": [0.0, 0.0, 0.0]}
    key = max(told["key"], key=lambda light: sum(light["colour"]), default=dark)
    lamps = np.array([[*lamp["at"], *lamp["colour"]] for lamp in told["lamps"]], np.float32).reshape(-1, 6)
    return relight.Rig(
        key=np.array(key["towards"], np.float32), key_colour=np.array(key["colour"], np.float32),
        ambient=np.array(told["ambient"] or [[0.0, 0.0, 0.0]], np.float32).sum(axis=0), lamps=lamps)
