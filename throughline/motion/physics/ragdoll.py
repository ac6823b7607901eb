"""A performed motion taken over by physics: the body is pushed, falls as its muscles and reflexes have it, and lies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats, continuous
from throughline.motion.path import smooth
from throughline.motion.physics import muscles, reflex, state
from throughline.motion.physics.body import Frame, framed
from throughline.motion.physics.ground import CAR, CAR_KG, FREE_S, Car, Ground
from throughline.motion.physics.pushes import Push, Snag, apply
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import INDEX, Motion, contact_points, multiply

STEP_S = 1.0 / 500.0
SHORT_STEP_S = 1.0 / 1000.0
"""For a car and for pushes that give a body more than ``HARD_M_S``."""
HARD_M_S = 4.5
HARD_CONTACT_S = 0.003
TICK_STEPS = 2
FLAT = Ground()
OVERLAP_M = 0.003
LEAD_IN_S = 0.15
"""In which what the solver's joints cannot pose of the performed pose fades out."""
UP, TAKEN, LIES = np.array([1.0, 1.0, 1.0, 0.8]), np.array([0.1, 0.08, 0.12, 0.15]), np.array([0.2, 0.15, 0.2, 0.1])
"""Strength of trunk, head, arms, legs: before the body lands, as it takes the ground, and as it lies."""
DAZED, FLUNG = np.full(4, 0.1), np.array([0.06, 0.03, 0.45, 0.12])
"""What a daze leaves of that strength, of a body that is stiff and of one that is flung through the air."""
CRUMPLES_S = 0.15
"""A slack body's joints give way so long after it landed."""
QUIET_RAD_S, HIPS_LOW_M = 2.0, 0.11
STILL_S, STILL_RAD_S = 0.2, 0.15


@dataclass(frozen=True)
class Fall:
    """How a body falls. ``strength`` of its muscles before it lands, ``daze`` seconds in which they are weak after the
    hit, ``slack`` 0 to 1: how loose it is till it lies, ``faint`` 0 to 1: how far it loses all strength, ``seed`` of
    what is its own."""

    pushes: tuple[Push, ...] = ()
    snag: Snag | None = None
    strength: float = 1.0
    daze: float = 0.0
    slack: float = 0.0
    faint: float = 0.0
    seed: int = 0


@dataclass
class _Course:
    """A fall while it goes on."""

    frame: Frame
    data: Any
    fall: Fall
    ground: Ground
    of: muscles.Muscles
    tracked: state.Joints
    rate: float
    dice: Floats
    wanted: state.Joints
    strength: Floats
    slack: float = 0.0
    landed: float | None = None
    held: Floats | None = None
    calm: float = 0.0


def tumble(motion: Motion, rest: NDArray[np.float32], rate: float, start_frame: int, fall: Fall, seconds: float,
           mass_kg: float, ground: Ground = FLAT) -> Motion:
    """The motion up to ``start_frame``, and from it on the fall for ``seconds``: poses, feet and jaw.

    ``rest`` (J, 3) metres, ``rate`` frames a second. The fall begins with the performed pose and its velocities, and
    strives on with the performed motion until the body's reflexes take over; it ends lying still.
    """
    frames = max(1, round(seconds * rate))
    course = _begun(motion, framed(rest, mass_kg, ground), rate, start_frame, fall, ground)
    through = _overlapping(course)
    if through:  # what the performed pose has inside itself would burst apart
        course = _begun(motion, framed(rest, mass_kg, ground, through), rate, start_frame, fall, ground)
    frame = course.frame
    shots = [state.posed(frame, course.data)]
    impulse = float(np.linalg.norm(np.sum([push.impulse for push in fall.pushes], axis=0))) if fall.pushes else 0.0
    hard = ground.car is not None or impulse > HARD_M_S * mass_kg
    longest = SHORT_STEP_S if hard else STEP_S
    per_frame = int(np.ceil(1.0 / rate / longest))
    if hard:
        own = np.isin(frame.model.geom_bodyid, frame.bodies)
        frame.model.geom_solref[own, 0] = HARD_CONTACT_S
    frame.model.opt.timestep = 1.0 / rate / per_frame
    for number in range(frames):
        if course.calm < STILL_S:
            _frame(course, number, per_frame)
        shots.append(state.posed(frame, course.data))
    return _joined(motion, rest, rate, start_frame, *state.rows(shots))


