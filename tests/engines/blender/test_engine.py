"""What is Blender's own: light and shadow in COLOUR, exact IDs, effects by frame, and a worker that may die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from pxr import Usd, UsdGeom

from tests.contracts.test_renderer import blender, opened
from tests.engines.small_stage import GLOW, write
from throughline.engines.blender.engine import BlenderRenderer
from throughline.engines.contracts import EngineCrashed, EngineTimeout, Pass, RenderRequest, RequestRefused

pytestmark = pytest.mark.blender
WIDE, HIGH = 160, 80


@pytest.fixture(scope="module")
def engine() -> Iterator[BlenderRenderer]:
    made = blender()
    yield made
    made.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("stage") / "shot.usdc")


def rendered(engine: BlenderRenderer, stage: Path, out: Path, *frames: int,
             passes: tuple[Pass, ...] = tuple(Pass)) -> tuple[list[dict[str, np.ndarray]], tuple[str, ...]]:
    result = engine.render(RenderRequest(stage=str(stage), frames=frames, width=WIDE, height=HIGH, passes=passes,
                                         out=str(out)))
    return [opened(frame.path) for frame in result.frames], result.names


def mask(made: dict[str, np.ndarray], names: tuple[str, ...], name: str) -> np.ndarray:
    return made["id"] == names.index(name) + 1


def test_what_glows_keeps_its_light_to_the_number(engine: BlenderRenderer, stage: Path, tmp_path: Path) -> None:
    (made,), names = rendered(engine, stage, tmp_path, 0)
    lamp = made["colour"][mask(made, names, "Set/Lamp")]
    assert np.allclose(np.median(lamp, axis=0), GLOW, rtol=2e-3)


def test_somebody_has_a_light_and_a_dark_side_and_the_mean_of_his_own_colour(engine: BlenderRenderer, stage: Path,
                                                                            tmp_path: Path) -> None:
    (made,), names = rendered(engine, stage, tmp_path, 0)
    car = mask(made, names, "Vehicles/TAXI")
    top, side = car & (made["normal"][..., 1] > 0.9), car & (made["normal"][..., 2] > 0.9)
    assert made["colour"][top].mean() > 1.1 * made["colour"][side].mean()
    hue = made["colour"][car].mean(axis=0)
    assert hue[0] > hue[1] > 2 * hue[2]


def test_what_moves_casts_a_shadow_on_the_ground(engine: BlenderRenderer, stage: Path, tmp_path: Path) -> None:
    dark = Usd.Stage.Open(str(stage))
    dark.GetPrimAtPath("/Shot/Lights/Key").GetAttribute("inputs:color").Set((0.001, 0.001, 0.001))
    without = tmp_path / "flat.usdc"
    dark.Export(str(without))
    (lit,), names = rendered(engine, stage, tmp_path / "a", 0)
    (flat,), _ = rendered(engine, without, tmp_path / "b", 0)
    ground = mask(lit, names, "Set/Ground")
    ratio = lit["colour"][ground][:, 0] / flat["colour"][ground][:, 0]
    assert np.median(ratio) == pytest.approx(1.0, abs=0.01)
    assert 0.005 < (ratio < 0.7).mean() < 0.25


def test_numbers_are_exact_with_hundreds_of_things(engine: BlenderRenderer, tmp_path: Path) -> None:
    many = write(tmp_path / "many.usdc", extra=400)
    (made,), names = rendered(engine, many, tmp_path, 0)
    assert len(names) > 400
    seen = {names[number - 1] for number in np.unique(made["id"]) if number}
    assert seen == {"Set/Ground", "Set/Wall", "Set/Lamp", "Cast/JIN", "Vehicles/TAXI", "Effects/fire", "Effects/dust"}


def test_effects_by_frame_follow_their_frame(engine: BlenderRenderer, stage: Path, tmp_path: Path) -> None:
    frames, names = rendered(engine, stage, tmp_path, 0, 4, 7)
    for name in ("Effects/fire", "Effects/dust"):
        heights = [np.flatnonzero(mask(made, names, name).any(axis=1)) for made in frames]
        tops = [rows.min() for rows in heights]
        assert tops[0] > tops[1] > tops[2]
    reds = [made["colour"][mask(made, names, "Effects/dust")][:, 0].mean() for made in frames]
    assert reds[0] < reds[1] < reds[2]


def test_colour_and_depth_alone_are_those_of_a_render_with_every_pass(engine: BlenderRenderer, stage: Path,
                                                                     tmp_path: Path) -> None:
    (whole,), _ = rendered(engine, stage, tmp_path / "a", 2)
    (part,), _ = rendered(engine, stage, tmp_path / "b", 2, passes=(Pass.COLOUR, Pass.DEPTH))
    assert np.array_equal(whole["depth"], part["depth"])
    assert np.mean(np.abs(whole["colour"] - part["colour"]).max(axis=2) > 1e-3) < 0.002


def test_a_stage_without_lights_is_lit_by_a_neutral_rig(engine: BlenderRenderer, tmp_path: Path) -> None:
    (made,), names = rendered(engine, write(tmp_path / "plain.usdc", lights=False), tmp_path, 0)
    assert made["colour"][mask(made, names, "Cast/JIN")].mean() > 0.05


def test_a_mesh_that_would_crash_blender_is_refused_by_name(engine: BlenderRenderer, stage: Path,
                                                            tmp_path: Path) -> None:
    broken = Usd.Stage.Open(str(stage))
    wall = UsdGeom.Mesh(broken.GetPrimAtPath("/Shot/Set/Wall"))
    wall.GetFaceVertexIndicesAttr().Set([0, 1, 3, 99, *[0] * 20])
    path = tmp_path / "broken.usdc"
    broken.Export(str(path))
    with pytest.raises(RequestRefused, match="/Shot/Set/Wall"):
        rendered(engine, path, tmp_path, 0)
    assert rendered(engine, stage, tmp_path, 0)


def test_memory_does_not_grow_from_stage_to_stage(engine: BlenderRenderer, stage: Path, tmp_path: Path) -> None:
    request = RenderRequest(stage=str(stage), frames=(0,), width=WIDE, height=HIGH, passes=(Pass.DEPTH,),
                            out=str(tmp_path))
    engine.render(request)
    early = engine.render(request).peak_mb
    for _ in range(6):
        late = engine.render(request).peak_mb
    assert late < early + 60


def test_a_worker_that_dies_is_told_apart_and_the_next_request_has_a_new_one(stage: Path, tmp_path: Path) -> None:
    engine = blender()
    try:
        rendered(engine, stage, tmp_path, 0)
        os.kill(engine._worker._process.pid, signal.SIGSTOP)
        engine._worker._process.send_signal(signal.SIGSEGV)
        engine._worker._process.send_signal(signal.SIGCONT)
        with pytest.raises(EngineCrashed, match="SIGSEGV"):
            engine._worker.send({"do": "close"})
            engine._worker.receive()
        assert rendered(engine, stage, tmp_path, 0)
    finally:
        engine.close()


def test_a_worker_that_hangs_is_ended(stage: Path, tmp_path: Path) -> None:
    engine = blender()
    try:
        rendered(engine, stage, tmp_path, 0, passes=(Pass.DEPTH,))
        worker = engine._worker
        worker.timeout = 0.5
        os.kill(worker._process.pid, signal.SIGSTOP)
        with pytest.raises(EngineTimeout):
            rendered(engine, stage, tmp_path, 0)
        assert not worker.alive and not worker.scratch.exists()
        assert rendered(engine, stage, tmp_path, 0, passes=(Pass.DEPTH,))
    finally:
        engine.close()


def test_a_worker_does_not_outlive_its_parent(stage: Path, tmp_path: Path) -> None:
    blender().close()
    program = ("import sys, time\nfrom throughline.engines.blender.engine import BlenderRenderer\n"
               "worker = BlenderRenderer()._running()\n"
               "print(worker._process.pid, worker.scratch, flush=True)\ntime.sleep(60)")
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    number, scratch = parent.stdout.readline().split()
    worker = psutil.Process(int(number))
    assert worker.is_running() and Path(scratch).is_dir()
    parent.kill()
    parent.wait()
    worker.wait(10)
    assert not Path(scratch).exists()
