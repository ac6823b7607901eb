"""Continuity over cuts, judged in space: the 180-degree and the 30-degree rule on where the cameras really stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from throughline.film.blocking import Act, Blocking, Performance
from throughline.film.layout import CameraSample
from throughline.film.record import Record
from throughline.world.camera.track import SENSOR_MM, CameraTrack, Points
from throughline.world.camera.ways import reach, ways

NEUTRAL_DEG = 10.0
LEAST_TURN_DEG = 30.0
TWO_STEPS = 2.0
MOVING_M_S = 0.5
ONE_WAY = 0.7
STANDING_EYES, CAR_EYES = 0.93, 1.0
EYES = {Act.SIT: 0.40, Act.DRIVE: 0.40, Act.LIE: 0.10, Act.KNEEL: 0.66, Act.CROUCH: 0.52}
SEATED = frozenset({Act.SIT, Act.DRIVE, Act.LIE})
Point = tuple[float, float, float]


class Stand(Record):
    """Where somebody or something is at a cut: metres, the height of the eyes; ``velocity`` on the ground in m/s."""

    name: str
    place: Point
    velocity: tuple[float, float] = (0.0, 0.0)


class Sight(Record):
    """What the camera has before it at one frame: its place and aim in metres, the height in metres that fills the
    picture a metre away, and where everybody is."""

    camera: Point
    look: Point
    spread: float
    stands: tuple[Stand, ...]

    def stand(self, name: str) -> Stand | None:
        """Where ``name`` is, or None."""
        return next((stand for stand in self.stands if stand.name == name), None)


class ShotView(Record):
    """A shot as its cuts show it: the first and the last frame. ``subjects`` are those in frame, the main one first;
    ``partner`` is whom the main one deals with."""

    shot: str
    scene: str
    subjects: tuple[str, ...]
    partner: str | None
    first: Sight
    last: Sight


class Breach(Record):
    """A cut that breaks a rule ("180" or "30") between the shots ``before`` and ``after``; ``about`` says on whose
    line or picture, ``degrees`` by how much the camera stands beyond the line, or how little it has turned."""

    rule: str
    before: str
    after: str
    about: tuple[str, ...]
    degrees: float


Stands = tuple[Stand, ...]


def view(blocking: Blocking, camera: Sequence[CameraSample], aspect: float, rate: float,
         stands: tuple[Stands, Stands] | None = None) -> ShotView:
    """The shot's view from its blocking and its camera at every frame (layout.LayoutSheet.camera), or at its first
    and its last alone; ``stands`` as ``ends`` gives them, where they are known."""
    first, last = stands or ends(blocking, rate)
    return ShotView(shot=blocking.shot.id, scene=blocking.shot.scene, subjects=_subjects(blocking),
                    partner=blocking.framing.partner, first=_sight(camera[0], aspect, first),
                    last=_sight(camera[-1], aspect, last))


def ends(blocking: Blocking, rate: float, found: Mapping[str, Points] | None = None) -> tuple[Stands, Stands]:
    """Where everybody and everything stands in the shot's first and in its last frame; ``found`` are their ways, as
    ``ways.ways`` gives them, where they are known."""
    on_the_way = ways(blocking, rate) if found is None else found
    first, last = (_stands(blocking, on_the_way, frame, rate) for frame in (0, blocking.shot.frames - 1))
    return first, last


def samples(track: CameraTrack) -> tuple[CameraSample, CameraSample]:
    """The first and the last frame of a solved track, for ``view``."""
    first, last = (CameraSample(position=_point(track.position[at]), look=_point(track.look[at]),
                                roll=float(track.roll[at]), lens_mm=float(track.lens[at])) for at in (0, -1))
    return first, last


def breaches(views: Sequence[ShotView]) -> tuple[Breach, ...]:
    """Every cut within a scene that breaks the 180-degree or the 30-degree rule; ``views`` in the order of the cut.

    180: at a cut the camera stays on its side of the line between the two main people, or of the way of who moves in
    both shots. It may cross where one of the two shots looks along the line (within 10 degrees), or in its own move.
    30: two pictures of the same main subject differ by 30 degrees of the camera's direction to it, or by two steps of
    size, which is twice the height that the picture covers.

    Source: Arijon, "Grammar of the Film Language", 1976, chapters 4 and 25.
    """
    found: list[Breach] = []
    for one, other in pairwise(views):
        if one.scene == other.scene:
            found.extend(filter(None, (crossed(one, other), jumped(one, other))))
    return tuple(found)


def crossed(one: ShotView, other: ShotView, margin: float = 0.0) -> Breach | None:
    """The breach of the 180-degree rule at the cut from ``one`` to ``other``, None where it is kept; with a ``margin``
    in degrees it must be kept by that much."""
    for about, before, after in _sides(one, other):
        if before * after < 0 and min(abs(before), abs(after)) > NEUTRAL_DEG - margin:
            return Breach(rule="180", before=one.shot, after=other.shot, about=about,
                          degrees=round(min(abs(before), abs(after)), 1))
    return None


def jumped(one: ShotView, other: ShotView, margin: float = 0.0) -> Breach | None:
    """The breach of the 30-degree rule at the cut from ``one`` to ``other``, None where it is kept; with a ``margin``
    in degrees it must be kept by that much."""
    if one.subjects[:1] != other.subjects[:1] and (not one.subjects or set(one.subjects) != set(other.subjects)):
        return None
    turn, ratio = differs(one.last, other.first, one.subjects, other.subjects)
    if turn >= LEAST_TURN_DEG + margin or max(ratio, 1 / ratio) >= TWO_STEPS * (1 + margin / 100):
        return None
    return Breach(rule="30", before=one.shot, after=other.shot, about=other.subjects, degrees=round(turn, 1))


def differs(before: Sight, after: Sight, subjects: tuple[str, ...], others: tuple[str, ...]) -> tuple[float, float]:
    """By how many degrees the camera's direction to the subject turns at a cut, and how many times more the second
    picture covers in height."""
    mine, yours = _target(before, subjects), _target(after, others)
    first, second = np.subtract(before.camera, mine), np.subtract(after.camera, yours)
    near, far = max(0.05, float(np.linalg.norm(first))), max(0.05, float(np.linalg.norm(second)))
    cosine = float(first @ second) / (near * far)
    turn = math.degrees(math.acos(min(1.0, max(-1.0, cosine))))
    return turn, (far * after.spread) / (near * before.spread)


def _sides(one: ShotView, other: ShotView) -> Iterator[tuple[tuple[str, ...], float, float]]:
    """For every line in force at the cut: whose it is, and the camera's side of it before and after."""
    first, second = _mover(one.last, one.subjects), _mover(other.first, other.subjects)
    if first is not None and second is not None:
        way = np.array(first.velocity) @ np.array(second.velocity)
        way = float(way) / (math.hypot(*first.velocity) * math.hypot(*second.velocity))
        if abs(way) > ONE_WAY:
            yield tuple(dict.fromkeys((first.name, second.name))), *_beside(one.last, first, other.first, second, way)
        return
    lines = [pair for shown, still in ((one, (one.last,)), (other, (one.last, other.first)))
             if (pair := _pair(shown)) and not any(_moves(sight.stand(name)) for sight in still for name in pair)]
    for pair in dict.fromkeys(lines):
        before, after = _side_of_pair(one.last, pair), _side_of_pair(other.first, pair)
        if set(pair) & set(one.subjects) and set(pair) & set(other.subjects) and None not in (before, after):
            yield pair, before or 0.0, after or 0.0


