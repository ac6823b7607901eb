"""What a face can do: the names of its shapes, and a face in frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHAPES: tuple[str, ...] = (
    "JawOpen", "LipsWide", "LipsRound", "LipsClosed", "LipsPressed", "LowerLipTucked", "TeethShown",
    "BlinkLeft", "BlinkRight", "LidsDown", "EyesWide", "BrowsUp", "BrowsDown",
)
"""The blend shapes of every body that has a face, each from 0 (at rest) to 1.

``LipsClosed`` brings the lips together over a jaw that is as far open as ``JawOpen``; ``LipsPressed`` presses lips that
are together; ``LidsDown`` and ``EyesWide`` are the lids of eyes that look down and up, both sides.
"""
COLUMN: dict[str, int] = {name: number for number, name in enumerate(SHAPES)}


@dataclass(frozen=True)
class Face:
    """A face in frames, one row a frame of the shot, beside motion.skeleton.Motion.

    ``weights`` (F, len(SHAPES)) float32 from 0 to 1; ``eyes`` (F, 2, 4) float32: unit quaternions (x, y, z, w) that
    turn the left and right eyeball relative to the head, identity looking along the head's +X.
    """

    weights: NDArray[np.float32]
    eyes: NDArray[np.float32]


def at_rest(frames: int) -> Face:
    """A face that does nothing: lips together, eyes open and straight ahead."""
    eyes = np.zeros((frames, 2, 4), np.float32)
    eyes[..., 3] = 1.0
    return Face(np.zeros((frames, len(SHAPES)), np.float32), eyes)
