"""What an effect does to the people about it: thrown, struck, made to stumble, or made to duck and look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from msgspec import structs

from throughline.film.blocking import Act, Moment, Performance
from throughline.film.effect import EffectPush, Vector
from throughline.motion.physics.blast import FRONT_M2, LIFT, MOST_N_S, NEAREST_M
from throughline.motion.physics.body import mass
from throughline.motion.travel import along

SOUND_M_S = 343.0
"""How fast a weak wave and its bang travel."""
STARTLE_S, TURN_S = 0.12, 0.9
"""How long after a bang a body flinches, and when it turns to look. Source: Brown et al., New observations on the
normal auditory startle reflex in man, 1991 (arms and trunk 0.1 to 0.2 s)."""
THROWS_M_S, TRIPS_M_S, STARTLES_M_S = 1.1, 0.35, 0.02
"""From how much speed that it gives on a push throws a body, makes it stumble, or only startles."""
STRUCK_M, FLESH_M = 0.45, 0.9
"""How near to a body's middle line debris strikes it, and how far up and down from there it is body."""
MOVES_M_S = 0.6
APART_S = 0.4
"""Of pushes nearer in time than this only the strongest is felt."""
RULED = frozenset({Act.FALL, Act.HIT, Act.THROWN})
HELD = frozenset({Act.DRIVE, Act.SIT, Act.LIE, Act.GLIDE})


def pushed(performance: Performance, pushes: Sequence[EffectPush], frames: int,
           rate: Fraction = Fraction(24)) -> Performance:
    """The performance with what ``pushes`` do to its body as moments of its own, in the frames 0 to ``frames`` - 1.

    A strong one throws it (THROWN) or, as debris, fells it (FALL with a push), a weaker one makes it STUMBLE when it
    moves; who is out of their strength but within their reach ducks and covers, then looks. A wave is felt when it has
    come so far. A body that falls anyway within a second, or that sits in a car, is left to that.
    """
    rows, fps = along(performance.path, frames), float(rate)
    felt = sorted((each for push in pushes if (each := _felt(performance, push, rows, fps)) is not None),
                  key=lambda each: each[0])
    moments: list[Moment] = []
    last = -math.inf
    while felt:
        together = [each for each in felt if each[0] < felt[0][0] + APART_S * fps]
        felt = felt[len(together):]
        frame, speed, impulse, struck = max(together, key=lambda each: (each[1], -each[0]))
        if frame >= frames or frame < last + APART_S * fps or not _free(performance, moments, frame, fps):
            continue
        moments += _moments(performance, (frame, speed, impulse, struck), rows, fps)
        last = frame
    return structs.replace(performance, moments=(*performance.moments, *moments)) if moments else performance


_Felt = tuple[float, float, Vector, EffectPush]


def _felt(performance: Performance, push: EffectPush, rows: np.ndarray, fps: float) -> _Felt | None:
    """The frame in which a push reaches the body, the speed (m/s) and impulse (N s) that it gives, and the push."""
    last = len(rows) - 1
    if not -2.0 * fps < push.frame <= last:
        return None
    look = performance.look
    middle = rows[int(np.clip(round(push.frame), 0, last)), :3] + np.array([0.0, 0.0, 0.55 * look.height_m])
    gap = middle - np.array([push.x, push.y, push.z])
    away = float(np.linalg.norm(gap))
    if away > push.reach_m + (STRUCK_M if push.velocity is not None else 0.0):
        return None
    if push.velocity is not None:
        level = float(np.hypot(gap[0], gap[1]))
        strikes = level <= STRUCK_M and abs(float(gap[2])) <= FLESH_M
        impulse = np.array(push.velocity) * push.kg * (1.0 if strikes else 0.0)
        when = push.frame if strikes else push.frame + away / SOUND_M_S * fps
    else:
        size = push.impulse * FRONT_M2 * (look.height_m / 1.72) ** 2 / max(away, NEAREST_M) ** 2
        flat = gap[:2] / max(float(np.hypot(gap[0], gap[1])), 1e-6)
        impulse = size / math.hypot(1.0, LIFT) * np.array([flat[0], flat[1], LIFT])
        when = push.frame + away / SOUND_M_S * fps
    strong = float(np.linalg.norm(impulse))
    impulse = impulse * min(1.0, MOST_N_S / max(strong, 1e-9))
    x, y, z = (round(float(value), 3) for value in impulse)
    return max(when, 1.0), strong / mass(look.height_m, look.build), (x, y, z), push


def _free(performance: Performance, moments: Sequence[Moment], frame: float, fps: float) -> bool:
    """Whether nothing else rules the body then: no fall about that time or before it, no car about it."""
    for moment in (*performance.moments, *moments):
        if moment.act in RULED and moment.frame_in <= frame + fps and not _up_again(performance, moment, frame):
            return False
        if moment.act in HELD and moment.frame_in <= frame <= moment.frame_out:
            return False
    return True


def _up_again(performance: Performance, fall: Moment, frame: float) -> bool:
    return any(moment.act in (Act.RISE, Act.STAND) and fall.frame_in < moment.frame_in and moment.frame_out <= frame
               for moment in performance.moments)


def _moments(performance: Performance, felt: _Felt, rows: np.ndarray, fps: float) -> list[Moment]:
    frame, speed, impulse, push = felt
    frame = float(round(frame))
    if speed >= THROWS_M_S:
        act = Act.THROWN if push.velocity is None else Act.FALL
        return [Moment(act=act, frame_in=frame, frame_out=frame + round(2.0 * fps), push=impulse)]
    at = int(np.clip(frame, 0, len(rows) - 1))
    pace = float(np.linalg.norm(rows[at, :2] - rows[max(at - 1, 0), :2])) * fps
    if speed >= TRIPS_M_S and pace > MOVES_M_S:
        return [Moment(act=Act.STUMBLE, frame_in=frame, frame_out=frame + round(fps))]
    if speed < STARTLES_M_S and push.velocity is None:
        return _looks(performance, push, frame + round(TURN_S * fps), fps)
    start = frame + round(STARTLE_S * fps)
    lasting = 0.9 + 0.7 * min(speed / TRIPS_M_S, 1.0)
    strength = min(0.45 + 1.1 * speed / TRIPS_M_S, 1.3)
    covers = Moment(act=Act.COVER, frame_in=start, frame_out=start + round(lasting * fps), strength=round(strength, 3))
    return [covers, *_looks(performance, push, start + round(lasting * fps), fps)]


def _looks(performance: Performance, push: EffectPush, frame: float, fps: float) -> list[Moment]:
    """Turning to see what it was, unless the body looks at something by order."""
    until = frame + round(1.5 * fps)
    if any(moment.act in (Act.LOOK, Act.TALK, Act.POINT) and moment.frame_in <= until and moment.frame_out >= frame
           for moment in performance.moments):
        return []
    return [Moment(act=Act.LOOK, frame_in=frame, frame_out=until, at=(push.x, push.y, push.z))]
