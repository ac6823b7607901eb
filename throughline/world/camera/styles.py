"""One function a style of framing: where the camera stands and what it looks at, frame by frame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from throughline.film.blocking import FramingStyle
from throughline.film.shot import Angle, Size
from throughline.film.story import SetKind
from throughline.world.camera.figure import Figure
from throughline.world.camera.job import (
    AZIMUTH,
    COVERAGE,
    ELEVATION,
    HEADROOM,
    UP,
    WIDE,
    Job,
    View,
    framed_height,
    lens_at,
    placed,
    still,
    turned,
)
from throughline.world.camera.styles_moving import back, front, passing, side, vehicle
from throughline.world.camera.track import Points, distance_for, inertia

STEEP, OVERHEAD_MARGIN = 60.0, 0.9
BELOW_A_FACE = 0.3
OVER_THE_LYING = 32.0


def _aim(job: Job, figure: Figure, height: float) -> Points:
    """What to look at so that the figure's head has its room, the whole of it where the size is wide: (F, 3)."""
    lying = figure.upright < 0.45
    top = figure.top + HEADROOM * height
    centre = np.where(lying, figure.face[:, 2], top - height / 2)
    ground = height / 2 - 0.06 * height
    if job.shot.size in WIDE:
        centre = np.where(lying, np.minimum(figure.middle[:, 2] + 0.15 * height, ground), np.maximum(centre, ground))
    ground_xy = np.where(np.full((job.frames, 2), job.shot.size in WIDE), figure.middle[:, :2], figure.face[:, :2])
    aim = np.concatenate([ground_xy, centre[:, None]], axis=1)
    return inertia(aim, 9.0)


def _lies(figure: Figure) -> bool:
    return float(np.median(figure.upright)) < 0.35


def _beside(job: Job, figure: Figure) -> Points:
    """The ground direction square to a lying body, on the cameras' side, a little from the head."""
    body = (figure.face - figure.middle).mean(axis=0)
    body[2] = 0.0
    length = float(np.linalg.norm(body))
    if length < 0.1:
        return job.across
    body = body / length
    square = np.array([-body[1], body[0], 0.0])
    square = square if float(square @ job.across) >= 0 else -square
    towards = square + body * 0.35
    return np.asarray(towards / np.linalg.norm(towards))


def _camera_height(job: Job, figure: Figure, aim: Points, elevation: float) -> Points:
    """The aim raised to the eyes for close sizes, so that an eye-level camera is at the eyes."""
    target = aim.mean(axis=0)
    if elevation == 0.0:
        eyes = float(figure.face[:, 2].mean())
        target = np.array([target[0], target[1], eyes if job.shot.size not in WIDE else min(eyes, 1.45)])
    return np.asarray(target)


def in_car(job: Job, figures: list[Figure]) -> View:
    """People in a car: from the bonnet through the windscreen for two, nearer and aside for one."""
    faces = np.array([figure.face.mean(axis=0) for figure in figures])
    heading = np.array([*figures[0].heading.mean(axis=0), 0.0])
    seat = next((spot for spot in job.plan.spots if spot.name == "driver"), None)
    ahead = np.array([np.cos(seat.facing), np.sin(seat.facing), 0.0]) if seat else heading
    left = np.array([-ahead[1], ahead[0], 0.0])
    middle = faces.mean(axis=0)
    width = float(np.ptp(faces @ left))
    height = max(framed_height(job, figures[0]), (width + 0.75) / job.aspect)
    across = float(np.sign((_car_middle(job, faces) - faces[0]) @ left))
    aside = -0.12 if len(figures) > 1 else across * 0.5
    near, above = (1.7, 0.3) if len(figures) > 1 else (1.0, -0.06)
    place = middle + turned(ahead * near + left * aside, job.blocking.framing.turn) + UP * above
    distance = float(np.linalg.norm(place - middle))
    aim = np.mean([_aim(job, figure, height) for figure in figures], axis=0)
    aim = still(aim.mean(axis=0), job.frames)
    return View(still(place, job.frames), aim, lens_at(job, distance, height))


def _car_middle(job: Job, faces: Points) -> Points:
    seats = [np.array([spot.x, spot.y, 0.0]) for spot in job.plan.spots if spot.name in ("driver", "passenger")]
    return np.asarray(np.mean(seats, axis=0) if seats else faces.mean(axis=0))


