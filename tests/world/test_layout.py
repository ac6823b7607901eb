"""Layout: a stage that other tools can open, with everything of the shot in it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pxr import Usd, UsdGeom, UsdSkel

from throughline.film.blocking import (
    Blocking,
    Framing,
    FramingStyle,
    Look,
    Performance,
    PlacedEffect,
    Prop,
    SetRef,
    Vehicle,
    Waypoint,
)
from throughline.film.layout import LayoutSheet
from throughline.film.shot import Angle, EffectCue, Move, Shot, Size, SpokenLine
from throughline.film.story import SetKind, TimeOfDay
from throughline.motion.face_shapes import SHAPES
from throughline.motion.hand_shapes import HAND_SHAPES
from throughline.world import bodies, sets
from throughline.world.layout import compose_shot, write_body, write_meshes
from throughline.world.layout.compose import BodyFile
from throughline.world.prim_names import prim_name

REF = SetRef(kind=SetKind.ROOM, time=TimeOfDay.DAY, indoors=True)
FRAMES = 24


def made_blocking() -> Blocking:
    look = Look(name="민서", outer="coat")
    shot = Shot(id="1-010", scene="1", frames=FRAMES, size=Size.LS, angle=Angle.EYE, move=Move.STATIC, lens_mm=28,
                subjects=("민서",), action="",
                spoken=(SpokenLine(speaker="민서", text="엄마!", frame_in=4, frame_out=20, line=1),))
    walk = (Waypoint(frame=0, x=-1.5, y=0), Waypoint(frame=FRAMES, x=0.0, y=0))
    car = Vehicle(name="black sedan", kind="sedan", colour="#101010", crash_frame=10,
                  path=(Waypoint(frame=0, x=-3, y=2), Waypoint(frame=FRAMES, x=3, y=2)))
    fire = PlacedEffect(cue=EffectCue(kind="fire", frame=4, size_m=1.0), x=1.0, y=1.0, z=0.0, seed=3)
    return Blocking(shot=shot, set=REF, performances=(Performance(name="민서", look=look, path=walk),), vehicles=(car,),
                    props=(Prop(name="phone", kind="phone", holder="민서"),), effects=(fire,),
                    framing=Framing(style=FramingStyle.SIDE, subjects=("민서",)))


def composed(folder: Path) -> LayoutSheet:
    blocking = made_blocking()
    look = blocking.performances[0].look
    body = bodies.dressed(look)
    file = f"cast/{prim_name(look.name)}.usdc"
    (folder / "cast").mkdir(parents=True)
    write_body(folder / file, body)
    write_meshes(folder / "set.usdc", "Set", sets.build(REF))
    return compose_shot(blocking, sets.plan(REF), {"민서": BodyFile(file, body.rest, look.height_m)}, "set.usdc",
                        folder, Fraction(24), 2.39)


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LayoutSheet]:
    folder = tmp_path_factory.mktemp("layout") / "a"
    return folder, composed(folder)


def test_the_stage_has_set_cast_vehicle_prop_effect_camera_and_lights(shot: tuple[Path, LayoutSheet]) -> None:
    stage = Usd.Stage.Open(str(shot[0] / "shot.usdc"))
    assert UsdGeom.GetStageUpAxis(stage) == "Z" and UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert stage.GetTimeCodesPerSecond() == 24 and stage.GetEndTimeCode() == FRAMES - 1
    for path in ("Set", "Cast", "Vehicles", "Props", "Effects", "Camera", "Lights"):
        assert stage.GetPrimAtPath(f"/Shot/{path}").IsValid(), path
    assert any(prim.IsA(UsdGeom.Mesh) for prim in Usd.PrimRange(stage.GetPrimAtPath("/Shot/Set")))


def test_the_skeleton_moves_as_the_motion_says(shot: tuple[Path, LayoutSheet]) -> None:
    stage = Usd.Stage.Open(str(shot[0] / "shot.usdc"))
    root = stage.GetPrimAtPath(f"/Shot/Cast/{prim_name('민서')}")
    assert root.GetCustomDataByKey("name") == "민서"
    skeleton = UsdSkel.Skeleton(stage.GetPrimAtPath(f"{root.GetPath()}/Skeleton"))
    cache = UsdSkel.Cache()
    cache.Populate(UsdSkel.Root(root), Usd.PrimDefaultPredicate)
    query = cache.GetSkelQuery(skeleton)
    hips = [query.ComputeJointSkelTransforms(frame)[0].ExtractTranslation()[0] for frame in (0, FRAMES - 1)]
    assert hips[1] - hips[0] > 0.9


def test_the_face_is_blend_shapes_and_eye_joints_that_other_tools_read(shot: tuple[Path, LayoutSheet]) -> None:
    stage = Usd.Stage.Open(str(shot[0] / "shot.usdc"))
    root = stage.GetPrimAtPath(f"/Shot/Cast/{prim_name('민서')}")
    cache = UsdSkel.Cache()
    cache.Populate(UsdSkel.Root(root), Usd.PrimDefaultPredicate)
    query = cache.GetSkelQuery(UsdSkel.Skeleton(stage.GetPrimAtPath(f"{root.GetPath()}/Skeleton")))
    animation = query.GetAnimQuery()
    names = [str(name) for name in animation.GetBlendShapeOrder()]
    weights = np.array([animation.ComputeBlendShapeWeights(frame) for frame in range(FRAMES)])
    jaw, closed = weights[:, names.index("JawOpen")], weights[:, names.index("LipsClosed")]
    assert jaw[4:12].max() > 0.2 and np.ptp(weights[:, names.index("LipsPressed")]) > 0.3
    assert (closed <= jaw + 1e-6).all()
    skin = UsdSkel.BlendShapeQuery(UsdSkel.BindingAPI(stage.GetPrimAtPath(f"{root.GetPath()}/Skin")))
    assert skin.GetNumBlendShapes() == len(SHAPES) + len(HAND_SHAPES)
    assert all(0 < len(indices) < 2500 for indices in skin.ComputeBlendShapePointIndices())
    joints = [str(joint) for joint in query.GetJointOrder()]
    assert [joint.rpartition("/")[2] for joint in joints[-2:]] == ["LeftEye", "RightEye"]
    assert all(joint.rpartition("/")[0].endswith("/Head") for joint in joints[-2:])
    places = [matrix.ExtractTranslation() for matrix in query.ComputeJointSkelTransforms(0)]
    head = joints.index(joints[-1].rpartition("/")[0])
    assert 0.05 < (places[-1] - places[head]).GetLength() < 0.16


def test_the_camera_is_in_real_millimetres(shot: tuple[Path, LayoutSheet]) -> None:
    stage = Usd.Stage.Open(str(shot[0] / "shot.usdc"))
    camera = UsdGeom.Camera(stage.GetPrimAtPath("/Shot/Camera")).GetCamera(0)
    assert camera.horizontalAperture == pytest.approx(0.36)
    assert 0.14 <= camera.focalLength <= 0.28 + 1e-6


def test_the_wreck_replaces_the_car_at_the_crash(shot: tuple[Path, LayoutSheet]) -> None:
    stage = Usd.Stage.Open(str(shot[0] / "shot.usdc"))
    whole = UsdGeom.Imageable(stage.GetPrimAtPath("/Shot/Vehicles/black_sedan/whole"))
    wreck = UsdGeom.Imageable(stage.GetPrimAtPath("/Shot/Vehicles/black_sedan/crashed"))
    assert (whole.ComputeVisibility(9), wreck.ComputeVisibility(9)) == ("inherited", "invisible")
    assert (whole.ComputeVisibility(10), wreck.ComputeVisibility(10)) == ("invisible", "inherited")


def test_the_sheet_knows_steps_boxes_and_camera(shot: tuple[Path, LayoutSheet]) -> None:
    sheet = shot[1]
    assert len(sheet.camera) == FRAMES == len(sheet.lamps)
    assert any(step.who == "민서" for step in sheet.footsteps)
    track = next(track for track in sheet.tracks if track.name == "민서")
    assert max(box.visible for box in track.boxes) > 0.5
    assert not sheet.warnings


def test_the_same_blocking_gives_the_same_bytes(shot: tuple[Path, LayoutSheet], tmp_path: Path) -> None:
    composed(tmp_path / "b")
    for name in ("shot.usdc", "set.usdc"):
        assert (tmp_path / "b" / name).read_bytes() == (shot[0] / name).read_bytes(), name


def test_prim_names_are_valid_and_distinct() -> None:
    names = [prim_name(name) for name in ("HAEUN", "하은", "준", "3 MEN", "O'Neill")]
    assert len(set(names)) == 5
    assert all(name.isascii() and name[0].isalpha() and np.char.isalnum(name.replace("_", "")) for name in names)
