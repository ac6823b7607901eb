"""A collapse's dust: what it is asked of the solver of gas, what stops it, which way it rolls on."""

from __future__ import annotations

import numpy as np

from throughline.effects.destruction.collapse import collapse
from throughline.film.blocking import Blocking, Framing, FramingStyle, PlacedEffect, SetRef
from throughline.film.effect import EffectOrder
from throughline.film.settings import Settings
from throughline.film.shot import Angle, EffectCue, Move, Shot, Size
from throughline.film.story import SetKind, TimeOfDay
from throughline.stages.effect_orders import effect_params
from throughline.stages.effects import dust_order, walls_about
from throughline.world import sets, standins

STREET = SetRef(kind=SetKind.STREET, time=TimeOfDay.DAY, features=("tower",))


def seen(*effects: tuple[str, float, float]) -> Blocking:
    shot = Shot(id="1-010", scene="1", frames=48, size=Size.LS, angle=Angle.EYE, move=Move.STATIC, lens_mm=28,
                subjects=(), action="It comes down.")
    placed = tuple(PlacedEffect(cue=EffectCue(kind=kind, frame=0), x=x, y=y, z=0.0) for kind, x, y in effects)
    return Blocking(shot=shot, set=STREET, performances=(), vehicles=(), props=(), effects=placed,
                    framing=Framing(style=FramingStyle.EFFECT))


def test_dust_in_a_shot_of_a_collapse_rolls_away_from_it() -> None:
    params = effect_params((seen(("collapse", 66.0, 0.0), ("dust", 26.0, 30.0)),), Settings(), {})
    assert params["1-010", 1].order.direction == (-0.8, 0.6, 0.0) and params["1-010", 0].order.direction is None
    alone = effect_params((seen(("explosion", 66.0, 0.0), ("dust", 26.0, 30.0)),), Settings(), {})
    assert alone["1-010", 1].order.direction is None


def test_what_comes_down_does_not_stand_in_its_own_dust() -> None:
    plan, tower = sets.plan(STREET), standins.standing(STREET)
    own = [box for box in plan.obstacles if box.name == "tower"]
    place = {axis: sum((getattr(box, f"{axis}0") + getattr(box, f"{axis}1")) / 2 for box in own) / len(own)
             for axis in "xy"}
    order = EffectOrder(kind="collapse", x=place["x"], y=place["y"], size_m=18.0)
    near = walls_about(plan, order, tower)
    assert own and not set(own) & set(near) and any(box.name == "building" for box in near)
    assert set(walls_about(plan, order)) > set(near)


def test_the_solver_is_asked_for_dust_as_high_as_the_building() -> None:
    ruin = collapse(EffectOrder(kind="collapse", x=3.0, y=2.0, size_m=12.0, seconds=2.0, detail=0.12, seed=3))
    order, sources = dust_order(ruin)
    assert order.size_m == float(ruin.pieces.high[:, 2].max()) and order.seconds == 2.0
    assert len(sources.puffs) + len(sources.emitters) == len(ruin.dust) and sources.emitters
    assert all(emitter.swell > 0 and emitter.stop > emitter.start for emitter in sources.emitters)
    assert np.isfinite(sources.puffs).all() and not sources.smokes()
