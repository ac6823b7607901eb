"""Every kind of set at every hour: sound meshes, free ground where people and cars go, the light it is named for."""

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.film.blocking import SetRef
from throughline.film.setplan import Box, SetPlan
from throughline.film.story import SetKind, TimeOfDay
from throughline.world import sets
from throughline.world.mesh import Mesh
from throughline.world.sets.hangul import outline, syllable
from throughline.world.sets.lighting import Light, Lighting, Opening, hidden, lit, through
from throughline.world.sets.mood import mood
from throughline.world.shapes import balls, box, boxes, f32, moved, noise, normals, patch, rectangle, tube

INDOORS = {SetKind.ROOM, SetKind.OFFICE, SetKind.HALL, SetKind.CAR}
WALLED = INDOORS - {SetKind.CAR}
FEATURES = ("tower", "gate", "crosswalk", "shops", "bed", "desk", "bookshelves", "pulpit", "grave", "no such thing")


def ref_of(kind: SetKind, hour: TimeOfDay = TimeOfDay.NIGHT, **more: object) -> SetRef:
    return SetRef(kind=kind, time=hour, indoors=kind in INDOORS, **more)  # type: ignore[arg-type]


def sound(mesh: Mesh) -> None:
    """Arrays of the right shapes and types, indices in range, finite numbers."""
    count = len(mesh.points)
    assert mesh.points.shape == (count, 3) and mesh.colours.shape == (count, 3)
    assert mesh.points.dtype == mesh.colours.dtype == np.float32
    assert mesh.counts.dtype == mesh.corners.dtype == np.int32
    assert mesh.counts.sum() == len(mesh.corners) and mesh.counts.min() >= 3
    assert mesh.corners.min() >= 0 and mesh.corners.max() < count
    assert np.isfinite(mesh.points).all() and np.isfinite(mesh.colours).all() and mesh.colours.min() >= 0
    assert mesh.name.isidentifier()


def inside(box_: Box, x: float, y: float) -> bool:
    return box_.x0 < x < box_.x1 and box_.y0 < y < box_.y1


@pytest.mark.parametrize("kind", list(SetKind))
def test_meshes_are_sound_and_named_once(kind: SetKind) -> None:
    meshes = sets.build(ref_of(kind))
    assert len({mesh.name for mesh in meshes}) == len(meshes)
    for mesh in meshes:
        sound(mesh)
    triangles = sum(int((mesh.counts - 2).sum()) for mesh in meshes)
    assert 15_000 < triangles < 185_000


@pytest.mark.parametrize("kind", [SetKind.STREET, SetKind.ROOM, SetKind.TEMPLE])
def test_the_same_reference_gives_the_same_bytes(kind: SetKind) -> None:
    first, second = (sets.build(ref_of(kind, seed=7, features=("tower",))) for _ in range(2))
    for a, b in zip(first, second, strict=True):
        assert a.name == b.name and a.points.tobytes() == b.points.tobytes()
        assert a.colours.tobytes() == b.colours.tobytes()


def test_another_seed_gives_another_street() -> None:
    one, two = (sets.plan(ref_of(SetKind.STREET, seed=seed)).obstacles for seed in (1, 2))
    assert one != two


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(list(SetKind)), hour=st.sampled_from(list(TimeOfDay)), fog=st.booleans(),
       seed=st.integers(0, 10_000), features=st.sets(st.sampled_from(FEATURES)))
def test_plans_hold_for_any_reference(kind: SetKind, hour: TimeOfDay, fog: bool, seed: int,
                                      features: set[str]) -> None:
    plan: SetPlan = sets.plan(ref_of(kind, hour, fog=fog, seed=seed, features=tuple(sorted(features))))
    names = {spot.name for spot in plan.spots}
    assert {"entrance", "exit", "centre"} <= names
    x0, y0, x1, y1 = plan.extent
    assert x1 - x0 >= 6 and y1 - y0 >= 3.5
    assert abs(float(np.linalg.norm(plan.mood.key)) - 1) < 1e-6
    for spot in plan.spots:
        if spot.name in ("entrance", "exit", "centre", "crosswalk", "curb", "sidewalk"):
            assert not [b.name for b in plan.obstacles if inside(b, spot.x, spot.y)], spot
    for lane in plan.lanes:
        for share in np.linspace(0, 1, 60):
            x, y = lane.x0 + share * (lane.x1 - lane.x0), lane.y0 + share * (lane.y1 - lane.y0)
            assert not [b.name for b in plan.obstacles if inside(b, x, y)], (x, y)


def test_plans_take_milliseconds() -> None:
    refs = [ref_of(kind, features=("tower",)) for kind in SetKind]
    started = time.perf_counter()
    for ref in refs:
        sets.plan(ref)
    assert (time.perf_counter() - started) / len(refs) < 0.1


