"""An animator's motion comes back as it was made, whoever's body, axes, unit and frame rate it was made on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pxr import Usd, UsdGeom, UsdSkel, Vt

from tests.motion.staged import RATE, REST, act, part, slips, straight
from throughline.film.blocking import Look
from throughline.film.errors import InputError
from throughline.motion import perform
from throughline.motion.capture.bvh import bvh_rig, read_bvh, written
from throughline.motion.capture.rig import Rig
from throughline.motion.capture.takeover import taken_over
from throughline.motion.capture.usd_skel import read_usd_skel
from throughline.motion.measure import feet
from throughline.motion.skeleton import INDEX, JOINTS, PARENTS, Motion, contact_points, default_rest, forward
from throughline.world.bodies import dressed
from throughline.world.creatures_kinds import BEASTS
from throughline.world.layout.usd_parts import joint_paths

DATA = Path(__file__).parents[4] / "shared" / "data" / "mocap"
FRAMES = 60
LOOKS = (Look(name="Child", age=8, height_m=1.24), Look(name="Tall", height_m=1.98, sex="female"),
         Look(name="Heavy", build="heavy", outer="coat"), Look(name="Reaper", kind="reaper", head="stag"),
         Look(name="Giant", kind="reaper", head="ox", height_m=2.5),
         *(Look(name=kind, kind=kind) for kind in BEASTS))


@pytest.fixture(scope="module")
def walk() -> Motion:
    return perform(part((-24, 2.0, -1.0), (84, 6.0, 1.5), acts=(act("point", 10, 40, at=(9.0, 0.0, 1.5)),)), REST,
                   FRAMES, RATE)


RESTS = {look.name: dressed(look).rest for look in LOOKS}


def apart_mm(one: Motion, other: Motion, rest: np.ndarray = REST) -> float:
    return 1000.0 * float(np.abs(forward(one, rest)[0] - forward(other, rest)[0]).max())


def rig_of(motion: Motion, rest: np.ndarray = REST, rate: float = 24.0) -> Rig:
    return bvh_rig(written(motion, rest, rate), "A")


def limbs(motion: Motion, rest: np.ndarray) -> np.ndarray:
    places, _ = forward(motion, rest)
    return np.linalg.norm(places[:, 1:] - places[:, list(PARENTS[1:])], axis=-1)


def test_our_own_file_comes_back_exactly(walk: Motion) -> None:
    taken = taken_over(rig_of(walk), REST, FRAMES, 24.0)
    assert taken.exact and not taken.notes and apart_mm(walk, taken.motion) < 0.01
    both = (taken.motion.contacts == walk.contacts).mean()
    assert both > 0.85, "the feet bear when they did"


@settings(max_examples=20, deadline=None)
@given(unit=st.sampled_from([1.0, 10.0, 0.001]), turn=st.permutations(range(3)), extra=st.booleans())
def test_whatever_axes_and_unit_a_program_writes(walk: Motion, unit: float, turn: list[int], extra: bool) -> None:
    rig = rig_of(walk)
    axes = np.eye(3)[turn]
    axes[0] *= np.linalg.det(axes)
    turns = np.concatenate([rig.turns[..., :3] @ axes.T, rig.turns[..., 3:]], axis=-1)
    other = replace(rig, turns=turns, shifts=unit * rig.shifts @ axes.T, rest_shifts=unit * rig.rest_shifts @ axes.T)
    if extra:
        other = replace(other, names=(*other.names, "Prop"), parents=(*other.parents, 0),
                        **{name: np.concatenate([getattr(other, name), getattr(other, name)[..., -1:, :]], axis=-2)
                           for name in ("turns", "shifts", "rest_turns", "rest_shifts")})
    taken = taken_over(other, REST, FRAMES, 24.0)
    assert taken.exact and apart_mm(walk, taken.motion) < 0.05


def test_seconds_are_kept_at_another_rate_and_ends_are_told(walk: Motion) -> None:
    slow = perform(straight(1.3, 120), REST, 120, RATE * 2)
    taken = taken_over(rig_of(slow, rate=48.0), REST, FRAMES, 24.0)
    assert not taken.notes and np.allclose(taken.motion.root, slow.root[::2], atol=1e-5)
    longer = taken_over(rig_of(walk), REST, 96, 24.0)
    assert "last pose is held" in longer.notes[0] and np.allclose(longer.motion.root[60:], walk.root[-1], atol=1e-5)
    assert "cut off" in taken_over(rig_of(walk), REST, 24, 24.0).notes[0]
    assert not taken_over(rig_of(walk, rate=24.0001), REST, FRAMES, 24.0).notes


def test_bones_that_stretch_are_told(walk: Motion) -> None:
    rig = rig_of(walk)
    shifts = rig.shifts.copy()
    shifts[30:, rig.names.index("LeftHand")] *= 1.3
    taken = taken_over(replace(rig, shifts=shifts), REST, FRAMES, 24.0)
    assert "change their length" in taken.notes[0] and apart_mm(walk, taken.motion) < 0.01


@pytest.mark.parametrize("name", RESTS)
def test_every_shipped_body_moves_by_our_own_performance(name: str) -> None:
    body = RESTS[name]
    for speed in (1.2, 3.4):
        motion = perform(straight(speed, FRAMES), body, FRAMES, RATE)
        assert 1000.0 * slips(motion, body).max() < 5.0
        assert feet(motion, body, 24.0).penetration_mm < 5.0
        held = np.linalg.norm(body[1:] - body[list(PARENTS[1:])], axis=-1)
        assert np.abs(limbs(motion, body) - held).max() < 1e-4


@pytest.mark.parametrize("name", [name for name in RESTS if name not in BEASTS])
def test_somebody_elses_take_on_every_shipped_person(name: str) -> None:
    """An actor of 1.80 m with our joints' names on his own bones; every body keeps its feet, limbs and place."""
    body = RESTS[name]
    actor = default_rest(1.8)
    take = perform(straight(1.3, 120), actor, 120, RATE * 2)
    taken = taken_over(rig_of(take, actor, 48.0), body, FRAMES, 24.0, np.full(FRAMES, 0.4))
    points = contact_points(taken.motion, body)
    bears = taken.motion.contacts
    down = bears[1:] & bears[:-1]
    assert bears.any(axis=1).mean() > 0.5 and not taken.exact
    assert 1000.0 * np.linalg.norm(np.diff(points[..., :2], axis=0), axis=-1)[down].max() < 2.0
    assert feet(taken.motion, body, 24.0).slip_mm < 1.0
    soles = points[..., 2] - np.array([0.0, body[INDEX["LeftToes"], 2]] * 2) - 0.4
    assert soles[bears].min() > -0.01 and soles[bears].max() < 0.03
    held = np.linalg.norm(body[1:] - body[list(PARENTS[1:])], axis=-1)
    assert np.abs(limbs(taken.motion, body) - held).max() < 1e-4
    assert np.linalg.norm(taken.motion.root[0, :2] - take.root[0, :2]) < 0.02
    went = float(taken.motion.root[-1, 0] - taken.motion.root[0, 0])
    assert went == pytest.approx(float(take.root[118, 0] - take.root[0, 0]), rel=0.02) or "times as long" in \
        taken.notes[0]


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the capture is not at {DATA}")
def test_a_laboratorys_take_stands_on_our_ground() -> None:
    file = next(iter(sorted(DATA.rglob("*.bvh"))))
    taken = taken_over(read_bvh(file), REST, 120, 24.0)
    assert not taken.exact and taken.motion.contacts.any()
    assert 0.6 < float(np.median(taken.motion.root[:, 2])) < 1.1
    assert 1000.0 * np.percentile(slips(taken.motion), 95) < 5.0


