"""Rendered frames for the stages that need them: one engine a worker process, its files removed as they are read."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.contracts import Pass, Renderer, RenderRequest, RenderResult
from throughline.engines.discovery import renderer as find_renderer
from throughline.film.layout import CameraSample
from throughline.picture.board import Passes
from throughline.picture.view import View

BATCH = 12


@functools.cache
def renderer(name: str) -> Renderer:
    """The engine of that name, started once in this process."""
    return find_renderer(name)


@dataclass(frozen=True)
class Frame:
    number: int
    passes: dict[str, NDArray[Any]]
    names: tuple[str, ...]


def rendered(engine: str, stage: Path, frames: Sequence[int], size: tuple[int, int],
             passes: Sequence[Pass]) -> Iterator[Frame]:
    """The frames asked for, in order, a few at a time so that neither memory nor disk fills; while the caller works
    on some, the engine is at the next.

    Raises:
        EngineError: the engine failed.
    """
    width, height = size
    batches = [tuple(frames[start:start + BATCH]) for start in range(0, len(frames), BATCH)]
    with TemporaryDirectory(prefix="throughline-frames-") as folder, ThreadPoolExecutor(max_workers=1) as ahead:
        def asked(batch: tuple[int, ...]) -> Future[RenderResult]:
            return ahead.submit(renderer(engine).render, RenderRequest(
                stage=str(stage), frames=batch, width=width, height=height, passes=tuple(passes), out=folder))

        coming = asked(batches[0]) if batches else None
        for number in range(len(batches)):
            assert coming is not None
            result = coming.result()
            coming = asked(batches[number + 1]) if number + 1 < len(batches) else None
            for frame in result.frames:
                with np.load(frame.path, allow_pickle=False) as arrays:
                    found = {name: arrays[name] for name in arrays.files}
                Path(frame.path).unlink()
                yield Frame(frame.frame, found, result.names)


def view_of(sample: CameraSample, aspect: float) -> View:
    """The grade's view of a layout's camera sample."""
    position, look = np.array(sample.position), np.array(sample.look)
    forward = (look - position) / max(1e-9, float(np.linalg.norm(look - position)))
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right = right / max(1e-9, float(np.linalg.norm(right)))
    up = np.cross(right, forward)
    turned = up * np.cos(sample.roll) - right * np.sin(sample.roll)
    return View(position=sample.position, forward=_triple(forward), up=_triple(turned), lens_mm=sample.lens_mm,
                aspect=aspect)


def _triple(vector: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(vector[0]), float(vector[1]), float(vector[2])


def board_passes(frame: Frame) -> Passes:
    """The frame as the board's drawing hand takes it."""
    return Passes(colour=frame.passes[Pass.COLOUR], depth=frame.passes[Pass.DEPTH], normal=frame.passes[Pass.NORMAL],
                  ids=frame.passes[Pass.ID], names=frame.names)
