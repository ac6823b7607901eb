"""What a hand can do: the names of its shapes, and both hands in frames."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

POSES: tuple[str, ...] = ("Curl", "Fist", "Grip", "Hold", "Open", "Point")
"""How fingers can be beside relaxed, which is the rest: half closed as in running, a fist, round a handle, round
something flat, flat and spread, the forefinger out."""
HAND_SHAPES: tuple[str, ...] = tuple(side + pose for side, pose in product(("Left", "Right"), POSES))
"""The blend shapes of every body with human hands, each from 0 (relaxed) to 1; those of a hand add up to 1 at most."""


@dataclass(frozen=True)
class Hands:
    """Two hands in frames: ``weights`` (F, len(HAND_SHAPES)) float32 from 0 to 1."""

    weights: NDArray[np.float32]


def relaxed(frames: int) -> Hands:
    """Hands that do nothing."""
    return Hands(np.zeros((frames, len(HAND_SHAPES)), np.float32))
