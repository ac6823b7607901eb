"""Creatures: reapers and beasts are valid skinned meshes that glow, stand on the ground and reach their height."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world.skinned_checks import check
from throughline.film.blocking import Look
from throughline.film.errors import InputError
from throughline.film.story import CharacterFact
from throughline.motion.skeleton import INDEX
from throughline.world import bodies
from throughline.world.creatures import creature
from throughline.world.creatures_kinds import BEASTS, HEADS
from throughline.world.creatures_sculpt import Clay, surface
from throughline.world.wardrobe_shell import normals


@pytest.mark.parametrize("head", HEADS)
def test_a_reaper_has_an_animal_head_on_a_robed_body(head: str) -> None:
    body = creature(Look(name="R", kind="reaper", head=head, height_m=2.4))
    check(body)
    meshes = {mesh.name: mesh for mesh in body.meshes}
    assert {"Head", "Robe", "Cowl"} <= set(meshes)
    assert meshes["Head"].colours.max() > 1.0
    assert meshes["Head"].points[:, 0].max() > body.rest[INDEX["Head"], 0] + 0.25
    assert meshes["Robe"].points[:, 2].min() < 0.15
    face = meshes["Skin"].points
    assert face[:, 2].max() < body.rest[INDEX["Head"], 2] + 0.03


def test_a_reaper_can_be_four_metres_tall() -> None:
    small, large = (creature(Look(name="R", kind="reaper", head="ox", height_m=h)) for h in (2.0, 4.0))
    ratio = large.rest[INDEX["Head"], 2] / small.rest[INDEX["Head"], 2]
    assert ratio == pytest.approx(2.0, rel=0.05)


@pytest.mark.parametrize("kind", BEASTS)
def test_a_beast_is_valid_and_stands_on_the_ground(kind: str) -> None:
    body = bodies.dressed(Look(name="B", kind=kind, height_m=2.0))
    check(body)
    points = body.meshes[0].points
    assert body.meshes[0].points[:, 2].min() == pytest.approx(0.0, abs=0.02)
    assert points[:, 2].max() > 1.8
    legs = body.rest[[INDEX["LeftUpperLeg"], INDEX["LeftLowerLeg"], INDEX["LeftFoot"]], 2]
    assert (np.diff(legs) < 0).all()


def test_unknown_kinds_and_heads_are_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"gryphon.*dragon"):
        bodies.dressed(Look(name="G", kind="gryphon"))
    with pytest.raises(InputError, match=r"shark.*stag"):
        bodies.dressed(Look(name="G", kind="reaper", head="shark"))


def test_reapers_of_a_cast_get_different_heads() -> None:
    looks = [bodies.look_for(CharacterFact(name=f"REAPER {k}", kind="reaper"), k) for k in range(6)]
    assert {look.head for look in looks} == set(HEADS)
    assert bodies.look_for(CharacterFact(name="REAPER", kind="reaper", words=("까마귀 머리",)), 0).head == "crow"


def test_the_sculptor_meshes_a_ball_with_its_area_and_outward_faces() -> None:
    clay = Clay(rough=0.0)
    clay.add([(0.0, 0.0, 0.0)], 0.3)
    points, faces = surface(clay, np.array([-0.5] * 3), np.array([0.5] * 3), 0.04)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), 0.3, atol=0.01)
    a, b, c = (points[faces[:, k]] for k in range(3))
    area = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()
    assert area == pytest.approx(4 * np.pi * 0.09, rel=0.03)
    assert (np.einsum("ij,ij->i", normals(points, faces), points) > 0).all()
