"""What every style of framing works with: the shot's figures and set, sizes in metres, and a free place to stand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from throughline.film.blocking import Blocking, FramingStyle
from throughline.film.setplan import SetPlan
from throughline.film.shot import Angle, Move, Shot, Size
from throughline.world.camera.clear import Obstacles
from throughline.world.camera.figure import Figure
from throughline.world.camera.track import Points
from throughline.world.leaves import opened

COVERAGE = {Size.ECU: 0.22, Size.CU: 0.40, Size.MCU: 0.62, Size.MS: 0.95, Size.MLS: 1.4, Size.LS: 2.35,
            Size.ELS: 7.0, Size.ESTABLISHING: 13.0, Size.OTS: 0.62, Size.TWO: 0.95, Size.INSERT: 0.36}
ELEVATION = {Angle.EYE: 0.0, Angle.LOW: -20.0, Angle.HIGH: 26.0, Angle.BIRD: 72.0, Angle.WORM: -34.0,
             Angle.DUTCH: -6.0}
AZIMUTH = {Size.ECU: 22.0, Size.CU: 27.0, Size.MCU: 32.0, Size.MS: 38.0, Size.MLS: 42.0, Size.LS: 48.0}
TRIES = (0.0, 12.0, -12.0, 24.0, -24.0, 38.0, -38.0, 55.0, -55.0, 75.0, -75.0, 100.0, -100.0, 130.0, 160.0, 180.0)
LOWEST = 0.16
SHORTEST = 14.0
ELBOW_ROOM = 0.55
HEADROOM = 0.09
WIDE = (Size.LS, Size.ELS, Size.ESTABLISHING, Size.MLS)
UP = np.array([0.0, 0.0, 1.0])
NEUTRAL = 0.14
ANYWHERE = (FramingStyle.ESTABLISH, FramingStyle.EFFECT, FramingStyle.INSERT)


@dataclass(frozen=True)
class View:
    """Where one style of framing wants the camera and its aim: (F, 3) each, with the lens it needs, and by how many
    degrees it had to turn aside for a free place."""

    position: Points
    look: Points
    lens: float
    turn: float = 0.0


@dataclass(frozen=True)
class Job:
    """Everything a style needs to decide."""

    blocking: Blocking
    plan: SetPlan
    figures: Mapping[str, Figure]
    frames: int
    aspect: float

    @cached_property
    def obstacles(self) -> Obstacles:
        return Obstacles(self.plan)

    @property
    def shot(self) -> Shot:
        return self.blocking.shot

    @property
    def subjects(self) -> list[Figure]:
        return [self.figures[name] for name in self.blocking.framing.subjects if name in self.figures]

    @property
    def line(self) -> Points:
        return np.array([*self.blocking.framing.line, 0.0])

    @property
    def across(self) -> Points:
        """The unit vector from the line of action towards the cameras' side."""
        x, y = self.blocking.framing.line
        return np.array([-y, x, 0.0]) * self.blocking.framing.side

    @cached_property
    def played(self) -> frozenset[str]:
        """The walls whose door is opened in the shot: they must be in the picture, so no camera stands behind them."""
        return frozenset(leaf.wall for leaf in self.plan.leaves if opened(leaf, self.blocking.performances))

    def before_walls(self, place: Points) -> bool:
        """Whether a place is on this side of the walls that are ``played``."""
        x0, y0, x1, y1 = self.plan.extent
        beyond = {"west": x0 - place[0], "east": place[0] - x1, "south": y0 - place[1], "north": place[1] - y1}
        return all(beyond[wall] < 0 for wall in self.played)

    def covers(self, scale: float) -> float:
        return COVERAGE[self.shot.size] * scale


def still(place: Points, frames: int) -> Points:
    """(F, 3): a place that is held."""
    return np.repeat(place[None, :], frames, axis=0)


