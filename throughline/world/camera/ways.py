"""Where bodies and vehicles are frame by frame, from their waypoints alone: their real way without their limbs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Act, Blocking, Performance, Waypoint
from throughline.motion import path
from throughline.motion.path_heading import headings
from throughline.motion.travel import along
from throughline.world.camera.track import Points

Frames = Sequence[int] | NDArray[np.integer]
CARRIED = frozenset({Act.SIT, Act.LIE, Act.DRIVE})


def body_way(part: Performance, frames: Frames, rate: float) -> Points:
    """(F, 4) x, y, z and facing of a body at some frames, on the way that the motion model travels."""
    if len(part.path) < 2 or any(moment.act in CARRIED for moment in part.moments):
        return vehicle_way(part.path, frames)
    track = path.track(part.path, rate)
    if len(track.time) < 2:
        return vehicle_way(part.path, frames)
    grid = path.grid(track, max(0.0, float(max(frames)) / rate))
    place, direction = path.base(track, grid, np.zeros(len(track.time), dtype=bool))
    rows = np.concatenate([place, headings(track, grid, direction)[:, None]], axis=1)
    times = np.asarray(frames, dtype=np.float64) / rate
    return np.stack([np.interp(times, grid, column) for column in rows.T], axis=1)


def ways(blocking: Blocking, rate: float) -> dict[str, Points]:
    """By name (F + 2 R, 4) x, y, z and facing of every body and vehicle, from R = ``reach(rate)`` frames before the
    shot's first frame to R frames after its last."""
    margin = reach(rate)
    frames = np.arange(-margin, blocking.shot.frames + margin)
    return {part.name: body_way(part, frames, rate) for part in blocking.performances} | \
        {car.name: vehicle_way(car.path, frames) for car in blocking.vehicles}


def reach(rate: float) -> int:
    """The frames of an eighth of a second: over twice as many a speed is measured."""
    return max(1, round(rate / 8))


def vehicle_way(waypoints: Sequence[Waypoint], frames: Frames) -> Points:
    """(F, 4) x, y, z and facing of what travels smoothly from waypoint to waypoint, at some whole frames."""
    first, last = int(min(frames)), int(max(frames))
    shifted = [Waypoint(frame=way.frame - first, x=way.x, y=way.y, z=way.z, facing=way.facing) for way in waypoints]
    return np.asarray(along(shifted, last - first + 1)[np.asarray(frames, dtype=int) - first])
