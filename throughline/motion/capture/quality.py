"""How clean a take is, before anything learns from it: what slides, sinks, trembles, stands still or jumps."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.motion.capture.clip import Clip, Floats
from throughline.motion.capture.retarget import retarget, speeds
from throughline.motion.capture.rig import Rig
from throughline.motion.measure import feet, jerk
from throughline.motion.skeleton import contact_points, rotate

SLIDE_CM_S, SINKS_CM, JERK, DROPPED, JUMP_M = 40.0, 8.0, 900.0, 0.01, 0.15
"""What is worse than these is not learned from. Clean takes slide 2 to 14 cm/s, those of the CMU laboratory 7 to 26."""


@dataclass(frozen=True)
class Quality:
    """A take's figures: ``slide_cm_s`` median speed of a bearing foot, ``sinks_cm`` the deepest a sole comes under the
    ground, ``jerk`` m/s^3, ``dropped`` the share of frames that repeat the one before in the middle of movement,
    ``jumps`` frames between which a joint is somewhere else at once; the feet's are NaN where there are none."""

    seconds: float
    slide_cm_s: float
    sinks_cm: float
    jerk: float
    dropped: float
    jumps: int

    @property
    def person(self) -> bool:
        """Whether the take is a person's, who can be measured by what people do."""
        return not math.isnan(self.sinks_cm)

    def faults(self) -> tuple[str, ...]:
        """Why the take is not to be learned from, one line each; empty where it is clean."""
        out = []
        if self.seconds < 1.0 and self.person:
            out.append(f"only {self.seconds:.1f} s long")
        if self.slide_cm_s > SLIDE_CM_S:
            out.append(f"feet slide at {self.slide_cm_s:.0f} cm/s where they bear (at most {SLIDE_CM_S:.0f})")
        if self.sinks_cm > SINKS_CM:
            out.append(f"soles sink {self.sinks_cm:.0f} cm into the ground (at most {SINKS_CM:.0f})")
        if self.jerk > JERK and self.person:
            out.append(f"joints tremble: jerk {self.jerk:.0f} m/s^3 (at most {JERK:.0f})")
        if self.dropped > DROPPED:
            out.append(f"{100 * self.dropped:.0f} % of its frames repeat the one before")
        if self.jumps and self.person:
            out.append(f"joints jump at {self.jumps} frames")
        return tuple(out)


def clip_quality(clip: Clip, rest: NDArray[np.float32]) -> Quality:
    """The figures of a person's take on a body with these rest places."""
    motion = retarget(clip, rest)
    found = feet(motion, rest, clip.rate)
    points = contact_points(motion, rest)
    bearing = speeds(points, clip.rate)[motion.contacts]
    slide = 100.0 * float(np.median(bearing)) if len(bearing) else float("nan")
    arms = [rotate(clip.turns, np.array(arm)) for arm in ((0.3, 0.0, 0.0), (0.0, 0.3, 0.0))]
    places = clip.hips[:, None] + np.concatenate(arms, axis=1)  # the take's own, before any ground is found for it
    return Quality(clip.frames / clip.rate, slide, 0.1 * found.penetration_mm, jerk(motion, rest, clip.rate),
                   *_breaks(places, clip.rate))


def rig_quality(rig: Rig) -> Quality:
    """The figures of a take that is no person: what needs no feet."""
    places, _ = rig.world()
    third = np.diff(places, n=3, axis=0) * rig.rate**3 if rig.frames > 3 else np.zeros((1, 1, 3))
    return Quality(rig.frames / rig.rate, float("nan"), float("nan"),
                   float(np.linalg.norm(third, axis=-1).mean()), *_breaks(places, rig.rate))


def _breaks(places: Floats, rate: float) -> tuple[float, int]:
    """The share of frames that repeat the one before while the body moves; frames at which a joint jumps."""
    moved = np.linalg.norm(np.diff(places, axis=0), axis=-1).max(axis=1)
    around = np.array([np.median(moved[max(0, at - 8):at + 9]) for at in range(len(moved))])
    dropped = (moved < 1e-6) & (around * rate > 0.05)
    dropped[:2] = dropped[-2:] = False
    jumps = (moved > JUMP_M) & (moved > 4.0 * around)
    return float(dropped.mean()) if len(dropped) else 0.0, int(jumps.sum())