@pytest.mark.parametrize("kind", [SetKind.STREET, SetKind.ROAD])
def test_roads_run_sixty_metres_each_way_with_traffic_on_the_right(kind: SetKind) -> None:
    plan = sets.plan(ref_of(kind))
    assert plan.extent[0] <= -60 and plan.extent[2] >= 60
    along = [lane for lane in plan.lanes if abs(lane.y1 - lane.y0) < 1]
    assert along and all((lane.x1 > lane.x0) == (lane.y0 < 0) for lane in along)


@pytest.mark.parametrize("kind", sorted(WALLED))
def test_rooms_have_walls_and_a_ceiling_of_their_own(kind: SetKind) -> None:
    names = {mesh.name for mesh in sets.build(ref_of(kind))}
    assert {"wall_north", "wall_south", "wall_east", "wall_west", "ceiling", "floor"} <= names
    plan = sets.plan(ref_of(kind))
    assert plan.ceiling is not None and plan.ceiling > 2.4
    assert "door" in {spot.name for spot in plan.spots}


def test_the_sides_of_a_room_stand_where_their_names_say_and_face_in() -> None:
    meshes = {mesh.name: mesh for mesh in sets.build(ref_of(SetKind.ROOM))}
    for name, axis, sign in (("wall_north", 1, 1), ("wall_south", 1, -1), ("wall_east", 0, 1), ("wall_west", 0, -1)):
        mesh = meshes[name]
        assert sign * np.median(mesh.points[:, axis]) > 3
        a, b, c = (mesh.points[mesh.corners[n]] for n in (0, 1, 2))
        assert sign * np.cross(b - a, c - a)[axis] < 0


def test_a_tower_stands_apart_and_only_where_asked_for() -> None:
    with_tower = {mesh.name: mesh for mesh in sets.build(ref_of(SetKind.STREET, features=("tower",)))}
    without = {mesh.name for mesh in sets.build(ref_of(SetKind.STREET))}
    assert "feature_tower" in with_tower and "feature_tower" not in without
    assert with_tower["feature_tower"].points[:, 2].max() > 30
    gate = {mesh.name for mesh in sets.build(ref_of(SetKind.STREET, features=("gate",)))}
    assert "feature_gate" in gate and "feature_tower" not in gate
    plan = sets.plan(ref_of(SetKind.STREET, features=("gate",)))
    spot = next(spot for spot in plan.spots if spot.name == "gate")
    assert abs(with_tower["feature_tower"].points[:, 0].mean() - spot.x) < 2


def test_the_in_between_is_the_same_street_without_light_or_colour() -> None:
    street, between = (sets.plan(ref_of(kind, seed=3)) for kind in (SetKind.STREET, SetKind.BETWEEN))
    assert street.obstacles == between.obstacles and street.lanes == between.lanes
    assert street.lamps and not between.lamps
    built = {mesh.name: mesh for mesh in sets.build(ref_of(SetKind.BETWEEN, seed=3))}
    lively = {mesh.name: mesh for mesh in sets.build(ref_of(SetKind.STREET, seed=3))}

    def hue(mesh: Mesh) -> float:
        bright = mesh.colours[mesh.colours.max(axis=1) > 0.05]
        return float(np.mean((bright.max(axis=1) - bright.min(axis=1)) / bright.max(axis=1)))

    assert hue(built["buildings"]) < 0.5 * hue(lively["buildings"])
    assert built["buildings"].colours.max() < 1 < lively["buildings"].colours.max()
    assert built["hanging_city"].points[:, 2].min() > 25


def test_a_street_set_in_the_other_world_is_the_in_between() -> None:
    assert "hanging_city" in {m.name for m in sets.build(ref_of(SetKind.STREET, otherworld=True))}


@pytest.mark.parametrize(("kind", "hour"), list(product([SetKind.STREET, SetKind.ALLEY, SetKind.TEMPLE], TimeOfDay)))
def test_lamps_burn_when_it_is_dark(kind: SetKind, hour: TimeOfDay) -> None:
    assert bool(sets.plan(ref_of(kind, hour)).lamps) == (hour is not TimeOfDay.DAY)


def test_night_is_darker_than_day_and_has_pools_of_light() -> None:
    def ground(hour: TimeOfDay) -> np.ndarray:
        mesh = next(m for m in sets.build(ref_of(SetKind.STREET, hour, features=("dry",))) if m.name == "ground")
        road = (np.abs(mesh.points[:, 1]) < 8) & (np.abs(mesh.points[:, 0]) < 60)
        return mesh.colours[road].mean(axis=1)

    day, night = ground(TimeOfDay.DAY), ground(TimeOfDay.NIGHT)
    assert np.median(night) < 0.5 * np.median(day)
    assert np.percentile(night, 97) > 3 * np.percentile(night, 10)


