"""A shot's camera without its bodies' real motion: near enough to tell at staging how a cut will look."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from throughline.film.blocking import Act, Blocking, Performance
from throughline.film.setplan import SetPlan
from throughline.motion.look import CHEST_LIMIT, LOOKING, bearing
from throughline.world.camera.figure import STANDARD_HEIGHT, Figure, with_things
from throughline.world.camera.job import Job
from throughline.world.camera.solve import stood
from throughline.world.camera.track import CameraTrack, Points
from throughline.world.camera.ways import reach

# A body of 1.72 m in metres: its face ahead of its place and above its level, the crown, how far it reaches back and
# ahead, half its width, the hand ahead and above; last how upright it is, 1 standing and 0 flat.
AHEAD, FACE, CROWN, BACK, REACH, HALF, HAND, HAND_UP, UPRIGHT = range(9)
STANDING = (0.09, 1.60, 1.73, -0.14, 0.17, 0.31, 0.2, 0.9, 1.0)
PRONE = (0.67, 0.12, 0.20, -1.08, 0.83, 0.5, 0.83, 0.0, 0.0)
POSES = {
    Act.SIT: (0.08, 0.76, 0.89, -0.13, 0.51, 0.30, 0.32, 0.13, 1.0),
    Act.DRIVE: (-0.01, 0.76, 0.89, -0.18, 0.81, 0.31, 0.42, 0.45, 1.0),
    Act.LIE: (-0.65, 0.23, 0.31, -0.88, 1.0, 0.4, 0.1, 0.06, 0.18),
    Act.KNEEL: (0.2, 1.14, 1.27, -0.63, 0.22, 0.29, 0.18, 0.4, 1.0),
    Act.CROUCH: (0.46, 1.06, 1.20, -0.15, 0.48, 0.31, 0.37, 0.46, 0.77),
}
FALLS = (Act.FALL, Act.HIT, Act.THROWN)
DOWN_FRAMES = 24
SEATED = (Act.SIT, Act.DRIVE, Act.LIE)
CHEST_SHARE, SETTLES = 0.45, 8


def rough_figures(blocking: Blocking, found: Mapping[str, Points], rate: float) -> dict[str, Figure]:
    """The shot's figures by name, bodies no more than their pose and the way that was ``found`` for them
    (``ways.ways``)."""
    frames, margin = blocking.shot.frames, reach(rate)
    figures = {part.name: _body(part, found[part.name][margin:margin + frames]) for part in blocking.performances}
    return with_things(figures, blocking)


def rough_track(blocking: Blocking, plan: SetPlan, figures: Mapping[str, Figure],
                aspect: float) -> tuple[CameraTrack, float]:
    """Where the camera stands frame by frame before ``rough_figures``, and by how many degrees it had to turn aside
    for a free place."""
    return stood(Job(blocking, plan, figures, blocking.shot.frames, aspect))


def _body(part: Performance, rows: Points) -> Figure:
    frames = len(rows)
    scale = part.look.height_m / STANDARD_HEIGHT
    poses, levels = _poses(part, frames)
    ways = np.stack([np.cos(rows[:, 3]), np.sin(rows[:, 3])], axis=1)
    chest = rows[:, 3] + _chest(part, rows, STANDING[FACE] * scale)
    aside = np.stack([ways[:, 1], -ways[:, 0]], axis=1)
    ground = np.maximum(rows[:, 2], levels)

    def at(ahead: Points, above: Points, beside: Points) -> Points:
        plane = rows[:, :2] + scale * (ways * ahead[:, None] + aside * beside[:, None])
        return np.concatenate([plane, (ground + scale * above)[:, None]], axis=1)

    level = np.zeros(frames)
    corners = np.stack([at(poses[:, end], level, side * poses[:, HALF]) for end in (BACK, REACH) for side in (-1, 1)])
    low, high = corners.min(axis=0), corners.max(axis=0)
    crown = ground + scale * poses[:, CROWN]
    low[:, 2], high[:, 2] = rows[:, 2], crown + 0.04 * scale
    heading = np.stack([np.cos(chest), np.sin(chest)], axis=1)
    return Figure(part.name, at(poses[:, AHEAD], poses[:, FACE], level), crown, low, high, heading,
                  at(poses[:, HAND], poses[:, HAND_UP], level + 0.2), scale, poses[:, UPRIGHT])


def _chest(part: Performance, rows: Points, eyes: float) -> Points:
    """By how many radians (F,) the chest turns aside to what is looked at."""
    turned, times = np.zeros(len(rows)), np.arange(len(rows))
    for moment in part.moments:
        if moment.act not in LOOKING or moment.at is None:
            continue
        places = np.concatenate([rows[:, :2], rows[:, 2:3] + eyes], axis=1)
        yaw, _pitch = bearing(moment.at, places, rows[:, 3])
        during = (times >= moment.frame_in + SETTLES) & (times <= moment.frame_out)
        turned += LOOKING[moment.act] * CHEST_LIMIT * np.tanh(CHEST_SHARE * yaw / CHEST_LIMIT) * during
    return turned


def _poses(part: Performance, frames: int) -> tuple[Points, Points]:
    """The pose's numbers (F, 9) in every frame, and the height (F,) of what the body rests on."""
    poses, levels = np.tile(STANDING, (frames, 1)), np.zeros(frames)
    for moment in part.moments:
        first, last = max(0, round(moment.frame_in)), max(0, round(moment.frame_out) + 1)
        if moment.act in FALLS:
            down = 0 if moment.frame_in <= 0 else min((first + last) // 2, first + DOWN_FRAMES)
            poses[down:], levels[first:] = PRONE, 0.0
        elif moment.act is Act.RISE:
            poses[first:], levels[first:] = STANDING, 0.0
        elif moment.act in POSES:
            prone = moment.act is Act.LIE and moment.strength < 0
            poses[first:last] = PRONE if prone else POSES[moment.act]
            levels[first:last] = moment.at[2] if moment.at is not None and moment.act in SEATED else 0.0
    return poses, levels
