"""Shirts, blouses, knitwear, jackets, coats and robes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from throughline.world.wardrobe_cowl import cowl
from throughline.world.wardrobe_figure import (
    Figure,
    above,
    ahead,
    below,
    both,
    either,
    inverse,
    neckline,
    opening,
    sleeve,
    within,
)
from throughline.world.wardrobe_garments import FoldMap, Layer, cut, draped, patch, sheet_of, sleeve_folds
from throughline.world.wardrobe_lower import waist
from throughline.world.wardrobe_shell import Field, Floats, clip, join, rimmed
from throughline.world.wardrobe_skirt import Fall, skirted

WHITE = np.array([0.72, 0.71, 0.69])


def hip_line(one: Figure, drop: float = 0.0) -> float:
    return one.z("LeftUpperLeg") + (0.01 - drop) * one.size


def collar(one: Figure, colour: Floats, ease: float, *, wide: float = 0.022, drop: float = -0.018,
           points: float = 0.022, bridge: int = 6, folds: FoldMap | None = None) -> Layer:
    """A turned-down collar: a band round the neck, ``wide`` metres, longer by ``points`` at both front ends."""
    nape, pit = one.collar
    hole, size = neckline(one, drop), one.size

    def inside(at: Floats) -> Floats:
        front = np.clip((at[:, 0] - nape[0]) / (pit[0] - nape[0]), 0.0, 1.2)
        tip = np.exp(-((np.abs(at[:, 1]) - 0.042 * size) / (0.020 * size)) ** 2) * front ** 3
        rim = neckline(one, 0.09)(at) - wide * size - points * tip * size
        gap = np.abs(at[:, 1]) - 0.004 - 0.45 * np.clip(pit[2] + 0.012 * size - at[:, 2], 0.0, 1.0)
        return np.asarray(np.minimum.reduce([hole(at), -rim, gap + 0.3 * np.clip(0.75 - front, 0.0, 1.0)]))

    return patch(one, "Collar", inside, colour, ease=ease, lift=0.008, bridge=bridge, folds=folds, fine=True)


def top(one: Figure, colour: Floats, *, sleeves: float, ease: float, hem: float, drop: float = 0.0,
    folds: float = 0.003,
        tilt: float = 0.0, wide: float = 0.0, front: Field | None = None, name: str = "Top") -> Layer:
    """A plain top: ``sleeves`` 0 shoulder to 2 wrist, ``hem`` (z, metres), neckline ``drop`` under the neck joint."""
    field = both(sleeve(one, sleeves), above(hem), neckline(one, drop, tilt=tilt, wide=wide))
    if front is not None:
        field = both(field, front)
    loose = np.clip((waist(one) + 0.05 * one.size - one.suit.points[:, 2]) / (0.05 * one.size), 0.0, 1.0)
    return cut(one, name, field, colour, ease=ease + 0.008 * loose, folds=sleeve_folds(folds * one.size))


def tshirt(one: Figure, colour: Floats) -> list[Layer]:
    return [top(one, colour, sleeves=0.62, ease=0.009, hem=hip_line(one, 0.02), drop=0.012, wide=0.006)]


def placket(one: Figure, colour: Floats, ease: float, bottom: float, folds: FoldMap | None) -> Layer:
    strip = both(within(0.016 * one.size), above(bottom), neckline(one, -0.012),
        ahead(float(one.shape.joint("Chest")[0])))
    return patch(one, "Placket", strip, colour * 0.93, ease=ease, lift=0.0018, folds=folds)


def shirt(one: Figure, colour: Floats, *, hem: float | None = None) -> list[Layer]:
    low = waist(one) - 0.03 * one.size if hem is None else hem
    fold = sleeve_folds(0.003 * one.size)
    return [top(one, colour, sleeves=1.96, ease=0.008, hem=low, drop=-0.012),
            placket(one, colour, 0.008, low, fold), collar(one, colour, 0.008, folds=fold)]


def blouse(one: Figure, colour: Floats) -> list[Layer]:
    return [top(one, colour, sleeves=1.9, ease=0.010, hem=waist(one) - 0.03 * one.size, drop=0.02, tilt=0.25,
        wide=0.012,
                folds=0.004)]


def sweater(one: Figure, colour: Floats) -> list[Layer]:
    return [top(one, colour, sleeves=2.0, ease=0.014, hem=hip_line(one), drop=0.0, wide=0.002, folds=0.0045)]


def hoodie(one: Figure, colour: Floats) -> list[Layer]:
    fold = sleeve_folds(0.005 * one.size)
    body = top(one, colour, sleeves=2.02, ease=0.017, hem=hip_line(one), drop=0.012, folds=0.005)
    middle, low = float(one.shape.joint("Chest")[0]), hip_line(one)
    pocket = both(within(0.13 * one.size), above(low + 0.05 * one.size), below(low + 0.19 * one.size), ahead(middle))
    cuffs = both(sleeve(one, 2.03), inverse(sleeve(one, 1.82)))
    band = both(above(low - 0.002), below(low + 0.045 * one.size), within(0.3 * one.size))
    return [body, patch(one, "Pocket", pocket, colour * 0.9, ease=0.017, lift=0.006, folds=fold),
            patch(one, "Cuffs", cuffs, colour * 0.8, ease=0.017, lift=0.002, folds=fold),
            patch(one, "HemBand", band, colour * 0.8, ease=0.017, lift=0.002, folds=fold),
            Layer("Hood", cowl(one, colour * 0.95, 0.012, 0.13, 0.058))]


def _lapels(one: Figure, colour: Floats, ease: float, button: float, width: float, fold: FoldMap,
            bridge: int = 6) -> list[Layer]:
    v, wide = opening(one, button, width), opening(one, button - 0.03 * one.size, width + 0.055 * one.size)
    field = both(wide, inverse(v), above(button), neckline(one, -0.015), within(0.12 * one.size))
    back = both(neckline(one, -0.015), inverse(neckline(one, 0.05, wide=0.030)), inverse(v),
                inverse(ahead(float(one.shape.joint("Neck")[0]) + 0.055 * one.size)))
    return [patch(one, "Lapels", either(field, back), colour * 0.86, ease=ease, lift=0.006, bridge=bridge, folds=fold,
                  fine=True)]


def suit_jacket(one: Figure, colour: Floats, *, with_shirt: bool = True) -> list[Layer]:
    ease, fold = 0.019, sleeve_folds(0.0035 * one.size)
    button, low = one.z("Spine") + 0.10 * one.size, hip_line(one, 0.045)
    v = opening(one, button, 0.075 * one.size)
    inner = shirt(one, WHITE) if with_shirt else []
    body = top(one, colour, sleeves=1.9, ease=ease, hem=low, drop=-0.012, folds=0.0035, front=inverse(v), name="Jacket")
    middle = float(one.shape.joint("Chest")[0])
    flap = both(above(low + 0.10 * one.size), below(low + 0.145 * one.size), ahead(middle + 0.03 * one.size),
                inverse(within(0.07 * one.size)), within(0.3 * one.size))
    edge = both(within(0.004 * one.size), below(button), above(low), ahead(middle))
    return [*inner, body, *_lapels(one, colour, ease, button, 0.075 * one.size, fold),
            patch(one, "Flaps", flap, colour * 0.9, ease=ease, lift=0.004, folds=fold),
            patch(one, "FrontEdge", edge, colour * 0.6, ease=ease, lift=0.002, folds=fold)]


def coat(one: Figure, colour: Floats, *, end: float = 1.25, ease: float = 0.024, flare: float = 0.11,
         lapels: bool = True, belt: bool = False, folds: int = 9, name: str = "Coat") -> list[Layer]:
    """A long coat to ``end`` (0 hip, 1 knee, 2 ankle), closed in front."""
    fold = sleeve_folds(0.0045 * one.size)
    stops = [one.z(f"Left{part}") for part in ("UpperLeg", "LowerLeg", "Foot")]
    hem = float(np.interp(end, [0, 1, 2], stops))
    line, button = one.z("Hips") + 0.01 * one.size, one.z("Chest") + 0.08 * one.size
    v = opening(one, button, 0.07 * one.size)
    field = both(sleeve(one, 1.96), above(line), neckline(one, -0.02))
    field = both(field, inverse(v)) if lapels else field
    cloth, shade = draped(one, ease, 10, fold)
    sheet = sheet_of(one, cloth, colour * shade[:, None])
    upper, _ = clip(sheet, field(cloth))
    fall = Fall(hem, flare=flare, folds=folds, depth=0.011 * one.size, ease=0.03)
    outside, inside = skirted(one, upper, line, fall, colour, name + str(end), 0.008)
    low = both(sleeve(one, 1.96), above(hem + 0.12 * one.size), neckline(one, -0.02))
    layers = [Layer(name, join([rimmed(outside, 0.009), inside]), both(low, inverse(v)) if lapels else low)]
    if lapels:
        layers += _lapels(one, colour, ease, button, 0.07 * one.size, fold, 10)
    else:
        layers.append(collar(one, colour * 0.9, ease, wide=0.055, points=0.012, bridge=10, folds=fold))
    middle = float(one.shape.joint("Chest")[0])
    edge = both(within(0.012 * one.size), below(button), above(line), ahead(middle))
    layers.append(patch(one, "FrontEdge", edge, colour * 0.75, ease=ease, lift=0.003, bridge=10, folds=fold))
    if belt:
        band = both(above(waist(one) - 0.01), below(waist(one) + 0.04 * one.size), within(0.3 * one.size))
        layers.append(patch(one, "CoatBelt", band, colour * 0.7, ease=ease, lift=0.004, bridge=10, folds=fold))
    return layers


def vest(one: Figure, colour: Floats, stripe: Floats | None) -> list[Layer]:
    """A sleeveless vest with pockets; ``stripe`` is the colour of its reflecting bands."""
    ease, low = 0.024, waist(one) - 0.02 * one.size
    middle = float(one.shape.joint("Chest")[0])
    arm = one.shape.joint("LeftUpperArm")[1] - 0.012 * one.size
    torso = both(within(float(arm)), above(low), neckline(one, 0.02, tilt=0.4, wide=0.012))
    layers = [cut(one, "Vest", torso, colour, ease=ease, bridge=10)]
    chest = one.z("UpperChest")
    pockets = both(ahead(middle + 0.02), inverse(within(0.03 * one.size)), within(0.12 * one.size), either(
        both(above(chest - 0.13 * one.size), below(chest - 0.03 * one.size)),
        both(above(low + 0.02 * one.size), below(low + 0.12 * one.size))))
    layers.append(patch(one, "Pockets", pockets, colour * 0.8, ease=ease, lift=0.012, bridge=10))
    if stripe is not None:
        bands = either(both(above(chest - 0.19 * one.size), below(chest - 0.15 * one.size)),
                       both(above(low + 0.14 * one.size), below(low + 0.175 * one.size)))
        layers.append(patch(one, "Bands", both(bands, within(float(arm))), stripe, ease=ease, lift=0.003, bridge=10))
    return layers


def dress(one: Figure, colour: Floats, *, end: float = 0.95, sleeves: float = 0.5, flare: float = 0.17,
          drop: float = 0.035) -> list[Layer]:
    stops = [one.z(f"Left{part}") for part in ("UpperLeg", "LowerLeg", "Foot")]
    hem, line = float(np.interp(end, [0, 1, 2], stops)), one.z("Hips") + 0.04 * one.size
    cloth, shade = draped(one, 0.009, 6, sleeve_folds(0.002 * one.size))
    field = both(sleeve(one, sleeves), above(line), neckline(one, drop, tilt=0.25, wide=0.018))
    upper, _ = clip(sheet_of(one, cloth, colour * shade[:, None]), field(cloth))
    fall = Fall(hem, flare=flare, folds=15, depth=0.014 * one.size, ease=0.012)
    outside, inside = skirted(one, upper, line, fall, colour, f"dress{end}", 0.004)
    cover = both(sleeve(one, sleeves), above(hem + 0.10 * one.size), neckline(one, drop, tilt=0.25, wide=0.018))
    band = both(above(waist(one) + 0.01), below(waist(one) + 0.03 * one.size), within(0.3 * one.size))
    return [Layer("Dress", join([rimmed(outside, 0.005), inside]), cover),
            patch(one, "Sash", band, colour * 0.55, ease=0.009, lift=0.003, folds=sleeve_folds(0.002 * one.size))]


def uniform(one: Figure, colour: Floats) -> list[Layer]:
    """A school blazer over a white shirt, with a tie."""
    tie = both(within(0.017 * one.size), neckline(one, -0.012), above(one.z("Spine") + 0.06 * one.size),
               ahead(float(one.shape.joint("Chest")[0])))
    layers = suit_jacket(one, colour)
    return [*layers[:3], patch(one, "Tie", tie, np.array([0.22, 0.02, 0.03]), ease=0.008, lift=0.007), *layers[3:]]


def suit_and_tie(one: Figure, colour: Floats) -> list[Layer]:
    tie = both(within(0.019 * one.size), neckline(one, -0.012), above(one.z("Spine") + 0.06 * one.size),
               ahead(float(one.shape.joint("Chest")[0])))
    layers = suit_jacket(one, colour)
    return [*layers[:3], patch(one, "Tie", tie, np.array([0.03, 0.04, 0.09]), ease=0.008, lift=0.007), *layers[3:]]


UPPER: dict[str, Callable[[Figure, Floats], list[Layer]]] = {
    "t-shirt": tshirt,
    "shirt": shirt,
    "blouse": blouse,
    "sweater": sweater,
    "hoodie": hoodie,
    "dress": dress,
    "long dress": lambda one, colour: dress(one, colour, end=1.7, sleeves=1.9, flare=0.16, drop=0.02),
    "school uniform": uniform,
    "scrubs": lambda one, colour: [top(one, colour, sleeves=0.7, ease=0.014, hem=hip_line(one, 0.04), drop=0.05,
                                       tilt=0.7, wide=0.008, folds=0.004)],
}
OUTER: dict[str, Callable[[Figure, Floats], list[Layer]]] = {
    "suit": suit_and_tie,
    "jacket": lambda one, colour: suit_jacket(one, colour, with_shirt=False),
    "coat": coat,
    "long coat": lambda one, colour: coat(one, colour, end=1.45),
    "trench coat": lambda one, colour: coat(one, colour, end=1.15, belt=True),
    "raincoat": lambda one, colour: coat(one, colour, end=0.95, ease=0.030, flare=0.22, lapels=False, folds=7,
                                         name="Raincoat"),
    "white coat": lambda one, colour: coat(one, WHITE, end=0.9),
    "police vest": lambda one, colour: vest(one, colour, np.array([0.75, 0.78, 0.70])),
    "medic vest": lambda one, colour: vest(one, colour, np.array([0.85, 0.86, 0.80])),
    "vest": lambda one, colour: vest(one, colour, None),
}
