"""The camera: lenses in millimetres, framing by size, moves, and a place to stand that the set leaves free."""

from throughline.world.camera.figure import Figure, body_figure, thing_figure, vehicle_figure, with_things
from throughline.world.camera.solve import solve
from throughline.world.camera.track import CameraTrack, reticle

__all__ = ["CameraTrack", "Figure", "body_figure", "reticle", "solve", "thing_figure", "vehicle_figure",
           "with_things"]
