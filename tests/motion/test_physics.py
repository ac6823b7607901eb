"""Whatever strikes a body, it falls as a body would: nothing bursts, bends too far, sinks in or shakes."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from throughline.film.blocking import Act, Vehicle, Waypoint
from throughline.film.setplan import Box as Footprint
from throughline.motion import perform
from throughline.motion.ground import Ground as Land
from throughline.motion.physics import blast, cars, check
from throughline.motion.physics.body import MASS_SHARE, framed, mass
from throughline.motion.physics.ground import Box, Car, Ground
from throughline.motion.physics.limits import JOINT, Socket, excess, hinged, turned, within
from throughline.motion.physics.pushes import Push, Snag, shove
from throughline.motion.physics.pushes import blast as blown
from throughline.motion.physics.ragdoll import Fall, tumble
from throughline.motion.physics.rise import lying
from throughline.motion.skeleton import INDEX, JOINTS, Motion, default_rest, forward
from throughline.world.vehicles import build as build_vehicle
from throughline.world.vehicles import known, size

from .staged import RATE, REST, act, part, slips, straight

KG = mass(1.72, "average")
STANDS = part((0, 0, 0, 0.0))
STARTS = [perform(straight(speed, 60), REST, 60, RATE) for speed in (1.3, 3.0, 5.0)] + [perform(STANDS, REST, 60, RATE)]


def cut(motion: Motion, first: int) -> Motion:
    return Motion(motion.root[first:], motion.rotations[first:], motion.contacts[first:], motion.jaw[first:])


def end_height(motion: Motion, joint: str = "Head") -> float:
    return float(forward(motion, REST)[0][-1, INDEX[joint], 2])


def test_a_body_weighs_what_a_body_weighs():
    total = sum(share * (1 if f"Left{name}" not in JOINTS else 2) for name, share in MASS_SHARE.items())
    assert abs(total - 1.0) < 0.005
    assert 65.0 < KG < 75.0 and mass(1.72, "heavy") > KG > mass(1.72, "thin")
    assert abs(float(framed(REST, KG, Ground()).model.body_mass.sum()) - KG) < 0.5


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_joints_are_brought_within_their_limits_and_kept_there(seed):
    turns = np.random.default_rng(seed).normal(size=(8, 4))
    turns /= np.linalg.norm(turns, axis=-1, keepdims=True)
    for kind in JOINT.values():
        if isinstance(kind, Socket):
            assert excess(kind, within(kind, turns)).max() < 1e-3
        else:
            angles = hinged(kind, turns)
            np.testing.assert_allclose(hinged(kind, turned(kind, angles)), angles, atol=1e-6)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.sampled_from(range(4)), st.integers(2, 45), st.floats(0, 2 * math.pi), st.floats(-1.2, 1.2),
       st.floats(20.0, 1400.0), st.sampled_from(["blast", "shove", "Head", "Hips", "LeftLowerLeg"]), st.booleans())
def test_no_push_up_to_a_trucks_makes_a_body_burst(start, frame, yaw, pitch, strength, where, snagged):
    level = math.cos(pitch) * strength
    impulse = (level * math.cos(yaw), level * math.sin(yaw), math.sin(pitch) * strength)
    light = 0.05 if where in ("Head", "LeftLowerLeg") else 1.0  # a head alone is not hit by a truck
    pushes = blown(impulse) if where == "blast" else shove(impulse) if where == "shove" else (
        Push(where, tuple(light * each for each in impulse)),)
    fall = Fall(pushes, Snag(frame % 2) if snagged else None, seed=frame)
    motion = tumble(STARTS[start], REST, 24.0, frame, fall, 2.0, KG)
    assert np.isfinite(motion.root).all() and np.isfinite(motion.rotations).all()
    np.testing.assert_allclose(np.linalg.norm(motion.rotations, axis=-1), 1.0, atol=1e-5)
    after = cut(motion, frame + 5)
    assert check.overbent(after).max() < 5.0
    assert check.sunk(after, REST, KG, Ground()).max() < 0.02
    assert check.fastest(after, REST, 24.0).max() < 45.0


@pytest.mark.parametrize("way", [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_a_shoved_body_falls_where_it_is_shoved_and_comes_to_rest(way):
    motion = tumble(STARTS[3], REST, 24.0, 10, Fall(shove((150.0 * way[0], 150.0 * way[1], 0.0)), seed=3), 5.0, KG)
    moved = motion.root[-1, :2] - motion.root[10, :2]
    assert moved @ np.array(way) > 0.4 and end_height(motion) < 0.8
    assert check.fastest(motion, REST, 24.0)[-8:].max() < 0.02  # m/s: lies still
    assert not motion.contacts[30:].any()


def test_arms_come_forward_before_a_tripped_runner_lands():
    motion = perform(structs.replace(straight(4.4, 90), moments=(act("fall", 20, 50),)), REST, 90, RATE)
    places, _ = forward(motion, REST)
    hands = places[:, [INDEX["LeftHand"], INDEX["RightHand"]], 2].min(axis=1)
    trunk = places[:, INDEX["UpperChest"], 2]
    assert int(np.argmax(hands < 0.12)) < int(np.argmax(trunk < 0.25))
    assert places[:, INDEX["Head"], 2].min() > 0.05 and end_height(motion) < 0.35
    assert np.linalg.norm(motion.root[-1, :2] - motion.root[20, :2]) < 4.0  # skids, but not on ice


def test_a_body_without_strength_never_gains_energy():
    motion = tumble(STARTS[2], REST, 24.0, 20, Fall(strength=0.0, faint=1.0), 2.0, KG)
    energy = check.energy(motion, REST, 24.0, KG)[22:]
    assert np.diff(energy).max() < 4.0 and energy[-1] < 0.35 * energy[0]


def test_the_same_fall_gives_the_same_bytes():
    first, again = (tumble(STARTS[1], REST, 24.0, 20, Fall(shove((90.0, 30.0, 0.0)), seed=5), 1.5, KG)
                    for _ in range(2))
    assert first.root.tobytes() == again.root.tobytes() and first.rotations.tobytes() == again.rotations.tobytes()
    other = tumble(STARTS[1], REST, 24.0, 20, Fall(shove((90.0, 30.0, 0.0)), seed=6), 1.5, KG)
    assert other.rotations.tobytes() != first.rotations.tobytes()


def test_a_fall_begins_where_the_performed_motion_is():
    start = STARTS[2]
    motion = tumble(start, REST, 24.0, 20, Fall(), 1.0, KG)
    np.testing.assert_allclose(motion.root[:21], start.root[:21], atol=1e-5)
    turn = np.abs((motion.rotations[20] * start.rotations[20]).sum(axis=-1))
    assert turn.min() > 1.0 - 1e-5
    speed = (motion.root[21] - motion.root[20]) * 24.0
    np.testing.assert_allclose(speed, (start.root[21] - start.root[20]) * 24.0, atol=0.6)


def test_boxes_and_slopes_are_lain_on():
    ledge = Ground(boxes=(Box((-1.2, 0.0, 0.2), (0.8, 1.0, 0.2)),))
    motion = tumble(STARTS[3], REST, 24.0, 10, Fall(shove((-160.0, 0.0, 60.0)), seed=1), 3.0, KG, ledge)
    assert check.sunk(cut(motion, 15), REST, KG, ledge).max() < 0.02
    assert float(motion.root[-1, 2]) > 0.3
    hill = Ground(slope=(-0.3, 0.0))
    rolled = tumble(STARTS[3], REST, 24.0, 10, Fall(shove((160.0, 0.0, 0.0)), seed=1), 3.0, KG, hill)
    assert float(rolled.root[-1, 2]) < 0.1 and check.sunk(cut(rolled, 15), REST, KG, hill).max() < 0.02


def test_a_car_takes_a_walker_along():
    hit = structs.replace(straight(1.3, 100), moments=(act("hit", 20, 60, push=(0.0, 11.1, 0.0)),))
    motion = perform(hit, REST, 100, RATE)
    thrown = float(motion.root[-1, 1] - motion.root[20, 1])
    assert 5.0 < thrown < 16.0  # real throws at 40 km/h: about ten metres
    assert motion.root[20:, 2].max() > 1.05 and end_height(motion) < 0.5  # over the bonnet first
    assert not motion.contacts[23:].any()


def test_a_cars_way_is_known_beforehand():
    car = Car((0.0, 0.0), 0.0, 10.0)
    assert car.travelled(-1.0) == pytest.approx(-10.0)
    assert car.travelled(60.0) == pytest.approx(0.4 + 100.0 / 14.0)


def test_blasts_weaken_with_distance_and_grow_with_size():
    near, far = blast.impulse(4.0, 10.0), blast.impulse(12.0, 10.0)
    assert near == pytest.approx(3.0 * far) and blast.impulse(6.0, 14.0) > blast.impulse(6.0, 8.0)
    assert 100.0 < blast.impulse(6.0, 14.0) < 400.0 and math.isfinite(blast.impulse(0.0, 50.0))
    x, y, z = blast.push((0.0, 0.0, 0.0), 10.0, (0.0, 5.0, 1.0))
    assert x == pytest.approx(0.0) and y > z > 0.0


@pytest.mark.parametrize("moment", [
    act("fall", 16, 46), act("fall", 16, 46, strength=-1.0), act("thrown", 16, 60, push=(-250.0, 40.0, 70.0))])
def test_who_fell_gets_up_there_and_stands(moment):
    motion = perform(part((0, 0, 0, 0.0), acts=(moment, act("rise", 84, 150))), REST, 190, RATE)
    places, _ = forward(motion, REST)
    assert places[80, INDEX["Head"], 2] < 1.0 and places[-1, INDEX["Head"], 2] > 1.45
    assert np.linalg.norm(motion.root[-1, :2] - motion.root[80, :2]) < 0.9
    late = Motion(*(each[100:] for each in (motion.root, motion.rotations, motion.contacts, motion.jaw)))
    assert slips(late).max(initial=0.0) <= 0.005 and motion.contacts[-1].all()
    assert places[70:, :, 2].min() > -0.03
    assert (np.linalg.norm(np.diff(places[75:], axis=0), axis=-1) * 24.0).max() < 6.0  # no jump into the way up


def test_the_path_goes_on_from_where_the_body_fell():
    points = ((-24, -4.4, 0), (20, 3.7, 0), (40, 5.0, 0), (100, 5.0, 0), (200, 5.0, 5.0))
    motion = perform(part(*points, acts=(act("fall", 20, 50),)), REST, 230, RATE)
    assert float(forward(motion, REST)[0][60, INDEX["Head"], 2]) < 0.4
    assert np.linalg.norm(motion.root[-1, :2] - (5.0, 5.0)) < 0.1 and motion.root[-1, 2] > 0.85


def test_a_caught_foot_hangs_back_and_lands_as_planned():
    plain = structs.replace(straight(1.4, 80), moments=(act("stumble", 20, 44),))
    motion = perform(plain, REST, 80, RATE)
    assert slips(motion).max() <= 0.005
    places, _ = forward(motion, REST)
    ankles = places[:, [INDEX["LeftFoot"], INDEX["RightFoot"]], :2]
    speed = np.linalg.norm(np.diff(ankles, axis=0), axis=-1) * 24.0
    swinging = ~np.stack([motion.contacts[:-1, :2].any(axis=1), motion.contacts[:-1, 2:].any(axis=1)], axis=1)
    assert (speed[18:30][swinging[18:30]] < 0.5).sum() >= 2  # off the ground and yet held


@pytest.mark.parametrize("height", [0.95, 1.72, 3.6])
@pytest.mark.parametrize("rate", [24, 30])
def test_children_and_giants_fall_too(height, rate):
    rest = default_rest(height)
    motion = perform(part((0, 0, 0, 0.0), acts=(act("fall", 10, 40),)), rest, 80, Fraction(rate))
    places, _ = forward(motion, rest)
    assert np.isfinite(motion.rotations).all() and places[-1, INDEX["Head"], 2] < 0.5 * height
    assert places[..., 2].min() > -0.02 * height


def test_falls_do_not_depend_on_how_many_frames_are_asked():
    fallen = structs.replace(straight(4.4, 90), moments=(act("fall", 20, 50),))
    long, short = perform(fallen, REST, 80, RATE), perform(fallen, REST, 44, RATE)
    assert long.root[:43].tobytes() == short.root[:43].tobytes()


def test_how_a_body_lies_is_seen():
    back = perform(part((0, 0, 0, 0.0), acts=(act("lie", -1, 20),)), REST, 4, RATE)
    face = perform(part((0, 0, 0, 0.0), acts=(act("lie", -1, 20, strength=-1.0),)), REST, 4, RATE)
    assert not lying(back, REST, 2).prone and lying(face, REST, 2).prone
    assert abs(lying(face, REST, 2).heading) < 0.2 and abs(lying(back, REST, 2).heading) < 0.2


def test_a_body_thrown_at_a_wall_stops_there():
    wall = Land(obstacles=(Footprint(x0=-3.2, y0=-3.0, x1=-2.0, y1=3.0, height=2.6),))
    thrown = part((0, 0, 0, 0.0), acts=(act("thrown", 12, 60, push=(-420.0, 0.0, 110.0)),))
    stopped, flown = perform(thrown, REST, 90, RATE, land=wall), perform(thrown, REST, 40, RATE)
    places, _ = forward(stopped, REST)
    assert places[..., 0].min() > -2.02 and flown.root[:, 0].min() < -2.3
    assert places[-1, INDEX["Head"], 2] < 0.9
    assert stopped.root[:12].tobytes() == flown.root[:12].tobytes()


def test_who_falls_off_a_kerb_lies_on_the_road_and_on_the_kerb():
    kerb = Land(raised=(Footprint(x0=-4.0, y0=-4.0, x1=0.3, y1=4.0, height=0.15),))
    falls = part((0, 0, 0, 0.0, 0.15), acts=(act("fall", 12, 40, push=(130.0, 0.0, 0.0)),))
    places, _ = forward(perform(falls, REST, 90, RATE, land=kerb), REST)
    above = places[-1, :, 2] - kerb.level(places[-1, :, 0], places[-1, :, 1])
    assert (places[-1, :, 0] > 0.4).any() and above.min() > -0.02 and places[-1, INDEX["UpperChest"], 2] < 0.3


@pytest.mark.parametrize("kind", known())
def test_what_strikes_is_the_vehicles_own_outside(kind):
    told = Vehicle(name="V", kind=kind, colour="#84382c", path=(Waypoint(frame=0, x=0, y=0),))
    points = np.concatenate([each.mesh.points + each.pivot for each in build_vehicle(told)])
    low, high = points.min(axis=0), points.max(axis=0)
    corners = np.array([corner for slab in cars.slabs(kind) for corner in slab_corners(slab)])
    nose = size(kind)[0] / 2
    assert corners[:, 0].max() + nose < high[0] + 0.1 and corners[:, 2].max() < high[2] + 0.15
    assert corners[:, 0].min() + nose > low[0] - 0.15 and np.abs(corners[:, 1]).max() < high[1] + 0.05
    assert corners[:, 2].max() > 0.85 * high[2]


def slab_corners(slab: cars.Slab) -> list[tuple[float, float, float]]:
    forth, up = math.cos(slab.pitch), math.sin(slab.pitch)
    return [(slab.middle[0] + x * slab.half[0] * forth + z * slab.half[2] * up, slab.middle[1] + y * slab.half[1],
             slab.middle[2] - x * slab.half[0] * up + z * slab.half[2] * forth)
            for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]


def test_a_bus_throws_ahead_what_a_sedan_takes_on_its_bonnet():
    def hit(kind):
        path = (Waypoint(frame=0.0, x=1.1, y=-10.0), Waypoint(frame=20.0, x=1.1, y=0.0))
        land = Land(vehicles=(Vehicle(name="V", kind=kind, colour="#84382c", path=path),))
        told = structs.replace(straight(1.3, 100), moments=(act("hit", 20, 60, push=(0.0, 11.1, 0.0)),))
        return perform(told, REST, 100, RATE, land=land)

    sedan, bus = hit("sedan"), hit("bus")
    assert sedan.root[20:, 2].max() > bus.root[20:, 2].max() + 0.15
    assert bus.root[-1, 1] > 3.0 and bus.root[20:, 2].max() < 1.2


def test_a_stumble_ends_in_the_fall_that_follows():
    told = structs.replace(straight(4.4, 90), moments=(act("stumble", 20, 44), act("fall", 33, 60)))
    motion = perform(told, REST, 90, RATE)
    places, _ = forward(motion, REST)
    lean = places[:, INDEX["UpperChest"], 0] - places[:, 0, 0]
    assert lean[30:38].min() > 0.12 and places[-1, INDEX["Head"], 2] < 0.4
    turned = np.clip(np.abs((motion.rotations[1:] * motion.rotations[:-1]).sum(-1)), 0.0, 1.0)
    assert 2.0 * np.arccos(turned).max() * 24 < 45.0


def test_who_stresses_words_before_a_fall_gestures_on_them():
    told = part((0, 0, 0, 0.0), acts=(act("fall", 60, 80),))
    plain, stressed = (perform(told, REST, 50, RATE, ((2.0, 48.0),), accents) for accents in ((), (0.5, 1.2)))
    assert plain.rotations.tobytes() != stressed.rotations.tobytes()


def test_acts_of_physics_are_acts_of_the_film():
    assert {Act.HIT, Act.THROWN} <= set(Act)
