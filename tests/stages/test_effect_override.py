"""Which of ours an artist's effect still needs, and how its files are told apart."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from throughline.build.stage import File
from throughline.film.blocking import Blocking, Framing, FramingStyle, PlacedEffect, SetRef
from throughline.film.settings import Settings
from throughline.film.shot import Angle, EffectCue, Move, Shot, Size
from throughline.film.story import SetKind, TimeOfDay
from throughline.stages.effect_orders import effect_params
from throughline.stages.effect_override import Own, OwnEffectParams, own_effects, own_task
from throughline.stages.wedge import moments


def blocking(*kinds: str) -> Blocking:
    shot = Shot(id="1-010", scene="1", frames=48, size=Size.LS, angle=Angle.EYE, move=Move.STATIC, lens_mm=28,
                subjects=(), action="It goes off.")
    effects = tuple(PlacedEffect(cue=EffectCue(kind=kind, frame=6), x=float(n), y=0.0, z=0.0)
                    for n, kind in enumerate(kinds))
    return Blocking(shot=shot, set=SetRef(kind=SetKind.STREET, time=TimeOfDay.DAY), performances=(), vehicles=(),
                    props=(), effects=effects, framing=Framing(style=FramingStyle.EFFECT))


@pytest.mark.parametrize(("kind", "own", "needs"), [
    ("explosion", Own(("explosion.0001.vdb",)), False), ("explosion", Own((), "explosion.usdc"), True),
    ("collapse", Own(("collapse.0001.vdb",)), True), ("collapse", Own(("collapse.0001.vdb",), "collapse.usd"), True)])
def test_only_what_the_artist_does_not_bring_is_simulated(kind: str, own: Own, needs: bool) -> None:
    shot = blocking(kind)
    order = effect_params((shot,), Settings(), {})["1-010", 0]
    task = own_task(shot, 0, order, own, File(Path("/own"), "digest"))
    assert task.needs == ((f"effect/{order.name}",) if needs else ())
    assert isinstance(task.params, OwnEffectParams) and task.params.frames == 42


def test_the_second_of_a_kind_has_files_of_its_own(tmp_path: Path) -> None:
    for name in ("explosion.0001.vdb", "explosion_2.0001.VDB", "explosion 2.0002.vdb", "collapse.usda", ".hidden"):
        (tmp_path / name).touch()
    found = own_effects(tmp_path, blocking("explosion", "explosion", "rain", "collapse"))
    assert found == {"explosion": Own(("explosion.0001.vdb",)), "collapse": Own((), "collapse.usda"),
                     "explosion 2": Own(("explosion_2.0001.VDB", "explosion 2.0002.vdb"))}


@pytest.mark.parametrize(("frames", "first"), [(84, 12), (1, 0), (5, 4), (48, -30), (8, 0)])
def test_a_strip_shows_the_start_closely_and_the_end(frames: int, first: int) -> None:
    shown = moments(frames, first)
    assert shown == sorted(set(shown)) and shown[0] == max(0, first) and shown[-1] == frames - 1 and len(shown) <= 8
    steps = [b - a for a, b in pairwise(shown)]
    assert not steps or steps[0] <= steps[-1]
