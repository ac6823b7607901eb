"""The styles of framing that go with a movement: beside it, before it, behind it, as it passes; vehicles."""

from __future__ import annotations

import numpy as np

from throughline.film.shot import Angle, Move, Size
from throughline.world.camera.job import (
    COVERAGE,
    ELEVATION,
    HEADROOM,
    UP,
    WIDE,
    Job,
    View,
    framed_height,
    placed,
    still,
    turned,
)
from throughline.world.camera.track import Points, distance_for, inertia


def _sights(way: Points) -> Points:
    """Five places along a way, all of which a camera that pans with it must see."""
    return np.asarray(way[np.linspace(0, len(way) - 1, 5).astype(int)] + UP * 0.3)


def _company(job: Job) -> tuple[Points, float, float]:
    """The moving subjects as one: their middle (F, 3), the largest scale, their spread in metres."""
    figures = job.subjects
    middle = np.mean([figure.middle for figure in figures], axis=0)
    spread = max(float(np.linalg.norm(figure.middle[:, :2] - middle[:, :2], axis=1).max()) for figure in figures)
    return middle, max(figure.scale for figure in figures), spread


def _travelling(job: Job, direction: Points, offset: float = 0.0) -> View:
    """A camera that goes with its subjects at a constant distance in ``direction`` of them."""
    middle, scale, spread = _company(job)
    height = max(framed_height(job, job.subjects[0]), spread * 2.3 / job.aspect)
    lens = float(job.shot.lens_mm)
    aim = _group_aim(job, middle, height)
    distance = distance_for(height, lens, job.aspect)
    elevation = ELEVATION[job.shot.angle]
    place, lens, turn = placed(job, aim.mean(axis=0), direction, distance, lens, elevation, low=0.45)
    shift = place - aim.mean(axis=0)
    ride = inertia(middle, 10.0)
    ride[:, 2] = aim[:, 2].mean()
    position = ride + shift
    if elevation == 0.0:
        position[:, 2] = min(1.45 * scale, max(1.0, float(aim[:, 2].mean())))
    return View(position, aim + job.line * offset * height, lens, turn)


def _group_aim(job: Job, middle: Points, height: float) -> Points:
    top = np.max([figure.top for figure in job.subjects], axis=0) + HEADROOM * height
    centre = np.maximum(top - height / 2, height * 0.42) if job.shot.size in WIDE else top - height / 2
    aim = np.concatenate([middle[:, :2], centre[:, None]], axis=1)
    return inertia(aim, 8.0)


