"""How people carry themselves: over their feet, into a run, and to a stop by shorter steps."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from throughline.motion import Motion, perform
from throughline.motion.skeleton import INDEX, forward

from .staged import RATE, REST, part, straight

FINE = Fraction(60)


def lean(motion: Motion) -> float:
    """Degrees by which the line from hips to neck leans towards +X on the mean."""
    places, _ = forward(motion, REST)
    line = places[:, INDEX["Neck"]] - places[:, 0]
    return float(np.degrees(np.arctan2(line[:, 0], line[:, 2])).mean())


def strikes_ahead(motion: Motion) -> float:
    """How far ahead of the hips feet come down on the mean."""
    places, _ = forward(motion, REST)
    found = []
    for number, side in enumerate(("Left", "Right")):
        down = motion.contacts[:, 2 * number:2 * number + 2].any(axis=1)
        first = np.flatnonzero(down[1:] & ~down[:-1]) + 1
        found += (places[first, INDEX[f"{side}Foot"], 0] - places[first, 0, 0]).tolist()
    return float(np.mean(found))


@pytest.mark.parametrize(("speed", "least", "most"), [(1.3, -1.0, 3.0), (4.2, 4.0, 9.0), (7.5, 6.0, 12.0)])
def test_the_trunk_leans_into_a_run(speed: float, least: float, most: float) -> None:
    assert least < lean(perform(straight(speed, 72), REST, 72, RATE)) < most


@pytest.mark.parametrize("speed", [4.2, 7.5])
def test_a_runner_lands_nearly_under_the_hips(speed: float) -> None:
    path = part((-60, -speed, 0.0), (180, 3.0 * speed, 0.0))
    assert 0.1 < strikes_ahead(perform(path, REST, 120, FINE)) < 0.31


def test_who_stops_shortens_the_steps() -> None:
    motion = perform(part((-48, -6.0, 0.0), (48, 6.0, 0.0), (120, 6.0, 0.0)), REST, 90, RATE)
    places, _ = forward(motion, REST)
    found = []
    for number, side in enumerate(("Left", "Right")):
        down = motion.contacts[:, 2 * number:2 * number + 2].any(axis=1)
        found.append(places[np.flatnonzero(down[1:] & ~down[:-1]) + 1, INDEX[f"{side}Foot"], 0])
    prints = np.sort(np.concatenate(found))
    strides = np.diff(prints)
    assert strides[-2:].max() < 0.9 * strides[:3].mean()


def test_who_stands_has_the_weight_over_the_feet_and_shifts_it() -> None:
    motion = perform(part((0, 0.0, 0.0, 0.0)), REST, 480, RATE)
    places, _ = forward(motion, REST)
    ankles = 0.5 * (places[:, INDEX["LeftFoot"]] + places[:, INDEX["RightFoot"]])
    assert 0.015 < float((places[:, 0] - ankles)[:, 0].mean()) < 0.07
    assert 0.03 < float(np.ptp((places[:, 0] - ankles)[:, 1])) < 0.12
