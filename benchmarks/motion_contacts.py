"""The filmstrips of people who touch one another and things, and who climb (drawn by ``motion_strips``)."""

from __future__ import annotations

from math import pi
from typing import Any

from throughline.film.blocking import Act, Look, Moment, Performance, Waypoint
from throughline.film.setplan import Box
from throughline.motion.ground import Ground

WOMAN = Look(name="B", sex="female", hair="ponytail", top="hoodie", top_colour="#8a3b2e", height_m=1.63)
STAIRS = Ground(tuple(Box(x0=1.0 + 0.3 * n, y0=-2, x1=1.3 + 0.3 * n if n < 4 else 6.0, y1=2, height=0.17 * (n + 1))
                      for n in range(5)))
KERB = Ground((Box(x0=1.0, y0=-3, x1=6.0, y1=3, height=0.15),))


def _one(name: str, *points: tuple[float, ...], acts: tuple[Moment, ...] = (), look: Look | None = None) -> Performance:
    path = tuple(Waypoint(frame=p[0], x=p[1], y=p[2], facing=p[3] if len(p) > 3 else None,
                          z=p[4] if len(p) > 4 else 0.0) for p in points)
    return Performance(name=name, look=look or Look(name=name), path=path, moments=acts, seed=1)


def _act(act: Act, first: float, last: float, **more: Any) -> Moment:
    return Moment(act=act, frame_in=first, frame_out=last, **more)


def _along(name: str, speed: float, y: float, back: float = 0.0, acts: tuple[Moment, ...] = (),
           look: Look | None = None) -> Performance:
    per = speed / 24
    return _one(name, (-48, -48 * per - back, y), (144, 144 * per - back, y), acts=acts, look=look)


def _pair(act: Act, x: float, y: float, first: float, last: float, **more: Any) -> tuple[Performance, ...]:
    return (_one("A", (0, 0.0, 0.0, 0.0), acts=(_act(act, first, last, partner="B", **more),)),
            _one("B", (0, x, y, pi), look=WOMAN))


def _both(act: Act, speed: float, apart: float, back: float, first: float, part: str = "wrist",
          ) -> tuple[Performance, ...]:
    return (_along("A", speed, 0.5 * apart, 0.0, (_act(act, first, 200, partner="B", part=part),)),
            _along("B", speed, -0.5 * apart, back, look=WOMAN))


def people() -> dict[str, tuple[tuple[Performance, ...], int, range, Ground]]:
    """Who performs, over how many frames, which of them are shown, on what ground; by the strip's name."""
    flat = Ground()
    dragger = _one("A", (-48, -1.6, 0.0, pi), (144, 4.8, 0.0, pi), acts=(_act(Act.DRAG, 0, 200, partner="B"),))
    dragged = _one("B", (0, -1.6, 0.0, 0.0), acts=(_act(Act.LIE, 0, 200),), look=WOMAN)
    door = _act(Act.OPEN, 8, 56, at=(0.5, -0.2, 1.02), hinge=(0.5, -1.0), strength=0.35)
    pick = _act(Act.PICK, 8, 44, at=(0.45, -0.15, 0.05), thing="bag")
    return {
        "shoulder": (_pair(Act.TOUCH, 0.55, 0.25, 8, 200), 72, range(8, 32, 3), flat),
        "grab": (_both(Act.GRAB, 3.4, 0.66, 0.5, 14), 84, range(12, 44, 4), flat),
        "hands": (_both(Act.HANDS, 1.3, 0.66, 0.0, 6), 84, range(10, 42, 4), flat),
        "embrace": (_pair(Act.EMBRACE, 0.42, 0.0, 8, 200), 72, range(6, 30, 3), flat),
        "support": (_both(Act.SUPPORT, 0.8, 0.44, 0.0, 0), 84, range(24, 56, 4), flat),
        "carry": (_both(Act.CARRY, 0.9, 0.0, -0.4, 0, "arms"), 84, range(24, 56, 4), flat),
        "piggyback": (_both(Act.CARRY, 0.9, 0.0, -0.4, 0, "back"), 84, range(24, 56, 4), flat),
        "drag": ((dragger, dragged), 84, range(24, 56, 4), flat),
        "door": ((_one("A", (0, 0.0, 0.0, 0.0), acts=(door,)),), 72, range(6, 62, 7), flat),
        "pick": ((_one("A", (0, 0.0, 0.0, 0.0), acts=(pick,)),), 72, range(6, 54, 6), flat),
        "give": (_pair(Act.GIVE, 0.95, 0.0, 8, 48, thing="bag"), 72, range(6, 54, 6), flat),
        "stairs-up": ((_one("A", (0, -0.2, 0.0), (150, 3.8, 0.0, 0.0, 0.85)),), 150, range(40, 120, 10), STAIRS),
        "stairs-down": ((_one("A", (0, 3.8, 0.0, pi, 0.85), (150, -0.2, 0.0)),), 150, range(40, 120, 10), STAIRS),
        "kerb": ((_one("A", (0, -0.8, 0.0), (74, 3.2, 0.0, None, 0.15)),), 72, range(14, 54, 5), KERB),
    }
