"""Bodies as skinned meshes: a look dressed, the look of a character, the surface in a frame of a motion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Look
from throughline.motion.face_shapes import SHAPES, Face
from throughline.motion.hand_shapes import HAND_SHAPES, Hands
from throughline.motion.skeleton import INDEX, Motion, forward, rotate
from throughline.world.body_assembly import assembled
from throughline.world.body_expressions import face_shapes
from throughline.world.body_face import brows, eye_frame, eyes, teeth
from throughline.world.body_face import skin as skin_surface
from throughline.world.body_shape import shape
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
    worn = [layer.points for name, layer in layers.items() if name != "Skin"]
    layers |= {"Eyes": eyes(person, look), "Teeth": teeth(person), "Brows": brows(person, surface, look)}
    locks = hair(person, look, worn)
    if locks is not None:
        layers["Hair"] = locks
    ground = min(float(layer.points[:, 2].min()) for layer in layers.values() if len(layer.points))
    up = np.array([0.0, 0.0, -min(ground, 0.0)])
    layers = {name: replace(layer, points=layer.points + up) for name, layer in layers.items()}
    built = assembled(layers, person.joints + up, look.height_m)
    left, right, _ = eye_frame(person)
    return replace(built, face=face_shapes(person, layers["Skin"].points - up, layers["Brows"].points - up),
                   eyes=(np.stack([left, right]) + up).astype(np.float32))


def dressed(look: Look) -> SkinnedBody:
    """The body of ``look`` whatever it is: a person, a reaper or another creature.

    Raises:
        InputError: a kind, garment or other word that is not known; the message lists the known ones.
    """
    return body(look) if look.kind == "person" else creature(look)


def skin(body: SkinnedBody, motion: Motion, frame: int, face: Face | None = None,
         hands: Hands | None = None) -> dict[str, NDArray[np.float32]]:
    """World points (N, 3) of every mesh of ``body`` at ``frame`` of ``motion``: its ``face`` (where it has none, the
    jaw alone) and ``hands``, then linear blend skinning."""
    one = Motion(motion.root[frame:frame + 1], motion.rotations[frame:frame + 1], motion.contacts[frame:frame + 1],
                 motion.jaw[frame:frame + 1])
    places, turns = forward(one, body.rest)
    weight = {"JawOpen": float(one.jaw[0])} if face is None else dict(
        zip(SHAPES, map(float, face.weights[frame]), strict=True))
    if hands is not None:
        weight |= dict(zip(HAND_SHAPES, map(float, hands.weights[frame]), strict=True))
    axes = np.stack([rotate(turns[0], np.broadcast_to(axis, (turns.shape[1], 3))) for axis in np.eye(3)], axis=2)
    shift = places[0] - np.einsum("jab,jb->ja", axes, body.rest.astype(np.float64))
    table = np.concatenate([axes, shift[:, :, None]], axis=2)
    if len(body.eyes):
        table = np.concatenate([table, _eyeballs(body, table[INDEX["Head"]], face, frame)])
    found = {}
    for mesh in body.meshes:
        indices, share = body.weights[mesh.name]
        blended = np.einsum("nk,nkab->nab", share, table[indices])
        points = mesh.points
        for shape_name, offsets in body.face.get(mesh.name, {}).items():
            if weight.get(shape_name, 0.0) > 0.0:
                points = points + weight[shape_name] * offsets
        moved = np.einsum("nab,nb->na", blended[:, :, :3], points) + blended[:, :, 3]
        found[mesh.name] = moved.astype(np.float32)
    return found


def _eyeballs(body: SkinnedBody, head: Floats, face: Face | None, frame: int) -> Floats:
    """The transforms (2, 3, 4) of the eyeballs: turned about their centres, then carried by the ``head``'s (3, 4)."""
    out = []
    for side, centre in enumerate(body.eyes.astype(np.float64)):
        turn = np.eye(3)
        if face is not None:
            turn = np.stack([rotate(face.eyes[frame, side], axis) for axis in np.eye(3)], axis=1)
        shift = head[:, :3] @ (centre - turn @ centre) + head[:, 3]
        out.append(np.concatenate([head[:, :3] @ turn, shift[:, None]], axis=1))
    return np.stack(out)