def side(job: Job) -> View:
    """Broadside to the travel: going with it, or panning with it from one place."""
    if job.shot.move in (Move.TRACK, Move.HANDHELD, Move.FOLLOW, Move.LEAD):
        return _travelling(job, turned(job.across, -8.0 * job.blocking.framing.side), offset=0.10 * job.aspect)
    middle, scale, spread = _company(job)
    height = max(framed_height(job, job.subjects[0]) * 1.25, spread * 2.3 / job.aspect)
    aim = _group_aim(job, middle, height)
    lens = float(job.shot.lens_mm)
    place, lens, turn = placed(job, aim[len(aim) // 2], job.across, distance_for(height, lens, job.aspect), lens,
                         ELEVATION[job.shot.angle], low=0.6, sight=_sights(middle))
    place[2] = max(place[2], 1.2 * scale if job.shot.angle is Angle.EYE else place[2])
    return View(still(place, job.frames), aim, lens, turn)


def front(job: Job) -> View:
    """They come at us: the camera leads them, or lets them come."""
    towards = turned(job.line, 14.0 * job.blocking.framing.side)
    if job.shot.move in (Move.LEAD, Move.TRACK, Move.HANDHELD):
        return _travelling(job, towards)
    middle, scale, spread = _company(job)
    height = max(COVERAGE[job.shot.size] * scale, spread * 2.2 / job.aspect)
    aim = _group_aim(job, middle, height)
    lens = float(job.shot.lens_mm)
    end = aim[-1]
    nearest = max(1.6 * scale, distance_for(height, lens, job.aspect) * 0.85)
    sight = np.concatenate([_sights(aim), [figure.face[job.frames // 2] for figure in job.subjects]])
    place, lens, turn = placed(job, end, towards, nearest, lens, ELEVATION[job.shot.angle], low=0.4, sight=sight)
    return View(still(place, job.frames), aim, lens, turn)


def back(job: Job) -> View:
    """Behind them, going where they go; a camera on its tripod lets them go."""
    towards = turned(-job.line, -16.0 * job.blocking.framing.side)
    if job.shot.move in (Move.FOLLOW, Move.TRACK, Move.HANDHELD, Move.LEAD):
        return _travelling(job, towards)
    middle, _scale, spread = _company(job)
    height = max(framed_height(job, job.subjects[0]), spread * 2.2 / job.aspect)
    aim = _group_aim(job, middle, height)
    lens = float(job.shot.lens_mm)
    place, lens, turn = placed(job, aim[0], towards, distance_for(height, lens, job.aspect), lens,
                         ELEVATION[job.shot.angle], low=0.6, sight=_sights(aim))
    return View(still(place, job.frames), still((aim[0] + aim[-1]) / 2, job.frames), lens, turn)


def passing(job: Job) -> View:
    """Beside the way near its end: they come, fill the picture and are gone past us."""
    middle, scale, _spread = _company(job)
    reach = max(float(np.ptp(figure.low[:, 1] - figure.high[:, 1])) for figure in job.subjects)
    width = max(float((figure.high - figure.low)[:, :2].min(axis=1).max()) for figure in job.subjects)
    at = middle[int(job.frames * 0.78)]
    clearance = 0.55 * scale + width / 2 + min(reach, 0.4)
    others = max(float((np.abs((figure.middle - middle)[:, :2] @ job.across[:2])).max()) for figure in job.subjects)
    place = at + job.across * (clearance + others)
    place[2] = 0.75 if job.shot.angle in (Angle.LOW, Angle.WORM) else 1.05 * min(scale, 1.2)
    aim = inertia(middle, 5.0).copy()
    limit = place - job.line * 3.2 - job.across * clearance * 0.5
    beyond = (aim - limit) @ job.line
    aim = aim - job.line * np.maximum(beyond, 0.0)[:, None] * 0.82
    aim[:, 2] = np.maximum(aim[:, 2], place[2] * 0.95)
    return View(still(place, job.frames), aim, float(min(job.shot.lens_mm, 40)))


def vehicle(job: Job) -> View:
    """A vehicle from the roadside or going with it, low, its size by its length."""
    figures = job.subjects
    middle, _scale, _spread = _company(job)
    lead = figures[0]
    length = float((lead.high - lead.low)[:, :2].max())
    share = {Size.CU: 1.5, Size.MCU: 1.25, Size.MS: 0.9, Size.MLS: 0.72, Size.LS: 0.5, Size.ELS: 0.26}
    height = length / share.get(job.shot.size, 0.5) / job.aspect
    if len(figures) > 1:
        spread = max(float(np.linalg.norm(figure.middle - lead.middle, axis=1).max()) for figure in figures)
        height = max(height, (spread + length) * 0.85 / job.aspect)
    lens = float(job.shot.lens_mm)
    aim = inertia(middle, 5.0)
    aim[:, 2] = 0.75 + height * 0.1
    heading = np.array([*lead.heading[0], 0.0])
    riding = job.shot.move in (Move.TRACK, Move.LEAD, Move.FOLLOW)
    base = {Move.LEAD: turned(heading, 22.0 * job.blocking.framing.side),
            Move.FOLLOW: turned(-heading, -22.0 * job.blocking.framing.side)}.get(job.shot.move)
    towards = base if base is not None else turned(job.across, -24.0 * job.blocking.framing.side)
    target = aim[len(aim) // 2].copy()
    elevation = ELEVATION[job.shot.angle] if job.shot.angle is not Angle.LOW else -2.0
    sight = target if riding else _sights(middle)
    place, lens, turn = placed(job, target, towards, distance_for(height, lens, job.aspect), lens, elevation, low=0.45,
                         sight=sight)
    if not riding:
        return View(still(place, job.frames), aim, lens, turn)
    return View(aim + (place - target), aim, lens, turn)
