"""The whole body's postures over time: rows of a pose from key to key, and where the body is held meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from throughline.motion.acts import BEFORE_ALL, Change
from throughline.motion.acts_keys import POSTURES, SIT_BACK, way
from throughline.motion.gait_steps import Leap
from throughline.motion.path import Floats, Hold, Track, smooth
from throughline.motion.pose import COLUMN, PLACE

SEAT_M = 0.45


@dataclass(frozen=True)
class Postures:
    """The changes of posture as keys: ``time`` (K,), ``poses`` (K, len(NAMES)); ``changes`` they come from."""

    time: Floats
    poses: Floats
    changes: tuple[Change, ...]

    def at(self, time: Floats) -> Floats:
        """Pose rows (F, len(NAMES)); smooth from key to key, never beyond a key."""
        if len(self.time) == 1:
            return np.repeat(self.poses, len(time), axis=0)
        inside = np.clip(time, self.time[0], self.time[-1])
        return np.asarray(PchipInterpolator(self.time, self.poses, axis=0)(inside))

    def level(self, time: Floats, floor: Floats, flesh: float) -> tuple[Floats, Floats]:
        """World height of the hips on their seat and of the ground that is lain on, (F,) metres each.

        ``floor`` (F,) is the path's height; ``flesh`` how far the hips are above what they rest on. In a vehicle the
        seat's height counts from the path.
        """
        seat, ground = floor + SEAT_M + flesh, floor.copy()
        for change in self.changes:
            at, after = change.span.at, time >= change.start
            if at is not None and change.after == "sit":
                seat = np.where(after, at[2] + flesh, seat)
            elif at is not None and change.after in ("ride", "drive"):
                seat = np.where(after, floor + at[2] + flesh, seat)
            elif at is not None and change.after == "lie":
                ground = np.where(after, at[2], ground)
        return seat, ground


def postures(changes: list[Change]) -> Postures:
    """The keys of the changes of posture."""
    first = POSTURES[changes[0].before] if changes else POSTURES["stand"]
    times, rows = [changes[0].start if changes else 0.0], [first]
    for change in changes:
        keys = [row for _, row in way(change.before, change.after)]
        start = _loose(POSTURES[change.before], (keys or [POSTURES[change.after]])[0])
        if change.start > times[-1] + 1e-3:
            times.append(change.start)
            rows.append(start)
        elif change.before == "stand":
            rows[-1] = start
        for part, row in way(change.before, change.after):
            times.append(change.start + part * change.lasting)
            rows.append(row)
        times.append(change.end)
        rows.append(_loose(POSTURES[change.after], (keys or [POSTURES[change.before]])[-1]))
    return Postures(np.array(times), np.array(rows), tuple(changes))


def _loose(posture: Floats, near: Floats) -> Floats:
    """The posture as a key; standing is no pose of its own but hands over between the gait and the pose ``near``."""
    if posture[COLUMN["full"]] > 0.0:
        return posture
    out = near.copy()
    for name in PLACE:
        out[COLUMN[name]] = posture[COLUMN[name]]
    return out


def busy(changes: list[Change], time: Floats) -> NDArray[np.bool_]:
    """Where on the grid (T,) the feet do not step: sitting, lying, kneeling and the ways there; not in a crouch."""
    out = np.zeros(len(time), dtype=bool)
    for number, change in enumerate(changes):
        end = change.end if change.after == "stand" else np.inf
        if number + 1 < len(changes):
            end = changes[number + 1].start
            end = max(end, change.end)
        if {change.before, change.after} <= {"stand", "crouch"}:
            continue
        late = 0.4 * change.lasting if change.after in ("prone", "supine") else 0.0  # who falls still steps
        out |= (time >= change.start + late) & (time <= end)
    return out


def resets(changes: list[Change]) -> list[Leap]:
    """When the footprints move unseen to where the body will stand up again."""
    out = []
    for change in changes:
        if change.after == "stand" and change.before in ("prone", "supine", "lie", "ride", "drive"):
            out.append(Leap(change.start, change.start, change.end))
    return out


def hard_stops(way_: Track, changes: list[Change]) -> NDArray[np.bool_]:
    """Waypoints (W,) at which a fall takes the body with its whole speed."""
    out = np.zeros(len(way_.time), dtype=bool)
    for change in changes:
        if change.after in ("prone", "supine") and change.before == "stand":
            out |= (way_.time >= change.start - 0.5) & (way_.time <= change.end)
    return out


def holds(way_: Track, time: Floats, place: Floats, heading: Floats, changes: list[Change], leg_m: float,
          moving_on: list[Change]) -> list[Hold]:
    """Where seats and falls keep the body, on the route's grid; ``moving_on`` are the changes that a vehicle carries."""
    out: list[Hold] = []
    for number, change in enumerate(changes):
        if change.after == "stand" or change in moving_on:
            continue
        later = changes[number + 1] if number + 1 < len(changes) else None
        end = later.end if later is not None else float(time[-1])
        if change.after in ("prone", "supine") and change.before == "stand":
            start = _fall_start(way_, change)
            out.append(Hold(start, end, _fallen(time, place, heading, change, start, leg_m)))
        elif change.after in ("sit", "lie") and change.span.at is not None:
            out.append(_seated(time, place, heading, change, end, leg_m))
    return out


def _fall_start(way_: Track, change: Change) -> float:
    stops = [float(t) for t, still in zip(way_.time[1:], np.append(~way_.moving[1:], True), strict=True) if still]
    near = [stop for stop in stops if change.start - 0.5 <= stop <= change.start]
    return near[0] if near else change.start


def _fallen(time: Floats, place: Floats, heading: Floats, change: Change, start: float,
            leg_m: float) -> Floats:
    """Places (T, 3): carried on by the speed of the fall's beginning, toppling over the feet, then lying still."""
    index = int(np.clip(np.searchsorted(time, start), 3, len(time) - 4))
    forth = np.array([np.cos(heading[index]), np.sin(heading[index]), 0.0])
    sign = 1.0 if change.after == "prone" else -0.55
    velocity = (place[index] - place[index - 3]) / (time[index] - time[index - 3])
    velocity[2] = 0.0
    velocity *= min(1.0, 7.0 / max(float(np.linalg.norm(velocity)), 1e-6))
    since = np.maximum(time - start, 0.0)
    carried = 0.34 * (1.0 - np.exp(-since / 0.34))
    topple = smooth((time - change.start) / (0.72 * change.lasting)) * 0.78 * leg_m * sign
    return np.asarray(place[index] + velocity * carried[:, None] + forth * topple[:, None])


def _seated(time: Floats, place: Floats, heading: Floats, change: Change, end: float, leg_m: float) -> Hold:
    at = np.array(change.span.at)
    start = max(change.start, float(time[0]))
    index = int(np.searchsorted(time, start if change.start > BEFORE_ALL / 2 else 0.0))
    index = min(index, len(time) - 1)
    forth = np.array([np.cos(heading[index]), np.sin(heading[index])])
    spot = np.repeat(place[index][None, :], len(time), axis=0)
    spot[:, :2] = at[:2] + (forth * SIT_BACK * leg_m if change.after == "sit" else 0.0)
    return Hold(start, end, spot)
