"""An animator's motion on a body of the film: exact where it was made on it, else carried over."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from throughline.film.errors import InputError
from throughline.motion.capture.clip import Clip, Floats
from throughline.motion.capture.retarget import bearing, retarget, speeds
from throughline.motion.capture.rig import Rig, humanoid
from throughline.motion.footlock import locked
from throughline.motion.ik import chain, continuous
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import JOINTS, PARENTS, Motion, contact_points, multiply

SAME_M = 0.003
"""A joint of the file's rest pose is ours when it lies this near to ours."""
SAME_RATE = 1e-4
"""Frame times are written rounded: 0.041667 s is 1/24 s."""
UNITS = (1.0, 2.54, 3.048)
"""Metres and their tenths, inches and feet."""
STRETCH_M = 0.01
OWN_STRIDE = 0.2
"""Legs that differ by more than this share cannot walk the file's way in the file's steps."""
STILL_M_S = 0.1
"""A point of a locked foot that moves faster rolls off the ground."""
UP_M = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class Taken:
    """A motion taken over, at the shot's rate and length, its jaw shut; ``exact`` where it was made on this body;
    lines for a person in ``notes``."""

    motion: Motion
    exact: bool
    notes: tuple[str, ...]


def taken_over(rig: Rig, rest: NDArray[np.float32], frames: int, rate: float, floor: Floats | None = None) -> Taken:
    """The take on the body with the rest places ``rest`` (J, 3): its first frame is the shot's first, its seconds are
    the shot's seconds, its place in the world is the shot's.

    A file on our own skeleton keeps every rotation; metres or centimetres follow from its size. Any other person is
    carried over by ``retarget`` and its feet are locked to the ``floor`` (F,), the heights of the ground in the shot.

    Raises:
        InputError: the skeleton is no person's.
    """
    under = np.zeros(frames) if floor is None else floor
    if abs(rig.rate / rate - 1.0) < SAME_RATE:
        rig = replace(rig, rate=rate)
    notes = _timed(rig, frames, rate)
    told = _ours(rig, rest)
    if told is not None and told[1]:
        clip = told[0]
        motion = _resampled(_posed(clip), clip.rate, frames, rate)
        notes += _stretched(rig, clip, rest)
        level = contact_points(motion, rest) - under[:, None, None] * UP_M
        return Taken(replace(motion, contacts=bearing(level, motion.root, rate)), True, notes)
    if told is None and rig.source == "usd":
        missing = [name for name in JOINTS if name not in rig.names]
        raise InputError(f"lacks the joints {', '.join(missing)}", file=rig.name,
                         remedy="animate the skeleton that throughline export motion writes, or give a BVH")
    clip, more = _sized(humanoid(rig) if told is None else told[0], rest)
    on_body = retarget(clip, rest)
    root = on_body.root.astype(np.float64)
    root[:, :2] = clip.hips[:, :2] if not more else clip.hips[:1, :2] + root[:, :2] - root[:1, :2]
    stands = locked(replace(on_body, root=root.astype(np.float32)), rest, clip.rate)
    still = speeds(contact_points(stands, rest), clip.rate) < STILL_M_S
    motion = _resampled(replace(stands, contacts=stands.contacts & still), clip.rate, frames, rate)
    root = motion.root + (under[:, None] * UP_M).astype(np.float32)
    return Taken(replace(motion, root=root), False, notes + more)


def _timed(rig: Rig, frames: int, rate: float) -> tuple[str, ...]:
    has, wants = (rig.frames - 1) / rig.rate, (frames - 1) / rate
    if has < wants - 0.5 / rate:
        return (f"has {has:.2f} s, the shot {wants:.2f}: its last pose is held",)
    return (f"has {has:.2f} s, the shot {wants:.2f}: its end is cut off",) if has > wants + 0.5 / rate else ()


def _ours(rig: Rig, rest: NDArray[np.float32]) -> tuple[Clip, bool] | None:
    """The take of a file that has all our joints, and whether its body is this body; None for any other skeleton."""
    if not set(JOINTS) <= set(rig.names):
        return None
    at = [rig.names.index(name) for name in JOINTS]
    rest_places, rest_turns = (rows[at] for rows in rig.rest())
    mine = (rest - rest[0]).astype(np.float64)
    theirs = rest_places - rest_places[0]
    basis, size, unit = _similar(theirs, mine)
    same = unit and float(np.linalg.norm(size * theirs @ basis.T - mine, axis=-1).max()) < SAME_M
    places, turns = (rows[:, at] for rows in rig.world())
    turn = Rotation.from_matrix(basis).as_quat()
    out = multiply(multiply(turns, conjugate(rest_turns)[None]), conjugate(turn))
    hips = size * places[:, 0] if same else places[:, 0]
    if rig.source != "usd":  # there the stage says where up is, elsewhere the rest pose does
        out, hips = multiply(turn, out), hips @ basis.T
    return Clip(rig.name, rig.source, rig.rate, JOINTS, np.asarray(out), hips, float(rest[0, 2]) / size), same


