"""Bodies as skinned meshes: a look dressed, the look of a character, the surface in a frame of a motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from throughline.film.blocking import Look
from throughline.motion.skeleton import Motion, forward, rotate
from throughline.world.body_assembly import assembled
from throughline.world.body_face import brows, eyes, teeth
from throughline.world.body_face import skin as skin_surface
from throughline.world.body_shape import Shape, shape
from throughline.world.creatures import creature
from throughline.world.hair import hair
from throughline.world.mesh import SkinnedBody
from throughline.world.wardrobe import dressed_layers
from throughline.world.wardrobe_casting import crowd_look, look_for
from throughline.world.wardrobe_figure import figure
from throughline.world.wardrobe_shell import Floats

__all__ = ["body", "crowd_look", "dressed", "look_for", "skin"]


def body(look: Look) -> SkinnedBody:
    """The person of ``look``, dressed, in the T-pose. The same look gives the same bytes.

    Raises:
        InputError: a sex, build, garment or hair that is not known; the message lists the known ones.
    """
    person = shape(look)
    surface = skin_surface(person, look)
    layers = dressed_layers(surface, figure(person, look.height_m), look)
    layers |= {"Eyes": eyes(person, look), "Teeth": teeth(person), "Brows": brows(person, surface, look)}
    locks = hair(person, look)
    if locks is not None:
        layers["Hair"] = locks
    ground = min(float(layer.points[:, 2].min()) for layer in layers.values() if len(layer.points))
    up = np.array([0.0, 0.0, -min(ground, 0.0)])
    layers = {name: replace(layer, points=layer.points + up) for name, layer in layers.items()}
    built = assembled(layers, person.joints + up, look.height_m)
    return replace(built, jaw=_jaw(person, layers["Skin"].points - up))


def _jaw(person: Shape, left: Floats) -> dict[str, NDArray[np.float32]]:
    """The offsets that open the mouth, for the points ``left`` of the skin and for the lower teeth (the first
    half of the block)."""
    offsets, blocks = person.acts["jawOpen"], person.basis.blocks
    _, nearest = cKDTree(person.block("skin")).query(left)
    lips = offsets[blocks["skin"]][person.basis.regions["lips"] > 0.5]
    lower = lips[lips[:, 2] < np.quantile(lips[:, 2], 0.3)].mean(axis=0)
    teeth = np.zeros((blocks["teeth"].stop - blocks["teeth"].start, 3))
    teeth[: len(teeth) // 2] = lower
    found = {"Skin": offsets[blocks["skin"]][nearest], "Teeth": teeth}
    return {name: value.astype(np.float32) for name, value in found.items()}


def dressed(look: Look) -> SkinnedBody:
    """The body of ``look`` whatever it is: a person, a reaper or another creature.

    Raises:
        InputError: a kind, garment or other word that is not known; the message lists the known ones.
    """
    return body(look) if look.kind == "person" else creature(look)


def skin(body: SkinnedBody, motion: Motion, frame: int) -> dict[str, NDArray[np.float32]]:
    """World points (N, 3) of every mesh of ``body`` at ``frame`` of ``motion``: its jaw, then linear blend
    skinning."""
    one = Motion(motion.root[frame:frame + 1], motion.rotations[frame:frame + 1], motion.contacts[frame:frame + 1],
                 motion.jaw[frame:frame + 1])
    places, turns = forward(one, body.rest)
    axes = np.stack([rotate(turns[0], np.broadcast_to(axis, (turns.shape[1], 3))) for axis in np.eye(3)], axis=2)
    shift = places[0] - np.einsum("jab,jb->ja", axes, body.rest.astype(np.float64))
    table = np.concatenate([axes, shift[:, :, None]], axis=2)
    found = {}
    for mesh in body.meshes:
        indices, share = body.weights[mesh.name]
        blended = np.einsum("nk,nkab->nab", share, table[indices])
        points = mesh.points
        if mesh.name in body.jaw:
            points = points + float(one.jaw[0]) * body.jaw[mesh.name]
        moved = np.einsum("nab,nb->na", blended[:, :, :3], points) + blended[:, :, 3]
        found[mesh.name] = moved.astype(np.float32)
    return found