def _begun(motion: Motion, frame: Frame, rate: float, start: int, fall: Fall, ground: Ground) -> _Course:
    import mujoco

    model = frame.model
    data = mujoco.MjData(model)
    last = len(motion.root) - 1
    kept = slice(max(start - 1, 0), min(start + round(1.2 * rate), last) + 1)
    tracked = state.joints(motion.rotations[kept].astype(np.float64))
    first = start - kept.start
    places = [state.positions(frame, motion.root[at].astype(np.float64), motion.rotations[at, 0].astype(np.float64),
                              tracked, at - kept.start)
              for at in (max(start - 1, 0), start, min(start + 1, last))]
    data.qpos[:] = places[1]
    spread = (min(start + 1, last) - max(start - 1, 0)) / rate
    if spread > 0.0:
        mujoco.mj_differentiatePos(model, data.qvel, spread, places[0], places[2])
    mujoco.mj_forward(model, data)
    sunk = [float(data.contact.dist[number]) for number in range(data.ncon)
            if 0 in model.geom_bodyid[data.contact.geom[number]]]
    data.qpos[frame.root_at + 2] += max(0.0, -min(sunk, default=0.0))
    if ground.car is not None:
        data.qvel[model.joint(CAR).dofadr[0]] = ground.car.speed
    mujoco.mj_forward(model, data)
    dice = np.random.Generator(np.random.PCG64(fall.seed)).uniform(-1.0, 1.0, 6)
    tracked = state.Joints(tracked.balls[first:], tracked.hinges[first:])
    return _Course(frame, data, fall, ground, muscles.muscles(frame), tracked, rate, dice,
                   state.current(frame, data), np.ones(len(muscles.GROUPS)))


def _overlapping(course: _Course) -> tuple[tuple[str, str], ...]:
    """The parts of the body that are inside each other."""
    data, model = course.data, course.frame.model
    pairs = set()
    for number in range(data.ncon):
        bodies = sorted(int(model.geom_bodyid[geom]) for geom in data.contact.geom[number])
        if data.contact.dist[number] < -OVERLAP_M and bodies[0] > 0:
            pairs.add((str(model.body(bodies[0]).name), str(model.body(bodies[1]).name)))
    return tuple(sorted(pair for pair in pairs if CAR not in pair))


