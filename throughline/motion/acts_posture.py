"""The whole body's postures over time: rows of a pose from key to key, and where the body is held meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Act
from throughline.motion.acts import BEFORE_ALL, Change
from throughline.motion.acts_keys import LYING_BACK, POSTURES, SIT_BACK, way
from throughline.motion.gait_steps import Leap
from throughline.motion.path import Floats, Hold, Track, smooth
from throughline.motion.pose import COLUMN, PLACE, mirrored

SEAT_M = 0.45
EDGE_M = 0.32


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
        from scipy.interpolate import PchipInterpolator  # heavy to load

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
            elif at is not None and change.after in ("lie", "bed"):
                ground = np.where(after, at[2], ground)
            if at is not None and change.after == "bed":
                seat = np.where(after, at[2] + flesh, seat)
        return seat, ground


def postures(changes: list[Change], left: bool = False) -> Postures:
    """The keys of the changes of posture; ``left`` is the side over which the body gets up."""
    first = POSTURES[changes[0].before] if changes else POSTURES["stand"]
    times, rows = [changes[0].start if changes else 0.0], [first]
    for change in changes:
        keys = [mirrored(row) if left and change.after == "stand" else row
                for _, row in way(change.before, change.after)]
        start = _loose(POSTURES[change.before], (keys or [POSTURES[change.after]])[0])
        if change.start > times[-1] + 1e-3:
            times.append(change.start)
            rows.append(start)
        elif change.before == "stand":
            rows[-1] = start
        for (part, _), row in zip(way(change.before, change.after), keys, strict=True):
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
        if change.after == "stand" and change.before in ("prone", "supine", "lie", "bed", "ride", "drive"):
            out.append(Leap(change.start, change.start, change.end))
    return out


def after_turning(changes: list[Change], time: Floats, heading: Floats) -> list[Change]:
    """The changes, each that takes the feet's freedom put off until the body has turned to where it will face."""
    out: list[Change] = []
    for change in changes:
        start = max(change.start, out[-1].end) if out and out[-1].end > change.start else change.start
        if change.before == "stand" and change.after in ("sit", "kneel", "lie", "bed") and start > time[0]:
            near = (time >= start) & (time <= start + 1.6)
            late = near & (np.abs(heading - np.interp(start + 1.6, time, heading)) > 0.1)
            start = float(time[late][-1]) + 0.1 if late.any() else start
        out.append(replace(change, start=start))
    return out


def hard_stops(way_: Track, changes: list[Change]) -> NDArray[np.bool_]:
    """Waypoints (W,) at which a fall takes the body with its whole speed."""
    out = np.zeros(len(way_.time), dtype=bool)
    for change in changes:
        if change.span.act is Act.FALL:
            out |= (way_.time >= change.start - 0.5) & (way_.time <= change.end)
    return out


def holds(way_: Track, time: Floats, place: Floats, heading: Floats, changes: list[Change], leg_m: float,
          moving_on: list[Change]) -> list[Hold]:
    """Where seats and falls keep the body, on the route's grid; ``moving_on`` are the changes in a vehicle."""
    out: list[Hold] = []
    for number, change in enumerate(changes):
        if change.after == "stand" or change in moving_on:
            continue
        later = changes[number + 1] if number + 1 < len(changes) else None
        end = later.end if later is not None else float(time[-1])
        if change.span.act is Act.FALL:
            start = _fall_start(way_, change)
            out.append(Hold(start, end, _fallen(time, place, heading, change, start, leg_m)))
        elif change.after == "bed":
            out.append(_in_bed(time, place, heading, change, later, leg_m))
        elif change.after in ("sit", "lie", "prone") and change.span.at is not None:
            out.append(_seated(time, place, heading, change, end, leg_m))
    return out


