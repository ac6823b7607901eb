"""The solver that falls are computed by, as part of what a layout depends on; it is not loaded for that."""

from __future__ import annotations

from importlib.metadata import version

from throughline.engines.contracts import EngineIdentity
from throughline.film.blocking import Act, Blocking

FALLS = frozenset({Act.FALL, Act.HIT, Act.THROWN})


def identity(blocking: Blocking) -> EngineIdentity | None:
    """The physics solver's name and version where somebody in the shot falls, or an effect may make him; else None.

    Another version of the solver gives another fall, so that it belongs in the key of such a shot's layout alone.
    """
    falls = any(moment.act in FALLS for part in blocking.performances for moment in part.moments)
    if not falls and not (blocking.effects and blocking.performances):
        return None
    return EngineIdentity(name="mujoco", version=version("mujoco"))
