"""People: valid skinned meshes of the asked height and dress, that differ from each other and survive a pose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world.skinned_checks import check
from throughline.film.blocking import Look
from throughline.film.errors import InputError
from throughline.film.story import CharacterFact
from throughline.motion.skeleton import INDEX, Motion
from throughline.world import bodies
from throughline.world.body_shape import BUILDS, shape
from throughline.world.hair import STYLES, hair
from throughline.world.mesh import SkinnedBody
from throughline.world.wardrobe import garments
from throughline.world.wardrobe_figure import Figure, figure

ADULT = Look(name="Jin", outer="long coat", outer_colour="#7a1f1f")


def still(body: SkinnedBody, turns: dict[str, tuple[float, float, float, float]] | None = None) -> Motion:
    rotations = np.zeros((1, 22, 4), np.float32)
    rotations[..., 3] = 1.0
    for joint, turn in (turns or {}).items():
        rotations[0, INDEX[joint]] = turn
    return Motion(body.rest[:1].copy(), rotations, np.zeros((1, 4), bool), np.zeros(1, np.float32))


def test_the_same_look_gives_the_same_bytes() -> None:
    one, two = bodies.dressed(ADULT), bodies.dressed(ADULT)
    for first, second in zip(one.meshes, two.meshes, strict=True):
        assert first.points.tobytes() == second.points.tobytes() and first.colours.tobytes() == second.colours.tobytes()


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(age=st.integers(3, 88), sex=st.sampled_from(["male", "female"]), build=st.sampled_from(sorted(BUILDS)),
       height=st.floats(0.9, 2.0), seed=st.integers(0, 999))
def test_any_person_is_a_valid_body_of_the_asked_height(age: int, sex: str, build: str, height: float,
                                                        seed: int) -> None:
    look = Look(name="P", age=age, sex=sex, build=build, height_m=height, hair="bald", seed=seed)
    body = bodies.body(look)
    check(body)
    low = min(mesh.points[:, 2].min() for mesh in body.meshes)
    high = max(mesh.points[:, 2].max() for mesh in body.meshes)
    assert abs(low) < 1e-4
    assert high - low == pytest.approx(height, abs=0.03)


def test_the_rest_pose_is_a_t_pose_facing_x() -> None:
    body = bodies.body(ADULT)
    for side, sign in (("Left", 1.0), ("Right", -1.0)):
        arm = body.rest[[INDEX[f"{side}{name}"] for name in ("UpperArm", "LowerArm", "Hand")]]
        assert np.ptp(arm[:, 0]) < 1e-4 and np.ptp(arm[:, 2]) < 1e-4
        assert (np.diff(arm[:, 1]) * sign > 0.15).all()
        leg = body.rest[[INDEX[f"{side}{name}"] for name in ("UpperLeg", "LowerLeg", "Foot")]]
        assert np.ptp(leg[:, 0]) < 1e-4 and np.ptp(leg[:, 1]) < 1e-4 and (np.diff(leg[:, 2]) < -0.25).all()
        assert body.rest[INDEX[f"{side}Toes"], 0] > body.rest[INDEX[f"{side}Foot"], 0] + 0.05
    nose = shape(ADULT).block("eyes")[:, 0].mean()
    assert nose > shape(ADULT).joint("Head")[0]


def test_surfaces_face_outward() -> None:
    body = bodies.body(Look(name="Out", hair="bald", top="t-shirt"))
    for name in ("Skin", "Top", "Bottom", "Shoes"):
        mesh = next(mesh for mesh in body.meshes if mesh.name == name)
        a, b, c = mesh.points[mesh.corners.reshape(-1, 3)].transpose(1, 0, 2).astype(np.float64)
        volume = np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0
        assert volume > 0.0, name


@pytest.fixture(scope="module")
def figure_of_a_woman() -> Figure:
    return figure(shape(Look(name="W", sex="female", height_m=1.65)), 1.65)


@pytest.mark.parametrize("name", sorted(garments()))
def test_every_garment_is_a_sound_surface_off_the_skin(name: str, figure_of_a_woman: Figure) -> None:
    layers = garments()[name](figure_of_a_woman, np.array([0.3, 0.1, 0.1]))
    assert layers
    for layer in layers:
        shell = layer.shell
        assert len(shell.faces) > 20, layer.name
        assert np.isfinite(shell.points).all() and np.isfinite(shell.colours).all()
        assert shell.faces.max() < len(shell.points)
        np.testing.assert_allclose(shell.weights.sum(axis=1), 1.0, atol=1e-6)
        assert shell.points[:, 2].min() > -0.05 and np.abs(shell.points).max() < 2.0


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_hair_style_covers_the_crown(style: str) -> None:
    person = shape(Look(name="H"))
    locks = hair(person, Look(name="H", hair=style))
    assert locks is not None and np.isfinite(locks.points).all()
    assert locks.points[:, 2].max() > person.block("skin")[:, 2].max()


def test_clothes_hide_the_skin_under_them() -> None:
    bare = next(m for m in bodies.body(Look(name="S", top="none", bottom="none")).meshes if m.name == "Skin")
    clad = next(m for m in bodies.body(Look(name="S", top="sweater")).meshes if m.name == "Skin")
    assert len(clad.points) < 0.8 * len(bare.points)
    chest = (np.abs(clad.points[:, 1]) < 0.10) & (clad.points[:, 2] > 1.0) & (clad.points[:, 2] < 1.3)
    assert not chest.any()


def test_no_skin_shows_through_a_sleeve_when_the_arm_hangs() -> None:
    look = Look(name="Arm", top="sweater", hair="bald")
    body = bodies.body(look)
    down = (-np.sin(np.radians(37.5)), 0.0, 0.0, np.cos(np.radians(37.5)))
    posed = bodies.skin(body, still(body, {"LeftUpperArm": down}), 0)
    sleeve, skin = posed["Top"], posed["Skin"]
    shoulder = posed["Top"][np.abs(body.meshes[[m.name for m in body.meshes].index("Top")].points[:, 1]) > 0.3]
    assert shoulder[:, 2].min() < body.rest[INDEX["LeftUpperArm"], 2] - 0.35
    torso = skin[(skin[:, 2] < sleeve[:, 2].max() - 0.12) & (skin[:, 2] > body.rest[INDEX["Hips"], 2] + 0.05)]
    assert len(torso) == 0 or np.abs(torso[:, 1]).min() > 0.1


def test_skinning_at_rest_changes_nothing() -> None:
    body = bodies.body(ADULT)
    posed = bodies.skin(body, still(body), 0)
    for mesh in body.meshes:
        np.testing.assert_allclose(posed[mesh.name], mesh.points, atol=2e-5)


def test_skinning_turns_a_hand_about_its_shoulder() -> None:
    body = bodies.body(Look(name="Turn", hair="bald"))
    half = np.radians(-45.0)
    posed = bodies.skin(body, still(body, {"LeftUpperArm": (float(np.sin(half)), 0.0, 0.0, float(np.cos(half)))}), 0)
    skin = next(mesh for mesh in body.meshes if mesh.name == "Skin")
    tip = skin.points[:, 1].argmax()
    shoulder = body.rest[INDEX["LeftUpperArm"]]
    arm = skin.points[tip] - shoulder
    expected = shoulder + np.array([arm[0], arm[2], -arm[1]])
    np.testing.assert_allclose(posed["Skin"][tip], expected, atol=1e-4)


@pytest.mark.parametrize(("change", "word"), [({"top": "toga"}, "toga"), ({"hair": "mohawk"}, "mohawk"),
                                              ({"build": "wide"}, "wide"), ({"sex": "x"}, "sex")])
def test_unknown_words_are_refused_with_the_known_ones(change: dict[str, str], word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        bodies.body(Look(name="Bad", **change))
    assert caught.value.remedy


@pytest.mark.parametrize(("words", "expected"), [
    (("red coat",), {"outer": "long coat", "outer_colour": "#a01a1c"}),
    (("노란 우비",), {"outer": "raincoat", "outer_colour": "#e0b21c"}),
    (("an old woman", "white hair"), {"sex": "female", "age": 74, "hair_colour": "#cfccc6"}),
    (("black suit", "glasses"), {"outer": "suit+glasses", "outer_colour": "#17171a"}),
    (("소녀", "단발"), {"sex": "female", "hair": "bob", "age": 11}),
])
def test_a_look_follows_the_words_of_the_script(words: tuple[str, ...], expected: dict[str, object]) -> None:
    look = bodies.look_for(CharacterFact(name="X", words=words), 3)
    assert {name: getattr(look, name) for name in expected} == expected
    check(bodies.dressed(look))


def test_no_two_of_a_cast_share_silhouette_and_colour() -> None:
    for sex in ("male", "female"):
        looks = [bodies.look_for(CharacterFact(name=f"N{k}", age=30, sex=sex), k) for k in range(40)]
        worn = [(one.top, one.bottom, one.outer, one.outer_colour if one.outer else one.top_colour) for one in looks]
        assert len(set(worn)) == len(worn)


def test_extras_differ_and_repeat() -> None:
    assert bodies.crowd_look(5) == bodies.crowd_look(5)
    assert len({(look.top, look.outer, look.outer_colour, look.hair) for look in map(bodies.crowd_look, range(12))}) > 8
    check(bodies.dressed(bodies.crowd_look(2)))


def test_an_open_jaw_lowers_the_chin_and_leaves_the_brow() -> None:
    body = bodies.body(Look(name="Say", hair="bald", sex="female", height_m=1.65))
    shut = still(body)
    wide = Motion(shut.root, shut.rotations, shut.contacts, np.ones(1, np.float32))
    moved = bodies.skin(body, wide, 0)["Skin"] - bodies.skin(body, shut, 0)["Skin"]
    skin = next(mesh.points for mesh in body.meshes if mesh.name == "Skin")
    eyes = next(mesh.points for mesh in body.meshes if mesh.name == "Eyes")
    assert moved[:, 2].min() < -0.015
    assert np.abs(moved[skin[:, 2] > eyes[:, 2].max() + 0.02]).max() < 1e-3