def _beside(before: Sight, mover: Stand, after: Sight, follower: Stand, way: float) -> tuple[float, float]:
    """The camera's side of each mover's way; two who go against each other share a line that runs the first's way."""
    sides = [_side(sight, stand.place, stand.velocity) for sight, stand in ((before, mover), (after, follower))]
    return sides[0], math.copysign(1.0, way) * sides[1]


def _pair(shown: ShotView) -> tuple[str, ...]:
    """The two main subjects of a shot in order of name, () where there is one alone."""
    if not shown.subjects:
        return ()
    second = shown.partner if shown.partner and shown.partner != shown.subjects[0] else \
        next(iter(shown.subjects[1:]), None)
    return tuple(sorted((shown.subjects[0], second))) if second else ()


def _side_of_pair(sight: Sight, pair: tuple[str, ...]) -> float | None:
    """The camera's side of the line from one to the other, None where one of them is not there."""
    stands = [stand for stand in map(sight.stand, pair) if stand is not None]
    if len(stands) < 2:
        return None
    first, second = (np.array(stand.place) for stand in stands)
    return _side(sight, _point((first + second) / 2), (float(second[0] - first[0]), float(second[1] - first[1])))


def _side(sight: Sight, middle: Point, way: tuple[float, float]) -> float:
    """Degrees by which the camera stands beside a line through ``middle``: positive to its left, negative to its
    right, 0 on the line to 90 square to it."""
    away = sight.camera[0] - middle[0], sight.camera[1] - middle[1]
    length, reach = math.hypot(*way), math.hypot(*away)
    if length < 0.2 or reach < 0.05:
        return 0.0
    across = (way[0] * away[1] - way[1] * away[0]) / (length * reach)
    return math.degrees(math.asin(min(1.0, max(-1.0, across))))


