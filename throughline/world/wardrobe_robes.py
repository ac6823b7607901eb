"""Robes and hanbok: crossed collars, wide sleeves, cloth to the ankle or the ground, whole or frayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from throughline.world.shapes import noise
from throughline.world.wardrobe_cowl import cowl
from throughline.world.wardrobe_figure import Figure, above, ahead, below, both, inverse, neckline, sleeve, within
from throughline.world.wardrobe_garments import Layer, draped, patch, sheet_of, sleeve_folds
from throughline.world.wardrobe_lower import trousers, waist
from throughline.world.wardrobe_shell import Field, Floats, clip, join, rimmed, whole_pieces
from throughline.world.wardrobe_skirt import Fall, skirted

PALE = np.array([0.62, 0.60, 0.55])


def bell(one: Figure, base: float, wide: float) -> Floats:
    """Ease (N,) of a sleeve that opens from the elbow to the hand, most behind and below the arm."""
    stops = [float(one.shape.joint(f"Left{name}")[1]) for name in ("UpperArm", "LowerArm", "Hand")]
    along = np.clip((np.abs(one.suit.points[:, 1]) - 0.5 * (stops[0] + stops[1])) / (stops[2] - stops[0]), 0.0, 1.3)
    high = one.suit.points[:, 2] > one.z("LeftUpperArm") - 0.2 * one.size
    lean = 0.65 - 0.35 * one.normal[:, 2] - 0.2 * one.normal[:, 0]
    return np.asarray(base * one.size + np.where(high, along ** 1.2 * lean, 0.0) * wide * one.size)


def crossing(one: Figure, width: float, side: float, low: float) -> Field:
    """A band ``width`` wide in front, from the ``side`` of the neck down across to the other side at height ``low``."""
    top = np.array([0.062 * side * one.size, one.z("Neck") + 0.03 * one.size])
    end = np.array([-0.075 * side * one.size, low])
    along = (end - top) / np.linalg.norm(end - top)
    across = np.array([-along[1], along[0]])
    front = float(one.shape.joint("UpperChest")[0])

    def inside(points: Floats) -> Floats:
        offset = points[:, 1:] - top
        return np.asarray(np.minimum.reduce([0.5 * width - np.abs(offset @ across), offset @ along + 0.02,
                                  np.linalg.norm(end - top) - offset @ along, points[:, 0] - front - 0.01]))

    return inside


def beneath(one: Figure, width: float, low: float) -> Field:
    """The under band of a crossed collar: it is seen only until the over band covers it."""
    under = crossing(one, width, -1.0, low)
    top, end = np.array([0.062 * one.size, one.z("Neck") + 0.03 * one.size]), np.array([-0.075 * one.size, low])
    upward = np.array([-(end - top)[1], (end - top)[0]]) / np.linalg.norm(end - top)
    upward = upward if upward[1] > 0 else -upward
    return lambda points: np.minimum(under(points), (points[:, 1:] - top) @ upward + 0.2 * width)


def robe(one: Figure, colour: Floats, *, end: float = 1.9, wide: float = 0.10, fray: float = 0.0, ease: float = 0.022,
         flare: float = 0.13, trim: Floats | None = None, sash: Floats | None = None, key: str = "robe",
         ragged_sleeves: float = 0.0, folds: int = 10) -> list[Layer]:
    """A wrapped robe to ``end`` (0 hip, 1 knee, 2 ankle and beyond to the ground)."""
    stops = [one.z(f"Left{part}") for part in ("UpperLeg", "LowerLeg", "Foot")]
    hem = float(np.interp(end, [0, 1, 2], stops)) - max(0.0, end - 2.0) * stops[2]
    line, fold = one.z("Hips") + 0.05 * one.size, sleeve_folds(0.006 * one.size)
    cloth, shade = draped(one, bell(one, ease, wide), 9, fold)
    tear = ragged_sleeves * np.abs(noise(cloth * 38.0 / one.size, 31)) if ragged_sleeves else 0.0
    reach = both(sleeve(one, 2.12), above(line), neckline(one, 0.0, tilt=0.25, wide=0.003))
    sheet = sheet_of(one, cloth, colour * shade[:, None])
    upper, _ = clip(sheet, reach(cloth) - np.where(np.abs(cloth[:, 1]) > 0.4 * one.size, tear, 0.0))
    fall = Fall(hem, flare=flare, folds=folds, depth=0.020 * one.size, fray=fray, ease=0.035, rows=20, straight=0.35)
    outside, inside = skirted(one, upper, line, fall, colour, key, 0.008)
    rim = (0.004, 0.004) if fray else (0.010, 0.09)
    whole = join([rimmed(outside, *rim, 0.25), inside])
    cover = both(sleeve(one, 2.0), above(hem + 0.12 * one.size), neckline(one, 0.0, tilt=0.25, wide=0.003))
    band = trim if trim is not None else colour * 0.55
    tied = sash if sash is not None else colour * 0.45
    belt = both(above(waist(one) - 0.005), below(waist(one) + 0.055 * one.size), within(0.3 * one.size))
    spread = bell(one, ease, wide)
    layers = [Layer("Robe", whole, cover)]
    low, width = waist(one) + 0.05 * one.size, 0.050 * one.size
    layers += [patch(one, name, both(shape, inverse(belt)), band, ease=spread, lift=lift, bridge=9, folds=fold,
        fine=True)
               for name, shape, lift in (("CollarUnder", beneath(one, width, low), 0.004),
                                         ("CollarOver", crossing(one, width, 1.0, low), 0.009))]
    nape = both(neckline(one, -0.02), inverse(neckline(one, 0.05, wide=0.024)),
                inverse(ahead(float(one.shape.joint("Neck")[0]) + 0.05 * one.size)))
    layers.append(patch(one, "Nape", nape, band, ease=spread, lift=0.009, bridge=9, folds=fold))
    layers.append(patch(one, "RobeSash", belt, tied, ease=spread, lift=0.012, bridge=9, folds=fold))
    return layers


def mantle(one: Figure, colour: Floats, *, drop: float = 0.20, ragged: float = 0.07) -> list[Layer]:
    """A torn cape over the shoulders, and a heavy cowl lying round the neck."""
    fold = sleeve_folds(0.006 * one.size)
    cloth, shade = draped(one, np.full(len(one.suit.points), 0.050 * one.size), 30, fold)
    low = one.z("LeftUpperArm") - drop * one.size
    tear = ragged * one.size * (np.abs(noise(cloth * np.array([24.0, 24.0, 3.0]) / one.size, 37))
                                + 0.6 * np.abs(noise(cloth * np.array([70.0, 70.0, 6.0]) / one.size, 38)))
    reach = np.minimum.reduce([cloth[:, 2] - low - tear, one.shape.joint("LeftLowerArm")[1] * 0.78 - 0.6 * tear
                               - np.abs(cloth[:, 1]), neckline(one, -0.01)(cloth)])
    shell, _ = clip(sheet_of(one, cloth, colour * shade[:, None]), reach)
    return [Layer("Mantle", rimmed(whole_pieces(shell), 0.006, 0.006, 0.4)), Layer("Cowl", cowl(one, colour, 0.105,
        0.19, 0.105))]


def torn_robe(one: Figure, colour: Floats) -> list[Layer]:
    """A monk's robe worn to rags: to the ground, wide sleeves, frayed, grey with dust below."""
    layers = robe(one, colour, end=2.6, fray=0.12, wide=0.17, ragged_sleeves=0.06, key="torn", flare=0.17, ease=0.030,
                  trim=colour * 0.55, sash=colour * 0.4, folds=13)
    cloth = layers[0].shell
    dust = np.clip((0.50 * one.size - cloth.points[:, 2]) / (0.5 * one.size), 0.0, 1.0) * (
        0.55 + 0.45 * noise(cloth.points * np.array([26.0, 26.0, 6.0]) / one.size, 43))
    worn = cloth.colours * (1.0 + 0.30 * noise(cloth.points * 11.0 / one.size, 44))[:, None]
    dusty = worn + (np.array([0.085, 0.074, 0.060]) - worn) * (0.62 * np.clip(dust, 0.0, 1.0))[:, None]
    inner = cloth.colours.sum(axis=1) < 0.6 * np.asarray(colour).sum()
    colours = np.where(inner[:, None], cloth.colours, dusty)
    return [replace(layers[0], shell=replace(cloth, colours=colours)), *layers[1:]]


