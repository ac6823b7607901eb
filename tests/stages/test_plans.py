"""The plans stage: the set, the cast's paths and the cameras from above, as the layouts have them."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import pytest

from tests.stages.board_products import blocking, context, layout, shot
from throughline.film.errors import InputError
from throughline.film.story import SetKind
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.plan_scene import plan_view
from throughline.stages.plans import make_plans
from throughline.stages.plans_records import PlannedScene, PlansParams

ALONG = ((-3.0, -2.0, 1.5), (-1.0, -2.0, 2.5))


def scene(*shots: str, kind: SetKind = SetKind.ROOM) -> PlannedScene:
    return PlannedScene(scene="1", heading="1. 실내. 방 - 낮",
                        blockings=tuple(blocking(shot(name), kind) for name in shots))


def params(*scenes: PlannedScene, **more: object) -> PlansParams:
    told: dict[str, object] = {"title": "도시", "draft": "3고", "language": "ko", "rate": 24.0, "units": "m"}
    return PlansParams(scenes=scenes, **{**told, **more})  # type: ignore[arg-type]


def test_a_view_has_the_cameras_and_paths_of_the_layouts(tmp_path: Path) -> None:
    planned = scene("1-010", "1-020")
    sheets = {name: read_sheet(layout(tmp_path / name, entry, lens=(35.0, 70.0), camera=ALONG))
              for name, entry in zip(("1-010", "1-020"), planned.blockings, strict=True)}
    view = plan_view(planned, sheets, 24.0, "ko")
    camera = view.cameras[0]
    assert (camera.shot, camera.size, camera.move, camera.subject) == ("1-010", "클로즈업", "픽스", "하나")
    assert camera.points[0] == (-3.0, -2.0) and camera.points[-1] == (-1.0, -2.0)
    assert camera.height == (1.5, 2.5) and camera.lens == (35.0, 70.0) and camera.distance == (3.0, 2.0)
    assert camera.travel == pytest.approx(math.hypot(2, 1), rel=1e-6)
    assert camera.heading[0] == pytest.approx(math.atan2(2, 3)) and camera.tilt[0] == pytest.approx(0.0)
    assert camera.field[0] == pytest.approx(2 * math.atan(18 / 35)) and camera.seconds == 1.0
    assert camera.half[0] == pytest.approx(camera.field[0] / 2) and camera.half[1] > camera.field[1] / 2
    names = {top.name: top for top in view.tops}
    assert names.keys() == {"하나", "검은 차"}  # who is never seen is not on the plan
    assert names["하나"].paths[0].points[0] == (-1.0, 0.0) and names["하나"].paths[0].points[-1] == (2.0, 0.0)
    assert names["하나"].paths[0].speed == pytest.approx(3.0 / 23 * 24) and len(names["하나"].paths) == 2
    assert [(mark.name, mark.shot) for mark in view.marks if mark.kind == "effect"] == [("폭발", "1-020")]
    kinds = [area.kind for area in view.areas]
    assert kinds.count("wall") == 4 and "door" in kinds and "opening" in kinds
    assert {"bed", "desk", "table"} <= {area.name for area in view.areas}


@pytest.mark.parametrize("kind", list(SetKind))
def test_every_kind_of_set_can_be_drawn(tmp_path: Path, kind: SetKind) -> None:
    planned = scene("1-010", kind=kind)
    inputs = {"layout:1-010": layout(tmp_path / "l", planned.blockings[0])}
    sheet = context(tmp_path / "o", params(planned), inputs)
    assert make_plans(sheet) == {"pages": 1, "cameras": 1}
    svg = (tmp_path / "o/scene-1.svg").read_text(encoding="utf-8")
    assert "1-010" in svg and "하나" in svg and (tmp_path / "o/plans.pdf").read_bytes()[:4] == b"%PDF"


def test_the_height_is_over_the_ground_that_a_camera_stands_on(tmp_path: Path) -> None:
    planned = scene("1-010", kind=SetKind.STREET)
    kerb = ((0.0, -10.0, 1.65), (0.0, -10.0, 1.65))
    sheet = read_sheet(layout(tmp_path / "l", planned.blockings[0], camera=kerb))
    view = plan_view(planned, {"1-010": sheet}, 24.0, "en")
    assert view.cameras[0].height == (pytest.approx(1.5), pytest.approx(1.5))


def test_shots_without_a_layout_are_left_out_and_said(tmp_path: Path) -> None:
    planned = scene("1-010", "1-020")
    inputs = {"layout:1-020": layout(tmp_path / "l", planned.blockings[1])}
    sheet = context(tmp_path / "o", params(planned, units="ft", language="en"), inputs)
    assert make_plans(sheet) == {"pages": 1, "cameras": 1}
    assert sheet.warnings == ["1-010: no layout yet; left out"]
    again = context(tmp_path / "again", params(planned, units="ft", language="en"), inputs)
    make_plans(again)
    assert (tmp_path / "o/plans.pdf").read_bytes() == (tmp_path / "again/plans.pdf").read_bytes()
    with pytest.raises(InputError, match="throughline build layout"):
        make_plans(context(tmp_path / "none", params(planned), {}))


def test_things_have_the_scripts_own_names(tmp_path: Path) -> None:
    planned = msgspec.structs.replace(scene("1-010"), called=(("검은 차", "검은 승합차"),))
    view = plan_view(planned, {"1-010": read_sheet(layout(tmp_path / "1-010", planned.blockings[0]))}, 24.0, "ko")
    assert {top.name for top in view.tops} == {"하나", "검은 승합차"}
