"""Doors: leaves that stand where they hang, turn with the hand that opens them, and are seen when they do."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from pxr import Gf, Usd, UsdGeom

from tests.world.test_contacts_staged import ENGLISH, KOREAN, blockings
from throughline.film.blocking import Act, Blocking, Moment, SetRef
from throughline.film.setplan import Leaf
from throughline.film.story import SetKind, TimeOfDay
from throughline.world import sets
from throughline.world.camera.rough import rough_figures, rough_track
from throughline.world.camera.ways import ways
from throughline.world.layout.doors import swing_doors, turned
from throughline.world.leaves import opened

WALLED = (SetKind.ROOM, SetKind.OFFICE, SetKind.HALL)


def ref_of(kind: SetKind) -> SetRef:
    return SetRef(kind=kind, time=TimeOfDay.DAY, indoors=True)


def leaf_at_west() -> Leaf:
    return sets.plan(ref_of(SetKind.ROOM)).leaves[0]


@pytest.mark.parametrize("kind", WALLED)
def test_a_leaf_hangs_on_its_hinge_and_has_its_handle(kind: SetKind) -> None:
    meshes = {mesh.name: mesh for mesh in sets.build(ref_of(kind))}
    leaves = sets.plan(ref_of(kind)).leaves
    assert leaves
    for leaf in leaves:
        points = meshes[leaf.name].points
        low, high = points.min(axis=0), points.max(axis=0)
        assert all(low[axis] - 0.05 < leaf.hinge[axis] < high[axis] + 0.05 for axis in (0, 1))
        assert np.linalg.norm(points - np.array(leaf.handle), axis=1).min() < 0.12
        assert math.dist(leaf.hinge, leaf.handle[:2]) > 0.6
        assert f"passage_{leaf.wall}" in meshes
        assert meshes[f"wall_{leaf.wall}"].points[:, 2].max() > high[2]


def test_a_wide_door_has_two_leaves_that_open_apart() -> None:
    one, other = sets.plan(ref_of(SetKind.HALL)).leaves
    assert one.turn == -other.turn and math.dist(one.handle, other.handle) < 0.4 < math.dist(one.hinge, other.hinge)


def opened_by(line: str) -> tuple[Blocking, Moment]:
    return next((blocking, moment) for blocking in blockings(line) for part in blocking.performances
                for moment in part.moments if moment.act is Act.OPEN)


@pytest.mark.parametrize("line", [ENGLISH.format("JUN opens the door."), KOREAN.format("준이 문을 연다.")])
def test_the_hand_goes_to_the_handle_and_the_camera_stays_in_the_room(line: str) -> None:
    blocking, moment = opened_by(line)
    plan = sets.plan(blocking.set)
    leaf = next(leaf for leaf in plan.leaves if opened(leaf, blocking.performances))
    assert moment.at == leaf.handle and moment.hinge == leaf.hinge
    doer = next(part for part in blocking.performances if moment in part.moments)
    last = doer.path[-1]
    assert math.hypot(last.x - leaf.handle[0], last.y - leaf.handle[1]) < 0.6
    found = rough_figures(blocking, ways(blocking, 24.0), 24.0)
    track, _ = rough_track(blocking, plan, found, 2.39)
    assert track.position[:, 0].min() > plan.extent[0]


def test_a_leaf_turns_with_the_hand_and_goes_on_when_it_is_let_go(tmp_path: Path) -> None:
    leaf = leaf_at_west()
    moment = Moment(act=Act.OPEN, frame_in=12.0, frame_out=48.0, at=leaf.handle, hinge=leaf.hinge,
                    strength=0.2 * leaf.turn)
    angles = turned(moment, 96, 24.0)
    assert angles[12] == 0.0 and angles[48] == pytest.approx(0.2) and 0.8 < angles[-1] < 1.3
    assert (np.diff(angles) >= 0).all() and np.abs(np.diff(angles)).max() < 0.1
    blocking, _ = opened_by(ENGLISH.format("JUN opens the door."))
    doer = next(part for part in blocking.performances if any(m.act is Act.OPEN for m in part.moments))
    stage = Usd.Stage.CreateNew(str(tmp_path / "shot.usda"))
    UsdGeom.Mesh.Define(stage, f"/Shot/Set/{leaf.name}")
    swing_doors(stage, (leaf,), (doer,), blocking.shot.frames, 24.0)
    place = UsdGeom.Xformable(stage.GetPrimAtPath(f"/Shot/Set/{leaf.name}"))
    ended = place.GetLocalTransformation(Usd.TimeCode(blocking.shot.frames - 1))
    hinge, handle = Gf.Vec3d(*leaf.hinge, 1.0), Gf.Vec3d(*leaf.handle)
    assert (ended.Transform(hinge) - hinge).GetLength() < 1e-9
    assert ended.Transform(handle)[0] < leaf.handle[0] - 0.05, "outwards of the west wall"


def test_who_opens_nothing_leaves_the_doors_shut() -> None:
    assert not any(opened(leaf_at_west(), blocking.performances) for blocking in
                   blockings(ENGLISH.format("JUN picks up the phone.")))
