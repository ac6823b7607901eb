"""The Blender engine: Blender draws what is where, our own light makes it a picture."""

from __future__ import annotations

import os
import time
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

LOOK = "3"  # part of the identity: raised whenever the same stage would give other pixels
Floats = NDArray[np.float32]
CAMERA = "/Shot/Camera"
FACTOR = 2
CONTACT_M = 0.7


class BlenderRenderer:
    """A Renderer by Blender in a process of its own, kept between requests.

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
            if place == 0:
                worker.send(_wanted(request, frame))
            answer = worker.receive()
            samples = shots.samples(answer)
            if place + 1 < len(request.frames):  # drawn while this one is lit
                worker.send(_wanted(request, request.frames[place + 1]))
            passes = shots.passes(answer, samples)
            frames.append(RenderedFrame(frame=frame, path=str(_saved(out / f"frame.{frame:06d}.npz", passes))))
        worker.send({"do": "close"})
        peak = float(worker.receive()["peak_mb"])
        return RenderResult(frames=tuple(frames), names=shots.names, seconds=time.perf_counter() - started,
                            peak_mb=peak)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def _wanted(request: RenderRequest, frame: int) -> dict[str, Any]:
    return {"do": "frame", "frame": frame, "width": FACTOR * request.width, "height": FACTOR * request.height,
            "shadow": Pass.COLOUR in request.passes}


def _saved(path: Path, passes: dict[str, NDArray[Any]]) -> Path:
    """``path`` written whole: a render that dies leaves no half file under its name."""
    making = path.with_name(f".{path.name}")
    with making.open("wb") as file:
        np.savez(file, **passes)  # type: ignore[arg-type]
    os.replace(making, path)
    return path


class _Shots:
    """What turns the worker's answers about an open stage into passes; keeps the files it has mapped, and buffers."""

    def __init__(self, names: tuple[str, ...], stands: tuple[list[float] | None, ...], request: RenderRequest):
        self.names, self.stands, self.request = names, stands, request
        self._shape = FACTOR * request.height, FACTOR * request.width, 4
        self._mapped: dict[str, Floats] = {}
        self._nearest = relight.Samples(np.empty(self._shape, np.float32), np.empty(self._shape, np.float32))
        self._through: tuple[tuple[float, ...], Floats] | None = None

    def samples(self, answer: dict[str, Any]) -> relight.Samples:
        """What is nearest in every sample of a frame, in buffers of our own, which the next frame's will overwrite."""
        surface, facing = (self._plane(path, self._shape) for path in answer["still"])
        if answer["moving"] is None:
            np.copyto(self._nearest.surface, surface)
            np.copyto(self._nearest.facing, facing)
        else:
            before, before_facing = (self._plane(path, self._shape) for path in answer["moving"])
            gbuffer.merged(surface, facing, before, before_facing, self._nearest.surface, self._nearest.facing)
        return self._nearest

    def passes(self, answer: dict[str, Any], samples: relight.Samples) -> dict[str, NDArray[Any]]:
        """The arrays of one frame, by the passes' names, in the order of the request."""
        made: dict[Pass, NDArray[Any]] = {}
        made[Pass.DEPTH], made[Pass.NORMAL], made[Pass.ID] = gbuffer.resolve(samples.surface, samples.facing, FACTOR)
        if Pass.COLOUR in self.request.passes:
            made[Pass.COLOUR] = self._colour(answer, samples, made[Pass.DEPTH], made[Pass.NORMAL])
        return {name.value: made[name] for name in self.request.passes}

    def _colour(self, answer: dict[str, Any], samples: relight.Samples, depth: Floats, normal: Floats) -> Floats:
        view, shadow = answer["view"], answer["shadow"]
        lens = relight.Lens(np.array(view["world"], np.float64), float(view["wide"]), float(view["shift"][0]),
                            float(view["shift"][1]), bool(view["orthographic"]))
        rig = _rig(answer["rig"], lens.world)
        carried = np.zeros((len(self.names) + 1, 3), np.float32)
        for index, place in enumerate(self.stands, 1):
            if place is not None:
                carried[index] = relight.carried(rig, np.array(place, np.float32))
        shade = contact(depth, normal, self._rays(depth.shape, lens), lens.wide, CONTACT_M, AROUND)
        still = moving = relight.NO_SHADOW
        if shadow is not None:
            still, moving = self._shadow(shadow["still"]), self._shadow(shadow["moving"])
        return relight.lit(samples, lens, shade, carried, rig, still, moving, FACTOR)

    def _rays(self, shape: tuple[int, ...], lens: relight.Lens) -> Floats:
        if self._through is None or self._through[0] != lens[1:]:
            self._through = lens[1:], gbuffer.rays(shape[0], shape[1], *lens[1:])
        return self._through[1]

    def _shadow(self, told: dict[str, Any]) -> relight.ShadowMap:
        size = int(told["size"])
        return relight.ShadowMap(self._plane(told["map"], (size, size)), np.array(told["axes"], np.float32),
                                 np.array(told["middle"], np.float32), float(told["half"]), float(told["back"]))

    def _plane(self, path: str, shape: tuple[int, ...]) -> Floats:
        """The file's floats, as the worker has them now."""
        if path not in self._mapped:
            self._mapped[path] = np.asarray(np.memmap(path, np.float32, "r+", shape=shape))
        return self._mapped[path]


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
