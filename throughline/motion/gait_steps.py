"""Footsteps planned along a route before any leg moves: where each foot stands, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from throughline.motion.gait import LEG_M, Gait, gait
from throughline.motion.gait_manner import Manner
from throughline.motion.path import Floats, Route

STRIDE_OF_TURN_M = 0.42
PACES = 0.055  # by how much people's steps are quicker and shorter, or longer and slower, than the table's
UNEVEN = 0.05  # by how much steps come faster or slower than the body's speed asks
HARD_M_S2 = (1.5, 4.0)
QUICK_STOP, QUICK_START = 0.55, 0.2
"""By how much steps come faster where the body brakes or speeds up harder than that."""
FRONT_REACH, BACK_REACH = 0.70, 0.86  # of a leg's length over the ground


@dataclass(frozen=True)
class Plants:
    """Where one foot stands, in order of time, all (K, ...): ``strike`` and ``lift`` seconds, ``place`` (K, 3) of the
    flat ankle's shadow on the ground, ``yaw`` of the body there, ``run`` 0 to 1, ``speed`` m/s felt, ``along`` -1
    (stepping backwards) to 1, ``hop`` whether the foot came there by a jump."""

    strike: Floats
    lift: Floats
    place: Floats
    yaw: Floats
    run: Floats
    speed: Floats
    along: Floats
    hop: NDArray[np.bool_]


@dataclass(frozen=True)
class Steps:
    """The plan: both feet's Plants (left, right), ``phase`` (T,) in steps on the route's grid (the left foot strikes
    at even numbers), ``moving`` (T,) from 0 (stands) to 1, ``pace`` the Gait on the grid."""

    feet: tuple[Plants, Plants]
    phase: Floats
    moving: Floats
    pace: Gait


@dataclass(frozen=True)
class Stance:
    """How this body stands, metres: half the distance between its feet, how far ahead of the hips its ankles are (at
    rest, and each foot's own), and half the width of its steps."""

    half_m: float
    fore_m: float
    walk_half_m: float
    run_half_m: float
    stagger_m: tuple[float, float]


@dataclass(frozen=True)
class Leap:
    """Both feet leave the ground at ``lift`` and come down at ``land`` seconds where the body stands at ``spot``
    seconds (``land`` <= ``lift``: the footprints move unseen, no jump)."""

    lift: float
    land: float
    spot: float


class _Feet:
    """The growing plan of both feet."""

    def __init__(self) -> None:
        self.rows: tuple[list[list[float]], list[list[float]]] = ([], [])

    def put(self, foot: int, strike: float, place: Floats, yaw: float, extra: tuple[float, float, float],
            hop: bool = False) -> None:
        self.rows[foot].append([strike, np.inf, *place, yaw, *extra, float(hop)])

    def lift(self, foot: int, when: float) -> None:
        row = self.rows[foot][-1]
        row[1] = max(when, row[0] + 0.02)

    def plants(self, foot: int) -> Plants:
        table = np.array(self.rows[foot])
        return Plants(table[:, 0], table[:, 1], table[:, 2:5], table[:, 5], table[:, 6], table[:, 7], table[:, 8],
                      table[:, 9] > 0.5)


def spans(route: Route, busy: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last grid index of every stretch in which feet must step; none where ``busy`` (T,)."""
    activity = np.hypot(route.speed, STRIDE_OF_TURN_M * route.turning)
    active = (activity > 0.05) & ~busy
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    out: list[tuple[int, int]] = []
    step = route.time[1] - route.time[0]
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        last = int(after) - 1
        if out and (first - out[-1][1]) * step < 0.35 and not busy[out[-1][1]:first].any():
            out[-1] = (out[-1][0], last)
        else:
            out.append((int(first), last))
    return [span for span in out if _worth(route, span)]


def _worth(route: Route, span: tuple[int, int]) -> bool:
    step = route.time[1] - route.time[0]
    gone = float(route.speed[span[0]:span[1]].sum() * step)
    turned = float(np.abs(route.turning[span[0]:span[1]]).sum() * step)
    return gone > 0.03 or turned > 0.12


def plan(route: Route, busy: NDArray[np.bool_], leaps: list[Leap], leg_m: float, stance: Stance, how: Manner,
         haste: Floats, dice: np.random.Generator) -> Steps:
    """The footsteps along ``route``.

    ``busy`` (T,) marks when the legs do something else than stand and step; ``haste`` (T,) multiplies the step rate.
    """
    activity = np.hypot(route.speed, STRIDE_OF_TURN_M * route.turning)
    pace = gait(np.where(busy, 0.0, activity), leg_m)
    brisk = haste * _brisk(route, np.where(busy, 0.0, activity), leg_m)
    own = how.rate * float(dice.uniform(1.0 - PACES, 1.0 + PACES))
    lead, foot = float(dice.uniform(-0.2, 0.35)), int(dice.integers(2))
    feet, phase, moving = _Feet(), np.zeros_like(route.time), np.zeros_like(route.time)
    events: list[tuple[float, tuple[int, int] | Leap]] = [(float(route.time[a]), (a, b)) for a, b in spans(route, busy)]
    events += [(leap.lift, leap) for leap in leaps]
    _stand(feet, route, -np.inf, min([start for start, _ in events], default=float(route.time[0])), stance, False)
    total = 0.0
    for start, event in sorted(events, key=lambda item: item[0]):
        if isinstance(event, Leap):
            for side in (0, 1):
                feet.lift(side, start)
            _stand(feet, route, max(event.land, start + 0.02), event.spot, stance, event.land > start)
            continue
        a, b = event
        gone = np.cumsum(brisk[a:b + 1]) * own * (route.time[1] - route.time[0])
        foot = _first_foot(route, event, foot)
        number = max(2, round(float(gone[-1]) + lead))
        shape = _shaped(gone / gone[-1], number, start < 0.0, dice)
        total = np.ceil(total)
        total += (int(total) + 1) % 2 != foot
        _walk(feet, route, (a, b), shape, int(total), pace, stance, how, leg_m)
        phase[a:b + 1], phase[b + 1:] = total + shape, total + number
        moving[a:b + 1] = 1.0
        total += number
        foot = 1 - int(total) % 2
    left, right = (_reachable(route, feet.plants(side), leg_m) for side in (0, 1))
    return Steps((left, right), phase, moving, pace)


def _shaped(part: Floats, number: int, before: bool, dice: np.random.Generator) -> Floats:
    """The phase in steps along a stretch of ``number`` steps, from the ``part`` (N,) of them that even steps have made:
    everybody hurries and dawdles a little of his own, and who walked ``before`` the shot is anywhere in a step."""
    begun = float(dice.uniform(0.0, 1.0))
    uneven = np.zeros_like(part)
    for least in (1, 3):
        turns, sign = int(dice.integers(least, least + 2)), float(dice.choice([-1.0, 1.0]))
        size = sign * float(dice.uniform(0.4, 1.0)) * UNEVEN * number
        uneven += size / (np.pi * turns) * np.sin(np.pi * turns * part)
    start = begun if before else 0.0
    return np.asarray(start + (number - start) * part + uneven)


def _reachable(route: Route, plants: Plants, leg_m: float) -> Plants:
    """The plants, each begun no sooner and ended no later than the leg can reach it: hasty turns and starts."""
    strike, lift = plants.strike.copy(), plants.lift.copy()
    for number in range(len(strike)):
        first, last = np.searchsorted(route.time, [strike[number], lift[number]])
        last = min(int(last), int(first) + 400)
        if first == 0 or last <= first:
            continue
        gap = np.linalg.norm(route.place[first:last, :2] - plants.place[number, :2], axis=1)
        nearest = int(np.argmin(gap))
        early = np.flatnonzero(gap[:nearest] > FRONT_REACH * leg_m)
        late = np.flatnonzero((gap[nearest:] > BACK_REACH * leg_m) & np.isfinite(lift[number]))
        if len(early):
            strike[number] = route.time[first + int(early[-1])]
        if len(late):
            lift[number] = max(route.time[first + nearest + int(late[0])], strike[number] + 0.02)
    return replace(plants, strike=strike, lift=lift)


def _brisk(route: Route, activity: Floats, leg_m: float) -> Floats:
    """Step rate (T,): who sets off or stops steps as often as at the speed that is near, not slower and longer; who
    does it hard takes short quick steps."""
    step = route.time[1] - route.time[0]
    near = maximum_filter1d(activity, 2 * max(1, int(0.42 / step)) + 1, mode="nearest")
    push = np.gradient(gaussian_filter1d(activity, 0.08 / step, mode="nearest"), route.time)
    hard = np.clip((np.abs(push) - HARD_M_S2[0]) / (HARD_M_S2[1] - HARD_M_S2[0]), 0.0, 1.0)
    quick = 1.0 + np.where(push < 0.0, QUICK_STOP, QUICK_START) * hard
    return np.asarray(gait(gaussian_filter1d(near, 0.15 / step, mode="nearest"), leg_m).rate * quick)


def _first_foot(route: Route, span: tuple[int, int], usual: int) -> int:
    """The foot that steps first: towards the side that the body turns or moves to, else as it comes."""
    a, b = span[0], min(span[1], span[0] + int(0.8 / (route.time[1] - route.time[0])))
    turned = float(route.heading[b] - route.heading[a])
    heading = route.heading[a]
    gone = route.place[b, :2] - route.place[a, :2]
    aside = float(-gone[0] * np.sin(heading) + gone[1] * np.cos(heading))
    forth = float(np.hypot(gone[0], gone[1]))
    if abs(turned) > 0.5:
        return 0 if turned > 0 else 1
    if forth > 0.02 and abs(aside) > 0.7 * forth:
        return 0 if aside > 0 else 1
    return usual


def _spot(route: Route, when: float, ahead: float, aside: float) -> tuple[Floats, float]:
    moment = np.array([when])
    place, yaw = route.at(route.place, moment)[0], float(route.at(route.heading, moment)[0])
    cosine, sine = np.cos(yaw), np.sin(yaw)
    return place + np.array([ahead * cosine - aside * sine, ahead * sine + aside * cosine, 0.0]), yaw


def _stand(feet: _Feet, route: Route, strike: float, when: float, stance: Stance, hop: bool) -> None:
    for side, sign in enumerate((1.0, -1.0)):
        place, yaw = _spot(route, when, stance.fore_m + stance.stagger_m[side], sign * stance.half_m)
        feet.put(side, strike, place, yaw, (0.0, 0.0, 0.0), hop)


def _walk(feet: _Feet, route: Route, span: tuple[int, int], shape: Floats, base: int, pace: Gait, stance: Stance,
          how: Manner, leg_m: float) -> None:
    """Adds the steps of one stretch; ``shape`` is its phase from 0 to the number of steps."""
    times, number = route.time[span[0]:span[1] + 1], round(float(shape[-1]))
    parts = [values[span[0]:span[1] + 1] for values in (pace.duty, pace.run, pace.speed, pace.rate)]

    arrives = float(pace.speed[min(span[1] + 3, len(pace.speed) - 1)]) < 0.5  # else a fall cuts the stretch short

    def when(phase: float) -> float:
        return float(np.interp(phase, shape, times))

    for step in range(1, number + 1):
        foot = (base + step) % 2
        late = 0.14 * how.limp if foot else 0.0
        strike = when(min(step - late, number))
        duty, run, speed, rate = (float(np.interp(strike, times, part)) for part in parts)
        before = float(np.interp(when(max(step - 1.0, 0.0)), times, parts[0]))
        feet.lift(foot, when(max(step - 2.0 + 2.0 * before - 0.1 * how.limp * foot, 0.12)))
        final = step >= number - 1 and arrives
        middle = when(number if final else min(step + duty, number))
        half = stance.half_m if final else _half(route, middle, stance, run, speed, rate, how)
        ahead, along = _ahead(route, middle, run, speed, leg_m)
        ahead = stance.fore_m + (stance.stagger_m[foot] if final else ahead)
        place, yaw = _spot(route, middle, ahead, half * (1.0 - 2.0 * foot))
        feet.put(foot, strike, place, yaw, (run, speed, along))


def _half(route: Route, when: float, stance: Stance, run: float, speed: float, rate: float, how: Manner) -> float:
    """Half the width between footprints: narrower the faster, wide enough that sidesteps do not cross."""
    slow = max(0.0, 1.0 - speed / 0.8)
    width = stance.walk_half_m * how.width * (1.0 - slow) + stance.half_m * slow
    width = width * (1.0 - run) + stance.run_half_m * run
    velocity = route.at(route.velocity, np.array([when]))[0]
    yaw = float(route.at(route.heading, np.array([when]))[0])
    aside = abs(float(-velocity[0] * np.sin(yaw) + velocity[1] * np.cos(yaw)))
    return float(width + 0.5 * min(aside, 1.5) / rate)


def _ahead(route: Route, when: float, run: float, speed: float, leg_m: float) -> tuple[float, float]:
    """How far the flat ankle stands ahead of the body at mid-stance, and how much the step leads forwards."""
    velocity = route.at(route.velocity, np.array([when]))[0]
    yaw = float(route.at(route.heading, np.array([when]))[0])
    forth = float(velocity[0] * np.cos(yaw) + velocity[1] * np.sin(yaw))
    along = float(np.clip(forth / max(float(np.hypot(*velocity)), 0.25), -1.0, 1.0))
    walk = -0.045 * min(speed / 1.2, 1.3)
    fast = -0.09 - 0.031 * max(min(speed, 5.0) - 2.1, 0.0)
    return (walk * (1.0 - run) + fast * run) * along * leg_m / LEG_M, along