def _fall_start(way_: Track, change: Change) -> float:
    if len(way_.time) < 2:
        return change.start
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
    landing = min(int(np.searchsorted(time, change.end)), len(time) - 1)
    along_path = place[landing] - place[index]
    topple = forth * (0.78 * leg_m * sign)
    if float(np.hypot(along_path[0], along_path[1])) > 0.2:  # the path says where the body comes to lie
        topple = along_path + forth * (LYING_BACK * leg_m * (sign > 0.0)) - velocity * 0.34
    since = np.maximum(time - start, 0.0)
    carried = 0.34 * (1.0 - np.exp(-since / 0.34))
    falling = smooth((time - change.start) / (0.72 * change.lasting))
    return np.asarray(place[index] + velocity * carried[:, None] + topple * falling[:, None])


def _side(place: Floats, at: Floats, forth: Floats) -> float:
    """The side of the bed on which the body gets up: where its path goes or comes from, else its left."""
    gaps = (place[[0, -1], :2] - at[:2]) @ np.array([-forth[1], forth[0]])
    far = float(gaps[np.argmax(np.abs(gaps))])
    return -1.0 if far < -0.1 else 1.0


def _in_bed(time: Floats, place: Floats, heading: Floats, change: Change, later: Change | None, leg_m: float) -> Hold:
    """Lies at the act's point; gets in and out over the bed's side."""
    at = np.array(change.span.at)
    forth, side, index = _bed(time, place, heading, change)
    beside = np.array([-forth[1], forth[0]]) * side * (SIT_BACK * leg_m + EDGE_M)
    spot = np.repeat(place[index][None, :], len(time), axis=0)
    spot[:, :2] = at[:2] + beside * (1.0 - bedded(time, change, later))[:, None]
    return Hold(max(change.start, float(time[0])), later.end if later else float(time[-1]), spot)


def _bed(time: Floats, place: Floats, heading: Floats, change: Change) -> tuple[Floats, float, int]:
    index = min(int(np.searchsorted(time, max(change.end, 0.0))), len(time) - 1)
    forth = np.array([np.cos(heading[index]), np.sin(heading[index])])
    return forth, _side(place, np.array(change.span.at), forth), index


def bedded(time: Floats, change: Change, later: Change | None) -> Floats:
    """From 0 on the bed's edge to 1 along the bed (T,)."""
    into = smooth((time - change.start - 0.42 * change.lasting) / (0.4 * change.lasting))
    if later is None or later.after != "stand":
        return into
    return np.asarray(into * (1.0 - smooth((time - later.start - 0.2 * later.lasting) / (0.34 * later.lasting))))


def turned(time: Floats, place: Floats, heading: Floats, changes: list[Change], starts: list[float]) -> Floats:
    """The headings (T,) with the turns over a bed's side: who gets up from it faces away from it, till it walks off."""
    out = heading.copy()
    for number, change in enumerate(changes):
        if change.after != "bed":
            continue
        later = changes[number + 1] if number + 1 < len(changes) else None
        _, side, _ = _bed(time, place, heading, change)
        edge = 1.0 - bedded(time, change, later)
        before = smooth((time - change.start + 0.6) / 0.6)
        leaving = [start for start in starts if later is not None and start >= later.end - 0.3]
        after = smooth((time - leaving[0]) / 0.9) if leaving else np.zeros_like(time)
        out += side * 0.5 * np.pi * edge * before * (1.0 - after)
    return out


def _seated(time: Floats, place: Floats, heading: Floats, change: Change, end: float, leg_m: float) -> Hold:
    at = np.array(change.span.at)
    start = max(change.start, float(time[0]))
    index = int(np.searchsorted(time, change.end if change.start > BEFORE_ALL / 2 else 0.0))
    index = min(index, len(time) - 1)
    forth = np.array([np.cos(heading[index]), np.sin(heading[index])])
    spot = np.repeat(place[index][None, :], len(time), axis=0)
    behind = {"sit": SIT_BACK, "prone": LYING_BACK}.get(change.after, 0.0)
    spot[:, :2] = at[:2] + forth * behind * leg_m
    return Hold(start, end, spot)
