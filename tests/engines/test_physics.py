"""A layout with falls depends on the solver's version, any other does not, and planning does not load the solver."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

from throughline.engines.physics import identity
from throughline.film.blocking import Act, Blocking, Framing, FramingStyle, Look, Moment, Performance, SetRef, Waypoint
from throughline.film.shot import Angle, Move, Shot, Size
from throughline.film.story import SetKind, TimeOfDay


def blocking(*acts: Act) -> Blocking:
    moments = tuple(Moment(act=act, frame_in=5, frame_out=20) for act in acts)
    who = Performance(name="A", look=Look(name="A"), path=(Waypoint(frame=0, x=0, y=0),), moments=moments)
    shot = Shot(id="1-010", scene="1", frames=24, size=Size.MS, angle=Angle.EYE, move=Move.STATIC, lens_mm=50,
                subjects=("A",), action="")
    return Blocking(shot=shot, set=SetRef(kind=SetKind.STREET, time=TimeOfDay.DAY), performances=(who,), vehicles=(),
                    props=(), effects=(), framing=Framing(style=FramingStyle.SINGLE))


def test_only_who_falls_depends_on_the_solver():
    found = identity(blocking(Act.LOOK, Act.THROWN))
    assert found is not None and (found.name, found.version) == ("mujoco", version("mujoco"))
    assert identity(blocking(Act.LOOK, Act.STUMBLE)) is None


def test_asking_loads_neither_solver_nor_arrays():
    code = "import throughline.engines.physics, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "mujoco" not in loaded and "numpy" not in loaded
