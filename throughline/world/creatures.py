"""Creatures: reapers with the heads of animals over human bodies in torn robes, and beasts on the same skeleton."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Look
from throughline.film.errors import InputError
from throughline.motion.skeleton import INDEX, JOINTS
from throughline.world.body_assembly import assembled
from throughline.world.body_expressions import hand_shapes
from throughline.world.body_face import skin as skin_surface
from throughline.world.body_shape import Shape, shape
from throughline.world.creatures_faces import faced
from throughline.world.creatures_kinds import BEASTS, HEADS, KINDS
from throughline.world.mesh import SkinnedBody
from throughline.world.wardrobe import dressed_layers
from throughline.world.wardrobe_figure import figure
from throughline.world.wardrobe_shell import Floats, Shell, without

QUANTUM = 5e-5
ASH = "#5f5a54"
HEADROOM = 0.93


@lru_cache(maxsize=1)
def _baked() -> dict[str, np.ndarray]:
    with np.load(Path(__file__).parent / "data" / "creatures.npz") as saved:
        return {key: saved[key] for key in saved}


def _sculpture(name: str) -> tuple[Floats, np.ndarray, Floats]:
    """Points in metres, triangles and colours of a baked sculpture."""
    baked = _baked()
    colours = (baked[f"{name}.colours"] / 20000.0) ** 2
    return baked[f"{name}.points"] * QUANTUM, baked[f"{name}.faces"].astype(np.int64), colours


def creature(look: Look) -> SkinnedBody:
    """The creature of ``look`` in the rest pose. The same look gives the same bytes.

    Raises:
        InputError: a kind, or a reaper's head, that is not known; the message lists the known ones.
    """
    if look.kind == "reaper":
        return reaper(look)
    if look.kind in BEASTS:
        return beast(look)
    raise InputError(f"{look.name}: unknown kind {look.kind!r}", remedy=f"known: {', '.join(KINDS)}")


def reaper(look: Look) -> SkinnedBody:
    """A robed body with an animal's head; ``look.height_m`` is from the ground to the top of the skull.

    Raises:
        InputError: a head that is not known.
    """
    animal = look.head or "stag"
    if animal not in HEADS:
        raise InputError(f"{look.name}: unknown head {animal!r}", remedy=f"known: {', '.join(HEADS)}")
    worn = "torn robe+mantle" if look.outer is None else look.outer
    person = replace_look(look, worn)
    form = shape(person, bony=True)
    layers = dressed_layers(skin_surface(form, person), figure(form, person.height_m), person)
    hands = without(layers["Skin"], layers["Skin"].points[:, 2] > form.joint("Neck")[2])
    layers["Skin"] = replace(hands, colours=hands.colours * 0.8)
    layers["Head"], acts = _head(animal, form, look)
    ground = min(float(layer.points[:, 2].min()) for layer in layers.values() if len(layer.points))
    up = np.array([0.0, 0.0, -ground])
    layers = {name: replace(layer, points=layer.points + up) for name, layer in layers.items()}
    shapes = {"Skin": hand_shapes(form, layers["Skin"].points - up), "Head": acts}
    return replace(assembled(layers, form.joints + up, look.height_m), face=shapes)


def replace_look(look: Look, worn: str) -> Look:
    """The person under a reaper's robe: gaunt, grey, bare-headed."""
    values = {name: getattr(look, name) for name in look.__struct_fields__}
    return Look(**(values | {"kind": "person", "age": 48, "sex": "male", "build": "athletic", "skin": ASH,
                             "height_m": look.height_m * HEADROOM,
        "hair": "bald",
                             "top": "none", "bottom": "none", "outer": worn}))


def _head(animal: str, form: Shape, look: Look) -> tuple[Shell, dict[str, NDArray[np.float32]]]:
    """The head in its place, and the offsets (N, 3) of its shapes."""
    points, faces, colours, acts = faced(animal, *_sculpture(f"head {animal}"))
    size = look.height_m * HEADROOM / 1.72
    points = points * size * 1.28 + form.joint("Head") + np.array([0.0, 0.0, 0.035 * size])
    low = form.joint("Neck")[2] - 0.04 * size
    share = np.clip((points[:, 2] - low) / (form.joint("Head")[2] - low), 0.0, 1.0)
    share = np.where(points[:, 0] > form.joint("Head")[0] + 0.05 * size, 1.0, share * share * (3.0 - 2.0 * share))
    weights = np.zeros((len(points), len(JOINTS)))
    weights[:, INDEX["Head"]] = share
    weights[:, INDEX["Neck"]] = 0.7 * (1.0 - share)
    weights[:, INDEX["UpperChest"]] = 0.3 * (1.0 - share)
    shapes = {name: (offsets * size * 1.28).astype(np.float32) for name, offsets in acts.items()}
    return Shell(points, faces, weights, colours), shapes


def beast(look: Look) -> SkinnedBody:
    """A beast sculpted on the 22 joints, ``look.height_m`` tall; forelegs are the arms, spread in the rest pose."""
    points, faces, colours = _sculpture(look.kind)
    baked = _baked()
    rest = baked[f"{look.kind}.rest"] * QUANTUM
    weights = baked[f"{look.kind}.weights"] / 255.0
    factor = look.height_m / float(baked[f"{look.kind}.height"])
    shell = Shell(points * factor, faces, weights / weights.sum(axis=1, keepdims=True), colours)
    return assembled({"Beast": shell}, rest * factor, look.height_m)
