"""A shot's soft volumes for the stages that show frames: read beside its stage, splatted, and laid into passes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from throughline.engines.contracts import Pass
from throughline.film.layout import LayoutSheet
from throughline.picture.splat import Layer, splat
from throughline.stages.rendering import Frame, view_of
from throughline.world.puffs_file import read
from throughline.world.puffs_light import Puffs

FILE = "effects.npz"
NAME = "Effects/puffs"
SOLID = 0.5  # of cover, from which a volume is a shape of its own in the ID pass


@dataclass(frozen=True)
class Volumes:
    """The puffs of every frame of a shot; none at all where the layout has none."""

    sheet: LayoutSheet
    frames: tuple[Puffs, ...]

    def layer(self, frame: Frame) -> Layer | None:
        """The volumes before the frame's surfaces, held out by its depth, or None where none is seen."""
        if frame.number >= len(self.frames) or not len(self.frames[frame.number]):
            return None
        view = view_of(self.sheet.camera[frame.number], self.sheet.aspect)
        return splat(self.frames[frame.number], frame.passes[Pass.DEPTH], view, self.sheet.mood.key)


def volumes(stage: Path, sheet: LayoutSheet) -> Volumes:
    """The volumes that lie beside a shot's USD stage."""
    path = stage.with_name(FILE)
    return Volumes(sheet, tuple(read(path)) if path.exists() else ())


def marked(frame: Frame, layer: Layer | None) -> Frame:
    """The frame whose ID pass has the volumes as ``Effects/puffs`` where they are dense."""
    if layer is None or Pass.ID not in frame.passes:
        return frame
    ids = frame.passes[Pass.ID]
    return Frame(frame.number, {**frame.passes, Pass.ID: np.where(layer.cover > SOLID, len(frame.names) + 1, ids)},
                 (*frame.names, NAME))


def merged(frame: Frame, layer: Layer | None) -> Frame:
    """The frame with the volumes in its colour, depth and ID, for a drawing that takes surfaces alone."""
    if layer is None:
        return frame
    dense = layer.cover > SOLID
    passes = dict(marked(frame, layer).passes)
    passes[Pass.COLOUR] = passes[Pass.COLOUR] * (1 - layer.cover[..., None]) + layer.light
    passes[Pass.DEPTH] = np.where(dense, layer.depth, passes[Pass.DEPTH])
    return Frame(frame.number, passes, (*frame.names, NAME))
