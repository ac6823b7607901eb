"""People who touch: hands on surfaces, bodies that do not enter one another, things that go from hand to hand."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from tests.motion.staged import act, knee_angles, part
from throughline.film.blocking import Look, Moment, Performance, Prop
from throughline.film.errors import InputError
from throughline.motion import measure, perform
from throughline.motion.contact import touch, touching
from throughline.motion.contact_body import toucher
from throughline.motion.contact_hands import GRIP
from throughline.motion.contact_hold import overlap
from throughline.motion.contact_props import prop_path
from throughline.motion.contact_skin import body_pad, girth
from throughline.motion.ik import unit
from throughline.motion.skeleton import INDEX, Motion, forward, rotate
from throughline.world.bodies import dressed
from throughline.world.layout.surfaces import skin_of
from throughline.world.mesh import SkinnedBody

RATE = Fraction(24)
PI = float(np.pi)


@cache
def body(name: str) -> SkinnedBody:
    return dressed(Look(name=name, sex="female", height_m=1.63) if name == "B" else Look(name=name))


def met(people: tuple[Performance, ...], frames: int) -> tuple[dict[str, Motion], dict[str, Motion]]:
    """The motions before and after contact."""
    alone = {one.name: perform(one, body(one.name).rest, frames, RATE) for one in people}
    rests = {name: body(name).rest for name in alone}
    skins = {name: skin_of(body(name)) for name in touching(people)}
    return alone, touch(alone, people, rests, skins, RATE)


def of(motions: dict[str, Motion], name: str):  # type: ignore[no-untyped-def]
    return toucher(motions[name], body(name).rest, skin_of(body(name)), 24.0)


def palms(motions: dict[str, Motion], name: str, side: int) -> np.ndarray:
    one = of(motions, name)
    hand = INDEX[("LeftHand", "RightHand")[side]]
    return one.posed.places[:, hand] + rotate(one.posed.turns[:, hand], one.palms[side].centre[None, :])


def side_by_side(speed: float, *moments: Moment, apart: float = 0.66, behind: float = 0.0) -> tuple[Performance, ...]:
    per = speed / 24
    return (part((-48, -48 * per, 0.5 * apart), (144, 144 * per, 0.5 * apart), acts=moments, name="A"),
            part((-48, -48 * per - behind, -0.5 * apart), (144, 144 * per - behind, -0.5 * apart), name="B"))


def test_a_hand_on_a_shoulder_lies_on_it_and_not_in_it() -> None:
    people = (part((0, 0.0, 0.0, 0.0), acts=(act("touch", 8, 200, partner="B"),), name="A"),
              part((0, 0.55, 0.25, PI), name="B"))
    _, motions = met(people, 60)
    other = of(motions, "B")
    gaps = []
    for side in (0, 1):
        pad = body_pad(other.skin, other.of.rest, "shoulder", side)
        place, normal = pad.at(other.posed.places, other.posed.turns, other.of.rest)
        gaps.append(((palms(motions, "A", 1) - place), normal))
    gap, normal = min(gaps, key=lambda each: float(np.linalg.norm(each[0][40:], axis=-1).mean()))
    above = (gap * normal).sum(axis=-1)[30:]
    assert above.min() > -0.005 and above.max() < 0.02
    assert np.linalg.norm(gap[30:], axis=-1).max() < 0.02


def test_hands_come_without_a_jump_and_feet_stay() -> None:
    people = (part((0, 0.0, 0.0, 0.0), acts=(act("embrace", 8, 40, partner="B"),), name="A"),
              part((0, 0.42, 0.0, PI), name="B"))
    alone, motions = met(people, 72)
    for name in ("A", "B"):
        before, after = (forward(each[name], body(name).rest)[0] for each in (alone, motions))
        assert np.linalg.norm(np.diff(after, axis=0), axis=-1).max() < 0.14
        assert np.abs(before[:, INDEX["LeftFoot"]] - after[:, INDEX["LeftFoot"]]).max() < 0.006
        assert knee_angles(motions[name], body(name).rest).min() > -0.02


def test_who_embrace_touch_and_do_not_enter_one_another() -> None:
    people = (part((0, 0.0, 0.0, 0.0), acts=(act("embrace", 0, 200, partner="B"),), name="A"),
              part((0, 0.42, 0.0, PI), name="B"))
    _, motions = met(people, 48)
    one, other = of(motions, "A"), of(motions, "B")
    along = unit((other.joint("Chest") - one.joint("Chest")) * np.array([1.0, 1.0, 0.0]))
    depth = overlap(one, other, along)
    assert depth.max() < 0.012 and depth.min() > -0.05
    back = np.linalg.norm(palms(motions, "A", 1) - other.joint("UpperChest"), axis=-1)
    assert back.max() < 0.22


@pytest.mark.parametrize("speed", [1.3, 3.4])
def test_a_wrist_that_is_grabbed_stays_in_the_hand_on_the_run(speed: float) -> None:
    alone, motions = met(side_by_side(speed, act("grab", 10, 200, partner="B", part="wrist"), behind=0.5), 84)
    other = of(motions, "B")
    elbow, wrist = other.joint("LeftLowerArm"), other.joint("LeftHand")
    axis = elbow + GRIP * (wrist - elbow)
    thick = girth(other.skin, other.of.rest, "LeftLowerArm", GRIP)
    gap = np.linalg.norm(palms(motions, "A", 1) - axis, axis=-1)[24:] - thick
    assert np.abs(gap).max() < 0.025
    for name in ("A", "B"):
        rest = body(name).rest
        assert measure.jerk(motions[name], rest, 24.0) < 1.3 * measure.jerk(alone[name], rest, 24.0)


def test_hands_held_on_a_walk_are_palm_to_palm() -> None:
    _, motions = met(side_by_side(1.3, act("hands", 0, 200, partner="B")), 72)
    assert np.linalg.norm(palms(motions, "A", 1) - palms(motions, "B", 0), axis=-1).max() < 0.06


def test_arms_that_cannot_reach_let_be() -> None:
    alone, motions = met(side_by_side(1.3, act("hands", 0, 200, partner="B"), apart=3.0), 48)
    assert np.abs(motions["A"].rotations - alone["A"].rotations).max() < 1e-3


@pytest.mark.parametrize("way", ["arms", "shoulder", "back"])
def test_who_is_carried_rides_on_the_carrier(way: str) -> None:
    alone, motions = met(side_by_side(0.9, act("carry", 0, 200, partner="B", part=way), apart=0.0), 60)
    one, other = of(motions, "A"), of(motions, "B")
    assert np.linalg.norm(other.joint("Hips") - one.joint("Chest"), axis=-1).max() < 0.62
    assert not motions["B"].contacts.any()
    assert min(other.joint(name)[:, 2].min() for name in ("LeftFoot", "RightFoot", "Head")) > 0.25
    assert (motions["A"].contacts == alone["A"].contacts).all()


def test_who_is_dragged_follows_on_his_back() -> None:
    people = (part((-48, -1.6, 0.0, PI), (144, 4.8, 0.0, PI), acts=(act("drag", 0, 200, partner="B"),), name="A"),
              part((0, -1.6, 0.0, 0.0), acts=(act("lie", -24, 200),), name="B"))
    _, motions = met(people, 72)
    one, other = of(motions, "A"), of(motions, "B")
    assert 0.05 < other.joint("Hips")[:, 2].min() and other.joint("Hips")[:, 2].max() < 0.25
    reach = np.linalg.norm(palms(motions, "A", 1) - other.joint("LeftHand"), axis=-1)
    assert np.minimum(reach, np.linalg.norm(palms(motions, "A", 1) - other.joint("RightHand"), axis=-1)).max() < 0.12
    assert float(other.joint("Hips")[-1, 0] - other.joint("Hips")[0, 0]) > 1.0
    assert one.joint("Head")[:, 2].min() > 0.9


def test_a_thing_goes_from_the_table_to_one_hand_and_to_the_other() -> None:
    place = (0.5, -0.12, 0.78)
    pick = act("pick", 6, 30, at=place, thing="phone")
    give = act("give", 44, 78, partner="B", thing="phone")
    people = (part((0, 0.0, 0.0, 0.0), acts=(pick, give), name="A"), part((0, 0.95, 0.0, PI), name="B"))
    _, motions = met(people, 96)
    rests = {name: body(name).rest for name in "AB"}
    prop = Prop(name="phone", kind="phone", x=place[0], y=place[1], z=place[2])
    path, turns = prop_path(prop, people, motions, rests, 24.0)
    assert np.allclose(path[:17], place) and np.allclose(np.linalg.norm(turns, axis=1), 1.0)
    assert np.linalg.norm(palms(motions, "A", 1)[18] - place) < 0.03
    assert np.linalg.norm(path[40] - palms(motions, "A", 1)[40]) < 0.05
    assert np.linalg.norm(path[90] - palms(motions, "B", 1)[90]) < 0.05
    assert np.linalg.norm(np.diff(path, axis=0), axis=1).max() < 0.12


def test_a_hand_keeps_to_the_handle_while_the_door_swings() -> None:
    opens = act("open", 8, 56, at=(0.5, -0.2, 1.02), hinge=(0.5, -1.0), strength=0.35)
    _, motions = met((part((0, 0.0, 0.0, 0.0), acts=(opens,), name="A"),), 72)
    from throughline.motion.contact_hands import swung
    handle = swung(opens, np.arange(72) / 24.0, 24.0)
    assert np.linalg.norm(palms(motions, "A", 1) - handle, axis=-1)[24:42].max() < 0.03


def test_a_contact_needs_somebody_who_is_there() -> None:
    alone = (part((0, 0.0, 0.0, 0.0), acts=(act("grab", 0, 20, partner="Nobody"),), name="A"),)
    with pytest.raises(InputError, match="Nobody"):
        touch({"A": perform(alone[0], body("A").rest, 4, RATE)}, alone, {"A": body("A").rest}, {}, RATE)


def test_who_touches_nobody_moves_as_before() -> None:
    people = (part((0, 0.0, 0.0, 0.0), name="A"),)
    alone, motions = met(people, 12)
    assert motions["A"] is alone["A"] and not touching(people)
