"""The wardrobe: garments by name, and a look's clothes as layers from the skin outward.

A field of a look may name several things joined by "+", such as ``outer="raincoat+backpack"``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from throughline.film.blocking import Look
from throughline.film.colour import linear
from throughline.film.errors import InputError
from throughline.world.wardrobe_extras import EXTRAS
from throughline.world.wardrobe_figure import Figure
from throughline.world.wardrobe_garments import Layer
from throughline.world.wardrobe_lower import LOWER
from throughline.world.wardrobe_robes import ROBES
from throughline.world.wardrobe_shell import Floats, Shell, without
from throughline.world.wardrobe_shoes import shoes
from throughline.world.wardrobe_upper import OUTER, UPPER

Maker = Callable[[Figure, Floats], list[Layer]]
MARGIN = 0.022


def garments() -> dict[str, Maker]:
    """Every garment by name."""
    return {**UPPER, **LOWER, **OUTER, **ROBES, **EXTRAS}


def worn(one: Figure, look: Look) -> list[Layer]:
    """The layers of ``look`` from the inside out: shoes, bottom, top, outer.

    Raises:
        InputError: a garment that is not known; the message lists the known ones.
    """
    known = garments()
    layers = shoes(one, np.array(linear(look.shoes_colour)))
    chosen = [(look.bottom, look.bottom_colour), (look.top, look.top_colour), (look.outer or "", look.outer_colour)]
    ordered: list[tuple[str, str]] = [(name.strip(), colour) for names, colour in chosen
                                      for name in names.split("+") if name.strip() not in ("", "none")]
    for name, colour in ordered:
        if name not in known:
            raise InputError(f"{look.name}: unknown garment {name!r}", remedy=f"known: {', '.join(sorted(known))}")
        layers += known[name](one, np.array(linear(colour)))
    return layers


def uncovered(points: Floats, layers: list[Layer], margin: float = MARGIN) -> np.ndarray:
    """Which of ``points`` (N, 3) no layer covers by more than ``margin`` metres from its edge."""
    shown = np.ones(len(points), dtype=bool)
    for layer in layers:
        if layer.covers is not None:
            shown &= layer.covers(points) < margin
    return shown


def dressed_layers(skin: Shell, one: Figure, look: Look) -> dict[str, Shell]:
    """The skin that shows and every garment's surface by name, hidden faces taken away."""
    layers = worn(one, look)
    bare = skin.points[:, 2] > one.z("Neck") + 0.015 * one.size
    found = {"Skin": without(skin, ~(bare | uncovered(skin.points, layers)))}
    for number, layer in enumerate(layers):
        above = layers[number + 1:]
        hidden = ~uncovered(layer.shell.points, above, 2.0 * MARGIN)
        name = layer.name
        while name in found:
            name += "X"
        found[name] = without(layer.shell, hidden)
    return found