def hanbok(one: Figure, colour: Floats) -> list[Layer]:
    """A jacket with a crossed collar and a white edge over a wide skirt that starts at the chest."""
    fold = sleeve_folds(0.003 * one.size)
    line, hem = one.z("Chest") + 0.02 * one.size, one.z("LeftFoot") + 0.02 * one.size
    cloth, shade = draped(one, 0.014 * one.size, 10, None)
    tube = both(above(line), below(one.z("UpperChest")), within(0.2 * one.size))
    upper, _ = clip(sheet_of(one, cloth, colour * shade[:, None]), tube(cloth))
    fall = Fall(hem, flare=0.30, folds=21, depth=0.016 * one.size, ease=0.03, rows=20, straight=0.55)
    outside, inside = skirted(one, upper, line, fall, colour, "hanbok", 0.005)
    jacket_colour, low = PALE * [1.0, 0.97, 0.88], one.z("UpperChest") - 0.10 * one.size
    spread = bell(one, 0.017, 0.055)
    cloth, shade = draped(one, spread, 9, fold)
    cover = both(sleeve(one, 1.97), above(low), neckline(one, 0.0, tilt=0.2))
    shell, _ = clip(sheet_of(one, cloth, jacket_colour * shade[:, None]), cover(cloth))
    layers = [Layer("Skirt", join([rimmed(outside, 0.005), inside]), both(above(hem + 0.10 * one.size),
        below(one.z("UpperChest")))),
              Layer("Jeogori", rimmed(shell, 0.006, 0.04), cover)]
    wide, thin, end = 0.044 * one.size, 0.014 * one.size, low + 0.03
    for name, band, tint, lift in (("GitUnder", beneath(one, wide, end), colour, 0.004),
                                   ("Git", crossing(one, wide, 1.0, end), colour, 0.006),
                                   ("Dongjeong", crossing(one, thin, 1.0, end + 0.06), PALE * 1.15, 0.010)):
        layers.append(patch(one, name, both(band, above(low)), tint, ease=spread, lift=lift, bridge=9, folds=fold,
                            fine=True))
    return layers


def hanbok_man(one: Figure, colour: Floats) -> list[Layer]:
    """Wide trousers tied at the ankle, under a long coat with a crossed collar and a white edge."""
    return [*trousers(one, PALE, hip=0.03, hem=0.05, folds=0.006),
            *robe(one, colour, end=1.3, wide=0.09, trim=PALE * 1.1, sash=colour * 0.6, key="durumagi")]


ROBES: dict[str, Callable[[Figure, Floats], list[Layer]]] = {
    "robe": robe,
    "torn robe": torn_robe,
    "mantle": mantle,
    "hanbok": hanbok,
    "durumagi": hanbok_man,
}