def _mover(sight: Sight, subjects: tuple[str, ...]) -> Stand | None:
    """The first of the subjects who is on the move."""
    return next((stand for stand in map(sight.stand, subjects) if _moves(stand)), None)


def _moves(stand: Stand | None) -> bool:
    return stand is not None and math.hypot(*stand.velocity) > MOVING_M_S


def _target(sight: Sight, subjects: tuple[str, ...]) -> Point:
    """The middle of the shown subjects, else what the camera looks at."""
    places = [stand.place for stand in map(sight.stand, subjects) if stand is not None]
    return _point(np.mean(places, axis=0)) if places else sight.look


def _subjects(blocking: Blocking) -> tuple[str, ...]:
    """Who and what the shot is of, the shot's own words where the staging has none of them (a tower, a place)."""
    return blocking.framing.subjects or blocking.shot.subjects


def _sight(camera: CameraSample, aspect: float, stands: Stands) -> Sight:
    return Sight(camera=camera.position, look=camera.look, spread=SENSOR_MM / aspect / camera.lens_mm, stands=stands)


def _stands(blocking: Blocking, found: Mapping[str, Points], frame: int, rate: float) -> Stands:
    eyes = {part.name: _eyes(part, frame) for part in blocking.performances} | \
        {car.name: CAR_EYES for car in blocking.vehicles}
    margin = reach(rate)
    stands = [_stand(name, found[name][frame:frame + 2 * margin + 1:margin], rate / (2 * margin), height)
              for name, height in eyes.items()]
    stands += [Stand(name=prop.name, place=(prop.x, prop.y, prop.z)) for prop in blocking.props
               if prop.holder is None]
    return tuple(stands)


def _stand(name: str, rows: Points, rate: float, eyes: float) -> Stand:
    """Where one is in the middle of three places (3, 4) that ``rate`` a second come one from the first to the last."""
    x, y, z = rows[1, :3]
    step = (rows[2, :2] - rows[0, :2]) * rate
    return Stand(name=name, place=(float(x), float(y), float(z) + eyes), velocity=(float(step[0]), float(step[1])))


def _eyes(part: Performance, frame: int) -> float:
    """Metres from the path's ground to the eyes, by the pose that is held at the frame."""
    size = part.look.height_m
    for moment in part.moments:
        if moment.act in EYES and moment.frame_in <= frame <= moment.frame_out:
            seat = moment.at[2] if moment.at is not None and moment.act in SEATED else 0.0
            return seat + EYES[moment.act] * size
    return STANDING_EYES * size


def _point(row: Sequence[float] | np.ndarray) -> Point:
    x, y, z = (float(value) for value in row)
    return x, y, z
