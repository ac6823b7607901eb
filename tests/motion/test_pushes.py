"""What an effect does to a body: as strong as it is near, once, and after the time that a body needs to react."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from throughline.film.blocking import Act
from throughline.film.effect import EffectPush
from throughline.motion import perform
from throughline.motion.pushes import STARTLE_S, pushed

from .staged import RATE, REST, act, part, straight

STANDS = part((0, 0, 0, 0.0))


def bang(x=5.0, y=0.0, frame=20.0, impulse=9000.0, reach_m=40.0, **more):
    return EffectPush(frame=frame, x=x, y=y, z=0.8, impulse=impulse, reach_m=reach_m, **more)


def acts(performance):
    return [moment.act for moment in performance.moments]


def test_a_near_blast_throws_away_from_itself():
    thrown = pushed(STANDS, [bang(x=4.0, y=3.0)], 90).moments[0]
    x, y, z = thrown.push
    assert thrown.act is Act.THROWN and x < 0.0 and y < 0.0 and z > 0.0 and math.isclose(x / y, 4.0 / 3.0, rel_tol=1e-3)
    assert 20.0 <= thrown.frame_in <= 22.0
    motion = perform(pushed(STANDS, [bang(x=4.0, y=3.0)], 90), REST, 90, RATE)
    assert motion.root[-1, 0] < -0.5 and motion.root[-1, 2] < 0.4


def test_pushes_weaken_from_a_throw_over_a_stumble_to_a_flinch():
    runs = straight(4.0, 90)
    kinds = [acts(pushed(runs, [bang(x=3.3 + away, reach_m=60.0)], 90))[:1] for away in (4.0, 9.0, 30.0)]
    assert kinds == [[Act.THROWN], [Act.STUMBLE], [Act.COVER]]
    assert acts(pushed(STANDS, [bang(x=9.0)], 90))[0] is Act.COVER  # who stands has no step to miss
    assert pushed(STANDS, [bang(x=50.0)], 90) == STANDS


def test_a_flinch_comes_after_the_wave_and_the_nerve():
    near, far = (pushed(STANDS, [bang(x=x, impulse=3000.0, reach_m=200.0)], 200).moments[0] for x in (10.0, 60.0))
    assert near.act is Act.COVER and near.frame_in >= 20.0 + 24 * STARTLE_S - 1.0
    late = far.frame_in - near.frame_in
    assert 2.0 <= late <= 40.0


def test_debris_fells_whom_it_hits_and_startles_the_next():
    brick = bang(x=0.1, impulse=0.0, reach_m=3.0, velocity=(0.0, 12.0, -4.0), kg=9.0)
    felled = pushed(STANDS, [brick], 90).moments[0]
    assert felled.act is Act.FALL and felled.push[1] > 0.0
    assert acts(pushed(part((0, 2, 0, 0.0)), [brick], 90)) == [Act.COVER, Act.LOOK]


def test_who_falls_anyway_or_drives_is_left_alone():
    falls = structs.replace(STANDS, moments=(act("fall", 10, 40),))
    drives = structs.replace(STANDS, moments=(act("drive", -1, 90),))
    assert pushed(falls, [bang()], 90) == falls and pushed(drives, [bang()], 90) == drives


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(bang, x=st.floats(-30, 30), y=st.floats(-30, 30), frame=st.floats(-60, 200),
                          impulse=st.floats(0, 1e6), reach_m=st.floats(0, 80)), max_size=8))
def test_any_pushes_fit_the_shot_and_throw_once(pushes):
    told = pushed(STANDS, pushes, 90)
    assert all(0.0 < moment.frame_in and moment.frame_out >= moment.frame_in for moment in told.moments)
    assert acts(told).count(Act.THROWN) <= 1
    assert all(math.dist(moment.push, (0, 0, 0)) < 1300.0 for moment in told.moments if moment.push)
    assert pushed(STANDS, pushes, 90) == told