def single(job: Job) -> View:
    """One figure, three quarters from the front, on the scene's side of his eyeline."""
    figure = job.subjects[0]
    if job.plan.ref.kind is SetKind.CAR:
        return in_car(job, [figure])
    height = framed_height(job, figure)
    lens = float(job.shot.lens_mm)
    aim = _aim(job, figure, height)
    partner = job.figures.get(job.blocking.framing.partner or "")
    ahead = np.array([*figure.heading[len(figure.heading) // 2], 0.0])
    if partner is not None and partner is not figure:
        away = partner.middle.mean(axis=0) - figure.middle.mean(axis=0)
        away[2] = 0.0
        if np.linalg.norm(away) > 0.3:
            ahead = away / np.linalg.norm(away)
    side = 1.0 if float(np.cross(ahead, job.across)[2]) > 0 else -1.0
    towards = turned(ahead, side * AZIMUTH.get(job.shot.size, 40.0))
    elevation = ELEVATION[job.shot.angle]
    if _lies(figure):
        towards, elevation = _beside(job, figure), OVER_THE_LYING if job.shot.size not in WIDE else 26.0
    target = _camera_height(job, figure, aim, elevation)
    distance = distance_for(height, lens, job.aspect)
    place, lens, turn = placed(job, target, towards, distance, lens, elevation, sight=figure.face.mean(axis=0))
    if job.shot.size not in WIDE:
        view = (target - place) / np.linalg.norm(target - place)
        right = np.cross(view, UP)
        lead = 0.11 * height * job.aspect * (1.0 if float(np.dot(ahead, right)) > 0 else -1.0)
        aim = aim + right * lead
    return View(still(place, job.frames), _held(job, aim), lens, turn)


def _held(job: Job, aim: Points) -> Points:
    """A tripod's aim: still unless the subject would leave his place in the picture."""
    spread = np.ptp(aim, axis=0).max()
    height = COVERAGE[job.shot.size]
    if spread < 0.16 * height:
        return still(aim.mean(axis=0), job.frames)
    return aim


def over(job: Job) -> View:
    """Over the partner's shoulder on the scene's side: he is a dark edge of the picture, the subject its heart."""
    figure = job.subjects[0]
    if job.plan.ref.kind is SetKind.CAR:
        return in_car(job, [figure])
    partner = job.figures[job.blocking.framing.partner or ""]
    face, shoulder = figure.face.mean(axis=0), partner.face.mean(axis=0)
    away = face - shoulder
    away[2] = 0.0
    gap = float(np.linalg.norm(away))
    if gap < 0.4 or gap > 6.0 or partner is figure:
        return single(job)
    ahead = away / gap
    side = job.across - ahead * float(np.dot(job.across, ahead))
    side = side / max(1e-6, float(np.linalg.norm(side)))
    place = shoulder - ahead * 0.72 * partner.scale + side * 0.40 * partner.scale + UP * 0.06
    place[2] = max(place[2], 0.9 * min(face[2], shoulder[2]))
    distance = float(np.linalg.norm(face - place))
    lens = lens_at(job, distance, COVERAGE[Size.OTS] * figure.scale * 1.15)
    aim = face - UP * 0.10 * figure.scale - side * 0.07 * distance
    return View(still(place, job.frames), still(aim, job.frames), lens)


def group(job: Job) -> View:
    """Several figures: broadside to those who face each other, from the front of those who face one way."""
    figures = job.subjects
    if job.plan.ref.kind is SetKind.CAR:
        return in_car(job, figures)
    if ELEVATION[job.shot.angle] > STEEP:
        return _overhead(job, figures)
    low = np.min([figure.low.min(axis=0) for figure in figures], axis=0)
    high = np.max([figure.high.max(axis=0) for figure in figures], axis=0)
    heading = np.mean([figure.heading.mean(axis=0) for figure in figures], axis=0)
    facing_one_way = float(np.linalg.norm(heading)) > 0.72
    front = np.array([*heading, 0.0]) / max(1e-6, float(np.linalg.norm(heading)))
    side = 1.0 if float(np.cross(front, job.across)[2]) > 0 else -1.0
    towards = turned(front, side * 24.0) if facing_one_way else turned(job.across, 10.0 * job.blocking.framing.side)
    view = -towards
    right = np.cross(view, UP)
    corners = np.array([[x, y] for x in (low[0], high[0]) for y in (low[1], high[1])])
    width = float(np.ptp(corners @ right[:2])) + 0.35
    scale = max(figure.scale for figure in figures)
    lowest = min(float(figure.face[:, 2].min()) for figure in figures)
    faces_apart = max(float(figure.top.max()) for figure in figures) - lowest + BELOW_A_FACE
    height = max(framed_height(job, figures[0]) * scale / figures[0].scale, width / job.aspect * 1.12, faces_apart)
    lens = float(job.shot.lens_mm)
    top = max(float(figure.top.mean()) for figure in figures) + HEADROOM * height
    elevation = ELEVATION[job.shot.angle] or _lying_elevation(figures)
    lift = np.radians(max(0.0, elevation))
    tall = (high[2] - low[2]) * np.cos(lift) + float(np.ptp(corners @ view[:2])) * np.sin(lift)
    if job.shot.size in WIDE or elevation > 15:
        height = max(height, tall * 1.22)
    centre = (low + high) / 2
    if elevation < 40:
        centre[2] = max(top - height / 2, height / 2 - 0.06 * height if job.shot.size in WIDE else 0.3)
    target = centre.copy()
    if elevation == 0.0:
        target[2] = min(1.5 * scale, max(centre[2], 0.8))
    faces = np.array([figure.face.mean(axis=0) for figure in figures])
    place, lens, turn = placed(job, target, towards, distance_for(height, lens, job.aspect), lens, elevation,
                               sight=faces)
    return View(still(place, job.frames), still(centre, job.frames), lens, turn)


def _overhead(job: Job, figures: list[Figure]) -> View:
    """Several figures from above, the long way that they lie or stand across the picture's width."""
    ends = np.concatenate([[figure.face.mean(axis=0), 2 * figure.middle.mean(axis=0) - figure.face.mean(axis=0)]
                           for figure in figures])
    centre = (ends.min(axis=0) + ends.max(axis=0)) / 2
    away = ends[:, :2] - ends[:, :2].mean(axis=0)
    along = np.append(np.linalg.svd(away, full_matrices=False)[2][0], 0.0)
    square = np.array([-along[1], along[0], 0.0])
    towards = square if float(square @ job.across) >= 0 else -square
    margin = OVERHEAD_MARGIN * max(figure.scale for figure in figures)
    height = max(float(np.ptp(away @ square[:2])) + margin, (float(np.ptp(away @ along[:2])) + margin) / job.aspect)
    lens = float(job.shot.lens_mm)
    place, lens, turn = placed(job, centre, towards, distance_for(height, lens, job.aspect), lens,
                               ELEVATION[job.shot.angle], sight=centre)
    return View(still(place, job.frames), still(centre, job.frames), lens, turn)


def _lying_elevation(figures: list[Figure]) -> float:
    return 26.0 if all(float(np.median(figure.upright)) < 0.35 for figure in figures) else 0.0


def insert(job: Job) -> View:
    """What a hand holds, seen past the holder's shoulder."""
    holder = job.figures.get(job.blocking.framing.partner or "")
    if holder is None:
        return _thing(job, job.subjects[0])
    hand, face = holder.hand, holder.face
    ahead = np.array([*holder.heading[len(hand) // 2], 0.0])
    beside = np.cross(ahead, UP) * (-1.0 if float(np.dot(np.cross(ahead, UP), job.across)) < 0 else 1.0)
    back_to_eyes = face.mean(axis=0) - hand.mean(axis=0)
    direction = back_to_eyes / np.linalg.norm(back_to_eyes) + beside * 0.8 + UP * 0.3
    direction = direction / np.linalg.norm(direction)
    height = COVERAGE[Size.INSERT] * holder.scale
    distance = min(1.1, distance_for(height, float(job.shot.lens_mm), job.aspect))
    place = hand.mean(axis=0) + direction * distance
    aim = inertia(hand, 8.0)
    return View(still(place, job.frames), aim, lens_at(job, distance, height))


def _thing(job: Job, figure: Figure) -> View:
    """A thing by itself, from its front, a little aside."""
    tall = float(figure.high[0, 2] - figure.low[0, 2])
    height = max(0.3, min(1.15, tall * 1.5))
    front = np.array([*figure.heading[0], 0.0])
    side = 1.0 if float(np.cross(front, job.across)[2]) > 0 else -1.0
    lens = float(job.shot.lens_mm)
    target = figure.face[0]
    place, lens, turn = placed(job, target, turned(front, side * 16.0), distance_for(height, lens, job.aspect), lens,
                         -6.0 if target[2] > 1.8 else 24.0)
    return View(still(place, job.frames), still(target - UP * 0.04, job.frames), lens, turn)


def effect(job: Job) -> View:
    """An effect at its full size, from down the street, with air above for it to rise into."""
    framing = job.blocking.framing
    middle = [figure.middle.mean(axis=0) for figure in job.subjects]
    point = np.array(framing.point) if framing.point else (middle[0] if middle else np.zeros(3))
    height = framing.reach_m * {Size.ELS: 2.0, Size.ESTABLISHING: 2.3, Size.LS: 1.45}.get(job.shot.size, 1.1)
    lens = float(job.shot.lens_mm)
    aim = point + UP * (height / 2 - 0.08 * height)
    x0, _y0, x1, _y1 = job.plan.extent
    direction = -1.0 if point[0] - x0 >= x1 - point[0] else 1.0
    towards = turned(np.array([direction, 0.0, 0.0]), 13.0 * (1 if job.across[1] * direction < 0 else -1))
    room = max(6.0, abs(point[0] - (x0 if direction < 0 else x1)) - 1.0)
    distance = distance_for(height, lens, job.aspect)
    if distance > room:
        lens = max(15.0, lens * room / distance)
        distance = room
    distance, lens = _before_bodies(job, point, towards, distance, lens)
    target = point + UP * (1.5 if job.shot.angle is not Angle.LOW else 0.6)
    place, lens, turn = placed(job, target, towards, distance, lens, max(0.0, ELEVATION[job.shot.angle]), low=0.5,
                         sight=target)
    return View(still(place, job.frames), still(aim, job.frames), lens, turn)


def _before_bodies(job: Job, point: Points, towards: Points, distance: float, lens: float) -> tuple[float, float]:
    """The distance and lens that put the camera before whoever stands between it and the effect, if that is not
    too near."""
    limit = distance
    for name, figure in job.figures.items():
        away = figure.middle[0] - point
        along = float(away[:2] @ towards[:2])
        aside = float(np.linalg.norm(away[:2] - towards[:2] * along))
        if name not in job.blocking.framing.subjects and 0.2 * distance < along < distance and aside < 0.3 * along:
            limit = min(limit, along - 2.5 * figure.scale)
    if limit < 0.4 * distance or limit == distance:
        return distance, lens
    return limit, max(15.0, lens * limit / distance)


def establish(job: Job) -> View:
    """The place itself, deep, with its people in it where there are any."""
    people = job.subjects or list(job.figures.values())
    near = [figure for figure in people if figure.scale < 4.0]
    centre = np.mean([figure.middle[0] for figure in near], axis=0) if near else np.zeros(3)
    centre[2] = 1.0
    lens = float(min(job.shot.lens_mm, 35))
    if job.plan.ceiling is not None:
        return _indoors(job, centre, lens)
    height = COVERAGE[Size.ESTABLISHING] if job.shot.size is not Size.LS else 6.0
    distance = min(distance_for(height, lens, job.aspect), 20.0)
    towards = turned(np.array([-1.0, 0.0, 0.0]), -11.0 * job.blocking.framing.side)
    place, lens, turn = placed(job, centre + UP * 1.4, towards, distance, lens, 6.0, low=1.2)
    rise = 0.10 * height
    if job.blocking.framing.point is not None:
        rise = 0.16 * height
    aim = centre + np.array([6.0, 0.0, rise + 0.8])
    return View(still(place, job.frames), still(aim, job.frames), lens, turn)


def _indoors(job: Job, centre: Points, lens: float) -> View:
    x0, y0, x1, y1 = job.plan.extent
    corners = [np.array([x, y, 1.7]) for x in (x0 + 0.4, x1 - 0.4) for y in (y0 + 0.4, y1 - 0.4)]
    ahead = [corner for corner in corners if float(np.dot(corner - centre, job.across)) > 0] or corners
    place = max(ahead, key=lambda corner: (round(float(np.linalg.norm(corner - centre)), 3), corner[0], corner[1]))
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2, 1.1])
    aim = centre * 0.6 + middle * 0.4
    return View(still(place, job.frames), still(aim, job.frames), min(lens, 24.0))


STYLES: dict[FramingStyle, Callable[[Job], View]] = {
    FramingStyle.ESTABLISH: establish, FramingStyle.SINGLE: single, FramingStyle.OVER: over,
    FramingStyle.GROUP: group, FramingStyle.SIDE: side, FramingStyle.FRONT: front, FramingStyle.BACK: back,
    FramingStyle.PASS: passing, FramingStyle.INSERT: insert, FramingStyle.VEHICLE: vehicle,
    FramingStyle.EFFECT: effect,
}
