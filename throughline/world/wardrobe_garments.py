"""Garments cut from the figure's suit: a field says where, an ease how loose, folds and colour how it falls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from throughline.world.shapes import noise
from throughline.world.wardrobe_figure import Figure, drape
from throughline.world.wardrobe_shell import Field, Floats, Shell, cavity, clip, finer, normals, rimmed, whole_pieces

FoldMap = Callable[[Figure, Floats], Floats]


@dataclass(frozen=True)
class Layer:
    """One worn thing. ``covers`` is positive (metres from its edge) where it hides what is worn beneath."""

    name: str
    shell: Shell
    covers: Field | None = None


def cut(one: Figure, name: str, field: Field, colour: Floats, *, ease: Floats | float, bridge: int = 6,
        folds: FoldMap | None = None, thickness: float = 0.006, covering: bool = True, raise_by: float = 0.0,
        fine: bool = False) -> Layer:
    """A garment: the suit draped with ``ease`` metres, folded, cut to ``field``, its edges turned in.

    ``fine`` splits its faces first.
    """
    cloth, shade = draped(one, ease, bridge, folds)
    sheet = sheet_of(one, cloth, colour * shade[:, None])
    if sheet.out is not None and raise_by:
        sheet = replace(sheet, points=cloth + sheet.out * raise_by)
    if fine:
        sheet = finer(sheet, field(sheet.points), 0.012 * one.size)
    shell, _ = clip(sheet, field(sheet.points))
    return Layer(name, rimmed(whole_pieces(shell), thickness, 0.018 if covering else 0.0), field if covering else None)


def sheet_of(one: Figure, cloth: Floats, colours: Floats) -> Shell:
    """The whole suit as a surface at ``cloth`` (N, 3), before it is cut."""
    return replace(one.suit, points=cloth, out=normals(cloth, one.suit.faces)).painted(colours)


def draped(one: Figure, ease: Floats | float, bridge: int, folds: FoldMap | None) -> tuple[Floats, Floats]:
    """Cloth points (N, 3) over the whole suit with folds, and their baked shade (N,)."""
    key = (np.asarray(ease, np.float64).tobytes(), bridge, folds)
    if key not in one.known:
        one.known[key] = _draped(one, ease, bridge, folds)
    return one.known[key]


def _draped(one: Figure, ease: Floats | float, bridge: int, folds: FoldMap | None) -> tuple[Floats, Floats]:
    cloth = drape(one, ease, bridge=bridge)
    if folds is not None:
        cloth = cloth + one.normal * folds(one, cloth)[:, None]
    shade = cavity(cloth, one.suit.faces, one.mean, 0.008 * one.size)
    return cloth, shade * under_arms(one, cloth)


def under_arms(one: Figure, cloth: Floats) -> Floats:
    """Darkening (N,) below the arms and between the legs, where light seldom comes."""
    pit = np.abs(one.shape.joint("LeftUpperArm")) + np.array([0.0, -0.01, -0.09]) * one.size
    away = np.linalg.norm((np.abs(cloth) * [0.5, 1.0, 1.0]) - pit * [0.5, 1.0, 1.0], axis=1) / (0.10 * one.size)
    crotch = np.array([0.0, 0.0, one.z("LeftUpperLeg") - 0.10 * one.size])
    between = np.linalg.norm((cloth - crotch) * [0.6, 1.0, 0.5], axis=1) / (0.08 * one.size)
    return np.asarray((1.0 - 0.30 * np.exp(-away ** 2)) * (1.0 - 0.30 * np.exp(-between ** 2)))


def _rings(distance: Floats, spread: float, pitch: float, phase: Floats) -> Floats:
    return np.asarray(np.exp(-(distance / spread) ** 2) * np.sin(2.0 * np.pi * distance / pitch + phase))


@lru_cache(maxsize=64)
def sleeve_folds(amount: float) -> FoldMap:
    """Folds round the elbows, the cuffs and the waist of a top; ``amount`` in metres."""

    def folds(one: Figure, cloth: Floats) -> Floats:
        size = one.size
        arm = np.abs(cloth[:, 1])
        high = cloth[:, 2] > one.z("LeftUpperArm") - 0.2 * size
        wobble = np.asarray(3.0 * noise(cloth * 14.0 / size, 5), np.float64)
        slant = cloth[:, 0] * 25.0 / size
        elbow = arm - one.shape.joint("LeftLowerArm")[1]
        cuff = arm - one.shape.joint("LeftHand")[1] + 0.06 * size
        shoulder = arm - one.shape.joint("LeftUpperArm")[1] - 0.03 * size
        arms = (_rings(elbow, 0.075 * size, 0.042 * size, wobble + slant)
                + 0.8 * _rings(cuff, 0.05 * size, 0.033 * size, wobble - slant)
                + 0.5 * _rings(shoulder, 0.05 * size, 0.05 * size, wobble))
        waist = cloth[:, 2] - one.z("Spine") - 0.02 * size
        body = 0.8 * _rings(waist, 0.08 * size, 0.06 * size, 1.6 * wobble) + 0.5 * np.asarray(noise(
            cloth * np.array([9.0, 9.0, 5.0]) / size, 9), np.float64)
        near = np.clip((arm / size - 0.13) / 0.05, 0.0, 1.0)
        return np.asarray(amount * np.where(high, near * arms + (1 - near) * body, body))

    return folds


@lru_cache(maxsize=64)
def leg_folds(amount: float) -> FoldMap:
    """Folds of trousers: behind the knees, stacked at the ankles, drawn at the groin."""

    def folds(one: Figure, cloth: Floats) -> Floats:
        size = one.size
        wobble = np.asarray(3.0 * noise(cloth * 13.0 / size, 11), np.float64)
        slant = cloth[:, 0] * 18.0 / size
        knee = cloth[:, 2] - one.z("LeftLowerLeg")
        ankle = cloth[:, 2] - one.z("LeftFoot") - 0.05 * size
        groin = cloth[:, 2] - one.z("LeftUpperLeg") + 0.05 * size
        return np.asarray(amount * (0.8 * _rings(knee, 0.08 * size, 0.055 * size, wobble + slant)
                                    + 1.3 * _rings(ankle, 0.07 * size, 0.05 * size, wobble - slant)
                                    + 0.5 * _rings(groin, 0.05 * size, 0.045 * size, wobble + 2 * slant)
                                    + 0.35 * noise(cloth * np.array([10.0, 10.0, 4.0]) / size, 13)))

    return folds


def patch(one: Figure, name: str, field: Field, colour: Floats, *, ease: Floats | float, lift: float,
          bridge: int = 6, folds: FoldMap | None = None, fine: bool = False) -> Layer:
    """A trim on a garment of the same ease and folds, ``lift`` metres proud of it: lapel, pocket, band, collar.

    ``fine`` is for curved outlines.
    """
    return cut(one, name, field, colour, ease=ease, bridge=bridge, folds=folds, thickness=lift + 0.001,
               covering=False, raise_by=lift, fine=fine)
