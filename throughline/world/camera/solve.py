"""The camera of a shot, solved against the bodies' real motion: size, angle, lens, move and side become a track."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from throughline.film.blocking import Blocking, FramingStyle
from throughline.film.setplan import SetPlan
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import SetKind
from throughline.world.camera.figure import Figure
from throughline.world.camera.job import LOWEST, Job, View
from throughline.world.camera.styles import STYLES
from throughline.world.camera.track import CameraTrack, Points, inertia


def solve(blocking: Blocking, plan: SetPlan, figures: Mapping[str, Figure], aspect: float) -> CameraTrack:
    """The camera's track over the shot's frames.

    ``figures`` by name of performance, vehicle or held prop's holder. Same input, same track.
    """
    job = Job(blocking, plan, figures, blocking.shot.frames, aspect)
    track, _turn = stood(job)
    position, look, roll = _shaken(job, track.position, _with_headroom(job, track))
    if job.shot.angle is Angle.DUTCH:
        roll = roll + 0.16
    return CameraTrack(position, look, roll, _zoomed(job, track.lens), aspect)


def stood(job: Job) -> tuple[CameraTrack, float]:
    """The track as its style and move have it, without headroom, zoom and the operator's hand, and by how many degrees
    it had to turn aside for a free place."""
    style = STYLES[_style(job)](job)
    view = _moved(job, style)
    position, look = _smooth(view.position), _smooth(view.look)
    position[:, 2] = np.maximum(position[:, 2], LOWEST)
    return CameraTrack(position, look, np.zeros(job.frames), np.full(job.frames, view.lens), job.aspect), style.turn


def _zoomed(job: Job, lens: Points) -> Points:
    if job.shot.move not in (Move.ZOOM_IN, Move.ZOOM_OUT):
        return lens
    ends = (0.75, 1.35) if job.shot.move is Move.ZOOM_IN else (1.3, 0.75)
    return np.asarray(lens * (ends[0] + (ends[1] - ends[0]) * _ease(job.frames)))


FOLLOWING = (FramingStyle.VEHICLE, FramingStyle.SIDE, FramingStyle.PASS, FramingStyle.FRONT)
UPRIGHT = (FramingStyle.SINGLE, FramingStyle.GROUP, FramingStyle.FRONT, FramingStyle.SIDE, FramingStyle.BACK,
           FramingStyle.OVER)
TOP_LINE, CLOSE_TOP_LINE = 0.88, 1.0


def _with_headroom(job: Job, track: CameraTrack) -> Points:
    """The look points raised where a subject's head would be cut off: a tilt that keeps pace with who stands up."""
    if job.blocking.framing.style not in UPRIGHT or job.plan.ref.kind is SetKind.CAR:
        return track.look
    limit = CLOSE_TOP_LINE if job.shot.size in (Size.CU, Size.ECU) else TOP_LINE
    look = track.look.copy()
    for _ in range(2):
        track = CameraTrack(track.position, look, track.roll, track.lens, track.aspect)
        excess = np.zeros(job.frames)
        for frame in range(job.frames):
            crowns = np.array([[*figure.face[frame, :2], figure.top[frame]] for figure in job.subjects])
            seen = track.project(crowns, frame)
            front = seen[seen[:, 2] > 0.2]
            if len(front):
                excess[frame] = max(0.0, float(front[:, 1].max()) - limit)
        if excess.max() < 0.01:
            break
        reach = np.linalg.norm(look - track.position, axis=1)
        lift = excess * reach * track.sensor_height / (2 * track.lens)
        look[:, 2] += gaussian_filter1d(maximum_filter1d(lift, 25, mode="nearest"), 6.0, mode="nearest")
    return look


def _style(job: Job) -> FramingStyle:
    style = job.blocking.framing.style
    if not job.subjects and style not in (FramingStyle.ESTABLISH, FramingStyle.EFFECT):
        return FramingStyle.ESTABLISH
    if style is FramingStyle.OVER and job.blocking.framing.partner not in job.figures:
        return FramingStyle.SINGLE
    return style