def _similar(theirs: Floats, mine: Floats) -> tuple[Floats, float, bool]:
    """The turn (3, 3) and the size that bring places (J, 3) of theirs on mine, snapped to axes and to units where they
    are as good as these; whether the size is but a unit."""
    left, _, right = np.linalg.svd(mine.T @ theirs)
    flip = np.diag([1.0, 1.0, float(np.sign(np.linalg.det(left @ right)))])
    basis = left @ flip @ right
    snapped = np.round(basis)
    if abs(float(np.linalg.det(snapped)) - 1.0) < 0.1 and float(np.abs(snapped).sum()) == 3.0:
        basis = snapped
    size = float((mine * (theirs @ basis.T)).sum() / max(float((theirs**2).sum()), 1e-12))
    units = [unit * 10.0 ** round(np.log10(max(size / unit, 1e-9))) for unit in UNITS]
    unit = min(units, key=lambda each: abs(size / each - 1.0))
    return basis, unit if abs(size / unit - 1.0) < 1e-3 else size, abs(size / unit - 1.0) < 1e-3


def _posed(clip: Clip) -> Motion:
    """The clip's rotations and hips as they are."""
    local = clip.turns.copy()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            local[:, joint] = multiply(conjugate(clip.turns[:, parent]), clip.turns[:, joint])
    count = clip.frames
    return Motion(clip.hips.astype(np.float32), continuous(local).astype(np.float32), np.zeros((count, 4), dtype=bool),
                  np.zeros(count, dtype=np.float32))


def _stretched(rig: Rig, clip: Clip, rest: NDArray[np.float32]) -> tuple[str, ...]:
    """A line where the file's joints are not where rotations alone bring ours."""
    at = [rig.names.index(name) for name in JOINTS]
    places = rig.world()[0][:, at]
    size = float(rest[0, 2]) / clip.hip_height
    seen = np.linalg.norm(places - places[:, :1], axis=-1) * size
    made = _posed(clip)
    ours, _ = chain(made.root.astype(np.float64), made.rotations.astype(np.float64), rest.astype(np.float64))
    far = float(np.abs(np.linalg.norm(ours - ours[:, :1], axis=-1) - seen).max())
    if far < STRETCH_M:
        return ()
    return (f"its bones change their length; ours do not, so that joints are up to {100.0 * far:.0f} cm elsewhere",)


def _sized(clip: Clip, rest: NDArray[np.float32]) -> tuple[Clip, tuple[str, ...]]:
    """The clip in metres, its unit found by its height; a line where its legs are so unlike that it keeps its stride
    and not its way."""
    ratio = float(rest[0, 2]) / clip.hip_height
    unit = 10.0 ** round(float(np.log10(ratio)))
    clip = replace(clip, hips=clip.hips * unit, hip_height=clip.hip_height * unit)
    if abs(ratio / unit - 1.0) < OWN_STRIDE:
        return clip, ()
    return clip, (f"was made by somebody with hips {100 * clip.hip_height:.0f} cm high, these are "
                  f"{100 * float(rest[0, 2]):.0f}: its way is {unit and ratio / unit:.2f} times as long here",)


def _resampled(motion: Motion, own: float, frames: int, rate: float) -> Motion:
    """The motion of ``own`` frames a second at ``rate``, ``frames`` long; its last pose held."""
    at = np.minimum(np.arange(frames) * (own / rate), len(motion.root) - 1.0)
    at = np.where(np.abs(at - np.round(at)) < 1e-6, np.round(at), at)
    low = at.astype(int)
    high, part = np.ceil(at).astype(int), (at - low).astype(np.float32)[:, None]
    root = motion.root[low] * (1 - part) + motion.root[high] * part
    one, other = motion.rotations[low], motion.rotations[high]
    other = np.where((one * other).sum(axis=-1, keepdims=True) < 0.0, -other, other)
    turns = one * (1 - part[..., None]) + other * part[..., None]
    turns /= np.linalg.norm(turns, axis=-1, keepdims=True)
    return Motion(root.astype(np.float32), turns.astype(np.float32), motion.contacts[low] & motion.contacts[high],
                  motion.jaw[low])
