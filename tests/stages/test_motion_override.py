"""An animator's files in a shot's folder: on whose body, on which ground, and what a person is told."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.motion.staged import straight
from throughline.film.blocking import Blocking, Framing, FramingStyle, Look, Performance, SetRef, Waypoint
from throughline.film.errors import InputError
from throughline.film.shot import Angle, Move, Shot, Size
from throughline.film.story import SetKind, TimeOfDay
from throughline.motion import perform
from throughline.motion.capture.bvh import written
from throughline.motion.skeleton import INDEX, Motion, contact_points, default_rest
from throughline.stages.motion_override import own_motions

FRAMES, RATE = 48, Fraction(24)
SHOT = Shot(id="1-010", scene="1", frames=FRAMES, size=Size.MS, angle=Angle.EYE, move=Move.STATIC, lens_mm=40,
            subjects=(), action="She walks.")
ACTOR, BODY = default_rest(1.84), default_rest(1.66)


def blocking(kind: str = "person", z: float = 0.0) -> Blocking:
    path = (Waypoint(frame=0, x=0.0, y=0.0, z=z), Waypoint(frame=48, x=2.6, y=0.0, z=z))
    part = Performance(name="HAEUN", look=Look(name="HAEUN", kind=kind), path=path)
    return Blocking(shot=SHOT, set=SetRef(kind=SetKind.STREET, time=TimeOfDay.DAY), performances=(part,), vehicles=(),
                    props=(), effects=(), framing=Framing(style=FramingStyle.SINGLE, subjects=("HAEUN",)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    take = perform(straight(1.3, 120), ACTOR, 120, RATE * 2)
    (tmp_path / "HAEUN.bvh").write_text(written(take, ACTOR, 48.0))
    return tmp_path


def taken(folder: Path, shot: Blocking) -> tuple[Motion, list[str]]:
    told: list[str] = []
    return own_motions(folder, shot, {"HAEUN": BODY}, RATE, told.append)["HAEUN"], told


def test_a_strangers_take_stands_on_the_shots_ground(folder: Path) -> None:
    motion, told = taken(folder, blocking(z=1.2))
    soles = contact_points(motion, BODY)[..., 2] - np.array([0.0, BODY[INDEX["LeftToes"], 2]] * 2)
    assert abs(float(np.median(soles[motion.contacts])) - 1.2) < 0.01
    assert told == ["1-010: HAEUN.bvh has 2.48 s, the shot 1.96: its end is cut off"]


def test_a_take_far_from_its_mark_is_told_and_shown_there(folder: Path) -> None:
    text = (folder / "HAEUN.bvh").read_text().splitlines()
    first = next(number for number, line in enumerate(text) if line.startswith("Frame Time")) + 1
    rows = [line.split() for line in text[first:]]
    moved = [" ".join([f"{float(row[0]) + 900.0:.4f}", *row[1:]]) for row in rows]
    (folder / "HAEUN.bvh").write_text("\n".join([*text[:first], *moved]))
    motion, told = taken(folder, blocking())
    assert abs(float(motion.root[0, 1]) - 9.0) < 0.3
    assert "starts 9.0 m from the mark of HAEUN" in told[-1]


def test_a_beast_takes_no_persons_motion(folder: Path) -> None:
    with pytest.raises(InputError, match=r"HAEUN\.bvh: cannot be carried over to a dog; animate the skeleton"):
        taken(folder, blocking("dog"))


def test_without_a_folder_nothing_is_taken() -> None:
    assert own_motions(None, blocking(), {}, RATE, print) == {}
