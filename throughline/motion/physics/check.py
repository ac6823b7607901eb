"""How sound a fall is, in figures: what sinks into the ground, what bends too far, where energy comes from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats, chain
from throughline.motion.physics import state
from throughline.motion.physics.body import Frame, framed
from throughline.motion.physics.ground import Ground
from throughline.motion.physics.limits import JOINT, Socket, angle, excess, hinged, turned
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import INDEX, Motion, multiply


def sunk(motion: Motion, rest: NDArray[np.float32], mass_kg: float, ground: Ground) -> Floats:
    """How deep the flesh is in the ground or in what stands on it, (F,) metres."""
    import mujoco

    frame = framed(rest, mass_kg, Ground(ground.height, ground.slope, ground.at, ground.boxes))
    data = mujoco.MjData(frame.model)
    out = np.zeros(len(motion.root))
    for number, place in enumerate(_positions(frame, motion)):
        data.qpos[:] = place
        mujoco.mj_forward(frame.model, data)
        pairs = frame.model.geom_bodyid[data.contact.geom[:data.ncon]]
        deep = -data.contact.dist[:data.ncon][(pairs == 0).any(axis=1)] if data.ncon else np.zeros(0)
        out[number] = max(float(deep.max(initial=0.0)), 0.0)
    return out


def overbent(motion: Motion) -> Floats:
    """How far the joint that bends furthest is beyond its limits, (F,) degrees; 0 within them."""
    worst = np.zeros(len(motion.root))
    for name, kind in JOINT.items():
        local = motion.rotations[:, INDEX[name]].astype(np.float64)
        if isinstance(kind, Socket):
            worst = np.maximum(worst, excess(kind, local))
        else:
            worst = np.maximum(worst, angle(multiply(conjugate(turned(kind, hinged(kind, local))), local)))
    return np.asarray(np.degrees(worst))


def fastest(motion: Motion, rest: NDArray[np.float32], rate: float) -> Floats:
    """The speed of the joint that moves fastest from frame to frame, (F - 1,) m/s."""
    places, _ = chain(motion.root.astype(np.float64), motion.rotations.astype(np.float64), rest.astype(np.float64))
    return np.asarray(np.linalg.norm(np.diff(places, axis=0), axis=-1).max(axis=1) * rate)


def energy(motion: Motion, rest: NDArray[np.float32], rate: float, mass_kg: float) -> Floats:
    """Kinetic and potential energy (F - 1,) in joules, halfway between frames."""
    import mujoco

    frame = framed(rest, mass_kg, Ground(height=-100.0))
    data = mujoco.MjData(frame.model)
    places = _positions(frame, motion)
    out = np.zeros(len(places) - 1)
    for number in range(len(out)):
        mujoco.mj_differentiatePos(frame.model, data.qvel, 1.0 / rate, places[number], places[number + 1])
        data.qpos[:] = places[number]
        mujoco.mj_integratePos(frame.model, data.qpos, data.qvel, 0.5 / rate)
        mujoco.mj_forward(frame.model, data)
        out[number] = float(data.energy.sum())
    return out


def _positions(frame: Frame, motion: Motion) -> list[Floats]:
    poses = state.joints(motion.rotations.astype(np.float64), bounded=False)
    return [state.positions(frame, motion.root[number].astype(np.float64),
                            motion.rotations[number, 0].astype(np.float64), poses, number)
            for number in range(len(motion.root))]
