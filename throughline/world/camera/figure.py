"""What the camera frames, reduced to what framing needs: face, top, bounds and heading in every frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Blocking, Waypoint
from throughline.motion.skeleton import INDEX, Motion, forward, rotate
from throughline.motion.travel import along
from throughline.world import props, vehicles
from throughline.world.camera.track import Points

STANDARD_HEIGHT = 1.72


@dataclass(frozen=True)
class Figure:
    """A subject in time: ``face`` (F, 3), ``top`` (F,) highest point, ``low`` and ``high`` (F, 3) bounds in metres,
    ``heading`` (F, 2) unit vectors on the ground, ``hand`` (F, 3) the right hand, ``scale`` against a 1.72 m body."""

    name: str
    face: Points
    top: Points
    low: Points
    high: Points
    heading: Points
    hand: Points
    scale: float
    upright: Points

    @property
    def middle(self) -> Points:
        return (self.low + self.high) / 2

    @property
    def travel(self) -> float:
        path = self.middle[:, :2]
        return float(np.linalg.norm(path - path[0], axis=1).max())


def body_figure(name: str, motion: Motion, rest: Points, height_m: float) -> Figure:
    """A performer's figure from the joints' real places in the motion."""
    joints, turns = forward(motion, rest.astype(np.float32))
    scale = height_m / STANDARD_HEIGHT
    head, head_turn = joints[:, INDEX["Head"]], turns[:, INDEX["Head"]]
    face = head + rotate(head_turn, np.array([[0.06, 0.0, 0.075]]) * scale)
    crown = head + rotate(head_turn, np.array([[0.0, 0.0, 0.2]]) * scale)
    flesh = 0.1 * scale
    low = np.minimum(joints.min(axis=1), crown) - flesh
    high = np.maximum(joints.max(axis=1), crown) + flesh * 0.4
    low[:, 2] = np.maximum(low[:, 2], 0.0)
    ahead = rotate(turns[:, INDEX["Chest"]], np.array([[1.0, 0.0, 0.0]]))[:, :2]
    length = np.linalg.norm(ahead, axis=1, keepdims=True)
    heading = np.where(length > 1e-3, ahead / np.maximum(length, 1e-9), np.array([[1.0, 0.0]]))
    upright = np.clip((face[:, 2] - joints[:, INDEX["Hips"], 2]) / (0.6 * scale), -1.0, 1.0)
    hand = joints[:, INDEX["RightHand"]] + rotate(turns[:, INDEX["RightHand"]], np.array([[0.02, -0.09, 0.0]]) * scale)
    return Figure(name, face, np.maximum(crown[:, 2], face[:, 2] + 0.08 * scale), low, high, heading, hand, scale,
                  upright)


def with_things(figures: Mapping[str, Figure], blocking: Blocking) -> dict[str, Figure]:
    """The performers' ``figures``, and those of the shot's vehicles and props; what is held goes with its holder."""
    frames, found = blocking.shot.frames, dict(figures)
    for car in blocking.vehicles:
        found[car.name] = vehicle_figure(car.name, car.path, frames, vehicles.size(car.kind))
    for prop in blocking.props:
        if prop.holder in found:
            found.setdefault(prop.name, found[prop.holder])
        elif prop.holder is None:
            found[prop.name] = thing_figure(prop.name, props.build(prop.kind).points, (prop.x, prop.y, prop.z),
                                            prop.facing, frames)
    return found


def thing_figure(name: str, points: NDArray[np.floating], place: tuple[float, float, float], facing: float,
                 frames: int) -> Figure:
    """A thing's figure where it stands or lies: its face is its front, its bounds those of its ``points`` (N, 3)."""
    turn = np.array([[np.cos(facing), np.sin(facing)], [-np.sin(facing), np.cos(facing)]])
    world = np.concatenate([points[:, :2] @ turn, points[:, 2:]], axis=1) + np.array(place)
    low, high = world.min(axis=0), world.max(axis=0)
    top = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, high[2] - min(0.3, (high[2] - low[2]) / 2)])
    still = np.ones((frames, 1))
    return Figure(name, still * top, np.full(frames, high[2]), still * low, still * high,
                  still * np.array([np.cos(facing), np.sin(facing)]), still * top, 1.0, np.ones(frames))


def vehicle_figure(name: str, path: Sequence[Waypoint], frames: int, size: tuple[float, float, float]) -> Figure:
    """A vehicle's figure: the face is its windscreen, the hand its bonnet."""
    rows = along(path, frames)
    heading = np.stack([np.cos(rows[:, 3]), np.sin(rows[:, 3])], axis=1)
    length, width, height = size
    reach = np.abs(heading) @ np.array([[length, width], [width, length]]) / 2
    middle = rows[:, :3] + np.array([0.0, 0.0, height / 2])
    half = np.concatenate([reach, np.full((frames, 1), height / 2)], axis=1)
    face = middle + np.concatenate([heading * length * 0.1, np.full((frames, 1), height * 0.15)], axis=1)
    ones = np.ones(frames)
    return Figure(name, face, middle[:, 2] + height / 2, middle - half, middle + half, heading,
                  face + np.concatenate([heading * length * 0.3, np.zeros((frames, 1))], axis=1), length / 1.72, ones)
