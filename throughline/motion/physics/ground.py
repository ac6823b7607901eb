"""What a body falls on and what hits it: the ground, boxes on it, and a car."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as Xml

import numpy as np

from throughline.film import setplan
from throughline.motion.physics.cars import slabs

ROAD = "ground"
CAR = "car"
FREE_S = 0.04
CAR_KG = 40000.0
"""More than a car weighs: a body slows a real one by a twentieth, and where it will be must be known beforehand."""


@dataclass(frozen=True)
class Box:
    """A thing that stands fast: its ``middle`` and ``half`` sizes in metres, turned by ``facing`` radians."""

    middle: tuple[float, float, float]
    half: tuple[float, float, float]
    facing: float = 0.0


def standing_box(footprint: setplan.Box, low: float) -> Box | None:
    """What stands on a footprint of a set from ``low`` metres up to its height; None where that is nothing."""
    half = (0.5 * (footprint.x1 - footprint.x0), 0.5 * (footprint.y1 - footprint.y0), 0.5 * (footprint.height - low))
    if min(half) <= 0.001:
        return None
    return Box((footprint.x0 + half[0], footprint.y0 + half[1], low + half[2]), half)


@dataclass(frozen=True)
class Car:
    """A car that drives at ``speed`` m/s towards ``facing``; the middle of its bumper is at ``nose`` (x, y) when the
    fall begins. It brakes by ``brake`` m/s^2 from ``FREE_S`` after the hit on. ``kind`` is a vehicle's of
    world.vehicles."""

    nose: tuple[float, float]
    facing: float
    speed: float
    kind: str = "sedan"
    brake: float = 7.0

    def travelled(self, seconds: float) -> float:
        """Metres from where it is when it hits to where it is ``seconds`` later, or earlier where they are negative."""
        braking = min(max(seconds - FREE_S, 0.0), self.speed / self.brake)
        return self.speed * (min(seconds, FREE_S) + braking) - 0.5 * self.brake * braking * braking


@dataclass(frozen=True)
class Ground:
    """Ground at ``height`` where x and y are ``at``, rising by ``slope`` along x and along y; what stands on it."""

    height: float = 0.0
    slope: tuple[float, float] = (0.0, 0.0)
    at: tuple[float, float] = (0.0, 0.0)
    boxes: tuple[Box, ...] = ()
    car: Car | None = None

    def level(self, x: float, y: float) -> float:
        """The height of the ground at a place, boxes apart."""
        return self.height + self.slope[0] * (x - self.at[0]) + self.slope[1] * (y - self.at[1])


def add_ground(world: Xml.Element, ground: Ground) -> None:
    """Adds the ground, the boxes and the car to the solver's world."""
    normal = np.array([-ground.slope[0], -ground.slope[1], 1.0])
    place = f"{ground.at[0]:.6f} {ground.at[1]:.6f} {ground.height:.6f}"
    Xml.SubElement(world, "geom", name=ROAD, type="plane", size="0 0 1", pos=place,
                   zaxis=" ".join(f"{value:.9f}" for value in normal / np.linalg.norm(normal)))
    for number, box in enumerate(ground.boxes):
        _box(world, f"box_{number}", box.middle, box.half, (0.0, 0.0, box.facing))
    if ground.car is not None:
        _add_car(world, ground.car, ground.level(*ground.car.nose))


def _box(node: Xml.Element, name: str, middle: tuple[float, ...], half: tuple[float, ...],
         turn: tuple[float, float, float], more: dict[str, str] | None = None) -> None:
    Xml.SubElement(node, "geom", name=name, type="box", pos=" ".join(f"{value:.6f}" for value in middle),
                   size=" ".join(f"{value:.6f}" for value in half), euler=" ".join(f"{value:.6f}" for value in turn),
                   attrib=more or {})


def _add_car(world: Xml.Element, car: Car, level: float) -> None:
    """A car that slides along the road: it meets bodies and nothing else."""
    node = Xml.SubElement(world, "body", name=CAR, pos=f"{car.nose[0]:.6f} {car.nose[1]:.6f} {level:.6f}",
                          euler=f"0 0 {car.facing:.6f}")
    Xml.SubElement(node, "joint", name=CAR, type="slide", axis="1 0 0", armature="0")
    parts = slabs(car.kind)
    more = {"mass": f"{CAR_KG / len(parts):.1f}", "contype": "2", "conaffinity": "1", "friction": "0.35 0.01 0.005",
            "solref": "0.012 1.4", "solmix": "20"}  # sheet metal gives way
    for number, part in enumerate(parts):
        _box(node, f"{CAR}_{number}", part.middle, part.half, (0.0, part.pitch, 0.0), more)
