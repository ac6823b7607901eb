"""The camera: sizes, headroom, sides, moves and obstacles, on bodies that really move."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from throughline.film.blocking import (
    Act,
    Blocking,
    Framing,
    FramingStyle,
    Look,
    Moment,
    Performance,
    SetRef,
    Waypoint,
)
from throughline.film.setplan import Box, Mood, SetPlan
from throughline.film.shot import Angle, Move, Shot, Size
from throughline.film.story import SetKind, TimeOfDay
from throughline.motion import perform
from throughline.motion.skeleton import default_rest
from throughline.world.camera import CameraTrack, Figure, body_figure, reticle, solve
from throughline.world.camera.clear import Obstacles

ASPECT, FRAMES = 2.39, 48
MOOD = Mood(sky_top=(0, 0, 0), sky_horizon=(0, 0, 0), key=(0, 0, 1), key_colour=(1, 1, 1), ambient=(1, 1, 1),
            fog_colour=(0, 0, 0))
REF = SetRef(kind=SetKind.STREET, time=TimeOfDay.DAY)


def set_plan(*boxes: Box) -> SetPlan:
    return SetPlan(ref=REF, extent=(-60.0, -12.0, 60.0, 12.0), spots=(), lanes=(), obstacles=boxes, lamps=(), mood=MOOD)


def blocking(style: FramingStyle, size: Size, parts: tuple[Performance, ...], lens: int = 50, move: Move = Move.STATIC,
             angle: Angle = Angle.EYE, partner: str | None = None, side: int = -1,
             line: tuple[float, float] = (1.0, 0.0)) -> Blocking:
    names = tuple(part.name for part in parts if part.name != partner)
    shot = Shot(id="1-010", scene="1", frames=FRAMES, size=size, angle=angle, move=move, lens_mm=lens, subjects=names,
                action="")
    return Blocking(shot=shot, set=REF, performances=parts, vehicles=(), props=(), effects=(),
                    framing=Framing(style=style, subjects=names, partner=partner, side=side, line=line))


def person(name: str, *path: tuple[float, float, float], moments: tuple[Moment, ...] = (),
           height: float = 1.72) -> Performance:
    ways = tuple(Waypoint(frame=frame, x=x, y=y, facing=0.0 if len(path) == 1 else None) for frame, x, y in path)
    return Performance(name=name, look=Look(name=name, height_m=height), path=ways, moments=moments)


def figures(made: Blocking) -> dict[str, Figure]:
    found = {}
    for part in made.performances:
        rest = default_rest(part.look.height_m)
        motion = perform(part, rest, FRAMES, Fraction(24))
        found[part.name] = body_figure(part.name, motion, rest, part.look.height_m)
    return found


def solved(made: Blocking, plan: SetPlan | None = None) -> tuple[CameraTrack, dict[str, Figure]]:
    seen = figures(made)
    return solve(made, plan or set_plan(), seen, ASPECT), seen


@pytest.mark.parametrize("size", [Size.ECU, Size.CU, Size.MCU, Size.MS, Size.MLS, Size.LS, Size.ELS])
@pytest.mark.parametrize("height", [1.2, 1.72, 3.4])
def test_the_face_is_in_the_picture_at_every_size(size: Size, height: float) -> None:
    track, seen = solved(blocking(FramingStyle.SINGLE, size, (person("A", (0, 0, 0), height=height),)))
    for frame in (0, FRAMES // 2, FRAMES - 1):
        x, y, depth = track.project(seen["A"].face[frame][None], frame)[0]
        assert depth > 0.2 and abs(x) < 0.85 and abs(y) < 0.95


def test_sizes_grow_from_extreme_long_to_close() -> None:
    heights = []
    for size in (Size.ELS, Size.LS, Size.MLS, Size.MS, Size.MCU, Size.CU):
        track, seen = solved(blocking(FramingStyle.SINGLE, size, (person("A", (0, 0, 0)),)))
        face = seen["A"].face[0]
        low, high = track.project(face + np.array([[0, 0, -0.12], [0, 0, 0.12]]), 0)[:, 1]
        heights.append(high - low)
    assert heights == sorted(heights) and heights[-1] > 0.9


def test_a_long_shot_shows_head_and_feet() -> None:
    track, seen = solved(blocking(FramingStyle.SINGLE, Size.LS, (person("A", (0, 0, 0)),), lens=32))
    top = np.array([*seen["A"].face[0][:2], seen["A"].top[0]])
    feet = np.array([*seen["A"].middle[0][:2], 0.0])
    assert np.all(np.abs(track.project(np.array([top, feet]), 0)[:, 1]) < 1.0)


def test_who_stands_up_keeps_his_head_in_the_picture() -> None:
    moments = (Moment(act=Act.SIT, frame_in=-24, frame_out=8, at=(0, 0, 0.45)),
               Moment(act=Act.RISE, frame_in=8, frame_out=34))
    made = blocking(FramingStyle.SINGLE, Size.MS, (person("A", (0, 0, 0), moments=moments),))
    track, seen = solved(made)
    crown = np.array([*seen["A"].face[-1][:2], seen["A"].top[-1]])
    assert track.project(crown[None], FRAMES - 1)[0, 1] < 1.0


def test_a_leading_camera_keeps_its_distance_from_a_runner() -> None:
    made = blocking(FramingStyle.FRONT, Size.MS, (person("A", (-24, -4.5, 0), (FRAMES + 24, 13.5, 0)),),
                    move=Move.LEAD)
    track, seen = solved(made)
    away = np.linalg.norm(track.position - seen["A"].middle, axis=1)
    assert np.ptp(away) < 0.35


def test_a_tracking_camera_travels_on_its_side() -> None:
    for side in (-1, 1):
        made = blocking(FramingStyle.SIDE, Size.LS, (person("A", (0, 0, 0), (FRAMES, 8, 0)),), lens=35,
                        move=Move.TRACK, side=side)
        track, _seen = solved(made)
        assert np.all(track.position[:, 1] * side > 1.0)
        assert track.position[-1, 0] - track.position[0, 0] > 5.0


def test_over_the_shoulder_has_the_partner_nearer_than_the_subject() -> None:
    ben = Performance(name="B", look=Look(name="B"), path=(Waypoint(frame=0, x=1.4, y=0, facing=np.pi),))
    made = blocking(FramingStyle.OVER, Size.OTS, (person("A", (0, 0, 0)), ben), partner="B", line=(1.0, 0.0))
    track, seen = solved(made)
    subject = track.project(seen["A"].face[0][None], 0)[0]
    shoulder = track.project(seen["B"].face[0][None], 0)[0]
    assert 0.2 < shoulder[2] < subject[2] and abs(subject[0]) < 0.7


def test_the_camera_stands_outside_obstacles_and_sees_past_them() -> None:
    wall = Box(x0=1.0, y0=-9.0, x1=2.0, y1=1.0, height=4.0)
    plan = set_plan(wall)
    track, seen = solved(blocking(FramingStyle.SINGLE, Size.MS, (person("A", (0, 0, 0)),)), plan)
    assert Obstacles(plan).leave_free(track.position[0])
    assert Obstacles(plan).let_see(track.position[0], seen["A"].face[:1])


@pytest.mark.parametrize("move", list(Move))
def test_every_move_is_smooth_and_finite(move: Move) -> None:
    track, _seen = solved(blocking(FramingStyle.SINGLE, Size.MS, (person("A", (0, 0, 0)),), move=move))
    assert np.isfinite(track.position).all() and np.isfinite(track.look).all()
    jerk = np.abs(np.diff(track.position, n=3, axis=0)).max()
    assert jerk < 0.05


def test_pushing_in_comes_nearer_and_pulling_out_goes_away() -> None:
    for move, sign in ((Move.PUSH_IN, -1), (Move.PULL_OUT, 1)):
        track, _seen = solved(blocking(FramingStyle.SINGLE, Size.MS, (person("A", (0, 0, 0)),), move=move))
        away = np.linalg.norm(track.look - track.position, axis=1)
        assert (away[-1] - away[0]) * sign > 0.3


def test_low_and_high_angles_look_up_and_down() -> None:
    tilts = {}
    for angle in (Angle.LOW, Angle.EYE, Angle.HIGH):
        track, seen = solved(blocking(FramingStyle.SINGLE, Size.MS, (person("A", (0, 0, 0)),), angle=angle))
        tilts[angle] = reticle(track, 0, seen["A"].face[0])["tilt_deg"]
    assert tilts[Angle.LOW] > tilts[Angle.EYE] > tilts[Angle.HIGH]


def test_the_same_shot_has_the_same_track() -> None:
    made = blocking(FramingStyle.SINGLE, Size.CU, (person("A", (0, 0, 0)),), move=Move.HANDHELD)
    first, second = solved(made)[0], solved(made)[0]
    assert first.position.tobytes() == second.position.tobytes()
