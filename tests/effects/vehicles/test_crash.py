"""Crashes: momentum, energy, where it was struck, how deep, and what is strewn."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec import structs

from throughline.effects.vehicles.appear import appearance
from throughline.effects.vehicles.build import build_of
from throughline.effects.vehicles.crash import Blow, blow, collided
from throughline.effects.vehicles.crush import crush_field
from throughline.effects.vehicles.crushed import crushed
from throughline.effects.vehicles.drive import drive
from throughline.effects.vehicles.rigid import BOUNCE, Body, run
from throughline.film.blocking import Vehicle, Waypoint
from throughline.film.effect import EffectPush
from throughline.film.setplan import Box
from throughline.world import vehicles

POLE = Box(x0=2.45, y0=-0.5, x1=2.69, y1=-0.26, height=7.0, name="pole")


def plate(kind: str, x: float, y: float, vx: float, vy: float = 0.0, yaw: float = 0.0) -> Body:
    build = build_of(kind)
    return Body((build.length / 2, build.width / 2), build.kg, build.inertia, np.array([x, y, yaw]),
                np.array([vx, vy, 0.0]), stiff=build.stiff)


def turning(body: Body) -> float:
    """Its angular momentum about the world's origin."""
    (x, y), (vx, vy) = body.at[:2], body.speed[:2]
    return float(body.kg * (x * vy - y * vx) + body.inertia * body.speed[2])


def rammer(speed: float, name: str = "car") -> Vehicle:
    return Vehicle(name=name, kind="sedan", colour="#d9dadb",
                   path=(Waypoint(frame=0, x=-0.5 * speed, y=0), Waypoint(frame=12, x=0, y=0)))


@pytest.mark.parametrize(("x", "y", "yaw"), [(5.0, 0.0, 0.0), (5.0, 0.7, 0.0), (3.5, 0.4, 1.4), (4.2, -1.2, 2.4)])
def test_momentum_is_kept_and_energy_is_not_made(x: float, y: float, yaw: float) -> None:
    bodies = [plate("sedan", 0, 0, 15.0), plate("suv", x, y, 2.0, yaw=yaw)]
    kg = np.array([body.kg for body in bodies])
    before = sum(m * body.speed[:2] for m, body in zip(kg, bodies, strict=True))
    spin = sum(map(turning, bodies))
    energy = sum(0.5 * m * body.speed[:2] @ body.speed[:2] for m, body in zip(kg, bodies, strict=True))
    run(bodies, 0.6, 15)
    after = sum(m * body.speed[:2] for m, body in zip(kg, bodies, strict=True))
    spun = sum(map(turning, bodies))
    left = sum(0.5 * m * body.speed[:2] @ body.speed[:2] + 0.5 * body.inertia * body.speed[2] ** 2
               for m, body in zip(kg, bodies, strict=True))
    assert bodies[0].speed[0] < 14.0
    np.testing.assert_allclose(after, before, rtol=0.02, atol=0.02 * np.linalg.norm(before))
    assert spun == pytest.approx(spin, abs=0.02 * abs(spin) + 0.02 * 3000 * 15)
    assert left < energy


def test_the_bounce_is_what_it_is_said_to_be() -> None:
    bodies = [plate("sedan", 0, 0, 12.0), plate("sedan", 4.8, 0, 0.0)]
    run(bodies, 0.5, 12)
    assert bodies[1].speed[0] - bodies[0].speed[0] == pytest.approx(12.0 * BOUNCE, rel=0.06)


def test_the_blow_is_told_from_the_path_alone() -> None:
    struck = blow(collided((rammer(14.0),), 12, 60, fast=(POLE,))[0])
    assert struck is not None and struck.x == pytest.approx(2.35) and struck.y == pytest.approx(-0.38, abs=0.2)
    assert struck.way[0] < -0.9 and 0.6 < struck.deep < 1.2 and struck.wide < 0.4


def test_faster_is_deeper_and_it_ends_at_rest() -> None:
    deep = []
    for speed in (5.0, 9.0, 14.0):
        vehicle = collided((rammer(speed),), 12, 90, fast=(POLE,))[0]
        struck = blow(vehicle)
        assert struck is not None
        deep.append(struck.deep)
        ends = drive(vehicle, 90)
        assert np.abs(np.diff(ends.place[-10:], axis=0)).max() < 1e-3
        assert ends.place[-1, 0] < 1.2
    assert deep[0] < deep[1] < deep[2] and deep[2] > 2 * deep[0]


