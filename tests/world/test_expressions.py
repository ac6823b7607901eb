"""Faces of real bodies: lips that meet, lids that close, eyes that turn, and nothing else that moves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from throughline.film.blocking import Look
from throughline.motion.face_shapes import COLUMN, SHAPES, Face, at_rest
from throughline.motion.skeleton import INDEX, Motion
from throughline.world import bodies
from throughline.world.body_face import closed_lips, eye_frame
from throughline.world.body_shape import Shape, shape
from throughline.world.mesh import SkinnedBody

LOOKS = [Look(name="Woman", sex="female", age=28, height_m=1.65, hair="bald", seed=3),
         Look(name="Man", age=45, build="heavy", hair="bald", seed=2),
         Look(name="Old", sex="female", age=76, height_m=1.55, hair="bald", seed=5),
         Look(name="Child", age=8, height_m=1.25, hair="bald", seed=9)]


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: look.name)
def person(request: pytest.FixtureRequest) -> Shape:
    return shape(request.param)


def lip_gap(person: Shape, **weights: float) -> float:
    """The widest gap in metres between the middle half of the lips."""
    points = closed_lips(person)
    skin = person.basis.blocks["skin"]
    for name, weight in weights.items():
        points = points + weight * person.acts[name][skin]
    dropped = person.acts["JawOpen"][skin][:, 2]
    lips = person.basis.regions["lips"] > 0.3
    low = dropped < 0.35 * dropped.min()
    across = person.block("skin")[:, 1]
    half, middle = 0.5 * float(np.ptp(across[lips])), float(across[lips].mean())
    gaps = []
    for place in np.linspace(-0.5, 0.5, 9):
        near = lips & (np.abs((across - middle) / half - place) < 0.15)
        gaps.append(points[near & ~low, 2].min() - points[near & low, 2].max())
    return float(max(gaps))


def test_lips_meet_at_rest_and_over_an_open_jaw(person: Shape) -> None:
    assert lip_gap(person) < 2e-4
    for jaw in (0.1, 0.3, 0.6):
        assert lip_gap(person, JawOpen=jaw, LipsClosed=jaw, LipsPressed=0.4) < 4e-4
        assert lip_gap(person, JawOpen=jaw) > 0.015 * jaw


def test_lids_close_and_lips_go_wide_and_round(person: Shape) -> None:
    skin, points = person.basis.blocks["skin"], person.block("skin")
    left, right, radius = eye_frame(person)
    for name, eye, other in (("BlinkLeft", left, right), ("BlinkRight", right, left)):
        moved = person.acts[name][skin]
        upper = (np.linalg.norm(points - eye, axis=1) < 1.6 * radius) & (points[:, 2] > eye[2])
        assert moved[upper, 2].min() < -0.4 * radius
        assert np.abs(moved[np.linalg.norm(points - other, axis=1) < 1.2 * radius]).max() < 3e-3
    lips = person.basis.regions["lips"] > 0.3
    wide = [float(np.ptp((points + person.acts[name][skin])[lips, 1]))
            for name in ("LipsRound", "LipsPressed", "LipsWide")]
    assert wide[0] < 0.9 * wide[1] and wide[2] > 1.05 * wide[1]


@pytest.fixture(scope="module")
def body() -> SkinnedBody:
    return bodies.body(LOOKS[0])


def still(body: SkinnedBody) -> Motion:
    turns = np.zeros((1, len(INDEX), 4), np.float32)
    turns[..., 3] = 1.0
    return Motion(body.rest[:1].copy(), turns, np.zeros((1, 4), bool), np.zeros(1, np.float32))


def test_every_shape_moves_the_face_alone(body: SkinnedBody) -> None:
    motion, rest = still(body), at_rest(1)
    before = bodies.skin(body, motion, 0, rest)
    for name in SHAPES:
        weights = rest.weights.copy()
        weights[0, COLUMN[name]] = 1.0
        after = bodies.skin(body, motion, 0, Face(weights, rest.eyes))
        moved = np.linalg.norm(after["Skin"] - before["Skin"], axis=1)
        assert moved.max() > 1e-3, name
        assert moved[before["Skin"][:, 2] < body.rest[INDEX["UpperChest"], 2]].max(initial=0.0) == 0.0, name
        assert all((after[mesh.name] == before[mesh.name]).all() for mesh in body.meshes
                   if mesh.name not in ("Skin", "Brows", "Teeth")), name


def test_eyes_turn_about_their_centres_and_the_catchlight_stays(body: SkinnedBody) -> None:
    motion, rest = still(body), at_rest(1)
    turned = rest.eyes.copy()
    turned[0, 0] = Rotation.from_euler("z", 25, degrees=True).as_quat()
    before = bodies.skin(body, motion, 0, rest)["Eyes"].astype(float)
    after = bodies.skin(body, motion, 0, Face(rest.weights, turned))["Eyes"].astype(float)
    indices, shares = body.weights["Eyes"]
    joint = indices[np.arange(len(indices)), shares.argmax(axis=1)]
    left, right, head = (joint == number for number in (len(INDEX), len(INDEX) + 1, INDEX["Head"]))
    assert left.sum() == right.sum() > 50 and head.sum() > 5
    centre = body.eyes[0].astype(float)
    np.testing.assert_allclose(np.linalg.norm(after[left] - centre, axis=1),
                               np.linalg.norm(before[left] - centre, axis=1), atol=1e-5)
    pupil = left & (before[:, 0] == before[left, 0].max())
    assert (after[pupil, 1] - before[pupil, 1]).min() > 0.3 * np.linalg.norm(before[pupil][0] - centre)
    assert (after[right] == before[right]).all() and (after[head] == before[head]).all()