def test_wet_roads_are_open_to_a_street_upside_down() -> None:
    meshes = {mesh.name: mesh for mesh in sets.build(ref_of(SetKind.STREET))}
    assert meshes["reflection"].points[:, 2].max() <= 0
    signs = meshes["buildings"].points[meshes["buildings"].colours.max(axis=1) > 0.8].astype(float)
    under = meshes["reflection"].points.astype(float) * [1, 1, -1]
    mirrored = {tuple(p) for p in np.round(under * 100).astype(int).tolist()}
    near = signs[(np.abs(signs[:, 0]) < 60) & (np.abs(signs[:, 1]) < 15) & (signs[:, 2] > 0.4)]
    found = [tuple(p) in mirrored for p in np.round(near * 100).astype(int).tolist()]
    assert sum(found) > 0.9 * len(found) > 50
    dry = {mesh.name for mesh in sets.build(ref_of(SetKind.STREET, TimeOfDay.DAY))}
    assert "reflection" not in dry


def test_fog_thickens_the_air_and_features_change_the_rooms() -> None:
    for kind in SetKind:
        clear, foggy = (mood(ref_of(kind, TimeOfDay.DAY, fog=fog)) for fog in (False, True))
        assert foggy.fog_density >= clear.fog_density
    assert "pulpit" in {s.name for s in sets.plan(ref_of(SetKind.HALL, features=("pulpit",))).spots}
    assert "bookshelves" in {s.name for s in sets.plan(ref_of(SetKind.HALL, features=("bookshelves",))).spots}
    assert "bed" in {s.name for s in sets.plan(ref_of(SetKind.OFFICE, features=("bed",))).spots}
    assert "grave" in {s.name for s in sets.plan(ref_of(SetKind.FIELD, features=("grave",))).spots}


def test_light_falls_off_is_blocked_and_comes_through_windows() -> None:
    floor = rectangle((-4, -4, 0), (8, 0, 0), (0, 8, 0), (0.5, 0.5, 0.5), 0.5)
    night = mood(ref_of(SetKind.STREET))
    pool = lit(floor, Lighting(night, (Light(0, 0, 3, (9, 9, 9)),))).mean(axis=1)
    away = np.linalg.norm(floor.points, axis=1)
    assert pool[away.argmin()] > 3 * pool[away.argmax()]
    block = np.array([[-1, -1, 0.5, 1, 1, 1]], np.float32)
    up = f32([[0, 0, 1]])
    assert hidden(f32([[0, 0, 0], [3, 0, 0]]), up[0], block, 10.0).tolist() == [True, False]
    window = Opening(1, 2.0, (-1, 1), (1, 2))
    seen = through(f32([[0, 0, 0], [3, 0, 0]]), f32([0, 0.8, 0.6]), [window])
    assert seen[0] == 1 and seen[1] == 0


@given(st.integers(0xAC00, 0xD7A3))
def test_every_hangul_syllable_has_strokes_in_its_square(code: int) -> None:
    strokes = np.array(syllable(chr(code)))
    assert len(strokes) >= 2 and strokes.min() > -0.05 and strokes.max() < 1.05
    assert outline(chr(code)).shape == (len(strokes), 4, 2)


def test_shapes_close_and_look_outward() -> None:
    for piece in (box((0, 0, 0), (1, 2, 3), (1, 1, 1)), balls([(0, 0, 0)], [1.0], (1, 1, 1), level=2),
                  tube([(0, 0, 0), (0, 0, 1), (0, 0, 2)], 0.5, (1, 1, 1))):
        centre = (piece.points.min(axis=0) + piece.points.max(axis=0)) / 2
        assert ((piece.points - centre) * normals(piece)).sum(axis=1).min() > -1e-6
    mirrored = moved(box((0, 0, 0), (1, 1, 1), (1, 1, 1)), scale=(-1, 1, 1))
    assert ((mirrored.points - mirrored.points.mean(axis=0)) * normals(mirrored)).sum(axis=1).min() > 0
    assert len(boxes([(0, 0, 0)] * 3, [(1, 1, 1)] * 3, (1, 1, 1), bottom=False).counts) == 15
    sheet = patch(np.zeros((3, 3, 3)), (1, 1, 1), keep=np.eye(2, dtype=bool))
    assert len(sheet.counts) == 2 and len(sheet.points) == 7


@given(st.integers(0, 1000))
@settings(max_examples=20)
def test_noise_is_smooth_and_bounded(seed: int) -> None:
    at = np.random.default_rng(seed).uniform(-40, 40, (200, 3)).astype(np.float32)
    values = noise(at, seed)
    assert np.abs(values).max() <= 1 and values.std() > 0.1
    assert np.abs(noise(at + np.float32(1e-3), seed) - values).max() < 0.02
