"""Hands: fingers that keep their lengths while they bend, that close and open, on people, children and reapers."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.film.blocking import Look
from throughline.motion.hand_shapes import HAND_SHAPES, POSES
from throughline.world.bodies import dressed
from throughline.world.body_hands import hand_poses
from throughline.world.body_shape import basis, shape

LOOKS = (Look(name="A"), Look(name="B", sex="female", age=8, height_m=1.25), Look(name="C", age=80, build="heavy"))


def fingertip(person, points, bone):
    """The mean place of what the last bone of a finger has."""
    share = basis().fingers[:, bone] > 0.95
    return points[share].mean(axis=0)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_fist_brings_the_fingertips_to_the_palm_and_an_open_hand_takes_them_away(look):
    person = shape(look)
    rest = person.block("skin")
    wrist = person.joint("LeftHand")
    for bone in (5, 8, 11, 14):
        far = {name: np.linalg.norm(fingertip(person, rest + offset, bone) - wrist) for name, offset in
               (("rest", np.zeros_like(rest)), *((pose, person.acts["Left" + pose][:len(rest)]) for pose in POSES))}
        assert far["Fist"] < 0.75 * far["rest"] < far["Open"]
        assert max(far["Fist"], far["Grip"]) < far["Curl"] < far["rest"]
    reach = {bone: fingertip(person, rest + person.acts["LeftPoint"][:len(rest)], bone)[1] for bone in (5, 8, 11, 14)}
    assert reach[5] > max(reach[8], reach[11], reach[14]) + 0.03 * look.height_m / 1.72


def test_bones_keep_their_form_in_every_pose():
    person = shape(LOOKS[0])
    rest = person.block("skin")
    for bone in range(15):
        own = np.flatnonzero(basis().fingers[:, bone] > 0.99)
        if len(own) < 2:
            continue
        gaps = np.linalg.norm(rest[own][:, None] - rest[own][None], axis=-1)
        for pose in POSES:
            moved = (rest + person.acts["Left" + pose][:len(rest)])[own]
            assert np.abs(np.linalg.norm(moved[:, None] - moved[None], axis=-1) - gaps).max() < 2e-3


def test_both_hands_mirror_each_other_and_only_hands_move():
    person = shape(LOOKS[0])
    skin = len(person.block("skin"))
    moves = np.linalg.norm(person.acts["RightGrip"][:skin], axis=1) > 1e-6
    assert (person.block("skin")[moves, 1] < person.joint("RightHand")[1] + 0.05).all()
    left, right = (np.linalg.norm(person.acts[side + "Grip"][:skin], axis=1).max() for side in ("Left", "Right"))
    assert left == pytest.approx(right, rel=0.05)


def test_straight_fingers_stay_where_nothing_is_asked():
    person = shape(LOOKS[0])
    joints = person.block("fingers")
    still, _ = hand_poses(person.block("skin"), joints, np.zeros((len(person.block("skin")), 30)))
    assert np.array_equal(still, person.block("skin"))


@pytest.mark.parametrize("kind", [None, "stag", "crow"])
def test_every_body_with_human_hands_has_the_shapes(kind):
    look = LOOKS[0] if kind is None else Look(name="R", kind="reaper", head=kind, height_m=2.0)
    body = dressed(look)
    assert set(HAND_SHAPES) <= set(body.face["Skin"])
    for name in HAND_SHAPES:
        assert 0.02 < np.linalg.norm(body.face["Skin"][name], axis=1).max() < 0.4


@pytest.mark.parametrize("head", ["stag", "goat", "horse", "crow", "ox", "fox"])
def test_an_animals_jaw_drops_and_its_eyes_close(head):
    body = dressed(Look(name="R", kind="reaper", head=head, height_m=2.0))
    mesh = next(mesh for mesh in body.meshes if mesh.name == "Head")
    acts = body.face["Head"]
    assert {"JawOpen", "BlinkLeft", "BlinkRight"} <= set(acts)
    moved = np.linalg.norm(acts["JawOpen"], axis=1)
    assert 0.01 < (moved > 0.01).mean() < 0.5
    foremost = mesh.points[:, 0] > mesh.points[moved > 0.02, 0].max() - 0.05
    assert acts["JawOpen"][foremost & (moved > 0.02), 2].max() < -0.02
    glow = (mesh.colours > 1.0).any(axis=1)
    assert not moved[glow].any()
    for name, sign in (("BlinkLeft", 1.0), ("BlinkRight", -1.0)):
        blinks = np.linalg.norm(acts[name], axis=1) > 1e-4
        assert blinks.any() and (mesh.points[blinks, 1] * sign > 0.0).all()
