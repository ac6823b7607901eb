"""Sets and bodies: what layouts refer to, each built once for the whole film."""

from __future__ import annotations

import numpy as np

from throughline.build.execute import Context
from throughline.film.blocking import Look, SetRef
from throughline.world import bodies, sets
from throughline.world.layout import write_body, write_meshes


def make_set(context: Context) -> dict[str, float | int | str]:
    """Builds the set of ``params`` (a SetRef); gives set.usdc."""
    if not isinstance(context.params, SetRef):
        raise TypeError("the set stage needs a SetRef")
    meshes = sets.build(context.params)
    write_meshes(context.out / "set.usdc", "Set", meshes)
    return {"meshes": len(meshes), "faces": sum(len(mesh.counts) for mesh in meshes)}


def make_body(context: Context) -> dict[str, float | int | str]:
    """Dresses the body of ``params`` (a Look); gives body.usdc and rest.npy, its joints at rest."""
    if not isinstance(context.params, Look):
        raise TypeError("the body stage needs a Look")
    body = bodies.dressed(context.params)
    write_body(context.out / "body.usdc", body)
    np.save(context.out / "rest.npy", body.rest.astype(np.float32))
    return {"faces": sum(len(mesh.counts) for mesh in body.meshes), "height_m": round(body.height_m, 4)}
