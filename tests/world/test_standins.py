"""Effects in time: nothing before their cue, larger and cooler after it, the tower whole and then in pieces."""

import numpy as np
import pytest

from throughline.film.blocking import PlacedEffect, SetRef
from throughline.film.errors import InputError
from throughline.film.shot import EffectCue
from throughline.film.story import SetKind, TimeOfDay
from throughline.world import sets, standins
from throughline.world.billows import fire_colour
from throughline.world.downfall import front, sunk
from throughline.world.mesh import Mesh
from throughline.world.sets import temple

STANDING = {"collapse", "destruction"}


def effect(kind: str, frame: int = 0, size: float = 6.0, **more: float) -> PlacedEffect:
    return PlacedEffect(cue=EffectCue(kind=kind, frame=frame, size_m=size), x=more.get("x", 0.0), y=more.get("y", 0.0),
                        z=0.0, seed=5)


def points(meshes: tuple[Mesh, ...], *names: str) -> np.ndarray:
    return np.concatenate([mesh.points for mesh in meshes if not names or mesh.name in names])


@pytest.mark.parametrize("kind", standins.known())
def test_meshes_are_sound_at_any_time(kind: str) -> None:
    for frame in (0, 1, 9, 30, 80):
        meshes = standins.build(effect(kind), frame)
        assert len({mesh.name for mesh in meshes}) == len(meshes)
        for mesh in meshes:
            assert np.isfinite(mesh.points).all() and np.isfinite(mesh.colours).all() and mesh.colours.min() >= 0
            assert mesh.counts.sum() == len(mesh.corners) and mesh.corners.max() < len(mesh.points)
        assert sum(int((mesh.counts - 2).sum()) for mesh in meshes) < 80_000


@pytest.mark.parametrize("kind", standins.known())
def test_before_its_cue_there_is_nothing_but_what_still_stands(kind: str) -> None:
    meshes = standins.build(effect(kind, frame=20), 10)
    assert bool(meshes) == (kind in STANDING)
    assert standins.light(effect(kind, frame=20), 10) is None


@pytest.mark.parametrize("kind", ["explosion", "collapse", "fire", "crash"])
def test_the_same_frame_gives_the_same_bytes_and_the_next_differs(kind: str) -> None:
    first, again, later = (standins.build(effect(kind), frame) for frame in (30, 30, 31))
    assert points(first).tobytes() == points(again).tobytes()
    assert points(first).tobytes() != points(later).tobytes()


def test_debris_of_an_explosion_flies_out_and_falls() -> None:
    frames = {frame: points(standins.build(effect("explosion"), frame), "debris") for frame in (1, 12, 80)}
    reach = {frame: float(np.abs(at[:, :2]).max()) for frame, at in frames.items()}
    assert reach[12] > 2 * reach[1] and reach[80] > reach[12]
    assert frames[12][:, 2].max() > 2 > 0.6 > frames[80][:, 2].max()


def test_what_is_soft_has_no_mesh() -> None:
    for kind in standins.SOFT:
        assert standins.build(effect(kind), 9) == ()
    names = {mesh.name for kind in standins.known() for mesh in standins.build(effect(kind), 9)}
    assert not names & {"fireball", "smoke", "dust", "flames", "steam", "mist"}


def test_its_light_flares_and_dies() -> None:
    power = [sum(lamp.colour) if lamp else 0.0 for lamp in (standins.light(effect("explosion"), f) for f in range(100))]
    assert power[0] > 10 * power[60] >= 0 and max(power) == max(power[:10])
    assert standins.light(effect("dust"), 5) is None
    glow = standins.light(effect("fire", x=3.0, y=-2.0), 9)
    assert glow is not None and (glow.x, glow.y) == (3.0, -2.0) and glow.colour[0] > glow.colour[2]


def test_fire_goes_from_soot_through_orange_to_white() -> None:
    ramp = fire_colour(np.linspace(0, 1.5, 30))
    assert (np.diff(ramp.sum(axis=1)) > 0).all() and ramp[0].max() == 0
    assert (ramp[1:, 0] > ramp[1:, 1]).all() and (ramp[1:, 1] >= ramp[1:, 2]).all()


def test_the_tower_stands_whole_then_falls_from_above_onto_itself() -> None:
    heights = [float(np.percentile(points(standins.build(effect("collapse"), frame), "feature_falling")[:, 2], 99))
               for frame in (0, 24, 60, 100, 160)]
    assert heights[0] > 38 and abs(heights[1] - heights[0]) < 1.0
    assert heights[1] > heights[2] + 3 > heights[3] > heights[4]
    rubble = points(standins.build(effect("collapse"), 190), "feature_falling")
    assert rubble[:, 2].max() < 12 and rubble[:, 2].min() > -3.5
    assert np.abs(rubble[:, :2]).max() > 11


def test_the_gate_below_the_fourth_floor_stands_while_the_upper_floors_come_down() -> None:
    before, during = (points(standins.build(effect("collapse"), frame), "feature_falling") for frame in (0, 46))
    low = before[:, 2] < 5
    assert float(np.abs(during[low] - before[low]).max()) < 0.5
    high = before[:, 2] > 25
    assert float((before[high, 2] - during[high, 2]).min()) > 1.0


def test_the_fall_never_goes_up_and_starts_gently() -> None:
    clock = np.linspace(0, 8, 400)
    assert (np.diff(sunk(clock)) >= 0).all() and (np.diff(front(clock, 13.2)) <= 0).all()
    assert sunk(0.5) < 0.2 < 5 < sunk(2.5)


def test_the_falling_tower_is_the_set_s_own() -> None:
    ref = SetRef(kind=SetKind.STREET, time=TimeOfDay.NIGHT, features=("tower",))
    spot = next(s for s in sets.plan(ref).spots if s.name == "tower")
    standing = next(m for m in sets.build(ref) if m.name == "feature_tower")
    meshes = standins.build(effect("collapse", frame=5, x=spot.x, y=spot.y), 0, ref)
    assert np.allclose(points(meshes, "feature_falling"), standing.points, atol=1e-3)


def test_a_temple_s_own_gate_comes_down_in_a_temple() -> None:
    ref = SetRef(kind=SetKind.TEMPLE, time=TimeOfDay.DAY)
    spot = next(s for s in sets.plan(ref).spots if s.name == "gate")
    fallen = effect("collapse", x=spot.x, y=spot.y)
    standing = next(m for m in sets.build(ref) if m.name == "feature_gate")
    assert np.allclose(points(standins.build(fallen, 0, ref), "feature_falling"), standing.points, atol=1e-3)
    later = points(standins.build(fallen, 120, ref), "feature_falling")
    assert later[:, 2].max() < 0.7 * temple.gate().height


def test_an_unknown_effect_is_named_with_the_known() -> None:
    with pytest.raises(InputError, match=r"tentacles.*explosion"):
        standins.build(effect("tentacles"), 0)
