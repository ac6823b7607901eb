"""A collapse from its order: what moves when, what it tells, what it refuses, what a USD of it holds."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from pxr import Usd, UsdGeom

from throughline.effects.destruction import usd
from throughline.effects.destruction.collapse import Collapse, collapse
from throughline.effects.destruction.transforms import carried
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError
from throughline.film.setplan import Box

ORDER = EffectOrder(kind="collapse", x=30.0, y=-4.0, facing=0.6, size_m=12.0, seconds=3.0, detail=0.12, seed=7)


@pytest.fixture(scope="module")
def fallen() -> Collapse:
    return collapse(msgspec.structs.replace(ORDER, words=("floor by floor from the second floor",)))


def test_it_comes_down_where_it_stood_and_no_faster_than_it_can(fallen: Collapse) -> None:
    height = fallen.moves[:, :, 2]
    assert fallen.moves.shape == (73, len(fallen.pieces), 7)
    assert np.allclose(fallen.moves[0, :, :2].mean(axis=0), (30.0, -4.0), atol=0.6)
    assert height[-1].max() < 0.6 * height[0].max()
    seconds = np.arange(73)[:, None] / 24
    assert (height[0] - height <= 0.5 * 9.81 * seconds ** 2 + 1.2 * seconds + 0.4).all()
    assert np.allclose(np.linalg.norm(fallen.moves[..., 3:], axis=-1), 1.0, atol=1e-4)


def test_nothing_of_it_ends_under_the_ground(fallen: Collapse) -> None:
    pieces = fallen.pieces
    of = np.repeat(np.arange(len(pieces)), np.diff(pieces.first_point))
    ends = carried(pieces.points - pieces.centre[of], of, fallen.moves[-1:].astype(np.float64))
    assert ends[..., 2].min() > -0.3
    for batch in usd.batches(fallen):
        assert batch.points[-1, :, 2].min() > -0.3, batch.name


def test_it_tells_of_dust_blows_and_sounds(fallen: Collapse) -> None:
    assert {"collapse", "impact", "glass"} <= {sound.kind for sound in fallen.sounds}
    assert fallen.dust and all(puff.radius > 0 and puff.amount > 0 and 0 <= puff.t <= 3.0 for puff in fallen.dust)
    assert fallen.pushes and all(push.velocity is not None and push.velocity[2] < 0 for push in fallen.pushes)
    heaviest = max(fallen.impacts, key=lambda hit: hit.kg)
    assert heaviest.kg > 200.0 and np.hypot(heaviest.place[0] - 30.0, heaviest.place[1] + 4.0) < 20.0


def test_glass_bursts_into_shards(fallen: Collapse) -> None:
    gone = fallen.gone < len(fallen.moves)
    assert gone.any() and (fallen.pieces.kind[gone] == 4).all() and fallen.debris.shard.any()


def test_a_side_that_is_named_is_where_it_lands() -> None:
    order = msgspec.structs.replace(ORDER, facing=0.0, seconds=4.0)
    ends = {}
    for words in ("왼쪽으로 무너진다", "falls to the right"):
        made = collapse(msgspec.structs.replace(order, words=(words,)))
        ends[words] = float(np.average(made.moves[-1, :, 1] - made.moves[0, :, 1], weights=made.pieces.mass))
    assert ends["왼쪽으로 무너진다"] > 0.5 and ends["falls to the right"] < -0.5


def test_a_hole_leaves_the_building_standing() -> None:
    made = collapse(msgspec.structs.replace(ORDER, kind="hole", seconds=1.5, detail=0.4))
    shift = np.linalg.norm(made.moves[-1, :, :3] - made.moves[0, :, :3], axis=1)
    assert 0.005 < (shift > 0.3).mean() < 0.35
    assert made.moves[-1, :, 2].max() > 11.0


def test_what_is_thrown_stops_at_a_wall() -> None:
    wall = Box(x0=36.5, y0=-14.0, x1=37.5, y1=6.0, height=30.0)
    words = ("pancake",)
    made = collapse(msgspec.structs.replace(ORDER, words=words, obstacles=(wall,)))
    inside = ((made.moves[-1, :, 0] > 36.9) & (made.moves[-1, :, 0] < 37.4)).sum()
    assert inside <= 0.01 * len(made.pieces)


def test_the_same_order_gives_the_same_bytes(tmp_path: Path, fallen: Collapse) -> None:
    again = collapse(fallen.order)
    assert again.moves.tobytes() == fallen.moves.tobytes() and again.sheet == fallen.sheet
    assert again.dust == fallen.dust and again.debris.moves.tobytes() == fallen.debris.moves.tobytes()
    for made, name in ((fallen, "one.usdc"), (again, "other.usdc")):
        usd.write(made, tmp_path / name)
    assert (tmp_path / "one.usdc").read_bytes() == (tmp_path / "other.usdc").read_bytes()


def test_the_stage_carries_every_piece_to_where_it_is(tmp_path: Path, fallen: Collapse) -> None:
    usd.write(fallen, tmp_path / "ruin.usdc", first=12)
    stage = Usd.Stage.Open(str(tmp_path / "ruin.usdc"))
    meshes = {int(prim.GetName()[6:]): prim for prim in stage.Traverse() if prim.GetName().startswith("Piece_")}
    assert stage.GetStartTimeCode() == 12 and len(meshes) == len(fallen.pieces)
    for frame in (0, 30, 45, 72):
        cache = UsdGeom.XformCache(12 + frame)
        for number, prim in meshes.items():
            matrix = np.array(cache.GetLocalToWorldTransform(prim))
            pose = fallen.moves[frame, number].astype(np.float64)
            points = np.array(UsdGeom.Mesh(prim).GetPointsAttr().Get(), np.float64)
            there = carried(points, np.zeros(len(points), np.int64), pose[None, None])[0]
            assert np.abs(points @ matrix[:3, :3] + matrix[3, :3] - there).max() < 0.03
    colours = [UsdGeom.PrimvarsAPI(prim).GetPrimvar("displayColor").Get() for prim in meshes.values()]
    faces = [len(UsdGeom.Mesh(prim).GetFaceVertexCountsAttr().Get()) for prim in meshes.values()]
    assert [len(colour) for colour in colours] == faces


def test_the_stage_is_small_and_glass_that_burst_is_not_seen(tmp_path: Path, fallen: Collapse) -> None:
    usd.write(fallen, tmp_path / "ruin.usdc")
    points = len(fallen.pieces.points) + sum(batch.points.shape[1] for batch in usd.batches(fallen))
    assert (tmp_path / "ruin.usdc").stat().st_size < 0.4 * 12 * points * len(fallen.moves)
    stage = Usd.Stage.Open(str(tmp_path / "ruin.usdc"))
    pane = int(np.flatnonzero(fallen.gone < 60)[0])
    prim = next(prim for prim in stage.Traverse() if prim.GetName() == f"Piece_{pane:04d}")
    gone = int(fallen.gone[pane])
    seen = [UsdGeom.Imageable(prim).ComputeVisibility(frame) for frame in (0, gone - 1, gone, 72)]
    assert seen == ["inherited", "inherited", "invisible", "invisible"]


def test_a_shade_lights_faces_as_they_lie(tmp_path: Path, fallen: Collapse) -> None:
    usd.write(fallen, tmp_path / "lit.usdc", lambda places, ways, colours: colours * (0.5 + 0.5 * ways[:, 2:]))
    stage = Usd.Stage.Open(str(tmp_path / "lit.usdc"))
    turned = np.abs(fallen.moves[72, :, 3:6]).max(axis=1)
    piece = int(turned.argmax())
    prim = next(prim for prim in stage.Traverse() if prim.GetName() == f"Piece_{piece:04d}")
    colour = UsdGeom.PrimvarsAPI(prim).GetPrimvar("displayColor")
    assert not np.allclose(colour.Get(0), colour.Get(72))


def test_air_is_pressed_out_sideways_and_falls_with_the_building(fallen: Collapse) -> None:
    jets = [puff for puff in fallen.dust if puff.seconds]
    speed = np.array([puff.velocity for puff in jets])
    out = np.array([puff.place for puff in jets])[:, :2] - (30.0, -4.0)
    assert len(jets) > 10 and (np.einsum("ij,ij->i", out, speed[:, :2]) > 0).mean() > 0.95
    assert (np.hypot(*speed[:, :2].T) > 3 * np.abs(speed[:, 2])).mean() > 0.9
    assert np.linalg.norm(speed, axis=1).max() <= 1.15 * 30.0
    falling = np.array([puff.velocity[2] for puff in fallen.dust if not puff.seconds and 0.5 < puff.t < 1.5])
    assert np.median(falling) < -2.0


@pytest.mark.parametrize(("change", "says"), [
    ({"size_m": 0.0}, "0 m high"), ({"size_m": float("nan")}, "not one"), ({"seconds": 0.0}, "0 s"),
    ({"kind": "melt"}, "unknown destruction 'melt'"), ({"x": float("inf")}, "not one"), ({"detail": 0.0}, "detail")])
def test_a_wrong_order_gets_one_line(change: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        collapse(msgspec.structs.replace(ORDER, **change))
    assert "\n" not in str(error.value)


def test_an_unknown_building_is_told_the_known() -> None:
    with pytest.raises(InputError, match="unknown building 'castle'; use one of: tower, gate, building"):
        collapse(ORDER, building="castle")
