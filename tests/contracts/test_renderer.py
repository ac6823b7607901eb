"""What every Renderer must do. A new engine is added to ``ENGINES`` and passes as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.small_stage import FRAMES, WALL_DEPTH, write
from throughline.engines.blender.engine import BlenderRenderer
from throughline.engines.blender.install import find
from throughline.engines.contracts import (
    EngineError,
    NotCapable,
    NotConfigured,
    Pass,
    Renderer,
    RenderRequest,
    RequestRefused,
)
from throughline.engines.fake import FakeRenderer

WIDE, HIGH = 96, 48


def blender() -> BlenderRenderer:
    try:
        found = find()
    except NotConfigured as error:
        pytest.skip(str(error))
    if found is None:
        pytest.skip("no Blender here: python -m throughline.engines.blender.install")
    return BlenderRenderer(found)


ENGINES = {"fake": FakeRenderer, "blender": blender}


@pytest.fixture(scope="module", params=[
    pytest.param("fake"), pytest.param("blender", marks=pytest.mark.blender)])
def engine(request: pytest.FixtureRequest) -> Iterator[Renderer]:
    made = ENGINES[request.param]()
    yield made
    made.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("stage") / "shot.usdc")


def asked(stage: Path, out: Path, *frames: int, passes: tuple[Pass, ...] = tuple(Pass)) -> RenderRequest:
    return RenderRequest(stage=str(stage), frames=frames, width=WIDE, height=HIGH, passes=passes, out=str(out))


def opened(path: str) -> dict[str, np.ndarray]:
    with np.load(path) as file:
        return dict(file)


def test_it_is_a_renderer_with_a_name_and_a_version(engine: Renderer) -> None:
    assert isinstance(engine, Renderer)
    assert engine.identity.name and engine.identity.version


def test_every_frame_asked_for_comes_back_in_order_with_every_pass(engine: Renderer, stage: Path,
                                                                  tmp_path: Path) -> None:
    result = engine.render(asked(stage, tmp_path, 3, 0, 5))
    assert [frame.frame for frame in result.frames] == [3, 0, 5]
    assert all(Path(frame.path).parent == tmp_path for frame in result.frames)
    assert result.seconds > 0
    for frame in result.frames:
        made = opened(frame.path)
        assert {name: (plane.dtype.name, plane.shape) for name, plane in made.items()} == {
            "colour": ("float32", (HIGH, WIDE, 3)), "depth": ("float32", (HIGH, WIDE)),
            "normal": ("float32", (HIGH, WIDE, 3)), "id": ("uint16", (HIGH, WIDE))}


def test_only_the_passes_asked_for_are_written(engine: Renderer, stage: Path, tmp_path: Path) -> None:
    result = engine.render(asked(stage, tmp_path, 0, passes=(Pass.DEPTH,)))
    assert set(opened(result.frames[0].path)) == {"depth"}


def test_depth_names_and_normals_agree_about_where_things_are(engine: Renderer, stage: Path, tmp_path: Path) -> None:
    result = engine.render(asked(stage, tmp_path, 0))
    made = opened(result.frames[0].path)
    there = np.isfinite(made["depth"])
    assert there.any() and not there.all()
    assert np.array_equal(there, made["id"] > 0)
    length = np.linalg.norm(made["normal"], axis=2)
    assert np.allclose(length[there], 1.0, atol=2e-3)
    assert not length[~there].any() and not made["colour"][~there].any()
    assert (made["depth"][there] > 0).all() and np.isfinite(made["colour"]).all()


def test_depth_is_metres_along_the_view_and_names_tell_what_it_is(engine: Renderer, stage: Path,
                                                                  tmp_path: Path) -> None:
    result = engine.render(asked(stage, tmp_path, 0))
    made = opened(result.frames[0].path)
    row, column = HIGH // 2 - 6, int(WIDE * 0.72)  # 2.2 m to the right and some way up: the wall
    assert result.names[made["id"][row, column] - 1] == "Set/Wall"
    assert made["depth"][row, column] == pytest.approx(WALL_DEPTH, abs=0.01)
    assert made["normal"][row, column] == pytest.approx([0, 0, 1], abs=0.01)
    assert result.names[made["id"][-1, WIDE // 2] - 1] == "Set/Ground"
    assert made["normal"][-1, WIDE // 2] == pytest.approx([0, 1, 0], abs=0.01)


def test_cast_vehicles_and_effects_have_names_of_their_own(engine: Renderer, stage: Path, tmp_path: Path) -> None:
    result = engine.render(asked(stage, tmp_path, 0))
    assert {"Cast/JIN", "Vehicles/TAXI", "Effects/fire", "Set/Wall"} <= set(result.names)
    assert len(set(result.names)) == len(result.names)
    seen = {result.names[number - 1] for number in np.unique(opened(result.frames[0].path)["id"]) if number}
    assert {"Cast/JIN", "Vehicles/TAXI", "Effects/fire"} <= seen


def test_what_moves_is_elsewhere_in_another_frame(engine: Renderer, stage: Path, tmp_path: Path) -> None:
    result = engine.render(asked(stage, tmp_path, 0, FRAMES - 1))
    number = result.names.index("Cast/JIN") + 1
    places = []
    for frame in result.frames:
        made = opened(frame.path)
        his = made["id"] == number
        assert his.sum() > 4
        places.append((made["depth"][his].min(), np.argwhere(his)[:, 1].mean()))
    (near, left), (far, nearer_middle) = places
    assert far - near == pytest.approx(0.25 * (FRAMES - 1), abs=0.35)
    assert left < nearer_middle < WIDE / 2


def test_the_same_request_gives_the_same_bytes(engine: Renderer, stage: Path, tmp_path: Path) -> None:
    first = engine.render(asked(stage, tmp_path / "a", 1, 2))
    second = engine.render(asked(stage, tmp_path / "b", 2))
    assert Path(first.frames[1].path).read_bytes() == Path(second.frames[0].path).read_bytes()
    assert Path(first.frames[0].path).read_bytes() != Path(first.frames[1].path).read_bytes()


@pytest.mark.parametrize("change", [{"frames": ()}, {"passes": ()}, {"stage": "/nowhere/shot.usdc"}, {"out": "here"}])
def test_a_request_that_makes_no_sense_is_refused(engine: Renderer, stage: Path, tmp_path: Path,
                                                  change: dict[str, object]) -> None:
    fields = {"stage": str(stage), "frames": (0,), "width": WIDE, "height": HIGH, "passes": (Pass.DEPTH,),
              "out": str(tmp_path), **change}
    with pytest.raises(RequestRefused) as caught:
        engine.render(RenderRequest(**fields))
    assert "\n" not in str(caught.value)


def test_what_is_no_stage_or_has_no_camera_is_refused_and_the_next_request_works(engine: Renderer, stage: Path,
                                                                                 tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.usda"
    wrong.write_text("this is no stage")
    empty = tmp_path / "empty.usda"
    empty.write_text('#usda 1.0\ndef Xform "Shot" {}\n')
    for path in (wrong, empty):
        with pytest.raises(RequestRefused):
            engine.render(asked(path, tmp_path / "out", 0))
    assert engine.render(asked(stage, tmp_path / "out", 0, passes=(Pass.DEPTH,))).frames


def test_a_picture_larger_than_it_can_is_not_begun(engine: Renderer, stage: Path, tmp_path: Path) -> None:
    too_wide = engine.capabilities.maximum_width + 1
    with pytest.raises(NotCapable):
        engine.render(RenderRequest(stage=str(stage), frames=(0,), width=too_wide, height=10, passes=(Pass.DEPTH,),
                                    out=str(tmp_path)))


def test_every_error_is_of_the_one_tree() -> None:
    assert issubclass(NotCapable, EngineError) and issubclass(RequestRefused, EngineError)