def turned(vector: Points, degrees: float) -> Points:
    """A ground vector turned counter-clockwise."""
    angle = math.radians(degrees)
    x, y = vector[0], vector[1]
    return np.array([x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle), 0.0])


def placed(job: Job, target: Points, towards: Points, distance: float, lens: float, elevation: float,
           low: float = LOWEST, sight: Points | None = None) -> tuple[Points, float, float]:
    """A free place for the camera ``distance`` from ``target`` in the ground direction ``towards``, its lens, and by
    how many degrees it is turned aside.

    Turns aside and then comes nearer (with a shorter lens, so that the size stays) until the set lets it stand
    and see; the first choice stands where nothing is in the way. It crosses the line of action only where there is no
    free place on its own side.
    """
    seen = np.atleast_2d(target if sight is None else sight)
    towards = turned(towards, job.blocking.framing.turn)
    far = {Move.PUSH_IN: 1.32, Move.PULL_OUT: 1.14}.get(job.shot.move, 1.0)
    shorter = [share for share in (1.0, 0.8, 0.62, 0.45) if share == 1.0 or lens * share >= SHORTEST]
    tries = [(turn, nearer, lift) for turns in _by_side(job, towards) for nearer in shorter for lift in (0.0, 9.0)
             for turn in turns]
    for turn, nearer, lift in tries:
        reach, angle = distance * nearer, math.radians(elevation + lift)
        place = target + turned(towards, turn) * reach * math.cos(angle)
        place[2] = max(low, target[2] + reach * math.sin(angle))
        begin = target + (place - target) * far
        if _stands(job, place, seen) and job.obstacles.let_see(place, seen) \
                and (far == 1.0 or _stands(job, begin, seen)):
            return place, lens * nearer, turn
    place = target + towards * distance
    place[2] = max(low, target[2])
    return place, lens, 0.0


def _stands(job: Job, place: Points, seen: Points) -> bool:
    return job.before_walls(place) and job.obstacles.leave_free(place) and _bodies_leave_free(job, place, seen)


def _by_side(job: Job, towards: Points) -> tuple[list[float], list[float]]:
    """The turns to try that leave the camera on its side of the line of action, then those that take it across."""
    signed = [turn * (1 if job.blocking.framing.side > 0 else -1) for turn in TRIES]
    here = float(towards @ job.across)
    if abs(here) < NEUTRAL or job.blocking.framing.style in ANYWHERE:
        return signed, []
    own = [turn for turn in signed if float(turned(towards, turn) @ job.across) * here > 0]
    return own, [turn for turn in signed if turn not in own]


def framed_height(job: Job, figure: Figure, size: Size | None = None) -> float:
    """The height in metres that the picture covers for a figure at the shot's size."""
    return COVERAGE[size or job.shot.size] * figure.scale


def lens_at(job: Job, distance: float, height: float) -> float:
    """The lens that covers ``height`` metres at ``distance``, held to what a camera truck carries."""
    return float(np.clip(distance * 36.0 / job.aspect / max(0.05, height), 14.0, 200.0))


def _bodies_leave_free(job: Job, place: Points, seen: Points) -> bool:
    """Whether nobody who is not the subject stands in the camera, or close before it in its line of sight."""
    partner = job.blocking.framing.partner if job.blocking.framing.style is FramingStyle.OVER else None
    for name, figure in job.figures.items():
        if name in job.blocking.framing.subjects or name == partner:
            continue
        for frame in (0, job.frames // 2, job.frames - 1):
            middle = figure.middle[frame]
            room = ELBOW_ROOM * figure.scale
            if float(np.linalg.norm((middle - place)[:2])) < 2.0 * room:
                return False
            for point in seen:
                away, towards = (point - place)[:2], (middle - place)[:2]
                length = max(1e-6, float(np.linalg.norm(away)))
                along = float(towards @ away) / length
                aside = abs(float(away[0] * towards[1] - away[1] * towards[0])) / length
                if 0 < along < min(length - 0.6, 0.6 * length) and aside < room:
                    return False
    return True