def _ease(frames: int) -> Points:
    """0 to 1 over the shot, slow at both ends."""
    share = np.linspace(0.0, 1.0, frames)
    return share * share * (3 - 2 * share)


def _moved(job: Job, view: View) -> View:
    """The view with the shot's own move laid over it."""
    move, ease = job.shot.move, _ease(job.frames)[:, None]
    offset = view.look - view.position
    distance = np.linalg.norm(offset, axis=1, keepdims=True)
    position, look = view.position, view.look
    if move in (Move.PAN_LEFT, Move.PAN_RIGHT) and job.blocking.framing.style in FOLLOWING:
        return view
    if move is Move.PUSH_IN:
        position = look - offset * (1.32 - 0.32 * ease)
    elif move is Move.PULL_OUT:
        position = look - offset * (0.78 + 0.36 * ease)
    elif move in (Move.PAN_LEFT, Move.PAN_RIGHT):
        sign = 1.0 if move is Move.PAN_LEFT else -1.0
        left = np.stack([-offset[:, 1], offset[:, 0], np.zeros(job.frames)], axis=1)
        look = look + left * sign * (ease - 0.72) * 0.5
    elif move in (Move.TILT_UP, Move.TILT_DOWN):
        sign = 1.0 if move is Move.TILT_UP else -1.0
        look = look + np.array([0.0, 0.0, 1.0]) * sign * (ease - 1.0) * distance * 0.42
    elif move in (Move.CRANE_UP, Move.CRANE_DOWN):
        height = np.clip(distance * 0.45, 1.2, 7.0)
        share = ease if move is Move.CRANE_UP else 1.0 - ease
        position = position + np.array([0.0, 0.0, 1.0]) * height * share
    elif move is Move.ORBIT:
        position = _orbit(position, look, (ease[:, 0] - 0.5) * math.radians(34) * job.blocking.framing.side)
    if job.plan.ceiling is not None:
        position = np.minimum(position, [np.inf, np.inf, job.plan.ceiling - 0.15])
    return View(position, look, view.lens)


def _orbit(position: Points, look: Points, angle: Points) -> Points:
    offset = position - look
    turned_x = offset[:, 0] * np.cos(angle) - offset[:, 1] * np.sin(angle)
    turned_y = offset[:, 0] * np.sin(angle) + offset[:, 1] * np.cos(angle)
    return look + np.stack([turned_x, turned_y, offset[:, 2]], axis=1)


def _smooth(points: Points) -> Points:
    """The operator's inertia: nothing in the camera's way is sharper than a quarter of a second."""
    return inertia(points, 4.0)


def _shaken(job: Job, position: Points, look: Points) -> tuple[Points, Points, Points]:
    """Hand-held drift: slow and fast noise from the shot's own seed, more for a longer lens."""
    roll = np.zeros(job.frames)
    amount = job.blocking.framing.shake
    blast = [effect for effect in job.blocking.effects if "explosion" in effect.cue.kind or
             effect.cue.kind in ("collapse", "crash")]
    if amount <= 0 and not blast:
        return position, look, roll
    seed = hashlib.sha256(job.shot.id.encode()).digest()
    noise = np.random.Generator(np.random.PCG64(int.from_bytes(seed[:8], "big"))).standard_normal((5, job.frames + 96))
    slow = gaussian_filter1d(noise, 11.0, axis=1)[:, 48:48 + job.frames] * 5.0
    fast = gaussian_filter1d(noise, 2.2, axis=1)[:, 48:48 + job.frames] * 2.2
    strength = np.full(job.frames, amount)
    times = np.arange(job.frames, dtype=np.float64)
    for effect in blast:
        late = (times - effect.cue.frame) / 24.0
        kick = np.where(late >= 0.08, np.exp(-np.maximum(late, 0.0) * 2.2), 0.0)
        strength = strength + kick * min(1.4, effect.cue.size_m / 9.0)
    sway = (slow * 0.7 + fast * 0.3) * strength
    reach = np.linalg.norm(look - position, axis=1)
    position = position + (sway[:3] * 0.028).T
    look = look + (sway[[3, 4, 0]] * reach * 0.0085).T
    return position, look, roll + sway[2] * 0.007
