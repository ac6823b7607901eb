"""What is Blender's own: light and shadow in COLOUR, exact IDs, effects by frame, and a worker that may die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from pxr import Gf, Usd, UsdGeom

from tests.contracts.test_renderer import blender, opened
from tests.engines.small_stage import GLOW, mesh, write
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
    assert set(part) == {"colour", "depth"}
    assert all(np.array_equal(whole[name], part[name]) for name in part)


def tracking(stage: Path, path: Path, *, until: int = 7) -> Path:
    """``path``: the stage with a camera that moves along +X 0.3 m a frame, up to frame ``until``."""
    changed = Usd.Stage.Open(str(stage))
    camera = UsdGeom.Xformable(changed.GetPrimAtPath("/Shot/Camera"))
    stand = camera.GetLocalTransformation()
    move = camera.MakeMatrixXform()
    for frame in range(8):
        move.Set(stand * Gf.Matrix4d(1).SetTranslate(Gf.Vec3d(.3 * min(frame, until), 0, 0)), frame)
    changed.Export(str(path))
    return path


@pytest.mark.parametrize("until", [7, 3], ids=["moving", "held"])
def test_a_frame_is_the_same_alone_and_in_any_run(engine: BlenderRenderer, stage: Path, tmp_path: Path,
                                                  until: int) -> None:
    shot = tracking(stage, tmp_path / "tracking.usdc", until=until)
    run, _ = rendered(engine, shot, tmp_path / "run", *range(8))
    backwards, _ = rendered(engine, shot, tmp_path / "back", *reversed(range(8)))
    for frame in (0, 4, 7):
        rendered(engine, stage, tmp_path / "other", 1)
        (alone,), _ = rendered(engine, shot, tmp_path / "alone", frame)
        for name, plane in alone.items():
            assert plane.tobytes() == run[frame][name].tobytes() == backwards[7 - frame][name].tobytes()
    assert not np.array_equal(run[2]["depth"], run[3]["depth"])


def ground(stage: Path, path: Path, pieces: int) -> Path:
    """``path``: the stage on rolling ground of 80 x 80 squares, cut into ``pieces`` meshes of one group."""
    changed = Usd.Stage.Open(str(stage))
    x, y = np.meshgrid(np.linspace(-20, 20, 81), np.linspace(-20, 20, 81), indexing="ij")
    points = np.stack([x, y, .15 * np.sin(x) * np.cos(1.3 * y) - .15], axis=-1).reshape(-1, 3)
    corner = (np.arange(80)[:, None] * 81 + np.arange(80)).ravel()
    faces = np.stack([corner, corner + 81, corner + 82, corner + 1], axis=1)
    for number, part in enumerate(np.array_split(faces, pieces)):
        mesh(changed, f"/Shot/Set/Rolling/part_{number}", points, part, np.abs(points) / 40)
    changed.Export(str(path))
    return path


def test_what_is_left_out_of_large_meshes_is_never_seen(engine: BlenderRenderer, stage: Path, tmp_path: Path) -> None:
    (one,), _ = rendered(engine, ground(stage, tmp_path / "one.usdc", 1), tmp_path, 5)
    (many,), _ = rendered(engine, ground(stage, tmp_path / "many.usdc", 40), tmp_path, 5)
    for name in ("colour", "depth", "id"):
        assert np.allclose(one[name], many[name], rtol=1e-4, atol=1e-4)


def test_a_stage_that_was_written_anew_is_read_anew(engine: BlenderRenderer, tmp_path: Path) -> None:
    path = write(tmp_path / "shot.usdc")
    (lit,), _ = rendered(engine, path, tmp_path, 0)
    path.unlink()
    write(path, lights=False)
    (unlit,), _ = rendered(engine, path, tmp_path, 0)
    assert np.array_equal(lit["depth"], unlit["depth"]) and not np.array_equal(lit["colour"], unlit["colour"])


def test_faces_of_many_corners_and_bent_in_ones_keep_their_outline(engine: BlenderRenderer, stage: Path,
                                                                   tmp_path: Path) -> None:
    changed = Usd.Stage.Open(str(stage))
    outline = np.array([(0, 0), (2, 0), (2, .4), (.4, .4), (.4, 2), (0, 2)], float)
    arrow = np.array([(0, 2), (-.8, 0), (0, .6), (.8, 0)], float)
    for name, flat, aside in (("L", outline, .1), ("Arrow", arrow, -.25)):
        points = np.stack([np.full(len(flat), -3.0), aside + .15 * flat[:, 0], .85 + .15 * flat[:, 1]], axis=1)
        mesh(changed, f"/Shot/Set/{name}", points, np.arange(len(flat))[None], (.5, .5, .5))
    path = tmp_path / "shapes.usdc"
    changed.Export(str(path))
    (made,), names = rendered(engine, path, tmp_path, 0)
    pixel = (.15 * WIDE) ** 2  # a square of .15 m in a picture that is 1 m wide 1 m away
    assert mask(made, names, "Set/L").sum() == pytest.approx(1.44 * pixel, rel=.04)
    assert mask(made, names, "Set/Arrow").sum() == pytest.approx(1.12 * pixel, rel=.1)


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


def test_a_worker_at_work_does_not_outlive_its_parent(stage: Path) -> None:
    blender().close()
    asked = {"do": "frame", "frame": 0, "width": 4096, "height": 2048, "shadow": True}
    program = ("import os, signal\nfrom throughline.engines.blender.engine import BlenderRenderer\n"
               "worker = BlenderRenderer()._running()\nprint(worker._process.pid, worker.scratch, flush=True)\n"
               f"worker.send({{'do': 'open', 'stage': {str(stage)!r}, 'camera': '/Shot/Camera'}})\nworker.receive()\n"
               f"worker.send(json.loads({json.dumps(asked)!r}))\nos.kill(os.getpid(), signal.SIGKILL)")
    parent = subprocess.Popen([sys.executable, "-c", "import json\n" + program], stdout=subprocess.PIPE, text=True)
    number, scratch = parent.stdout.readline().split()
    worker = psutil.Process(int(number))
    parent.wait()
    worker.wait(15)
    assert not Path(scratch).exists()