def usd_file(path: Path, motion: Motion, rest: np.ndarray, *, up: str = "Z", unit: float = 1.0,
             joints: list[str] | None = None, start: float = 0.0) -> Path:
    """A skeleton of our joints as another program may write it."""
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, up)
    UsdGeom.SetStageMetersPerUnit(stage, unit)
    stage.SetStartTimeCode(start)
    stage.SetEndTimeCode(start + len(motion.root) - 1)
    stage.SetTimeCodesPerSecond(24.0)
    stage.SetFramesPerSecond(24.0)
    root = UsdSkel.Root.Define(stage, "/A")
    if up == "Y":
        root.AddRotateXOp().Set(-90.0)
    skeleton = UsdSkel.Skeleton.Define(stage, "/A/Skel")
    names = joints or joint_paths()
    skeleton.CreateJointsAttr(Vt.TokenArray(names))
    keep = len(names)
    places = (rest / unit).astype(float)
    offsets = np.array([places[i] - (places[p] if p >= 0 else 0.0) for i, p in enumerate(PARENTS)])[:keep]

    def moved(rows: np.ndarray) -> Vt.Matrix4dArray:
        out = np.tile(np.eye(4), (len(rows), 1, 1))
        out[:, 3, :3] = rows
        return Vt.Matrix4dArray.FromNumpy(out)

    skeleton.CreateBindTransformsAttr(moved(places[:keep]))
    skeleton.CreateRestTransformsAttr(moved(offsets))
    animation = UsdSkel.Animation.Define(stage, "/A/Skel/Anim")
    animation.CreateJointsAttr(Vt.TokenArray(names))
    animation.CreateScalesAttr(Vt.Vec3hArray(keep, (1, 1, 1)))
    for frame in range(len(motion.root)):
        offsets[0] = motion.root[frame] / unit
        animation.CreateTranslationsAttr().Set(Vt.Vec3fArray.FromNumpy(offsets.astype(np.float32)), start + frame)
        animation.CreateRotationsAttr().Set(Vt.QuatfArray.FromNumpy(motion.rotations[frame, :keep].copy()),
                                            start + frame)
    UsdSkel.BindingAPI.Apply(skeleton.GetPrim()).CreateAnimationSourceRel().SetTargets([animation.GetPath()])
    stage.GetRootLayer().Save()
    return path


