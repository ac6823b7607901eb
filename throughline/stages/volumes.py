"""A shot's soft volumes for the stages that show frames: gas that was simulated is marched, puffs beside the stage
are splatted; their light and shadow fall on the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np

from throughline.effects.pyro.embers import FOLDER as EMBERS
from throughline.effects.pyro.embers import Embers
from throughline.effects.pyro.embers import read as read_embers
from throughline.effects.volume import Volume
from throughline.effects.volume import read as read_gas
from throughline.engines.contracts import Pass
from throughline.film.blocking import Blocking
from throughline.film.layout import LayoutSheet
from throughline.film.setplan import Lamp
from throughline.picture.gas_shadow import shade
from throughline.picture.heat import shimmer, shock
from throughline.picture.look import effect_light
from throughline.picture.march import light_of, march
from throughline.picture.sparks import streaks
from throughline.picture.splat import Layer, splat
from throughline.picture.view import View
from throughline.stages.effect_orders import FRAMES
from throughline.stages.rendering import Frame, view_of
from throughline.world import sets
from throughline.world.puffs_file import read
from throughline.world.puffs_light import Puffs

FILE = "effects.npz"
NAME = "Effects/puffs"
SOLID = 0.5  # of cover, from which a volume is a shape of its own in the ID pass


@dataclass(frozen=True)
class Simulated:
    """The gas of one effect: the folder with a file a frame, and the shot's frame that is its frame 0."""

    folder: Path
    first: int

    def gas(self, frame: int) -> list[Volume]:
        """What there is at the shot's frame; after the last that was simulated, that.

        Raises:
            InputError: its file is broken.
        """
        number = frame - self.first
        files = sorted(self.folder.glob("*.npz"))
        return read_gas(files[min(number, len(files) - 1)]) if number >= 0 and files else []

    def embers(self, frame: int) -> Embers | None:
        """Those of the shot's frame; None where there are none, and after the last that was simulated.

        Raises:
            InputError: their file is broken.
        """
        file = self.folder.with_name(EMBERS) / f"{frame - self.first:04d}.npz"
        return read_embers(file) if frame >= self.first and file.exists() else None


@dataclass(frozen=True)
class Volumes:
    """The soft volumes of a shot: puffs of every frame, and gas; none at all where the shot has none. ``lamps`` are the
    set's own."""

    sheet: LayoutSheet
    seed: int
    frames: tuple[Puffs, ...]
    effects: tuple[Simulated, ...] = ()
    lamps: tuple[Lamp, ...] = ()

    def gas(self, frame: int) -> list[Volume]:
        """All gas at a frame, in the order of the effects."""
        return [volume for effect in self.effects for volume in effect.gas(frame)]

    def seen(self, frame: Frame) -> tuple[Frame, Layer | None]:
        """The frame with the light of the shot's effects on it, the shadow of their gas and the air that shimmers and
        strikes before them; and the volumes before its surfaces, held out by its depth, or None where none is seen.

        Raises:
            InputError: a simulated frame is broken.
        """
        gas = self.gas(frame.number)
        return self._lit(frame, gas), self._layer(frame, gas)

    def _lit(self, frame: Frame, gas: list[Volume]) -> Frame:
        lamps, sounds = self.sheet.lamps[frame.number], self.sheet.sounds
        if not (lamps or gas or sounds):
            return frame
        view, depth = self._view(frame.number), frame.passes[Pass.DEPTH]
        colour = frame.passes[Pass.COLOUR]
        rate = self.sheet.rate_num / self.sheet.rate_den
        if gas:
            colour = colour * shade(gas, depth, view, light_of(self.sheet.mood))
        colour = effect_light(colour, depth, lamps, view, frame.passes.get(Pass.NORMAL))
        colour = shock(shimmer(colour, depth, view, gas, frame.number, rate, self.seed), depth, view, sounds,
                       frame.number, rate)
        return Frame(frame.number, {**frame.passes, Pass.COLOUR: colour}, frame.names)

    def _layer(self, frame: Frame, gas: list[Volume]) -> Layer | None:
        view, depth = self._view(frame.number), frame.passes[Pass.DEPTH]
        drawn = None
        if frame.number < len(self.frames) and len(self.frames[frame.number]):
            drawn = splat(self.frames[frame.number], depth, view, self.sheet.mood.key)
        light, rate = light_of(self.sheet.mood, self.lamps), self.sheet.rate_num / self.sheet.rate_den
        layers = [drawn, march(gas, depth, view, light, rate=rate, seed=self.seed)]
        layers += [streaks(found.points, found.before, found.heat, depth, view, light.fire)
                   for effect in self.effects if (found := effect.embers(frame.number)) is not None]
        seen = [layer for layer in layers if layer is not None]
        return reduce(together, seen) if seen else None

    def _view(self, frame: int) -> View:
        return view_of(self.sheet.camera[frame], self.sheet.aspect)


def volumes(stage: Path, sheet: LayoutSheet, blocking: Blocking, inputs: Mapping[str, Path], seed: int) -> Volumes:
    """The volumes that lie beside a shot's USD stage, and those of its simulated effects among the ``inputs``."""
    path = stage.with_name(FILE)
    effects = tuple(Simulated(inputs[f"effect:{number}"] / FRAMES, effect.cue.frame)
                    for number, effect in enumerate(blocking.effects) if f"effect:{number}" in inputs)
    lamps = sets.plan(blocking.set).lamps if effects else ()
    return Volumes(sheet, seed, tuple(read(path)) if path.exists() else (), effects, lamps)


def together(one: Layer, other: Layer) -> Layer:
    """Both layers, in every pixel the nearer before the farther."""
    first = one.depth <= other.depth
    front, back = (np.where(first, one.cover, other.cover), np.where(first, other.cover, one.cover))
    light = (np.where(first[..., None], one.light, other.light)
             + (1 - front[..., None]) * np.where(first[..., None], other.light, one.light))
    cover = front + (1 - front) * back
    return Layer(light, cover, np.minimum(one.depth, other.depth))


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