def test_an_early_wreck_stays_struck_as_it_was() -> None:
    vehicle = collided((rammer(14.0),), 12, 60, fast=(POLE,))[0]
    later = structs.replace(vehicle, crash_frame=-60.0, path=tuple(
        structs.replace(way, frame=way.frame - 72.0) for way in vehicle.path))
    one, two = blow(vehicle), blow(later)
    assert one is not None and two is not None and one.deep == pytest.approx(two.deep, rel=0.02)
    old = blow(Vehicle(name="old", kind="suv", colour="#000000", crash_frame=-1.0, path=(Waypoint(frame=0, x=0, y=0),)))
    assert old is not None and old.way == (-1.0, 0.0)


def test_panels_give_way_most_where_struck_and_the_rear_not_at_all() -> None:
    struck = Blow(2.35, -0.4, (-1.0, 0.0), 0.7, 0.22, 13.0, 12.0, 3.0)
    field = crush_field(struck, vehicles.size("sedan"), "car")
    at = vehicles.body(Vehicle(name="car", kind="sedan", colour="#ffffff", path=())).points.astype(float)
    moved = np.linalg.norm(field(at), axis=1)
    near = np.hypot(at[:, 0] - 2.3, at[:, 1] + 0.4) < 0.25
    assert moved[near].max() > 0.5 and moved[at[:, 0] < -0.5].max() < 1e-9
    assert moved.max() < 1.2


def crash_of(frames: int = 40) -> tuple[Vehicle, int]:
    return collided((rammer(14.0),), 12, frames, fast=(POLE,))[0], frames


def test_it_is_whole_before_crushed_over_a_few_frames_and_never_under_the_ground() -> None:
    vehicle, frames = crash_of()
    seen = appearance(vehicle, frames)
    whole, crashed = seen.states
    assert whole.shown[:12].all() and not whole.shown[12:].any() and (crashed.shown == ~whole.shown).all()
    body = next(part for part in crashed.parts if part.name == "body")
    assert 3 <= len(body.bends) <= 8
    assert all(points[:, 2].min() > -1e-6 for _, points in body.bends)
    front = [float(points[:, 0].max()) for _, points in body.bends]
    assert front[0] >= front[-1] and {"windscreen", "airbag_0", "engine"} <= {part.name for part in crashed.parts}
    (strewn,) = seen.strewn
    assert strewn.first == 12 and strewn.points[..., 2].min() > -1e-6 and len(strewn.points[0]) > 800


def test_the_same_crash_looks_the_same() -> None:
    one, two = appearance(*crash_of()), appearance(*crash_of())
    assert one.states[1].parts[0].bends[-1][1].tobytes() == two.states[1].parts[0].bends[-1][1].tobytes()
    assert one.strewn[0].points.tobytes() == two.strewn[0].points.tobytes()


def test_what_falls_dents_the_roof_and_heavier_dents_deeper() -> None:
    parked = Vehicle(name="p", kind="suv", colour="#333333", path=(Waypoint(frame=0, x=10, y=2, facing=1.2),))
    way = drive(parked, 40)

    def push(kg: float, x: float = 10.0) -> EffectPush:
        return EffectPush(frame=10, x=x, y=2, z=1.7, impulse=0, reach_m=1, velocity=(0.0, 0.0, -10.0), kg=kg)

    light, heavy = (crushed(parked, (push(kg),), way)[0] for kg in (80.0, 900.0))
    assert 0.02 < light.deep < heavy.deep <= 0.5 * vehicles.size("suv")[2]
    assert not crushed(parked, (push(900.0, 20.0),), way)
    roof = next(part for state in appearance(parked, 40, impacts=(push(900.0),)).states for part in state.parts
                if state.name == "crashed" and part.name == "body")
    last = roof.bends[-1][1]
    assert last[np.hypot(last[:, 0], last[:, 1]) < 0.3, 2].max() < vehicles.size("suv")[2] - 0.3


def test_a_crash_that_the_path_tells_nothing_of_is_in_front() -> None:
    told = Vehicle(name="s", kind="sedan", colour="#333333", crash_frame=30.0,
                   path=(Waypoint(frame=0, x=0, y=0), Waypoint(frame=60, x=3, y=0)))
    struck = blow(told)
    assert struck is not None and struck.frame == 30.0 and struck.way == (-1.0, 0.0)
    assert blow(structs.replace(told, crash_frame=None)) is None
