"""Simulated effects in a shot: their pieces on its stage, their light, their pushes on its people, their shake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import msgspec
import numpy as np
from pxr import Sdf, Usd, UsdGeom
from scipy.spatial.transform import Rotation

from throughline.film.blocking import Blocking
from throughline.film.effect import EffectOrder, EffectPush, EffectSheet, EffectSound
from throughline.film.setplan import Lamp
from throughline.motion.pushes import pushed
from throughline.picture.heat import shake
from throughline.world import standins
from throughline.world.camera import CameraTrack
from throughline.world.prim_names import prim_name

TORN = "car_explosion"
"""The effect whose pieces are the vehicle's own, and drawn with it."""


@dataclass(frozen=True)
class Simulated:
    """An effect as it was simulated: its sheet, the local frame of the shot that is its frame 0, and the USD file with
    what breaks, relative to the stage, where something does."""

    sheet: EffectSheet
    first: float
    pieces: str | None = None

    @property
    def sounds(self) -> tuple[EffectSound, ...]:
        """Its sounds at the shot's own frames."""
        return tuple(msgspec.structs.replace(sound, frame=sound.frame + self.first) for sound in self.sheet.sounds)

    @property
    def pushes(self) -> tuple[EffectPush, ...]:
        """Its pushes at the shot's own frames."""
        return tuple(msgspec.structs.replace(push, frame=push.frame + self.first) for push in self.sheet.pushes)

    def lamps(self, frame: int) -> tuple[Lamp, ...]:
        """The lamps that it is at a local frame; after its end those of its last frame."""
        number = int(frame - self.first)
        if number < 0 or not self.sheet.lamps:
            return ()
        return self.sheet.lamps[min(number, len(self.sheet.lamps) - 1)]


def felt(blocking: Blocking, simulated: Iterable[Simulated], rate: Fraction) -> Blocking:
    """The blocking whose people feel what the effects do to them."""
    pushes = tuple(push for effect in simulated for push in effect.pushes)
    if not pushes:
        return blocking
    return msgspec.structs.replace(blocking, performances=tuple(
        pushed(part, pushes, blocking.shot.frames, rate) for part in blocking.performances))


def shaken(track: CameraTrack, simulated: Iterable[Simulated], rate: Fraction, seed: int) -> CameraTrack:
    """The camera's track with the blows that reach it."""
    sounds = tuple(sound for effect in simulated for sound in effect.sounds)
    if not sounds:
        return track
    x, y, z = (float(part) for part in track.position[0])
    turns = shake(sounds, (x, y, z), len(track.position), float(rate), seed)
    away = track.look - track.position
    flat = np.cross(away, (0.0, 0.0, 1.0))
    flat = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
    spin = Rotation.from_rotvec(np.outer(turns[:, 0], (0.0, 0.0, 1.0))) * Rotation.from_rotvec(flat * turns[:, 1:2])
    return replace(track, look=track.position + spin.apply(away), roll=track.roll + turns[:, 2])


def blast_of(blocking: Blocking, simulated: Mapping[int, Simulated], vehicle: str) -> tuple[EffectOrder, float] | None:
    """The explosion that happens to a vehicle, and the local frame in which it goes off."""
    return next(((effect.sheet.order, effect.first) for number, effect in sorted(simulated.items())
                 if blocking.effects[number].cue.at == vehicle and effect.sheet.order.kind == TORN), None)


def lamps(blocking: Blocking, simulated: Mapping[int, Simulated], frame: int) -> tuple[Lamp, ...]:
    """The lamps of all effects at a local frame."""
    found: list[Lamp] = []
    for number, effect in enumerate(blocking.effects):
        if number in simulated:
            found.extend(simulated[number].lamps(frame))
        elif (lamp := standins.light(effect, frame)) is not None:
            found.append(lamp)
    return tuple(found)


def add_pieces(stage: Usd.Stage, kind: str, number: int, effect: Simulated) -> None:
    """References what breaks, whole before its time."""
    holder = UsdGeom.Xform.Define(stage, f"/Shot/Effects/{prim_name(kind)}_{number}/Pieces").GetPrim()
    holder.GetReferences().AddReference(f"./{effect.pieces}", layerOffset=Sdf.LayerOffset(effect.first))