@pytest.mark.parametrize("more", [{}, {"up": "Y"}, {"unit": 0.01}, {"start": 1001.0}])
def test_a_usd_skeleton_comes_back_exactly(walk: Motion, tmp_path: Path, more: dict[str, object]) -> None:
    rig = read_usd_skel(usd_file(tmp_path / "A.usda", walk, REST, **more))
    taken = taken_over(rig, REST, FRAMES, 24.0)
    assert taken.exact and not taken.notes and apart_mm(walk, taken.motion) < 0.05


def test_what_is_no_motion_is_refused(walk: Motion, tmp_path: Path) -> None:
    (tmp_path / "text.usda").write_text("no USD")
    (tmp_path / "empty.usda").write_text("#usda 1.0\n")
    still = usd_file(tmp_path / "still.usda", walk, REST)
    stage = Usd.Stage.Open(str(still))
    stage.GetPrimAtPath("/A/Skel/Anim").SetActive(False)
    stage.GetRootLayer().Save()
    for name, says in (("text", "cannot be read as USD"), ("empty", "no skeleton"), ("still", "no animation")):
        with pytest.raises(InputError, match=says):
            read_usd_skel(tmp_path / f"{name}.usda")
    short = usd_file(tmp_path / "short.usda", walk, REST, joints=joint_paths()[:14])
    with pytest.raises(InputError, match="lacks the joints LeftUpperLeg"):
        taken_over(read_usd_skel(short), REST, FRAMES, 24.0)
    bad = Motion(np.where(np.arange(FRAMES)[:, None] == 9, np.nan, walk.root).astype(np.float32), *(
        getattr(walk, name) for name in ("rotations", "contacts", "jaw")))
    with pytest.raises(InputError, match="no number"):
        read_usd_skel(usd_file(tmp_path / "nan.usda", bad, REST))
    beast = replace(rig_of(walk), names=tuple(f"part{number}" for number in range(len(JOINTS))))
    with pytest.raises(InputError, match="no person"):
        taken_over(beast, REST, FRAMES, 24.0)
