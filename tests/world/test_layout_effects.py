"""Simulated effects in a shot: what they send, push and shake, at the shot's own frames."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import numpy as np

from throughline.film.blocking import (
    Act,
    Blocking,
    Framing,
    FramingStyle,
    Look,
    Performance,
    PlacedEffect,
    SetRef,
    Waypoint,
)
from throughline.film.effect import EffectOrder, EffectPush, EffectSheet, EffectSound
from throughline.film.setplan import Lamp
from throughline.film.shot import Angle, EffectCue, Move, Shot, Size
from throughline.film.story import SetKind, TimeOfDay
from throughline.world.camera import CameraTrack
from throughline.world.layout.effects import Simulated, felt, lamps, shaken

RATE = Fraction(24)


def _sheet() -> EffectSheet:
    order = EffectOrder(kind="fireball", x=0.0, y=0.0)
    glow = tuple((Lamp(x=0.0, y=0.0, z=1.0, colour=(float(n), 0.0, 0.0)),) for n in range(3))
    return EffectSheet(order=order, frames=3, lamps=glow,
                       sounds=(EffectSound(kind="explosion", frame=0.0, x=0.0, y=0.0, z=0.0, size_m=8.0),),
                       pushes=(EffectPush(frame=0.0, x=0.0, y=0.0, z=1.0, impulse=11000.0, reach_m=14.0),))


def _blocking(frame: int = 10) -> Blocking:
    shot = Shot(id="1-010", scene="1", frames=48, size=Size.LS, angle=Angle.EYE, move=Move.STATIC, lens_mm=35,
                subjects=("MARA",), action="She is thrown.")
    walk = (Waypoint(frame=0, x=4.0, y=0.0), Waypoint(frame=47, x=6.0, y=0.0))
    cue = EffectCue(kind="explosion", frame=frame)
    return Blocking(shot=shot, set=SetRef(kind=SetKind.STREET, time=TimeOfDay.NIGHT),
                    performances=(Performance(name="MARA", look=Look(name="MARA"), path=walk),), vehicles=(), props=(),
                    effects=(PlacedEffect(cue=cue, x=0.0, y=0.0, z=0.0),), framing=Framing(style=FramingStyle.SIDE))


def _track(frames: int) -> CameraTrack:
    place = np.tile([0.0, -20.0, 1.6], (frames, 1))
    return CameraTrack(place, place + np.array([0.0, 20.0, 0.0]), np.zeros(frames), np.full(frames, 35.0), 2.39)


def test_lamps_come_when_it_goes_off_and_the_last_ones_stay() -> None:
    blocking, done = _blocking(), {0: Simulated(_sheet(), 10.0)}
    assert lamps(blocking, done, 9) == ()
    assert [lamps(blocking, done, frame)[0].colour[0] for frame in (10, 11, 12, 40)] == [0.0, 1.0, 2.0, 2.0]
    assert lamps(blocking, {}, 12), "one that is not simulated shines as it is drawn"


def test_who_is_near_feels_it_and_who_is_far_does_not() -> None:
    blocking = _blocking()
    near = felt(blocking, [Simulated(_sheet(), 10.0)], RATE)
    thrown = [moment for moment in near.performances[0].moments if moment.act is Act.THROWN]
    assert len(thrown) == 1 and 10.0 <= thrown[0].frame_in < 14.0
    away = tuple(msgspec.structs.replace(way, x=way.x + 300.0) for way in blocking.performances[0].path)
    far = msgspec.structs.replace(blocking, performances=(
        msgspec.structs.replace(blocking.performances[0], path=away),))
    assert felt(far, [Simulated(_sheet(), 10.0)], RATE) == far


def test_the_camera_shakes_when_the_sound_has_come_and_stays_where_it_is() -> None:
    before = _track(48)
    after = shaken(before, [Simulated(_sheet(), 10.0)], RATE, 3)
    turned = np.linalg.norm(after.look - before.look, axis=1)
    assert turned[:11].max() == 0.0 and turned[11:16].max() > 0.01
    assert np.array_equal(after.position, before.position)
    assert np.allclose(np.linalg.norm(after.look - after.position, axis=1), 20.0)
    assert shaken(before, [], RATE, 3) is before