def _frame(course: _Course, number: int, per_frame: int) -> None:
    """Simulates one frame of picture."""
    import mujoco

    model, data = course.frame.model, course.data
    step = model.opt.timestep
    begin = number / course.rate
    for tick in range(0, per_frame, TICK_STEPS):
        time = begin + tick * step
        if tick % (per_frame // 2 + per_frame // 2 % TICK_STEPS) == 0:
            _decide(course, time)
        muscles.pull(course.frame, course.of, data, course.wanted, course.strength, course.slack, TICK_STEPS * step)
        course.held = apply(course.frame, data, course.fall.pushes, course.fall.snag, course.held, time)
        if course.ground.car is not None:
            _drive(course, course.ground.car, time)
        mujoco.mj_step(model, data, nstep=min(TICK_STEPS, per_frame - tick))
    fastest = float(np.abs(data.qvel[course.frame.ball_dofs]).max())
    still = fastest < STILL_RAD_S and course.landed is not None and number / course.rate > course.landed + 1.0
    course.calm = course.calm + 1.0 / course.rate if still else 0.0


def _drive(course: _Course, car: Car, time: float) -> None:
    """Brakes the car as ``Car.travelled`` has it."""
    dof = int(course.frame.model.joint(CAR).dofadr[0])
    slow = car.brake * CAR_KG if time >= FREE_S else 0.0
    course.data.qfrc_applied[dof] = -slow * float(np.clip(course.data.qvel[dof] / 0.05, 0.0, 1.0))


def _decide(course: _Course, time: float) -> None:
    """What the body wants to do from now on, and how strongly."""
    frame, data, fall = course.frame, course.data, course.fall
    if course.landed is None and _trunk_down(course):
        course.landed = time
    landed = time - course.landed if course.landed is not None else -1.0
    sense = _sense(course, time, landed)
    reacting = float(smooth(np.array((time - fall.daze * (1.0 - fall.slack) - reflex.REACTION_S) / 0.16)))
    at = (time + muscles.AHEAD_S) * course.rate
    low = min(int(at), len(course.tracked.hinges) - 1)
    high = min(low + 1, len(course.tracked.hinges) - 1)
    going = _row(course.tracked, low).between(_row(course.tracked, high), at - int(at))
    reacts = reflex.reflex(sense, course.dice)
    flies = fall.slack * float(smooth(np.array(-landed / 0.05)))
    if flies > 0.0:
        flies *= 1.0 - float(smooth(np.array((time - fall.daze) / 0.3)))
        reacts = reacts.between(reflex.flung(time, course.dice), flies)
    wanted = going.between(reacts, reacting)
    fastest = float(np.abs(data.qvel[frame.ball_dofs]).max())
    quiet = float(smooth(np.array(2.0 - 2.0 * fastest / QUIET_RAD_S)))
    hips = data.xpos[frame.bodies[0]]
    raised = float(hips[2]) - course.ground.level(float(hips[0]), float(hips[1]))
    flat = float(smooth(np.array(3.0 - raised / (HIPS_LOW_M * frame.size))))  # who kneels or is folded unfolds first
    resting = quiet * flat * float(smooth(np.array((landed - 0.7) / 0.6)))
    if resting > 0.0:  # what lies settles where it lies
        wanted = wanted.between(state.current(frame, data), 0.9 * resting)
    course.wanted = wanted
    course.strength = _strength(fall, time, landed, quiet)
    course.slack = fall.slack * float(smooth(np.array((CRUMPLES_S - landed) / CRUMPLES_S)))


def _row(joints: state.Joints, number: int) -> state.Joints:
    return state.Joints(joints.balls[number:number + 1], joints.hinges[number:number + 1])


def _strength(fall: Fall, time: float, landed: float, quiet: float) -> Floats:
    """By group: strong before the hit, weak while it is taken, rising again when the body is ``quiet`` (0 to 1), to lie
    as one wants to lie."""
    weak = 1.0 - DAZED + fall.slack * (DAZED - FLUNG)
    dazed = 1.0 - weak * float(smooth(np.array((fall.daze - time) / 0.15))) if fall.daze > 0.0 else 1.0
    gone = fall.faint * smooth(np.array([time / 0.3, (time - 0.1) / 0.3, (time - 0.05) / 0.3, time / 0.22]))
    taken = float(smooth(np.array(landed / 0.2)))
    again = quiet * float(smooth(np.array((landed - 0.6) / 0.8)))
    hit = TAKEN * (1.0 - 0.4 * fall.slack)
    level = UP + taken * (hit - UP + again * (LIES - hit))
    return np.asarray(np.clip(fall.strength * dazed * level * (1.0 - 0.97 * gone), 0.01, 1.5))


def _trunk_down(course: _Course) -> bool:
    """Whether the trunk, the head or a thigh bears on anything but the body itself."""
    data, model = course.data, course.frame.model
    trunk = {int(course.frame.bodies[INDEX[name]]) for name in
             ("Hips", "Spine", "Chest", "UpperChest", "Head", "LeftUpperLeg", "RightUpperLeg")}
    for one, other in data.contact.geom[:data.ncon]:
        bodies = int(model.geom_bodyid[one]), int(model.geom_bodyid[other])
        if (bodies[0] in trunk and bodies[1] == 0) or (bodies[1] in trunk and bodies[0] == 0):
            return True
    return False


def _sense(course: _Course, time: float, landed: float) -> reflex.Sense:
    frame, data = course.frame, course.data
    chest = data.xmat[frame.bodies[INDEX["UpperChest"]]].reshape(3, 3).copy()
    feet = 0.5 * (data.xpos[frame.bodies[INDEX["LeftFoot"]]] + data.xpos[frame.bodies[INDEX["RightFoot"]]])
    place = data.xpos[frame.bodies[INDEX["UpperChest"]]]
    leans = place - feet
    leans[2] = 0.0
    height = float(place[2]) - course.ground.level(float(place[0]), float(place[1]))
    velocity = np.array(data.qvel[frame.root_dof:frame.root_dof + 3])
    return reflex.Sense(time, landed, chest, velocity, leans, height, course.fall.faint)


def _joined(motion: Motion, rest: NDArray[np.float32], rate: float, start: int, root: Floats,
            turns: Floats) -> Motion:
    """The performed motion before the fall and the fall, handed over without a jump."""
    fade = 1.0 - smooth(np.arange(len(root)) / (LEAD_IN_S * rate))
    gap = multiply(motion.rotations[start].astype(np.float64), conjugate(turns[0]))
    none = np.zeros_like(gap)
    none[:, 3] = 1.0
    for number in np.flatnonzero(fade > 0.0):
        turns[number] = multiply(state.mixed(none, gap, float(fade[number])), turns[number])
    root = root + (motion.root[start] - root[0]) * fade[:, None]
    before = slice(0, start)
    rotations = np.concatenate([motion.rotations[before].astype(np.float64), turns])
    whole = Motion(np.concatenate([motion.root[before], root.astype(np.float32)]),
                   continuous(rotations).astype(np.float32),
                   np.zeros((start + len(root), 4), dtype=bool), np.zeros(start + len(root), dtype=np.float32))
    bears = standing(whole, rest, rate)
    bears[before] = motion.contacts[before]
    jaw = np.interp(np.arange(len(bears)), np.arange(len(motion.jaw)), motion.jaw).astype(np.float32)
    return replace(whole, contacts=bears, jaw=jaw)


def standing(motion: Motion, rest: NDArray[np.float32], rate: float) -> NDArray[np.bool_]:
    """Which heels and toes (F, 4) bear: low, slow, and the hips above them."""
    points = contact_points(motion, rest)
    speed = np.linalg.norm(np.gradient(points, axis=0), axis=-1) * rate if len(points) > 1 else np.zeros(
        points.shape[:2])
    low = points[..., 2] - np.array([0.0, float(rest[INDEX["LeftToes"], 2])] * 2) < 0.015
    return np.asarray(low & (speed < 0.25) & (motion.root[:, 2] > 0.5 * rest[0, 2])[:, None])
