"""A shot's soft volumes: written with its layout, on the stage as points, in the passes that boards are drawn from."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pxr import Usd, UsdGeom

from throughline.effects.volume import Volume
from throughline.effects.volume import write as write_gas
from throughline.engines.contracts import Pass
from throughline.film.blocking import Blocking, Framing, FramingStyle, PlacedEffect, SetRef
from throughline.film.layout import CameraSample, LayoutSheet
from throughline.film.shot import Angle, EffectCue, Move, Shot, Size
from throughline.film.story import SetKind, TimeOfDay
from throughline.picture.splat import Layer
from throughline.stages.effect_orders import FRAMES as FRAMES_FOLDER
from throughline.stages.rendering import Frame
from throughline.stages.volumes import NAME, Volumes, marked, merged, together, volumes
from throughline.world import sets
from throughline.world.layout import usd_shot
from throughline.world.puffs import Puffs, puffs
from throughline.world.puffs_file import write

REF = SetRef(kind=SetKind.STREET, time=TimeOfDay.NIGHT)
EFFECT = PlacedEffect(cue=EffectCue(kind="smoke", frame=1, size_m=5.0), x=0.0, y=0.0, z=0.0, seed=3)
FRAMES = 3


def sheet() -> LayoutSheet:
    sample = CameraSample(position=(-12.0, 0.0, 1.5), look=(0.0, 0.0, 3.0), roll=0.0, lens_mm=28.0)
    return LayoutSheet(shot="1-010", frames=FRAMES, rate_num=24, rate_den=1, aspect=2.0, camera=(sample,) * FRAMES,
                       mood=sets.plan(REF).mood, lamps=((),) * FRAMES, footsteps=(), tracks=())


def blocking() -> Blocking:
    shot = Shot(id="1-010", scene="1", frames=FRAMES, size=Size.LS, angle=Angle.EYE, move=Move.STATIC, lens_mm=28,
                subjects=(), action="Smoke.")
    return Blocking(shot=shot, set=REF, performances=(), vehicles=(), props=(), effects=(EFFECT,),
                    framing=Framing(style=FramingStyle.EFFECT))


def clouds() -> list[Puffs]:
    return [puffs(EFFECT, frame, REF) for frame in range(FRAMES)]


def frame(number: int, metres: float) -> Frame:
    size = (80, 160)
    return Frame(number, {Pass.COLOUR: np.zeros((*size, 3), np.float32), Pass.DEPTH: np.full(size, metres, np.float32),
                          Pass.ID: np.ones(size, np.int32)}, ("Set/ground",))


@pytest.fixture
def found(tmp_path: Path) -> Volumes:
    write(tmp_path / "effects.npz", clouds())
    return volumes(tmp_path / "shot.usdc", sheet(), blocking(), {}, 1)


def test_frames_have_their_own_volumes_and_none_before_the_cue(found: Volumes) -> None:
    assert found.seen(frame(0, np.inf))[1] is None
    assert found.seen(frame(2, 3.0))[1] is None
    seen = found.seen(frame(2, np.inf))[1]
    assert seen is not None and seen.cover.max() > 0.7


def test_a_layout_without_effects_has_none(tmp_path: Path) -> None:
    assert volumes(tmp_path / "shot.usdc", sheet(), blocking(), {}, 1).seen(frame(1, np.inf))[1] is None


def test_dense_smoke_is_an_effect_in_the_passes_and_the_rest_is_as_it_was(found: Volumes) -> None:
    plain = frame(2, 40.0)
    layer = found.seen(plain)[1]
    assert layer is not None
    seen = merged(plain, layer)
    assert seen.names == ("Set/ground", NAME)
    smoke = seen.passes[Pass.ID] == 2
    assert smoke.any() and (seen.passes[Pass.ID][~smoke] == 1).all()
    assert (seen.passes[Pass.DEPTH][smoke] < 20).all() and (seen.passes[Pass.DEPTH][~smoke] == 40).all()
    assert seen.passes[Pass.COLOUR][smoke].mean() > 0 and not seen.passes[Pass.COLOUR][layer.cover == 0].any()
    assert (marked(plain, layer).passes[Pass.DEPTH] == 40).all() and merged(plain, None) is plain


def test_the_stage_carries_the_puffs_as_points(tmp_path: Path) -> None:
    stage = usd_shot.open_shot(tmp_path / "shot.usdc", FRAMES, Fraction(24))
    usd_shot.add_effect(stage, EFFECT, 0, FRAMES, REF, clouds())
    stage.GetRootLayer().Save()
    again = Usd.Stage.Open(str(tmp_path / "shot.usdc"))
    points = UsdGeom.Points(again.GetPrimAtPath("/Shot/Effects/smoke_0/Puffs"))
    last = clouds()[2]
    assert not len(points.GetPointsAttr().Get(0)) and len(points.GetPointsAttr().Get(2)) == len(last)
    assert np.allclose(np.array(points.GetWidthsAttr().Get(2)), 2 * last.radius)
    assert len(points.GetDisplayColorPrimvar().Get(2)) == len(points.GetDisplayOpacityPrimvar().Get(2)) == len(last)


def test_simulated_gas_is_before_the_frame_from_its_first_frame_on(tmp_path: Path) -> None:
    gas = Volume(np.full((12, 12, 12), 2.0, np.float32), None, None, (-3.0, -3.0, 0.0), 0.5)
    (tmp_path / "effect" / FRAMES_FOLDER).mkdir(parents=True)
    write_gas(tmp_path / "effect" / FRAMES_FOLDER / "0000.npz", [gas])
    found = volumes(tmp_path / "shot.usdc", sheet(), blocking(), {"effect:0": tmp_path / "effect"}, 1)
    assert found.seen(frame(0, np.inf))[1] is None
    seen = found.seen(frame(1, np.inf))[1]
    assert seen is not None and seen.cover.max() > 0.9
    assert found.seen(frame(2, np.inf))[1] is not None, "after its last frame the gas stays"
    assert found.seen(frame(1, 3.0))[1] is None, "held out by what stands before it"


def test_the_nearer_of_two_layers_is_before_the_other() -> None:
    def layer(depth: float, level: float, cover: float) -> Layer:
        return Layer(np.full((1, 1, 3), level, np.float32), np.full((1, 1), cover, np.float32),
                     np.full((1, 1), depth, np.float32))

    for one, other in ((layer(2.0, 0.5, 1.0), layer(9.0, 7.0, 1.0)), (layer(9.0, 7.0, 1.0), layer(2.0, 0.5, 1.0))):
        both = together(one, other)
        assert both.light[0, 0, 0] == 0.5 and both.depth[0, 0] == 2.0 and both.cover[0, 0] == 1.0
    thin = together(layer(2.0, 0.25, 0.5), layer(9.0, 1.0, 1.0))
    assert thin.light[0, 0, 0] == 0.75 and thin.cover[0, 0] == 1.0
