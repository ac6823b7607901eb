"""What a sculpted beast is made of before it is meshed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughline.motion.skeleton import JOINTS
from throughline.world.creatures_heads import Point, Tube
from throughline.world.creatures_sculpt import Clay, Colour


@dataclass
class Sheet:
    """A thin surface of rows of points, as a wing's skin; ``joint`` moves it."""

    rows: tuple[tuple[Point, ...], ...]
    colour: Colour
    joint: str


@dataclass
class Beast:
    """A beast before it is meshed: clay, tubes with the joint that moves each, sheets, joints, glowing eyes."""

    clay: Clay
    base: Colour
    rest: dict[str, Point]
    height: float
    step: float
    eye: Point
    eye_radius: float
    glow: tuple[float, float, float]
    tubes: list[tuple[Tube, str]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def joints(self) -> NDArray[np.float64]:
        """Rest places (22, 3) of all joints; those of the right side mirror the left."""
        places = []
        for name in JOINTS:
            x, y, z = self.rest[name.replace("Right", "Left")]
            places.append((x, -y if name.startswith("Right") else y, z))
        return np.array(places)
