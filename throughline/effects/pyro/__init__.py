"""Fire, smoke, dust and mist simulated as gas on a grid."""

from throughline.effects.pyro.presets import known
from throughline.effects.pyro.simulate import FrameNotes, order_cells, simulate
from throughline.effects.pyro.solver import solver
from throughline.effects.pyro.sources import Emitter, Sources

__all__ = ["Emitter", "FrameNotes", "Sources", "known", "order_cells", "simulate", "solver"]
